/**
 * What a spec says of a series that comes from a file, and how it is read.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import * as t from "io-ts/index.js";
import {
  absent,
  type Codec,
  dictionary,
  finiteNumber,
  flag,
  list,
  nonNegativeInteger,
  nullable,
  numberBetween,
  oneOf,
  optional,
  positiveInteger,
  positiveNumber,
  record,
  text,
  variant,
  where,
} from "../core/codec/codec.ts";
import { shaped } from "../core/codec/schema.ts";
import { isFilePath } from "../core/codec/file_name.ts";
import { systems } from "../systems/catalogue.ts";
import { type Parameters, parametersOf } from "../systems/system.ts";
import type { RowRange, WholeTrials } from "./stretches.ts";

/** The name under which `lyap fit` leaves a series beside its spec. */
export const FITTED_SERIES = "series.npy";

/** The equations that a file is said to come from. */
export interface FileEquations {
  /** Name in the catalogue of systems. */
  readonly system: string;
  /** All parameters. What a user leaves out is the system's default. */
  readonly parameters: Parameters;
}

/**
 * A file that holds the series on which networks are judged.
 *
 * @internal
 */
export interface TestFile {
  /** Name of a .npy file in the data directory, with the same columns. */
  readonly file: string;
  /** SHA-256 of its bytes, 64 hexadecimal digits: a file with another one is refused. */
  readonly sha256: string;
  /** Where it is published, an https address; empty if it is not known. Default: empty. */
  readonly address: string;
  /** Its length: a download of more ends at once. Default: at most a gigabyte. */
  readonly bytes?: number | undefined;
}

/** A series from a file, with nothing left open. */
export interface FileSource {
  /** Distinguishes this source of a series from others. */
  readonly kind: "file";
  /** Name of a .npy file in the data directory, "gtf/EEG_train.npy" for one in a folder of it. */
  readonly file: string;
  /** SHA-256 of its bytes, 64 hexadecimal digits: a file with another one is refused. */
  readonly sha256: string;
  /** Where it is published, an https address; empty if it is not known. Default: empty. */
  readonly address: string;
  /** Its length: a download of more ends at once. Default: at most a gigabyte. */
  readonly bytes?: number | undefined;
  /** For people. Default: the name of the file. */
  readonly title: string;
  /** Sampling interval in time units. Default: 1. */
  readonly dt: number;
  /** Names of all columns of the file. Default: x1, x2 …, as many as there are. */
  readonly variables: readonly string[];
  /** Names of the observed columns, in this order. Default: all but the inputs. */
  readonly observe: readonly string[];
  /** Names of columns that drive the system: networks are given them at every step, and do not make them. Default: none. */
  readonly inputs?: readonly string[] | undefined;
  /** Share of the rows, at the end, that no network sees in its training. Default: 0.2. */
  readonly heldOutShare: number;
  /**
   * A file of its own for the held-out series: all rows of `file` are for training then, and `heldOutShare` has no effect.
   * Default: none.
   */
  readonly test?: TestFile | undefined;
  /** Share of the rows, before the held-out ones, by which networks are chosen. Default: none. */
  readonly validationShare?: number | undefined;
  /** Where each trial lies, in rows from 0: no window crosses their borders. Default: the series is one trial. */
  readonly trials?: readonly RowRange[] | undefined;
  /**
   * Trials that are the validation and the held-out part, each whole, by their places in `trials` from 0. Default: the end of
   * the longest trial is.
   */
  readonly wholeTrials?: WholeTrials | undefined;
  /** Whether the straight line that fits the training part is taken off each trial. Default: it is not. */
  readonly detrend?: boolean | undefined;
  /** Standard deviation in steps of the Gaussian kernel that smooths each part. Default: nothing is smoothed. */
  readonly smoothing?: number | undefined;
  /**
   * The equations from which its exponents come; null if none are known, and the largest exponent is estimated from
   * the series. Default: null.
   */
  readonly equations: FileEquations | null;
  /** Where the series comes from. Default: none. */
  readonly references: readonly string[];
}

/** What a user writes for a `FileSource`. */
export type FileSourceInput =
  & Pick<FileSource, "kind" | "file" | "sha256">
  & Partial<Omit<FileSource, "kind" | "file" | "sha256" | "equations" | "test">>
  & {
    readonly test?: (Pick<TestFile, "file" | "sha256"> & Partial<TestFile>) | undefined;
    readonly equations?: { readonly system: string; readonly parameters?: Parameters } | null;
  };

const fileName: Codec<string> = where(
  "the name of a .npy file, with folders below the data directory if need be",
  (value): value is string =>
    isFilePath(value) && value.endsWith(".npy") && !value.split("/").some((name) => name.startsWith(".")),
  { type: "string", pattern: "\\.npy$" },
);

const sha256: Codec<string> = where(
  "a SHA-256, 64 hexadecimal digits in lower case",
  (value): value is string => typeof value === "string" && /^[0-9a-f]{64}$/.test(value),
  { type: "string", pattern: "^[0-9a-f]{64}$" },
);

const address: Codec<string> = where(
  "an address that begins with https://",
  (value): value is string =>
    typeof value === "string" && (value === "" || (/^https:\/\/\S+$/.test(value) && URL.canParse(value))),
  { type: "string" },
);

/** The share of the rows that may be set aside: a long test series may follow a short recording. */
const MOST_APART = 0.99;
/** … and that of a validation part. */
const LEAST_VALIDATION = 0.001;

