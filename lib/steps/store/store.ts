/**
 * The store: artifacts on disk, named by what determined them. A finished artifact appears in one rename; one that is
 * damaged is set aside and made again, never used.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { basename, dirname, join, relative } from "@std/path/mod.js";
import { type DamagedArtifact, environmentFault, type LyapError } from "../../core/program/errors.ts";
import type { Capabilities, FileKind, Program } from "../../core/program/program.ts";
import { warn } from "../../core/program/terminal.ts";
import { type Artifact, MANIFEST, verifyArtifact } from "./artifact.ts";
import { moveFolder, placeBelow, removeBelow } from "./folder.ts";
import {
  type ArtifactName,
  artifactPath,
  damagedPath,
  formerPath,
  lockPath,
  specPath,
  workPath,
} from "./layout.ts";
import { holding } from "./lock.ts";

/** What the store has under a name. */
export type Stored =
  | { readonly kind: "absent" }
  | { readonly kind: "present"; readonly artifact: Artifact }
  | { readonly kind: "damaged"; readonly fault: DamagedArtifact };

/** Puts a finished folder where an artifact lies. */
const placeArtifact = (root: string, name: ArtifactName, from: string): Program<void> =>
  pipe(
    placeBelow(root, relative(root, artifactPath(root, name))),
    RTE.chain((place) => (capabilities) =>
      pipe(
        capabilities.files.makeDirectory(dirname(place)),
        TE.chain(() => moveFolder(from, place)(capabilities)),
      )
    ),
  );

/** Moves an artifact that lies where stores once kept it; whether it lies in its place now. */
const moveFormer = (root: string, name: ArtifactName): Program<boolean> => (capabilities) => {
  const { files } = capabilities;
  const former = formerPath(root, name);
  return pipe(
    files.kind(former),
    TE.chain((kind) =>
      // Another process may have moved it between two of our calls.
      kind !== "directory" ? files.exists(artifactPath(root, name)) : pipe(
        placeArtifact(root, name, former)(capabilities),
        TE.matchE(() => files.exists(artifactPath(root, name)), () => TE.right(true)),
      )
    ),
  );
};

/** Whether a directory holds nothing, as one does that Snakemake has made for what it expects. */
const isEmpty = (directory: string): Program<boolean> => ({ files }) =>
  pipe(files.list(directory), TE.map((entries) => entries.length === 0), TE.orElse(() => TE.right(false)));

/** Looks an artifact up and verifies it. */
export const lookUp = (root: string, name: ArtifactName): Program<Stored> => (capabilities) =>
  pipe(
    capabilities.files.exists(artifactPath(root, name)),
    TE.chain((exists) => exists ? TE.right(true) : moveFormer(root, name)(capabilities)),
    TE.chain((exists): TE.TaskEither<never, Stored> | ReturnType<Program<Stored>> =>
      !exists ? TE.right({ kind: "absent" }) : async () => {
        const result = await verifyArtifact(artifactPath(root, name), name.key)(capabilities)();
        if (E.isRight(result)) return E.right({ kind: "present", artifact: result.right });
        if (result.left._tag === "DamagedArtifact") {
          const fault = result.left;
          if (fault.file !== MANIFEST) return E.right({ kind: "damaged", fault });
          const empty = await isEmpty(artifactPath(root, name))(capabilities)();
          return E.map((nothing: boolean): Stored =>
            nothing ? { kind: "absent" } : { kind: "damaged", fault }
          )(
            empty,
          );
        }
        if (result.left._tag !== "EnvironmentFault") return result;
        // Another engine may have set the artifact aside between two of our reads: then a file is gone.
        const { where } = result.left;
        const still = await capabilities.files.exists(where)();
        return E.isRight(still) && !still.right
          ? E.right({
            kind: "damaged",
            fault: {
              _tag: "DamagedArtifact",
              artifact: artifactPath(root, name),
              file: where,
              what: "is missing",
            },
          })
          : result;
      }
    ),
  );

/** Moves what lies below the store out of the way, under the first free number, and returns where it lies now. */
const moveAside = (root: string, path: string, name: ArtifactName): Program<string> => {
  const moveTo = (place: string): Program<string> =>
    pipe(
      ({ files }: Capabilities) => files.makeDirectory(dirname(place)),
      RTE.chain(() => moveFolder(path, place)),
      RTE.map(() => place),
    );
  const attempt = (count: number): Program<string> =>
    pipe(
      RTE.Do,
      RTE.bindW("place", () => placeBelow(root, relative(root, damagedPath(root, name, count)))),
      RTE.bindW("kind", ({ place }) => ({ files }: Capabilities) => files.kind(place)),
      RTE.chain(({ place, kind }) => kind === "absent" ? moveTo(place) : attempt(count + 1)),
    );
  return attempt(1);
};

/**
 * Moves what lies below the store out of the way, and says so; nothing happens where there is nothing.
 *
 * @param why What is wrong with it, for the message.
 */
