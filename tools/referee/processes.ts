/**
 * Series that the referee is tried on beside the catalogue: maps of the literature, noises, and what is neither.
 *
 * Each is made of a stream of random numbers, with nothing else left open.
 *
 * @module
 */
import { cos, exp, log, sin, tanh } from "../../lib/numerics/elementary.ts";
import { fourier, inverseTransform } from "../../lib/numerics/fourier.ts";
import { normals, type Stream, substream, uniforms } from "../../lib/numerics/random.ts";

/** `rows` values of one variable. */
export type Process = (rows: number, random: Stream) => Float64Array;

/** Steps that are left out before the first value. */
const TRANSIENT = 500;

const GOLDEN = (Math.sqrt(5) - 1) / 2;
const TURN = 2 * Math.PI;

/** A process whose state goes on by shocks: `next` advances the state in place and gives the value. */
const recursive = (
  states: number,
  next: (state: Float64Array, shock: number, time: number, other: number) => number,
  begin: (state: Float64Array, random: Stream) => void = () => {},
): Process =>
(rows, random) => {
  const state = new Float64Array(states);
  begin(state, random);
  const shocks = normals(substream(random, "shocks"), rows + TRANSIENT);
  const others = uniforms(substream(random, "uniform"), rows + TRANSIENT);
  const out = new Float64Array(rows);
  for (let i = 0; i < rows + TRANSIENT; i++) {
    const value = next(state, shocks[i]!, i, others[i]!);
    if (i >= TRANSIENT) out[i - TRANSIENT] = value;
  }
  return out;
};

const between = (low: number, high: number) => (state: Float64Array, random: Stream): void => {
  state.set(uniforms(substream(random, "start"), state.length, low, high));
};

/** Values of a function of time with a random phase and a little more. */
const wave = (of: (time: number, phase: number, rows: number) => number): Process => (rows, random) => {
  const phase = uniforms(substream(random, "phase"), 1, 0, TURN)[0]!;
  return Float64Array.from({ length: rows }, (_, i) => of(i, phase, rows));
};

const noisy = (process: Process, level: number): Process => (rows, random) => {
  const noise = normals(substream(random, "added"), rows);
  return process(rows, random).map((value, i) => value + level * noise[i]!);
};

/** A function of every value of a process. */
const through = (process: Process, of: (value: number) => number): Process => (rows, random) =>
  process(rows, random).map(of);

/** A function of independent normal numbers. */
const independent = (of: (shock: number, other: number) => number): Process =>
  recursive(0, (_, shock, __, other) => of(shock, other));

/** x' = a x + … + ε + b ε₋₁ + …. */
const arma = (past: readonly number[], shocksBefore: readonly number[] = []): Process =>
  recursive(past.length + shocksBefore.length, (state, shock) => {
    const p = past.length;
    let value = shock;
    past.forEach((a, i) => value += a * state[i]!);
    shocksBefore.forEach((b, i) => value += b * state[p + i]!);
    state.copyWithin(1, 0, p - 1 < 0 ? 0 : p - 1);
    if (p > 0) state[0] = value;
    for (let i = state.length - 1; i > p; i--) state[i] = state[i - 1]!;
    if (shocksBefore.length > 0) state[p] = shock;
    return value;
  });

/** AR(2) with a period and a decay, both in steps. */
const resonance = (period: number, decay: number): Process =>
  arma([2 * cos(TURN / period) * exp(-1 / decay), -exp(-2 / decay)]);

/** Noise with the spectrum f^slope, from independent normal amplitudes. */
const coloured = (slope: number): Process => (rows, random) => {
  const plan = fourier(rows);
  const draws = normals(random, 2 * rows);
  const [real, imaginary] = [new Float64Array(rows), new Float64Array(rows)];
  for (let k = 1; 2 * k < rows; k++) {
    const amplitude = exp(slope / 2 * log(k));
    real[k] = real[rows - k] = amplitude * draws[2 * k]!;
    imaginary[k] = amplitude * draws[2 * k + 1]!;
    imaginary[rows - k] = -imaginary[k]!;
  }
  inverseTransform(plan, real, imaginary);
  return real;
};

