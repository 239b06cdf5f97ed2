import { assert, assertEquals, assertMatch } from "@std/assert/mod.js";
import * as fc from "fast-check";
import { type FileSource, fileSource } from "../../lib/series/file_settings.ts";
import { embedParts, openParts, partsOf, trendOfLongest } from "../../lib/series/parts.ts";
import { type Series, seriesOf } from "../../lib/series/series.ts";
import { describeError } from "../../lib/core/program/errors.ts";
import { decode } from "../../lib/core/codec/codec.ts";
import { canonicalJson } from "../../lib/core/codec/canonical.ts";

const written = { kind: "file", file: "a.npy", sha256: "0".repeat(64) } as const;

const sourceOf = (change: Readonly<Record<string, unknown>>): FileSource => {
  const source = decode(fileSource, { ...written, ...change });
  assert(source._tag === "Right", JSON.stringify(source));
  return source.right;
};

const counting = (rows: number): Series => seriesOf(Array.from({ length: rows }, (_, row) => [row]), 1);

const partsIn = (rows: number, change: Readonly<Record<string, unknown>>) => {
  const parts = partsOf(sourceOf(change), { series: counting(rows), variables: ["x"] });
  assert(parts._tag === "Right");
  return parts.right;
};

Deno.test("every row lies in one part, in order, and the shares are those that were asked for", () => {
  fc.assert(fc.property(
    fc.integer({ min: 10, max: 200 }),
    fc.double({ min: 0.01, max: 0.4, noNaN: true }),
    fc.double({ min: 0.01, max: 0.4, noNaN: true }),
    (rows, validationShare, heldOutShare) => {
      const { train, validation, heldOut } = partsIn(rows, { validationShare, heldOutShare });
      assertEquals(
        [...train[0]!.values, ...validation!.values, ...heldOut.values],
        [...counting(rows).values],
      );
      assertEquals(heldOut.rows, Math.floor(rows * heldOutShare));
      assertEquals(validation!.rows, Math.floor(rows * validationShare));
    },
  ));
});

Deno.test("the longest trial is divided, the others are for training", () => {
  const trials = [{ start: 0, end: 10 }, { start: 10, end: 40 }, { start: 40, end: 60 }];
  const { train, validation, heldOut } = partsIn(60, { trials, validationShare: 0.1, heldOutShare: 0.2 });
  assertEquals(train.map(({ values }) => [values[0], values.length]), [[0, 10], [10, 21], [40, 20]]);
  assertEquals([...validation!.values], [31, 32, 33]);
  assertEquals([...heldOut.values], [34, 35, 36, 37, 38, 39]);
});

Deno.test("trials that are set aside whole are parts of their own, with trends of their own", () => {
  const trials = [0, 10, 25, 45].map((start, index) => ({ start, end: [10, 25, 45, 60][index]! }));
  const change = { trials, wholeTrials: { validation: 1, heldOut: 2 }, validationShare: 0.1 };
  const { train, divided, validation, heldOut } = partsIn(60, change);
  assertEquals(train.map(({ values }) => [values[0], values.length]), [[0, 10], [45, 15]]);
  assertEquals([divided, validation!.values[0], validation!.rows], [null, 10, 15]);
  assertEquals([heldOut.values[0], heldOut.rows], [25, 20]);
  const level = partsIn(60, { ...change, detrend: true });
  for (const part of [...level.train, level.validation!, level.heldOut]) {
    assert(part.values.every((value) => Math.abs(value) < 1e-10));
  }
  const line = trendOfLongest(sourceOf({ ...change, detrend: true }), counting(60))!;
  assert(Math.abs(line.offsets[0]! - 25) < 1e-9 && Math.abs(line.slopes[0]! - 1) < 1e-9);
  // What is open to the estimate: all but the held-out trial.
  const open = openParts(sourceOf(change), { series: counting(60), variables: ["x"] });
  assertEquals(open._tag === "Right" && open.right.map(({ values }) => values[0]), [0, 10, 45]);
  const fault = (wholeTrials: unknown) => decode(fileSource, { ...written, ...change, wholeTrials })._tag;
  assertEquals(fault({ validation: 2, heldOut: 2 }), "Left");
  assertEquals(fault({ validation: 1, heldOut: 4 }), "Left");
});

