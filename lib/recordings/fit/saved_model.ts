/**
 * A trained network as files that others can use: weights as .safetensors, a JSON that documents every tensor and how
 * data become states, and whether other data have its columns.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { dirname, join } from "@std/path/mod.js";
import { type CellChoice, cellCodec, cellOf } from "../../networks/catalogue.ts";
import { type Model, modelOf } from "../../networks/model.ts";
import { type ObservationChoice, observationCodec } from "../../networks/observations/catalogue.ts";
import { decodeWeights } from "../../networks/safetensors.ts";
import { type TensorMeaning, tensorMeanings } from "../../networks/tensor_meanings.ts";
import type { Embedding } from "../../series/embed.ts";
import type { Standardisation } from "../../series/standardise.ts";
import { badInput, cannotCompute, type LyapError } from "../../core/program/errors.ts";
import { type Digest, digestOf, digestOfBytes } from "../../core/codec/canonical.ts";
import {
  absent,
  type Codec,
  decode,
  dictionary,
  finiteNumber,
  flag,
  list,
  nonNegativeInteger,
  nullable,
  oneOf,
  positiveInteger,
  positiveNumber,
  record,
  text,
} from "../../core/codec/codec.ts";
import type { Variable } from "../../series/import/imported.ts";
import { optionText } from "../../series/import/raw_table.ts";
import { counted, withoutFormula } from "../../core/program/text.ts";
import { anyText, anything, digestCodec, parsedJson } from "../../core/codec/json.ts";

/** The form of the document. */
const FORMAT = "lyap model 3";

/** The form before documents had digests; `lyap seal` makes the present one of it. */
const UNSEALED = "lyap model 2";

/** The straight line that was taken off a recording: value = offset + slope · (time − `time`), for each variable. */
export interface SavedTrend {
  /** The time at which the line has its offsets: that of the first row of the recording. */
  readonly time: number;
  /** Of each recorded variable, in its unit. */
  readonly offsets: readonly number[];
  /** Of each recorded variable, per time unit. */
  readonly slopes: readonly number[];
  /** How many recordings the model was fitted to: each had a line of its own, and this is that of the longest. */
  readonly recordings: number;
}

/** The inputs that drive a model. */
export interface SavedInputs {
  /** Their names. */
  readonly names: readonly string[];
  /** Their units; null if none is known. */
  readonly units: readonly (string | null)[];
  /** The network is given (value − mean) / deviation. */
  readonly standardisation: Standardisation;
}

