import { assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert/mod.js";
import { sha256 } from "@noble/hashes/sha2.js";
import {
  bits,
  distinctIntegers,
  integers,
  normals,
  philox,
  stream,
  substream,
  uniforms,
} from "../../lib/numerics/random.ts";

Deno.test("philox gives the published known answers (Random123, kat_vectors)", () => {
  const out = new Uint32Array(4);
  philox([0, 0], [0, 0, 0, 0], out, 0);
  assertEquals([...out], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
  const ones = 0xffffffff;
  philox([ones, ones], [ones, ones, ones, ones], out, 0);
  assertEquals([...out], [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
});

Deno.test("streams of different seeds, names and splits differ", () => {
  const first = (source: ReturnType<typeof stream>) => bits(source, 1)[0];
  assertNotEquals(first(stream(0, "a")), first(stream(1, "a")));
  assertNotEquals(first(stream(0, "a")), first(stream(0, "b")));
  assertNotEquals(first(substream(stream(0, "a"), 0)), first(substream(stream(0, "a"), 1)));
});

Deno.test("a longer draw begins with the shorter one", () => {
  assertEquals(uniforms(stream(3, "x"), 100).subarray(0, 7), uniforms(stream(3, "x"), 7));
});

Deno.test("uniform and normal draws have the moments of their distributions", () => {
  const count = 200_000;
  const moment = (values: Float64Array, power: number) =>
    values.reduce((sum, value) => sum + value ** power, 0) / values.length;
  const uniform = uniforms(stream(1, "uniform"), count, -1, 1);
  assertAlmostEquals(moment(uniform, 1), 0, 0.006);
  assertAlmostEquals(moment(uniform, 2), 1 / 3, 0.004);
  const normal = normals(stream(1, "normal"), count);
  assertAlmostEquals(moment(normal, 1), 0, 0.01);
  assertAlmostEquals(moment(normal, 2), 1, 0.015);
  assertAlmostEquals(moment(normal, 4), 3, 0.12);
});

Deno.test("distinct integers are distinct, in range, and cover everything when all are asked for", () => {
  const drawn = distinctIntegers(stream(1, "starts"), 32, 40);
  assertEquals(new Set(drawn).size, 32);
  assertEquals(drawn.every((value) => value >= 0 && value < 40), true);
  assertEquals([...distinctIntegers(stream(2, "all"), 10, 10)].sort((a, b) => a - b), [
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
  ]);
  assertEquals(integers(stream(2, "all"), 1000, 3).every((value) => value >= 0 && value < 3), true);
});

Deno.test("distinct integers are those of a shuffle that is stopped early", () => {
  for (
    const [count, bound] of [[1, 1], [1, 9], [5, 5], [32, 33], [32, 9900], [100, 100], [
      300,
      2 ** 31,
    ]] as const
  ) {
    for (let seed = 0; seed < 20; seed++) {
      const source = stream(seed, "shuffle");
      const unit = uniforms(source, count);
      const displaced = new Map<number, number>();
      const expected = Int32Array.from(unit, (value, i) => {
        const pick = i + Math.floor(value * (bound - i));
        const taken = displaced.get(pick) ?? pick;
        displaced.set(pick, displaced.get(i) ?? i);
        return taken;
      });
      assertEquals(distinctIntegers(source, count, bound), expected);
    }
  }
});

Deno.test("a substream's key is the digest of its parent's key and its name, be it a number or a text", () => {
  for (const name of [0, -0, 1, 123456789, -7, 0.1, 1e21, 2 ** 53, NaN, Infinity, "", "7", 'τ "π"']) {
    const parent = stream(5, "parent");
    const label = JSON.stringify([...parent.key, name]);
    const digest = new DataView(sha256(new TextEncoder().encode(label)).buffer);
    assertEquals(substream(parent, name).key, [digest.getUint32(0), digest.getUint32(4)]);
  }
});

Deno.test("uniform numbers are made of pairs of a stream's bits", () => {
  for (const count of [0, 1, 2, 3, 101]) {
    const raw = bits(stream(6, "pairs"), 2 * count);
    const expected = Float64Array.from(
      { length: count },
      (_, i) => -2 + 5 * (((raw[2 * i]! >>> 5) * 67108864 + (raw[2 * i + 1]! >>> 6)) / 9007199254740992),
    );
    assertEquals(uniforms(stream(6, "pairs"), count, -2, 3), expected);
  }
});
