import { assert, assertEquals } from "@std/assert/mod.js";
import * as fc from "fast-check";
import { decodeNpy, encodeNpy } from "../../lib/series/npy.ts";
import { paperBytes } from "../measures/support.ts";

/** A file with any header, as other programs write them. */
const fileOf = (version: number, header: string, data: Uint8Array): Uint8Array => {
  const lengthBytes = version === 1 ? 2 : 4;
  const bytes = new Uint8Array(8 + lengthBytes + header.length + data.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, header.length, true);
  else view.setUint32(8, header.length, true);
  bytes.set(new TextEncoder().encode(header), 8 + lengthBytes);
  bytes.set(data, 8 + lengthBytes + header.length);
  return bytes;
};

const decoded = (bytes: Uint8Array) => {
  const result = decodeNpy(bytes, "test.npy");
  if (result._tag === "Left") throw new Error(result.left.what);
  return result.right;
};

Deno.test("every array survives writing and reading, NaN and infinities included", () => {
  const shapes = fc.array(fc.nat(4), { maxLength: 4 });
  fc.assert(fc.property(
    shapes.chain((shape) => {
      const count = shape.reduce((all, length) => all * length, 1);
      return fc.tuple(
        fc.constant(shape),
        fc.oneof(
          fc.float64Array({ minLength: count, maxLength: count }),
          fc.float32Array({ minLength: count, maxLength: count }),
        ),
      );
    }),
    ([shape, values]) => {
      const bytes = encodeNpy({ shape, values });
      assertEquals(decoded(bytes), { shape, values });
      assertEquals((bytes.length - values.byteLength) % 64, 0);
    },
  ));
});

Deno.test("a file written by NumPy is reproduced byte for byte", () => {
  const bytes = paperBytes("weather");
  if (bytes === null) return;
  const array = decoded(bytes);
  assertEquals(array.shape, [5900, 5]);
  assertEquals(encodeNpy(array), new Uint8Array(bytes));
});

Deno.test("either byte order, Fortran order and all header versions are read", () => {
  for (const version of [1, 2, 3]) {
    const bigEndian = new Uint8Array(6 * 2);
    const view = new DataView(bigEndian.buffer);
    [1, -4, 2, -5, 3, -6].forEach((value, index) => view.setInt16(2 * index, value, false));
    const header = '{"descr": ">i2", "fortran_order": True, "shape": (2, 3)}\n';
    assertEquals(decoded(fileOf(version, header, bigEndian)), {
      shape: [2, 3],
      values: Float64Array.of(1, 2, 3, -4, -5, -6),
    });
  }
  const header = "{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }\n";
  assertEquals(decoded(fileOf(1, header, Uint8Array.of(1, 0))).values, Float64Array.of(1, 0));
});

Deno.test("a cube in Fortran order has its axes the right way round", () => {
  const data = new Uint8Array(Float64Array.from({ length: 24 }, (_, place) => place).buffer);
  const { values } = decoded(
    fileOf(1, "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3, 4), }\n", data),
  );
  for (let i = 0; i < 2; i++) {
    for (let j = 0; j < 3; j++) {
      for (let k = 0; k < 4; k++) assertEquals(values[(i * 3 + j) * 4 + k], i + 2 * j + 6 * k);
    }
  }
});

Deno.test("what cannot be read is said with a way to mend it", () => {
  const good = encodeNpy({ shape: [2, 2], values: Float64Array.of(1, 2, 3, 4) });
  const faults = [
    new TextEncoder().encode("x,y\n1,2\n"),
    good.subarray(0, 40),
    good.subarray(0, good.length - 1),
    fileOf(9, "{}", new Uint8Array()),
    fileOf(1, "{'fortran_order': False}", new Uint8Array()),
    fileOf(1, "{'descr': '<c16', 'fortran_order': False, 'shape': (1,), }", new Uint8Array(16)),
    fileOf(1, "{'descr': [('x', '<f8')], 'fortran_order': False, 'shape': (1,), }", new Uint8Array(8)),
    fileOf(1, "{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }", new Uint8Array(8).fill(0x7f)),
  ];
  for (const bytes of faults) {
    const result = decodeNpy(bytes, "bad.npy");
    if (result._tag === "Right") throw new Error("it was read");
    assertEquals(result.left._tag, "BadInput");
    assertEquals(result.left.file, "bad.npy");
    assert(result.left.what.length > 0 && result.left.mend.length > 0);
  }
});
