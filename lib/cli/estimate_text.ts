/**
 * What `lyap estimate` says: one document for programs, a few lines for people.
 *
 * @module
 */
import { perTimeUnit } from "../lyapunov/result.ts";
import { perTime, timesIn } from "../series/time_unit.ts";
import type { ImportedSeries } from "../series/import/imported.ts";
import { exp } from "../numerics/elementary.ts";
import { percent, shortNumber, withError, withMinusSigns } from "../numerics/format.ts";
import type { MethodEstimate, SeriesEstimate } from "../lyapunov/series/estimate.ts";
import { agreementOf } from "../lyapunov/series/agreement.ts";
import { exponentDimension, type SeriesSpectrum } from "../lyapunov/series/series_spectrum.ts";
import type { Estimate } from "../lyapunov/result.ts";
import { counted, listed } from "../core/program/text.ts";
import { sparkline, tableLines } from "./table.ts";

/** All exponents that were asked for. */
export interface AllExponents {
  /** Of the series; null if it has no local Jacobians. */
  readonly series: SeriesSpectrum | null;
  /** Of a network; null if none was named. */
  readonly network: readonly Estimate[] | null;
}

const methodDocument = (method: MethodEstimate | null) =>
  method === null ? null : {
    lambda1: method.lambda1,
    standardError: method.standardError,
    linearRegion: { steps: method.region.steps, growth: method.region.growth },
  };

const spectraDocument = ({ series, network }: AllExponents) => ({
  spectrum: series,
  network,
  networkKaplanYorke: network === null ? null : exponentDimension(network),
  agreement: series === null || network === null ? null : agreementOf(series.exponents, network),
});

/**
 * What `--json` says.
 *
 * @param imported The series with what was understood of its file.
 * @param found The estimate.
 * @param all All exponents; null if they were not asked for.
 */
