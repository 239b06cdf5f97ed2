/**
 * What a spec says about a dataset in addition to its source, and the dataset that follows from both.
 *
 * @module
 */
import type { ModuleChoice } from "../core/catalogue.ts";
import type { DatasetInput } from "../series/dataset.ts";
import type { FileSourceInput } from "../series/file_settings.ts";
import type { SystemSourceInput } from "../series/generate_settings.ts";

/** Which equations, at which parameters. */
export type Equations =
  | Pick<SystemSourceInput, "kind" | "system" | "parameters">
  | (ModuleChoice & Pick<SystemSourceInput, "parameters">);

/** How a series is sampled from equations; `steps` is T, the number of samples. */
export type Sampling = Omit<SystemSourceInput, "kind" | "system" | "parameters">;
/** How a series is prepared before a network sees it. */
export type Preparing = Omit<DatasetInput, "source">;

const preparing = ["embed", "standardise", "exponentTimeScales"] as const;

/**
 * What is said about a dataset in addition to its source: how equations are sampled, with at least `steps`;
 * how a file is prepared, if at all; nothing about a dataset that `sampled` made.
 */
export type SamplingOf<Source> = Source extends DatasetInput ? readonly []
  : Source extends FileSourceInput ? readonly [preparing?: Preparing]
  : readonly [optionsWithSteps: Sampling & Preparing];

/** A dataset from its source and from what is said of it. */
export const sampledBy = (
  source: Equations | FileSourceInput,
  options: Partial<Sampling> & Preparing = {},
): DatasetInput => {
  const isPreparing = ([name]: readonly [string, unknown]) => (preparing as readonly string[]).includes(name);
  const entries = Object.entries(options);
  return {
    source: {
      ...source,
      ...Object.fromEntries(entries.filter((each) => !isPreparing(each))),
    } as DatasetInput["source"],
    ...Object.fromEntries(entries.filter(isPreparing)),
  };
};
