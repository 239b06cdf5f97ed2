/** Every cell with every observation model, as a network that runs freely. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import { cellCodec, cellKinds } from "../../lib/networks/catalogue.ts";
import {
  freeRun,
  initialState,
  type Model,
  modelMap,
  modelOf,
  observationMatrices,
  observe,
  observedRun,
} from "../../lib/networks/model.ts";
import type { Weights } from "../../lib/networks/cell.ts";
import {
  forcingMask,
  initialWeights,
  type Network,
  networkOf,
  stateSizeOf,
} from "../../lib/networks/network.ts";
import {
  observationCodec,
  observationModelOf,
  observationModels,
} from "../../lib/networks/observations/catalogue.ts";
import { loadTensorFlow, tf } from "../../lib/networks/tensorflow.ts";
import { normals, stream } from "../../lib/numerics/random.ts";
import { describeError } from "../../lib/core/program/errors.ts";
import { type Codec, decode } from "../../lib/core/codec/codec.ts";

await loadTensorFlow();

const decoded = <A, O>(codec: Codec<A, O>, value: unknown): A => {
  const result = decode(codec, value);
  if (result._tag === "Left") throw new Error(JSON.stringify(result.left));
  return result.right;
};
const networks: readonly Network[] = Object.keys(cellKinds).flatMap((kind) =>
  Object.keys(observationModels).map((observation) => ({
    cell: decoded(cellCodec, { kind, units: 7 }),
    observation: decoded(observationCodec, { kind: observation }),
    observations: 3,
  }))
);
const sizes = { units: 7, observations: 3 };
const assertClose = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) => {
  assertEquals(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) assertAlmostEquals(actual[i]!, expected[i]!, tolerance);
};

/** The weights, each a little elsewhere: some start at 0. */
const moved = (weights: Weights): Weights =>
  Object.fromEntries(
    Object.entries(weights).map(([name, { shape, values }]) => {
      const moves = normals(stream(9, name), values.length);
      return [name, { shape, values: values.map((value, index) => value + 0.1 * moves[index]!) }];
    }),
  );

const sumOfRow = (matrix: Float32Array, columns: number, row: number): number =>
  matrix.subarray(row * columns, (row + 1) * columns).reduce((sum, value) => sum + value, 0);

/** Entry n of Pᵀ times the sums of the rows of an M × N gradient by P. */
const through = (model: Model, toP: Float32Array, n: number): number =>
  Array.from(
    { length: 7 },
    (_, unit) => observationMatrices(model).control[unit * 3 + n]! * sumOfRow(toP, 3, unit),
  )
    .reduce((sum, value) => sum + value, 0);

