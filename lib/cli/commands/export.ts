/**
 * `lyap export`: an experiment with all that was published of it as a crate.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { dirname, join } from "@std/path/mod.js";
import { type CitationFile, citationOf } from "../../engine/crate/citation.ts";
import type { About, Author } from "../../engine/crate/content.ts";
import type { ExportedCrate } from "../../engine/crate/export.ts";
import { readWithModules, resolve } from "../../engine/experiment.ts";
import { badInput, badUsage, type LyapError } from "../../core/program/errors.ts";
import { type Capabilities, failWith, type Program } from "../../core/program/program.ts";
import { print } from "../../core/program/terminal.ts";
import { counted } from "../../core/program/text.ts";
import { type Expected, hasFlipped } from "../../results/verification/verification.ts";
import { type Call, command, type ExitCode } from "../command.ts";
import { readExpected, VERDICTS } from "../expected_verdicts.ts";
import { findExperiment, ledgerFor, runCommandFor } from "../find_experiments.ts";
import { jsonOnlyOption } from "../options.ts";
import {
  chosenOf,
  dataAccessFor,
  dataOptions,
  jobsOption,
  ledgerOption,
  profileOptions,
  storeOption,
} from "../shared_options.ts";

const CITATION = "CITATION.cff";

const options = {
  out: {
    takes: "text",
    value: "DIR",
    isFolder: true,
    help: "the folder of the crate, which must be empty or new; default crate",
  },
  ...profileOptions,
  attest: {
    takes: "nothing",
    help: "also write attestation.json: the verdicts as an in-toto statement, for others to sign",
  },
  author: { takes: "texts", value: "NAME", help: `the authors of the crate; default: those of ${CITATION}` },
  license: { takes: "text", value: "SPDX", help: `its licence, as MIT; default: that of ${CITATION}` },
  date: {
    takes: "text",
    value: "DATE",
    help: `when it was published, as 2026-01-31; default: date-released of ${CITATION}, or today`,
  },
  citation: { takes: "text", value: "FILE", help: `what to cite; default ${CITATION}, if there is one` },
  verdicts: { takes: "text", value: "FILE", help: `the expected verdicts; default ${VERDICTS}` },
  ...storeOption,
  ...ledgerOption,
  ...dataOptions,
  ...jobsOption,
  ...jsonOnlyOption,
} as const;

type Values = Call<typeof options>["values"];

/** A file where it is; null if nothing is. */
const readWhereThere = (path: string): Program<Uint8Array | null> => ({ files }) =>
  pipe(
    files.exists(path),
    TE.chain((exists) => exists ? files.read(path) : TE.right<LyapError, Uint8Array | null>(null)),
  );

const readCitation = (given: string | undefined): Program<CitationFile> => {
  const path = given ?? CITATION;
  return pipe(
    readWhereThere(path),
    RTE.chain((bytes): Program<CitationFile> =>
      bytes !== null
        ? RTE.fromEither(citationOf(path, new TextDecoder().decode(bytes)))
        : given === undefined
        ? RTE.right({ authors: [], citations: [] })
        : failWith(badInput(path, "it is not there", "check the path, or leave --citation out"))
    ),
  );
};

const today = (): string => new Date().toISOString().slice(0, "2026-01-31".length);

/** Who made it, under which licence, when: what the user says, or else what CITATION.cff does. */
const aboutOf = (values: Values, cited: CitationFile): E.Either<LyapError, About> => {
  const authors = values.author.length > 0
    ? values.author.map((name): Author => ({ name, isPerson: true }))
    : cited.authors;
  const licence = values.license ?? cited.licence;
  const date = values.date ?? cited.date ?? today();
  return authors.length === 0
    ? E.left(badUsage("A crate names its authors", `give --author "NAME", or write a ${CITATION}`))
    : licence === undefined
    ? E.left(badUsage("A crate has a licence", `give --license, as CC-BY-4.0, or write a ${CITATION}`))
    : !/^\d{4}-\d{2}-\d{2}$/.test(date)
    ? E.left(badUsage(`--date is ${date}`, "write it as 2026-01-31"))
    : E.right({ authors, licence, date, citations: cited.citations });
};

