/** Series from files: the digest decides, faults are named with their place, and embedding keeps the order of time. */
import { assertEquals, assertMatch } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import * as fc from "fast-check";
import { type DatasetSettings, datasetSettings } from "../../lib/series/dataset.ts";
import { embed } from "../../lib/series/embed.ts";
import { type FileSource, fileSource } from "../../lib/series/file_settings.ts";
import { encodeNpy } from "../../lib/series/npy.ts";
import { recordingOf } from "../../lib/series/recording.ts";
import { column, seriesOf } from "../../lib/series/series.ts";
import { describeError } from "../../lib/core/program/errors.ts";
import { canonicalJson, digestOfBytes, hexOf } from "../../lib/core/codec/canonical.ts";
import { decode } from "../../lib/core/codec/codec.ts";

const bytes = encodeNpy({ shape: [3, 2], values: Float64Array.of(1, 2, 3, 4, 5, 6) });

const sourceOf = (options: object, of: Uint8Array = bytes): FileSource => {
  const decoded = decode(fileSource, {
    kind: "file",
    file: "a.npy",
    sha256: hexOf(digestOfBytes(of)),
    ...options,
  });
  if (E.isLeft(decoded)) throw new Error(JSON.stringify(decoded.left));
  return decoded.right;
};

const messageOf = (result: ReturnType<typeof recordingOf>): string =>
  E.isLeft(result) ? describeError(result.left).join("") : "no error";

Deno.test("columns are chosen by name, in the order in which they are named", () => {
  const read = recordingOf(sourceOf({ variables: ["u", "v"], observe: ["v", "u"], dt: 0.5 }), bytes);
  assertEquals(E.isRight(read) && read.right, {
    series: { values: Float64Array.of(2, 1, 4, 3, 6, 5), rows: 3, columns: 2, dt: 0.5 },
    variables: ["v", "u"],
  });
});

Deno.test("a file with one byte changed is refused with both digests", () => {
  const changed = bytes.slice();
  changed[changed.length - 1]! ^= 1;
  const source = sourceOf({});
  const message = messageOf(recordingOf(source, changed));
  assertMatch(message, new RegExp(source.sha256));
  assertMatch(message, new RegExp(hexOf(digestOfBytes(changed))));
});

Deno.test("a number that is not finite is refused with its row and column", () => {
  const gap = encodeNpy({ shape: [3, 2], values: Float64Array.of(1, 2, 3, NaN, 5, 6) });
  assertMatch(
    messageOf(recordingOf(sourceOf({ variables: ["u", "v"] }, gap), gap)),
    /row 2, column v: a number is NaN/,
  );
});

Deno.test("too many names and unknown columns are refused", () => {
  assertMatch(messageOf(recordingOf(sourceOf({ variables: ["u", "v", "w"] }), bytes)), /it has 2 columns/);
  assertMatch(messageOf(recordingOf(sourceOf({ observe: ["q"] }), bytes)), /no column "q"/);
});

Deno.test("what decodes decodes again to the same", () => {
  const written = {
    source: {
      kind: "file",
      file: "a.npy",
      sha256: "0".repeat(64),
      equations: { system: "lorenz", parameters: { rho: 38 } },
    },
    embed: { dimension: 3, delay: 4 },
  };
  const once = decode(datasetSettings, written) as E.Right<DatasetSettings>;
  assertEquals(decode(datasetSettings, JSON.parse(canonicalJson(once.right))), E.right(once.right));
});

Deno.test("the digest of a dataset without embedding does not know that there is embedding", () => {
  const decoded = decode(datasetSettings, { source: { kind: "system", system: "lorenz", steps: 10 } });
  assertEquals(E.isRight(decoded) && canonicalJson(decoded.right).includes("embed"), false);
});

Deno.test("a file lies in the data directory or in a folder below it, nowhere else", () => {
  const accepts = (file: string) =>
    E.isRight(decode(fileSource, { kind: "file", file, sha256: "0".repeat(64) }));
  assertEquals(["a.npy", "gtf/a.npy", "a-1/b_2.c/a.npy"].map(accepts), [true, true, true]);
  const outside = [
    "../a.npy",
    "gtf/../a.npy",
    "./a.npy",
    "/a.npy",
    "gtf//a.npy",
    "gtf\\a.npy",
    ".hidden/a.npy",
  ];
  assertEquals(outside.filter(accepts), []);
});

Deno.test("faults of a file source have their paths", () => {
  const faults = decode(fileSource, {
    kind: "file",
    file: "../a.npy",
    sha256: "12",
    address: "http://example.org/a.npy",
    equations: { system: "lorentz" },
    heldOutShare: 1,
  });
  assertEquals(E.isLeft(faults) && faults.left.map(({ path }) => path), [
    "$.file",
    "$.sha256",
    "$.address",
    "$.heldOutShare",
    "$.equations.system",
  ]);
  const parameters = decode(fileSource, {
    kind: "file",
    file: "a.npy",
    sha256: "0".repeat(64),
    equations: { system: "lorenz", parameters: { roh: 38 } },
  });
  assertEquals(E.isLeft(parameters) && parameters.left[0]!.path, "$.equations.parameters.roh");
});

Deno.test("every copy of an embedding is the column, shifted by its delay", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 3 }),
    (dimension, delay, width) => {
      const rows = 30;
      const series = seriesOf(
        Array.from({ length: rows }, (_, row) => Array.from({ length: width }, (_, c) => 100 * c + row)),
        1,
      );
      const names = Array.from({ length: width }, (_, c) => `x${c}`);
      const embedded = embed({ series, variables: names }, { dimension, delay });
      if (E.isLeft(embedded)) throw new Error("no embedding");
      const { series: result, variables } = embedded.right;
      assertEquals([result.rows, result.columns], [rows - (dimension - 1) * delay, width * dimension]);
      assertEquals(variables.length, width * dimension);
      for (let c = 0; c < width * dimension; c++) {
        const original = column(series, Math.floor(c / dimension));
        assertEquals(column(result, c), original.slice((c % dimension) * delay).slice(0, result.rows));
      }
    },
  ));
});

Deno.test("an embedding longer than the series is refused", () => {
  const series = seriesOf([[1], [2], [3]], 1);
  assertEquals(E.isLeft(embed({ series, variables: ["x"] }, { dimension: 2, delay: 3 })), true);
});