const walk = (drift: number): Process => (rows, random) => {
  const shocks = normals(random, rows);
  let place = 0;
  return shocks.map((shock) => place += drift + shock);
};

/** x' = f cos 2πθ − A x + x³, θ' = θ + golden mean. Source: Venkatesan & Lakshmanan (2001), Phys. Rev. E 63, 026219. */
const cubic = (f: number, A: number): Process =>
  recursive(2, (state) => {
    const x = f * cos(TURN * state[1]!) - A * state[0]! + state[0]! ** 3;
    state[1] = (state[1]! + GOLDEN) % 1;
    return state[0] = x;
  }, between(0, 0.1));

/** Grebogi, Ott, Pelikan & Yorke (1984), Physica D 13, 261–268: x' = 2σ tanh x cos 2πθ, σ = 1.5. */
const gopy: Process = recursive(2, (state) => {
  const x = 3 * tanh(state[0]!) * cos(TURN * state[1]!);
  state[1] = (state[1]! + GOLDEN) % 1;
  return state[0] = x;
}, between(0.1, 1));

const logistic = (r: number): Process =>
  recursive(1, (state) => state[0] = r * state[0]! * (1 - state[0]!), between(0.1, 0.9));

/** Baier & Klein (1990), Phys. Lett. A 151, 281–284: a = 1.76, b = 0.1. */
const henon: Process = recursive(3, (state) => {
  const x = 1.76 - state[1]! ** 2 - 0.1 * state[2]!;
  state[2] = state[1]!;
  state[1] = state[0]!;
  return state[0] = x;
}, between(0, 0.1));

/** Lorenz (1963) at σ 10, ρ 28, β 8/3: x every 0.05 time units, by five steps of RK4 each. */
const lorenz: Process = recursive(3, (state) => {
  const rates = ([x, y, z]: readonly number[]) => [
    10 * (y! - x!),
    x! * (28 - z!) - y!,
    x! * y! - 8 / 3 * z!,
  ];
  const ahead = (from: readonly number[], along: readonly number[], by: number) =>
    from.map((value, i) => value + by * along[i]!);
  let at: readonly number[] = [...state];
  for (let i = 0; i < 5; i++) {
    const a = rates(at);
    const b = rates(ahead(at, a, 0.005));
    const c = rates(ahead(at, b, 0.005));
    const d = rates(ahead(at, c, 0.01));
    at = at.map((value, j) => value + 0.01 / 6 * (a[j]! + 2 * b[j]! + 2 * c[j]! + d[j]!));
  }
  state.set(at);
  return state[0]!;
}, between(1, 5));

/** Both of Freitas, Letellier & Aguirre (2009), Phys. Rev. E 79, 035201. */
const freitas: Process = recursive(1, (state, _, __, v) => {
  const value = 3 * v + 4 * state[0]! * (1 - v);
  state[0] = v;
  return value;
});
const sineMap: Process = recursive(1, (state, _, __, q) =>
  // One uniform number for both: below 0.01 there is a kick, whose size is where below 0.01 it lies.
  state[0] = 2.4 * sin(state[0]!) + (q < 0.01 ? 400 * q - 2 : 0), between(0, 1));

/** Nicolau (2002), Econometric Theory 18, 99–118: k = −15, α = 3, around 100, σ = 0.4. */
const bounded: Process = recursive(1, (state, shock) => {
  const off = state[0]! - 100;
  return state[0] = state[0]! + exp(-15) * (exp(-3 * off) - exp(3 * off)) + 0.4 * shock;
}, (state) => state.fill(100));

