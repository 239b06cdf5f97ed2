/** Initial values have the distributions that the papers and torch.nn give them. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import { cellCodec, cellOf } from "../../lib/networks/catalogue.ts";
import { positiveDefiniteParameter } from "../../lib/networks/initial_values.ts";
import { initialWeights } from "../../lib/networks/network.ts";
import { stream } from "../../lib/numerics/random.ts";
import { decode } from "../../lib/core/codec/codec.ts";

const units = 40;
const initial = (kind: string) => {
  const cell = decode(cellCodec, { kind, units });
  if (cell._tag === "Left") throw new Error(JSON.stringify(cell.left));
  return initialWeights({ cell: cell.right, observation: { kind: "linear" }, observations: 3 }, 1);
};
const assertUniform = (values: Float32Array, bound: number) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
  const largest = Math.max(...values.map(Math.abs));
  assert(largest <= bound && largest > 0.8 * bound, `largest ${largest}, bound ${bound}`);
  assertAlmostEquals(mean, 0, 4 * bound / Math.sqrt(3 * values.length));
  assertAlmostEquals(square, bound * bound / 3, 4 * bound * bound * Math.sqrt(4 / 45 / values.length));
};
const diagonalOf = (matrix: Float32Array): Float32Array =>
  matrix.filter((_, index) => index % (units + 1) === 0);

Deno.test("the paper's cells and B start uniform on ±1/√M", () => {
  for (const kind of ["PLRNN", "RNN", "LSTM", "GRU"]) {
    const weights = initial(kind);
    for (const [name, { values }] of Object.entries(weights)) {
      const drawn = kind === "PLRNN" && name === "W"
        ? values.filter((_, index) => index % (units + 1) !== 0)
        : values;
      assertUniform(drawn, 1 / Math.sqrt(units));
    }
  }
});

Deno.test("W of the PLRNN and of the dendritic PLRNN has no diagonal, that of the others has one", () => {
  for (const kind of ["PLRNN", "dendPLRNN"]) {
    assertEquals(diagonalOf(initial(kind).W!.values), new Float32Array(units));
  }
  for (const kind of ["RNN", "AL-RNN"]) {
    assert(diagonalOf(initial(kind).W!.values).every((value) => value !== 0));
  }
});

Deno.test("a shallow PLRNN starts uniform by the inputs of each layer, and both forms alike", () => {
  const { A, W1, W2, h1, h2 } = initial("shPLRNN");
  assertUniform(W1!.values, 0.1);
  assertUniform(W2!.values, 1 / Math.sqrt(units));
  assertUniform(h2!.values, 0.1);
  assertEquals(h1!.values, new Float32Array(units));
  assert(A!.values.every((value) => value > 0 && value < 1));
  assertEquals(initial("clipped shPLRNN"), initial("shPLRNN"));
});

Deno.test("thresholds and slopes of the dendritic PLRNN are spread over the data and by the bases", () => {
  const { alpha, H } = initial("dendPLRNN");
  assertUniform(alpha!.values, 1 / Math.sqrt(20));
  assertUniform(H!.values, 2);
});

Deno.test("W of the almost-linear RNN starts normal with standard deviation 0.01", () => {
  const { values } = initial("AL-RNN").W!;
  const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
  assertAlmostEquals(Math.sqrt(square), 0.01, 0.001);
  assert(values.some((value) => Math.abs(value) > 0.02));
});

Deno.test("a normalised positive-definite matrix is symmetric, and 1 is its largest eigenvalue", () => {
  for (const size of [1, 2, 17]) {
    const matrix = positiveDefiniteParameter("K", size).initialise(stream(3, "K"));
    let vector = Array<number>(size).fill(1).map((value, index) => value + index);
    let growth = 0;
    for (let iteration = 0; iteration < 3000; iteration++) {
      const image = vector.map((_, row) =>
        vector.reduce((sum, value, column) => sum + matrix[row * size + column]! * value, 0)
      );
      growth = Math.sqrt(image.reduce((sum, value) => sum + value * value, 0));
      vector = image.map((value) => value / growth);
    }
    assertAlmostEquals(growth, 1, 1e-6);
    matrix.forEach((value, index) => {
      assertEquals(value, matrix[(index % size) * size + Math.floor(index / size)]);
    });
  }
});

Deno.test("trainable numbers at M = 30 and N = 3 are those of the paper's networks, the input weights aside", () => {
  const count = (kind: "PLRNN" | "RNN" | "LSTM") =>
    cellOf({ kind, units: 30 }).parameters({ kind, units: 30 })
      .reduce((sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1), 90);
  // The PLRNN's 30 diagonal entries of W are listed but not trained.
  assertEquals(count("PLRNN") - 30, 1020);
  assertEquals(count("RNN"), 1140 - 90);
  assertEquals(count("LSTM"), 4290 - 360);
});
