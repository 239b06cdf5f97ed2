/**
 * Lyapunov spectra of the data and of the trained networks, with standard errors: the largest exponent over the forcing
 * interval, and the leading exponents side by side.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { RunEvidence } from "../../claims/evidence.ts";
import type { LyapunovSpectrum } from "../../lyapunov/result.ts";
import { optional, positiveInteger, text } from "../../spec/codec.ts";
import { cannotCompute } from "../../program/errors.ts";
import type { Axis, Figure, Mark, Panel } from "../figure.ts";
import { figureKind, optionalName } from "../kind.ts";
import { shortNumber, withError } from "../numbers.ts";
import { exponentWords } from "../origin.ts";
import { extent } from "../scales.ts";
import {
  type Group,
  groupsOf,
  hasNoSpectrum,
  type LabelValue,
  labelValues,
  quantileWithLosses,
  runNames,
  runsWith,
  seedCount,
  type Subject,
  subjectOf,
} from "../selection.ts";
import { foundAt, labelled, labelQuantity } from "../words.ts";

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

interface Spread {
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

/**
 * The range in which largest exponents are drawn: around the truth, wide enough for nearly all, but not so wide that one
 * network in a fixed point hides the rest.
 */
const firstRange = (values: readonly number[], truth: number | null): readonly [number, number] => {
  if (truth === null) return extent(values, "linear", 0.08);
  // Regular motion has no exponent to measure by: there the networks' own tell.
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
  look: Group["look"] | "truth",
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

/** Lyapunov spectra of the data and of the networks. */
export const spectraFigure = figureKind(
  "spectra",
  {
    /** The label of which each value has a panel. */
    over: optional(text, "τ"),
    /** How many exponents are drawn; the table has all. */
    leading: optional(positiveInteger, 5),
    data: optionalName,
  },
  ({ over, leading, data }, evidence) =>
    pipe(
      subjectOf(evidence, data),
      E.chain((subject) =>
        subject.runs.some(({ spectrum }) => spectrum !== null)
          ? E.right(draw(subject, over, leading))
          : E.left(cannotCompute(
            "Cannot draw Lyapunov spectra: no network has one",
            "let the experiment compute spectra, or leave this figure out",
          ))
      ),
    ),
);

/** Spectra of at most three places are drawn in full: the first, the one closest to the truth, and the last. */
const detailedPlaces = (medians: readonly (number | null)[], truth: number | null): readonly number[] => {
  const all = medians.map((_, index) => index);
  if (all.length <= 3) return all;
  const distance = (index: number): number =>
    medians[index] === null || truth === null ? Infinity : Math.abs(medians[index]! - truth);
  const inner = all.slice(1, -1);
  return [0, inner.reduce((a, b) => distance(b) < distance(a) ? b : a), all.length - 1];
};

const draw = (subject: Subject, over: string, leading: number): Figure => {
  const { data, runs } = subject;
  const { dt } = data.series;
  const truth = data.spectrum === null ? null : perStep(data.spectrum, dt);
  const values: readonly (LabelValue | null)[] = labelValues(runs, over).length === 0
    ? [null]
    : labelValues(runs, over);
  const inPlace = (value: LabelValue | null, group: Group): readonly RunEvidence[] =>
    value === null ? group.runs : runsWith(group.runs, over, value);
  const groups = groupsOf(runs, [over]);
  const nameOf = runNames(runs);
  const spreads = groups.map((group) => ({
    group,
    at: values.map((value) => spreadOf(inPlace(value, group), dt)),
  }));
  const all = spreads.flatMap(({ at }) => at.flat());
  const first = all.flatMap((
    { exponents, errors },
  ) => [exponents[0]! - errors[0]!, exponents[0]! + errors[0]!]);
  const range1 = firstRange(first, truth?.exponents[0] ?? null);
  const beyond = (value: number): boolean => value < range1[0] || value > range1[1];
  const firstPoints = spreads.map(({ group, at }, groupIndex) => ({
    group,
    points: at.flatMap((place, index) =>
      place.map(({ exponents, errors, offset }) =>
        [
          index + (groups.length === 1 ? 0.4 * offset : (groupIndex + 0.5) / groups.length * 0.7 - 0.35),
          exponents[0]!,
          errors[0]!,
        ] as const
      )
    ),
  }));
  const outsiders = firstPoints.flatMap(({ points }) => points.filter(([, value]) => beyond(value))).length;
  const firstPanel: Panel = {
    title: "largest exponent",
    note: truth === null
      ? ""
      : `of the ${exponentWords(data).owner}: λ₁ = ${withError(truth.exponents[0]!, truth.errors[0]!)}`,
    x: {
      ...labelQuantity(over),
      scale: "linear",
      domain: [-0.6, values.length - 0.4],
      ticks: values.map((value, index) => ({ at: index, label: String(value ?? "all") })),
    },
    y: {
      quantity: "λ₁",
      unit: "nats per step",
      scale: "linear",
      domain: range1,
      ticks: null,
    },
    marks: [
      ...(truth === null ? [] : [
        {
          type: "band",
          axis: "y",
          from: truth.exponents[0]! - 2 * truth.errors[0]!,
          to: truth.exponents[0]! + 2 * truth.errors[0]!,
          look: "truth",
        } as const,
        { type: "rule", axis: "y", at: truth.exponents[0]!, look: "truth", label: "" } as const,
      ]),
      ...firstPoints.flatMap(({ group, points }): readonly Mark[] => [
        ...pointsAndBars(points.filter(([, value]) => !beyond(value)), group.look, 3.5),
        {
          type: "points",
          points: points.filter(([, value]) => beyond(value))
            .map(([x, value]) => [x, edge(value, range1)] as const),
          look: group.look,
          filled: false,
          crossed: false,
          size: 3.5,
        },
      ]),
    ],
    above: [],
    empty: null,
  };
  const most = Math.min(leading, Math.max(...all.map(({ exponents }) => exponents.length)));
  const range = extent(
    [
      ...all.flatMap(({ exponents }) => exponents.slice(0, most)),
      ...(truth === null ? [] : truth.exponents.slice(0, most)),
    ],
    "linear",
    0.08,
  );
  const y: Axis = { quantity: "λ_i", unit: "nats per step", scale: "linear", domain: range, ticks: null };
  const x: Axis = {
    quantity: "exponent i",
    unit: null,
    scale: "linear",
    domain: [0.4, most + 0.6],
    ticks: Array.from({ length: most }, (_, index) => ({ at: index + 1, label: String(index + 1) })),
  };
  const medians = values.map((value, index) => {
    const own = spreads.flatMap(({ at }) => at[index]!.map(({ exponents }) => exponents[0]!));
    const lost = groups.reduce(
      (sum, group) => sum + inPlace(value, group).filter(({ spectrum }) => spectrum === null).length,
      0,
    );
    return { value, median: quantileWithLosses([...own, ...Array<null>(lost).fill(null)], 0.5) };
  });
  const detailed = detailedPlaces(medians.map(({ median }) => median), truth?.exponents[0] ?? null);
  const panels = detailed.map((index): Panel => {
    const value = values[index]!;
    const here = spreads.flatMap(({ group, at }) => at[index]!.map((spread) => ({ group, spread })));
    const total = groups.reduce((sum, group) => sum + inPlace(value, group).length, 0);
    const lost = groups.reduce((sum, group) => sum + inPlace(value, group).filter(hasNoSpectrum).length, 0);
    return {
      title: value === null
        ? "spectra"
        : `spectrum ${typeof value === "number" ? "at" : "for"} ${labelled(over, value)}`,
      note: lost > 0 ? `${lost} of ${total} diverged` : "",
      x,
      y,
      marks: [
        { type: "rule", axis: "y", at: 0, look: "faint", label: "" },
        ...(truth === null ? [] : pointsAndBars(
          truth.exponents.slice(0, most).map((value, i) => [i + 0.72, value, truth.errors[i]!] as const),
          "truth",
          4,
        )),
        ...here.flatMap(({ group, spread }) =>
          pointsAndBars(
            spread.exponents.slice(0, most).map((value, i) =>
              [
                i + 1.13 + 0.4 * (groups.length === 1
                    ? spread.offset
                    : (groups.indexOf(group) + 0.25 + 0.5 * (spread.offset + 0.5)) / groups.length - 0.5),
                value,
                spread.errors[i]!,
              ] as const
            ),
            group.look,
            3,
          )
        ),
      ],
      above: [],
      empty: here.length === 0 ? "diverged" : null,
    };
  });
  const told = foundAt(over, medians.map(({ value, median }) => ({ value, number: median })));
  const unsure = all.filter(({ run }) => run.spectrum?.converged === false).length;
  return {
    kind: "spectra",
    title: "Lyapunov spectra of the data and of the trained networks",
    finding:
      (truth === null
        ? "The"
        : `The ${exponentWords(data).owner}'s largest exponent is ${
          shortNumber(truth.exponents[0]!)
        } nats per step; the`) +
      ` median over the networks is ${told}.`,
    caption: `${data.title}; all exponents in nats per step (dt = ${shortNumber(dt)} time units), ` +
      `${
        seedCount(
          values.flatMap((value) => groups.map((group) => inPlace(value, group).length)).filter((n) => n > 0),
        )
      } each, every run shown. ` +
      `Bars: ± 1 standard error${
        truth === null ? "" : `; band: ± 2 standard errors of the ${exponentWords(data).owner}'s`
      }. ` +
      `The first ${most} exponents${
        detailed.length < values.length ? ` at three values of ${over}` : ""
      } are drawn, the table has all.` +
      (outsiders === 0 ? "" : ` Open markers at the edge of the first panel: ${outsiders} beyond it.`) +
      (unsure === 0 ? "" : ` ${unsure} of ${all.length} spectra have not converged.`),
    panels: [firstPanel, ...panels],
    columns: 2,
    aspect: 0.55,
    keepAspect: false,
    sharedY: false,
    legend: [
      ...(truth === null
        ? []
        : [{ label: exponentWords(data).legend, look: "truth" as const, sample: "points" as const }]),
      ...groups.map((group) => ({
        label: group.name === "" ? "networks, each run" : `${group.name}, each run`,
        look: group.look,
        sample: "points" as const,
      })),
    ],
    table: {
      columns: [
        { name: "run", unit: null },
        { name: labelQuantity(over).quantity, unit: labelQuantity(over).unit },
        { name: "λ₁", unit: "nats per step" },
        { name: "standard error", unit: "nats per step" },
        { name: "Kaplan–Yorke dimension", unit: null },
        { name: "converged", unit: null },
        { name: "all exponents", unit: "nats per step" },
      ],
      rows: [
        ...(truth === null || data.spectrum === null ? [] : [[
          exponentWords(data).owner,
          null,
          truth.exponents[0]!,
          truth.errors[0]!,
          data.spectrum.kaplanYorke?.value ?? null,
          data.spectrum.converged ? "yes" : "no",
          truth.exponents.map((value) => shortNumber(value)).join("; "),
        ]]),
        ...runs.map((run) => {
          const own = run.spectrum === null ? null : perStep(run.spectrum, dt);
          return [
            nameOf(run),
            run.labels[over] ?? null,
            own?.exponents[0] ?? null,
            own?.errors[0] ?? null,
            run.spectrum?.kaplanYorke?.value ?? null,
            run.spectrum === null ? "diverged" : run.spectrum.converged ? "yes" : "no",
            own === null ? "" : own.exponents.map((value) => shortNumber(value)).join("; "),
          ];
        }),
      ],
    },
  };
};
