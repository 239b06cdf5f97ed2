/**
 * A measure over the values of a label: what each group of runs has at each value, and what a reader should see in it.
 *
 * @module
 */
import { listed } from "../../core/program/text.ts";
import type { RunResult } from "../../results/result.ts";
import { summarise } from "../../numerics/statistics.ts";
import { log10, pow } from "../../numerics/elementary.ts";
import type { Axis } from "./plot/figure.ts";
import { shortNumber } from "../../numerics/format.ts";
import {
  type Ensemble,
  groupsBy,
  groupsOf,
  hasDiverged,
  type LabelValue,
  labelValues,
  measuredValue,
  quantileWithLosses,
  runsWith,
  type Subject,
} from "./selection.ts";
import { isNoBetterThan, noBetterThan } from "./learned.ts";
import { labelledList, type MeasureWords } from "./words.ts";

/** The runs of a group at one value of the label. */
export interface SweepPoint {
  /** Their group. */
  readonly group: Ensemble;
  /** The value of the label. */
  readonly value: LabelValue;
  /** Of each run; null if it has none. */
  readonly values: readonly (number | null)[];
  /** Null if half of the runs or more have no value. */
  readonly median: number | null;
  /** The quantile at 5 %; null if it falls among the runs without a value. */
  readonly low: number | null;
  /** The quantile at 95 %; null if it falls among the runs without a value. */
  readonly high: number | null;
  /** Over the runs that have a value; null if none has one. */
  readonly mean: number | null;
  /** Of that mean; null with fewer than two values. */
  readonly standardError: number | null;
  /** How many of the runs diverged. */
  readonly diverged: number;
  /** How many have no value although they did not diverge. */
  readonly unmeasured: number;
}

const pointOf = (
  group: Ensemble,
  value: LabelValue,
  runs: readonly RunResult[],
  measure: MeasureWords,
): SweepPoint => {
  const measured = runs.map((run) => measuredValue(run, measure));
  const { mean, standardError } = summarise(measured, measure.better);
  return {
    group,
    value,
    values: measured,
    median: quantileWithLosses(measured, 0.5, measure.better),
    low: quantileWithLosses(measured, 0.05, measure.better),
    high: quantileWithLosses(measured, 0.95, measure.better),
    mean,
    standardError,
    diverged: runs.filter(hasDiverged).length,
    unmeasured: runs.filter((run) => !hasDiverged(run) && measuredValue(run, measure) === null).length,
  };
};

/** What the runs that have the label have, group by group, in the order of the values. */
export const sweepPoints = (
  { runs, among }: Subject,
  over: string,
  measure: MeasureWords,
): readonly SweepPoint[] => {
  const placed = runs.filter(({ labels }) => labels[over] !== undefined);
  const values = labelValues(placed, over);
  return groupsOf(placed, [over], among).flatMap((group) =>
    values.flatMap((value) => {
      const members = runsWith(group.runs, over, value);
      return members.length === 0 ? [] : [pointOf(group, value, members, measure)];
    })
  );
};

/** What the runs without the label have, one for each cell: levels to which a curve is to be compared. */
export const sweepLevels = (
  { runs, among }: Subject,
  over: string,
  measure: MeasureWords,
): readonly SweepPoint[] =>
  groupsBy(runs.filter(({ labels }) => labels[over] === undefined), "cell", among).map((group) =>
    pointOf(group, `no ${over}`, group.runs, measure)
  );

/** Points of one place side by side, so that equal values stay visible. */
export const spreadAt = (at: number, index: number, count: number, { scale, domain }: Axis): number => {
  const share = 0.011 * (index - (count - 1) / 2);
  return scale === "log"
    ? at * pow(10, share * log10(domain[1] / domain[0]))
    : at + share * (domain[1] - domain[0]);
};

/** Which number represents the runs of a point: the median, or the mean as in the paper. */
export type Statistic = "median" | "mean";

/** Where one group is best. */
interface Best {
  /** The group; empty if there is only one group. */
  readonly name: string;
  /** The value there; null if half of the runs or more have none everywhere. */
  readonly value: number | null;
  /** "τ = 30", or several such places. */
  readonly places: string;
  /** Whether it is the same at all of several places. */
  readonly isSame: boolean;
}

