/** Expansion at forced states and growth along free runs, where both can be said by hand. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import type { Model } from "../../lib/networks/model.ts";
import { initialWeights } from "../../lib/networks/network.ts";
import { normals, stream } from "../../lib/numerics/random.ts";
import { windowsOf } from "../../lib/training/batches.ts";
import { expansionAtForcedStates, normByPowerIteration } from "../../lib/training/jacobians.ts";
import { monitoredGrowth } from "../../lib/training/monitor.ts";
import { seriesOf } from "../../lib/series/series.ts";

const parameter = (shape: readonly number[], ...values: readonly number[]) => ({
  shape,
  values: Float32Array.from(values),
});

/** z' = (1.5 z₁ + w relu(z₂), 0.5 z₂), observed as it is. */
const triangular = (w: number): Model => ({
  cell: { kind: "PLRNN", units: 2 },
  observation: { kind: "identity" },
  observations: 2,
  weights: {
    A: parameter([2], 1.5, 0.5),
    W: parameter([2, 2], 0, w, 0, 0),
    h: parameter([2], 0, 0),
  },
});

Deno.test("the spectral norm of matrices whose singular values are known", () => {
  const start = () => Float64Array.of(1, 1.5);
  assertAlmostEquals(normByPowerIteration(Float64Array.of(3, 0, 0, -4), 2, start()), 4, 1e-5);
  assertAlmostEquals(
    normByPowerIteration(Float64Array.of(1, 1, 0, 1), 2, start()),
    (1 + Math.sqrt(5)) / 2,
    1e-5,
  );
  assertEquals(normByPowerIteration(new Float64Array(4), 2, start()), 0);
});

Deno.test("the spectral norm of a random matrix is at least the stretch of any direction", () => {
  const size = 12;
  const matrix = normals(stream(1, "matrix"), size * size);
  const norm = normByPowerIteration(matrix, size, Float64Array.from({ length: size }, (_, i) => 1 + i));
  for (let trial = 0; trial < 200; trial++) {
    const v = normals(stream(trial, "direction"), size);
    const image = Array.from(
      { length: size },
      (_, i) => v.reduce((sum, value, j) => sum + matrix[i * size + j]! * value, 0),
    );
    const length = (x: ArrayLike<number>) =>
      Math.sqrt(Array.from(x).reduce((sum, value) => sum + value * value, 0));
    assert(length(image) <= norm * length(v) * (1 + 1e-5));
  }
});

Deno.test("the expansion at forced states is that of the window which expands most", () => {
  // Where z₂ ≤ 0 the Jacobian is diag(1.5, 0.5); where z₂ > 0 it is [[1.5, w], [0, 0.5]].
  const rows = [...Array(10).fill([1, -1]), ...Array(10).fill([1, 1])];
  const data = windowsOf(seriesOf(rows, 1), { windows: 2, length: 4, perEpoch: 1 });
  assertAlmostEquals(expansionAtForcedStates(triangular(2), data, Int32Array.of(0, 1), "product"), 1.5, 1e-5);
  const sheared = normByPowerIteration(Float64Array.of(1.5, 2, 0, 0.5), 2, Float64Array.of(1, 1));
  assertAlmostEquals(
    expansionAtForcedStates(triangular(2), data, Int32Array.of(0, 12), "product"),
    sheared,
    1e-5,
  );
  const half = Math.sqrt(1.5 * sheared);
  assertAlmostEquals(
    expansionAtForcedStates(triangular(2), data, Int32Array.of(0, 8), "product"),
    half,
    1e-5,
  );
});

Deno.test("by their mean the expansion is the norm of the mean of the Jacobians along a window", () => {
  const rows = [...Array(10).fill([1, -1]), ...Array(10).fill([1, 1])];
  const data = windowsOf(seriesOf(rows, 1), { windows: 2, length: 4, perEpoch: 1 });
  const by = (...starts: number[]) =>
    expansionAtForcedStates(triangular(2), data, Int32Array.from(starts), "mean");
  assertAlmostEquals(by(0, 1), 1.5, 1e-5);
  // Two of four Jacobians of the window from row 8 on are sheared by 2: their mean is sheared by 1.
  const mean = normByPowerIteration(Float64Array.of(1.5, 1, 0, 0.5), 2, Float64Array.of(1, 1));
  assertAlmostEquals(by(0, 8), mean, 1e-5);
  assertAlmostEquals(by(8), mean, 1e-5);
});

Deno.test("along a free run ln ‖∂z_T/∂z_1‖ grows by ln 1.5 a step, and over the interval by its share", () => {
  const growth = monitoredGrowth(triangular(0), Float64Array.of(0, 0), 41, 9);
  assertAlmostEquals(growth.untruncated!, 40 * Math.log(1.5), 1e-6);
  assertAlmostEquals(growth.overInterval!, 8 * Math.log(1.5), 1e-6);
  assertEquals(monitoredGrowth(triangular(0), Float64Array.of(0, 0), 40, null).overInterval, null);
  const long = monitoredGrowth(triangular(0), Float64Array.of(0, 0), 5001, 5001);
  assertAlmostEquals(long.untruncated! / (5000 * Math.log(1.5)), 1, 1e-9);
});

Deno.test("a look at a run that leaves the finite numbers says nothing", () => {
  const growth = monitoredGrowth(triangular(0), Float64Array.of(1, 1), 5000, 5);
  assertEquals(growth, { untruncated: null, overInterval: null });
});

Deno.test("every look at an untrained network is finite", () => {
  const network = {
    cell: { kind: "LSTM", units: 6 },
    observation: { kind: "linear" },
    observations: 2,
  } as const;
  const model: Model = { ...network, weights: initialWeights(network, 1) };
  const growth = monitoredGrowth(model, Float64Array.of(1, -1), 30, 5);
  assert(Number.isFinite(growth.untruncated!) && Number.isFinite(growth.overInterval!));
});
