/**
 * What the figure of Lyapunov spectra draws: largest exponents side by side, and leading exponents of single places.
 *
 * @module
 */
import type { Axis, Mark, Panel } from "./plot/figure.ts";
import { withError } from "../../numerics/format.ts";
import { exponentWords } from "./origin.ts";
import { extent } from "./plot/scales.ts";
import type { Ensemble } from "./selection.ts";
import type { SpectraView } from "./spectra_view.ts";
import { labelled, labelQuantity } from "./words.ts";

/**
 * The range in which largest exponents are drawn: around the truth, wide enough for nearly all, but not so wide that one
 * network in a fixed point hides the rest.
 */
const firstRange = (values: readonly number[], truth: number | null): readonly [number, number] => {
  if (truth === null) return extent(values, "linear", 0.08);
  // Regular dynamics have no exponent as a scale: there the networks' own give it.
  const sizes = values.map(Math.abs).sort((a, b) => a - b);
  const size = truth === 0 ? sizes[sizes.length >> 1] ?? 0 : Math.abs(truth);
  const kept = values.filter((value) => value >= truth - 6 * size && value <= truth + 6 * size);
  return extent([...kept, 0, truth * 1.15], "linear", 0.1);
};

/** A little inside the range, on the side where the value is. */
const edge = (value: number, [low, high]: readonly [number, number]): number =>
  value < low ? low + 0.04 * (high - low) : high - 0.04 * (high - low);

const bars = (
  points: readonly (readonly [x: number, value: number, error: number])[],
): readonly (readonly [number, number, number])[] =>
  points.map(([x, value, error]) => [x, value - error, value + error]);

const pointsAndBars = (
  points: readonly (readonly [x: number, value: number, error: number])[],
  look: Ensemble["look"] | "truth",
  size: number,
): readonly Mark[] => [
  { type: "errors", bars: bars(points), look },
  {
    type: "points",
    points: points.map(([x, value]) => [x, value] as const),
    look,
    filled: true,
    crossed: false,
    size,
  },
];

/** Largest exponents of all runs, each place of the label beside the other. */
export const firstPanel = (
  { subject, over, groups, levels, places, truth, all }: SpectraView,
): { readonly panel: Panel; readonly outsiders: number } => {
  const ends = all.flatMap((
    { exponents, standardErrors },
  ) => [exponents[0]! - standardErrors[0]!, exponents[0]! + standardErrors[0]!]);
  const range = firstRange(ends, truth?.exponents[0] ?? null);
  const beyond = (value: number): boolean => value < range[0] || value > range[1];
  const placeOf = (index: number, group: number, offset: number): number =>
    index + (groups.length === 1 ? 0.4 * offset : (group + 0.5) / groups.length * 0.7 - 0.35);
  const points = groups.map((_, group) =>
    places.flatMap(({ spreads }, index) =>
      spreads[group]!.map(({ exponents, standardErrors, offset }) =>
        [placeOf(index, group, offset), exponents[0]!, standardErrors[0]!] as const
      )
    )
  );
  const panel: Panel = {
    title: "largest exponent",
    note: truth === null
      ? ""
      : `of the ${exponentWords(subject.data).owner}: λ₁ = ${
        withError(truth.exponents[0]!, truth.standardErrors[0]!)
      }`,
    x: {
      ...labelQuantity(over),
      scale: "linear",
      domain: [-0.6, places.length - 0.4],
      ticks: places.map(({ value }, index) => ({ at: index, label: String(value ?? "all") })),
    },
    y: { quantity: "λ₁", unit: "nats per step", scale: "linear", domain: range, ticks: null },
    marks: [
      ...(truth === null ? [] : [
        {
          type: "band",
          axis: "y",
          from: truth.exponents[0]! - 2 * truth.standardErrors[0]!,
          to: truth.exponents[0]! + 2 * truth.standardErrors[0]!,
          look: "truth",
        } as const,
        { type: "rule", axis: "y", at: truth.exponents[0]!, look: "truth", label: "" } as const,
      ]),
      ...levels.flatMap(({ group: { look }, median }): readonly Mark[] =>
        median === null || beyond(median) ? [] : [{ type: "rule", axis: "y", at: median, look, label: "" }]
      ),
      ...groups.flatMap(({ look }, group): readonly Mark[] => [
        ...pointsAndBars(points[group]!.filter(([, value]) => !beyond(value)), look, 3.5),
        {
          type: "points",
          points: points[group]!.filter(([, value]) => beyond(value))
            .map(([x, value]) => [x, edge(value, range)] as const),
          look,
          filled: false,
          crossed: false,
          size: 3.5,
        },
      ]),
    ],
    above: [],
    empty: null,
  };
  return { panel, outsiders: points.flat().filter(([, value]) => beyond(value)).length };
};

/** The axes that the panels of spectra share, for the first `most` exponents. */
const spectrumAxes = (
  { truth, all }: SpectraView,
  most: number,
): { readonly x: Axis; readonly y: Axis } => ({
  x: {
    quantity: "exponent i",
    unit: null,
    scale: "linear",
    domain: [0.4, most + 0.6],
    ticks: Array.from({ length: most }, (_, index) => ({ at: index + 1, label: String(index + 1) })),
  },
  y: {
    quantity: "λ_i",
    unit: "nats per step",
    scale: "linear",
    domain: extent(
      [
        ...all.flatMap(({ exponents }) => exponents.slice(0, most)),
        ...(truth === null ? [] : truth.exponents.slice(0, most)),
      ],
      "linear",
      0.08,
    ),
    ticks: null,
  },
});

/** The first `most` exponents of all runs at some places, one panel each. */
export const spectrumPanels = (
  view: SpectraView,
  at: readonly number[],
  most: number,
): readonly Panel[] => {
  const { over, groups, places, truth } = view;
  const axes = spectrumAxes(view, most);
  const beside = (offset: number, group: number): number =>
    groups.length === 1 ? offset : (group + 0.25 + 0.5 * (offset + 0.5)) / groups.length - 0.5;
  return at.map((index): Panel => {
    const { value, spreads, runs, lost } = places[index]!;
    const total = runs.reduce((sum, count) => sum + count, 0);
    return {
      title: value === null
        ? "spectra"
        : `spectrum ${typeof value === "number" ? "at" : "for"} ${labelled(over, value)}`,
      note: lost > 0 ? `${lost} of ${total} diverged` : "",
      ...axes,
      marks: [
        { type: "rule", axis: "y", at: 0, look: "faint", label: "" },
        ...(truth === null ? [] : pointsAndBars(
          truth.exponents.slice(0, most).map((value, i) =>
            [i + 0.72, value, truth.standardErrors[i]!] as const
          ),
          "truth",
          4,
        )),
        ...spreads.flatMap((own, group) =>
          own.flatMap(({ exponents, standardErrors, offset }) =>
            pointsAndBars(
              exponents.slice(0, most).map((value, i) =>
                [i + 1.13 + 0.4 * beside(offset, group), value, standardErrors[i]!] as const
              ),
              groups[group]!.look,
              3,
            )
          )
        ),
      ],
      above: [],
      empty: spreads.every(({ length }) => length === 0) ? "diverged" : null,
    };
  });
};
