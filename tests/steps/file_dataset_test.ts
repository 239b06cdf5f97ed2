/** The step `dataset` on files: from the data directory, from an address with leave, and refused without either. */
import { assertEquals, assertMatch } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import * as TE from "fp-ts/TaskEither.js";
import { join } from "@std/path/mod.js";
import { decodeNpy, encodeNpy } from "../../lib/series/npy.ts";
import { describeError } from "../../lib/core/program/errors.ts";
import type { Capabilities } from "../../lib/core/program/program.ts";
import { digestOfBytes, hexOf } from "../../lib/core/codec/canonical.ts";
import { decode } from "../../lib/core/codec/codec.ts";
import { denoCapabilities } from "../../lib/steps/capabilities.ts";
import { type DatasetRecord, datasetStep } from "../../lib/steps/dataset.ts";
import type { DataAccess } from "../../lib/steps/step.ts";

/** The logistic map at r = 4 has λ₁ = ln 2, so its series must be found chaotic. */
const logistic = (rows: number): Uint8Array => {
  const values = new Float64Array(rows).fill(0.3);
  for (let i = 1; i < rows; i++) values[i] = 4 * values[i - 1]! * (1 - values[i - 1]!);
  return encodeNpy({ shape: [rows, 1], values });
};

const bytes = logistic(2000);
const address = "https://example.org/logistic.npy";

const specOf = (options: object = {}) => ({
  source: { kind: "file", file: "logistic.npy", sha256: hexOf(digestOfBytes(bytes)), ...options },
});

const make = (spec: object, data: DataAccess, capabilities: Capabilities = denoCapabilities) => {
  const decoded = decode(datasetStep.codec, spec);
  if (E.isLeft(decoded)) throw new Error(JSON.stringify(decoded.left));
  return datasetStep.run(decoded.right, {}, { directory: "", data, report: () => {} })(capabilities)();
};

const recordOf = (made: Awaited<ReturnType<typeof make>>): DatasetRecord => {
  if (E.isLeft(made)) throw new Error(describeError(made.left).join(""));
  return JSON.parse(new TextDecoder().decode(made.right["dataset.json"]));
};

const withData = async (test: (directory: string) => Promise<void>): Promise<void> => {
  const directory = await Deno.makeTempDir();
  try {
    await Deno.writeFile(join(directory, "logistic.npy"), bytes);
    await test(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
};

Deno.test("the exponent of a recording is estimated from its series", () =>
  withData(async (directory) => {
    const record = recordOf(await make(specOf(), { directory, mayDownload: false }));
    assertEquals(record.estimate?.verdict, "chaotic");
    assertEquals(Math.abs(record.spectrum!.exponents[0]! / Math.LN2 - 1) < 0.15, true);
    assertEquals(record.spectrum!.exponents.length, 1);
    assertEquals(record.predictabilityTime!.steps.value > 0.8, true);
  }));

Deno.test("a test file is the held-out series, and is verified as the other is", () =>
  withData(async (directory) => {
    const test = logistic(500);
    await Deno.writeFile(join(directory, "test.npy"), test);
    const named = { file: "test.npy", sha256: hexOf(digestOfBytes(test)) };
    const data = { directory, mayDownload: false };
    const made = await make({ ...specOf({ test: named }), standardise: false }, data);
    if (E.isLeft(made)) throw new Error(describeError(made.left).join(""));
    const rowsOf = (name: string) => {
      const decoded = decodeNpy(made.right[name]!, name);
      return E.isRight(decoded) ? decoded.right.shape[0] : null;
    };
    assertEquals([rowsOf("series.npy"), rowsOf("held-out.npy")], [2000, 500]);
    const other = await make(specOf({ test: { ...named, sha256: "0".repeat(64) } }), data);
    assertMatch(E.isLeft(other) ? describeError(other.left).join("") : "", /test\.npy.*SHA-256/s);
    const missing = await make(specOf({ test: { ...named, file: "none.npy" } }), data);
    assertMatch(E.isLeft(missing) ? describeError(missing.left).join("") : "", /none\.npy/);
  }));

Deno.test("with equations the exponents come from these", () =>
  withData(async (directory) => {
    const record = recordOf(
      await make(specOf({ equations: { system: "logistic" } }), { directory, mayDownload: false }),
    );
    assertEquals("estimate" in record, false);
    assertEquals(Math.abs(record.spectrum!.exponents[0]! - Math.LN2) < 0.01, true);
  }));

Deno.test("a file is downloaded only where it is not there and leave was given", async () => {
  const asked: string[] = [];
  const capabilities: Capabilities = {
    ...denoCapabilities,
    network: {
      fetch: (from) => {
        asked.push(from);
        return TE.right(bytes);
      },
    },
  };
  const without = await make(specOf({ address }), { directory: "nowhere", mayDownload: false }, capabilities);
  assertMatch(
    E.isLeft(without) ? describeError(without.left).join("") : "",
    /not present: nowhere.*--download/,
  );
  assertEquals(asked, []);
  recordOf(await make(specOf({ address }), { directory: "nowhere", mayDownload: true }, capabilities));
  assertEquals(asked, [address]);
  await withData(async (directory) => {
    recordOf(await make(specOf({ address }), { directory, mayDownload: true }, capabilities));
  });
  assertEquals(asked, [address]);
});

Deno.test("trials, embedded and with a validation part, keep their borders", () =>
  withData(async (directory) => {
    const trials = [{ start: 0, end: 1400 }, { start: 1400, end: 2000 }];
    const spec = { ...specOf({ trials, validationShare: 0.1 }), embed: { dimension: 2, delay: 3 } };
    const made = await make(spec, { directory, mayDownload: false });
    const rowsIn = (file: string) => {
      const array = decodeNpy((made as E.Right<Record<string, Uint8Array>>).right[file]!, file);
      return array._tag === "Right" ? array.right.shape : [];
    };
    assertEquals(recordOf(made).trials, [{ start: 0, end: 977 }, { start: 977, end: 977 + 597 }]);
    assertEquals(rowsIn("series.npy"), [977 + 597, 2]);
    assertEquals(rowsIn("validation.npy"), [137, 2]);
    assertEquals(rowsIn("held-out.npy"), [277, 2]);
    const outside = await make(specOf({ trials: [{ start: 0, end: 2001 }] }), {
      directory,
      mayDownload: false,
    });
    assertMatch(E.isLeft(outside) ? describeError(outside.left).join("") : "", /trial that ends at row 2001/);
  }));