/** The JSON beside the weights. */
export interface ModelDocument {
  /** "lyap model 3". */
  readonly format: "lyap model 3";
  /** Which experiment and run it is from, and the digest of the training. */
  readonly origin: { readonly experiment: string; readonly run: string; readonly digest: string };
  /** Kind, units and options of the cell. */
  readonly cell: CellChoice;
  /** Kind of the observation model. */
  readonly observation: ObservationChoice;
  /** The step of the cell in a formula. */
  readonly step: string;
  /** Every tensor in the file of weights. */
  readonly tensors: readonly TensorMeaning[];
  /** Names of the recorded variables, in their order. */
  readonly variables: readonly string[];
  /** Their units; null if none is known. */
  readonly units: readonly (string | null)[];
  /** Time units between two steps. */
  readonly dt: number;
  /** Unit of time; null if none is known. */
  readonly timeUnit: string | null;
  /** Delayed copies of which a state is set; null for none. */
  readonly embedding: Embedding | null;
  /** Whether a trend is taken off the data before. */
  readonly detrend: boolean;
  /** The trend of the recording; absent if none was taken off. */
  readonly trend?: SavedTrend;
  /** Standard deviation in steps of the kernel that smooths the data before; null for none. */
  readonly smoothing: number | null;
  /** What drives the network; absent if nothing does. */
  readonly inputs?: SavedInputs;
  /** Means and deviations of the observed columns, embedded: the network sees (x − mean) / deviation. */
  readonly standardisation: Standardisation;
  /** The last observed row of the recording, standardised: where a simulation starts that is given no data. */
  readonly start: readonly number[];
  /** The time of that row. */
  readonly startTime: number;
  /** Where the generated series comes from that lies beside the model; null if there is none. */
  readonly generated: GeneratedFrom | null;
  /** SHA-256 of the files beside the document. */
  readonly digests: ModelDigests;
  /** SHA-256 of all of this document but this line, in canonical JSON. */
  readonly digest: Digest;
  /** What each of these fields means. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Digests of the files that belong to a document. */
export interface ModelDigests {
  /** Of the .safetensors file. */
  readonly weights: Digest;
  /** Of generated.npy; null if there is none. */
  readonly generated: Digest | null;
}

/** The free run of which a generated series is a part. */
export interface GeneratedFrom {
  /** The time of the observed row from which the network was left alone: the first of the held-out part. */
  readonly fromTime: number;
  /** Steps after that row that were left out. */
  readonly leftOut: number;
  /** The time of the first row of the generated series: that of a forecast so far ahead. */
  readonly startTime: number;
}

/** What the fields of a document mean, for who reads it without this program. */
const MEANINGS: Readonly<Record<Exclude<keyof ModelDocument, "fields" | "trend" | "inputs">, string>> = {
  format: "the form of this document",
  origin: "experiment, run and digest of the training that the weights come from",
  cell: "the recurrent cell: its kind, its number of units and its options",
  observation: "how the observed variables come from the state",
  step: "one step of the cell as a formula over the tensors",
  tensors: "every tensor in the .safetensors file: name, shape and what it means",
  variables: "the recorded variables, in the order of the columns",
  units: "their units; null where none is known",
  dt: "time units between two steps",
  timeUnit: "the unit of time; null where none is known",
  embedding:
    "the network observes this number of copies of each variable, delay steps apart, the oldest first; null for none",
  detrend:
    "whether the straight line that fits the data is taken off before; what is generated are deviations from it",
  smoothing:
    "standard deviation in steps of the Gaussian kernel by which the data are smoothed before; null for none",
  standardisation: "the network observes (value − mean) / deviation, for each observed column",
  start:
    "the last observed row of the recording, standardised: where a simulation starts that is given no data",
  startTime: "the time of that row",
  generated:
    "generated.npy and generated.csv: a free run from the first held-out row, whose time is fromTime, without its " +
    "first leftOut steps; startTime is the time of its first row",
  digests: "SHA-256 of the .safetensors file, and of generated.npy where there is one",
  digest:
    "SHA-256 of this document without this line, in canonical JSON; lyap seal states a change made on purpose",
};

/** What the fields about a trend mean where the document has it. */
const MEANINGS_OF_TREND = {
  detrend: "whether the straight line of the field trend is taken off the data before",
  trend:
    "the line that was taken off the recording, and is added to what the network generates: offset + slope · " +
    "(time − the field time), for each variable; where there were several recordings, each had its own, and this is " +
    "that of the longest",
};

const MEANINGS_OF_INPUTS = {
  inputs:
    "the inputs that drive the network: before every step its last units, one for each, are set to (value − mean) / " +
    "deviation of the inputs at the time of the state",
};

/** What the fields mean that a document has. */
const meaningsFor = (
  { trend, inputs }: { readonly trend?: unknown; readonly inputs?: unknown },
): Readonly<Record<string, string>> => ({
  ...MEANINGS,
  ...(trend === undefined ? {} : MEANINGS_OF_TREND),
  ...(inputs === undefined ? {} : MEANINGS_OF_INPUTS),
});

const numbers = list(finiteNumber);

const documentCodec = record({
  format: oneOf(FORMAT),
  origin: record({ experiment: text, run: text, digest: anyText }),
  cell: cellCodec,
  observation: observationCodec,
  step: text,
  tensors: list(anything),
  variables: list(text, 1),
  units: list(nullable(anyText)),
  dt: positiveNumber,
  timeUnit: nullable(anyText),
  embedding: nullable(record({ dimension: positiveInteger, delay: positiveInteger })),
  detrend: flag,
  trend: absent(
    record({ time: finiteNumber, offsets: numbers, slopes: numbers, recordings: positiveInteger }),
  ),
  smoothing: nullable(positiveNumber),
  inputs: absent(record({
    names: list(text, 1),
    units: list(nullable(anyText)),
    standardisation: record({ means: numbers, deviations: numbers }),
  })),
  standardisation: record({ means: numbers, deviations: numbers }),
  start: numbers,
  startTime: finiteNumber,
  generated: nullable(
    record({ fromTime: finiteNumber, leftOut: nonNegativeInteger, startTime: finiteNumber }),
  ),
  digests: record({ weights: digestCodec, generated: nullable(digestCodec) }),
  digest: digestCodec,
  fields: dictionary(anyText),
}) as Codec<ModelDocument, unknown>;

/** A document with the digest of all else in it. */
const withDigest = ({ digest: _, ...document }: Readonly<Record<string, unknown>>): ModelDocument =>
  ({ ...document, digest: digestOf(document) }) as ModelDocument;

/** A document for a model. */
export const documentOf = (
  model: Model,
  about: Omit<ModelDocument, "format" | "cell" | "observation" | "step" | "tensors" | "fields" | "digest">,
): ModelDocument =>
  withDigest({
    format: FORMAT,
    origin: about.origin,
    cell: model.cell,
    observation: model.observation,
    step: cellOf(model.cell).formula,
    tensors: tensorMeanings(model),
    variables: about.variables,
    units: about.units,
    dt: about.dt,
    timeUnit: about.timeUnit,
    embedding: about.embedding,
    detrend: about.detrend,
    ...(about.trend === undefined ? {} : { trend: about.trend }),
    smoothing: about.smoothing,
    ...(about.inputs === undefined ? {} : { inputs: about.inputs }),
    standardisation: about.standardisation,
    start: about.start,
    startTime: about.startTime,
    generated: about.generated,
    digests: about.digests,
    fields: meaningsFor(about),
  });

/** A model with its document. */
export interface SavedModel {
  /** The network with its weights. */
  readonly model: Model;
  /** How data become its states. */
  readonly document: ModelDocument;
}

/** The files of a saved model, as they lie on the disk. */
export interface ModelFiles {
  /** The .safetensors file. */
  readonly weights: Uint8Array;
  /** The JSON file. */
  readonly document: Uint8Array;
  /** generated.npy beside them; null if it is not there. Default: null. */
  readonly generated?: Uint8Array | null;
}

const parsedDocument = (bytes: Uint8Array, file: string): E.Either<LyapError, unknown> =>
  E.mapLeft(({ message }: Error): LyapError =>
    badInput(file, `it is not JSON (${message})`, "take the file that lyap fit wrote")
  )(parsedJson(bytes));

const formatOf = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "format" in value ? value.format : undefined;

const SEAL = "take the file that lyap fit wrote, or run lyap seal if you changed it on purpose";

const decodedDocument = (value: unknown, file: string): E.Either<LyapError, ModelDocument> =>
  formatOf(value) === UNSEALED
    ? E.left(badInput(
      file,
      "an older lyap wrote it, without digests",
      "run lyap seal, which adds them for the files as they are",
    ))
    : pipe(
      decode(documentCodec, value),
      E.map(({ trend, inputs, ...others }): ModelDocument => ({
        ...others,
        ...(trend === undefined ? {} : { trend }),
        ...(inputs === undefined ? {} : { inputs }),
      })),
      E.mapLeft((faults): LyapError => ({ _tag: "InvalidSpec", source: file, faults })),
    );

const changed = (file: string): LyapError => badInput(file, "it has changed since it was written", SEAL);

/** What of a saved model is not as its document states; the document itself first. */
const verified = (
  { weights, generated = null }: ModelFiles,
  document: ModelDocument,
  file: string,
): E.Either<LyapError, ModelDocument> => {
  const { digests } = document;
  return withDigest(document as never).digest !== document.digest
    ? E.left(changed(documentName(file)))
    : digestOfBytes(weights) !== digests.weights
    ? E.left(changed(file))
    : generated !== null && digests.generated !== null && digestOfBytes(generated) !== digests.generated
    ? E.left(changed(generatedName(file)))
    : E.right(document);
};

const modelFrom = (
  weights: Uint8Array,
  { cell, observation, start, inputs }: ModelDocument,
  file: string,
): E.Either<LyapError, Model> => {
  const driven = inputs === undefined ? {} : { inputs: inputs.names.length };
  return pipe(
    decodeWeights(weights, file),
    E.chain((decoded) =>
      modelOf({ cell, observation, observations: start.length, ...driven }, decoded.weights)
    ),
  );
};

/**
 * A saved model from its files, verified against the digests that its document states.
 *
 * @param weights The bytes of the .safetensors file.
 * @param document The bytes of the JSON file.
 * @param file The name of the file of weights, for messages; that of the document ends in .json instead.
 * @param generated The bytes of generated.npy, to be verified too. Default: not there.
 * @errors BadInput or InvalidSpec for what is no such file or was changed, CannotCompute for weights of another network.
 */
export const readSavedModel = (
  weights: Uint8Array,
  document: Uint8Array,
  file: string,
  generated: Uint8Array | null = null,
): E.Either<LyapError, SavedModel> =>
  pipe(
    parsedDocument(document, documentName(file)),
    E.chain((value) => decodedDocument(value, documentName(file))),
    E.chain((read) => verified({ weights, document, generated }, read, file)),
    E.chain((read) => pipe(modelFrom(weights, read, file), E.map((model) => ({ model, document: read })))),
  );

/**
 * The document of a saved model with the digests of its files as they are now: a change made on purpose is stated so.
 *
 * @param files The bytes. The document may be of the form that had no digests.
 * @param file The name of the file of weights, for messages.
 * @errors As `readSavedModel`, for what is no model, even if its digests are right.
 */
export const sealed = (files: ModelFiles, file: string): E.Either<LyapError, ModelDocument> => {
  const { weights, generated = null } = files;
  return pipe(
    parsedDocument(files.document, documentName(file)),
    E.map((value) => {
      const isModel = [FORMAT, UNSEALED].includes(String(formatOf(value)));
      return withDigest({
        ...(value as object),
        ...(isModel ? { format: FORMAT, fields: meaningsFor(value as object) } : {}),
        digests: {
          weights: digestOfBytes(weights),
          generated: generated === null ? null : digestOfBytes(generated),
        },
      });
    }),
    E.chain((document) => decodedDocument(document, documentName(file))),
    E.chainFirst((document) => modelFrom(weights, document, file)),
  );
};

/** The bytes of a document. */
export const documentText = (document: ModelDocument): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(document, null, 2) + "\n");

