/**
 * The step `dataset`: the series for training, a held-out one, and the exponents of the system from its equations, or of
 * a recording from its series.
 *
 * Run alone: `deno run -P=dataset lib/steps/dataset.ts --spec FILE --out DIRECTORY`, for a file with `--data DIRECTORY`
 * and the right to read it.
 *
 * @module
 */
import { plainNumber } from "../numerics/format.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { join } from "@std/path/mod.js";
import { type DatasetSettings, datasetSettings } from "../series/dataset.ts";
import type { FileSource, TestFile } from "../series/file_settings.ts";
import { generate, type NamedSeries } from "../series/generate.ts";
import type { SystemSource } from "../series/generate_settings.ts";
import { embedParts, openParts, type Parts, partsOf } from "../series/parts.ts";
import { inputParts } from "../series/inputs.ts";
import { drivingOf, recordingOf } from "../series/recording.ts";
import { type Series, slice } from "../series/series.ts";
import { type Standardisation, standardisationOf, standardise } from "../series/standardise.ts";
import { concatenate, type RowRange } from "../series/stretches.ts";
import { exponentsOfSystem } from "../lyapunov/exponents.ts";
import { type PredictabilityTime, predictabilityTime } from "../lyapunov/predictability.ts";
import type { LyapunovSpectrum } from "../lyapunov/result.ts";
import { type SeriesEstimate, spectrumFromSeries } from "../lyapunov/series/estimate.ts";
import { estimateTrials } from "../lyapunov/series/trials.ts";
import { cannotCompute, environmentFault, type LyapError } from "../core/program/errors.ts";
import { failWith, type Program } from "../core/program/program.ts";
import { systemOf, systems } from "../systems/catalogue.ts";
import type { Parameters, System } from "../systems/system.ts";
import { encodeRecord } from "./files.ts";
import { encodeSeries } from "../series/npy.ts";
import { downloadLine } from "./download.ts";
import type { Step, Work } from "./step.ts";

/** What is kept of an estimate from a series. */
export type EstimateRecord = Pick<
  SeriesEstimate,
  | "method"
  | "lambda1"
  | "standardError"
  | "verdict"
  | "because"
  | "forcingInterval"
  | "correlationZero"
  | "notes"
>;

/** What the step says of a dataset apart from its series, in `dataset.json`. */
export interface DatasetRecord {
  /** "Lorenz-63 (sigma = 10, rho = 38, beta = 2.667)". */
  readonly title: string;
  readonly variables: readonly string[];
  /** Sampling interval in time units. */
  readonly dt: number;
  /** How the series in the files came from the system's variables; null if they are as they were. */
  readonly standardisation: Standardisation | null;
  /** From the equations; of a recording its largest exponent alone; null if it has none. */
  readonly spectrum: LyapunovSpectrum | null;
  readonly predictabilityTime: PredictabilityTime | null;
  /** What drives the system, and how it came from the recording's; absent if nothing does. */
  readonly inputs?: { readonly names: readonly string[]; readonly standardisation: Standardisation | null };
  /** Where the trials lie in the series for training; absent if it is one. */
  readonly trials?: readonly RowRange[];
  /** What was found from the series of a recording without equations; absent elsewhere. */
  readonly estimate?: EstimateRecord;
  /** Where the system comes from. */
  readonly references: readonly string[];
}

/** What is known of the dynamics, for every part of the series. */
type Dynamics = Pick<DatasetRecord, "title" | "spectrum" | "predictabilityTime" | "estimate" | "references">;

const titleOf = ({ title }: System, values: Parameters): string => {
  const parameters = Object.entries(values).map(([name, value]) => `${name} = ${plainNumber(value, 4)}`);
  return parameters.length === 0 ? title : `${title} (${parameters.join(", ")})`;
};

const equationsOf = (source: SystemSource): E.Either<LyapError, System> =>
  pipe(
    systemOf(source),
    E.mapLeft((expected) => cannotCompute(`There is no system "${source.system}"`, `give ${expected}`)),
  );