/** AR(2) whose period swings around 10 by 6 every 250 steps. After Timmer (1998), Phys. Rev. E 58, 5153. */
const cyclostationary: Process = recursive(2, (state, shock, time) => {
  const period = 10 + 6 * sin(TURN * time / 250);
  const value = 2 * cos(TURN / period) * exp(-1 / 50) * state[0]! - exp(-2 / 50) * state[1]! + shock;
  state[1] = state[0]!;
  return state[0] = value;
});

/** What a system is, in the words of the estimate's verdicts. */
export type KnownTruth = "chaotic" | "regular" | "noise";

/** A system of Toker, Sommer & D'Esposito (2020) with what is published for it. */
export interface TokerSystem {
  readonly truth: KnownTruth;
  readonly process: Process;
  /** How many of 100 series were classified correctly, at 0, 10, 20, 30 and 40 % noise; colours at 0 % only. */
  readonly published: readonly number[];
}

const perfect = [100, 100, 100, 100, 100];
const system = (truth: KnownTruth, process: Process, published: readonly number[]): TokerSystem => ({
  truth,
  process,
  published,
});

/**
 * The systems of Table 2, their published counts beside them. A strange non-chaotic attractor counts as regular.
 *
 * Source: Toker, Sommer & D'Esposito (2020), Commun. Biol. 3:11, Table 2.
 */
export const tokerSystems: Readonly<Record<string, TokerSystem>> = {
  "cubic, chaotic": system("chaotic", cubic(-0.8, 1.5), perfect),
  "cubic, periodic": system("regular", cubic(0.3, 1), perfect),
  "cubic, SNA HH": system("regular", cubic(0.7, 1.88697), perfect),
  "cubic, SNA S3": system("regular", cubic(0.35, 2.14), [100, 100, 100, 100, 0]),
  "GOPY, SNA": system("regular", gopy, [100, 100, 100, 99, 14]),
  "logistic, chaotic": system("chaotic", logistic(3.9), perfect),
  "logistic, periodic": system("regular", logistic(3.5), perfect),
  "Lorenz": system("chaotic", lorenz, [100, 100, 97, 82, 36]),
  "generalised Hénon": system("chaotic", henon, [100, 100, 100, 100, 93]),
  "Freitas": system("noise", freitas, [78, 83, 98, 98, 74]),
  "noise-driven sine": system("noise", sineMap, [55, 3, 22, 5, 78]),
  "bounded walk": system("noise", bounded, [100, 97, 59, 95, 100]),
  "cyclostationary": system("noise", cyclostationary, [99, 100, 99, 100, 100]),
  "ARMA": system("noise", arma([0.8], [0.3]), [85, 98, 99, 99, 100]),
  "trended walk": system("noise", walk(0.1), [100, 89, 90, 98, 100]),
  "random walk": system("noise", walk(0), [100, 98, 100, 100, 100]),
  "violet noise": system("noise", coloured(2), [99]),
  "blue noise": system("noise", coloured(1), [100]),
  "white noise": system("noise", independent((shock) => shock), [100]),
  "pink noise": system("noise", coloured(-1), [100]),
  "red noise": system("noise", coloured(-2), [100]),
};

