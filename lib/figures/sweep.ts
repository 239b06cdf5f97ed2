/**
 * A measure over the values of a label: what each group of runs has at each value, and what a reader should see in it.
 *
 * @module
 */
import { listed } from "../program/text.ts";
import type { RunResult } from "../results/result.ts";
import { summarise } from "../numerics/statistics.ts";
import { log10, pow } from "../numerics/elementary.ts";
import type { Axis } from "./plot/figure.ts";
import { shortNumber } from "../numerics/format.ts";
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
import { labelled, type MeasureWords } from "./words.ts";

/** The runs of a group at one value of the label. */
export interface SweepPoint {
  /** Their group. */
  readonly group: Ensemble;
  /** The value of the label. */
  readonly value: LabelValue;
  /** Of each run; null where it has none. */
  readonly values: readonly (number | null)[];
  /** Null where half of the runs or more have no value. */
  readonly median: number | null;
  /** The quantile at 5 %; null where it falls among the runs without a value. */
  readonly low: number | null;
  /** The quantile at 95 %; null where it falls among the runs without a value. */
  readonly high: number | null;
  /** Over the runs that have a value; null where none has one. */
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
  { runs }: Subject,
  over: string,
  measure: MeasureWords,
): readonly SweepPoint[] => {
  const placed = runs.filter(({ labels }) => labels[over] !== undefined);
  const values = labelValues(placed, over);
  return groupsOf(placed, [over]).flatMap((group) =>
    values.flatMap((value) => {
      const members = runsWith(group.runs, over, value);
      return members.length === 0 ? [] : [pointOf(group, value, members, measure)];
    })
  );
};

/** What the runs without the label have, one for each cell: levels to which a curve is to be compared. */
export const sweepLevels = (
  { runs }: Subject,
  over: string,
  measure: MeasureWords,
): readonly SweepPoint[] =>
  groupsBy(runs.filter(({ labels }) => labels[over] === undefined), "cell").map((group) =>
    pointOf(group, `no ${over}`, group.runs, measure)
  );

/** Points of one place side by side, so that equal values stay visible. */
export const spreadAt = (at: number, index: number, count: number, { scale, domain }: Axis): number => {
  const share = 0.011 * (index - (count - 1) / 2);
  return scale === "log"
    ? at * pow(10, share * log10(domain[1] / domain[0]))
    : at + share * (domain[1] - domain[0]);
};

/** Which number stands for the runs of a point: the median, or the mean as in the paper. */
export type Statistic = "median" | "mean";

/** Where one group is best: "at τ = 30 for PLRNN (0.21)", or why nowhere. */
const bestOf = (
  own: readonly SweepPoint[],
  over: string,
  { better }: MeasureWords,
  statistic: Statistic,
): string => {
  const middle = (point: SweepPoint): number | null => point[statistic];
  const known = own.filter((point) => middle(point) !== null);
  const { name } = own[0]!.group;
  const whom = name === "" ? "" : ` for ${name}`;
  if (known.length === 0) {
    return `not known${whom}, as ${
      statistic === "mean" ? "no run has a" : "half of the runs or more have no"
    } value`;
  }
  const first = known.reduce((a, b) => (better === "smaller") === (middle(b)! < middle(a)!) ? b : a);
  const best = known.filter((point) => middle(point) === middle(first));
  const places = listed(best.map((point) => labelled(over, point.value)));
  const value = shortNumber(middle(first)!);
  return best.length > 1 && best.length === known.length
    ? `the same at ${places}${whom} (${value})`
    : `at ${places}${whom} (${value})`;
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

/** Where each group is best, in one sentence. */
export const sweepFinding = (
  points: readonly SweepPoint[],
  over: string,
  measure: MeasureWords,
  statistic: Statistic,
): string => {
  const groups = [...new Set(points.map(({ group }) => group))]
    .map((group) => points.filter((point) => point.group === group));
  const [first] = groups;
  const places = groups.map((own) => bestOf(own, over, measure, statistic));
  const best = listed(
    places.map((place, index) =>
      place.startsWith("at ") && !places[index - 1]?.startsWith("at ") ? `best ${place}` : place
    ),
  );
  return `The ${statistic} ${measure.called} is ${best}${
    groups.length === 1 ? othersOf(first!, measure, statistic) : ""
  }.`;
};
