/** The WebAssembly module has the bits of the plain loops, in which every sum runs over one entry of the result. */
import { assert, assertEquals } from "@std/assert/mod.js";
import { addProduct } from "../../lib/networks/matrix_products.ts";
import { logDeterminant } from "../../lib/lyapunov/determinant.ts";
import { orthonormalise } from "../../lib/lyapunov/orthonormalise.ts";
import { mapTangent, multiply } from "../../lib/lyapunov/tangent_map.ts";
import { productWith, withDeviations } from "../../lib/numerics/linear_algebra.ts";
import { normals, stream } from "../../lib/numerics/random.ts";

const matrix = (name: string, size: number): Float64Array =>
  Float64Array.from(normals(stream(7, name), size));

/** Every third column is zero, as if a ramp is shut, and so are a few other entries. */
const withZeros = (values: Float64Array, columns: number): Float64Array =>
  values.map((value, i) => (i % columns) % 3 === 2 || i % 11 === 5 ? 0 : value);

const sameBits = (found: Float64Array, expected: Float64Array): void =>
  assertEquals(new BigUint64Array(found.buffer), new BigUint64Array(expected.slice().buffer));

for (const dimension of [1, 2, 5, 8, 15, 30, 41]) {
  for (const k of [...new Set([1, 2, 3, 7, 8, 9, 16, 25, 30, 40, dimension])].filter((k) => k <= dimension)) {
    Deno.test(`${k} deviation vectors of length ${dimension} are multiplied and orthonormalised with the same bits`, () => {
      const J = withZeros(matrix(`J ${dimension}`, dimension * dimension), dimension);
      const V = matrix(`V ${dimension} ${k}`, dimension * k);
      // A column without length, whose exponent is −∞.
      if (k > 4) { for (let i = 0; i < dimension; i++) V[i * k + 3] = 0; }
      const image = new Float64Array(dimension * k);
      multiply(J, V, dimension, k, image);
      const [Q, diagonal] = [image.slice(), new Float64Array(k)];
      orthonormalise(Q, dimension, k, diagonal);
      const lent = withDeviations(dimension, k, (deviations) => {
        const out = [new Float64Array(dimension * k), new Float64Array(dimension * k)] as const;
        deviations.jacobian.set(J);
        deviations.load(V);
        deviations.multiply();
        deviations.store(out[0]);
        deviations.orthonormalise();
        deviations.store(out[1]);
        return [...out, deviations.diagonal.slice(), deviations.logDeterminant()] as const;
      });
      assert(lent !== null);
      sameBits(lent[0], image);
      sameBits(lent[1], Q);
      sameBits(lent[2], diagonal);
      assert(Object.is(lent[3], logDeterminant(dimension)(J)));
    });
  }
}

Deno.test("determinants have the same bits: large, small, in need of pivots, singular and not finite", () => {
  const cases = [1e-30, 1, 1e30].flatMap((scale) =>
    [3, 8, 30].map((size) => matrix(`det ${size}`, size * size).map((value) => scale * value))
  );
  const broken = matrix("broken", 36);
  broken[7] = NaN;
  const singular = matrix("singular", 36);
  for (let row = 0; row < 36; row += 6) singular[row + 2] = 0;
  const permutation = Float64Array.of(0, 1, 0, 0, 0, 1, 1, 0, 0);
  for (const values of [...cases, broken, singular, permutation]) {
    const size = Math.sqrt(values.length);
    const found = withDeviations(size, 1, (deviations) => {
      deviations.jacobian.set(values);
      return deviations.logDeterminant();
    });
    assert(Object.is(found, logDeterminant(size)(values)), `${size} × ${size}: ${found}`);
  }
});

Deno.test("products have the same bits, however many matrices share the shelf", () => {
  const sizes = [[8, 8], [30, 30], [3, 30], [7, 31], [120, 30], [100, 12], [500, 500], [401, 512]] as const;
  const products = sizes.flatMap(([rows, columns]) =>
    [0, 1, 2].map((copy) => {
      const values = matrix(`product ${copy} ${rows} ${columns}`, rows * columns);
      return { rows, columns, values, add: productWith(values, rows, columns)! };
    })
  );
  assert(products.reduce((bytes, { values }) => bytes + values.byteLength, 0) > 8 * 1024 * 1024);
  for (let round = 0; round < 3; round++) {
    for (const { rows, columns, values, add } of products) {
      const vector = matrix(`vector ${round}`, columns);
      const expected = matrix(`out ${round}`, rows);
      const found = expected.slice();
      addProduct(values, rows, columns, vector, expected);
      add(vector, found);
      sameBits(found, expected);
    }
    // Room for these makes the memory grow, which clears the shelf.
    withDeviations(200 * (round + 1), 200, () => {});
  }
  assertEquals(productWith(new Float64Array(4), 2, 2), null);
  assertEquals(productWith(new Float64Array(600 * 600), 600, 600), null);
});

Deno.test("a map that finds exponents itself does not disturb those of another", () => {
  const size = 8;
  const values = matrix("linear", size * size);
  const linear = {
    dimension: size,
    step: (state: Float64Array, out: Float64Array) => addProduct(values, size, size, state, out.fill(0)),
    jacobian: (_: Float64Array, out: Float64Array) => out.set(values),
  };
  const inner = mapTangent(linear);
  const follow = (nested: boolean): Float64Array => {
    const vectors = matrix("vectors", size * size);
    const tangent = mapTangent({
      ...linear,
      jacobian: (state, out) => {
        if (nested) inner.advance(state.slice(), matrix("other", size * size), size, 3);
        out.set(values);
      },
    });
    tangent.advance(matrix("state", size), vectors, size, 5);
    return vectors;
  };
  sameBits(follow(true), follow(false));
});

Deno.test("the room is free again after an error", () => {
  try {
    withDeviations(2, 2, () => {
      throw new Error("on purpose");
    });
  } catch (error) {
    assertEquals((error as Error).message, "on purpose");
  }
  assertEquals(withDeviations(2, 2, () => "lent"), "lent");
});
