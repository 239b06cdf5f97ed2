/**
 * `lyap verify`: runs experiments, judges their claims, also on what was published, and audits published runs.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { join } from "@std/path/mod.js";
import { audit, type AuditOptions } from "../../engine/audit.ts";
import { isCrate, verifyCrate } from "../../engine/crate/verify.ts";
import { NO_DATA } from "../../engine/data.ts";
import { auditShares, type Drawn, drawPublished } from "../../engine/draw.ts";
import { readWithModules, resolve } from "../../engine/experiment.ts";
import type { Resolved } from "../../experiment/vocabulary.ts";
import { announceMissing } from "../../engine/hopeless.ts";
import { readLedgers } from "../../engine/ledger_file.ts";
import { PUBLISHED_PROFILE, verifyExperiment } from "../../engine/verify.ts";
import { badUsage, type LyapError } from "../../core/program/errors.ts";
import { type Capabilities, failWith, type Program } from "../../core/program/program.ts";
import { print } from "../../core/program/terminal.ts";
import { counted } from "../../core/program/text.ts";
import type { Ledger } from "../../results/ledger/ledger.ts";
import { canonicalJson } from "../../core/codec/canonical.ts";
import { mayWrite, writeNewFile } from "../../steps/store/folder.ts";
import { type Badge, badgeSvg, verificationBadge } from "../../results/verification/badge.ts";
import { verificationJunit } from "../../results/verification/junit.ts";
import { reasons, standingInWords } from "../../results/verification/people.ts";
import { verificationMarkdown } from "../../results/verification/markdown.ts";
import {
  accepted,
  type AuditKind,
  exitCodeOfVerification,
  type Expected,
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
import { readExpected, VERDICTS } from "../expected_verdicts.ts";
import { findExperiments, type FoundExperiment, ledgerFor } from "../find_experiments.ts";
import { jsonOnlyOption, overwriteOption } from "../options.ts";
import {
  checkedOption,
  dataAccessOf,
  dataOptions,
  jobsOption,
  ledgerOption,
  profileOptions,
  storeOption,
} from "../shared_options.ts";
import { tableLines } from "../table.ts";

const options = {
  ...profileOptions,
  audit: {
    takes: "integer",
    least: 1,
    value: "N",
    group: "Audits",
    help: "make N published runs again in full and compare digests; --seed chooses them",
  },
  until: {
    takes: "number",
    value: "SHARE",
    group: "Audits",
    help: `with --audit: only this share of each training, ${auditShares.join(", ")}, compared by its state`,
  },
  "audit-evaluations": {
    takes: "integer",
    least: 1,
    value: "N",
    group: "Audits",
    help: "make exponents and measures of N published runs again from their networks, and compare digests",
  },
  "audits-only": { takes: "nothing", group: "Audits", help: "judge no claims, only audit" },
  "fast-audit": {
    takes: "nothing",
    group: "Audits",
    help: "audit in fast processes; by default audits train with all checks",
  },
  verdicts: {
    takes: "text",
    value: "FILE",
    group: "Verdicts",
    help: `the expected verdicts; default ${VERDICTS}`,
  },
  accept: {
    takes: "nothing",
    group: "Verdicts",
    help: "expect the verdicts found from now on",
  },
  yes: { takes: "nothing", help: "run even what takes more than a day, or more memory than there is" },
  junit: { takes: "text", value: "FILE", group: "Output", help: "write JUnit XML" },
  markdown: { takes: "text", value: "FILE", group: "Output", help: "write a summary in Markdown" },
  badge: {
    takes: "text",
    value: "NAME",
    group: "Output",
    help: "write NAME.svg, and NAME.json for badge services",
  },
  ...overwriteOption,
  ...storeOption,
  ...ledgerOption,
  ...dataOptions,
  ...jobsOption,
  ...checkedOption,
  ...jsonOnlyOption,
} as const;

type Values = Call<typeof options>["values"];

/** Writes a document that was asked for. */
const write = (path: string | undefined, text: string, overwrite: boolean): Program<void> =>
  path === undefined ? RTE.right(undefined) : writeNewFile(path, new TextEncoder().encode(text), overwrite);

const badgeFiles = (name: string): readonly string[] => [`${name}.json`, `${name}.svg`];

