/**
 * What a spec says of a dataset: where the series comes from and how it is prepared.
 *
 * @module
 */
import { catalogue, moduleSchema } from "../core/catalogue.ts";
import { shaped } from "../core/codec/schema.ts";
import { type Codec, flag, optional, positiveInteger, positiveNumber, record } from "../core/codec/codec.ts";
import type { Readable } from "../core/codec/readable.ts";
import type { Embedding } from "./embed.ts";
import { type FileSource, fileSource, type FileSourceInput } from "./file_settings.ts";
import {
  type ModuleSourceInput,
  type SystemSource,
  systemSource,
  type SystemSourceInput,
} from "./generate_settings.ts";

/** Where a series comes from. */
export type Source = SystemSource | FileSource;

/** A dataset, with nothing left open. */
export interface DatasetSettings {
  /** Where the series comes from. */
  readonly source: Source;
  /** Delayed copies of the observed variables. Default: none. */
  readonly embed?: Embedding | undefined;
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
  readonly source: SystemSourceInput | FileSourceInput | ModuleSourceInput;
  /** Delayed copies of the observed variables. Default: none. */
  readonly embed?: Embedding;
  /** Whether each variable is brought to mean 0 and standard deviation 1. Default: true. */
  readonly standardise?: boolean;
  /** Length of the orbit from which the exponents of the system are found, in its time scales. Default: 4000. */
  readonly exponentTimeScales?: number;
}

const sources = catalogue("source", [
  { kind: "system", codec: systemSource },
  { kind: "file", codec: fileSource },
]);

shaped(
  sources.codec,
  (visit) => ({ oneOf: [visit(systemSource), visit(fileSource), moduleSchema] }),
  "source",
);

const embedding: Codec<Embedding> = record({ dimension: positiveInteger, delay: positiveInteger });

/** The codec of datasets. */
export const datasetSettings: Codec<DatasetSettings, DatasetInput> = record({
  source: sources.codec,
  // Absent rather than filled in, so that the digest of a dataset without it stays what it was.
  embed: optional(embedding as Codec<Embedding | undefined, Embedding>, undefined),
  standardise: optional(flag, true),
  exponentTimeScales: optional(positiveNumber, 4000),
}) as Codec<DatasetSettings, DatasetInput>;

/** Rows of the series for training, if the settings say: those of a file are known only when it is read. */
export const trainingRowsOf = ({ source, embed }: Readable<DatasetSettings>): number | null =>
  source?.kind !== "system" || source.steps === undefined
    ? null
    : source.steps - ((embed?.dimension ?? 1) - 1) * (embed?.delay ?? 0);

/** How many variables a network sees, if the settings say. */
export const variablesOf = ({ source, embed }: Readable<DatasetSettings>): number | null => {
  const driving = source?.kind === "file" ? source.inputs ?? [] : [];
  const all = source?.kind === "file" ? source.variables?.filter((name) => !driving.includes(name)) : [];
  const names = source?.observe?.length ? source.observe : all;
  return names?.length ? names.length * (embed?.dimension ?? 1) : null;
};
