/**
 * What `lyap estimate` says: one document for programs, a few lines for people.
 *
 * @module
 */
import type { ImportedSeries } from "../series/import/imported.ts";
import { shortNumber, withError } from "../figures/plot/numbers.ts";
import type { MethodEstimate, SeriesEstimate } from "../lyapunov/series/estimate.ts";
import { counted } from "../program/text.ts";
import { sparkline, tableLines } from "./table.ts";

const methodDocument = (method: MethodEstimate | null) =>
  method === null ? null : {
    lambda1: method.lambda1,
    standardError: method.standardError,
    linearRegion: { steps: method.region.steps, growth: method.region.growth },
  };

/**
 * What `--json` says.
 *
 * @param imported The series with what was understood of its file.
 * @param found The estimate.
 */
export const estimateDocument = (
  imported: ImportedSeries,
  found: SeriesEstimate,
): Readonly<Record<string, unknown>> => {
  const { rosenstein, kantz } = found.curves;
  return {
    method: found.method,
    unit: "nats/time",
    lambda1: found.lambda1,
    standardError: found.standardError,
    verdict: found.verdict,
    because: found.because,
    forcingInterval: found.forcingInterval,
    embedding: {
      delay: found.delay.steps,
      dimension: found.dimension.copies * found.columns,
      copies: found.dimension.copies,
      delayBy: found.delay.by,
      dimensionBy: found.dimension.by,
      theilerWindow: found.theiler,
    },
    dt: found.dt,
    rows: found.rows,
    columns: imported.variables.map(({ name }) => name),
    methods: {
      rosenstein: methodDocument(found.methods.rosenstein),
      kantz: methodDocument(found.methods.kantz),
    },
    checks: found.checks,
    partingRate: found.partingRate,
    noise: found.noise,
    resolution: found.resolution,
    correlationZero: found.correlationZero,
    divergence: {
      steps: [...rosenstein.steps],
      rosenstein: [...rosenstein.mean],
      kantz: kantz === null ? null : [...kantz.mean],
    },
    stationarity: imported.stationarity,
    notes: [...imported.notes, ...found.notes],
  };
};

/** Bars of a sparkline. */
const BARS = 40;

const thinned = (values: Float64Array): readonly number[] => {
  const bars = Math.min(BARS, values.length);
  return Array.from({ length: bars }, (_, i) => values[Math.floor(i * values.length / bars)]!);
};

const regionText = ({ region: { steps: [from, to], growth } }: MethodEstimate): string =>
  `${from} to ${to} steps, ln d grows by ${shortNumber(growth, 2)}`;

const methodRows = ({ methods, curves }: SeriesEstimate): readonly (readonly string[])[] => [
  ["", "nats/time", "divergence of neighbours", "linear region"],
  ...([["Rosenstein", methods.rosenstein, curves.rosenstein], [
    "Kantz",
    methods.kantz,
    curves.kantz,
  ]] as const)
    .map(([name, method, curve]) => [
      name,
      method === null ? "–" : withError(method.lambda1, method.standardError),
      curve === null ? "" : sparkline(thinned(curve.mean)),
      curve === null ? "too few neighbours" : method === null ? "none" : regionText(method),
    ]),
];

const intervalLine = ({ forcingInterval, correlationZero, dt }: SeriesEstimate): string => {
  if (forcingInterval === null) {
    return "forcing interval τ: none, since no λ1 > 0 was found" +
      (correlationZero === null
        ? ""
        : `; the autocorrelation first reaches zero after ${counted(correlationZero, "step")}`);
  }
  const { steps, range: [from, to] } = forcingInterval;
  return `forcing interval τ = ln 2 / λ1: ${counted(steps, "step")} (${from} to ${to}), ${
    shortNumber(steps * dt)
  } time units`;
};

/**
 * What a person reads.
 *
 * @param found The estimate.
 */
export const estimateLines = (found: SeriesEstimate): readonly string[] => {
  const { delay, dimension, columns, theiler, curves } = found;
  const length = curves.rosenstein.steps.at(-1)!;
  return [
    `embedding: ${columns === 1 ? "1 column" : `${columns} columns`} × ${dimension.copies} ${
      dimension.copies === 1 ? "copy" : "copies"
    } (${dimension.by})` +
    (dimension.copies === 1 ? "" : `, ${counted(delay.steps, "step")} apart (${delay.by})`) +
    `; Theiler window ${theiler} steps`,
    "",
    ...tableLines(methodRows(found)),
    `(divergence: mean ln d over ${length} steps, that is ${shortNumber(length * found.dt)} time units)`,
    "",
    `verdict: ${found.verdict}: ${found.because}`,
    ...(found.lambda1 === null || found.standardError === null
      ? []
      : [`λ1 = ${withError(found.lambda1, found.standardError)} nats per time unit`]),
    ...found.notes,
    "method: M. T. Rosenstein et al. (1993), Physica D 65, 117–134; H. Kantz (1994), Phys. Lett. A 185, 77–87",
    intervalLine(found),
  ];
};