const writeBadge = (name: string | undefined, badge: Badge, overwrite: boolean): Program<void> => {
  if (name === undefined) return RTE.right(undefined);
  const [document, picture] = badgeFiles(name);
  return pipe(
    write(document, `${JSON.stringify(badge, null, 2)}\n`, overwrite),
    RTE.chain(() => write(picture, badgeSvg(badge), overwrite)),
  );
};

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
    // Where only data is taken, the programs of the folder are left out.
    RTE.asksReaderTaskEither(({ mayLoadPrograms }: Capabilities) =>
      mayLoadPrograms
        ? findExperiments([])
        : RTE.right<Capabilities, LyapError, readonly FoundExperiment[]>([])
    ),
    RTE.chain((all) => pipe([...chosen, ...all], RTE.traverseSeqArray(publishedForm(store)))),
    RTE.map((experiments) => experiments.filter((each) => each !== null)),
  );

/** An experiment in the profile that is published; null if it has none. */
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

/** Draws the runs to be made again from some ledgers. */
const drawFrom = (
  ledgers: readonly Ledger[],
  experiments: readonly Resolved[],
  asked: readonly Asked[],
  seed: number,
  options: AuditOptions,
): Program<readonly (Asked & Drawn)[]> =>
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
    RTE.chainW(({ ledgers, experiments }) => drawFrom(ledgers, experiments, asked, seed, options)),
  );

/** Makes the runs again that were drawn. */
const auditAll = (
  drawn: readonly (Asked & Drawn)[],
  options: AuditOptions,
  fast: boolean,
): Program<Verification["audited"]> =>
  pipe(
    drawn,
    RTE.traverseSeqArray(({ drawn: runs, kind }) => audit(runs, kind, { ...options, checked: !fast })),
    RTE.map((each) => each.flat()),
  );

/** Checks a crate, and audits as many of its runs as are asked for. */
const ofCrate = (
  crate: string,
  values: Values,
  options: AuditOptions,
  seed: number,
): Program<Verification> =>
  pipe(
    verifyCrate(crate, options.store),
    RTE.chain(({ experiment, ledger, directory, judged }) => {
      const own = { ...options, ledger: directory };
      return pipe(
        drawFrom([ledger], [experiment], askedOf(values), seed, own),
        RTE.chain((drawn) => auditAll(drawn, own, values["fast-audit"])),
        RTE.map((audited): Verification => ({ judged: [judged], audited, seed })),
      );
    }),
  );

/** What the last line says of claims: those judged, and experiments of which none could be. */
const countLine = (judged: readonly Judged[]): string => {
  const claims = judged.flatMap((each) => each.claims);
  const without = judged.filter(({ status }) => status === "data not present").map((each) => each.experiment);
  return `${counted(claims.length, "claim")}, ${claims.filter(hasFlipped).length} not as expected` +
    (without.length === 0 ? "" : `; not judged, for lack of data: ${without.join(", ")}`);
};

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
          each.words,
          wordsOfAuditKind(each.audit),
          wordsOfAudit(each),
        ]),
      ),
    ]),
    [
      ...(judged.length === 0 ? [] : [countLine(judged)]),
      ...(audited.length === 0
        ? []
        : [`${counted(audited.length, "run")} audited, ${audited.filter(isSame).length} the same`]),
    ].join("; "),
  ];
};

/** Runs and judges experiments, and audits what is published. */
const ofExperiments = (
  operands: readonly string[],
  values: Values,
  expected: Expected,
  engine: AuditOptions,
  seed: number,
): Program<Verification> => {
  const judge = (found: FoundExperiment) =>
    pipe(
      ledgerFor(found, engine.ledger),
      RTE.chain((ledger) =>
        verifyExperiment(found, { ...engine, ledger, profile: values.profile ?? "quick", expected })
      ),
    );
  return pipe(
    RTE.Do,
    RTE.bindW("chosen", () => values["audits-only"] ? RTE.right([]) : findExperiments(operands)),
    RTE.bindW("drawn", ({ chosen }) => draw(askedOf(values), seed, engine, chosen)),
    RTE.bindW("judged", ({ chosen }) => RTE.traverseSeqArray(judge)(chosen)),
    RTE.bindW("audited", ({ drawn }) => auditAll(drawn, engine, values["fast-audit"])),
    RTE.map(({ judged, audited }) => ({ judged: judged.flat(), audited })),
    RTE.map(({ judged, audited }) => ({
      judged: operands.length > 0 || values["audits-only"]
        ? judged
        : [...judged, ...goneExperiments(expected, judged.map(({ experiment }) => experiment))],
      audited,
      seed,
    })),
  );
};

