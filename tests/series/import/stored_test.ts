/** Files of other programs: `fixtures/formats/make.py` wrote them with the programs that people use. */
import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert/mod.js";
import { describeError } from "../../../lib/core/program/errors.ts";
import type { ImportedSeries, ImportSettings, SourceFile } from "../../../lib/series/import/imported.ts";
import { importLines } from "../../../lib/report/import_lines.ts";
import { storedKindOf } from "../../../lib/series/import/stored/stored_kind.ts";
import { denoCapabilities } from "../../../lib/steps/capabilities.ts";
import { readApart } from "../../../lib/steps/read_apart.ts";
import { inFile } from "../../cli/calling.ts";
import { found, place, read, refusal, ROWS, x, y } from "./stored_support.ts";

const isTheRecording = ({ series }: ImportedSeries, tolerance = 1e-12): void => {
  assertEquals([series.rows, series.columns], [ROWS, 2]);
  for (let row = 0; row < ROWS; row++) {
    assertAlmostEquals(series.values[2 * row]!, x[row]!, tolerance);
    assertAlmostEquals(series.values[2 * row + 1]!, y[row]!, tolerance);
  }
  assertAlmostEquals(series.dt, 0.02, 1e-12);
};

Deno.test("one recording, read from Parquet, MATLAB 5 and 7.3, and HDF5", async () => {
  const cases: readonly (readonly [string, ImportSettings, string, readonly string[]])[] = [
    ["columns.parquet", {}, "from the column time", ["x", "y"]],
    ["index_zstd.parquet", {}, "from the column time", ["x", "y"]],
    ["columns.mat", {}, "dt = 0.02 s (from the column t)", ["x", "y"]],
    ["several.mat", { variable: ["EEG.data"] }, "dt = 0.02 s (from the header of the file)", ["x1", "x2"]],
    ["version73.mat", {}, "dt = 0.02 s (from the header of the file)", ["x1", "x2"]],
    ["one.h5", {}, "dt = 0.02 s (from the header of the file)", ["x1", "x2"]],
  ];
  for (const [name, settings, dt, names] of cases) {
    const imported = await read(name, settings);
    isTheRecording(imported);
    assertEquals(imported.variables.map((each) => each.name), names);
    assert(importLines(imported).join("\n").includes(dt), importLines(imported).join("\n"));
  }
  assertEquals((await read("one.h5")).variables.map(({ unit }) => unit), ["mV", "mV"]);
});

Deno.test("units, scales, marks of missing values and coordinates of NetCDF-4 are used", async () => {
  const { series, variables, time, notes } = await read("weather.nc", { gaps: "interpolate" });
  assertEquals(variables.map(({ name, unit }) => [name, unit]), [["temperature", "degC"], [
    "pressure",
    "hPa",
  ]]);
  assertEquals([time.dt, time.unit, time.column], [6, "h", "time"]);
  for (let row = 0; row < ROWS; row++) {
    assertAlmostEquals(series.values[2 * row]!, 20 + x[row]!, 0.0051);
    if (row !== 5) assertAlmostEquals(series.values[2 * row + 1]!, 1000 + 10 * y[row]!, 1e-3);
  }
  assertMatch(notes.join("; "), /1 value is missing, filled in.*row 6 column pressure/);
  assertMatch(await refusal(place("weather.nc")), /row 6, column pressure: 1 value is missing/);
});