const shape = variant("file", {
  file: fileName,
  sha256,
  address: optional(address, ""),
  bytes: absent(positiveInteger),
  title: optional(text, ""),
  dt: optional(positiveNumber, 1),
  variables: optional(list(text), []),
  observe: optional(list(text), []),
  inputs: absent(list(text, 1)),
  heldOutShare: optional(numberBetween(0.01, MOST_APART), 0.2),
  test: absent(record({
    file: fileName,
    sha256,
    address: optional(address, ""),
    bytes: absent(positiveInteger),
  })),
  validationShare: absent(numberBetween(LEAST_VALIDATION, MOST_APART)),
  trials: absent(list(record({ start: nonNegativeInteger, end: positiveInteger }), 1)),
  wholeTrials: absent(record({ validation: nullable(nonNegativeInteger), heldOut: nonNegativeInteger })),
  detrend: absent(flag),
  smoothing: absent(positiveNumber),
  equations: optional(
    nullable(
      record({
        system: oneOf(...Object.keys(systems)),
        parameters: optional(dictionary(finiteNumber), {}),
      }),
    ),
    null,
  ),
  references: optional(list(text), []),
});

/** What is wrong with trials, shares and a trend that decode one by one. */
const partsFault = (
  { heldOutShare, validationShare = 0, trials = [], wholeTrials, detrend = false, inputs, test }: FileSource,
):
  | {
    readonly field: "validationShare" | "trials" | "wholeTrials" | "detrend" | "inputs";
    readonly expected: string;
  }
  | undefined => {
  if (detrend && test !== undefined) {
    return {
      field: "detrend",
      expected: "false if there is a separate test file, on which no trend continues",
    };
  }
  if (inputs !== undefined && test !== undefined) {
    return { field: "inputs", expected: "left out if the held-out series is a test file" };
  }
  if (wholeTrials !== undefined && test !== undefined) {
    return { field: "wholeTrials", expected: "left out if the held-out series is a test file" };
  }
  if (heldOutShare + validationShare > MOST_APART) {
    return { field: "validationShare", expected: `together with heldOutShare at most ${MOST_APART}` };
  }
  if (wholeTrials !== undefined) {
    const { validation, heldOut } = wholeTrials;
    const rest = trials.length - (validation === null ? 1 : 2);
    if (rest < 1 || Math.max(heldOut, validation ?? 0) >= trials.length || validation === heldOut) {
      return { field: "wholeTrials", expected: "two of the trials, so that one more is left for training" };
    }
  }
  const broken = trials.some(({ start, end }, index) =>
    end <= start || start < (trials[index - 1]?.end ?? 0)
  );
  return broken
    ? { field: "trials", expected: "ranges that follow each other, none of them empty" }
    : undefined;
};

/** Fills in the parameters of the equations, or says which of them the system does not have. */
const complete = (given: FileSource, context: t.Context): t.Validation<FileSource> => {
  const title = given.title === "" ? given.file : given.title;
  const unknown = given.variables.length === 0
    ? []
    : given.observe.filter((name) => !given.variables.includes(name));
  if (unknown.length > 0) {
    return t.failures(unknown.map((name) => ({
      value: name,
      context: t.appendContext(context, "observe", t.unknown, given.observe),
      message: `names among ${given.variables.join(", ")}`,
    })));
  }
  const { inputs = [], variables, observe } = given;
  const strange = inputs.find((name, index) =>
    inputs.indexOf(name) !== index || observe.includes(name) ||
    (variables.length > 0 && !variables.includes(name))
  );
  if (strange !== undefined || (variables.length > 0 && inputs.length >= variables.length)) {
    return t.failure(
      inputs,
      t.appendContext(context, "inputs", t.unknown, inputs),
      `names of columns, each once, of which none is observed${
        variables.length === 0 ? "" : `, and not all of ${variables.join(", ")}`
      }`,
    );
  }
  const fault = partsFault(given);
  if (fault !== undefined) {
    const { field, expected } = fault;
    return t.failure(given[field], t.appendContext(context, field, t.unknown, given[field]), expected);
  }
  if (given.equations === null) return t.success({ ...given, title });
  const { system, parameters } = given.equations;
  const resolved = parametersOf(systems[system]!, parameters);
  if (E.isRight(resolved)) {
    return t.success({ ...given, title, equations: { system, parameters: resolved.right } });
  }
  return t.failures(resolved.left.map(({ path, expected }) => {
    const name = path.slice("$.".length);
    return {
      value: parameters[name],
      context: ["equations", "parameters", name].reduce(
        (above, key) => t.appendContext(above, key, t.unknown, parameters[name]),
        context,
      ),
      message: expected,
    };
  }));
};

/**
 * The codec of `{kind: "file", file, sha256, …}`.
 *
 * @example A digest that is none
 * ```ts
 * import { fileSource } from "./file_settings.ts";
 * import { decode } from "../core/codec/codec.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const faults = decode(fileSource, { kind: "file", file: "eeg.npy", sha256: "12" });
 * assertEquals(faults._tag === "Left" && faults.left[0]!.path, "$.sha256");
 * ```
 */
export const fileSource: Codec<FileSource, FileSourceInput> = new t.Type<
  FileSource,
  FileSourceInput,
  unknown
>(
  "a series from a file",
  (value): value is FileSource => shape.is(value),
  (value, context) => {
    const decoded = shape.validate(value, context);
    return E.isLeft(decoded) ? decoded : complete(decoded.right, context);
  },
  t.identity,
);
shaped(fileSource, (visit) => visit(shape));
