import { assert, assertEquals, assertStringIncludes } from "@std/assert/mod.js";
import fc from "fast-check";
import { decodeWeights, encodeWeights } from "../../lib/networks/safetensors.ts";
import { describeError } from "../../lib/core/program/errors.ts";

const weights = {
  W: { shape: [2, 3], values: Float32Array.of(1, -2, 3.5, 0, -0, 1e-40) },
  A: { shape: [2], values: Float32Array.of(0.1, 0.2) },
  empty: { shape: [0, 4], values: new Float32Array(0) },
};
const withHeader = (header: unknown, values: number): Uint8Array => {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + values);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
};
const faultOf = (bytes: Uint8Array): string => {
  const decoded = decodeWeights(bytes, "model.safetensors");
  if (decoded._tag === "Right") throw new Error("The damaged file is taken");
  return describeError(decoded.left).join("\n");
};

Deno.test("the bytes are those that the format asks for", () => {
  const bytes = encodeWeights({ A: { shape: [2], values: Float32Array.of(1, 2) } });
  const header = '{"A":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}  ';
  assertEquals(
    bytes,
    Uint8Array.of(56, 0, 0, 0, 0, 0, 0, 0, ...new TextEncoder().encode(header), 0, 0, 128, 63, 0, 0, 0, 64),
  );
});

Deno.test("weights come back bit for bit, from any order and any place in memory", () => {
  const bytes = encodeWeights(weights, { made: "hier, für später" });
  const { W, A, empty } = weights;
  assertEquals(encodeWeights({ empty, A, W }, { made: "hier, für später" }), bytes);
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  assertEquals(decodeWeights(shifted.subarray(3), "f"), {
    _tag: "Right",
    right: { weights, metadata: { made: "hier, für später" } },
  });
});

Deno.test("a file cut short anywhere is refused", () => {
  const bytes = encodeWeights(weights);
  for (let length = 0; length < bytes.length; length++) {
    assertStringIncludes(faultOf(bytes.slice(0, length)), "Cannot read model.safetensors: ");
  }
  assertStringIncludes(faultOf(Uint8Array.of(...bytes, 0)), "don't fill the file");
});

Deno.test("each kind of damage is named", () => {
  const entry = { dtype: "F32", shape: [1], data_offsets: [0, 4] };
  const cases: readonly (readonly [unknown, string])[] = [
    ["{", "its header is not a JSON object"],
    [[], "its header is not a JSON object"],
    [{ A: 1 }, "does not describe A"],
    [{ A: { ...entry, dtype: "F64" } }, 'A has type "F64" instead of "F32"'],
    [{ A: { ...entry, shape: [-1] } }, "the shape of A is not a list of lengths"],
    [{ A: { ...entry, data_offsets: [0] } }, "A has no pair of data_offsets"],
    [{ A: { ...entry, shape: [2] } }, "data_offsets that don't fit its shape"],
    [{ A: { ...entry, data_offsets: [4, 8] } }, "it ends within the values of A"],
    [{ A: entry, C: entry }, "its values overlap, leave gaps, or don't fill the file"],
    [{ __metadata__: { a: 1 }, A: entry }, "its __metadata__ is not a dictionary of texts"],
  ];
  for (const [header, expected] of cases) assertStringIncludes(faultOf(withHeader(header, 4)), expected);
});

Deno.test("any bytes give a value, not an exception", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
    assert(["Left", "Right"].includes(decodeWeights(bytes, "f")._tag));
  }));
  const bytes = encodeWeights(weights);
  fc.assert(fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
    assert(["Left", "Right"].includes(decodeWeights(bytes.with(at, bytes[at]! ^ flip), "f")._tag));
  }));
});
