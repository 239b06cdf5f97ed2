/**
 * The Lyapunov spectrum by the QR method, of anything that has a tangent map.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { stream, uniforms } from "../numerics/random.ts";
import { standardErrorOfBatches } from "./batch_means.ts";
import { kaplanYorke } from "./kaplan_yorke.ts";
import { evolution, orthonormalise } from "./orthonormalise.ts";
import type { ExponentUnit, LyapunovSpectrum } from "./result.ts";
import type { TangentMap } from "./tangent.ts";

/** An orbit that left all bounds: a result, not an error. */
export interface NonFiniteOrbit {
  /** Distinguishes it from a spectrum. */
  readonly _tag: "NonFiniteOrbit";
  /** The step, counted from the initial state, after which state or deviation vectors were no longer finite. */
  readonly step: number;
}

/** How a spectrum is to be found. */
export interface SpectrumOptions {
  /** Initial state, of length D; it is not changed. */
  readonly state: ArrayLike<number>;
  /** Number of exponents, at most D. Default: all. */
  readonly k?: number;
  /** Steps over which is averaged. */
  readonly steps: number;
  /** Steps of the state alone before the deviation vectors start. Default: a tenth of `steps`. */
  readonly transient?: number;
  /** Steps in which the deviation vectors turn to their directions before averaging. Default: a tenth of `steps`. */
  readonly tangentTransient?: number;
  /** Steps between two orthonormalisations. Default: 1. */
  readonly orthonormaliseEvery?: number;
  /** Batches for standard errors, which are the entries of the history too. Default: 32. */
  readonly blocks?: number;
  /** Unit of the exponents. */
  readonly unit: ExponentUnit;
  /** Time units per step; needed for nats/time. Default: 1. */
  readonly dt?: number;
}

/** Starting vectors in general position, the same in every call: none is likely to be blind to a direction. */
const startingVectors = (dimension: number, k: number): Float64Array => {
  const vectors = uniforms(stream(0, "deviation vectors"), dimension * k, -1, 1);
  orthonormalise(vectors, dimension, k, new Float64Array(k));
  return vectors;
};

const allFinite = (values: Float64Array): boolean => {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i]!)) return false;
  return true;
};

/** Over fewer steps neither the estimates nor their errors say anything: batches of them are no longer independent. */
const FEWEST_STEPS = 1000;

/**
 * Whether the running estimates in the second half stay within three standard errors of the last, over enough steps
 * for these to be known.
 */
const settled = (
  history: readonly (readonly number[])[],
  errors: readonly number[],
  steps: number,
): boolean => {
  const last = history[history.length - 1]!;
  const scale = Math.max(...last.map(Math.abs).filter(Number.isFinite), 0);
  return steps >= FEWEST_STEPS && history.length >= 8 &&
    history.slice(Math.floor(history.length / 2)).every((estimate) =>
      estimate.every((value, i) =>
        value === last[i] || Math.abs(value - last[i]!) <= 3 * errors[i]! + 1e-9 * scale
      )
    );
};

/**
 * The k largest Lyapunov exponents along one orbit, by repeated QR decomposition of deviation vectors.
 *
 * λ_i = lim 1/(n dt) Σ ln R_ii. Cost per step: that of the tangent map and 2 D k² for the decomposition.
 *
 * @param tangentMap A flow, a map, a delay equation or a trained network with its linearisation.
 * @param options Where to start, how long, and in which unit the exponents shall be.
 * @returns Exponents with standard errors (batch means), their history, whether they converged, the Kaplan–Yorke
 * dimension, and the mean of ln |det J| found without the exponents. Left: the orbit is not finite.
 * @source G. Benettin, L. Galgani, A. Giorgilli & J.-M. Strelcyn (1980), Meccanica 15, 9–20 and 21–30;
 * I. Shimada & T. Nagashima (1979), Prog. Theor. Phys. 61, 1605–1616.
 *
 * @example The logistic map at r = 4 has the exponent ln 2 per step
 * ```ts
 * import { lyapunovSpectrum } from "./spectrum.ts";
 * import { mapTangent } from "./tangent_map.ts";
 * import { logistic } from "../systems/logistic.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const result = lyapunovSpectrum(mapTangent(logistic.iteration({ r: 4 })), {
 *   state: [0.3],
 *   steps: 20_000,
 *   unit: "nats/step",
 * });
 * assertAlmostEquals(result._tag === "Right" ? result.right.exponents[0]! : NaN, Math.LN2, 0.005);
 * ```
 */
