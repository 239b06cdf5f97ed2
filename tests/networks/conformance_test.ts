/** What every cell must do, looped over the catalogue: a new cell is tested by its line there. */
import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert/mod.js";
import { type CellChoice, cellCodec, cellKinds, cellOf } from "../../lib/networks/catalogue.ts";
import type { Cell, StateMap, Weights } from "../../lib/networks/cell.ts";
import { loadTensorFlow, type Tensor2D, tf } from "../../lib/networks/tensorflow.ts";
import { normals, stream, uniforms } from "../../lib/numerics/random.ts";
import { decode } from "../../lib/codec/codec.ts";

await loadTensorFlow();

const kinds = Object.keys(cellKinds) as CellChoice["kind"][];
const settingsOf = (kind: string, units: number): CellChoice => {
  const decoded = decode(cellCodec, { kind, units });
  if (decoded._tag === "Left") throw new Error(JSON.stringify(decoded.left));
  return decoded.right;
};

/** Weights of the size that training leads to, so that all gates and nonlinearities are at work. */
const someWeights = (cell: Cell, settings: CellChoice, seed: number): Weights =>
  Object.fromEntries(
    cell.parameters(settings).map(({ name, shape }) => {
      const count = shape.reduce((product, length) => product * length, 1);
      return [name, { shape, values: Float32Array.from(normals(stream(seed, name), count), (x) => 0.5 * x) }];
    }),
  );
const asTensors = (weights: Weights) =>
  Object.fromEntries(
    Object.entries(weights).map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]),
  );
/** States in float32, so that both definitions see the same numbers. */
const someState = (size: number, seed: number): Float64Array =>
  Float64Array.from(Float32Array.from(normals(stream(seed, "state"), size)));

const stepInTensors = (cell: Cell, settings: CellChoice, weights: Weights, states: readonly Float64Array[]) =>
  tf.tidy(() => {
    const batch = tf.tensor2d(states.map((state) => [...state]));
    return cell.step(asTensors(weights), batch, settings).arraySync();
  });
const jacobianInTensors = (cell: Cell, settings: CellChoice, weights: Weights, state: Float64Array) =>
  tf.tidy(() => {
    const tensors = asTensors(weights);
    const size = state.length;
    const gradientOf = (row: number) =>
      tf.grad((input) => cell.step(tensors, input as Tensor2D, settings).slice([0, row], [1, 1]).sum());
    const input = tf.tensor2d([...state], [1, size]);
    return Array.from({ length: size }, (_, row) => [...gradientOf(row)(input).dataSync()]).flat();
  });
const stepOf = (map: StateMap, state: Float64Array): Float64Array => {
  const out = new Float64Array(map.dimension);
  map.step(state, out);
  return out;
};
const jacobianOf = (map: StateMap, state: Float64Array): Float64Array => {
  const out = new Float64Array(map.dimension * map.dimension).fill(NaN);
  map.jacobian(state, out);
  return out;
};
const assertClose = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) => {
  assertEquals(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    assertAlmostEquals(actual[i]!, expected[i]!, tolerance * (1 + Math.abs(expected[i]!)), `entry ${i}`);
  }
};

