/** The rollout as lib/networks/schedule.ts defines it, window by window, number by number, in float64. */
import type { KernelName } from "../../../../lib/networks/kernels/cells.ts";
import type { RolloutSchedule, RolloutSettings } from "../../../../lib/networks/kernels/rollout.ts";
import { createTape, type Tape, type Value } from "./tape.ts";

type Row = readonly Value[];
type Matrix = readonly Row[];

/** z, and the cell state of an LSTM (otherwise empty). */
interface State {
  readonly z: Row;
  readonly c: Row;
}

interface Parameters {
  readonly vector: (name: string) => Row;
  readonly matrix: (name: string, columns: number) => Matrix;
}

const sum = (tape: Tape, row: Row): Value => row.reduce((total, value) => tape.add(total, value));
const dot = (tape: Tape, a: Row, b: Row): Value =>
  sum(tape, a.map((value, i) => tape.multiply(value, b[i]!)));
const apply = (tape: Tape, matrix: Matrix, row: Row): Row => matrix.map((weights) => dot(tape, weights, row));
const transposed = (matrix: Matrix): Matrix => matrix[0]!.map((_, j) => matrix.map((row) => row[j]!));

type Step = (tape: Tape, parameters: Parameters, state: State, settings: RolloutSettings) => State;

const zip = (operation: (a: Value, b: Value) => Value, a: Row, b: Row): Row =>
  a.map((value, i) => operation(value, b[i]!));

/** W z + bz, and bx, cut into blocks of M. */
const torchParts = (tape: Tape, { vector, matrix }: Parameters, z: Row, M: number) => {
  const recurrent = zip(tape.add, apply(tape, matrix("W", M), z), vector("bz"));
  const input = vector("bx");
  const cut = (row: Row) => Array.from({ length: row.length / M }, (_, g) => row.slice(g * M, (g + 1) * M));
  return { recurrent: cut(recurrent), input: cut(input) };
};

const shallow = (clipped: boolean): Step => (tape, { vector, matrix }, { z }, { units, hidden }) => {
  const inner = apply(tape, matrix("W2", units), z);
  const raised = zip(tape.add, inner, vector("h2")).map(tape.relu);
  const layer = clipped ? zip(tape.subtract, raised, inner.map(tape.relu)) : raised;
  const image = zip(tape.add, zip(tape.multiply, vector("A"), z), apply(tape, matrix("W1", hidden!), layer));
  return { z: zip(tape.add, image, vector("h1")), c: [] };
};

const steps: Readonly<Record<KernelName, Step>> = {
  PLRNN: (tape, { vector, matrix }, { z }, { units }) => {
    const zero = tape.constant(0);
    const W = matrix("W", units).map((row, i) => row.map((value, j) => i === j ? zero : value));
    const recurrent = apply(tape, W, z.map(tape.relu));
    const [A, h] = [vector("A"), vector("h")];
    return {
      z: z.map((value, i) => tape.add(tape.add(tape.multiply(A[i]!, value), recurrent[i]!), h[i]!)),
      c: [],
    };
  },
  RNN: (tape, parameters, { z }, { units }) => {
    const { recurrent, input } = torchParts(tape, parameters, z, units);
    return { z: zip(tape.add, recurrent[0]!, input[0]!).map(tape.tanh), c: [] };
  },
  LSTM: (tape, parameters, { z, c }, { units }) => {
    const { recurrent, input } = torchParts(tape, parameters, z, units);
    const [i, f, g, o] = recurrent.map((block, gate) =>
      zip(tape.add, block, input[gate]!).map(gate === 2 ? tape.tanh : tape.sigmoid)
    );
    const cell = zip(tape.add, zip(tape.multiply, f!, c), zip(tape.multiply, i!, g!));
    return { z: zip(tape.multiply, o!, cell.map(tape.tanh)), c: cell };
  },
  GRU: (tape, parameters, { z }, { units }) => {
    const { recurrent, input } = torchParts(tape, parameters, z, units);
    const [reset, update] = [0, 1].map((g) => zip(tape.add, recurrent[g]!, input[g]!).map(tape.sigmoid));
    const candidate = zip(tape.add, input[2]!, zip(tape.multiply, reset!, recurrent[2]!)).map(tape.tanh);
    const one = tape.constant(1);
    const rest = update!.map((value) => tape.subtract(one, value));
    return { z: zip(tape.add, zip(tape.multiply, rest, candidate), zip(tape.multiply, update!, z)), c: [] };
  },
  "dendPLRNN": (tape, { vector, matrix }, { z }, { units }) => {
    const zero = tape.constant(0);
    const W = matrix("W", units).map((row, i) => row.map((value, j) => i === j ? zero : value));
    const [A, h, alpha, H] = [vector("A"), vector("h"), vector("alpha"), matrix("H", units)];
    const branch = (b: number, i: number) =>
      tape.multiply(alpha[b]!, tape.relu(tape.subtract(z[i]!, H[b]![i]!)));
    const recurrent = apply(tape, W, z.map((_, i) => sum(tape, alpha.map((_, b) => branch(b, i)))));
    return { z: zip(tape.add, zip(tape.add, zip(tape.multiply, A, z), recurrent), h), c: [] };
  },
  "AL-RNN": (tape, { vector, matrix }, { z }, { units, ramps }) => {
    const bent = z.map((value, i) => i < units - ramps! ? value : tape.relu(value));
    const image = zip(tape.add, zip(tape.multiply, vector("A"), z), apply(tape, matrix("W", units), bent));
    return { z: zip(tape.add, image, vector("h")), c: [] };
  },
  "shPLRNN": shallow(false),
  "clipped shPLRNN": shallow(true),
};