const bestOf = (
  own: readonly SweepPoint[],
  over: string,
  { better }: MeasureWords,
  statistic: Statistic,
): Best => {
  const { name } = own[0]!.group;
  const known = own.flatMap((point) => {
    const middle = point[statistic];
    return middle === null ? [] : [{ middle, place: point.value }];
  });
  if (known.length === 0) return { name, value: null, places: "", isSame: false };
  const value = known.map(({ middle }) => middle)
    .reduce((a, b) => (better === "smaller") === (b < a) ? b : a);
  const best = known.filter(({ middle }) => middle === value);
  return {
    name,
    value,
    places: labelledList(over, best.map(({ place }) => place), own.map((point) => point.value)),
    isSame: best.length > 1 && best.length === known.length,
  };
};

const forWhom = ({ name }: Best): string => name === "" ? "" : ` for ${name}`;

/** "at τ = 30 for PLRNN (0.21)", or why nowhere, in words that follow "is" or "is best". */
const placeOf = (best: Best, statistic: Statistic): string => {
  const { value, places, isSame } = best;
  if (value === null) {
    return `not known${forWhom(best)}, as ${
      statistic === "mean" ? "no run has a" : "half of the runs or more have no"
    } value`;
  }
  return `${isSame ? "the same at" : "at"} ${places}${forWhom(best)} (${shortNumber(value)})`;
};

/** What is said of groups whose best is no better than a fixed point at the mean. */
const nothingLearned = (
  groups: readonly Best[],
  all: readonly Best[],
  [statistic, measure]: readonly [Statistic, MeasureWords],
  ceiling: number,
): string => {
  const bestInWords = ({ value, places }: Best): string => `${shortNumber(value!)} at ${places}`;
  if (groups.length === all.length) {
    return `Nothing was learned: even the best ${statistic} ${measure.called} (${
      listed(groups.map((each) => `${bestInWords(each)}${forWhom(each)}`))
    }) is ${noBetterThan(ceiling)}`;
  }
  const own = groups.length === 1 ? `its best ${statistic}` : `their best ${statistic}s`;
  return `${listed(groups.map(({ name }) => name))} learned nothing: even ${own} (${
    listed(groups.map(bestInWords))
  }) ${groups.length === 1 ? "is" : "are"} ${noBetterThan(ceiling)}`;
};

/** Where the only group is not best, if there are few such places. */
const othersOf = (own: readonly SweepPoint[], measure: MeasureWords, statistic: Statistic): string => {
  const known = own.flatMap((point) => point[statistic] ?? []);
  const best = measure.better === "smaller" ? Math.min(...known) : Math.max(...known);
  const others = known.length === 0
    ? []
    : own.filter((point) => point[statistic] !== best).map((point) =>
      `${point[statistic] === null ? "none" : shortNumber(point[statistic])} at ${point.value}`
    );
  return others.length === 0 || others.length > 4 ? "" : `, against ${listed(others)}`;
};

/**
 * Where each group is best. Of groups whose best is no better than the ceiling it says that nothing was learned.
 *
 * @param ceiling Of the measure on this dataset; null if there is none.
 */
export const sweepFinding = (
  points: readonly SweepPoint[],
  over: string,
  measure: MeasureWords,
  statistic: Statistic,
  ceiling: number | null,
): string => {
  const groups = [...new Set(points.map(({ group }) => group))]
    .map((group) => points.filter((point) => point.group === group));
  const [first] = groups;
  const all = groups.map((own) => bestOf(own, over, measure, statistic));
  const noBetter = isNoBetterThan(ceiling, measure);
  const inVain = all.filter(({ value }) => value !== null && noBetter(value));
  const places = all.filter((each) => !inVain.includes(each)).map((each) => placeOf(each, statistic));
  const best = listed(
    places.map((place, index) =>
      place.startsWith("at ") && !places[index - 1]?.startsWith("at ") ? `best ${place}` : place
    ),
  );
  const others = groups.length === 1 ? othersOf(first!, measure, statistic) : "";
  return [
    ...(places.length === 0 ? [] : [`The ${statistic} ${measure.called} is ${best}`]),
    ...(inVain.length === 0 ? [] : [nothingLearned(inVain, all, [statistic, measure], ceiling!)]),
  ].join("; ") + `${others}.`;
};
