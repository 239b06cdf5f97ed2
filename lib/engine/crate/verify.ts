/**
 * Checks a crate without a network: every file by its digest, every network by the ledger, and every claim again from the
 * published values. Its runs can then be audited like those of any ledger.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { join } from "@std/path/mod.js";
import { isTooDeep } from "../../core/codec/jsonc.ts";
import type { Resolved } from "../../experiment/vocabulary.ts";
import { badInput, badUsage, type LyapError } from "../../core/program/errors.ts";
import { type Capabilities, failWith, type Program } from "../../core/program/program.ts";
import { note } from "../../core/program/terminal.ts";
import { counted } from "../../core/program/text.ts";
import type { Ledger } from "../../results/ledger/ledger.ts";
import { type Judged, judgedClaims } from "../../results/verification/verification.ts";
import { copyModules, loadModules, modulesIn } from "../../steps/modules.ts";
import { isAsWritten, placeBelow } from "../../steps/store/folder.ts";
import { resolve } from "../experiment.ts";
import { readLedger } from "../ledger_file.ts";
import { hasNetworks, readNetworks } from "../network_file.ts";
import { verdictsOnLedger } from "../verify.ts";
import { type CrateVerdicts, LEDGER, METADATA, SPEC, VERDICTS_FILE } from "./content.ts";
import type { Entity } from "./metadata.ts";
import { parsedJson } from "../../core/codec/json.ts";

/** A crate that was checked. */
export interface CheckedCrate {
  readonly experiment: Resolved;
  readonly ledger: Ledger;
  /** The directory of that ledger. */
  readonly directory: string;
  /** The verdicts that the values give, beside those that the crate states. */
  readonly judged: Judged;
}

const MEND = "fetch the crate again from where it was published";

/** Whether a folder is a crate. */
export const isCrate = (path: string): Program<boolean> => ({ files }) => files.exists(join(path, METADATA));

/** Bytes of the largest file of a crate, as of a store; one that is larger is not read. */
const LARGEST_FILE = 2e9;

/** Bytes of the largest document that says what a crate holds. */
const LARGEST_DOCUMENT = 1 << 28;

/** What lies under a name of a crate: how large a file is, or that there is none, or something else. */
const sizeOf = (root: string, name: string): Program<number | "missing" | "no file"> =>
  pipe(
    placeBelow(root, name),
    RTE.chain((path): Program<number | "missing" | "no file"> => ({ files }) =>
      pipe(
        files.kind(path),
        TE.chain((kind): TE.TaskEither<LyapError, number | "missing" | "no file"> =>
          kind === "file" ? files.size(path) : TE.right(kind === "absent" ? "missing" : "no file")
        ),
      )
    ),
  );

const parsed = (path: string, bytes: Uint8Array): E.Either<LyapError, unknown> =>
  pipe(
    parsedJson(bytes),
    E.mapLeft((): LyapError => badInput(path, "it is not JSON", MEND)),
    E.filterOrElse(
      (value) => !isTooDeep(value),
      (): LyapError => badInput(path, "its lists and objects are nested too deep", MEND),
    ),
  );

/** A document of a crate. Links are not followed, and what may never end, as a pipe, is not read. */
const readJson = (root: string, name: string): Program<unknown> => {
  const path = join(root, name);
  const refuse = (what: string): Program<never> => failWith(badInput(path, what, MEND));
  return pipe(
    sizeOf(root, name),
    RTE.chain((size): Program<Uint8Array> =>
      typeof size === "string"
        ? refuse(size === "missing" ? "it is not there" : "it is not a file")
        : size > LARGEST_DOCUMENT
        ? refuse(`it has ${size} bytes, too many for a document`)
        : ({ files }) => files.read(path)
    ),
    RTE.chainEitherK((bytes) => parsed(path, bytes)),
  );
};

interface StatedFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

