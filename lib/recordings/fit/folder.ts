/**
 * The folder that a fit leaves: what lies there already is respected, and what is new appears at the end and whole.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { basename, dirname, join } from "@std/path/mod.js";
import { badUsage, type LyapError } from "../../core/program/errors.ts";
import { type Capabilities, failWith, type Program } from "../../core/program/program.ts";
import { type Digest, digestOfBytes, isDigest } from "../../core/codec/canonical.ts";
import { isFilePath } from "../../core/codec/file_name.ts";
import {
  isAsWritten,
  makeNewFolder,
  moveFolder,
  removeAsWritten,
  removeBelow,
  removeFolder,
  writeBelow,
} from "../../steps/store/folder.ts";
import { holding } from "../../steps/store/lock.ts";
import { isRecord, jsonOrUndefined } from "../../core/codec/json.ts";

/** The file by which a folder is known as that of a fit; written last. */
export const FIT_RECORD = "fit.json";

/** Files of a fit with their digests, by their names. */
export type OwnFiles = Readonly<Record<string, Digest>>;

/** What lies where a fit is to go. */
export type Destination =
  /** Nothing. */
  | { readonly kind: "free" }
  /** Something that may be written over. */
  | {
    readonly kind: "taken";
    /** The record of the earlier fit as it was found; null if there is none. */
    readonly record: Digest | null;
    /** What the earlier fit wrote: it is removed where the new one has none such, if nobody changed it. */
    readonly files: OwnFiles;
    /** Whether the user gave leave to write over what no fit wrote. */
    readonly overwrite: boolean;
  };

/** What is read of the record of an earlier fit. */
export interface EarlierFit {
  /** What was fitted. */
  readonly title: string;
  /** What distinguishes it from others. */
  readonly identity: string;
  /** Its files. */
  readonly files: OwnFiles;
  /** Which of them were changed on purpose and sealed. */
  readonly sealed: readonly string[];
  /** Digest of the record itself. */
  readonly record: Digest;
}

/**
 * The record of a fit from the bytes of its file; null for what is none. Of the files that it names those count which lie
 * below the folder and have a digest: what else it names is not touched.
 */
export const parseFitRecord = (bytes: Uint8Array): EarlierFit | null => {
  const value = jsonOrUndefined(bytes);
  if (!isRecord(value) || typeof value.title !== "string" || typeof value.identity !== "string") return null;
  const { title, identity, files, sealed } = value;
  const named = isRecord(files) ? Object.entries(files) : [];
  return {
    title,
    identity,
    files: Object.fromEntries(
      named.flatMap(([name, digest]) => isFilePath(name) && isDigest(digest) ? [[name, digest]] : []),
    ),
    sealed: Array.isArray(sealed) ? sealed.filter(isFilePath) : [],
    record: digestOfBytes(bytes),
  };
};

/** The record of an earlier fit; null if there is none that can be read. */
const earlierFit = (out: string): Program<EarlierFit | null> => ({ files }) =>
  pipe(
    files.read(join(out, FIT_RECORD)),
    TE.map(parseFitRecord),
    TE.orElseW(() => TE.right<LyapError, EarlierFit | null>(null)),
  );

const MEND = "choose another folder with --out, or say --overwrite to write there";

/** Entries of a folder that a message names. */
const LISTED = 3;

const whatLiesIn = (names: readonly string[]): string =>
  names.slice(0, LISTED).join(", ") + (names.length > LISTED ? ` and ${names.length - LISTED} more` : "");

/** The first file of an earlier fit that is there and not as that fit wrote it; null if there is none. */
const changedByHand = (out: string, { files: own, sealed }: EarlierFit): Program<string | null> =>
  pipe(
    Object.entries(own),
    RTE.traverseSeqArray(([name, digest]): Program<readonly string[]> => (capabilities) =>
      pipe(
        capabilities.files.kind(join(out, name)),
        TE.chain((kind) =>
          kind === "absent" || sealed.includes(name)
            ? TE.right(kind === "absent")
            : isAsWritten(out, name, digest)(capabilities)
        ),
        TE.map((asWritten) => asWritten ? [] : [name]),
      )
    ),
    RTE.map((changed) => changed.flat()[0] ?? null),
  );

