/**
 * The record of what `lyap fit` makes of DynaMix's contexts.
 *
 * @module
 */
import type { BatchSettings } from "../../lib/training/batches.ts";
import type { CellInput } from "../../lib/networks/catalogue.ts";
import type { ObservationInput } from "../../lib/networks/observations/catalogue.ts";
import type { ForcingInput } from "../../lib/training/forcing/catalogue.ts";
import type { ShownName } from "../../experiments/shared/dynamix.ts";
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
export const published = data as unknown as ZeroShotRecord;

/** The record as its file has it. */
export const writtenZeroShot = (record: ZeroShotRecord): string => JSON.stringify(record, null, 2) + "\n";