/** Forty kinds of series that are not chaotic. */
export const nonChaotic: Readonly<Record<string, Process>> = {
  "normal": independent((shock) => shock),
  "uniform": independent((_, other) => other),
  "exponential": independent((_, other) => -log(1 - other)),
  "heavy tails": independent((shock) => shock ** 3),
  "AR(1) 0.5": arma([0.5]),
  "AR(1) 0.9": arma([0.9]),
  "AR(1) 0.98": arma([0.98]),
  "AR(1) -0.8": arma([-0.8]),
  "AR(2) period 6": resonance(6, 20),
  "AR(2) period 12": resonance(12, 50),
  "AR(2) period 30": resonance(30, 100),
  "ARMA(1,1)": arma([0.8], [0.3]),
  "MA(5)": arma([], [1, 1, 1, 1, 1]),
  "pink": coloured(-1),
  "red": coloured(-2),
  "blue": coloured(1),
  "violet": coloured(2),
  "random walk": walk(0),
  "trended walk": walk(0.1),
  "bounded walk": bounded,
  "cyclostationary": cyclostationary,
  "GARCH": recursive(2, (state, shock) => {
    state[0] = 0.1 + 0.1 * state[1]! ** 2 + 0.85 * state[0]!;
    return state[1] = Math.sqrt(state[0]!) * shock;
  }, (state) => state.fill(1)),
  "stochastic volatility": recursive(1, (state, shock, _, other) => {
    state[0] = 0.95 * state[0]! + other - 0.5;
    return exp(state[0]!) * shock;
  }),
  "bilinear": recursive(2, (state, shock) => {
    const value = 0.4 * state[0]! + 0.4 * state[0]! * state[1]! + shock;
    state[1] = shock;
    return state[0] = value;
  }),
  "threshold AR": recursive(
    1,
    (state, shock) => state[0] = (state[0]! > 0 ? -0.7 : 0.8) * state[0]! + shock,
  ),
  "squared AR(1)": through(arma([0.9]), (value) => value * value),
  "lognormal AR(1)": through(arma([0.9]), (value) => exp(value)),
  "clipped AR(2)": through(resonance(12, 50), (value) => Math.max(-2, Math.min(2, value))),
  "Freitas": freitas,
  "noise-driven sine": sineMap,
  "sine": wave((t, phase) => sin(t / 3.7 + phase)),
  "sine, 10 % noise": noisy(wave((t, phase) => sin(t / 3.7 + phase)), 0.07),
  "two sines": wave((t, phase) => sin(t / 3.7 + phase) + sin(t / 3.7 * GOLDEN)),
  "three sines": wave((t, phase) => sin(t / 5 + phase) + sin(t / 5 * GOLDEN) + sin(t / 5 * Math.SQRT2)),
  "square wave, noise": noisy(wave((t, phase) => Math.sign(sin(TURN * t / 31 + phase))), 0.1),
  "sawtooth": wave((t, phase) => (GOLDEN * t / 23 + phase) % 1),
  "chirp": wave((t, phase, rows) => sin(TURN * (t / 40 + t * t / (40 * rows)) + phase)),
  "sine of wandering phase": recursive(1, (state, shock) => {
    state[0] = (state[0]! + TURN / 25 + 0.1 * shock) % TURN;
    return sin(state[0]!);
  }),
  "logistic, period 4": logistic(3.5),
  "GOPY": gopy,
};

/**
 * The system of a name that is not its own: one system with other parameters or another distortion of its values. Those
 * of the catalogue go by their name there.
 */
export const aliases: Readonly<Record<string, string>> = {
  "cubic, chaotic": "cubic, driven",
  "cubic, periodic": "cubic, driven",
  "cubic, SNA HH": "cubic, driven",
  "cubic, SNA S3": "cubic, driven",
  "GOPY, SNA": "GOPY",
  "logistic, chaotic": "logistic",
  "logistic, periodic": "logistic",
  "logistic, period 4": "logistic",
  "Lorenz": "lorenz",
  "generalised Hénon": "generalised-henon",
  "ARMA(1,1)": "ARMA",
  "AR(1) 0.5": "AR(1)",
  "AR(1) 0.9": "AR(1)",
  "AR(1) 0.98": "AR(1)",
  "AR(1) -0.8": "AR(1)",
  "squared AR(1)": "AR(1)",
  "lognormal AR(1)": "AR(1)",
  "AR(2) period 6": "AR(2)",
  "AR(2) period 12": "AR(2)",
  "AR(2) period 30": "AR(2)",
  "clipped AR(2)": "AR(2)",
  "white noise": "normal",
  "pink noise": "pink",
  "red noise": "red",
  "blue noise": "blue",
  "violet noise": "violet",
  "trended walk": "random walk",
  "sine, 10 % noise": "sine",
};
