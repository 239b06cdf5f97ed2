/**
 * What a step is, as a value: from a spec and verified inputs to files. It runs wherever its inputs are; `harness.ts` makes
 * a program of it.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { Digest } from "../core/codec/canonical.ts";
import type { Codec } from "../core/codec/codec.ts";
import { badUsage, type LyapError } from "../core/program/errors.ts";
import type { Program } from "../core/program/program.ts";
import type { StepName } from "./definitions.ts";
import type { Artifact, Manifest } from "./store/artifact.ts";

/**
 * Where the step `dataset` may take files from.
 *
 * @internal
 */
export interface DataAccess {
  /** The data directory; null if none was named. */
  readonly directory: string | null;
  /** Whether a file that is not there may be downloaded. */
  readonly mayDownload: boolean;
}

/** What the first part of a step's work comes to, by which a fast process is held against a checked one. */
export interface Probe {
  /** Updates that were tried. */
  readonly updates: number;
  /** Digest of the state after them. */
  readonly digest: Digest;
}

/** How a step reports how far it is. */
export interface Work {
  /** Where files of users lie. */
  readonly data: DataAccess;
  /** The directory in which it may keep what helps it to go on after it was killed. */
  readonly directory: string;
  /** What a checked process came to, which this one must come to before it writes anything. Default: nothing. */
  readonly expected?: Probe;
  /** @param fraction Share of the work that is done, from 0 to 1. @param note A few words for the person who waits. */
  readonly report: (fraction: number, note: string) => void;
}

/**
 * What a step says about how its artifact came to be, in addition to what every step says; nothing of it
 * enters a digest.
 */
export type ArtifactRemarks = Pick<Manifest["made"], "states" | "process">;

/** A step: from a spec and verified inputs to files, pure but for what `Work` offers. */
export interface Step<Spec> {
  readonly name: StepName;
  readonly codec: Codec<Spec, unknown>;
  readonly run: (
    spec: Spec,
    inputs: Readonly<Record<string, Artifact>>,
    work: Work,
  ) => Program<Readonly<Record<string, Uint8Array>>>;
  /** Asked after `run`. Default: nothing. */
  readonly remarks?: (work: Work) => Program<ArtifactRemarks>;
  /** Makes the first part of what `run` would do, and writes nothing. Default: the step has no probe. */
  readonly probe?: (
    spec: Spec,
    inputs: Readonly<Record<string, Artifact>>,
    work: Work,
  ) => Program<Probe>;
}

/** The input of a name, which a plan always gives and a person may forget. */
export const inputOf = (
  inputs: Readonly<Record<string, Artifact>>,
  name: string,
): E.Either<LyapError, Artifact> =>
  E.fromNullable<LyapError>(badUsage(`The input "${name}" is missing`, `give --in ${name}=DIRECTORY`))(
    inputs[name],
  );
