/**
 * The step `dataset`: the series for training, a held-out one, and the exponents of the system from its equations.
 *
 * Run alone: `deno run -P=dataset lib/steps/dataset.ts --spec FILE --out DIRECTORY`.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { type DatasetSettings, datasetSettings } from "../datasets/dataset.ts";
import { generate } from "../datasets/generate.ts";
import { slice } from "../datasets/series.ts";
import { type Standardisation, standardisationOf, standardise } from "../datasets/standardise.ts";
import { exponentsOf } from "../lyapunov/exponents.ts";
import { type PredictabilityTime, predictabilityTime } from "../lyapunov/predictability.ts";
import type { LyapunovSpectrum } from "../lyapunov/result.ts";
import type { LyapError } from "../program/errors.ts";
import { systems } from "../systems/catalogue.ts";
import { encodeRecord, encodeSeries } from "./files.ts";
import { main, type Step } from "./harness.ts";

/** What the step says of a dataset besides its series, in `dataset.json`. */
export interface DatasetRecord {
  /** "Lorenz-63 (sigma = 10, rho = 38, beta = 2.667)". */
  readonly title: string;
  readonly variables: readonly string[];
  /** Sampling interval in time units. */
  readonly dt: number;
  /** How the series in the files came from the system's variables; null where they are as they were. */
  readonly standardisation: Standardisation | null;
  /** From the equations. */
  readonly spectrum: LyapunovSpectrum;
  readonly predictabilityTime: PredictabilityTime | null;
  /** Where the system comes from. */
  readonly references: readonly string[];
}

const shortNumber = (value: number): string => String(Number(value.toPrecision(4)));

const titleOf = ({ source }: DatasetSettings): string => {
  const parameters = Object.entries(source.parameters).map(([name, value]) =>
    `${name} = ${shortNumber(value)}`
  );
  const title = systems[source.system]!.title;
  return parameters.length === 0 ? title : `${title} (${parameters.join(", ")})`;
};

const make = (settings: DatasetSettings): E.Either<LyapError, Readonly<Record<string, Uint8Array>>> => {
  const { source } = settings;
  const { steps, transient, dt, substeps } = source;
  const system = systems[source.system]!;
  return pipe(
    E.Do,
    E.bindW("long", () => generate({ ...source, steps: 2 * steps + transient })),
    E.bindW("exponents", () =>
      exponentsOf(system, source.parameters, {
        dt: dt / substeps,
        time: settings.exponentTimeScales * system.timeScale,
        initialState: source.initialState,
      })),
    E.map(({ long: { series, variables }, exponents: { spectrum } }) => {
      const train = slice(series, 0, steps);
      const heldOut = slice(series, steps + transient);
      const standardisation = settings.standardise ? standardisationOf(train) : null;
      const prepared = standardisation === null ? { train, heldOut } : {
        train: standardise(train, standardisation),
        heldOut: standardise(heldOut, standardisation),
      };
      const record: DatasetRecord = {
        title: titleOf(settings),
        variables,
        dt,
        standardisation,
        spectrum,
        predictabilityTime: predictabilityTime(spectrum, dt),
        references: system.bibliography,
      };
      return {
        "series.npy": encodeSeries(prepared.train),
        "held-out.npy": encodeSeries(prepared.heldOut),
        "dataset.json": encodeRecord(record),
      };
    }),
  );
};

/** The step as a value, for programs that run it without a process of its own. */
export const datasetStep: Step<DatasetSettings> = {
  name: "dataset",
  codec: datasetSettings,
  run: (settings) => RTE.fromEither(make(settings)),
};

if (import.meta.main) await main(datasetStep);
