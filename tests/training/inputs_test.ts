/** Networks that inputs drive: fused kernels, traced steps and the definition in tf ops against each other, and what it is good for. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { type CellChoice, cellCodec, cellKinds } from "../../lib/networks/catalogue.ts";
import { drivenMap, drivenState } from "../../lib/networks/driven.ts";
import { hasKernel } from "../../lib/networks/kernels/cells.ts";
import { initialState, type Model, observedRun } from "../../lib/networks/model.ts";
import { initialWeights, type Network, networkOf } from "../../lib/networks/network.ts";
import { loadTensorFlow } from "../../lib/networks/tensorflow.ts";
import { normals, stream, uniforms } from "../../lib/numerics/random.ts";
import { decode } from "../../lib/core/codec/codec.ts";
import { type Series, slice } from "../../lib/series/series.ts";
import { standardisationOf, standardise } from "../../lib/series/standardise.ts";
import { windowsOf, windowStarts } from "../../lib/training/batches.ts";
import { differentiate } from "../../lib/training/gradient.ts";
import { layoutOf, setBlock, weightsOf } from "../../lib/training/parameters.ts";
import { type DifferentiableRollout, referenceRollout } from "../../lib/training/reference.ts";
import { fusedRollout, tracedRollout } from "../../lib/training/rollout.ts";
import { trainingSettings } from "../../lib/training/settings.ts";
import { trainEpochs } from "../../lib/training/train.ts";
import { learntOf } from "./learnt.ts";

await loadTensorFlow();

const random = (rows: number, columns: number, name: string): Series => ({
  values: normals(stream(3, name), rows * columns),
  rows,
  columns,
  dt: 1,
});

const batches = { windows: 5, length: 11, perEpoch: 1 };
const [series, inputs] = [random(60, 3, "series"), random(60, 2, "inputs")];
const data = windowsOf(series, batches, undefined, inputs);
const starts = windowStarts(stream(1, "batches"), 0, data.rows, batches);

/** Weak forcing, a step without, a reset and a cut. */
const schedule = {
  strength: Float32Array.from({ length: batches.length }, (_, t) => t === 0 ? 1 : t % 3 === 0 ? 0 : 0.3),
  reset: Uint8Array.from({ length: batches.length }, (_, t) => t === 6 ? 1 : 0),
  detach: Uint8Array.from({ length: batches.length }, (_, t) => t === 4 ? 1 : 0),
};

const cellOf = (kind: string, units: number): CellChoice => {
  const cell = decode(cellCodec, { kind, units });
  assert(E.isRight(cell), JSON.stringify(cell));
  return cell.right;
};

const weightsFor = (network: Network) =>
  Object.fromEntries(
    Object.entries(initialWeights(network, 4)).map(([name, { shape, values }]) => {
      const moves = uniforms(stream(4, "moves", name), values.length, -0.2, 0.2);
      return [name, { shape, values: values.map((value, index) => value + moves[index]!) }];
    }),
  );

const measured = (network: Network, rollout: DifferentiableRollout, tape: boolean) => {
  const weights = weightsFor(network);
  const layout = layoutOf(weights);
  const learnt = learntOf(layout.size);
  setBlock(layout, weights, learnt.weights.values());
  const differentiated = differentiate(layout, rollout, learnt.weights, learnt.gradient, tape);
  const loss = differentiated.lossAndGradient(starts, schedule);
  const gradient = weightsOf(layout, learnt.gradient.values());
  differentiated.dispose();
  learnt.release();
  return { loss, gradient };
};

for (const kind of Object.keys(cellKinds)) {
  for (const observation of ["linear", "identity"] as const) {
    Deno.test(`${kind}, ${observation}: loss and gradients under inputs are those of the definition`, () => {
      const network: Network = {
        cell: cellOf(kind, 7),
        observation: { kind: observation },
        observations: 3,
        inputs: 2,
      };
      assert(E.isRight(networkOf(network)));
      const expected = measured(network, referenceRollout(network, data), true);
      const rollouts = [hasKernel(kind) ? fusedRollout(network, data) : null, tracedRollout(network, data)];
      for (const rollout of rollouts) {
        if (rollout === null || typeof rollout === "string") continue;
        assert(E.isRight(rollout));
        const found = measured(network, rollout.right, false);
        assertAlmostEquals(found.loss, expected.loss, 1e-4 * expected.loss);
        for (const [name, { values }] of Object.entries(expected.gradient)) {
          const size = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
          values.forEach((value, i) =>
            assertAlmostEquals(found.gradient[name]!.values[i]!, value, 2e-3 * size + 1e-6, `${name}[${i}]`)
          );
        }
        rollout.right.release();
      }
    });
  }
}

