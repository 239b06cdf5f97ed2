/**
 * `lyap verify`: runs experiments, judges their claims, also on what was published, and audits published runs.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { audit, drawPublished, type Published } from "../../engine/audit.ts";
import { resolve } from "../../engine/experiment.ts";
import type { Resolved } from "../../experiment/vocabulary.ts";
import { LEDGER_DIRECTORY, readLedgers } from "../../engine/ledger_file.ts";
import type { EngineOptions } from "../../engine/local.ts";
import { PUBLISHED_PROFILE, verifyExperiment } from "../../engine/verify.ts";
import { badInput, badUsage, type LyapError } from "../../program/errors.ts";
import { type Capabilities, failWith, type Program } from "../../program/program.ts";
import { canonicalJson } from "../../codec/canonical.ts";
import { decode } from "../../codec/codec.ts";
import { verificationJunit } from "../../results/verification/junit.ts";
import { verificationMarkdown } from "../../results/verification/markdown.ts";
import {
  accepted,
  exitCodeOfVerification,
  type Expected,
  expectedCodec,
  goneExperiments,
  hasFlipped,
  isSame,
  type Judged,
  type Verification,
  wordOf,
  wordsOfAudit,
} from "../../results/verification/verification.ts";
import { type Call, command, type ExitCode } from "../command.ts";
import { checkedOption } from "../checked_option.ts";
import { dataAccessOf, dataOptions } from "../data_options.ts";
import { findExperiments, type FoundExperiment } from "../find_experiments.ts";
import { tableLines } from "../table.ts";

const options = {
  profile: { takes: "text", value: "NAME", help: "which profile is run; default quick" },
  audit: {
    takes: "number",
    value: "N",
    help: "make N published runs again in full and compare digests; --seed draws",
  },
  "fast-audit": { takes: "nothing", help: "audit in fast processes too; an audit trains checked otherwise" },
  ledger: { takes: "text", value: "DIR", help: `where ledgers lie; default ${LEDGER_DIRECTORY}` },
  verdicts: {
    takes: "text",
    value: "FILE",
    help: "the verdicts that are expected; default fixtures/verdicts.json",
  },
  accept: { takes: "nothing", help: "take the verdicts found as those that are expected from now on" },
  junit: { takes: "text", value: "FILE", help: "write JUnit XML" },
  markdown: { takes: "text", value: "FILE", help: "write a summary in Markdown" },
  ...checkedOption,
  ...dataOptions,
} as const;

type Values = Call<typeof options>["values"];

const VERDICTS = "fixtures/verdicts.json";

const parseExpected = (path: string) => (bytes: Uint8Array): E.Either<LyapError, Expected> =>
  pipe(
    E.tryCatch(
      () => JSON.parse(new TextDecoder().decode(bytes)) as unknown,
      (): LyapError => badInput(path, "it is not JSON", "take it from the repository again"),
    ),
    E.chain((json) =>
      pipe(
        decode(expectedCodec, json),
        E.mapLeft((faults): LyapError => ({ _tag: "InvalidSpec", source: path, faults })),
      )
    ),
  );

/** @param told Whether the user named the file, which must be there then. */
const readExpected = (path: string, told: boolean): Program<Expected> => ({ files }) =>
  pipe(
    files.exists(path),
    TE.chain((exists): TE.TaskEither<LyapError, Expected> =>
      exists ? pipe(files.read(path), TE.chainEitherK(parseExpected(path))) : told
        ? TE.left(
          badInput(path, "it is not there", "name a file of expected verdicts, or leave --verdicts out"),
        )
        : TE.right({})
    ),
  );

interface Drawn {
  readonly published: Published;
  readonly experiment: Resolved | null;
}

const write = (path: string | undefined, text: string): Program<void> => ({ files }) =>
  path === undefined ? TE.right(undefined) : files.write(path, new TextEncoder().encode(text));

/** Draws the runs to be made again, each with its experiment as it is today. */
const draw = (
  count: number,
  seed: number,
  ledger: string,
  chosen: readonly FoundExperiment[],
): Program<readonly Drawn[]> =>
  count === 0 ? RTE.right([]) : pipe(
    RTE.Do,
    RTE.apSW("ledgers", readLedgers(ledger)),
    // From all ledgers, whichever experiments are verified beside them.
    RTE.apSW("all", findExperiments([])),
    RTE.chainW(({ ledgers, all }): Program<readonly Drawn[]> => {
      const experiments = [...chosen, ...all].flatMap(({ path, spec }) => {
        const resolved = resolve(path, spec, { profile: PUBLISHED_PROFILE });
        return E.isRight(resolved) ? [resolved.right] : [];
      });
      const drawn = drawPublished(ledgers, count, seed);
      return drawn.length < count
        ? failWith(badUsage(
          `--audit is ${count}, and ${ledger} holds ${drawn.length} published runs`,
          "publish some with lyap run --profile paper --publish, or ask for fewer",
        ))
        : RTE.right(drawn.map((published) => ({
          published,
          experiment: experiments.find(({ name }) => name === published.ledger.experiment) ?? null,
        })));
    }),
  );

