/**
 * What must hold of every cell. TensorFlow.js has to be loaded.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { Read } from "../../core/catalogue.ts";
import type { Cell, CellSettings, StateMap, Weights } from "../../networks/cell.ts";
import { cellGraphOf } from "../../networks/define.ts";
import { type Tensor2D, tf } from "../../networks/tensorflow.ts";
import { normals, stream } from "../../numerics/random.ts";
import { countOf } from "../../numerics/shape.ts";
import { type Check, checksOfOptions, exampleOf, farAt, sameBits } from "./check.ts";

/** Numbers of units: one that has no other, one that fills no lane, and one that fills two. */
const UNITS: readonly number[] = [1, 5, 8];

/** Weights of the size that training leads to, so that all gates and nonlinearities are at work. */
const weightsOf = (cell: Cell, settings: CellSettings, seed: number): Weights =>
  Object.fromEntries(
    cell.parameters(settings).map(({ name, shape }) => [name, {
      shape,
      values: Float32Array.from(normals(stream(seed, name), countOf(shape)), (x) => 0.5 * x),
    }]),
  );

/** A state in float32, so that both definitions see the same numbers. */
const someState = (size: number, seed: number): Float64Array =>
  Float64Array.from(Float32Array.from(normals(stream(seed, "state"), size)));

const stepped = (map: StateMap, state: Float64Array): Float64Array => {
  const out = new Float64Array(map.dimension).fill(NaN);
  map.step(state, out);
  return out;
};

const jacobianOf = (map: StateMap, state: Float64Array): Float64Array => {
  const out = new Float64Array(map.dimension * map.dimension).fill(NaN);
  map.jacobian(state, out);
  return out;
};

const asTensors = (weights: Weights) =>
  Object.fromEntries(
    Object.entries(weights).map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]),
  );

/** The Jacobian by the tape, row by row. */
const jacobianByTape = (
  cell: Cell,
  settings: CellSettings,
  weights: Weights,
  state: Float64Array,
): Float32Array =>
  tf.tidy(() => {
    const tensors = asTensors(weights);
    const input = tf.tensor2d([...state], [1, state.length]);
    const rows = Array.from(state, (_, row) => {
      const entry = (z: Tensor2D) => cell.step(tensors, z, settings).slice([0, row], [1, 1]).sum();
      return [...tf.grad((z) => entry(z as Tensor2D))(input).dataSync()];
    });
    return Float32Array.from(rows.flat());
  });

/** Whether a map computes in float32, as that of a step does which cannot be traced. */
const isSingle = (map: StateMap): boolean =>
  [4, 5].every((seed) => {
    const next = stepped(map, someState(map.dimension, seed));
    return sameBits(next, Float64Array.from(Float32Array.from(next)));
  });

/** The first deviation of a Jacobian from differences of the step; null if there is none, or where float32 hides it. */
const byDifferences = (map: StateMap, state: Float64Array): string | null => {
  if (isSingle(map)) return null;
  const jacobian = jacobianOf(map, state);
  for (let column = 0; column < map.dimension; column++) {
    const [forward, backward] = [state.slice(), state.slice()];
    forward[column] = state[column]! + 1e-6;
    backward[column] = state[column]! - 1e-6;
    const [above, below] = [stepped(map, forward), stepped(map, backward)];
    const found = above.map((value, row) => (value - below[row]!) / (forward[column]! - backward[column]!));
    const row = farAt(found, jacobian.filter((_, index) => index % map.dimension === column), 1e-8);
    if (row >= 0) {
      return `row ${row + 1}, column ${column + 1} is ${
        jacobian[row * map.dimension + column]
      }, and differences give ${found[row]}`;
    }
  }
  return null;
};