/** A folder with something in it: whether this fit may be written there. */
const takenFolder = (
  out: string,
  identity: string | null,
  overwrite: boolean,
  entries: readonly string[],
): Program<Destination> =>
  pipe(
    earlierFit(out),
    RTE.chain((earlier): Program<Destination> => {
      const taken: Destination = {
        kind: "taken",
        record: earlier?.record ?? null,
        files: earlier?.files ?? {},
        overwrite,
      };
      if (overwrite) return RTE.right(taken);
      if (earlier === null) {
        return failWith(badUsage(`"${out}" holds what no lyap fit wrote: ${whatLiesIn(entries)}`, MEND));
      }
      if (identity === null) return RTE.right(taken);
      if (earlier.identity !== identity) {
        return failWith(badUsage(
          `"${out}" holds the fit of another recording, or with other settings: ${earlier.title}`,
          MEND,
        ));
      }
      return pipe(
        changedByHand(out, earlier),
        RTE.chain((changed): Program<Destination> =>
          changed === null ? RTE.right(taken) : failWith(
            badUsage(`"${join(out, changed)}" has changed since lyap fit wrote it`, MEND),
          )
        ),
      );
    }),
  );

/** What lies in the folder of a fit. */
const namesWithin = (out: string): Program<readonly string[]> => ({ files }) =>
  pipe(
    files.list(out),
    TE.bimap(
      () => badUsage(`"${out}" is not a readable folder`, "choose another with --out"),
      (entries) => entries.map(({ name }) => name),
    ),
  );

/**
 * Looks at the folder in which a fit is to leave its result. The fit of the same recording with the same settings is
 * refreshed, unless somebody changed a file of it; anything else is written over only where the user says so.
 *
 * @param out The folder.
 * @param identity What distinguishes this fit from others; null before it is known, when any fit may be
 * refreshed.
 * @param overwrite Whether the user gave leave.
 * @errors BadUsage for a folder that holds something else, and for what is no folder.
 */
export const destinationOf = (
  out: string,
  identity: string | null,
  overwrite: boolean,
): Program<Destination> =>
  pipe(
    RTE.Do,
    RTE.bindW("kind", () => ({ files }: Capabilities) => files.kind(out)),
    RTE.bindW("exists", () => ({ files }: Capabilities) => files.exists(out)),
    RTE.bindW("entries", ({ kind, exists }): Program<readonly string[]> =>
      exists
        ? namesWithin(out)
        : kind === "link"
        ? failWith(badUsage(`"${out}" is a link that leads nowhere`, "choose another with --out"))
        : RTE.right([])),
    RTE.chain(({ kind, entries }): Program<Destination> =>
      entries.length > 0
        ? takenFolder(out, identity, overwrite, entries)
        // A folder cannot be renamed to a link that leads to another; that one is filled.
        : RTE.right(
          kind === "link" ? { kind: "taken", record: null, files: {}, overwrite } : { kind: "free" },
        )
    ),
  );

/** What the folder is called in which a result is put together: beside its own, so that a renaming suffices; hidden. */
const assemblyOf = (out: string): string => `.${basename(out)}.unfinished`;

/** Fails now rather than after an hour where a fit could not be written. */
export const checkWritable = (out: string): Program<void> =>
  pipe(makeNewFolder(dirname(out), assemblyOf(out)), RTE.chain(removeFolder));

const writeAll = (folder: string, made: Readonly<Record<string, Uint8Array>>): Program<void> =>
  pipe(
    Object.entries(made),
    RTE.traverseSeqArray(([name, bytes]) => writeBelow(folder, name, bytes)),
    RTE.map(() => undefined),
  );