/** Files that go along: what is to be cited, and the licence beside it. */
const papersOf = (values: Values): Program<Readonly<Record<string, Uint8Array>>> => {
  const citation = values.citation ?? CITATION;
  return pipe(
    [[CITATION, citation], ["LICENSE", join(dirname(citation), "LICENSE")]] as const,
    RTE.traverseSeqArray(([name, path]) =>
      pipe(readWhereThere(path), RTE.map((bytes) => bytes === null ? [] : [[name, bytes] as const]))
    ),
    RTE.map((found) => Object.fromEntries(found.flat())),
  );
};

const printExport = (
  out: string,
  { files, verdicts, networks }: ExportedCrate,
  json: boolean,
): Program<ExitCode> => {
  const upheld = verdicts.claims.filter(({ verdict }) => verdict === "upheld").length;
  const flipped = verdicts.claims.filter(hasFlipped).map(({ id }) => id);
  const lines = json ? [JSON.stringify({ crate: out, files: files.length, networks, ...verdicts })] : [
    `${counted(files.length, "file")}, ${counted(networks, "network")}; ` +
    `${upheld} of ${counted(verdicts.claims.length, "claim")} hold` +
    (flipped.length === 0 ? "" : `; not as expected: ${flipped.join(", ")}`),
    `crate: ${out}`,
    `check it with: lyap verify ${out}`,
  ];
  return pipe(print(...lines), RTE.map((): ExitCode => flipped.length === 0 ? 0 : 1));
};

const run = ({ operands, values }: Call<typeof options>): Program<ExitCode> => {
  const [given, ...more] = operands;
  if (given === undefined || more.length > 0) {
    return failWith(
      badUsage(
        "lyap export takes one experiment",
        "for example: lyap export theory --profile paper --out crate",
      ),
    );
  }
  const out = values.out ?? "crate";
  const expected: Program<Expected> = (capabilities) =>
    readExpected(
      values.verdicts ?? join(capabilities.place.project, VERDICTS),
      values.verdicts !== undefined,
    )(capabilities);
  return pipe(
    RTE.Do,
    RTE.bindW("found", () => findExperiment(given, { store: values.store })),
    RTE.bindW("cited", () => readCitation(values.citation)),
    RTE.bindW("papers", () => papersOf(values)),
    RTE.bindW("expected", () => expected),
    RTE.bindW("about", ({ cited }) => RTE.fromEither(aboutOf(values, cited))),
    RTE.bindW("spec", ({ found: { path, spec } }) => readWithModules(path, spec, values.store)),
    RTE.bindW(
      "experiment",
      ({ found: { path }, spec }) => RTE.fromEither(resolve(path, spec, chosenOf(values))),
    ),
    RTE.bindW("data", ({ found: { path } }) => dataAccessFor(path, values)),
    RTE.bindW("ledger", ({ found }) => ledgerFor(found, values.ledger)),
    RTE.bindW("runIt", ({ experiment }) => runCommandFor(given, experiment.profile, values)),
    // Loaded only here: it draws.
    RTE.bindW(
      "crate",
      () =>
        RTE.fromTask<typeof import("../../engine/crate/export.ts"), Capabilities, LyapError>(() =>
          import("../../engine/crate/export.ts")
        ),
    ),
    RTE.chain(({ crate, spec, experiment, ...how }) => (capabilities: Capabilities) =>
      crate.exportCrate(spec, experiment, {
        out,
        store: values.store,
        ledger: how.ledger,
        runIt: how.runIt,
        about: how.about,
        papers: how.papers,
        expected: how.expected,
        data: how.data,
        attest: values.attest,
        jobs: values.jobs ?? capabilities.cores,
      })(capabilities)
    ),
    RTE.chain((exported) => printExport(out, exported, values.json)),
  );
};

/** Exports an experiment. */
export const exportCommand = command({
  explanation: [
    "The crate is a Workflow Run RO-Crate. It holds what the ledger has of the experiment, and what the store adds to it;",
    "nothing is trained. lyap verify checks such a folder on any machine, without a network.",
  ],
  options,
  computes: true,
  examples: [
    "export theory --profile paper --out crate",
    'export mine.ts --author "Ada Lovelace" --license CC-BY-4.0',
  ],
  run,
});
