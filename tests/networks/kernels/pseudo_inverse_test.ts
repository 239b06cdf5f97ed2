import { assert, assertEquals } from "@std/assert/mod.js";
import { allocate, memoryBuffer, release } from "../../../lib/networks/kernels/arena.ts";
import { createPseudoInverse } from "../../../lib/networks/kernels/pseudo_inverse.ts";
import { normals, stream } from "../../../lib/numerics/random.ts";
import { type PlainPseudoInverse, plainPseudoInverse } from "./support/plain_pseudo_inverse.ts";

const draw = (name: string, count: number) => Float32Array.from(normals(stream(1, name), count));

/** The inverse by the kernels, called with arrays, which it copies in and out; between blocks that nobody may change. */
const inKernels = (N: number, M: number): PlainPseudoInverse & { readonly release: () => void } => {
  const size = N * M;
  const blocks = [16, size, size, size, size].map((count) => allocate(4 * count)!);
  const inverse = createPseudoInverse(N, M)!;
  blocks.push(allocate(64)!);
  const views = blocks.map((address, index) =>
    new Float32Array(memoryBuffer(), address, [16, size, size, size, size, 16][index])
  );
  const [before, B, P, gradientP, gradientB, after] = views as [Float32Array, ...Float32Array[]];
  for (const guard of [before!, after!]) guard.fill(7);
  const addressOf = (view: Float32Array) => view.byteOffset;
  return {
    invert: (values, out) => {
      B!.set(values);
      inverse.invert(addressOf(B!), addressOf(P!));
      out.set(P!);
    },
    addGradient: (values, out) => {
      gradientP!.set(values);
      gradientB!.set(out);
      inverse.addGradient(addressOf(gradientP!), addressOf(gradientB!));
      out.set(gradientB!);
    },
    release: () => {
      for (const guard of [before!, after!]) assertEquals(guard, new Float32Array(16).fill(7));
      inverse.release();
      blocks.forEach(release);
    },
  };
};

for (const [N, M] of [[1, 1], [3, 30], [3, 3], [5, 2], [1, 4], [10, 7], [2, 5], [7, 1]] as const) {
  const B = draw("B", N * M);
  const P = new Float32Array(M * N);
  const inverse = inKernels(N, M);
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

  Deno.test(`inverse and gradient of ${N} × ${M} have the bits of plain float64`, () => {
    for (const scale of [1, 1e-20, 1e18, 1e-42, 0]) {
      const [matrix, slopes] = [B.map((entry) => entry * scale), draw("slopes", M * N)];
      const resultOf = (inverse: PlainPseudoInverse) => {
        const [out, gradient] = [new Float32Array(M * N), draw("before", N * M)];
        inverse.invert(matrix, out);
        inverse.addGradient(slopes, gradient);
        return { out, gradient };
      };
      const kernel = inKernels(N, M);
      assertEquals(resultOf(kernel), resultOf(plainPseudoInverse(N, M)));
      kernel.release();
    }
  });
}