Deno.test("a driven network is run with its inputs, and not without", () => {
  const network = {
    cell: cellOf("shPLRNN", 5),
    observation: { kind: "identity" },
    observations: 3,
    inputs: 2,
  } as const;
  const model: Model = { ...network, weights: weightsFor(network) };
  const first = series.values.slice(0, 3);
  const run = observedRun(model, initialState(model, first), 40, { inputs });
  assert(run.kind === "finite");
  assertThrows(() => observedRun(model, initialState(model, first), 40), RangeError, "2 inputs are needed");
  assertThrows(() => observedRun(model, initialState(model, first), 61, { inputs }), RangeError);

  const map = drivenMap(model, inputs);
  assertEquals(map.dimension, 4);
  let state = drivenState(model, first);
  const out = new Float64Array(4);
  const jacobian = new Float64Array(16);
  for (let t = 0; t < 40; t++) {
    map.jacobian(state, jacobian);
    map.step(state, out);
    for (let i = 0; i < 3; i++) {
      assertAlmostEquals(out[i]!, run.values[3 * t + i]!, 1e-12 * (1 + Math.abs(out[i]!)));
      for (let j = 0; j < 3; j++) {
        const moved = new Float64Array(4);
        map.step(state.with(j, state[j]! + 1e-6), moved);
        const slope = (moved[i]! - out[i]!) / 1e-6;
        // A ramp may lie between the two points.
        assert(Math.abs(slope - jacobian[4 * i + j]!) < 1e-4 || t > 0);
      }
    }
    state = out.slice();
  }
  assertEquals([...jacobian.subarray(12), jacobian[3], jacobian[7]], [0, 0, 0, 0, 0, 0]);
  assertEquals(networkOf({ ...network, inputs: 3 })._tag, "Left");
});

/** A Duffing oscillator, x″ = −0.25 x′ + x − x³ + u, under a force of seven frequencies, sampled every 0.1. */
const duffing = (rows: number): { readonly observed: Series; readonly force: Series } => {
  const waves = Array.from({ length: 7 }, (_, k) => [0.2 + 0.17 * k, 1.3 * k * k] as const);
  const force = (t: number): number =>
    waves.reduce((sum, [rate, phase]) => sum + 0.35 * Math.sin(rate * t + phase), 0);
  const rates = (
    t: number,
    x: number,
    v: number,
  ): readonly [number, number] => [v, -0.25 * v + x - x ** 3 + force(t)];
  const h = 0.01;
  let [x, v, t] = [0.5, 0, 0];
  const observed = new Float64Array(2 * rows);
  const forces = new Float64Array(rows);
  for (let row = -200; row < rows; row++) {
    if (row >= 0) {
      observed.set([x, v], 2 * row);
      forces[row] = force(t);
    }
    for (let k = 0; k < 10; k++) {
      const [a, b] = rates(t, x, v);
      const [c, d] = rates(t + h / 2, x + h / 2 * a, v + h / 2 * b);
      x += h * c;
      v += h * d;
      t += h;
    }
  }
  return {
    observed: { values: observed, rows, columns: 2, dt: 0.1 },
    force: { values: forces, rows, columns: 1, dt: 0.1 },
  };
};

Deno.test("a network that is given the force forecasts a driven Duffing oscillator, and one that is not does not", () => {
  const { observed, force } = duffing(4000);
  const [seen, drive] = [observed, force].map((each) =>
    standardise(each, standardisationOf(slice(each, 0, 3000)))
  );
  const settings = (units: number) => {
    const decoded = decode(trainingSettings, {
      cell: { kind: "clipped shPLRNN", units, hidden: 60 },
      observation: { kind: "identity" },
      forcing: { kind: "generalized", alpha: 0.2 },
      optimiser: { kind: "radam", learningRate: 3e-3 },
      batches: { windows: 16, length: 60, perEpoch: 50 },
      epochs: 40,
      seed: 1,
    });
    assert(E.isRight(decoded), JSON.stringify(decoded));
    return decoded.right;
  };
  /** Root mean square error of forecasts of 30 steps, three time units, in standard deviations, over the last 1000 rows. */
  const error = (given: Series | undefined): number => {
    const network = {
      cell: settings(given === undefined ? 2 : 3).cell,
      observation: { kind: "identity" },
    } as const;
    const training = trainEpochs(settings(given === undefined ? 2 : 3), slice(seen!, 0, 3000), {
      predictabilitySteps: null,
      ...(given === undefined ? {} : { inputs: slice(given, 0, 3000) }),
    });
    assert(E.isRight(training), JSON.stringify(training));
    let next = training.right.next();
    while (!next.done) next = training.right.next();
    const model: Model = {
      ...network,
      observations: 2,
      weights: next.value.weights,
      ...(given === undefined ? {} : { inputs: 1 }),
    };
    let squares = 0;
    let count = 0;
    for (let row = 3000; row + 31 < 4000; row += 10) {
      const start = initialState(model, seen!.values.slice(2 * row, 2 * row + 2));
      const run = observedRun(model, start, 30, { inputs: given === undefined ? null : slice(given, row) });
      assert(run.kind === "finite");
      for (const c of [0, 1]) {
        squares += (run.values[2 * 29 + c]! - seen!.values[2 * (row + 30) + c]!) ** 2;
        count++;
      }
    }
    return Math.sqrt(squares / count);
  };
  const [without, withForce] = [error(undefined), error(drive)];
  assert(withForce < 0.3 && without > 3 * withForce, `with the force ${withForce}, without ${without}`);
});