export const estimateDocument = (
  imported: ImportedSeries,
  found: SeriesEstimate,
  all: AllExponents | null,
): Readonly<Record<string, unknown>> => {
  const { rosenstein, kantz } = found.curves;
  return {
    method: found.method,
    unit: "nats/time",
    lambda1: found.lambda1,
    standardError: found.standardError,
    verdict: found.verdict,
    reason: found.reason,
    because: found.because,
    isBound: found.isBound,
    dynamics: found.dynamics,
    witnesses: found.witnesses,
    changes: found.changes,
    continuity: found.continuity,
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
    jacobians: found.jacobians === null ? null : {
      exponents: found.jacobians.exponents.map((value) => value / found.dt),
      standardErrors: found.jacobians.standardErrors.map((value) => value / found.dt),
      trusted: found.jacobians.trusted,
    },
    ...(all === null ? {} : spectraDocument(all)),
    checks: found.checks,
    divergenceRate: found.divergenceRate,
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

const methodRows = (
  { methods, curves, jacobians, dt }: SeriesEstimate,
  unit: string | null,
): readonly (readonly string[])[] => [
  ["", perTime(unit), "divergence of neighbours", "linear region"],
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
  ...(jacobians === null ? [] : [[
    "Jacobians",
    withError(perTimeUnit(jacobians.exponents[0]!, dt), perTimeUnit(jacobians.standardErrors[0]!, dt)),
    jacobians.trusted ? "trusted: embeddings agree" : "not trusted: embeddings disagree",
    `${jacobians.predictor.embedding.copies} copies, ${
      counted(jacobians.predictor.embedding.delay, "step")
    } apart`,
  ]]),
];

const timeText = (time: number, unit: string | null): string => `${shortNumber(time)} ${timesIn(unit)}`;

const intervalLine = (
  { forcingInterval, correlationZero, dt }: SeriesEstimate,
  unit: string | null,
): string => {
  if (forcingInterval === null) {
    return "forcing interval τ: none, since no λ1 > 0 was found" +
      (correlationZero === null
        ? ""
        : `; the autocorrelation first reaches zero after ${counted(correlationZero, "step")}`);
  }
  const { steps, range: [from, to] } = forcingInterval;
  return `forcing interval τ = ln 2 / λ1: ${counted(steps, "step")} (${from} to ${to}), ${
    timeText(steps * dt, unit)
  }`;
};

const speaks = { chaos: "chaos", order: "order", noise: "noise" } as const;

const witnessLines = ({ witnesses }: SeriesEstimate): readonly string[] =>
  witnesses.length === 0 ? [] : [
    ...tableLines([
      ["witness", "found", "speaks for", "blind to"],
      ...witnesses.map(({ name, found, speaksFor, blindTo }) => [
        name,
        found,
        speaksFor === null ? "–" : speaks[speaksFor],
        blindTo,
      ]),
    ]),
    "",
  ];

/** "λ1 and λ2". */
const namesOf = (indices: readonly number[]): string => listed(indices.map((index) => `λ${index + 1}`));

/** Whether both ways agree, in one sentence; nothing where there is only one. */
const agreementLines = ({ series, network }: AllExponents): readonly string[] => {
  if (series === null || network === null) return [];
  const pairs = agreementOf(series.exponents, network);
  const agreeing = pairs.flatMap(({ agrees }, index) => agrees ? [index] : []);
  const differing = pairs.flatMap(({ agrees }, index) => agrees ? [] : [index]);
  if (differing.length === 0) {
    return [
      `both ways agree: recording and network have the same ${namesOf(agreeing)} within two standard errors`,
    ];
  }
  const apart = listed(differing.map((index) => {
    const [own, theirs] = [series.exponents[index]!, network[index]!];
    return `λ${index + 1} (${withError(own.value, own.standardError)} against ${
      withError(theirs.value, theirs.standardError)
    })`;
  }));
  return [
    agreeing.length === 0
      ? `the two ways do not agree: recording and network differ in ${apart}; do not rely on either`
      : `the two ways agree in ${namesOf(agreeing)} and differ in ${apart}; rely on what they agree on`,
  ];
};

const exponentLines = (
  { series, network }: AllExponents,
  unit: string | null,
): readonly string[] => {
  const count = Math.max(series?.exponents.length ?? 0, network?.length ?? 0);
  if (count === 0) return ["spectrum: none, since the series has no local Jacobians"];
  const rows = Array.from({ length: count }, (_, i) => {
    const [own, theirs] = [series?.exponents[i], network?.[i]];
    return [
      `λ${i + 1}`,
      own === undefined ? "" : withError(own.value, own.standardError),
      own === undefined
        ? ""
        : own.confirmed
        ? "confirmed"
        : `not confirmed: backwards ${own.backwards === null ? "none" : shortNumber(own.backwards)}`,
      theirs === undefined ? "" : withError(theirs.value, theirs.standardError),
    ];
  });
  const dimension = (estimate: Estimate | null) =>
    estimate === null ? "unknown" : withError(estimate.value, estimate.standardError);
  return [
    ...tableLines([[
      "",
      `from neighbours, ${perTime(unit)}`,
      "with time reversed",
      network === null ? "" : "of the network",
    ], ...rows]),
    ...(series === null ? [] : [
      `dimension: Kaplan–Yorke ${dimension(series.kaplanYorke)}, correlation ${
        dimension(series.correlationDimension)
      }${network === null ? "" : `; Kaplan–Yorke of the network ${dimension(exponentDimension(network))}`}`,
    ]),
    ...agreementLines({ series, network }),
    "",
  ];
};

const embeddingLine = (found: SeriesEstimate): string => {
  const { delay, dimension, columns, theiler, continuity, embeddings } = found;
  const best = embeddings?.tried[0];
  return `embedding: ${columns === 1 ? "1 column" : `${columns} columns`} × ${dimension.copies} ${
    dimension.copies === 1 ? "copy" : "copies"
  } (${dimension.by})` +
    (dimension.copies === 1 ? "" : `, ${counted(delay.steps, "step")} apart (${delay.by})`) +
    `; Theiler window ${theiler} steps; taken for a ${continuity.isFlow ? "flow" : "map"} (${
      continuity.given ? "given" : `increments correlate by ${shortNumber(continuity.correlation, 2)}`
    })` +
    (best === undefined
      ? ""
      : `; of ${embeddings!.tried.length} ways to predict the best is off by ${
        percent(Math.min(1, exp(best.error)), 2)
      }`);
};

const exponentLine = (
  { lambda1, standardError, isBound }: SeriesEstimate,
  unit: string | null,
): readonly string[] =>
  lambda1 === null || standardError === null
    ? []
    : [`λ1 ${isBound ? "is at least" : "="} ${withError(lambda1, standardError)} ${perTime(unit)} (nats)`];

/**
 * What a person reads.
 *
 * @param found The estimate.
 * @param given The unit of time, null if none is known, and all exponents where they were asked for.
 */
export const estimateLines = (
  found: SeriesEstimate,
  { unit, all }: { readonly unit: string | null; readonly all: AllExponents | null },
): readonly string[] => {
  const length = found.curves.rosenstein.steps.at(-1)!;
  return [
    embeddingLine(found),
    "",
    ...tableLines(methodRows(found, unit)),
    `(divergence: mean ln d over ${length} steps, that is ${timeText(length * found.dt, unit)})`,
    "",
    ...witnessLines(found),
    ...(all === null ? [] : exponentLines(all, unit)),
    `verdict: ${found.verdict}: ${withMinusSigns(found.because)}`,
    `dynamics: ${found.dynamics.sentence}`,
    ...exponentLine(found, unit),
    ...found.notes,
    "method: M. T. Rosenstein et al. (1993), Physica D 65, 117–134; H. Kantz (1994), Phys. Lett. A 185, 77–87; " +
    "M. Sano & Y. Sawada (1985), Phys. Rev. Lett. 55, 1082–1085",
    intervalLine(found, unit),
  ];
};