export const moveAsideSaying = (root: string, path: string, name: ArtifactName, why: string): Program<void> =>
  pipe(
    placeBelow(root, relative(root, path)),
    RTE.chain((place): Program<FileKind> => ({ files }) => files.kind(place)),
    RTE.chain((kind): Program<void> =>
      kind === "absent" ? RTE.right(undefined) : pipe(
        moveAside(root, path, name),
        RTE.chain((place) => warn(`${path}: ${why}; set aside as ${place}`)),
      )
    ),
  );

/** Moves a damaged artifact out of the way, under the first free number, and returns where it lies now. */
export const setAside = (root: string, name: ArtifactName): Program<string> =>
  moveAside(root, artifactPath(root, name), name);

/** Moves aside what lies under a name of the store and is of another kind than what the store keeps there. */
const unlessOf = (
  kinds: readonly FileKind[],
  root: string,
  path: string,
  name: ArtifactName,
): Program<void> =>
(capabilities) =>
  pipe(
    placeBelow(root, relative(root, path))(capabilities),
    TE.chain((place) => capabilities.files.kind(place)),
    TE.chain((kind) =>
      kind === "absent" || kinds.includes(kind) ? TE.right<LyapError, void>(undefined) : pipe(
        moveAside(root, path, name),
        RTE.chain((place) => warn(`${path} is a ${kind}, which lyap did not make; set aside as ${place}`)),
      )(capabilities)
    ),
  );

/** Whether a link lies anywhere in a directory. */
const holdsLink = (directory: string): Program<boolean> => (capabilities) =>
  pipe(
    capabilities.files.list(directory),
    TE.chain(TE.traverseSeqArray(({ name, isDirectory }) =>
      isDirectory
        ? holdsLink(join(directory, name))(capabilities)
        : pipe(capabilities.files.kind(join(directory, name)), TE.map((kind) => kind === "link"))
    )),
    TE.map((found) =>
      found.includes(true)
    ),
  );

/** Moves a working directory aside in which links lie: the rights of a step end at its folder, but for links in it. */
const unlessLinked = (root: string, name: ArtifactName): Program<void> => (capabilities) => {
  const path = workPath(root, name);
  return pipe(
    capabilities.files.kind(path),
    TE.chain((kind) => kind === "directory" ? holdsLink(path)(capabilities) : TE.right(false)),
    TE.chain((linked) =>
      linked
        ? pipe(
          moveAside(root, path, name),
          RTE.chain((place) => warn(`${path} holds a link, which lyap did not make; set aside as ${place}`)),
        )(capabilities)
        : TE.right(undefined)
    ),
  );
};

/** Frees the places in which a step gets its spec and works, where something lies there that cannot be used. */
export const clearTheWay = (root: string, name: ArtifactName): Program<void> =>
  pipe(
    unlessOf(["file"], root, specPath(root, name), name),
    RTE.chain(() => unlessOf(["directory"], root, workPath(root, name), name)),
    RTE.chain(() => unlessLinked(root, name)),
    RTE.chain(() => unlessOf(["directory"], root, artifactPath(root, name), name)),
  );

/**
 * Takes over what a step has finished in its working directory, or what lies finished in another below the same store.
 * Where another process has put the same artifact there meanwhile, as can happen on a file system without locks, that one
 * stays.
 */
export const adopt = (
  root: string,
  name: ArtifactName,
  from: string = workPath(root, name),
): Program<void> =>
  pipe(
    placeArtifact(root, name, from),
    RTE.orElse((error) =>
      pipe(
        lookUp(root, name),
        RTE.chain((stored): Program<void> =>
          stored.kind === "present" ? removeBelow(root, relative(root, from)) : RTE.left(error)
        ),
      )
    ),
  );

/**
 * Runs a program while this process alone makes the artifact; other processes wait for it, also on other engines that
 * share the store. Only work is saved by that: the artifact would be right without it.
 */
export const exclusively = <A>(root: string, name: ArtifactName, program: Program<A>): Program<A> => {
  const path = lockPath(root, name);
  return pipe(
    unlessOf(["file"], root, path, name),
    RTE.chain(() => holding(path, `the artifact ${basename(path)}`, program)),
  );
};

/** What a store holds; a folder with anything else in it is none. */
const STORE_ENTRIES: readonly string[] = [
  "artifacts",
  "damaged",
  "fast.json",
  "locks",
  "modules",
  "plans",
  "programs.json",
  "reports",
  "specs",
  "work",
];

/**
 * Removes a store that lyap made within another one.
 *
 * @errors EnvironmentFault where what lies there is no store.
 */
export const removeStore = (root: string, name: string): Program<void> =>
  pipe(
    RTE.Do,
    RTE.bindW("place", () => placeBelow(root, name)),
    RTE.bindW("kind", ({ place }) => ({ files }: Capabilities) => files.kind(place)),
    RTE.bindW(
      "entries",
      ({ place, kind }) => ({ files }: Capabilities) =>
        kind === "directory" ? files.list(place) : TE.right([]),
    ),
    RTE.filterOrElse(
      ({ kind, entries }) => kind === "absent" ||
        kind === "directory" && entries.every((entry) => STORE_ENTRIES.includes(entry.name)),
      ({ place }): LyapError =>
        environmentFault("lyap did not make this store", place, "move it, or choose another --store"),
    ),
    RTE.chain(() => removeBelow(root, name)),
  );