export const lyapunovSpectrum = (
  tangentMap: TangentMap,
  options: SpectrumOptions,
): E.Either<NonFiniteOrbit, LyapunovSpectrum> => {
  const { dimension } = tangentMap;
  const { steps, unit } = options;
  const k = Math.min(options.k ?? dimension, dimension);
  const every = options.orthonormaliseEvery ?? 1;
  const transient = options.transient ?? Math.floor(steps / 10);
  const alignment = Math.ceil((options.tangentTransient ?? Math.floor(steps / 10)) / every);
  const timeOfStep = unit === "nats/time" ? options.dt ?? 1 : 1;
  const rounds = Math.max(1, Math.floor(steps / every));
  const blocks = Math.min(options.blocks ?? 32, rounds);
  const evolve = tangentMap.fused?.(k) ?? evolution(tangentMap, k);

  const state = Float64Array.from(options.state);
  const vectors = startingVectors(dimension, k);
  const finite = () => allFinite(state) && allFinite(vectors);

  /** Evolves; when that leaves the finite numbers, goes back and finds the round in which it does. */
  const growth = new Float64Array(k);
  const follow = (count: number, stepsBefore: number): E.Either<NonFiniteOrbit, number> => {
    const [stateBefore, vectorsBefore] = [state.slice(), vectors.slice()];
    growth.fill(0);
    const expansion = evolve(state, vectors, count, every, growth);
    if (finite() && !growth.some(Number.isNaN)) return E.right(expansion);
    state.set(stateBefore);
    vectors.set(vectorsBefore);
    growth.fill(0);
    let round = 0;
    while (round < count && finite() && !growth.some(Number.isNaN)) {
      evolve(state, vectors, 1, every, growth);
      round++;
    }
    return E.left({ _tag: "NonFiniteOrbit", step: stepsBefore + round * every });
  };

  const none = new Float64Array(0);
  const stateBefore = state.slice();
  tangentMap.advance(state, none, 0, transient);
  if (!allFinite(state)) {
    state.set(stateBefore);
    let step = 0;
    while (step < transient && allFinite(state)) {
      tangentMap.advance(state, none, 0, 1);
      step++;
    }
    return E.left({ _tag: "NonFiniteOrbit", step });
  }
  const aligned = follow(alignment, transient);
  if (E.isLeft(aligned)) return aligned;

  const totals = new Float64Array(k);
  const batches: number[][] = [];
  const times: number[] = [];
  const running: number[][] = [];
  let expansion = 0;
  let done = 0;
  for (let block = 0; block < blocks; block++) {
    const count = Math.floor(((block + 1) * rounds) / blocks) - done;
    const followed = follow(count, transient + (alignment + done) * every);
    if (E.isLeft(followed)) return followed;
    expansion += followed.right;
    done += count;
    const [span, time] = [count * every * timeOfStep, done * every * timeOfStep];
    for (let i = 0; i < k; i++) totals[i] = totals[i]! + growth[i]!;
    batches.push(Array.from(growth, (value) => value / span));
    times.push(time);
    running.push(Array.from(totals, (value) => value / time));
  }

  const last = running[running.length - 1]!;
  const order = last.map((_, i) => i).sort((a, b) => last[a]! === last[b]! ? a - b : last[b]! - last[a]!);
  const sorted = (values: readonly number[]) => order.map((i) => values[i]!);
  const exponents = sorted(last);
  const history = running.map(sorted);
  const sortedBatches = batches.map(sorted);
  const standardErrors = exponents.map((_, i) => standardErrorOfBatches(sortedBatches.map((row) => row[i]!)));
  const meanLogDeterminant = expansion / (done * every * timeOfStep);
  return E.right({
    unit,
    exponents,
    standardErrors,
    history: { time: times, exponents: history },
    converged: settled(history, standardErrors, done * every),
    kaplanYorke: kaplanYorke(exponents, sortedBatches, dimension),
    meanLogDeterminant: Number.isNaN(meanLogDeterminant) ? null : meanLogDeterminant,
    steps: done * every,
  });
};
