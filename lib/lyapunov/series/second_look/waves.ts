/**
 * The strongest waves of a signal, and what they leave: a torus is little else than a few of them.
 *
 * @module
 */
import { cos, log } from "../../../numerics/elementary.ts";
import { solveSymmetric } from "../../../numerics/cholesky.ts";
import { powerSpectrum } from "../../../numerics/fourier.ts";
import { mean, squaresAround } from "../../../numerics/statistics.ts";
import { frequencyNear, putOn, takeOff, type Wave } from "./wave.ts";

/** Waves of a signal, and what is left of it without them. */
export interface Waves {
  /** The waves, in the order in which they were found: mostly the strongest first. */
  readonly waves: readonly Wave[];
  /** T samples. */
  readonly rest: Float64Array;
}

/** Most waves that are taken off. */
const MOST = 12;
/** A wave is one if it takes off this share of what the stronger ones left; those of chaos and of noise take less. */
const LEAST = 0.3;
/** Rounds at most in which all waves are fitted again after one was added: they disturb each other where a period is cut. */
const ROUNDS = 6;
/** What is added to the diagonal, per row: half a turn from row to row has no sine. */
const RIDGE = 1e-12;
/** Longest stretch in which a wave is looked for. */
const LONGEST = 65_536;
/** Rows over which phases are compared at first. */
const FIRST = 256;
/** Of a signal with standard deviation 1: what is left below this is rounding. */
const ROUNDING = 1e-20;

/** About the frequency of the strongest wave: the top of a parabola through the logarithms of the spectrum at its peak. */
const strongest = (signal: Float64Array): number => {
  let length = 64;
  while (2 * length <= Math.min(LONGEST, signal.length)) length *= 2;
  const turn = 2 * Math.PI / length;
  const power = powerSpectrum(
    signal.slice(0, length).map((value, row) => value * (0.5 - 0.5 * cos(turn * row))),
  );
  let peak = 1;
  for (let k = 2; k < power.length; k++) if (power[k]! > power[peak]!) peak = k;
  const [a, b, c] = [peak - 1, peak, Math.min(peak + 1, power.length - 1)].map((k) => log(power[k]!)) as [
    number,
    number,
    number,
  ];
  const curve = a - 2 * b + c;
  return (peak + (curve < 0 ? (a - c) / (2 * curve) : 0)) / length;
};

/** The factors by which columns add up to a signal best; undefined where they depend on each other. */
const leastSquares = (columns: readonly Float64Array[], signal: Float64Array): Float64Array | undefined => {
  const product = (a: Float64Array, b: Float64Array): number => {
    let sum = 0;
    for (let row = 0; row < a.length; row++) sum += a[row]! * b[row]!;
    return sum;
  };
  const n = columns.length;
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) matrix[i * n + j] = product(columns[i]!, columns[j]!);
    matrix[i * n + i]! += RIDGE * signal.length;
  }
  const factors = Float64Array.from(columns, (each) => product(each, signal));
  return solveSymmetric(matrix, factors, n, 1) ? factors : undefined;
};

/** cos 2πft and sin 2πft over the rows t. */
const turning = (frequency: number, rows: number): readonly [Float64Array, Float64Array] => {
  const [cosine, sine] = [new Float64Array(rows), new Float64Array(rows)];
  putOn(cosine, { frequency, cosine: 1, sine: 0 });
  putOn(sine, { frequency, cosine: 0, sine: 1 });
  return [cosine, sine];
};

/** The waves of some frequencies, and the mean, that fit a signal best all together, and what they leave. */
const wavesAt = (signal: Float64Array, frequencies: readonly number[]): Waves | undefined => {
  const columns = frequencies.flatMap((each) => turning(each, signal.length));
  const factors = leastSquares([...columns, new Float64Array(signal.length).fill(1)], signal);
  if (factors === undefined) return undefined;
  const waves = frequencies.map((frequency, i): Wave => ({
    frequency,
    cosine: factors[2 * i]!,
    sine: factors[2 * i + 1]!,
  }));
  const rest = signal.map((value) => value - factors.at(-1)!);
  for (const wave of waves) takeOff(rest, wave);
  return { waves, rest };
};

/** Better frequencies for all waves at once, by a step of Gauss and Newton: what they leave tells how they turn too slowly. */
const better = (signal: Float64Array, { waves, rest }: Waves): Waves | undefined => {
  const rows = signal.length;
  const columns = waves.flatMap(({ frequency, cosine, sine }) => {
    const [c, s] = turning(frequency, rows);
    const slip = c.map((_, row) => 2 * Math.PI * (row / rows - 0.5) * (sine * c[row]! - cosine * s[row]!));
    return [c, s, slip];
  });
  const step = leastSquares(columns, rest);
  return step && wavesAt(signal, waves.map(({ frequency }, i) => frequency + step[3 * i + 2]! / rows));
};

/** Waves fitted again and again, as long as they leave less. */
const settled = (signal: Float64Array, first: Waves): Waves => {
  let found = first;
  for (let round = 0; round < ROUNDS; round++) {
    const next = better(signal, found);
    if (next === undefined || squaresAround(next.rest) >= squaresAround(found.rest)) break;
    found = next;
  }
  return found;
};

/**
 * The strongest waves of a signal, each at a frequency of its own that keeps its phase from the first row to the last.
 *
 * @param signal T samples.
 * @param least The share of what the stronger ones left that a wave takes off, at least.
 * @example Three waves of frequencies that have nothing to do with each other
 * ```ts
 * import { strongestWaves } from "./waves.ts";
 * import { sin } from "../../../numerics/elementary.ts";
 * import { squaresAround } from "../../../numerics/statistics.ts";
 * import { assertEquals, assertLess } from "@std/assert/mod.js";
 *
 * const of = (frequency: number, row: number) => sin(2 * Math.PI * frequency * row);
 * const signal = new Float64Array(2000).map((_, row) => of(0.1, row) + 0.6 * of(0.0618, row) + 0.3 * of(0.1414, row));
 * const { waves, rest } = strongestWaves(signal);
 * assertEquals(waves.map(({ frequency }) => frequency.toFixed(4)), ["0.1000", "0.0618", "0.1414"]);
 * assertLess(squaresAround(rest) / 2000, 1e-20);
 * ```
 */
export const strongestWaves = (signal: Float64Array, least = LEAST): Waves => {
  const centre = mean(signal);
  let found: Waves = { waves: [], rest: signal.map((value) => value - centre) };
  while (found.waves.length < MOST && squaresAround(found.rest) > ROUNDING * signal.length) {
    const frequency = frequencyNear(found.rest, strongest(found.rest), FIRST);
    const first = wavesAt(signal, [...found.waves.map((wave) => wave.frequency), frequency]);
    const next = first && settled(signal, first);
    if (next === undefined || squaresAround(next.rest) > (1 - least) * squaresAround(found.rest)) break;
    found = next;
  }
  return found;
};
