/**
 * Where things lie below the root of a store.
 *
 * @module
 */
import { join } from "@std/path/mod.js";
import { type Digest, hexOf } from "../../codec/canonical.ts";

/** The name of an artifact: which step makes it, and the digest of everything that determines it. */
export interface ArtifactName {
  readonly step: string;
  readonly key: Digest;
}

const nameOf = ({ step, key }: ArtifactName): string => `${step}-${hexOf(key)}`;

/** Finished artifacts; a directory here is complete. */
export const artifactPath = (root: string, name: ArtifactName): string =>
  join(root, "artifacts", nameOf(name));
/** Where a step writes until its artifact is complete; what a killed step left is taken up here. */
export const workPath = (root: string, name: ArtifactName): string => join(root, "work", nameOf(name));
/** What is handed to the step as its spec. */
export const specPath = (root: string, name: ArtifactName): string =>
  join(root, "specs", `${nameOf(name)}.json`);
/** Held by the process that makes the artifact. */
export const lockPath = (root: string, name: ArtifactName): string => join(root, "locks", nameOf(name));
/** Artifacts that failed verification, numbered. */
export const damagedPath = (root: string, name: ArtifactName, count: number): string =>
  join(root, "damaged", `${nameOf(name)}.${count}`);
/** The report of an experiment, under a name that people remember. */
export const reportPath = (root: string, experiment: string, profile: string): string =>
  join(root, "reports", `${experiment}-${profile}`);