/** Where the generated series lies that belongs to a file of weights. */
export const generatedName = (weights: string): string => join(dirname(weights), "generated.npy");

/** The name of the JSON that belongs to a file of weights. */
export const documentName = (weights: string): string => weights.replace(/(\.safetensors)?$/, ".json");

type Column = Pick<Variable, "name" | "unit">;

/**
 * Refuses data whose columns are not those of the model: another number of them, another order, or other units. Columns
 * whose names the model does not know are taken by their places: data of an array have no names.
 *
 * @param columns The columns of the data.
 * @param document The model.
 * @errors CannotCompute, with what to say to `--columns`.
 *
 * @example Another order
 * ```ts
 * import { columnsMatch } from "./saved_model.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const document = { variables: ["x", "y"], units: [null, null] };
 * const columns = (...names: string[]) => names.map((name) => ({ name, unit: null }));
 * assertEquals(columnsMatch(columns("x1", "x2"), document)._tag, "Right");
 * assertEquals(columnsMatch(columns("y", "x"), document)._tag, "Left");
 * ```
 */
export const columnsMatch = (
  columns: readonly Column[],
  { variables: written, units }: Pick<ModelDocument, "variables" | "units">,
): E.Either<LyapError, undefined> => {
  // As a .csv file that lyap wrote has them.
  const names = columns.map(({ name }) => withoutFormula(name));
  const variables = written.map(withoutFormula);
  const choose = variables.every((name) => names.includes(name))
    ? `say --columns ${optionText(variables)}`
    : "choose the columns with --columns, in the order of the model";
  if (columns.length !== variables.length) {
    return E.left(cannotCompute(
      `The data have ${counted(columns.length, "column")}, and the model knows ${variables.length}: ${
        variables.join(", ")
      }`,
      choose,
    ));
  }
  if (names.some((name, index) => name !== variables[index] && variables.includes(name))) {
    return E.left(cannotCompute(
      `The data have the columns ${names.join(", ")}, and the model has ${variables.join(", ")}`,
      choose,
    ));
  }
  const odd = columns.findIndex(({ unit }, index) =>
    unit !== null && (units[index] ?? null) !== null && unit !== units[index]
  );
  return odd < 0 ? E.right(undefined) : E.left(cannotCompute(
    `The column ${names[odd]} is in ${columns[odd]!.unit}, and the model has it in ${units[odd]}`,
    "convert the data to the units of the recording",
  ));
};