const isFile = (entity: unknown): entity is Entity => {
  if (typeof entity !== "object" || entity === null) return false;
  const { "@id": id, "@type": type } = entity as Partial<Entity>;
  return [type].flat().includes("File") && typeof id === "string" && !/^[a-z]+:/.test(id);
};

const statedFile = (
  path: string,
  { "@id": id, sha256, contentSize }: Entity,
): E.Either<LyapError, StatedFile> =>
  typeof sha256 !== "string" || !/^\d+$/.test(String(contentSize))
    ? E.left(badInput(path, `it states no sha256 or no contentSize of ${id}`, MEND))
    : E.tryCatch(
      () => ({ name: decodeURIComponent(id), bytes: Number(contentSize), sha256 }),
      (): LyapError => badInput(path, `it names a file ${id}`, MEND),
    );

/** The files that the metadata lists, each with its digest. */
const statedFiles = (path: string, metadata: unknown): E.Either<LyapError, readonly StatedFile[]> => {
  const graph = (metadata as { readonly "@graph"?: unknown } | null)?.["@graph"];
  if (!Array.isArray(graph)) return E.left(badInput(path, "it has no @graph", MEND));
  return pipe(
    graph.filter(isFile),
    E.traverseArray((entity) => statedFile(path, entity)),
    E.chain((files) => {
      const unlisted = [SPEC, VERDICTS_FILE].find((each) => files.every(({ name }) => name !== each));
      return unlisted === undefined
        ? E.right(files)
        : E.left(badInput(path, `it does not list ${unlisted}`, "give a crate that lyap export wrote"));
    }),
  );
};

/** What is wrong with a file; null if nothing is. */
const faultOf = (root: string, { name, bytes, sha256 }: StatedFile): Program<string | null> =>
  pipe(
    sizeOf(root, name),
    RTE.chain((size): Program<string | null> =>
      size === "missing"
        ? RTE.right(`${name} is missing`)
        : size !== bytes
        ? RTE.right(`${name} was changed`)
        : size > LARGEST_FILE
        ? RTE.right(`${name} has ${size} bytes, more than are read`)
        : pipe(
          isAsWritten(root, name, `sha256:${sha256}`),
          RTE.map((same) => same ? null : `${name} was changed`),
        )
    ),
  );

/** The names of the files of a crate, all of which are as it states. */
const checkFiles = (root: string): Program<ReadonlySet<string>> =>
  pipe(
    readJson(root, METADATA),
    RTE.chainEitherK((metadata) => statedFiles(join(root, METADATA), metadata)),
    RTE.chain((stated) =>
      pipe(
        stated,
        RTE.traverseSeqArray((file) => faultOf(root, file)),
        RTE.chain((found): Program<ReadonlySet<string>> => {
          const faults = found.flatMap((fault) => fault === null ? [] : [fault]);
          return faults.length === 0
            ? RTE.right(new Set(stated.map(({ name }) => name)))
            : failWith(badInput(root, faults.slice(0, 5).join("; "), MEND));
        }),
      )
    ),
  );

/** The verdicts as a crate states them: what is read of them; the rest is ignored. */
type StatedVerdicts = Pick<CrateVerdicts, "profile"> & {
  readonly claims: readonly Pick<CrateVerdicts["claims"][number], "id" | "verdict">[];
};

const isClaim = (value: unknown): boolean => {
  const { id, verdict } = (value ?? {}) as { readonly id?: unknown; readonly verdict?: unknown };
  return typeof id === "string" && ["upheld", "refuted", "gone"].includes(verdict as string);
};

const isVerdicts = (value: unknown): value is StatedVerdicts => {
  const { profile, claims } = (value ?? {}) as Partial<StatedVerdicts>;
  return typeof profile === "string" && Array.isArray(claims) && claims.every(isClaim);
};

