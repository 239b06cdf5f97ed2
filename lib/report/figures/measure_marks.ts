/**
 * What the figure of a measure draws of its points: medians or means, single seeds, quantiles, and the guides behind them.
 *
 * @module
 */
import type { DataResult } from "../../results/result.ts";
import type { Axis, Look, Mark } from "./plot/figure.ts";
import { shortNumber } from "../../numerics/format.ts";
import type { DrawnScale } from "./origin.ts";
import type { LabelValue } from "./selection.ts";
import type { Statistic, SweepPoint } from "./sweep.ts";
import type { MeasureWords } from "./words.ts";

/** What a figure of a measure shows. */
export interface Choices {
  readonly measure: MeasureWords;
  readonly over: string;
  readonly statistic: Statistic;
}

/** The place of a value of the label. */
export type PlaceOf = (value: LabelValue) => number;
/** The place of one of several points at a value of the label. */
export type Spread = (value: LabelValue, index: number, count: number) => number;

/** Medians with all seeds, or with the band of many; it goes out of the panel where a quantile is among the losses. */
export const marksOf = (
  own: readonly SweepPoint[],
  place: PlaceOf,
  spread: Spread,
  many: boolean,
  [least, most]: readonly [number, number],
): readonly Mark[] => {
  const { look } = own[0]!.group;
  const band = own.flatMap(({ value, low, high }) =>
    low === null && high === null ? [] : [[place(value), low ?? least, high ?? most] as const]
  );
  const seeds = own.flatMap(({ value, values }) =>
    values.flatMap((each, index) =>
      each === null ? [] : [[spread(value, index, values.length), each] as const]
    )
  );
  return [
    ...(many ? [{ type: "area", points: band, look } as const] : []),
    {
      type: "line",
      points: own.map(({ value, median }) => [place(value), median ?? NaN] as const),
      look,
      width: 2.2,
      opacity: 1,
      dash: "look",
      name: "median",
    },
    ...(many ? [] : [
      { type: "points", points: seeds, look, filled: true, crossed: false, size: 4, name: "a seed" } as const,
    ]),
  ];
};

/** Means with their standard errors, side by side where there are several groups; single seeds as small points. */
export const meanMarks = (own: readonly SweepPoint[], beside: PlaceOf, many: boolean): readonly Mark[] => {
  const { look } = own[0]!.group;
  const means = own.map(({ value, mean }) => [beside(value), mean ?? NaN] as const);
  const seeds = own.flatMap(({ value, values }) =>
    values.flatMap((each) => each === null ? [] : [[beside(value), each] as const])
  );
  return [
    { type: "line", points: means, look, width: 2.2, opacity: 1, dash: "look", name: "mean" },
    ...(many ? [] : [
      { type: "points", points: seeds, look, filled: true, crossed: false, size: 2, name: "a seed" } as const,
    ]),
    {
      type: "errors",
      bars: own.flatMap(({ value, mean, standardError }) =>
        mean === null || standardError === null
          ? []
          : [[beside(value), mean - standardError, mean + standardError] as const]
      ),
      look,
    },
    { type: "points", points: means, look, filled: true, crossed: false, size: 4.5, name: "mean" },
  ];
};

/** A line across the panel for each level. */
export const levelMarks = (levels: readonly SweepPoint[], statistic: Statistic): readonly Mark[] =>
  levels.flatMap(({ group, median, mean }) => {
    const at = statistic === "mean" ? mean : median;
    return at === null ? [] : [{ type: "rule", axis: "y", at, look: group.look, label: "" } as const];
  });

/** Lines that the runs are to be seen against. */
export interface Guides extends DrawnScale {
  /** τ_pred in steps, where the label is the forcing interval. */
  readonly predictability: { readonly value: number; readonly standardError: number } | null;
  /** What comes of going on without training, where the spec asks for it. */
  readonly baselines: readonly { readonly kind: string; readonly at: number }[];
}

/** The values of a measure that come of going on without training. */
export const baselineLevels = (
  { baselines = [] }: DataResult,
  measure: string,
): Guides["baselines"] =>
  baselines.flatMap(({ kind, measures }) => {
    const at = measures[measure]?.value;
    return typeof at === "number" ? [{ kind, at }] : [];
  });

/** The guides of a measure that the evidence has. */
export const guidesOf = (data: DataResult, { measure, over }: Choices, numeric: boolean): Guides => ({
  ...(data.scale[measure.name] ?? { floor: null, ceiling: null }),
  predictability: over === "τ" && numeric ? data.predictabilityTime?.steps ?? null : null,
  baselines: baselineLevels(data, measure.name),
});

/** The guides that have a place on the axis: a logarithmic one has none for 0. */
export const placedOn = (y: Axis, { floor, ceiling, baselines, ...rest }: Guides): Guides => {
  const at = (value: number | null): number | null =>
    value === null || (y.scale === "log" && !(value > 0)) ? null : value;
  return {
    ...rest,
    floor: at(floor),
    ceiling: at(ceiling),
    baselines: baselines.filter((each) => at(each.at) !== null),
  };
};

/**
 * The band of two standard errors on either side of the predictability time; null if it would cover the whole panel, and
 * show nothing.
 */
export const bandOf = (
  { predictability }: Guides,
  [least, most]: readonly [number, number],
): readonly [from: number, to: number] | null => {
  if (predictability === null || !Number.isFinite(predictability.standardError)) return null;
  const { value, standardError } = predictability;
  const [from, to] = [value - 2 * standardError, value + 2 * standardError];
  return from <= least && to >= most ? null : [from, to];
};

/**
 * The guides as they are drawn.
 *
 * @param shown Both ends of the axis across.
 */
export const guideMarks = (guides: Guides, shown: readonly [number, number]): readonly Mark[] => {
  const { floor, ceiling, predictability, baselines } = guides;
  const rule = (name: string, at: number | null, look: Look = "faint"): readonly Mark[] =>
    at === null ? [] : [{ type: "rule", axis: "y", at, look, label: `${name} ${shortNumber(at)}` }];
  const levels = [
    ...rule("floor", floor),
    ...rule("ceiling", ceiling),
    ...baselines.flatMap(({ kind, at }) => rule(kind, at, "baseline")),
  ];
  if (predictability === null) return levels;
  const band = bandOf(guides, shown);
  return [
    ...levels,
    ...(band === null
      ? []
      : [{ type: "band", axis: "x", from: band[0], to: band[1], look: "truth" } as const]),
    { type: "rule", axis: "x", at: predictability.value, look: "truth", label: "" },
  ];
};
