/**
 * Lyapunov spectra of a dataset and of its networks, by the values of a label and in one unit, as figures show them.
 *
 * @module
 */
import type { RunEvidence } from "../results/evidence.ts";
import type { LyapunovSpectrum } from "../lyapunov/result.ts";
import {
  type Group,
  groupsOf,
  hasNoSpectrum,
  type LabelValue,
  labelValues,
  quantileWithLosses,
  runsWith,
  type Subject,
} from "./selection.ts";

/** A spectrum in nats per step of the series. */
export const perStep = (
  spectrum: LyapunovSpectrum,
  dt: number,
): { readonly exponents: readonly number[]; readonly errors: readonly number[] } => {
  const factor = spectrum.unit === "nats/time" ? dt : 1;
  return {
    exponents: spectrum.exponents.map((value) => value * factor),
    errors: spectrum.standardErrors.map((value) => value * factor),
  };
};

/** The spectrum of one run. */
export interface Spread {
  readonly run: RunEvidence;
  readonly exponents: readonly number[];
  readonly errors: readonly number[];
  /** Where the run stands beside the others of its place, −0.5 … 0.5. */
  readonly offset: number;
}

const spreadOf = (runs: readonly RunEvidence[], dt: number): readonly Spread[] =>
  runs.flatMap((run, index) =>
    run.spectrum === null ? [] : [{
      run,
      ...perStep(run.spectrum, dt),
      offset: runs.length === 1 ? 0 : index / (runs.length - 1) - 0.5,
    }]
  );

/** One value of the label. */
export interface SpectraPlace {
  /** null where the runs do not have the label. */
  readonly value: LabelValue | null;
  /** The spectra of each group, in the order of the groups. */
  readonly spreads: readonly (readonly Spread[])[];
  /** How many runs there are, of each group. */
  readonly runs: readonly number[];
  /** How many of them have no spectrum since they diverged. */
  readonly lost: number;
  /** The median of the largest exponents, a run without one counting as a loss. */
  readonly median: number | null;
}

/** All that is drawn and said of the spectra of one dataset. */
export interface SpectraView {
  readonly subject: Subject;
  /** The label. */
  readonly over: string;
  /** How many runs do not have it, although others do. */
  readonly withoutPlace: number;
  readonly groups: readonly Group[];
  readonly places: readonly SpectraPlace[];
  /** The data's own spectrum in nats per step. */
  readonly truth: ReturnType<typeof perStep> | null;
  /** All networks' spectra. */
  readonly all: readonly Spread[];
}

/** The spectra of a dataset's runs by the values of a label. */
export const spectraView = (subject: Subject, over: string): SpectraView => {
  const { data, runs } = subject;
  const { dt } = data.series;
  const values = labelValues(runs, over);
  const placed = values.length === 0 ? runs : runs.filter(({ labels }) => labels[over] !== undefined);
  const groups = groupsOf(placed, [over]);
  const places = (values.length === 0 ? [null] : values).map((value): SpectraPlace => {
    const here = groups.map((group) => value === null ? group.runs : runsWith(group.runs, over, value));
    const spreads = here.map((each) => spreadOf(each, dt));
    const own = spreads.flat().map(({ exponents }) => exponents[0]!);
    const without = here.flat().filter(({ spectrum }) => spectrum === null).length;
    return {
      value,
      spreads,
      runs: here.map(({ length }) => length),
      lost: here.flat().filter(hasNoSpectrum).length,
      median: quantileWithLosses([...own, ...Array<null>(without).fill(null)], 0.5),
    };
  });
  return {
    subject,
    over,
    withoutPlace: runs.length - placed.length,
    groups,
    places,
    truth: data.spectrum === null ? null : perStep(data.spectrum, dt),
    all: places.flatMap(({ spreads }) => spreads.flat()),
  };
};