const readVerdicts = (root: string): Program<StatedVerdicts> =>
  pipe(
    readJson(root, VERDICTS_FILE),
    RTE.filterOrElse(
      isVerdicts,
      (): LyapError => badInput(join(root, VERDICTS_FILE), "it states no verdicts on claims", MEND),
    ),
  );

/** Fails where the metadata does not list the ledger: then nothing says that it is the one that was exported. */
const mustList = (root: string, files: ReadonlySet<string>, name: string): E.Either<LyapError, void> =>
  files.has(name) ? E.right(undefined) : E.left(
    badInput(join(root, METADATA), `it does not list ${name}`, "give a crate that lyap export wrote"),
  );

/** The modules of the spec, from the crate into the store; they are programs, and lyap says so. */
const bringModules = (root: string, spec: unknown, store: string): Program<void> => {
  const modules = modulesIn(spec);
  return modules.length === 0 ? RTE.right(undefined) : pipe(
    RTE.asks(({ mayLoadPrograms }: Capabilities) => mayLoadPrograms),
    RTE.chain((may): Program<void> =>
      may ? copyModules([spec], root, store) : failWith(
        badUsage(`"${root}" brings programs, and --json-only takes data alone`, "leave --json-only out"),
      )
    ),
    RTE.chain(() => loadModules([spec], store)),
  );
};

const checkNetworks = (directory: string, { experiment, runs }: Ledger): Program<void> =>
  pipe(
    runs.filter(hasNetworks),
    RTE.traverseSeqArray((run) => readNetworks(directory, experiment, run)),
    RTE.map(() => undefined),
  );

const judgedOf = (experiment: Resolved, ledger: Ledger, { claims }: StatedVerdicts): Judged => {
  const { status, note, verdicts } = verdictsOnLedger(ledger, experiment);
  const expected = Object.fromEntries(
    claims.flatMap(({ id, verdict }) => verdict === "gone" ? [] : [[id, verdict] as const]),
  );
  return {
    experiment: experiment.name,
    from: "crate",
    status,
    note,
    seconds: 0,
    claims: status !== "judged" ? [] : judgedClaims(verdicts, experiment.name, "crate", {
      [experiment.name]: { crate: expected },
    }),
  };
};

/**
 * Checks a crate.
 *
 * @param root Its folder.
 * @param store The store that gets the modules that the experiment brings.
 * @errors BadInput for a file that is missing or was changed, and for networks that are not those of the ledger.
 */
export const verifyCrate = (root: string, store: string): Program<CheckedCrate> => {
  const directory = join(root, LEDGER);
  return pipe(
    RTE.Do,
    RTE.bindW("files", () => checkFiles(root)),
    RTE.bindW("stated", () => readVerdicts(root)),
    RTE.bindW("spec", () => readJson(root, SPEC)),
    RTE.chainFirstW(({ spec }) => bringModules(root, spec, store)),
    RTE.bindW(
      "experiment",
      ({ spec, stated }) => RTE.fromEither(resolve(join(root, SPEC), spec, { profile: stated.profile })),
    ),
    RTE.chainFirstEitherKW(({ files, experiment: { name } }) =>
      mustList(root, files, `${LEDGER}/${name}.json`)
    ),
    RTE.bindW("ledger", ({ experiment }) =>
      pipe(
        readLedger(directory, experiment.name),
        RTE.chainEitherK(
          E.fromNullable<LyapError>(badInput(directory, `it has no ledger of ${experiment.name}`, MEND)),
        ),
      )),
    RTE.chainFirstW(({ ledger }) => checkNetworks(directory, ledger)),
    RTE.chainFirstW(({ files, ledger }) =>
      note(
        `${counted(files.size, "file")} and the networks of ${
          counted(ledger.runs.filter(hasNetworks).length, "run")
        } ` +
          `are as ${root} says`,
      )
    ),
    RTE.map(({ experiment, ledger, stated }): CheckedCrate => ({
      experiment,
      ledger,
      directory,
      judged: judgedOf(experiment, ledger, stated),
    })),
  );
};