const fromEquations = (
  settings: DatasetSettings,
  source: SystemSource,
): E.Either<LyapError, Found> => {
  const { steps, transient, dt, substeps } = source;
  return pipe(
    E.Do,
    E.bindW("long", () => generate({ ...source, steps: 2 * steps + transient })),
    E.bindW("system", () => equationsOf(source)),
    E.bindW("exponents", ({ system }) =>
      exponentsOfSystem(system, source.parameters, {
        dt: dt / substeps,
        time: settings.exponentTimeScales * system.timeScale,
        initialState: source.initialState,
      })),
    E.map(({ long: { series, variables }, system, exponents: { spectrum } }) => ({
      drive: null,
      parts: {
        train: [slice(series, 0, steps)],
        divided: 0,
        validation: null,
        heldOut: slice(series, steps + transient),
        variables,
      },
      dynamics: {
        title: titleOf(system, source.parameters),
        spectrum,
        predictabilityTime: predictabilityTime(spectrum, dt),
        references: system.bibliography,
      },
    })),
  );
};

/** What follows from the equations that a file is said to come from; its exponents belong to its dt. */
const dynamicsOfFile = (
  settings: DatasetSettings,
  source: FileSource,
  open: readonly Series[],
): E.Either<LyapError, Dynamics> => {
  const { equations, dt, title, references } = source;
  if (equations !== null) {
    const system = systems[equations.system]!;
    const time = settings.exponentTimeScales * system.timeScale;
    return pipe(
      exponentsOfSystem(system, equations.parameters, { time }),
      E.map(({ spectrum }) => ({
        title: `${title}, from ${titleOf(system, equations.parameters)}`,
        spectrum,
        predictabilityTime: predictabilityTime(spectrum, dt),
        references: [...references, ...system.bibliography],
      })),
    );
  }
  return pipe(
    estimateTrials(open),
    E.map((estimate) => {
      const spectrum = spectrumFromSeries(estimate);
      const { method, lambda1, standardError, verdict, because, forcingInterval, correlationZero, notes } =
        estimate;
      return {
        title,
        spectrum,
        predictabilityTime: spectrum === null ? null : predictabilityTime(spectrum, dt),
        estimate: {
          method,
          lambda1,
          standardError,
          verdict,
          because,
          forcingInterval,
          correlationZero,
          notes,
        },
        references,
      };
    }),
  );
};

/** The bytes of a file, and of its test file where it has one. */
interface FileBytes {
  readonly bytes: Uint8Array;
  readonly test?: Uint8Array | undefined;
}

/** What is found of a dataset. */
interface Found {
  readonly parts: Parts;
  readonly dynamics: Dynamics;
  /** The inputs of each part; null if there are none. */
  readonly drive: Parts | null;
}

const driveOf = (
  { embed }: DatasetSettings,
  source: FileSource,
  bytes: Uint8Array,
): E.Either<LyapError, Parts | null> =>
  pipe(
    drivingOf(source, bytes),
    E.chain((drive) => drive === null ? E.right(null) : inputParts(source, drive, embed)),
  );

/** The files that hold the inputs, and what the record says of them. */
const inputFiles = (
  drive: Parts | null,
  scale: boolean,
): {
  readonly record: Pick<DatasetRecord, "inputs">;
  readonly files: Readonly<Record<string, Uint8Array>>;
} => {
  if (drive === null) return { record: {}, files: {} };
  const { series } = concatenate(drive.train);
  const standardisation = scale ? standardisationOf(series) : null;
  const encoded = (part: Series) =>
    encodeSeries(standardisation === null ? part : standardise(part, standardisation));
  return {
    record: { inputs: { names: drive.variables, standardisation } },
    files: {
      "inputs.npy": encoded(series),
      ...(drive.validation === null ? {} : { "validation-inputs.npy": encoded(drive.validation) }),
      "held-out-inputs.npy": encoded(drive.heldOut),
    },
  };
};

