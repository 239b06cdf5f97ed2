/**
 * `lyap verify`: runs experiments, judges their claims, also on what was published, and audits published runs.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { audit, type AuditOptions } from "../../engine/audit.ts";
import { NO_DATA } from "../../engine/data.ts";
import { auditShares, type Drawn, drawPublished } from "../../engine/draw.ts";
import { readWithModules, resolve } from "../../engine/experiment.ts";
import type { Resolved } from "../../experiment/vocabulary.ts";
import { LEDGER_DIRECTORY, readLedgers } from "../../engine/ledger_file.ts";
import { PUBLISHED_PROFILE, verifyExperiment } from "../../engine/verify.ts";
import { badInput, badUsage, type LyapError } from "../../program/errors.ts";
import { type Capabilities, failWith, type Program } from "../../program/program.ts";
import { canonicalJson } from "../../codec/canonical.ts";
import { decode } from "../../codec/codec.ts";
import { writeFile } from "../../steps/store/folder.ts";
import { verificationJunit } from "../../results/verification/junit.ts";
import { reasons, standingInWords } from "../../results/verification/people.ts";
import { verificationMarkdown } from "../../results/verification/markdown.ts";
import {
  accepted,
  type AuditKind,
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
  wordsOfAuditKind,
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
  until: {
    takes: "number",
    value: "SHARE",
    help: `with --audit: only this share of each training, ${auditShares.join(", ")}, compared by its state`,
  },
  "audit-evaluations": {
    takes: "number",
    value: "N",
    help: "make exponents and measures of N published runs again from their networks, and compare digests",
  },
  "audits-only": { takes: "nothing", help: "judge no claims, only audit" },
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

const write = (path: string | undefined, text: string): Program<void> =>
  path === undefined ? RTE.right(undefined) : writeFile(path, new TextEncoder().encode(text));

/** An audit that was asked for. */
interface Asked {
  readonly option: string;
  readonly count: number;
  readonly kind: AuditKind;
}

const askedOf = ({ audit = 0, until, "audit-evaluations": evaluations = 0 }: Values): readonly Asked[] =>
  [
    {
      option: "--audit",
      count: audit,
      kind: until === undefined ? { kind: "whole" } as const : { kind: "beginning", share: until } as const,
    },
    { option: "--audit-evaluations", count: evaluations, kind: { kind: "evaluation" } as const },
  ].filter(({ count }) => count > 0);

/** The experiments from which ledgers may be: those that are verified, and all of the folder. */
const experimentsOfLedgers = (
  chosen: readonly FoundExperiment[],
  store: string,
): Program<readonly Resolved[]> =>
  pipe(
    findExperiments([]),
    RTE.chain((all) => pipe([...chosen, ...all], RTE.traverseSeqArray(publishedForm(store)))),
    RTE.map((experiments) => experiments.filter((each) => each !== null)),
  );

/** An experiment in the profile that is published; null where it has none. */
const publishedForm = (store: string) => ({ path, spec }: FoundExperiment): Program<Resolved | null> =>
  pipe(
    readWithModules(path, spec, store),
    RTE.chainEitherK((read) => resolve(path, read, { profile: PUBLISHED_PROFILE })),
    RTE.orElse(() => RTE.right<Capabilities, LyapError, Resolved | null>(null)),
  );

/** What is said where fewer runs can be drawn than were asked for. */
const tooFew = ({ option, count, kind }: Asked, { among, withoutData }: Drawn, ledger: string): LyapError =>
  badUsage(
    `${option} is ${count}, and ${ledger} holds ${among} published runs` +
      (kind.kind === "whole" ? "" : " with their networks") +
      (withoutData === 0 ? "" : ` whose data is here, and ${withoutData} whose data is not`),
    "publish some with lyap run --profile paper --publish, or ask for fewer",
  );

/** Draws the runs to be made again, from all ledgers, whichever experiments are verified beside them. */
const draw = (
  asked: readonly Asked[],
  seed: number,
  options: AuditOptions,
  chosen: readonly FoundExperiment[],
): Program<readonly (Asked & Drawn)[]> =>
  asked.length === 0 ? RTE.right([]) : pipe(
    RTE.Do,
    RTE.apSW("ledgers", readLedgers(options.ledger)),
    RTE.apSW("experiments", experimentsOfLedgers(chosen, options.store)),
    RTE.chainW(({ ledgers, experiments }) =>
      pipe(
        asked,
        RTE.traverseSeqArray((each): Program<Asked & Drawn> =>
          pipe(
            drawPublished(ledgers, experiments, each.kind, {
              count: each.count,
              seed,
              data: options.data ?? NO_DATA,
            }),
            RTE.chain((drawn) =>
              drawn.among < each.count
                ? failWith(tooFew(each, drawn, options.ledger))
                : RTE.right({ ...each, ...drawn })
            ),
          )
        ),
      )
    ),
  );

