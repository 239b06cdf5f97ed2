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
import { type Artifact, verifyArtifact } from "./artifact.ts";
import { type ArtifactName, artifactPath, damagedPath, lockPath, workPath } from "./layout.ts";

/** What the store has under a name. */
export type Stored =
  | { readonly kind: "absent" }
  | { readonly kind: "present"; readonly artifact: Artifact }
  | { readonly kind: "damaged"; readonly fault: DamagedArtifact };

/** Looks an artifact up and verifies it. */
export const lookUp = (root: string, name: ArtifactName): Program<Stored> => (capabilities) =>
  pipe(
    capabilities.files.exists(artifactPath(root, name)),
    TE.chain((exists): TE.TaskEither<never, Stored> | ReturnType<Program<Stored>> =>
      !exists ? TE.right({ kind: "absent" }) : async () => {
        const result = await verifyArtifact(artifactPath(root, name), name.key)(capabilities)();
        if (E.isRight(result)) return E.right({ kind: "present", artifact: result.right });
        if (result.left._tag === "DamagedArtifact") return E.right({ kind: "damaged", fault: result.left });
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

/** Takes over what a step has finished in its working directory. */
export const adopt = (root: string, name: ArtifactName): Program<void> => (capabilities) =>
  pipe(
    capabilities.files.makeDirectory(dirname(artifactPath(root, name))),
    TE.chain(() => capabilities.files.rename(workPath(root, name), artifactPath(root, name))),
  );

/**
 * Runs a program while this process alone makes the artifact; other processes wait for it, also on other engines that
 * share the store.
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