/** Removes what was put together and fails with what stopped it; a fault of the removal is the lesser news. */
const giveUp = (assembly: string, error: LyapError): Program<void> =>
  pipe(
    removeFolder(assembly),
    RTE.orElse(() => RTE.right<Capabilities, LyapError, void>(undefined)),
    RTE.chain(() => failWith(error)),
  );

const deliverNew = (out: string, made: Readonly<Record<string, Uint8Array>>): Program<void> =>
  pipe(
    makeNewFolder(dirname(out), assemblyOf(out)),
    RTE.chain((assembly) =>
      pipe(
        writeAll(assembly, made),
        RTE.chain(() => moveFolder(assembly, out)),
        RTE.orElse((error) => giveUp(assembly, error)),
      )
    ),
  );

/** The first file that is about to be written over and that the earlier fit did not write so; null if there is none. */
const foreignFile = (out: string, own: OwnFiles, names: readonly string[]): Program<string | null> =>
  pipe(
    names,
    RTE.traverseSeqArray((name): Program<readonly string[]> => (capabilities) =>
      pipe(
        capabilities.files.kind(join(out, name)),
        TE.chain((kind) =>
          kind === "absent"
            ? TE.right(true)
            : !Object.hasOwn(own, name)
            ? TE.right(false)
            : isAsWritten(out, name, own[name]!)(capabilities)
        ),
        TE.map((free) => free ? [] : [name]),
      )
    ),
    RTE.map((found) => found.flat()[0] ?? null),
  );

const AGAIN = "the store keeps what was trained: with --overwrite, or another --out, the fit is soon there";

/** Each file is replaced by renaming; the record goes first and comes last, so that no mixture passes for a fit. */
const replaceFiles = (
  out: string,
  own: OwnFiles,
  { [FIT_RECORD]: mark, ...made }: Readonly<Record<string, Uint8Array>>,
): Program<void> =>
  pipe(
    removeBelow(out, FIT_RECORD),
    RTE.chain(() =>
      pipe(
        Object.entries(own).filter(([name]) => made[name] === undefined && name !== FIT_RECORD),
        RTE.traverseSeqArray(([name, digest]) => removeAsWritten(out, name, digest)),
      )
    ),
    RTE.chain(() => writeAll(out, made)),
    RTE.chain(() => writeAll(out, { [FIT_RECORD]: mark! })),
  );

const deliverOver = (
  out: string,
  { record, files: own, overwrite }: Extract<Destination, { readonly kind: "taken" }>,
  made: Readonly<Record<string, Uint8Array>>,
): Program<void> =>
  holding(
    out,
    `the folder ${out}`,
    pipe(
      earlierFit(out),
      RTE.chain((now): Program<string | null> =>
        (now?.record ?? null) !== record
          ? failWith(badUsage(`Another fit has written into "${out}" in the meantime`, AGAIN))
          : overwrite
          ? RTE.right(null)
          : foreignFile(out, own, Object.keys(made).filter((name) => name !== FIT_RECORD))
      ),
      RTE.chain((foreign): Program<void> =>
        foreign === null
          ? replaceFiles(out, own, made)
          : failWith(badUsage(`"${join(out, foreign)}" is there already, and no lyap fit wrote it`, AGAIN))
      ),
    ),
  );

/**
 * Puts the result of a fit into its folder. A folder that was free appears whole, by a renaming.
 *
 * @param out The folder.
 * @param destination What lies there.
 * @param made All files by their names; the record of the fit among them.
 */
export const deliver = (
  out: string,
  destination: Destination,
  made: Readonly<Record<string, Uint8Array>>,
): Program<void> =>
  made[FIT_RECORD] === undefined
    ? failWith(badUsage("A fit has no record", "please report this"))
    : destination.kind === "free"
    ? deliverNew(out, made)
    : deliverOver(out, destination, made);