Deno.test("a trend found in the training part goes on in the others", () => {
  const { train, validation, heldOut } = partsIn(50, { detrend: true, validationShare: 0.2 });
  for (const part of [...train, validation!, heldOut]) {
    assert(part.values.every((value) => Math.abs(value) < 1e-10));
  }
});

Deno.test("each part is smoothed and embedded for itself", () => {
  const rows = Array.from({ length: 40 }, (_, row) => [row < 32 ? 0 : 100]);
  const parts = partsOf(sourceOf({ smoothing: 2 }), { series: seriesOf(rows, 1), variables: ["x"] });
  assert(parts._tag === "Right");
  assert(parts.right.train[0]!.values.every((value) => value === 0));
  const embedded = embedParts(parts.right, { dimension: 3, delay: 2 });
  assert(embedded._tag === "Right");
  assertEquals(embedded.right.train[0]!.rows, 28);
  assertEquals(embedded.right.heldOut.rows, 4);
  assertEquals(embedParts(parts.right, { dimension: 5, delay: 2 })._tag, "Left");
});

Deno.test("a kernel wider than the shortest part allows is refused with the limit", () => {
  const smooth = (smoothing: number) =>
    partsOf(sourceOf({ smoothing }), { series: counting(400), variables: ["x"] });
  assertEquals(smooth(20)._tag, "Right");
  for (const smoothing of [21, 1e9]) {
    const refused = smooth(smoothing);
    assertEquals(
      refused._tag === "Left" && "mend" in refused.left && refused.left.mend,
      "give at most 20 steps",
    );
  }
});

Deno.test("what is estimated from is all but the held-out part, of every trial", () => {
  const trials = [{ start: 0, end: 10 }, { start: 10, end: 40 }];
  const source = sourceOf({ trials, validationShare: 0.1, heldOutShare: 0.2 });
  const open = openParts(source, { series: counting(40), variables: ["x"] });
  assert(open._tag === "Right");
  assertEquals(open.right.map(({ values }) => [values[0], values.at(-1)]), [[0, 9], [10, 33]]);
});

Deno.test("a file source without these fields keeps its digest, and wrong ones are refused", () => {
  assertEquals(
    canonicalJson(sourceOf({})).match(/trials|validationShare|detrend|smoothing/),
    null,
  );
  const wrong = [
    { trials: [{ start: 5, end: 5 }] },
    { trials: [{ start: 0, end: 9 }, { start: 8, end: 12 }] },
    { validationShare: 0.5, heldOutShare: 0.5 },
    { smoothing: 0 },
  ];
  for (const change of wrong) assertEquals(decode(fileSource, { ...written, ...change })._tag, "Left");
  const outside = partsOf(sourceOf({ trials: [{ start: 0, end: 90 }] }), {
    series: counting(60),
    variables: ["x"],
  });
  assertEquals(outside._tag, "Left");
});

const test = { file: "b.npy", sha256: "1".repeat(64) };

Deno.test("with a test file every row is for training, and the held-out part is that file", () => {
  const source = sourceOf({ test, validationShare: 0.2, smoothing: 1 });
  const recording = { series: counting(40), variables: ["x"] };
  const parts = partsOf(source, recording, { series: counting(30), variables: ["x"] });
  assert(parts._tag === "Right");
  const { train, validation, heldOut } = parts.right;
  assertEquals([train[0]!.rows, validation!.rows, heldOut.rows], [32, 8, 30]);
  assertEquals(heldOut.values, partsIn(60, { heldOutShare: 0.5, smoothing: 1 }).train[0]!.values);
  const open = openParts(source, recording);
  assert(open._tag === "Right");
  assertEquals(open.right.map(({ rows }) => rows), [40]);
});

Deno.test("a test file with other columns, and a trend that would have to go on in it, are refused", () => {
  const wide = { series: seriesOf([[1, 2], [3, 4]], 1), variables: ["x", "y"] };
  const parts = partsOf(sourceOf({ test }), { series: counting(40), variables: ["x"] }, wide);
  assert(parts._tag === "Left");
  assertMatch(describeError(parts.left).join(" "), /b\.npy.*2 columns.*a\.npy has 1/s);
  const decoded = decode(fileSource, { ...written, test, detrend: true });
  assertEquals(decoded._tag === "Left" && decoded.left.map(({ path }) => path), ["$.detrend"]);
  const without = decode(fileSource, written);
  assert(without._tag === "Right");
  assertEquals(canonicalJson(without.right).includes("test"), false);
});
