/**
 * Checks a crate without a network: every file by its digest, every network by the ledger, and every claim anew from the
 * published values. Its runs can then be audited like those of any ledger.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { join } from "@std/path/mod.js";
import type { Resolved } from "../../experiment/vocabulary.ts";
import { badInput, badUsage, type LyapError } from "../../program/errors.ts";
import { type Capabilities, failWith, type Program } from "../../program/program.ts";
import { note } from "../../program/terminal.ts";
import { counted } from "../../program/text.ts";
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

/** A crate that was checked. */
export interface CheckedCrate {
  readonly experiment: Resolved;
  readonly ledger: Ledger;
  /** The directory of that ledger. */
  readonly directory: string;
  /** The verdicts that the values give, beside those that the crate states. */
  readonly judged: Judged;
}

const MEND = "take the crate from where it was published again";

/** Whether a folder is a crate. */
export const isCrate = (path: string): Program<boolean> => ({ files }) => files.exists(join(path, METADATA));

const readJson = <A>(root: string, name: string): Program<A> => ({ files }) => {
  const path = join(root, name);
  return pipe(
    files.exists(path),
    TE.chain((exists) => exists ? files.read(path) : TE.left(badInput(path, "it is not there", MEND))),
    TE.chainEitherK((bytes) =>
      E.tryCatch(
        () => JSON.parse(new TextDecoder().decode(bytes)) as A,
        (): LyapError => badInput(path, "it is not JSON", MEND),
      )
    ),
  );
};

interface StatedFile {
  readonly name: string;
  readonly sha256: string;
}

const isFile = ({ "@id": id, "@type": type }: Entity): boolean =>
  [type].flat().includes("File") && typeof id === "string" && !/^[a-z]+:/.test(id);

/** The files that the metadata lists, each with its digest. */
const statedFiles = (path: string, metadata: unknown): E.Either<LyapError, readonly StatedFile[]> => {
  const graph = (metadata as { readonly "@graph"?: unknown } | null)?.["@graph"];
  if (!Array.isArray(graph)) return E.left(badInput(path, "it has no @graph", MEND));
  return pipe(
    (graph as readonly Entity[]).filter(isFile),
    E.traverseArray((entity) =>
      typeof entity.sha256 !== "string"
        ? E.left(badInput(path, `it states no sha256 of ${entity["@id"]}`, MEND))
        : E.tryCatch(
          () => ({ name: decodeURIComponent(entity["@id"]), sha256: entity.sha256 as string }),
          (): LyapError => badInput(path, `it names a file ${entity["@id"]}`, MEND),
        )
    ),
    E.filterOrElse(
      (files) => files.some(({ name }) => name === SPEC),
      (): LyapError => badInput(path, `it does not list ${SPEC}`, "give a crate that lyap export wrote"),
    ),
  );
};

/** What is wrong with a file; null where nothing is. */
const faultOf = (root: string, { name, sha256 }: StatedFile): Program<string | null> =>
  pipe(
    RTE.Do,
    RTE.bindW("path", () => placeBelow(root, name)),
    RTE.bindW("exists", ({ path }) => ({ files }: Capabilities) => files.exists(path)),
    RTE.bindW(
      "same",
      ({ exists }) => exists ? isAsWritten(root, name, `sha256:${sha256}`) : RTE.right(false),
    ),
    RTE.map(({ exists, same }) => same ? null : `${name} ${exists ? "was changed" : "is missing"}`),
  );

const checkFiles = (root: string): Program<number> =>
  pipe(
    readJson<unknown>(root, METADATA),
    RTE.chainEitherK((metadata) => statedFiles(join(root, METADATA), metadata)),
    RTE.chain(RTE.traverseSeqArray((file) => faultOf(root, file))),
    RTE.chain((found): Program<number> => {
      const faults = found.flatMap((fault) => fault === null ? [] : [fault]);
      return faults.length === 0
        ? RTE.right(found.length)
        : failWith(badInput(root, faults.slice(0, 5).join("; "), MEND));
    }),
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

const judgedOf = (experiment: Resolved, ledger: Ledger, { claims }: CrateVerdicts): Judged => {
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
    RTE.bindW("stated", () => readJson<CrateVerdicts>(root, VERDICTS_FILE)),
    RTE.bindW("spec", () => readJson<unknown>(root, SPEC)),
    RTE.chainFirstW(({ spec }) => bringModules(root, spec, store)),
    RTE.bindW(
      "experiment",
      ({ spec, stated }) =>
        RTE.fromEither(resolve(join(root, SPEC), spec, { profile: String(stated.profile) })),
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
        `${counted(files, "file")} and the networks of ${
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