for (const network of networks) {
  const name = `${network.cell.kind}, ${network.observation.kind} observation`;
  const model: Model = { ...network, weights: initialWeights(network, 1) };
  const x = normals(stream(1, "x"), 3);

  Deno.test(`${name}: the state that shows as x shows as x`, () => {
    const state = initialState(model, x);
    assertEquals(state.length, stateSizeOf(network));
    assertClose(observe(model, state), x, 1e-12);
    assert(state.subarray(7).every((value) => value === 0));
  });

  Deno.test(`${name}: a free run repeats the step, and a longer transient continues the shorter`, () => {
    const initial = initialState(model, x);
    const run = freeRun(model, initial, 5);
    const later = freeRun(model, initial, 2, { transient: 3 });
    if (run.kind === "finite") {
      assertEquals(observedRun(model, initial, 5), { kind: "finite", values: observe(model, run.states) });
    }
    if (run.kind === "diverged" || later.kind === "diverged") throw new Error("A bounded run is cut off");
    const map = modelMap(model);
    const once = new Float64Array(map.dimension);
    map.step(initial, once);
    assertEquals(run.states.subarray(0, map.dimension), once);
    assertEquals(later.states, run.states.subarray(3 * map.dimension));
    const copy = initialState(model, x);
    assertEquals(initial, copy);
  });

  Deno.test(`${name}: a run that leaves the bound or is no number is reported as diverged, with the step`, () => {
    const initial = initialState(model, x);
    assertEquals(freeRun(model, initial, 5, { bound: 0 }), { kind: "diverged", step: 1 });
    const broken = new Float64Array(initial.length).fill(NaN);
    assertEquals(freeRun(model, broken, 5), { kind: "diverged", step: 1 });
  });

  Deno.test(`${name}: observation and control in tf ops agree with the matrices`, () => {
    const observation = observationModelOf(network.observation);
    const weights = moved(model.weights);
    const matrices = observation.matrices(weights, sizes, network.observation);
    const { observe: B, control: P, bias = new Float64Array(3) } = matrices;
    tf.tidy(() => {
      const tensors = Object.fromEntries(
        Object.entries(weights).map(([key, { shape, values }]) => [key, tf.tensor(values, [...shape])]),
      );
      const units = Float32Array.from(normals(stream(2, "units"), 7));
      const product = (matrix: Float64Array, vector: ArrayLike<number>, rows: number) =>
        Array.from({ length: rows }, (_, row) => {
          let sum = 0;
          for (let k = 0; k < vector.length; k++) sum += matrix[row * vector.length + k]! * vector[k]!;
          return sum;
        });
      const shown = observation.observe(tensors, tf.tensor2d(units, [1, 7]), sizes, network.observation);
      assertEquals(shown.shape, [1, 3]);
      assertClose(shown.dataSync(), product(B, units, 3).map((value, n) => value + bias[n]!), 1e-6);
      const observed = Float32Array.from(x);
      const state = observation.control(tensors, tf.tensor2d(observed, [1, 3]), sizes, network.observation);
      assertEquals(state.shape, [1, 7]);
      assertClose(state.dataSync(), product(P, observed.map((value, n) => value - bias[n]!), 7), 1e-5);
    });
  });

  Deno.test(`${name}: gradients by B and pinv(B) are pulled back as automatic differentiation does`, () => {
    const observation = observationModelOf(network.observation);
    const names = observation.parameters(sizes, network.observation).map((parameter) => parameter.name);
    const toB = Float32Array.from(normals(stream(3, "B"), 21));
    const toP = Float32Array.from(normals(stream(3, "P"), 21));
    const pulled = observation.pullBack(
      model.weights,
      {
        observe: Float64Array.from(toB),
        control: Float64Array.from(toP),
        // Below b is added to what each of 7 states shows, and taken off each of 3 rows before pinv(B) sets a state.
        bias: Float64Array.from({ length: 3 }, (_, n) => sumOfRow(toB, 7, n) - through(model, toP, n)),
      },
      sizes,
      network.observation,
    );
    assertEquals(Object.keys(pulled), names);
    for (const key of names) {
      const { shape, values } = model.weights[key]!;
      const expected = tf.tidy(() => {
        const others = Object.fromEntries(
          names.map((name) => [
            name,
            tf.tensor(model.weights[name]!.values, [...model.weights[name]!.shape]),
          ]),
        );
        return tf.grad((parameter) => {
          const weights = { ...others, [key]: parameter };
          const shown = observation.observe(weights, tf.eye(7), sizes, network.observation);
          const states = observation.control(weights, tf.eye(3), sizes, network.observation);
          return tf.add(
            tf.sum(tf.mul(shown, tf.transpose(tf.tensor2d(toB, [3, 7])))),
            tf.sum(tf.mul(states, tf.transpose(tf.tensor2d(toP, [7, 3])))),
          );
        })(tf.tensor(values, [...shape])).dataSync();
      });
      const size = Math.max(...expected.map(Math.abs));
      assertClose(pulled[key]!, expected, 1e-5 * (1 + size));
    }
  });

  Deno.test(`${name}: forcing acts on the forced units and on what the cell carries beside them`, () => {
    const forced = observationModelOf(network.observation).forcedUnits(sizes);
    const mask = [...forcingMask(network)];
    assertEquals(mask.length, stateSizeOf(network));
    for (let start = 0; start < mask.length; start += 7) {
      assertEquals(mask.slice(start, start + 7), [...Array(7).keys()].map((unit) => unit < forced ? 1 : 0));
    }
  });
}

Deno.test("weights of one seed are the same, of another not, and B is the same whichever the cell", () => {
  const [first, ...others] = networks.filter(({ observation }) => observation.kind === "linear");
  assertEquals(initialWeights(first!, 1), initialWeights(first!, 1));
  for (const network of others) {
    assertEquals(initialWeights(network, 1).B, initialWeights(first!, 1).B);
    assert(initialWeights(network, 2).B!.values[0] !== initialWeights(first!, 1).B!.values[0]);
  }
});

Deno.test("weights that are missing, misshapen or another network's are refused, each by name", () => {
  const network = networks.find(({ cell }) => cell.kind === "PLRNN")!;
  const weights = initialWeights(network, 1);
  assertEquals(modelOf(network, weights), { _tag: "Right", right: { ...network, weights } });
  const { A: _, ...others } = weights;
  const misshapen = { shape: [7, 3], values: weights.B!.values };
  const result = modelOf(network, { ...others, B: misshapen, Q: weights.h! });
  if (result._tag === "Right") throw new Error("Weights of another network are taken");
  assertEquals(describeError(result.left), [
    "These are not weights of a PLRNN with 7 units and 3 observed variables: A is missing, B is 7 × 3 instead of " +
    "3 × 7, Q is not its own; give the weights that this network was trained to",
  ]);
});

Deno.test("the identity observation model refuses fewer units than observed variables", () => {
  const result = networkOf({
    cell: decoded(cellCodec, { kind: "PLRNN", units: 2 }),
    observation: { kind: "identity" },
    observations: 3,
  });
  assert(result._tag === "Left" && result.left._tag === "CannotCompute");
});