const rowsOf = ({ experiment, from, status, note, claims }: Judged): readonly (readonly string[])[] =>
  status === "judged"
    ? claims.map((claim) => [hasFlipped(claim) ? "✗" : "✓", experiment, from, claim.id, wordOf(claim)])
    : [[status === "failed" ? "✗" : "–", experiment, from, status, note]];

/** A line for each experiment, and a sentence for each claim that it refutes. */
const standings = (judged: readonly Judged[]): readonly string[] => {
  const lines = tableLines(judged.map((each) => [each.experiment, each.from, standingInWords(each)]));
  return judged.flatMap((each, index) => [
    lines[index]!,
    ...reasons(each.claims).map((reason) => `  ${reason}`),
  ]);
};

const show = (verification: Verification): readonly string[] => {
  const { judged, audited, seed } = verification;
  const claims = judged.flatMap((each) => each.claims);
  return [
    ...(judged.length === 0 ? [] : [
      ...standings(judged),
      "",
      ...tableLines([["", "experiment", "from", "claim", "verdict"], ...judged.flatMap(rowsOf)]),
    ]),
    ...claims.filter(hasFlipped).flatMap(({ id, statement, because }) => [
      `${id}: ${statement}`,
      `  ${because}`,
    ]),
    ...(audited.length === 0 ? [] : [
      `audit with seed ${seed}:`,
      ...tableLines(
        audited.map((each) => [
          isSame(each) ? "✓" : "✗",
          each.experiment,
          each.run,
          wordsOfAuditKind(each.audit),
          wordsOfAudit(each),
        ]),
      ),
    ]),
    [
      ...(judged.length === 0
        ? []
        : [`${claims.length} claims, ${claims.filter(hasFlipped).length} of them otherwise than expected`]),
      ...(audited.length === 0
        ? []
        : [`${audited.length} runs audited, ${audited.filter(isSame).length} the same`]),
    ].join("; "),
  ];
};

const isWhole = (value: number | undefined, least: number): boolean =>
  value === undefined || (Number.isSafeInteger(value) && value >= least);

const verify = (operands: readonly string[], values: Values) => (capabilities: Capabilities) => {
  const ledger = values.ledger ?? LEDGER_DIRECTORY;
  const seed = values.seed ?? capabilities.entropy();
  const engine: AuditOptions = {
    ledger,
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
    RTE.apSW("chosen", values["audits-only"] ? RTE.right([]) : findExperiments(operands)),
    RTE.bindW("drawn", ({ chosen }) => draw(askedOf(values), seed, engine, chosen)),
    RTE.bindW("judged", ({ expected, chosen }) =>
      pipe(
        chosen,
        RTE.traverseSeqArray((found) =>
          verifyExperiment(found, { ...engine, profile: values.profile ?? "quick", expected })
        ),
        RTE.map((each) => each.flat()),
        RTE.map((judged) =>
          operands.length > 0 || values["audits-only"]
            ? judged
            : [...judged, ...goneExperiments(expected, judged.map(({ experiment }) => experiment))]
        ),
      )),
    RTE.bindW(
      "audited",
      ({ drawn }) =>
        pipe(
          drawn,
          RTE.traverseSeqArray(({ drawn: runs, kind }) =>
            audit(runs, kind, { ...engine, checked: !values["fast-audit"] })
          ),
          RTE.map((each) => each.flat()),
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
    : !isWhole(values["audit-evaluations"], 1)
    ? failWith(
      badUsage(
        `--audit-evaluations is ${values["audit-evaluations"]}`,
        "give a whole number of 1 or more",
      ),
    )
    : values["audits-only"] && operands.length > 0
    ? failWith(badUsage("--audits-only judges no experiments", `leave out ${operands.join(" ")}`))
    : values["audits-only"] && askedOf(values).length === 0
    ? failWith(badUsage("--audits-only needs an audit", "give --audit N or --audit-evaluations N"))
    : values.until !== undefined && (values.audit === undefined || !auditShares.includes(values.until))
    ? failWith(
      badUsage(`--until is ${values.until}`, `give ${auditShares.join(", ")}, and --audit N beside it`),
    )
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
