/**
 * A network beside what comes of no training at all: what it is worth shows there.
 *
 * @module
 */
import { numberInWords } from "../numerics/format.ts";
import { listed } from "../program/text.ts";
import type { MeasuredBaseline } from "../measures/baselines.ts";
import type { DataResult, RunResult } from "./result.ts";

/** In which respect. */
type Respect = "state space" | "spectrum" | "exponent";

/**
 * What a network is held against.
 *
 * @internal
 */
export interface AgainstBaselines {
  /** The baseline that comes nearest to the held-out part; null where none has measures. */
  readonly best: MeasuredBaseline | null;
  /** In which respects parroting is beaten; null where it was not asked for. */
  readonly beatsParroting: readonly Respect[] | null;
  /** In a sentence. */
  readonly because: string;
}

/** Distances from the truth, by respect; Infinity where there is none. */
type Distances = Readonly<Record<Respect, number>>;

const RESPECTS: readonly Respect[] = ["state space", "spectrum", "exponent"];

type Values = Pick<MeasuredBaseline, "measures" | "lambda1">;

/** Without an exponent of the data there is nothing to compare in that respect. */
const comparable = ({ spectrum }: DataResult): readonly Respect[] =>
  spectrum?.exponents[0] === undefined ? RESPECTS.filter((each) => each !== "exponent") : RESPECTS;

const distancesOf = ({ measures, lambda1 }: Values, { spectrum, series: { dt } }: DataResult): Distances => ({
  "state space": measures["D_stsp"]?.value ?? Infinity,
  spectrum: measures["D_H"]?.value ?? Infinity,
  exponent: lambda1 === null ? Infinity : Math.abs(lambda1 / dt - (spectrum?.exponents[0] ?? 0)),
});

/** Each distance as a share of its scale, at most 1, together. */
const togetherOf = ({ scale, spectrum }: DataResult, distances: Distances): number =>
  Math.min(1, distances["state space"] / (scale["D_stsp"]?.ceiling || Infinity)) +
  Math.min(1, distances.spectrum) +
  Math.min(1, distances.exponent / (Math.abs(spectrum?.exponents[0] ?? 0) || 1)) / 2;

const valuesText = ({ measures, lambda1 }: Values, dt: number): string => {
  const text = (name: string): string => {
    const value = measures[name]?.value ?? null;
    return value === null ? `no ${name}` : `${name} ${numberInWords(value)}`;
  };
  return [
    text("D_stsp"),
    text("D_H"),
    lambda1 === null ? "no λ₁" : `λ₁ = ${numberInWords(lambda1 / dt, "nats/time")}`,
  ].join(", ");
};

const parrotingText = (beaten: readonly Respect[], all: readonly Respect[]): string => {
  const missed = all.filter((each) => !beaten.includes(each));
  return missed.length === 0
    ? `the network beats parroting in ${listed(all)}`
    : beaten.length === 0
    ? `the network does not beat parroting, in no respect of ${listed(all)}`
    : `the network beats parroting in ${listed(beaten)}, but not in ${listed(missed)}`;
};

/**
 * Holds a network against the baselines of its dataset, on the held-out part.
 *
 * @param run The network.
 * @returns null where the spec asks for no baselines.
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
  const beaten = parroting === undefined
    ? null
    : all.filter((each) => own[each] < distancesOf(parroting, data)[each]);
  const parts = [
    ...(best === null
      ? []
      : [`without training, ${best.title} does best (${valuesText(best, data.series.dt)})`]),
    ...(beaten === null ? [] : [parrotingText(beaten, all)]),
  ];
  return { best, beatsParroting: beaten, because: parts.join("; ") };
};
