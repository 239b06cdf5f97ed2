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
import { dirname } from "@std/path/mod.js";
import type { DamagedArtifact } from "../../program/errors.ts";
import type { Program } from "../../program/program.ts";
import { type Artifact, MANIFEST, verifyArtifact } from "./artifact.ts";
import { type ArtifactName, artifactPath, damagedPath, formerPath, lockPath, workPath } from "./layout.ts";

/** What the store has under a name. */
export type Stored =
  | { readonly kind: "absent" }
  | { readonly kind: "present"; readonly artifact: Artifact }
  | { readonly kind: "damaged"; readonly fault: DamagedArtifact };

/** Moves an artifact that lies where stores once kept it; whether it lies in its place now. */
const moveFormer = (root: string, name: ArtifactName): Program<boolean> => ({ files }) => {
  const path = artifactPath(root, name);
  const former = formerPath(root, name);
  return pipe(
    files.exists(former),
    TE.chain((exists) =>
      !exists ? TE.right(false) : pipe(
        files.makeDirectory(dirname(path)),
        TE.chain(() => files.rename(former, path)),
        // Another process may have moved it between two of our calls.
        TE.matchE(() => files.exists(path), () => TE.right(true)),
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

/** Moves a damaged artifact out of the way, under the first free number, and returns where it lies now. */
export const setAside = (root: string, name: ArtifactName): Program<string> => (capabilities) => {
  const attempt = (count: number): ReturnType<Program<string>> =>
    pipe(
      capabilities.files.exists(damagedPath(root, name, count)),
      TE.chain((taken) =>
        taken ? attempt(count + 1) : pipe(
          capabilities.files.makeDirectory(dirname(damagedPath(root, name, count))),
          TE.chain(() => capabilities.files.rename(artifactPath(root, name), damagedPath(root, name, count))),
          TE.map(() => damagedPath(root, name, count)),
        )
      ),
    );
  return attempt(1);
};

/**
 * Takes over what a step has finished in its working directory, or what lies finished in another on the same file system.
 * Where another process has put the same artifact there meanwhile, as can happen on a file system without locks, that one
 * stays.
 */
export const adopt = (
  root: string,
  name: ArtifactName,
  from: string = workPath(root, name),
): Program<void> =>
(capabilities) => {
  const { files } = capabilities;
  return pipe(
    files.makeDirectory(dirname(artifactPath(root, name))),
    TE.chain(() => files.rename(from, artifactPath(root, name))),
    TE.orElse((error) =>
      pipe(
        lookUp(root, name)(capabilities),
        TE.chain((stored) => stored.kind === "present" ? files.remove(from) : TE.left(error)),
      )
    ),
  );
};

/**
 * Runs a program while this process alone makes the artifact; other processes wait for it, also on other engines that
 * share the store. Only work is saved by that: the artifact would be right without it.
 */
export const exclusively = <A>(root: string, name: ArtifactName, program: Program<A>): Program<A> =>
  RTE.bracket(
    (capabilities) =>
      pipe(
        capabilities.files.makeDirectory(dirname(lockPath(root, name))),
        TE.chain(() => capabilities.files.lock(lockPath(root, name))),
      ),
    () => program,
    (release) => RTE.fromIO(release),
  );
