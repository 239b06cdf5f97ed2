/**
 * Lyapunov spectra of a dataset and of its networks, by the values of a label and in one unit, as figures show them.
 *
 * @module
 */
import type { RunResult } from "../../results/result.ts";
import { type Exponents, perStep } from "../../lyapunov/result.ts";
import {
  type Ensemble,
  groupsBy,
  groupsOf,
  hasNoSpectrum,
  type LabelValue,
  labelValues,
  quantileWithLosses,
  runsWith,
  type Subject,
} from "./selection.ts";

/** The spectrum of one run. */
export interface RunSpectrum extends Exponents {
  readonly run: RunResult;
  /** The place of the run among the others at the same value, −0.5 … 0.5. */
  readonly offset: number;
}

const spreadOf = (runs: readonly RunResult[], dt: number): readonly RunSpectrum[] =>
  runs.flatMap((run, index) =>
    run.spectrum === null ? [] : [{
      run,
      ...perStep(run.spectrum, dt),
      offset: runs.length === 1 ? 0 : index / (runs.length - 1) - 0.5,
    }]
  );

/** The median of the largest exponents, a run without one counting as a loss. */
const medianOf = (runs: readonly RunResult[], dt: number): number | null =>
  quantileWithLosses(
    runs.map(({ spectrum }) => spectrum === null ? null : perStep(spectrum, dt).exponents[0]!),
    0.5,
  );

/** One value of the label. */
export interface SpectraPlace {
  /** null if the runs do not have the label. */
  readonly value: LabelValue | null;
  /** The spectra of each group, in the order of the groups. */
  readonly spreads: readonly (readonly RunSpectrum[])[];
  /** How many runs there are, of each group. */
  readonly runs: readonly number[];
  /** How many of them have no spectrum since they diverged. */
  readonly lost: number;
  /** The median of the largest exponents, a run without one counting as a loss. */
  readonly median: number | null;
}

/** Runs of one cell without the label. */
export interface SpectraLevel {
  readonly group: Ensemble;
  /** The median of their largest exponents, a run without one counting as a loss. */
  readonly median: number | null;
}

/** All that is drawn and said of the spectra of one dataset. */
export interface SpectraView {
  readonly subject: Subject;
  /** The label. */
  readonly over: string;
  /** The largest exponents of the runs that do not have it although others do, one level for each cell. */
  readonly levels: readonly SpectraLevel[];
  readonly groups: readonly Ensemble[];
  readonly places: readonly SpectraPlace[];
  /** The data's own spectrum in nats per step. */
  readonly truth: Exponents | null;
  /** All networks' spectra. */
  readonly all: readonly RunSpectrum[];
}

/** The spectra of a dataset's runs by the values of a label. */
export const spectraView = (subject: Subject, over: string): SpectraView => {
  const { data, runs } = subject;
  const { dt } = data.series;
  const values = labelValues(runs, over);
  const placed = values.length === 0 ? runs : runs.filter(({ labels }) => labels[over] !== undefined);
  const groups = groupsOf(placed, [over], subject.among);
  const places = (values.length === 0 ? [null] : values).map((value): SpectraPlace => {
    const here = groups.map((group) => value === null ? group.runs : runsWith(group.runs, over, value));
    const spreads = here.map((each) => spreadOf(each, dt));
    return {
      value,
      spreads,
      runs: here.map(({ length }) => length),
      lost: here.flat().filter(hasNoSpectrum).length,
      median: medianOf(here.flat(), dt),
    };
  });
  return {
    subject,
    over,
    levels: groupsBy(runs.filter((run) => !placed.includes(run)), "cell", subject.among).map((
      group,
    ): SpectraLevel => ({
      group,
      median: medianOf(group.runs, dt),
    })),
    groups,
    places,
    truth: data.spectrum === null ? null : perStep(data.spectrum, dt),
    all: places.flatMap(({ spreads }) => spreads.flat()),
  };
};