const rowsOf = ({ experiment, from, status, note, claims }: Judged): readonly (readonly string[])[] =>
  status === "judged"
    ? claims.map((claim) => [hasFlipped(claim) ? "✗" : "✓", experiment, from, claim.id, wordOf(claim)])
    : [[status === "failed" ? "✗" : "–", experiment, from, status, note]];

const show = (verification: Verification): readonly string[] => {
  const { judged, audited, seed } = verification;
  const claims = judged.flatMap((each) => each.claims);
  return [
    ...tableLines([["", "experiment", "from", "claim", "verdict"], ...judged.flatMap(rowsOf)]),
    ...judged.flatMap((each) => each.claims).filter(hasFlipped).flatMap(({ id, statement, because }) => [
      `${id}: ${statement}`,
      `  ${because}`,
    ]),
    ...(audited.length === 0 ? [] : [
      `audit with seed ${seed}:`,
      ...tableLines(
        audited.map((each) => [isSame(each) ? "✓" : "✗", each.experiment, each.run, wordsOfAudit(each)]),
      ),
    ]),
    `${claims.length} claims, ${claims.filter(hasFlipped).length} of them otherwise than expected` +
    (audited.length === 0
      ? ""
      : `; ${audited.length} runs audited, ${audited.filter(isSame).length} the same`),
  ];
};

const isWhole = (value: number | undefined, least: number): boolean =>
  value === undefined || (Number.isSafeInteger(value) && value >= least);

const verify = (operands: readonly string[], values: Values) => (capabilities: Capabilities) => {
  const ledger = values.ledger ?? LEDGER_DIRECTORY;
  const count = values.audit ?? 0;
  const seed = values.seed ?? capabilities.entropy();
  const engine: EngineOptions = {
    store: values.store ?? ".lyap",
    data: dataAccessOf(values),
    checked: values.checked,
    jobs: values.jobs ?? capabilities.cores,
  };
  return pipe(
    RTE.Do,
    RTE.apSW(
      "expected",
      readExpected(values.verdicts ?? VERDICTS, values.verdicts !== undefined && !values.accept),
    ),
    RTE.apSW("chosen", findExperiments(operands)),
    RTE.bindW("drawn", ({ chosen }) => draw(count, seed, ledger, chosen)),
    RTE.bindW("judged", ({ expected, chosen }) =>
      pipe(
        chosen,
        RTE.traverseSeqArray((found) =>
          verifyExperiment(found, { ...engine, profile: values.profile ?? "quick", ledger, expected })
        ),
        RTE.map((each) => each.flat()),
        RTE.map((judged) =>
          operands.length > 0
            ? judged
            : [...judged, ...goneExperiments(expected, judged.map(({ experiment }) => experiment))]
        ),
      )),
    RTE.bindW(
      "audited",
      ({ drawn }) =>
        pipe(
          drawn,
          RTE.traverseSeqArray(({ published, experiment }) =>
            audit(published, experiment, { ...engine, checked: !values["fast-audit"] })
          ),
        ),
    ),
    RTE.map(({ expected, judged, audited }) => ({ expected, verification: { judged, audited, seed } })),
    RTE.chainFirstW(({ verification }) => write(values.junit, verificationJunit(verification))),
    RTE.chainFirstW(({ verification }) => write(values.markdown, verificationMarkdown(verification))),
    RTE.chainFirstW(({ expected, verification }) =>
      write(
        values.accept ? values.verdicts ?? VERDICTS : undefined,
        `${JSON.stringify(JSON.parse(canonicalJson(accepted(expected, verification))), null, 2)}\n`,
      )
    ),
    RTE.map(({ verification }): ExitCode => {
      const { terminal } = capabilities;
      if (values.json) terminal.out(JSON.stringify(verification));
      else show(verification).forEach(terminal.out);
      return values.accept && exitCodeOfVerification(verification) === 1 && verification.audited.every(isSame)
        ? 0
        : exitCodeOfVerification(verification);
    }),
  )(capabilities);
};

const run = ({ operands, values }: Call<typeof options>): Program<ExitCode> =>
  !isWhole(values.audit, 1)
    ? failWith(badUsage(`--audit is ${values.audit}`, "give a whole number of 1 or more"))
    : !isWhole(values.jobs, 1)
    ? failWith(badUsage(`--jobs is ${values.jobs}`, "give a whole number of 1 or more"))
    : verify(operands, values);

/** Verifies experiments. */
export const verifyCommand = command({
  name: "verify",
  operands: "[experiment…]",
  summary: "checks all claims of experiments, also on what was published; --audit makes published runs again",
  options,
  run,
});
