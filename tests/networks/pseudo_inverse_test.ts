import { assert, assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import { matrixProduct, transpose } from "../../lib/networks/matrix_products.ts";
import {
  pseudoInverse,
  pseudoInverseGradient,
  pseudoInverseTensor,
} from "../../lib/networks/pseudo_inverse.ts";
import { loadTensorFlow, type Tensor2D, tf } from "../../lib/networks/tensorflow.ts";
import { normals, stream } from "../../lib/numerics/random.ts";

await loadTensorFlow();

const shapes = [[3, 30], [1, 4], [4, 4], [6, 2], [5, 1], [10, 30]] as const;
const some = (rows: number, columns: number, name: string): Float64Array =>
  normals(stream(1, name, `${rows}×${columns}`), rows * columns);
const assertClose = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) => {
  assertEquals(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) assertAlmostEquals(actual[i]!, expected[i]!, tolerance);
};

for (const [rows, columns] of shapes) {
  Deno.test(`pinv of a ${rows} × ${columns} matrix has the four properties of Moore and Penrose`, () => {
    const B = some(rows, columns, "B");
    const P = pseudoInverse(B, rows, columns);
    const BP = matrixProduct(B, P, rows, columns, rows);
    const PB = matrixProduct(P, B, columns, rows, columns);
    assertClose(matrixProduct(BP, B, rows, rows, columns), B, 1e-11);
    assertClose(matrixProduct(PB, P, columns, columns, rows), P, 1e-11);
    assertClose(transpose(BP, rows, rows), BP, 1e-11);
    assertClose(transpose(PB, columns, columns), PB, 1e-11);
  });

  Deno.test(`the gradient through pinv of a ${rows} × ${columns} matrix agrees with differences`, () => {
    const B = some(rows, columns, "B");
    const G = some(columns, rows, "G");
    const loss = (matrix: Float64Array) =>
      pseudoInverse(matrix, rows, columns).reduce((sum, value, index) => sum + value * G[index]!, 0);
    const gradient = pseudoInverseGradient(B, pseudoInverse(B, rows, columns), G, rows, columns);
    const size = Math.max(...gradient.map(Math.abs));
    const step = 1e-6;
    B.forEach((value, index) => {
      const slope = (loss(B.with(index, value + step)) - loss(B.with(index, value - step))) / (2 * step);
      assertAlmostEquals(gradient[index]!, slope, 1e-7 * (1 + size));
    });
  });

  Deno.test(`pinv of a ${rows} × ${columns} matrix as a tensor has that value and that gradient`, () => {
    const B = Float64Array.from(Float32Array.from(some(rows, columns, "B")));
    const G = Float64Array.from(Float32Array.from(some(columns, rows, "G")));
    const P = pseudoInverse(B, rows, columns);
    tf.tidy(() => {
      const tensor = tf.tensor2d([...B], [rows, columns]);
      const outer = tf.tensor2d([...G], [columns, rows]);
      const value = pseudoInverseTensor(tensor);
      assertEquals(value.shape, [columns, rows]);
      assertEquals(value.dataSync(), Float32Array.from(P));
      const gradient = tf.grad((input) => tf.sum(tf.mul(pseudoInverseTensor(input as Tensor2D), outer)))(
        tensor,
      );
      assertEquals(
        gradient.dataSync(),
        Float32Array.from(pseudoInverseGradient(B, P, G, rows, columns)),
      );
    });
  });
}

Deno.test("pinv of a matrix without full rank is not finite, so that it cannot pass for a result", () => {
  const P = pseudoInverse(Float64Array.of(1, 2, 0, 1, 2, 0), 2, 3);
  assert(P.some((value) => !Number.isFinite(value)));
});
