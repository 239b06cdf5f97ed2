/**
 * Verifies experiments: runs a profile of each and judges its claims, and judges the claims of the paper's profile on
 * what the ledger holds.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { judgeAll } from "../results/claims/catalogue.ts";
import type { Verdict } from "../results/result.ts";
import { resultOfLedger } from "../results/ledger/source.ts";
import type { Ledger } from "../results/ledger/ledger.ts";
import { planned } from "../pipeline.ts";
import { describeError } from "../core/program/errors.ts";
import type { Capabilities, Program } from "../core/program/program.ts";
import { type Expected, type Judged, judgedClaims } from "../results/verification/verification.ts";
import { absentFiles, NO_DATA } from "./data.ts";
import type { Resolved } from "../experiment/vocabulary.ts";
import { readWithModules, resolve, runExperiment } from "./experiment.ts";
import { readLedger } from "./ledger_file.ts";
import type { EngineOptions } from "./local.ts";
import { missingSteps } from "./missing.ts";
import { publishedIds } from "./publish.ts";
import { stepInWords } from "../steps/plan.ts";

/** The profile that is published. */
export const PUBLISHED_PROFILE = "paper";

/** How experiments are verified. */
export interface VerifyOptions extends EngineOptions {
  /** The profile that is run. */
  readonly profile: string;
  /** The directory of the ledgers. */
  readonly ledger: string;
  /** The verdicts that are expected. */
  readonly expected: Expected;
}

/** An experiment and its place. */
export interface VerifiedExperiment {
  readonly path: string;
  readonly spec: unknown;
}

type Found = Pick<Judged, "status" | "note"> & { readonly verdicts: readonly Verdict[] };

const without = (status: Exclude<Judged["status"], "judged">, note: string): Found => ({
  status,
  note,
  verdicts: [],
});

/** Adds the time that it took; an error becomes a finding, so that it doesn't stop the others. */
const timed = (
  program: Program<Found>,
  experiment: string,
  from: string,
  expected: Expected,
): Program<Judged> =>
(capabilities: Capabilities) =>
async () => {
  const begin = capabilities.clock();
  const result = await program(capabilities)();
  const { verdicts, ...found } = E.isRight(result)
    ? result.right
    : without("failed", describeError(result.left).join("; "));
  return E.right({
    experiment,
    from,
    ...found,
    seconds: (capabilities.clock() - begin) / 1000,
    claims: found.status === "judged" ? judgedClaims(verdicts, experiment, from, expected) : [],
  });
};

/** Runs an experiment and reads the verdicts of its report. */
const onRun = (
  { path, spec }: VerifiedExperiment,
  experiment: Resolved,
  options: VerifyOptions,
): Program<Found> => {
  const plan = planned(experiment);
  const words = new Map(plan.steps.map((step) => [step.id, stepInWords(step)]));
  const { ledger, ...engine } = options;
  // Only what is published lies in ledgers.
  const from = experiment.profile === PUBLISHED_PROFILE ? { ledger } : {};
  return pipe(
    missingSteps(plan, options.store),
    RTE.chain(({ missing }) => absentFiles(plan, missing, options.data ?? NO_DATA)),
    RTE.chain(([absent]): Program<Found> =>
      absent !== undefined ? RTE.right(without("data not present", `${absent.name} is not there`)) : pipe(
        runExperiment(path, spec, { ...engine, ...from, profile: experiment.profile }),
        RTE.map(({ report, result: { failed } }): Found =>
          report === null
            ? without(
              "failed",
              failed.map(({ id, error }) => `${words.get(id) ?? id}: ${describeError(error).join("; ")}`)
                .join("; "),
            )
            : { status: "judged", note: "", verdicts: report.result.claims }
        ),
      )
    ),
  );
};

/** The verdicts on what a ledger holds; none while runs are missing in it. */
export const verdictsOnLedger = (ledger: Ledger | null, experiment: Resolved): Found => {
  const plan = planned(experiment);
  const published = publishedIds(ledger, plan);
  const { runs, claims } = experiment;
  return ledger === null || published.size < runs.length
    ? without("not published", `the ledger holds ${published.size} of ${runs.length} runs`)
    : pipe(
      resultOfLedger(ledger, experiment),
      E.match(
        (error) => without("failed", describeError(error).join("; ")),
        (result): Found => ({ status: "judged", note: "", verdicts: judgeAll(claims, result) }),
      ),
    );
};

/** Where verdicts are expected of a ledger, it must be there: to lose the evidence is no way to pass. */
const missed = (found: Found, verdicts: Expected[string][string] | undefined): Found =>
  found.status === "not published" && verdicts !== undefined && Object.keys(verdicts).length > 0
    ? {
      ...found,
      status: "failed",
      note: `${found.note} as they would be made today, although verdicts of it are expected`,
    }
    : found;

/** Verifies one experiment: in a profile that is run, and on its ledger where it has one. */
export const verifyExperiment = (
  subject: VerifiedExperiment,
  options: VerifyOptions,
): Program<readonly Judged[]> => {
  const { path } = subject;
  return pipe(
    readWithModules(path, subject.spec, options.store),
    RTE.chain((spec) => verified({ ...subject, spec }, options)),
  );
};

/** The same, of a spec whose modules are in the store. */
const verified = (subject: VerifiedExperiment, options: VerifyOptions): Program<readonly Judged[]> => {
  const { path, spec } = subject;
  const { profile, expected } = options;
  const published = resolve(path, spec, { profile: PUBLISHED_PROFILE });
  const onLedger = E.isLeft(published) ? [] : [
    timed(
      pipe(
        readLedger(options.ledger, published.right.name),
        RTE.map((ledger) => verdictsOnLedger(ledger, published.right)),
        RTE.map((found) => missed(found, expected[published.right.name]?.ledger)),
      ),
      published.right.name,
      "ledger",
      expected,
    ),
  ];
  return pipe(
    RTE.fromEither(resolve(path, spec, { profile })),
    RTE.chain((experiment) =>
      pipe(
        [timed(onRun(subject, experiment, options), experiment.name, profile, expected), ...onLedger],
        RTE.sequenceSeqArray,
      )
    ),
  );
};
