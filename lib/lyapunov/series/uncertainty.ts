/**
 * How far an exponent from a series can be trusted: its standard error, with all that is known to spoil it.
 *
 * @module
 */
import {
  type AttemptOptions,
  type CrossCheck,
  disagreement,
  type MethodEstimate,
  together,
} from "./attempt.ts";
import type { Divergence } from "./divergence.ts";
import { correctionUnder, missedUnder, MOST_NOISE, noiseOfMap, roughness } from "./noise_level.ts";
import { percent } from "../../numerics/format.ts";
import { lowerMedian } from "../../numerics/statistics.ts";

/** The errors of λ₁, in nats per time unit. */
export interface Uncertainty {
  /** Most noise on the series, in standard deviations. */
  readonly noise: number;
  /** By what share λ₁ may be larger yet because of it. */
  readonly missed: number;
  /** By which factor what neighbours show was raised for the noise. */
  readonly correction: number;
  /** Whether noise hides so much that λ₁ is known from below only. */
  readonly isBound: boolean;
  /** Standard error of λ₁: its fluctuation along the series, what other ways of looking differ by, noise, spikes. */
  readonly standardError: number;
  /** The same without noise, which makes λ₁ too small and never too large. */
  readonly withoutNoise: number;
  /** What of this a reader should know. */
  readonly notes: readonly string[];
}

/** What the errors follow from. */
export interface UncertaintyEvidence {
  /** How the exponent was looked for. */
  readonly options: AttemptOptions;
  /** Noise that rounding amounts to, in standard deviations. */
  readonly rounding: number;
  /** Rosenstein's curve. */
  readonly curve: Divergence;
  /** What was found; null where nothing was. */
  readonly best: MethodEstimate | null;
  /** What was found in other ways. */
  readonly checks: readonly CrossCheck[];
}

/**
 * What all ways of looking have in common does not show in how they differ: on long clean series of single columns, where
 * everything else is small, exponents from neighbours are up to 12 % off.
 */
const SHARED = 0.05;
/** What systems under little noise differ by in what they lose, as a share of λ₁. */
const UNEVEN = 0.08;
/** Two values this much apart, as a share of λ₁, are reported. */
const TOLD = 0.25;
/** Spikes that blur λ₁ by this share are reported. */
const SPIKES_TOLD = 0.35;

const noiseOn = (
  columns: readonly Float64Array[],
  { options: { embedding, isFlow, dt }, rounding, curve, best }: UncertaintyEvidence,
): number => {
  if (isFlow) return Math.max(rounding, ...columns.map((signal) => roughness(signal).noise));
  if (best === null) return rounding;
  const coordinates = columns.length * embedding.copies;
  return Math.max(rounding, noiseOfMap(curve, { ...embedding, coordinates }, best.lambda1 * dt));
};

/** The other ways that differ by more than chance. */
const differing = ({ lambda1, standardError }: MethodEstimate, checks: readonly CrossCheck[]) =>
  checks.flatMap(({ how, lambda1: other }) =>
    other !== null && Math.abs(other - lambda1) > Math.max(TOLD * lambda1, 2 * standardError)
      ? [`${other.toPrecision(3)} ${how}`]
      : []
  );

/**
 * The errors of an exponent.
 *
 * @param columns N signals with standard deviation 1.
 * @param evidence What was found in them.
 */
export const uncertaintyOf = (
  columns: readonly Float64Array[],
  evidence: UncertaintyEvidence,
): Uncertainty => {
  const { options, best, checks } = evidence;
  const noise = noiseOn(columns, evidence);
  const correction = correctionUnder(noise);
  const missed = correction - 1;
  const isBound = noise > MOST_NOISE;
  if (best === null) {
    return { noise, missed, correction, isBound, standardError: 0, withoutNoise: 0, notes: [] };
  }
  const spikes = options.isFlow ? lowerMedian(columns.map((signal) => roughness(signal).overall)) : 0;
  const blurred = missedUnder(Math.max(noise, spikes));
  const spiky = spikes > 2 * noise && blurred > 2 * missed;
  const spread = disagreement(best.lambda1, checks);
  const others = differing(best, checks);
  const blur = spiky ? blurred * best.lambda1 / 2 : 0;
  const uncorrected = missed === 0 ? 0 : together(missed / 2, UNEVEN) * best.lambda1;
  const shared = SHARED * best.lambda1;
  return {
    noise,
    missed,
    correction,
    isBound,
    standardError: correction * together(best.standardError, spread, blur, shared, uncorrected),
    withoutNoise: correction * together(best.standardError, spread, shared, blur),
    notes: [
      ...(others.length === 0 ? [] : [
        `Looked for otherwise the exponent differs: it is ${
          others.join(", ")
        }; the standard error and the range of ` +
        "τ cover that.",
      ]),
      ...(missed === 0 ? [] : [
        `The series carries about ${
          percent(noise, 2)
        } of noise, under which an exponent comes out too small: it ` +
        `was raised by ${
          percent(missed, 2)
        }, which known systems lose in the middle, and half of that is in the ` +
        `standard error${isBound ? "; as noise hides more than that, λ₁ is a lower bound" : ""}.`,
      ]),
      ...(!spiky || blurred < SPIKES_TOLD ? [] : [
        "The series has spikes that last a few samples only, between which little is seen of how neighbours part; " +
        "the standard error allows for that. Sample it more finely, or give other columns too.",
      ]),
    ],
  };
};