for (const kind of kinds) {
  for (const units of [1, 5, 8]) {
    const settings = settingsOf(kind, units);
    const cell: Cell = cellOf(settings);
    const name = `${kind}, ${units} units`;

    Deno.test(`${name}: the float64 step agrees with the step in tf ops, row by row of a batch`, () => {
      const weights = someWeights(cell, settings, 1);
      const map = cell.map(weights, settings);
      assertEquals(map.dimension, cell.stateSize(settings));
      const states = [1, 2, 3].map((seed) => someState(map.dimension, seed));
      const expected = stepInTensors(cell, settings, weights, states);
      states.forEach((state, index) => assertClose(stepOf(map, state), expected[index]!, 3e-6));
    });

    Deno.test(`${name}: the Jacobian agrees with automatic and with numerical differentiation`, () => {
      const weights = someWeights(cell, settings, 2);
      const map = cell.map(weights, settings);
      for (const seed of [4, 5]) {
        const state = someState(map.dimension, seed);
        const jacobian = jacobianOf(map, state);
        assertClose(jacobian, jacobianInTensors(cell, settings, weights, state), 1e-5);
        const step = 1e-6;
        for (let column = 0; column < map.dimension; column++) {
          const forward = state.slice();
          const backward = state.slice();
          forward[column] = state[column]! + step;
          backward[column] = state[column]! - step;
          const [above, below] = [stepOf(map, forward), stepOf(map, backward)];
          const difference = above.map((value, row) =>
            (value - below[row]!) / (forward[column]! - backward[column]!)
          );
          assertClose(difference, jacobian.filter((_, index) => index % map.dimension === column), 1e-8);
        }
      }
    });

    Deno.test(`${name}: every parameter has a name of its own, its shape, and an influence on the step`, () => {
      const parameters = cell.parameters(settings);
      assertEquals(new Set(parameters.map(({ name }) => name)).size, parameters.length);
      assert(parameters.every(({ name }) => name !== "B"), "B is the observation model's");
      const initial: Weights = Object.fromEntries(
        parameters.map((
          { name, shape, initialise },
        ) => [name, { shape, values: initialise(stream(1, "init", name)) }]),
      );
      for (const { name, shape } of parameters) {
        assertEquals(initial[name]!.values.length, shape.reduce((product, length) => product * length, 1));
        assert(initial[name]!.values.every(Number.isFinite));
      }
      // A single unit has no connection to another one.
      if (units === 1) return;
      const state = someState(cell.stateSize(settings), 8).map(Math.abs);
      const weights = someWeights(cell, settings, 9);
      const before = stepOf(cell.map(weights, settings), state);
      for (const { name, shape } of parameters) {
        const values = weights[name]!.values.map((value) => value + 0.1);
        const after = stepOf(cell.map({ ...weights, [name]: { shape, values } }, settings), state);
        assert(after.some((value, index) => value !== before[index]), `${name} has no influence`);
      }
    });
  }

  Deno.test(`${kind}: the settings go to JSON and back, and the step leaves its input alone`, () => {
    const settings = settingsOf(kind, 6);
    const written = JSON.parse(JSON.stringify(cellCodec.encode(settings)));
    assertEquals(decode(cellCodec, written), { _tag: "Right", right: settings });
    const cell: Cell = cellOf(settings);
    assertEquals(cell.kind, kind);
    assert(cell.title.length > 0 && cell.references.length > 0);
    const map = cell.map(someWeights(cell, settings, 1), settings);
    const state = someState(map.dimension, 1);
    const copy = state.slice();
    const first = stepOf(map, state);
    jacobianOf(map, state);
    assertEquals(state, copy);
    assertEquals(stepOf(map, uniforms(stream(1, "other"), map.dimension)).length, map.dimension);
    assertEquals(stepOf(map, state), first);
  });
}

Deno.test("an unknown cell, an unknown option and a wrong number of units are each told with what would be right", () => {
  const faultOf = (input: unknown) => {
    const decoded = decode(cellCodec, input);
    if (decoded._tag === "Right") throw new Error(`${JSON.stringify(input)} is taken`);
    return decoded.left[0]!;
  };
  for (const kind of kinds) {
    const misspelt = `${kind.slice(0, -1)}x`;
    assertEquals(faultOf({ kind: misspelt, units: 3 }).path, "$.kind");
  }
  assertMatch(faultOf({ kind: "plrnn", units: 3 }).expected, /did you mean "PLRNN"\?/);
  assertEquals(faultOf({ kind: "PLRNN", units: 0 }).path, "$.units");
  assertEquals(faultOf({ kind: "PLRNN", units: 3, hiden: 2 }).path, "$.hiden");
  assertEquals(faultOf({ kind: "PLRNN" }).path, "$.units");
  assertEquals(faultOf({ kind: "AL-RNN", units: 3, ramps: 4 }), {
    path: "$.ramps",
    found: "4",
    expected: "a whole number from 1 to the number of units, 3",
  });
});
