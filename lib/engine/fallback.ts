/**
 * Stores of others, which are only read: a folder, or an http address that serves its files. What they hold is copied into
 * the own store, verified there like everything else, and used from there.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { join } from "@std/path/mod.js";
import { badUsage, describeError, environmentFault, type LyapError } from "../core/program/errors.ts";
import { type Capabilities, failWith, type Program } from "../core/program/program.ts";
import { warn } from "../core/program/terminal.ts";
import { lastWord } from "../core/program/text.ts";
import { isFilePath } from "../core/codec/file_name.ts";
import { MANIFEST, verifyArtifact } from "../steps/store/artifact.ts";
import { removeBelow, writeBelow } from "../steps/store/folder.ts";
import { type ArtifactName, artifactPath, formerPath, workPath } from "../steps/store/layout.ts";
import { adopt } from "../steps/store/store.ts";
import { codeFlags, moduleAddress } from "../steps/place.ts";
import { nameOf } from "./process.ts";
import { type PlannedStep, stepInWords } from "../steps/plan.ts";

/** Whether a fallback is an address and not a folder. */
export const isAddress = (place: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(place);

/** Reads a file of a store by its path below the root, up to this many bytes; null if the store lacks it. */
export type Reader = (path: string, mostBytes: number) => Program<Uint8Array | null>;

/** The file in a folder. */
const folderReader = (root: string): Reader => (path) => ({ files }) =>
  pipe(
    files.exists(join(root, path)),
    TE.chain((exists) => exists ? files.read(join(root, path)) : TE.right(null)),
  );

/** No file of an artifact is larger; and no manifest, which says how large its files are. */
const MOST_BYTES = 2e9;
const MOST_OF_MANIFEST = 1e7;

/** The file under an address. */
export const addressReader = (root: string): Reader => (path, mostBytes) => ({ network }) =>
  pipe(
    network.fetch(`${root}/${path.split("/").map(encodeURIComponent).join("/")}`, { mostBytes }),
    TE.orElse((error): TE.TaskEither<LyapError, Uint8Array | null> =>
      error._tag === "EnvironmentFault" && error.what.endsWith(" 404") ? TE.right(null) : TE.left(error)
    ),
  );

/** The files that a manifest lists, and how large each is said to be; a larger one could only be another. */
const filesIn = (manifest: Uint8Array): readonly (readonly [name: string, bytes: number])[] => {
  try {
    const { manifest: { files, taken } } = JSON.parse(new TextDecoder().decode(manifest));
    return Object.entries<{ readonly bytes?: unknown }>(taken?.files ?? files)
      .filter(([name]) => isFilePath(name))
      .map(([name, { bytes }]) => [name, Math.min(Number(bytes) || 0, MOST_BYTES)]);
  } catch {
    // That it is damaged is found when the copy is verified.
    return [];
  }
};

/** A file of which more comes than its manifest says is another: it is left out, and missed when the copy is verified. */
const noneOfTooLarge = (error: LyapError): Program<Uint8Array | null> =>
  error._tag === "EnvironmentFault" && error.what.startsWith("The server sends more")
    ? RTE.right(null)
    : RTE.left(error);

/**
 * Copies an artifact from another store, unverified.
 *
 * @param store The store that gets the copy.
 * @param to The folder of the copy, below that store.
 * @returns Whether the other store has it.
 */
export const copyArtifact = (
  read: Reader,
  name: ArtifactName,
  store: string,
  to: string,
): Program<boolean> => {
  const write = (file: string) => (bytes: Uint8Array | null): Program<void> =>
    bytes === null ? RTE.right(undefined) : writeBelow(store, `${to}/${file}`, bytes);
  const from = (directory: string): Program<boolean> =>
    pipe(
      RTE.Do,
      RTE.apSW("manifest", read(`${directory}/${MANIFEST}`, MOST_OF_MANIFEST)),
      RTE.chainFirstW(({ manifest }) =>
        RTE.traverseSeqArray(([file, bytes]: readonly [string, number]) =>
          pipe(read(`${directory}/${file}`, bytes), RTE.orElse(noneOfTooLarge), RTE.chain(write(file)))
        )(manifest === null ? [] : filesIn(manifest))
      ),
      RTE.chainFirstW(({ manifest }) => write(MANIFEST)(manifest)),
      RTE.map(({ manifest }) => manifest !== null),
    );
  return pipe(
    from(artifactPath(".", name)),
    RTE.chain((found) => found ? RTE.right(true) : from(formerPath(".", name))),
  );
};

/**
 * Puts a copy into its place if every byte of it is right; whether it is. What the other store has of a training from a
 * ledger is not all of it, and is left: ledgers are asked by those who know what may be made of it.
 */
const adoptVerified = (store: string, place: string, planned: PlannedStep, copy: string): Program<boolean> =>
  pipe(
    verifyArtifact(join(store, copy), planned.key),
    RTE.chain(({ manifest: { taken } }) =>
      taken === undefined
        ? pipe(adopt(store, nameOf(planned), join(store, copy)), RTE.map(() => true))
        : pipe(removeBelow(store, copy), RTE.map(() => false))
    ),
    RTE.orElse((error) =>
      pipe(
        warn(
          `${place}: ${describeError(error).join("; ")}; "${stepInWords(planned)}" is not taken from there`,
        ),
        RTE.chain(() => removeBelow(store, copy)),
        RTE.map(() => false),
      )
    ),
  );

/** Where a copy lies below the store until it is verified. */
const copyPath = (planned: PlannedStep, mark: number): string =>
  `${workPath(".", nameOf(planned))}.taken-${mark}`;

/** Copies from a folder; which steps' artifacts there are. */
const copyFromFolder = (
  store: string,
  place: string,
  wanted: readonly PlannedStep[],
  mark: number,
): Program<readonly PlannedStep[]> =>
  pipe(
    wanted,
    RTE.traverseSeqArray((planned) =>
      pipe(
        copyArtifact(folderReader(place), nameOf(planned), store, copyPath(planned, mark)),
        RTE.map((found) => found ? [planned] : []),
      )
    ),
    RTE.map((found) => found.flat()),
  );

const FETCH = moduleAddress("lib/engine/fetch_artifacts");

/** A path among Deno's rights; a comma in it is written twice. */
const inRights = (path: string): string => path.replaceAll(",", ",,");

/** Copies from an address, by a process that may ask its host and write into the store's folder for work. */
const copyFromAddress = (
  store: string,
  place: string,
  wanted: readonly PlannedStep[],
  mark: number,
): Program<readonly PlannedStep[]> =>
(capabilities) => {
  const list = `work/wanted-${mark}.json`;
  const work = inRights(join(store, "work"));
  const found = new Set<string>();
  const names = wanted.map((planned) => ({ ...nameOf(planned), to: copyPath(planned, mark) }));
  return pipe(
    writeBelow(store, list, new TextEncoder().encode(JSON.stringify(names)))(capabilities),
    TE.chain(() =>
      capabilities.processes.deno([
        ...["run", "--quiet", "--no-prompt", ...codeFlags, `--allow-net=${new URL(place).host}`],
        ...[`--allow-read=${work}`, `--allow-write=${work}`, FETCH, place, store, list],
      ], (line) => found.add(line))
    ),
    TE.chainFirst(() => removeBelow(store, list)(capabilities)),
    TE.chain(({ code, errorTail }) =>
      code === 0 ? TE.right(wanted.filter(({ key }) => found.has(key))) : TE.left<LyapError>(environmentFault(
        `Cannot read the store (${lastWord(errorTail)})`,
        place,
        "check the address and the connection, or leave --fallback out",
      ))
    ),
  );
};

const takeFrom = (
  store: string,
  place: string,
  wanted: readonly PlannedStep[],
): Program<readonly PlannedStep[]> =>
(capabilities) => {
  const mark = capabilities.entropy();
  const copy = isAddress(place) ? copyFromAddress : copyFromFolder;
  return pipe(
    copy(store, place, wanted, mark),
    RTE.chain(RTE.traverseSeqArray((planned) =>
      pipe(
        adoptVerified(store, place, planned, copyPath(planned, mark)),
        RTE.map((taken) => taken ? [planned] : []),
      )
    )),
    RTE.map((taken) => taken.flat()),
  )(capabilities);
};

/** Whether files can be asked for below an address. */
const servesFiles = (address: string): boolean => {
  const url = URL.parse(address);
  return url !== null && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "";
};

const refuseAddress = (address: string): Program<void> =>
  servesFiles(address) ? RTE.right(undefined) : failWith(badUsage(
    `--fallback ${address} is not an address of a folder of files`,
    "give one as https://host/path, without ? and #, or a folder",
  ));

const refuseAbsent = (place: string): Program<void> =>
  isAddress(place) ? refuseAddress(place) : pipe(
    ({ files }: Capabilities) => files.exists(place),
    RTE.chain((exists): Program<void> =>
      exists
        ? RTE.right(undefined)
        : failWith(environmentFault("Cannot find the store", place, "check --fallback"))
    ),
  );

/**
 * Takes artifacts from other stores into the own one.
 *
 * @param places The other stores, asked one after the other.
 * @param wanted The steps whose artifacts are wanted.
 * @returns Ids of the steps whose artifacts the store has now.
 * @errors EnvironmentFault where a store cannot be read. What is damaged there is named and not taken.
 */
export const takeArtifacts = (
  store: string,
  places: readonly string[],
  wanted: readonly PlannedStep[],
): Program<ReadonlySet<string>> =>
  places.reduce<Program<ReadonlySet<string>>>(
    (before, place) =>
      pipe(
        before,
        RTE.chain((taken) =>
          pipe(
            refuseAbsent(place),
            RTE.chain(() => takeFrom(store, place, wanted.filter(({ id }) => !taken.has(id)))),
            RTE.map((more): ReadonlySet<string> => new Set([...taken, ...more.map(({ id }) => id)])),
          )
        ),
      ),
    RTE.right(new Set<string>()),
  );
