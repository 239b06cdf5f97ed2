import { assert } from "@std/assert/mod.js";
import { createPseudoInverse } from "../../lib/kernels/pseudo_inverse.ts";
import { normals, stream } from "../../lib/numerics/random.ts";

const draw = (name: string, count: number) => Float32Array.from(normals(stream(1, name), count));

for (const [N, M] of [[1, 1], [3, 30], [3, 3], [5, 2], [1, 4], [10, 7]] as const) {
  const B = draw("B", N * M);
  const P = new Float32Array(M * N);
  const inverse = createPseudoInverse(N, M);
  inverse.invert(B, P);
  const at = (row: number, column: number) => {
    let sum = 0;
    for (let m = 0; m < M; m++) {
      for (let n = 0; n < N; n++) sum += B[row * M + m]! * P[m * N + n]! * B[n * M + column]!;
    }
    return sum;
  };

  Deno.test(`B pinv(B) B is B for ${N} × ${M}`, () => {
    for (let row = 0; row < N; row++) {
      for (let column = 0; column < M; column++) {
        assert(Math.abs(at(row, column) - B[row * M + column]!) < 1e-4);
      }
    }
  });

  Deno.test(`the gradient through the inverse of ${N} × ${M} agrees with differences`, () => {
    const weights = draw("G", M * N);
    const value = (matrix: Float32Array) => {
      const out = new Float32Array(M * N);
      inverse.invert(matrix, out);
      return out.reduce((sum, entry, i) => sum + entry * weights[i]!, 0);
    };
    const gradient = new Float32Array(N * M).fill(2);
    value(B);
    inverse.addGradient(weights, gradient);
    const largest = gradient.reduce((size, entry) => Math.max(size, Math.abs(entry)), 1);
    for (let i = 0; i < N * M; i++) {
      const step = 1 / 1024;
      const [above, below] = [B.slice(), B.slice()];
      above[i] = above[i]! + step;
      below[i] = below[i]! - step;
      const slope = (value(above) - value(below)) / (above[i]! - below[i]!);
      assert(Math.abs(gradient[i]! - 2 - slope) < 2e-2 * largest, `${gradient[i]! - 2}, ${slope}`);
    }
  });
}
