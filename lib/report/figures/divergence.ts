/**
 * How neighbours of a measured series part with time, and the lines whose slopes are its largest exponent.
 *
 * @module
 */
import type { MethodEstimate, SeriesEstimate } from "../../lyapunov/series/estimate.ts";
import type { Divergence } from "../../lyapunov/series/divergence.ts";
import type { Figure, LegendEntry, Mark, Panel } from "./plot/figure.ts";
import { shortNumber, withError } from "../../numerics/format.ts";
import { extent } from "./plot/scales.ts";

type Place = readonly [number, number];

const placesOf = ({ steps, mean }: Divergence, dt: number): readonly Place[] =>
  [...steps].map((step, p): Place => [step * dt, mean[p]!]);

/** The line of a region: from the curve at its beginning on, up to its end or to the level of random pairs. */
const lineOf = (
  curve: Divergence,
  { region: { steps: [from, to] }, lambda1 }: MethodEstimate,
  { dt, curves: { randomPairs } }: SeriesEstimate,
): readonly Place[] => {
  const [, level] = placesOf(curve, dt).find(([time]) => time >= from * dt)!;
  const end = Math.min(to * dt, from * dt + (randomPairs - level) / lambda1);
  return [[from * dt, level], [end, level + lambda1 * (end - from * dt)]];
};

const line = (points: readonly Place[], look: number, width: number, opacity: number): Mark => ({
  type: "line",
  points,
  look,
  width,
  opacity,
  dash: "look",
});

/**
 * Both divergence curves of an estimate with the lines of their linear regions.
 *
 * @param subject Whose series it is.
 * @param found The estimate.
 */
export const divergenceFigure = (subject: string, found: SeriesEstimate): Figure => {
  const { dt, methods, curves } = found;
  const drawn = [
    { name: "Rosenstein", curve: curves.rosenstein, method: methods.rosenstein, look: 0 },
    ...(curves.kantz === null
      ? []
      : [{ name: "Kantz", curve: curves.kantz, method: methods.kantz, look: 1 }]),
  ];
  const labelOf = ({ name, method }: { readonly name: string; readonly method: MethodEstimate | null }) =>
    `${name}: ${method === null ? "no linear region" : withError(method.lambda1, method.standardError)}`;
  const lines = drawn.flatMap(({ curve, method, look }): readonly Mark[] =>
    method === null ? [] : [line(lineOf(curve, method, found), look, 3, 1)]
  );
  const panel: Panel = {
    title: "",
    note: "",
    x: {
      quantity: "time since the neighbours were found",
      unit: "time units",
      scale: "linear",
      domain: [0, curves.rosenstein.steps.at(-1)! * dt],
      ticks: null,
    },
    y: {
      quantity: "mean ln of their distance",
      unit: "nats",
      scale: "linear",
      domain: extent([...drawn.flatMap(({ curve }) => [...curve.mean]), curves.randomPairs], "linear"),
      ticks: null,
    },
    marks: [
      { type: "rule", axis: "y", at: curves.randomPairs, look: "faint", label: "random pairs" },
      ...drawn.map(({ curve, look }) => line(placesOf(curve, dt), look, 1.4, 0.55)),
      ...lines,
    ],
    above: [],
    empty: null,
  };
  const exponent = found.lambda1 === null || found.standardError === null
    ? []
    : [`λ_1 = ${withError(found.lambda1, found.standardError)} nats per time unit.`];
  return {
    kind: "divergence",
    title: `Divergence of neighbours in ${subject}`,
    finding: [`Verdict: ${found.verdict}, since ${found.because}.`, ...exponent],
    caption: [
      `Thin: mean logarithm of the distance of neighbours in state space, in standard deviations of the series, ` +
      `over ${shortNumber(found.rows)} rows.`,
      "Thick: the rate, in nats per time unit ± standard error, at which neighbours that are still near  " +
      "diverge; the mean bends away from it as the first of them reach the size of the attractor.",
    ],
    panels: [panel],
    columns: 1,
    aspect: 0.55,
    keepAspect: false,
    sharedY: false,
    legend: drawn.map((each): LegendEntry => ({
      label: labelOf(each),
      name: each.name,
      look: each.look,
      sample: "line",
    })),
    table: {
      columns: [
        { name: "time", unit: "time units" },
        ...drawn.map(({ name }) => ({ name: `${name}: mean ln d`, unit: "nats" })),
      ],
      rows: placesOf(curves.rosenstein, dt).map((
        [time],
        p,
      ) => [time, ...drawn.map(({ curve }) => curve.mean[p]!)]),
    },
  };
};
