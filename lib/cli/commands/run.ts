/**
 * `lyap run`: runs an experiment or the rest of it, and tells which of its claims hold.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { join } from "@std/path/mod.js";
import { type ExperimentResult, readWithModules, resolve, runExperiment } from "../../engine/experiment.ts";
import { LEDGER_DIRECTORY } from "../../engine/ledger_file.ts";
import { refuseHopeless } from "../../engine/hopeless.ts";
import type { EngineOptions } from "../../engine/local.ts";
import { PROVENANCE, wordsOfProvenance } from "../../engine/provenance.ts";
import { PUBLISHED_PROFILE } from "../../engine/verify.ts";
import { badUsage, exitCodeOf } from "../../program/errors.ts";
import { type Capabilities, failWith, type Program } from "../../program/program.ts";
import { DEFAULT_PROFILE } from "../../experiment/experiment.ts";
import { type AnyCommand, type Call, command, type ExitCode } from "../command.ts";
import { checkedOption } from "../checked_option.ts";
import { dataAccessFor, dataOptions } from "../data_options.ts";
import { fallbackOption, fallbacksOf } from "../fallback_option.ts";
import { loadSpec } from "../load.ts";
import { runAndPublish } from "../publishing.ts";
import { summaryLines } from "../summary.ts";

const options = {
  profile: { takes: "text", value: "NAME", help: "which profile of the experiment; default quick" },
  publish: {
    takes: "nothing",
    help:
      `write the runs of the profile ${PUBLISHED_PROFILE} into the ledger, and make only those that it lacks`,
  },
  networks: {
    takes: "nothing",
    help: "with --publish: also make again what was published without its networks, compare it, and add them",
  },
  retrain: {
    takes: "nothing",
    help: "train also those networks that the ledger holds; without it they are taken from there",
  },
  ledger: { takes: "text", value: "DIR", help: `where ledgers lie; default ${LEDGER_DIRECTORY}` },
  yes: { takes: "nothing", help: "start also what takes more than a day, or more memory than there is" },
  ...fallbackOption,
  ...checkedOption,
  ...dataOptions,
} as const;

/** Names that a line is told at most. */
const FEW = 6;

const firstFew = (names: readonly string[]): string =>
  names.slice(0, FEW).join(", ") + (names.length > FEW ? ` and ${names.length - FEW} more` : "");

const conclude = (
  { plan, result, report, provenance, directory }: ExperimentResult,
  json: boolean,
): Program<ExitCode> =>
  pipe(
    RTE.asks(({ terminal }: Capabilities) => terminal),
    RTE.chain((terminal): Program<ExitCode> => {
      const { failed, skipped } = result;
      const worst = Math.max(1, ...failed.map(({ error }) => exitCodeOf(error))) as ExitCode;
      if (failed.length > 0 || report === null || directory === null) {
        terminal.warn(
          `${failed.length} of ${plan.steps.length} steps failed: ${firstFew(failed.map(({ id }) => id))}`,
        );
        if (skipped.length > 0) terminal.warn(`not run because of them: ${firstFew(skipped)}`);
        if (report !== null && directory !== null) {
          terminal.warn(`the report of an earlier call lies in ${directory}`);
        }
        return RTE.right(worst);
      }
      const document = report.result;
      const page = join(directory, "index.html");
      if (result.made.length > 0) terminal.note(`${wordsOfProvenance(provenance)} (${PROVENANCE})`);
      if (json) terminal.out(JSON.stringify({ ...document, report: page }));
      else [...summaryLines(document, result.made.length === 0), `report: ${page}`].forEach(terminal.out);
      return RTE.right(document.claims.some(({ verdict }) => verdict === "refuted") ? 1 : 0);
    }),
  );

/** Where an experiment comes from: the file of a path, or a program that holds it. */
type Load = typeof loadSpec;

/** @param load Where the experiment of a path comes from: its file, or a program that holds it. */
const runWith = (load: Load) => ({ operands, values }: Call<typeof options>): Program<ExitCode> => {
  const [path, ...more] = operands;
  if (path === undefined || more.length > 0) {
    return failWith(
      badUsage("lyap run takes one experiment", "for example: lyap run experiments/quickstart.ts"),
    );
  }
  const profile = values.profile ?? DEFAULT_PROFILE;
  if (values.publish && profile !== PUBLISHED_PROFILE) {
    return failWith(
      badUsage(
        `--publish goes with the profile ${PUBLISHED_PROFILE}`,
        `add --profile ${PUBLISHED_PROFILE}`,
      ),
    );
  }
  if (values.networks && !values.publish) {
    return failWith(badUsage("--networks goes with --publish", "add --publish, or leave --networks out"));
  }
  const engine: Program<EngineOptions> = (capabilities) =>
    pipe(
      dataAccessFor(path, values),
      RTE.map((data): EngineOptions => ({
        store: values.store ?? ".lyap",
        data,
        checked: values.checked,
        fallbacks: fallbacksOf(values),
        jobs: values.jobs ?? capabilities.cores,
        beforehand: refuseHopeless(values.jobs ?? capabilities.cores, values.yes),
      })),
    )(capabilities);
  if (values.publish) {
    return pipe(
      load(path, { store: values.store ?? ".lyap" }),
      RTE.chain((spec) => readWithModules(path, spec, values.store ?? ".lyap")),
      RTE.chainEitherK((spec) => resolve(path, spec, { profile })),
      RTE.chain((experiment) =>
        pipe(
          engine,
          RTE.chain((how) =>
            runAndPublish(experiment, values.json, {
              ...how,
              ledger: values.ledger ?? LEDGER_DIRECTORY,
              networks: values.networks,
              retrain: values.retrain,
            })
          ),
        )
      ),
    );
  }
  return pipe(
    load(path, { store: values.store ?? ".lyap" }),
    RTE.chain((spec) =>
      pipe(
        engine,
        RTE.chain((how) =>
          runExperiment(path, spec, {
            ...how,
            // Only what is published lies in ledgers.
            ...(profile === PUBLISHED_PROFILE ? { ledger: values.ledger ?? LEDGER_DIRECTORY } : {}),
            retrain: values.retrain,
            ...(values.profile === undefined ? {} : { profile: values.profile }),
            ...(values.seed === undefined ? {} : { seed: values.seed }),
          })
        ),
      )
    ),
    RTE.chain((result) => conclude(result, values.json)),
  );
};

const runLoaded = (load: Load) =>
  command({
    name: "run",
    operands: "<experiment.ts or .json>",
    summary: "runs an experiment or the rest of it, and tells which of its claims hold",
    options,
    run: runWith(load),
  });

/** Runs an experiment. */
export const runCommand = runLoaded(loadSpec);

/** Runs the experiment that a program holds; the path of the program says where its data lies. */
export const runHeld = (spec: unknown): AnyCommand => runLoaded(() => RTE.right(spec));
