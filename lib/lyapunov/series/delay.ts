/**
 * The delay of an embedding.
 *
 * @module
 */
import { autocorrelation, mutualInformation } from "./correlation.ts";

/** A delay with its reason. */
export interface EmbeddingDelay {
  /** In steps. */
  readonly steps: number;
  /** By which rule it was found. */
  readonly by:
    | "first minimum of the mutual information"
    | "first lag with autocorrelation below 1/e"
    | "given";
}

/** The longest delay that leaves enough vectors: a twentieth of the series. */
export const longestDelay = (rows: number): number => Math.max(1, Math.floor(rows / 20));

/** First lag at which the autocorrelation is below `level`; the length of the list where there is none. */
export const firstBelow = (correlation: Float64Array, level: number): number => {
  for (let lag = 0; lag < correlation.length; lag++) if (correlation[lag]! < level) return lag;
  return correlation.length;
};

/**
 * A minimum counts when the information has fallen by a quarter and rises again by a fiftieth, within the lags that
 * follow (half as many as lie before it, at least three): ripples of the estimate do not count.
 */
const firstMinimum = (information: Float64Array): number | undefined => {
  const whole = information[1]!;
  for (let lag = 2; lag < information.length; lag++) {
    const here = information[lag]!;
    if (here > information[lag - 1]! || here > 0.75 * whole) continue;
    const horizon = lag + Math.max(3, Math.ceil(lag / 2));
    for (let later = lag + 1; later <= horizon && later < information.length; later++) {
      if (information[later]! < here) break;
      if (information[later]! > here + whole / 50) return lag;
    }
  }
  return undefined;
};

/**
 * The delay for a delay embedding: the first minimum of the mutual information, or, where there is none before that,
 * the first lag at which the autocorrelation is below 1/e; so a map gets a delay of one step.
 *
 * @param signal T samples.
 * @source Fraser & Swinney (1986), Phys. Rev. A 33, 1134–1140.
 * @example A map needs no delay, a slow wave at most a quarter of its period
 * ```ts
 * import { chooseDelay } from "./delay.ts";
 * import { sin } from "../../numerics/elementary.ts";
 * import { assert, assertEquals } from "@std/assert/mod.js";
 *
 * const logistic = new Float64Array(1000).fill(0.3);
 * for (let i = 1; i < 1000; i++) logistic[i] = 4 * logistic[i - 1]! * (1 - logistic[i - 1]!);
 * assertEquals(chooseDelay(logistic).steps, 1);
 *
 * const wave = Float64Array.from({ length: 4000 }, (_, i) => sin(i / 10));
 * assert(chooseDelay(wave).steps > 1 && chooseDelay(wave).steps < 16);
 * ```
 */
export const chooseDelay = (signal: Float64Array): EmbeddingDelay => {
  const most = longestDelay(signal.length);
  const correlation = autocorrelation(signal, 2 * most);
  const decay = Math.min(most, Math.max(1, firstBelow(correlation, 1 / Math.E)));
  const fallback: EmbeddingDelay = { steps: decay, by: "first lag with autocorrelation below 1/e" };
  if (decay === 1) return fallback;
  const information = mutualInformation(signal, Math.min(most, 2 * decay + 3));
  const minimum = firstMinimum(information);
  return minimum === undefined ? fallback : { steps: minimum, by: "first minimum of the mutual information" };
};
