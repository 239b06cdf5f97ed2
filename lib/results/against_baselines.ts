/**
 * A network beside what comes of no training at all: what it is worth shows there.
 *
 * @module
 */
import { perTime } from "../series/time_unit.ts";
import { numberInWords } from "../numerics/format.ts";
import { listed } from "../core/program/text.ts";
import type { MeasuredBaseline } from "../measures/baselines.ts";
import { exponentOfData } from "./data_exponent.ts";
import type { DataResult, RunResult } from "./result.ts";

/** In which respect. */
type Respect = "geometry" | "spectrum" | "instability";

/**
 * What a network is held against.
 *
 * @internal
 */
export interface AgainstBaselines {
  /** The baseline that comes nearest to the held-out part; null if none has measures. */
  readonly best: MeasuredBaseline | null;
  /** In which respects parroting is beaten; null if it was not asked for. */
  readonly beatsParroting: readonly Respect[] | null;
  /** In which respects the errors leave open which of both is nearer. */
  readonly ties: readonly Respect[];
  /** In which respects parroting is nearer. */
  readonly missed: readonly Respect[];
  /** In a sentence. */
  readonly because: string;
}

/** Distances from the truth, by respect; Infinity where there is none. */
type Distances = Readonly<Record<Respect, number>>;

const RESPECTS: readonly Respect[] = ["geometry", "spectrum", "instability"];

type Values = Pick<MeasuredBaseline, "measures" | "lambda1">;

/** Without an exponent of the data there is nothing to compare in that respect. */
const comparable = ({ spectrum }: DataResult): readonly Respect[] =>
  spectrum?.exponents[0] === undefined ? RESPECTS.filter((each) => each !== "instability") : RESPECTS;

/** The error of a difference of exponents in nats per time unit: two standard errors of the data's and the network's together. */
const exponentError = (run: RunResult, data: DataResult): number => {
  const { error } = exponentOfData(data);
  const network = (run.spectrum?.standardErrors[0] ?? 0) / data.series.dt;
  return 2 * Math.sqrt(error * error + network * network);
};

const distancesOf = ({ measures, lambda1 }: Values, data: DataResult): Distances => ({
  geometry: measures["D_stsp"]?.value ?? Infinity,
  spectrum: measures["D_H"]?.value ?? Infinity,
  instability: lambda1 === null
    ? Infinity
    : Math.abs(lambda1 / data.series.dt - (exponentOfData(data).value ?? 0)),
});

/** The part of a distance between exponents that two standard errors of the data's do not explain. */
const beyondError = (distance: number, error: number): number => Math.max(0, distance - 2 * error);

/** Each distance as a share of its scale, at most 1, together. */
const togetherOf = (data: DataResult, distances: Distances): number => {
  const { value = 0, error } = exponentOfData(data);
  return Math.min(1, distances.geometry / (data.scale["D_stsp"]?.ceiling || Infinity)) +
    Math.min(1, distances.spectrum) +
    Math.min(1, beyondError(distances.instability, error) / (Math.abs(value) || 1)) / 2;
};

const valuesText = ({ measures, lambda1 }: Values, { series: { dt }, timeUnit }: DataResult): string => {
  const text = (name: string): string => {
    const value = measures[name]?.value ?? null;
    return value === null ? `no ${name}` : `${name} ${numberInWords(value)}`;
  };
  return [
    text("D_stsp"),
    text("D_H"),
    lambda1 === null ? "no λ₁" : `λ₁ = ${numberInWords(lambda1 / dt)} nats ${perTime(timeUnit)}`,
  ].join(", ");
};

const parrotingText = (
  beaten: readonly Respect[],
  ties: readonly Respect[],
  missed: readonly Respect[],
): string => {
  const farther = missed.length === 0 ? "" : `farther in ${listed(missed)}`;
  const open = ties.length === 0 ? "" : `in ${listed(ties)} the errors leave open which of the two is closer`;
  if (beaten.length === 0) {
    return missed.length === 0
      ? `compared with context parroting, ${open}`
      : `the network is farther from the data than context parroting in ${listed(missed)}${
        open === "" ? "" : `; ${open}`
      }`;
  }
  return `the network is closer to the data than context parroting in ${listed(beaten)}${
    farther === "" ? "" : `, but ${farther}`
  }${open === "" ? "" : `; ${open}`}`;
};

/**
 * Holds a network against the baselines of its dataset, on the held-out part.
 *
 * @param run The network.
 * @returns null if the spec asks for no baselines.
 */
export const againstBaselines = (run: RunResult, data: DataResult): AgainstBaselines | null => {
  const { baselines } = data;
  if (baselines === undefined || baselines.length === 0) return null;
  const score = (each: Values): number => togetherOf(data, distancesOf(each, data));
  const best = baselines
    .filter(({ measures }) => Object.values(measures).some(({ value }) => value !== null))
    .reduce<MeasuredBaseline | null>(
      (least, each) => least === null || score(each) < score(least) ? each : least,
      null,
    );
  const own = distancesOf({ measures: run.measures, lambda1: run.spectrum?.exponents[0] ?? null }, data);
  const parroting = baselines.find(({ kind }) => kind === "parroting");
  const all = comparable(data);
  const error = exponentError(run, data);
  const lead = (each: Respect): number =>
    parroting === undefined ? 0 : distancesOf(parroting, data)[each] - own[each];
  const ties = parroting === undefined ? [] : all.filter((each) =>
    // What is equal, or has no distance on either side, leaves it open too.
    !(lead(each) < 0 || lead(each) > 0) ||
    (each === "instability" && Math.abs(lead(each)) <= error)
  );
  const beaten = parroting === undefined
    ? null
    : all.filter((each) => !ties.includes(each) && lead(each) > 0);
  const missed = beaten === null ? [] : all.filter((each) => !ties.includes(each) && !beaten.includes(each));
  const parts = [
    ...(best === null ? [] : [`without training, ${best.title} does best (${valuesText(best, data)})`]),
    ...(beaten === null ? [] : [parrotingText(beaten, ties, missed)]),
  ];
  return { best, beatsParroting: beaten, ties, missed, because: parts.join("; ") };
};