/** Everything that a call looks at: a crate, or experiments. */
const verification = (
  operands: readonly string[],
  values: Values,
  expected: Expected,
  engine: AuditOptions,
  seed: number,
): Program<Verification> => {
  const [crate] = operands;
  return pipe(
    crate !== undefined && operands.length === 1 ? isCrate(crate) : RTE.right(false),
    RTE.chain((is) =>
      is ? ofCrate(crate!, values, engine, seed) : ofExperiments(operands, values, expected, engine, seed)
    ),
  );
};

const codeOf = (found: Verification, named: boolean, accept: boolean): ExitCode => {
  const code = exitCodeOfVerification(found, named);
  return accept && code === 1 && found.audited.every(isSame) ? 0 : code;
};

const verify = (operands: readonly string[], values: Values): Program<ExitCode> => (capabilities) => {
  const verdicts = values.verdicts ?? join(capabilities.place.project, VERDICTS);
  const seed = values.seed ?? capabilities.entropy();
  return pipe(
    RTE.Do,
    RTE.chainFirst(() => mayBeWritten(values.junit, values.overwrite)),
    RTE.chainFirst(() => mayBeWritten(values.markdown, values.overwrite)),
    RTE.chainFirst(() =>
      pipe(
        values.badge === undefined ? [] : badgeFiles(values.badge),
        RTE.traverseSeqArray((file) => mayBeWritten(file, values.overwrite)),
      )
    ),
    RTE.bindW("expected", () => readExpected(verdicts, values.verdicts !== undefined && !values.accept)),
    RTE.bindW("data", () => dataAccessOf(values)),
    RTE.bindW("found", ({ expected, data }) =>
      verification(
        operands,
        values,
        expected,
        {
          ledger: values.ledger,
          store: values.store,
          data,
          checked: values.checked,
          jobs: values.jobs ?? capabilities.cores,
          beforehand: announceMissing(values.jobs ?? capabilities.cores, values.yes),
        },
        seed,
      )),
    RTE.chainFirst(({ found }) => write(values.junit, verificationJunit(found), values.overwrite)),
    RTE.chainFirst(({ found }) => write(values.markdown, verificationMarkdown(found), values.overwrite)),
    RTE.chainFirst(({ found }) => writeBadge(values.badge, verificationBadge(found), values.overwrite)),
    RTE.chainFirst(({ expected, found }) =>
      write(
        values.accept ? verdicts : undefined,
        `${JSON.stringify(JSON.parse(canonicalJson(accepted(expected, found))), null, 2)}\n`,
        true,
      )
    ),
    RTE.chainFirst(({ found }) => values.json ? print(JSON.stringify(found)) : print(...show(found))),
    RTE.map(({ found }) => codeOf(found, operands.length > 0, values.accept)),
  )(capabilities);
};

const mayBeWritten = (path: string | undefined, overwrite: boolean): Program<void> =>
  path === undefined ? RTE.right(undefined) : mayWrite(path, overwrite);

/** Options that do not go together; null if all do. */
const misfit = (operands: readonly string[], values: Values): LyapError | null => {
  const { until } = values;
  if (values["audits-only"] && operands.length > 0) {
    return badUsage("--audits-only judges no experiments", `leave out ${operands.join(" ")}`);
  }
  if (values["audits-only"] && askedOf(values).length === 0) {
    return badUsage("--audits-only needs an audit", "give --audit N or --audit-evaluations N");
  }
  return until !== undefined && (values.audit === undefined || !auditShares.includes(until))
    ? badUsage(`--until is ${until}`, `give ${auditShares.join(", ")}, and --audit N beside it`)
    : null;
};

const run = ({ operands, values }: Call<typeof options>): Program<ExitCode> => {
  const fault = misfit(operands, values);
  return fault === null ? verify(operands, values) : failWith(fault);
};

/** Verifies experiments. */
export const verifyCommand = command({
  explanation: [
    "<crate> is a folder that lyap export wrote: its digests are checked and its claims judged, all without a network.",
    "<experiment…> are names, or files .ts or .json; without any, all of the folder experiments. A named experiment",
    "whose data are missing ends with exit code 3.",
  ],
  options,
  computes: true,
  examples: ["verify quickstart theory", "verify --audits-only --audit 1 --markdown summary.md"],
  run,
});
