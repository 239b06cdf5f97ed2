/** Batches: distinct windows, the right rows, and the same draw for the same index. */
import { assert, assertEquals, assertMatch } from "@std/assert/mod.js";
import * as fc from "fast-check";
import * as E from "fp-ts/Either.js";
import { seriesOf } from "../../lib/series/series.ts";
import { describeError } from "../../lib/core/program/errors.ts";
import { stream } from "../../lib/numerics/random.ts";
import { assemble, checkBatches, windowsOf, windowStarts } from "../../lib/training/batches.ts";

Deno.test("a batch never contains a window twice, and every window lies within the series", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 60 }),
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 0, max: 100 }),
    fc.nat(),
    (windows, length, spare, index) => {
      const rows = length + windows + spare;
      const starts = windowStarts(stream(3, "batches"), index, rows, { windows, length, perEpoch: 1 });
      assertEquals(new Set(starts).size, windows);
      assert(starts.every((start) => start >= 0 && start + length < rows));
    },
  ));
});

Deno.test("over many batches every row is a start about equally often", () => {
  const counts = new Float64Array(20);
  for (let index = 0; index < 4000; index++) {
    const starts = windowStarts(stream(1, "batches"), index, 30, { windows: 5, length: 10, perEpoch: 1 });
    starts.forEach((start) => counts[start] = counts[start]! + 1);
  }
  counts.forEach((count) => assert(Math.abs(count - 1000) < 150, `${counts}`));
});

Deno.test("a series with room for exactly the windows of a batch will do, one row less will not", () => {
  const settings = { windows: 4, length: 10, perEpoch: 1 };
  const rows = (count: number) => seriesOf(Array.from({ length: count }, () => [0]), 1);
  assert(E.isRight(checkBatches(settings, rows(14))));
  assert(E.isLeft(checkBatches(settings, rows(13))));
});

Deno.test("a series with a gap is refused with its row and column", () => {
  const gap = seriesOf([[0, 1], [2, NaN], [4, 5], [6, 7]], 1);
  const refused = checkBatches({ windows: 1, length: 1, perEpoch: 1 }, gap);
  if (E.isRight(refused)) throw new Error("it was not refused");
  assertMatch(describeError(refused.left)[0]!, /row 2, column 2 is NaN/);
});

Deno.test("a batch holds time, window, variable", () => {
  const data = windowsOf(
    seriesOf(Array.from({ length: 10 }, (_, row) => [2 * row, 2 * row + 1]), 1),
    { windows: 2, length: 2, perEpoch: 1 },
  );
  const out = assemble(data, Int32Array.of(1, 6));
  assertEquals(out, Float32Array.of(2, 3, 12, 13, 4, 5, 14, 15, 6, 7, 16, 17));
});

Deno.test("no window crosses the border of a trial, and every start within the trials is drawn", () => {
  const trials = [{ start: 0, end: 12 }, { start: 12, end: 20 }, { start: 20, end: 45 }];
  const settings = { windows: 4, length: 10, perEpoch: 1 };
  const seen = new Set<number>();
  for (let index = 0; index < 300; index++) {
    const starts = windowStarts(stream(7, "batches"), index, 45, settings, trials);
    assertEquals(new Set(starts).size, 4);
    for (const start of starts) seen.add(start);
  }
  assertEquals([...seen].sort((a, b) => a - b), [0, 1, ...Array.from({ length: 15 }, (_, i) => 20 + i)]);
});

Deno.test("one trial draws what a series without trials draws", () => {
  const settings = { windows: 5, length: 10, perEpoch: 1 };
  for (let index = 0; index < 20; index++) {
    assertEquals(
      windowStarts(stream(1, "batches"), index, 60, settings, [{ start: 0, end: 60 }]),
      windowStarts(stream(1, "batches"), index, 60, settings),
    );
  }
});

Deno.test("trials that have no room for the windows are refused", () => {
  const series = seriesOf(Array.from({ length: 45 }, (_, row) => [row]), 1);
  const trials = [{ start: 0, end: 12 }, { start: 12, end: 45 }];
  assert(E.isRight(checkBatches({ windows: 25, length: 10, perEpoch: 1 }, series, trials)));
  assert(E.isLeft(checkBatches({ windows: 26, length: 10, perEpoch: 1 }, series, trials)));
});
