/**
 * What a spec says of a dataset: where the series comes from and how it is prepared.
 *
 * @module
 */
import { type Codec, flag, optional, positiveNumber, record } from "../spec/codec.ts";
import { type SystemSource, systemSource, type SystemSourceInput } from "./generate_settings.ts";

/** A dataset, with nothing left open. */
export interface DatasetSettings {
  /** Where the series comes from. */
  readonly source: SystemSource;
  /** Whether each variable is brought to mean 0 and standard deviation 1. Default: true. */
  readonly standardise: boolean;
  /**
   * Length of the orbit from which the exponents of the system are found, in its time scales. Default: 4000.
   */
  readonly exponentTimeScales: number;
}

/** What a user writes for a dataset. */
export interface DatasetInput {
  /** Where the series comes from. */
  readonly source: SystemSourceInput;
  /** Whether each variable is brought to mean 0 and standard deviation 1. Default: true. */
  readonly standardise?: boolean;
  /** Length of the orbit from which the exponents of the system are found, in its time scales. Default: 4000. */
  readonly exponentTimeScales?: number;
}

/** The codec of datasets. */
export const datasetSettings: Codec<DatasetSettings, DatasetInput> = record({
  source: systemSource,
  standardise: optional(flag, true),
  exponentTimeScales: optional(positiveNumber, 4000),
});
