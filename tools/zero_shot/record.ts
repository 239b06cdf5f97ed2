/**
 * The record of what `lyap fit` makes of DynaMix's contexts.
 *
 * @module
 */
import type { BatchSettings } from "../../lib/training/batches.ts";
import type { CellInput } from "../../lib/networks/catalogue.ts";
import type { ObservationInput } from "../../lib/networks/observations/catalogue.ts";
import type { ForcingInput } from "../../lib/training/forcing/catalogue.ts";
import { notebookNames, type ShownName } from "../../experiments/shared/dynamix.ts";
import type { FitResult } from "../../lib/recordings/fit/fit.ts";
import type { RegressionSettings } from "../../lib/training/settings.ts";
import data from "../../fixtures/zero_shot.json" with { type: "json" };

/** Values by DynaMix's measures; null where there is none. */
export interface NotebookValues {
  readonly D_stsp: number | null;
  readonly D_H: number | null;
  readonly MASE: number | null;
}

/** What a training was, so that it can be made again. */
export interface RecordedTraining {
  readonly cell: CellInput;
  readonly observation: ObservationInput;
  readonly forcing: ForcingInput;
  readonly batches: BatchSettings;
  readonly epochs: number;
  readonly seed: number;
  /** How a network by regression starts; absent for others. */
  readonly start?: RegressionSettings;
}

/** A fit. */
export interface RecordedFit {
  readonly series: ShownName;
  /** Its budget in seconds. */
  readonly budget: number;
  /** How long it took, in seconds. */
  readonly seconds: number;
  /** How many networks were trained. */
  readonly networks: number;
  /** How many of them are by regression; absent in fits that are older than such networks. */
  readonly regressions?: number;
  /** The place of the chosen one among them on what is forecast, by the score that chose it. */
  readonly place: number | null;
  /** The place of the chosen one among them by D_stsp alone. */
  readonly placeByD_stsp: number;
  /** The smallest D_stsp of any of them. */
  readonly least: number;
  /** What the fit says of it. */
  readonly level: string;
  /** The chosen network. */
  readonly training: RecordedTraining;
  readonly values: NotebookValues;
}

/** Something that needs no training. */
export interface RecordedBaseline {
  readonly series: ShownName;
  readonly kind: string;
  readonly values: NotebookValues;
}

/** All of it. */
export interface ZeroShotRecord {
  /** The machine on which the budgets were spent. */
  readonly machine: string;
  readonly baselines: readonly RecordedBaseline[];
  readonly fits: readonly RecordedFit[];
}

/** What is published. */
export const publishedZeroShot = data as unknown as ZeroShotRecord;

/** What results say by the notebooks' measures. */
export const valuesOf = (measures: Readonly<Record<string, number | null>>): NotebookValues => ({
  D_stsp: measures[notebookNames.D_stsp] ?? null,
  D_H: measures[notebookNames.D_H] ?? null,
  MASE: measures[notebookNames.MASE] ?? null,
});

/** Which series was fitted, within which budget, and how long that took, both in seconds. */
type Made = Pick<RecordedFit, "budget" | "seconds"> & { readonly name: ShownName };

/** A fit as the record keeps it. */
export const recordedFit = (
  { result: { runs }, chosen, level, place }: Pick<FitResult, "chosen" | "level" | "place"> & {
    readonly result: Pick<FitResult["result"], "runs">;
  },
  { name, budget, seconds }: Made,
): RecordedFit => {
  const run = runs.find(({ id }) => id === chosen)!;
  const { cell, observation, forcing, batches, epochs, seed, start } = run
    .settings as unknown as RecordedTraining;
  const distances = runs.flatMap(({ measures }) => measures[notebookNames.D_stsp] ?? []);
  const own = run.measures[notebookNames.D_stsp] ?? Infinity;
  return {
    series: name,
    budget,
    seconds: Math.round(seconds),
    networks: runs.length,
    regressions: runs.filter(({ settings }) => "start" in settings).length,
    place,
    placeByD_stsp: 1 + distances.filter((each) => each < own).length,
    least: Math.min(...distances),
    level,
    training: {
      ...{ cell, observation, forcing, batches, epochs, seed },
      ...(start === undefined ? {} : { start }),
    },
    values: valuesOf(run.measures),
  };
};

/** The record as its file has it. */
export const writtenZeroShot = (record: ZeroShotRecord): string => JSON.stringify(record, null, 2) + "\n";