const checksWith = (cell: Cell, settings: CellSettings): readonly Check[] => {
  const size = { count: settings.units, noun: "unit" } as const;
  const mapOf = (seed: number): StateMap => cell.map(weightsOf(cell, settings, seed), settings);
  return [
    {
      says: "its parameters have different names, none of them B",
      size,
      fault: () => {
        const names = cell.parameters(settings).map(({ name }) => name);
        return names.includes("B")
          ? "B is the observation model's"
          : new Set(names).size < names.length
          ? `${names.join(", ")} are not different`
          : null;
      },
    },
    {
      says: "its parameters start as finite numbers, as many as their shapes say",
      size,
      fault: () => {
        const wrong = cell.parameters(settings).find(({ name, shape, initialise }) => {
          const values = initialise(stream(1, "init", name));
          return values.length !== countOf(shape) || !values.every(Number.isFinite);
        });
        return wrong === undefined ? null : `those of ${wrong.name} do not`;
      },
    },
    {
      says: "its state is at least as long as its units, and as long as its map says",
      size,
      fault: () => {
        const [size, { dimension }] = [cell.stateSize(settings), mapOf(1)];
        return size >= settings.units && dimension === size
          ? null
          : `stateSize is ${size} for ${settings.units} units, and the map has ${dimension}`;
      },
    },
    {
      says: "its step in tf ops and its float64 map agree, row by row of a batch",
      size,
      fault: () => {
        const map = mapOf(1);
        const states = [1, 2, 3].map((seed) => someState(map.dimension, seed));
        const rows = tf.tidy(() =>
          cell.step(
            asTensors(weightsOf(cell, settings, 1)),
            tf.tensor2d(states.map((state) => [...state])),
            settings,
          ).arraySync()
        );
        for (const [index, state] of states.entries()) {
          const [found, expected] = [stepped(map, state), rows[index]!];
          const entry = farAt(found, expected, 3e-6);
          if (entry >= 0) {
            return `entry ${entry + 1} of the new state is ${found[entry]} by the map and ${
              expected[entry]
            } by the step`;
          }
        }
        return null;
      },
    },
    {
      says: "its Jacobian is the derivative of its map",
      size,
      fault: () => {
        const map = mapOf(2);
        return byDifferences(map, someState(map.dimension, 4)) ??
          byDifferences(map, someState(map.dimension, 5));
      },
    },
    {
      says: "its Jacobian is that of its step by automatic differentiation",
      size,
      fault: () => {
        const [map, weights] = [mapOf(2), weightsOf(cell, settings, 2)];
        for (const seed of [4, 5]) {
          const state = someState(map.dimension, seed);
          const [found, expected] = [jacobianOf(map, state), jacobianByTape(cell, settings, weights, state)];
          const entry = farAt(found, expected, 1e-5);
          if (entry >= 0) {
            return `an entry is ${found[entry]}, and the tape of the step gives ${expected[entry]}`;
          }
        }
        return null;
      },
    },
    {
      says: "a step leaves its input alone, and the same state has the same next one",
      size,
      fault: () => {
        const map = mapOf(1);
        const state = someState(map.dimension, 5);
        const copy = state.slice();
        const first = stepped(map, state);
        jacobianOf(map, state);
        stepped(map, someState(map.dimension, 6));
        return !sameBits(state, copy)
          ? "it changes the state"
          : sameBits(first, stepped(map, state))
          ? null
          : "it remembers earlier states, or draws random numbers";
      },
    },
    // A single unit has no connection to another one.
    ...(settings.units === 1 ? [] : [{
      says: "every parameter influences the step",
      size,
      fault: () => {
        const weights = weightsOf(cell, settings, 9);
        const state = someState(cell.stateSize(settings), 8).map(Math.abs);
        const before = stepped(cell.map(weights, settings), state);
        const without = Object.entries(weights).find(([name, { shape, values }]) => {
          const changed = { ...weights, [name]: { shape, values: values.map((value) => value + 0.1) } };
          return sameBits(stepped(cell.map(changed, settings), state), before);
        });
        return without === undefined ? null : `${without[0]} has none`;
      },
    }]),
  ];
};

/** What keeps the kernels from running a step, whose numbers are then those of this machine; null if nothing does. */
const untraced = (cell: Cell, settings: CellSettings): string | null => {
  if (cell.kernel !== null) return null;
  const graph = cellGraphOf(cell, settings);
  return E.isRight(graph)
    ? null
    : `${graph.left.why}; TensorFlow.js trains it, about a hundred times slower and with the numbers of this machine`;
};

/** What must hold of a cell. */
export const checksOfCell = (cell: Cell & Read): readonly Check[] => [
  { says: "it has a title", fault: () => cell.title.length > 0 ? null : "it is empty" },
  ...checksOfOptions(cell, { units: 6 }),
  ...UNITS.flatMap((units) => {
    const settings = exampleOf<CellSettings>(cell, { units });
    return settings === null ? [] : [
      ...checksWith(cell, settings),
      ...(units === 5
        ? [{
          says: "kernels run its step, with the same numbers on every machine",
          fault: () => untraced(cell, settings),
        }]
        : []),
    ];
  }),
];