const fromFile = (
  settings: DatasetSettings,
  source: FileSource,
  { bytes, test }: FileBytes,
): E.Either<LyapError, Found> =>
  pipe(
    E.Do,
    E.bindW("recording", () => recordingOf(source, bytes)),
    E.bindW(
      "judged",
      (): E.Either<LyapError, NamedSeries | undefined> =>
        test === undefined ? E.right(undefined) : recordingOf({ ...source, ...source.test }, test),
    ),
    E.bindW("drive", () => driveOf(settings, source, bytes)),
    E.bindW("parts", ({ recording, judged }) => partsOf(source, recording, judged)),
    E.bindW("open", ({ recording }) => openParts(source, recording)),
    E.bindW("dynamics", ({ open }) => dynamicsOfFile(settings, source, open)),
  );

const filesOf = (
  settings: DatasetSettings,
  { parts, dynamics, drive }: Found,
): E.Either<LyapError, Readonly<Record<string, Uint8Array>>> =>
  pipe(
    settings.embed === undefined ? E.right(parts) : embedParts(parts, settings.embed),
    E.map(({ train, validation, heldOut, variables }) => {
      const { series, ranges } = concatenate(train);
      const standardisation = settings.standardise ? standardisationOf(series) : null;
      const scaled = (part: Series) => standardisation === null ? part : standardise(part, standardisation);
      const driving = inputFiles(drive, settings.standardise);
      const record: DatasetRecord = {
        ...dynamics,
        ...driving.record,
        ...(ranges.length > 1 ? { trials: ranges } : {}),
        variables,
        dt: settings.source.dt,
        standardisation,
      };
      return {
        ...driving.files,
        "series.npy": encodeSeries(scaled(series)),
        ...(validation === null ? {} : { "validation.npy": encodeSeries(scaled(validation)) }),
        "held-out.npy": encodeSeries(scaled(heldOut)),
        "dataset.json": encodeRecord(record),
      };
    }),
  );

/** Bytes of a download of which the spec does not state the length. */
const LARGEST_DOWNLOAD = 1e9;

/** Milliseconds between two words on a download. */
const REPORT_EVERY = 1000;

/** The bytes of a file: from the data directory, or else from where it is published, with leave. */
const bytesOf = (
  { file, address, bytes = LARGEST_DOWNLOAD }: TestFile,
  { data: { directory, mayDownload }, report }: Pick<Work, "data" | "report">,
): Program<Uint8Array> => {
  const absent = failWith(environmentFault(
    "The data file is not present",
    directory === null ? file : join(directory, file),
    address === ""
      ? "name its directory with --data"
      : `fetch it from ${address}, or allow that with --download`,
  ));
  const download: Program<Uint8Array> = ({ network, clock }) => {
    let reported = -Infinity;
    return network.fetch(address, {
      mostBytes: bytes,
      onProgress: (length, total) => {
        if (clock() - reported < REPORT_EVERY) return;
        reported = clock();
        report(0, downloadLine(file, length, total));
      },
    });
  };
  const otherwise = mayDownload && address !== "" ? download : absent;
  if (directory === null) return otherwise;
  const path = join(directory, file);
  return (capabilities) =>
    pipe(
      capabilities.files.exists(path),
      TE.chain((exists) => exists ? capabilities.files.read(path) : otherwise(capabilities)),
    );
};

/** The bytes of all files of a source. */
const allBytesOf = (source: FileSource, work: Pick<Work, "data" | "report">): Program<FileBytes> => {
  const { test } = source;
  return pipe(
    RTE.Do,
    RTE.bind("bytes", () => bytesOf(source, work)),
    RTE.bind(
      "test",
      (): Program<Uint8Array | undefined> => test === undefined ? RTE.right(undefined) : bytesOf(test, work),
    ),
  );
};

/** The step as a value, for programs that run it without a process of its own. */
export const datasetStep: Step<DatasetSettings> = {
  name: "dataset",
  codec: datasetSettings,
  run: (settings, _inputs, work) => {
    const { source } = settings;
    return pipe(
      source.kind === "system"
        ? RTE.fromEither(fromEquations(settings, source))
        : pipe(allBytesOf(source, work), RTE.chainEitherK((bytes) => fromFile(settings, source, bytes))),
      RTE.chainEitherK((made) => filesOf(settings, made)),
    );
  },
};

if (import.meta.main) await (await import("./harness.ts")).runAsStep(datasetStep);
