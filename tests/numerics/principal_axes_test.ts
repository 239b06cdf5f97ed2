/** Principal axes: what they are of, in which order, and of matrices that have none to prefer. */
import { assertAlmostEquals, assertEquals, assertLess } from "@std/assert/mod.js";
import { principalAxes } from "../../lib/numerics/principal_axes.ts";
import { stream, uniforms } from "../../lib/numerics/random.ts";

const column = (axes: Float64Array, count: number, c: number): readonly number[] =>
  Array.from({ length: axes.length / count }, (_, i) => axes[i * count + c]!);

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);

Deno.test("principal axes are orthonormal eigenvectors, the largest eigenvalue first", () => {
  const n = 8;
  const draws = uniforms(stream(3, "matrix"), n * n, -1, 1);
  const matrix = Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return Array.from({ length: n }, (_, k) => draws[k * n + i]! * draws[k * n + j]!)
      .reduce((a, b) => a + b, 0);
  });
  const axes = principalAxes(matrix.slice(), n, 5);
  const values = [0, 1, 2, 3, 4].map((c) => {
    const axis = column(axes, 5, c);
    const image = axis.map((_, i) => dot([...matrix.subarray(i * n, (i + 1) * n)], axis));
    const value = dot(image, axis);
    image.forEach((each, i) => assertAlmostEquals(each, value * axis[i]!, 1e-9));
    for (let other = 0; other <= c; other++) {
      assertAlmostEquals(dot(axis, column(axes, 5, other)), other === c ? 1 : 0, 1e-12);
    }
    return value;
  });
  for (let c = 1; c < 5; c++) assertLess(values[c]!, values[c - 1]!);
});

Deno.test("a matrix without a direction of its own keeps the coordinates, and one of zeros too", () => {
  assertEquals([...principalAxes(Float64Array.of(2, 0, 0, 2), 2, 2)], [1, 0, 0, 1]);
  assertEquals([...principalAxes(new Float64Array(9), 3, 2)], [1, 0, 0, 1, 0, 0]);
});
