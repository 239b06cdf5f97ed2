/**
 * The folder that a fit leaves: what lies there already is respected, and what is new appears at the end and whole.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { basename, dirname, join } from "@std/path/mod.js";
import { badUsage, type LyapError } from "../../program/errors.ts";
import { failWith, type Program } from "../../program/program.ts";

/** The file by which a folder is known as that of a fit; written last. */
export const FIT_RECORD = "fit.json";

/** What lies where a fit is to go. */
export type Destination =
  /** Nothing. */
  | { readonly kind: "free" }
  /** Something that may be written over; the files of a fit among it, which are removed where the new one has none such. */
  | { readonly kind: "taken"; readonly files: readonly string[] };

/** What is read of the record of an earlier fit. */
interface EarlierFit {
  readonly title: string;
  readonly identity: string;
  readonly files: readonly string[];
}

const isEarlierFit = (value: unknown): value is EarlierFit => {
  const { title, identity, files } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return typeof title === "string" && typeof identity === "string" && Array.isArray(files) &&
    files.every((file) => typeof file === "string");
};

/** The record of an earlier fit; null where there is none that can be read. */
const earlierFit = (out: string): Program<EarlierFit | null> => ({ files }) =>
  pipe(
    files.read(join(out, FIT_RECORD)),
    TE.chainEitherKW((bytes) =>
      E.tryCatch(() => JSON.parse(new TextDecoder().decode(bytes)) as unknown, String)
    ),
    TE.map((value) => isEarlierFit(value) ? value : null),
    TE.orElseW(() => TE.right<LyapError, EarlierFit | null>(null)),
  );

const MEND = "choose another folder with --out, or say --overwrite to write there";

/** Entries of a folder that a message names. */
const LISTED = 3;

const whatLiesIn = (names: readonly string[]): string =>
  names.slice(0, LISTED).join(", ") + (names.length > LISTED ? ` and ${names.length - LISTED} more` : "");

/**
 * Looks at the folder in which a fit is to leave its result. The fit of the same recording with the same settings is
 * refreshed; anything else is written over only where the user says so.
 *
 * @param out The folder.
 * @param identity What tells this fit from others.
 * @param overwrite Whether the user gave leave.
 * @errors BadUsage for a folder that holds something else, and for what is no folder.
 */
export const destinationOf = (out: string, identity: string, overwrite: boolean): Program<Destination> =>
(
  capabilities,
) =>
  pipe(
    capabilities.files.exists(out),
    TE.chain((exists): TE.TaskEither<LyapError, Destination> =>
      !exists ? TE.right({ kind: "free" }) : pipe(
        capabilities.files.list(out),
        TE.mapLeft(() => badUsage(`"${out}" is no folder that can be read`, "choose another with --out")),
        TE.chain((entries) =>
          entries.length === 0 ? TE.right<LyapError, Destination>({ kind: "free" }) : pipe(
            earlierFit(out)(capabilities),
            TE.chain((earlier): TE.TaskEither<LyapError, Destination> =>
              overwrite || earlier?.identity === identity
                ? TE.right({ kind: "taken", files: earlier?.files ?? [] })
                : TE.left(
                  earlier === null
                    ? badUsage(
                      `"${out}" holds what no lyap fit wrote: ${whatLiesIn(entries.map(({ name }) => name))}`,
                      MEND,
                    )
                    : badUsage(
                      `"${out}" holds the fit of another recording, or with other settings: ${earlier.title}`,
                      MEND,
                    ),
                )
            ),
          )
        ),
      )
    ),
  );

/** Where a result is put together: beside its folder, so that a renaming suffices, and hidden. */
const assemblyOf = (out: string): string => join(dirname(out), `.${basename(out)}.unfinished`);

/** Fails now rather than after an hour where a fit could not be written. */
export const checkWritable = (out: string): Program<void> => ({ files }) =>
  pipe(
    files.makeDirectory(assemblyOf(out)),
    TE.chain(() => files.remove(assemblyOf(out))),
  );

const writeAll = (folder: string, made: Readonly<Record<string, Uint8Array>>): Program<void> => ({ files }) =>
  pipe(
    Object.entries(made),
    TE.traverseSeqArray(([name, bytes]) => files.write(join(folder, name), bytes)),
    TE.map(() => undefined),
  );

const deliverNew = (out: string, made: Readonly<Record<string, Uint8Array>>): Program<void> => {
  const assembly = assemblyOf(out);
  return pipe(
    RTE.ask<Parameters<Program<void>>[0], LyapError>(),
    RTE.chainTaskEitherK(({ files }) => files.remove(assembly)),
    RTE.chain(() => writeAll(assembly, made)),
    RTE.chain(() => ({ files }) => files.rename(assembly, out)),
  );
};

/** Each file is replaced by renaming; the record goes first and comes last, so that no mixture passes for a fit. */
const deliverOver = (
  out: string,
  earlier: readonly string[],
  { [FIT_RECORD]: mark, ...made }: Readonly<Record<string, Uint8Array>>,
): Program<void> =>
  pipe(
    earlier.filter((name) => made[name] === undefined && name !== FIT_RECORD),
    RTE.traverseSeqArray((name): Program<void> => ({ files }) => files.remove(join(out, name))),
    RTE.chain(() => ({ files }) => files.remove(join(out, FIT_RECORD))),
    RTE.chain(() => writeAll(out, made)),
    RTE.chain(() => writeAll(out, { [FIT_RECORD]: mark! })),
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
    : deliverOver(out, destination.files, made);
