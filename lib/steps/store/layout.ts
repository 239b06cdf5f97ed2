/**
 * Where things lie below the root of a store.
 *
 * @module
 */
import { join } from "@std/path/mod.js";
import { type Digest, hexOf } from "../../core/codec/canonical.ts";

/** The name of an artifact: which step makes it, and the digest of everything that determines it. */
export interface ArtifactName {
  readonly step: string;
  readonly key: Digest;
}

const nameOf = ({ step, key }: ArtifactName): string => `${step}-${hexOf(key)}`;

/**
 * A place below the root. Names are spread over 256 folders by the first digits of their digests, so that no folder of a
 * large sweep grows long and many machines seldom write into the same one.
 */
const placed = (root: string, kind: string, name: ArtifactName, ending = ""): string =>
  join(root, kind, hexOf(name.key).slice(0, 2), nameOf(name) + ending);

/** Finished artifacts; a directory here is complete. */
export const artifactPath = (root: string, name: ArtifactName): string => placed(root, "artifacts", name);
/** Where stores kept finished artifacts before they had 256 folders; what lies there moves when it is looked up. */
export const formerPath = (root: string, name: ArtifactName): string => join(root, "artifacts", nameOf(name));
/** Where a step writes until its artifact is complete; what a killed step left is taken up here. */
export const workPath = (root: string, name: ArtifactName): string => placed(root, "work", name);
/** What is handed to the step as its spec; gone when its artifact is complete, for the manifest holds it too. */
export const specPath = (root: string, name: ArtifactName): string => placed(root, "specs", name, ".json");
/** Held by the process that makes the artifact, and there only as long. */
export const lockPath = (root: string, name: ArtifactName): string => placed(root, "locks", name);
/** Artifacts that failed verification, numbered. */
export const damagedPath = (root: string, name: ArtifactName, count: number): string =>
  join(root, "damaged", `${nameOf(name)}.${count}`);
/** A file by which the machines that work on a plan see that they share the store. */
export const markPath = (root: string, mark: string): string => join(root, "plans", mark);
/** The report of an experiment, under a name that people remember. */
export const reportPath = (root: string, experiment: string, profile: string): string =>
  join(root, "reports", `${experiment}-${profile}`);
