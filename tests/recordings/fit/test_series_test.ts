/** A test series behind a recording: how both are divided, and what does not belong together. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import * as fc from "fast-check";
import { decode } from "../../../lib/core/codec/codec.ts";
import { sourceOf } from "../../../lib/recordings/fit/compose.ts";
import { withTest } from "../../../lib/recordings/fit/test_series.ts";
import { datasetSettings } from "../../../lib/series/dataset.ts";
import type { FileSource } from "../../../lib/series/file_settings.ts";
import { importSeries } from "../../../lib/series/import/import_series.ts";
import type { ImportedSeries } from "../../../lib/series/import/imported.ts";
import { partsOf } from "../../../lib/series/parts.ts";

const csv = (rows: number, first: number, header = "t,x,y", dt = 1): Uint8Array =>
  new TextEncoder().encode(
    [
      header,
      ...Array.from(
        { length: rows },
        (_, row) => `${row * dt},${Math.sin(first + row / 7)},${Math.cos(first + row / 5)}`,
      ),
    ].join("\n"),
  );

const imported = (name: string, bytes: Uint8Array): ImportedSeries => {
  const found = importSeries([{ name, bytes }]);
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left));
  return found.right;
};

Deno.test("all of the test file is held out, for any lengths, and the recording is for training and choosing", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 200, max: 3000 }),
      fc.integer({ min: 100, max: 12_000 }),
      (rows, testRows) => {
        const [recording, test] = [imported("a.csv", csv(rows, 0)), imported("b.csv", csv(testRows, 50))];
        const joined = withTest(recording, test);
        assert(E.isRight(joined));
        const source = sourceOf(joined.right, "0".repeat(64), "a", {}, testRows);
        const settings = decode(datasetSettings, { source });
        assert(E.isRight(settings), JSON.stringify(settings));
        const { series } = joined.right;
        const parts = partsOf(settings.right.source as FileSource, { series, variables: ["x", "y"] });
        assert(E.isRight(parts));
        const { train: [train], validation, heldOut } = parts.right;
        assertEquals([...heldOut.values], [...test.series.values]);
        assertEquals(validation!.rows, Math.floor(0.15 * rows));
        assertEquals(train!.rows + validation!.rows, rows);
      },
    ),
    { numRuns: 15 },
  );
});

Deno.test("a test file with other columns, another interval or other trials is refused, with how to mend it", () => {
  const recording = imported("a.csv", csv(300, 0));
  const refused = (test: ImportedSeries, from = recording) => {
    const found = withTest(from, test);
    assert(E.isLeft(found));
    return JSON.stringify(found.left);
  };
  assertStringIncludes(refused(imported("b.csv", csv(300, 0, "t,u,y"))), "it has the columns u and y");
  assertStringIncludes(refused(imported("b.csv", csv(300, 0, "t,x,y", 0.5))), "its rows are 0.5 apart");
  const trials = { ...recording, trials: [...recording.trials, ...recording.trials] };
  assertStringIncludes(refused(recording, trials), "leave --test out");
  assertEquals(withTest(recording, undefined), E.right(recording));
});

Deno.test("what is simulated goes on at the times of the test file", () => {
  const joined = withTest(
    imported("a.csv", csv(400, 0)),
    imported(
      "b.csv",
      new TextEncoder().encode(
        [
          "t,x,y",
          ...Array.from({ length: 200 }, (_, row) => `${1000 + row},${Math.sin(row)},${Math.cos(row)}`),
        ]
          .join("\n"),
      ),
    ),
  );
  assert(E.isRight(joined));
  const [trial] = joined.right.trials;
  assertEquals(trial!.startTime + (trial!.end - 1), 1199);
});

Deno.test("a test file in another unit is refused with both units", () => {
  const joined = withTest(
    imported("a.csv", csv(400, 0, "t,x [m],y")),
    imported("b.csv", csv(200, 50, "t,x [cm],y")),
  );
  assert(E.isLeft(joined) && joined.left._tag === "BadInput");
  assertStringIncludes(joined.left.what, "its column x is in cm, and that of the recording in m");
});
