/**
 * The steps, by name: their versions, and how an artifact gets its name. Light, so that who only plans loads no step.
 *
 * @module
 */
import { type Digest, digestOf } from "../core/codec/canonical.ts";
import { NUMERICS_VERSION } from "../core/codec/version.ts";
import { moduleAddress } from "./place.ts";
import { isRecord } from "../core/codec/json.ts";

/**
 * Versions of the steps. One is raised when the step's output changes for reasons other than the numerics, a new file or
 * another form of a record, say: artifacts of the old form are then not found.
 */
export const stepVersions = {
  dataset: 1,
  train: 1,
  lyapunov: 1,
  evaluate: 2,
  report: 24,
} as const;

/** Versions of steps that no experiment has, but only its audits. */
const auditVersions = { beginning: 1 } as const;

/** The name of a step. */
export type StepName = keyof typeof stepVersions | keyof typeof auditVersions;

/** The version of a step. */
export const versionOf = (step: StepName): number => ({ ...stepVersions, ...auditVersions })[step];

/** The address of the module that runs a step. */
export const stepModule = (step: StepName): string => moduleAddress(`lib/steps/${step}`);

/**
 * Version of the estimate of an exponent from a series. It is raised when the same series gives another estimate: datasets
 * that hold one are then not found, and all others stay as they are.
 */
const ESTIMATE_VERSION = 2;

/** Whether a step makes a dataset from a file without equations, which holds an estimate from its series. */
const holdsEstimate = (step: StepName, spec: unknown): boolean => {
  const source = isRecord(spec) ? spec["source"] : undefined;
  return step === "dataset" && isRecord(source) && source["kind"] === "file" && source["equations"] === null;
};

/**
 * The name of an artifact: the digest of the step's spec, its inputs, its version and the version of the numerics; where a
 * dataset holds an estimate, of the version of that as well.
 */
export const artifactKey = (
  step: StepName,
  spec: unknown,
  inputs: Readonly<Record<string, Digest>>,
): Digest =>
  digestOf({
    step,
    spec,
    inputs,
    version: versionOf(step),
    numerics: NUMERICS_VERSION,
    ...(holdsEstimate(step, spec) ? { estimate: ESTIMATE_VERSION } : {}),
  });
