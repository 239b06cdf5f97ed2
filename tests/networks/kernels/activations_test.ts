import { assert, assertEquals } from "@std/assert/mod.js";
import { allocate, memoryBuffer, release } from "../../../lib/networks/kernels/arena.ts";
import * as kernels from "../../../lib/networks/kernels/kernels.wasm";
import { exp, tanh } from "../../../lib/numerics/elementary.ts";

const functions = {
  exp: { kernel: kernels.expOf, exact: exp },
  tanh: { kernel: kernels.tanhOf, exact: tanh },
  sigmoid: {
    kernel: kernels.sigmoidOf,
    exact: (x: number) => x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x)),
  },
} as const;

const apply = (kernel: (address: number, length: number) => void, values: Float32Array): Float32Array => {
  const address = allocate(4 * values.length)!;
  new Float32Array(memoryBuffer(), address, values.length).set(values);
  kernel(address, values.length);
  const out = new Float32Array(memoryBuffer(), address, values.length).slice();
  release(address);
  return out;
};

/** The distance between a float32 number and the next one away from 0. */
const unitInLastPlace = (value: number): number => {
  const bits = new Uint32Array(Float32Array.of(value).buffer);
  const exponent = Math.max((bits[0]! >>> 23) & 255, 1);
  let unit = 1.401298464324817e-45;
  for (let e = 1; e < exponent; e++) unit *= 2;
  return unit;
};
const units = Array.from(
  { length: 255 },
  (_, exponent) => unitInLastPlace(new Float32Array(Uint32Array.of(exponent << 23).buffer)[0]!),
);

/** Every 2048th float32 number of either sign, and all from around 1 in steps of 16. */
const sweep = (): Float32Array => {
  const bits: number[] = [];
  for (let at = 0; at < 0x7f800000; at += 2048) bits.push(at, at + 0x80000000);
  for (let at = 0x3c000000; at < 0x43000000; at += 257) bits.push(at, at + 0x80000000);
  while (bits.length % 4 !== 0) bits.push(0);
  return new Float32Array(Uint32Array.from(bits).buffer);
};

for (const [name, { kernel, exact }] of Object.entries(functions)) {
  Deno.test(`${name} is at most 2 units in the last place from the true value over the float32 range`, () => {
    const values = sweep();
    const found = apply(kernel, values);
    let worst = 0;
    let where = 0;
    const bits = new Uint32Array(1);
    const float = new Float32Array(bits.buffer);
    for (let i = 0; i < values.length; i++) {
      const expected = exact(values[i]!);
      float[0] = expected;
      if (!Number.isFinite(float[0]!)) {
        assertEquals(found[i], float[0]);
        continue;
      }
      const error = Math.abs(found[i]! - expected) / units[(bits[0]! >>> 23) & 255]!;
      if (!(error <= worst)) {
        worst = error;
        where = values[i]!;
      }
    }
    assert(worst <= 2, `${name}(${where}) is off by ${worst} units in the last place`);
  });

  Deno.test(`${name} keeps NaN and has its limits at infinity`, () => {
    const found = apply(kernel, Float32Array.of(NaN, Infinity, -Infinity, NaN));
    assertEquals([...found], [NaN, exact(1e9), exact(-1e9), NaN]);
  });
}

Deno.test("tanh is odd to the last bit", () => {
  const values = sweep().filter((_, i) => i % 64 < 4);
  const mirrored = apply(kernels.tanhOf, values.map((value) => -value));
  assertEquals(mirrored.map((value) => -value), apply(kernels.tanhOf, values));
});