Deno.test("a file of several arrays is listed, and --variable chooses; an array that lies across is turned", async () => {
  assertEquals(
    await refusal(place("several.h5")),
    "Cannot read several.h5: it holds several arrays: a/time (150, float64), a/x (150, float64), b (150 × 3, float32), " +
      "trials (2 × 150 × 2, float64); say which with --variable trials",
  );
  assertMatch(
    await refusal(place("several.h5"), { variable: ["c"] }),
    /it has no array "c"; it holds a\/time \(150, /,
  );
  assertMatch(
    await refusal(place("several.h5"), { variable: ["note"] }),
    /note cannot be taken: it holds text/,
  );
  assertMatch(
    await refusal(place("several.h5"), { variable: ["x", "b"] }),
    /do not make one table; .*vectors of one length/,
  );
  const vector = await read("several.h5", { variable: ["x"] });
  assertEquals([vector.variables[0]!.name, vector.time.dt, vector.time.unit], ["x", 0.02, "s"]);
  const { trials } = await read("several.h5", { variable: ["trials"] });
  assertEquals(trials.map(({ start, end }) => [start, end]), [[0, 150], [150, 300]]);
  const turned = await read("several.mat", { variable: ["data"], dt: 0.02 });
  isTheRecording(turned);
  assertMatch(turned.notes.join("; "), /data has 2 × 150 numbers: time runs along the axis of 150/);
  assertMatch(await refusal(place("columns.parquet"), { variable: ["x"] }), /one table, .*--columns/);
  await inFile(".csv", "t,x\n0,1\n", async (path) => {
    assertMatch(await refusal(path, { variable: ["x"] }), /one table, .*--columns/);
  });
});

Deno.test("trials, moments and missing values of a Parquet table", async () => {
  const { trials, time, notes, variables } = await read("trials_gzip.parquet", { gaps: "interpolate" });
  assertEquals(trials.map(({ name, startTime }) => [name, startTime]), [
    ["trials_gzip.parquet, trial a", 86400],
    ["trials_gzip.parquet, trial b", 86400],
  ]);
  assertEquals([time.dt, time.unit, time.column], [0.02, "s", "when"]);
  assertEquals(variables.map(({ name }) => name), ["x", "counts"]);
  assertMatch(notes.join("; "), /column pair held lists or records and was left out/);
  assertMatch(await refusal(place("trials_gzip.parquet")), /row 4, column x: 1 value is missing/);
  const last = await read("trials_gzip.parquet", {
    columns: ["counts"],
    group: ["none"],
    time: "none",
    lastRows: 120,
  });
  assertEquals(last.series.rows, 120);
  assertEquals([...last.series.values.subarray(0, 3)], [180, 181, 182].map((row) => row * 7 % 31));
});

Deno.test("signals of EDF and BDF with their units and rates", async () => {
  const { series, variables, time, notes } = await read("plus.edf");
  assertEquals(variables.map(({ name, unit }) => [name, unit]), [["EEG 0", "uV"], ["EEG 1", "uV"]]);
  assertEquals([series.rows, time.dt, time.unit, time.from], [200, 0.02, "s", "header"]);
  for (let row = 0; row < 200; row++) {
    assertAlmostEquals(series.values[2 * row]!, 100 * Math.sin(row * 0.05), 0.01);
    assertAlmostEquals(series.values[2 * row + 1]!, 100 * Math.sin(row * 0.1), 0.01);
  }
  assertEquals(notes, ["plus.edf: annotations were left out"]);
  const fine = await read("three.bdf");
  for (let row = 0; row < 200; row++) {
    assertAlmostEquals(fine.series.values[2 * row]!, 100 * Math.sin(row * 0.05), 1e-4);
  }
  assertMatch(
    await refusal(place("mixed.edf")),
    /EEG 0 \(200, int16 at 50 Hz\), .*EEG 2 \(40, int16 at 10 Hz\); say which with --variable "EEG 0,EEG 1"/,
  );
  assertEquals((await read("mixed.edf", { variable: ["EEG 0", "EEG 1"] })).series.columns, 2);
});

Deno.test("records of EDF+ that lie apart in time are gaps", async () => {
  const bytes = await Deno.readFile(place("plus.edf"));
  bytes.set(new TextEncoder().encode("EDF+D"), 192);
  const text = String.fromCharCode(...bytes);
  const last = text.indexOf("+3\u0014\u0014");
  assert(last > 0);
  bytes.set(new TextEncoder().encode("+3.4"), last);
  bytes.set([0x14, 0x14, 0], last + 4);
  await inFile(".edf", bytes, async (path) => {
    assertMatch(await refusal(path), /20 rows are missing.*--gaps/);
    const split = await found(path, { gaps: "split" });
    assert(split._tag === "Right");
    assertEquals(split.right.trials.map(({ startTime }) => startTime), [0]);
  });
});

Deno.test("files that are none of these, or too large, or cut short, are refused in words", async () => {
  assertMatch(await refusal(place("classic.nc")), /NetCDF file of version 3.*nccopy -k nc4/);
  assertMatch(await refusal(place("version4.mat")), /not a MATLAB file of version 5 or 7\.3; .*save -v7/);
  assertMatch(
    await refusal(place("giant.h5")),
    /data holds 1000000000000000 numbers; up to 67108864 are read/,
  );
  for (
    const name of ["columns.parquet", "columns.mat", "version73.mat", "one.h5", "weather.nc", "plus.edf"]
  ) {
    const bytes = await Deno.readFile(place(name));
    await inFile(name.slice(name.indexOf(".")), bytes.subarray(0, bytes.length * 0.6), async (path) => {
      assertMatch(
        await refusal(path),
        /^Cannot read .*: it looks like a file of \w+, and cannot be read as one \(.+\); copy/,
      );
    });
  }
});

Deno.test("a reader that takes too long ends with a message", async () => {
  const source: SourceFile = { name: "one.h5", bytes: await Deno.readFile(place("one.h5")) };
  const kind = storedKindOf(source.bytes)!;
  const said = async (limits: Parameters<typeof readApart>[3]) => {
    const result = await readApart(source, kind, {}, limits)(denoCapabilities)();
    return result._tag === "Left" ? describeError(result.left).join("; ") : "read";
  };
  assertEquals(await said(undefined), "read");
  assertMatch(
    await said({ seconds: 0, secondsPerMegabyte: 0, megabytes: 512 }),
    /reading it takes more than 0 s; copy/,
  );
});