/** The solution X of S X = R by elimination, S symmetric positive definite. */
const solve = (tape: Tape, S: Matrix, R: Matrix): Matrix => {
  const a = S.map((row, i) => [...row, ...R[i]!]);
  for (let pivot = 0; pivot < a.length; pivot++) {
    a[pivot] = a[pivot]!.map((value) => tape.divide(value, a[pivot]![pivot]!));
    for (let i = 0; i < a.length; i++) {
      if (i === pivot) continue;
      const factor = a[i]![pivot]!;
      a[i] = a[i]!.map((value, j) => tape.subtract(value, tape.multiply(factor, a[pivot]![j]!)));
    }
  }
  return a.map((row) => row.slice(S.length));
};

const product = (tape: Tape, a: Matrix, b: Matrix): Matrix =>
  transposed(transposed(b).map((column) => apply(tape, a, column)));

const pseudoInverse = (tape: Tape, B: Matrix): Matrix => {
  const BT = transposed(B);
  return B.length <= BT.length
    ? transposed(solve(tape, product(tape, B, BT), B))
    : solve(tape, product(tape, BT, B), BT);
};

/** Loss of one batch and its gradients by parameter name. */
export const referenceRollout = (
  settings: RolloutSettings,
  weights: Readonly<Record<string, Float32Array | Float64Array>>,
  series: Float32Array,
  starts: Int32Array,
  schedule: RolloutSchedule,
): { readonly loss: number; readonly gradients: Readonly<Record<string, Float64Array>> } => {
  const tape = createTape();
  const { units: M, observations: N, length: T } = settings;
  const places = Object.fromEntries(
    Object.entries(weights).map(([name, values]) => [name, Array.from(values, tape.constant)]),
  );
  const parameters: Parameters = {
    vector: (name) => places[name]!,
    matrix: (name, columns) =>
      Array.from(
        { length: places[name]!.length / columns },
        (_, i) => places[name]!.slice(i * columns, (i + 1) * columns),
      ),
  };
  const linear = settings.observationModel !== "identity";
  const B = linear ? parameters.matrix("B", M) : [];
  const P = linear ? pseudoInverse(tape, B) : [];
  const zero = tape.constant(0);
  const bias = settings.observationModel === "affine" ? parameters.vector("b") : Array(N).fill(zero);
  const asData = (row: Row): Row => row.map((value) => tape.constant(tape.valueOf(value)));
  const zeros = Array.from({ length: M }, () => zero);
  const rest: State = { z: zeros, c: settings.cell === "LSTM" ? zeros : [] };
  const detached = ({ z, c }: State): State => ({ z: asData(z), c: asData(c) });
  const squares: Value[] = [];
  for (const start of starts) {
    const row = (t: number) =>
      Array.from({ length: N }, (_, n) => tape.constant(series[(start + t) * N + n]!));
    let state = rest;
    for (let t = 0; t < T; t++) {
      if (schedule.reset[t]) state = rest;
      if (schedule.detach[t]) state = detached(state);
      const strength = schedule.strength[t]!;
      if (strength > 0) {
        const alpha = tape.constant(strength);
        const kept = tape.constant(1 - strength);
        const forced = linear ? apply(tape, P, zip(tape.subtract, row(t), bias)) : row(t);
        const target = settings.firstOnly === true && t > 0 ? asData(forced) : forced;
        const mixed = (value: Value, i: number) =>
          i < target.length ? tape.add(tape.multiply(kept, value), tape.multiply(alpha, target[i]!)) : value;
        state = {
          z: state.z.map(mixed),
          c: state.c.map((value, i) => i < target.length ? tape.multiply(kept, value) : value),
        };
      }
      state = steps[settings.cell](tape, parameters, state, settings);
      const seen = linear ? zip(tape.add, apply(tape, B, state.z), bias) : state.z.slice(0, N);
      const errors = row(t + 1).map((value, n) => tape.subtract(value, seen[n]!));
      squares.push(...errors.map((error) => tape.multiply(error, error)));
    }
  }
  const loss = tape.divide(sum(tape, squares), tape.constant(squares.length));
  const gradient = tape.gradientOf(loss);
  return {
    loss: tape.valueOf(loss),
    gradients: Object.fromEntries(
      Object.entries(places).map(([name, at]) => [name, Float64Array.from(at, (place) => gradient[place]!)]),
    ),
  };
};
