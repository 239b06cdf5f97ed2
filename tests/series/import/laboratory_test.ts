/** Files as laboratories have them: conventions, records, links, cells, structures, durations, and what cannot be read. */
import { assertAlmostEquals, assertEquals, assertMatch } from "@std/assert/mod.js";
import { importSeries } from "../../../lib/series/import/import_series.ts";
import { describeError } from "../../../lib/core/program/errors.ts";
import { namesInList } from "../../../lib/core/program/name_list.ts";
import { inFile } from "../../cli/calling.ts";
import { tablesOfStored } from "../../../lib/series/import/stored/choose.ts";
import { type StoredArray, toNumbers } from "../../../lib/series/import/stored/stored_file.ts";
import { found, holds, place, read, refusal, ROWS, x, y } from "./stored_support.ts";

const twice = (values: readonly number[]): readonly number[] => values.map((value) => 2 * value);

Deno.test("marks, fills, ranges and bytes without sign of NetCDF are read as its conventions say", async () => {
  const gaps = { gaps: "interpolate" } as const;
  for (
    const [name, row] of [["missing", 6], ["unwritten", 141], ["bounded", 10], ["ranged", 10], [
      "whole",
      7,
    ]] as const
  ) {
    assertMatch(
      await refusal(place("conventions.nc"), { variable: [name] }),
      new RegExp(`row ${row}, column ${name}: (1 value is|10 values are) missing`),
    );
  }
  const { series } = await read("conventions.nc", { ...gaps, variable: ["missing", "bounded"] });
  for (let row = 0; row < ROWS; row++) {
    if (row !== 5) assertAlmostEquals(series.values[2 * row]!, x[row]!, 1e-6);
    if (row !== 9) assertAlmostEquals(series.values[2 * row + 1]!, Math.trunc(100 * y[row]!) / 100, 1e-9);
  }
  const bytes = await read("conventions.nc", { variable: ["unsigned"] });
  holds(bytes, [x.map((value) => Math.trunc(128 + 90 * value))]);
});

Deno.test("coordinates of NetCDF are no variables, and a grid over time has a column for each of its places", async () => {
  const imported = await read("grid.nc");
  holds(imported, [1, 2, 3, 4, 5, 6].map((factor) => x.map((value) => factor * value)));
  assertEquals([imported.time.dt, imported.time.unit, imported.time.column], [1, "h", "time"]);
  assertMatch(
    imported.notes.join(),
    /t2m has 150 × 2 × 3 numbers, taken for 1 trial of 150 rows × 6 columns/,
  );
});

Deno.test("fields of records are columns, with any order of their bytes", async () => {
  const imported = await read("records.h5");
  holds(imported, [x, y]);
  assertEquals(imported.variables.map(({ name }) => name), ["x", "y"]);
  assertAlmostEquals(imported.time.dt, 0.02, 1e-12);
});

Deno.test("several links to one array are one array, and a group that holds itself ends", async () => {
  const imported = await read("links.h5");
  holds(imported, [x, y]);
});

Deno.test("a sampling rate is that of the arrays beside it", async () => {
  const [eeg, emg] = [
    await read("rates.h5", { variable: ["eeg/data"] }),
    await read("rates.h5", { variable: ["emg/data"] }),
  ];
  assertEquals([eeg.time.dt, emg.time.dt], [0.02, 0.001]);
  assertEquals(emg.variables.map(({ unit }) => unit), ["mV", "N"]);
});

Deno.test("what cannot be read is listed as what it is, and why", async () => {
  assertMatch(await refusal(place("unreadable.h5")), /no array of numbers.*complex \(150 × 2, complex\)/);
  const reasons: readonly (readonly [string, RegExp])[] = [
    ["packed", /packed by lzf, which lyap cannot unpack; gzip it can/],
    ["half", /its numbers are float16; write them as float32/],
    ["complex", /its numbers are complex/],
    ["names", /it holds text/],
    ["mixed/x", /its fields have their bytes in different orders/],
    ["sparse", /it is a sparse matrix; write it in full/],
    ["view", /it is a view of another file, several\.h5/],
  ];
  for (const [name, reason] of reasons) {
    assertMatch(await refusal(place("unreadable.h5"), { variable: [name] }), reason);
  }
  assertMatch(await refusal(place("sparse.mat")), /S \(150 × 2, sparse\).*S: it is a sparse matrix/);
});

Deno.test("cells and arrays of structures of MATLAB are trials, one by one or all", async () => {
  assertMatch(
    await refusal(place("cells.mat")),
    /data\.trial\{1\} \(2 × 150, float64\), .*data\.trial\{2\} \(2 × 120, .*run\(1\)\.x \(150 × 2, .*--variable data\.trial for all of them as trials/,
  );
  const trials = await read("cells.mat", { variable: ["data.trial"] });
  holds(trials, [[...x, ...x.slice(0, 120)], [...y, ...y.slice(0, 120)]]);
  assertEquals(trials.trials.map(({ start, end }) => [start, end]), [[0, 150], [150, 270]]);
  assertAlmostEquals(trials.time.dt, 0.02, 1e-12);
  holds(await read("cells.mat", { variable: ["run.x"] }), [[...x, ...twice(x)], [...y, ...twice(y)]]);
  holds(await read("cells.mat", { variable: ["run(2).x"] }), [twice(x), twice(y)]);
  for (const name of ["trial", "run.x"]) {
    holds(await read("cells73.mat", { variable: [name] }), [[...x, ...twice(x)], [...y, ...twice(y)]]);
  }
  assertAlmostEquals((await read("cells73.mat", { variable: ["run.x"] })).time.dt, 0.02, 1e-12);
  assertMatch(await refusal(place("cells73.mat"), { variable: ["note"] }), /it holds text/);
  assertMatch(await refusal(place("cells73.mat"), { variable: ["nothing"] }), /no array "nothing"/);
});

Deno.test("epochs of EEGLAB are channels × points × trials, and their times are in milliseconds", async () => {
  const imported = await read("epochs.mat");
  holds(imported, [[...x, ...twice(x)], [...y, ...twice(y)]]);
  assertEquals([imported.trials.length, imported.time.dt, imported.time.unit], [2, 20, "ms"]);
});

Deno.test("durations are times, and dates keep their milliseconds", async () => {
  const durations = await read("durations.parquet");
  holds(durations, [x, y]);
  assertEquals([durations.time.dt, durations.time.unit, durations.time.column], [0.02, "s", "time"]);
  const dates = await read("milliseconds.parquet", { gaps: "split" });
  assertEquals([dates.time.dt, dates.trials[0]!.startTime], [0.001, 1714564800]);
  assertMatch(
    await refusal(place("large.parquet")),
    /row 1, column x: "4611686018427387904 \(beyond 2\^53\)" is not a number; .*the column out: --columns y/,
  );
  holds(await read("large.parquet", { columns: ["y"] }), [y]);
  assertMatch(await refusal(place("nothing.parquet")), /it holds no rows of numbers/);
});

Deno.test("times of which float64 cannot tell two rows apart are refused as such", () => {
  const lines = Array.from({ length: 200 }, (_, row) => `${1.7e9 + row * 1e-6},${Math.sin(row)}`);
  const result = importSeries([{
    name: "fast.csv",
    bytes: new TextEncoder().encode(["t,x", ...lines].join("\n")),
  }]);
  assertMatch(
    result._tag === "Left" ? describeError(result.left).join("; ") : "read",
    /its times are too large to tell rows apart: around 1700000000 float64 knows steps of/,
  );
});

Deno.test("times that float64 cannot hold are left out, and it is said", () => {
  const array = (name: string, read: () => Float64Array): StoredArray => ({
    name,
    shape: [120],
    type: "int64",
    unit: null,
    sampling: null,
    read,
  });
  const late = Array.from({ length: 120 }, (_, row) => 1_152_921_504_606_846_976n + BigInt(row));
  const arrays = [
    array("time", () => toNumbers(late)),
    array("x", () => Float64Array.from({ length: 120 }, (_, row) => row)),
  ];
  const tables = tablesOfStored({ format: "HDF5", notes: [], arrays }, {}, "a.h5");
  assertMatch(
    tables._tag === "Right" ? tables.right[0]!.notes.join() : "refused",
    /a\.h5: the array time cannot be read \(entry 1 is an integer beyond 2\^53, .*so the times are not known; --dt/,
  );
});

Deno.test("the channel of triggers of a BDF file is left out", async () => {
  const bytes = await Deno.readFile(place("three.bdf"));
  bytes.set(new TextEncoder().encode("Status".padEnd(16)), 256 + 16);
  await inFile(".bdf", bytes, async (path) => {
    const result = await found(path);
    if (result._tag === "Left") throw new Error(describeError(result.left).join("; "));
    assertEquals(result.right.variables.map(({ name }) => name), ["EEG 0"]);
    assertMatch(result.right.notes.join(), /channel Status, which holds triggers, was left out/);
  });
});

Deno.test("a trial within a subject is a trial, where its numbers begin again", () => {
  const rows = ["subject,trial,x"];
  for (const [subject, trials] of [["A", 2], ["B", 1]] as const) {
    for (let trial = 1; trial <= trials; trial++) {
      for (let row = 0; row < 120; row++) {
        rows.push(`${subject},${trial},${Math.sin(row * trial + subject.charCodeAt(0))}`);
      }
    }
  }
  const result = importSeries([{ name: "long.csv", bytes: new TextEncoder().encode(rows.join("\n")) }]);
  if (result._tag === "Left") throw new Error(describeError(result.left).join("; "));
  assertEquals(result.right.trials.map(({ name }) => name), [
    "long.csv, subject A, trial 1",
    "long.csv, subject A, trial 2",
    "long.csv, subject B, trial 1",
  ]);
});

Deno.test("other files are refused by what they are, and columns in another order with the option", async () => {
  await inFile(".feather", new TextEncoder().encode("ARROW1\0\0 and so on"), async (path) => {
    assertMatch(await refusal(path), /an Arrow \(Feather\) file, which lyap reads as Parquet/);
  });
  const file = (name: string, heading: string) => ({
    name,
    bytes: new TextEncoder().encode(
      [heading, ...Array.from({ length: 120 }, (_, row) => `${Math.sin(row)},${Math.cos(row)}`)].join("\n"),
    ),
  });
  const result = importSeries([file("a.csv", "x,y"), file("b.csv", "y,x")]);
  assertMatch(
    result._tag === "Left" ? describeError(result.left).join("; ") : "read",
    /its column is named "y" where that of a\.csv is "x"; take them in one order: --columns x,y/,
  );
});

Deno.test("names hold commas and letters of any form, and columns keep theirs whichever are chosen", () => {
  const rows = Array.from({ length: 120 }, (_, row) => [Math.sin(row), Math.cos(row), Math.sin(2 * row)]);
  const file = (heading: readonly string[]) => ({
    name: "a.csv",
    bytes: new TextEncoder().encode([...heading, ...rows.map((row) => row.join())].join("\n")),
  });
  const names = (heading: readonly string[], columns: string) => {
    const result = importSeries([file(heading)], { columns: namesInList(columns) });
    return result._tag === "Left"
      ? describeError(result.left).join("; ")
      : result.right.variables.map(({ name }) => name);
  };
  const heading = ['"Temp, außen",cafe\u0301,a'];
  assertEquals(names(heading, '"Temp, außen",caf\u00e9'), ["Temp, außen", "caf\u00e9"]);
  assertMatch(String(names(heading, "Temp")), /it has the columns "Temp, außen", caf\u00e9, a/);
  assertEquals(names([], "3,1"), ["x3", "x1"]);
  assertEquals(names([], "x3"), ["x3"]);
  assertEquals(names(["a,a,b"], "a (2),b"), ["a (2)", "b"]);
});

Deno.test("files in different units are refused with both units", () => {
  const file = (name: string, heading: string, first: number) => ({
    name,
    bytes: new TextEncoder().encode(
      [heading, ...Array.from({ length: 120 }, (_, row) => `${row / 10},${Math.sin(first + row)}`)].join(
        "\n",
      ),
    ),
  });
  const said = (...headings: readonly string[]) => {
    const result = importSeries(headings.map((heading, index) => file(`${index}.csv`, heading, index)));
    return result._tag === "Left" ? describeError(result.left).join("; ") : "read";
  };
  assertMatch(
    said("t [s],x [m]", "t [s],x [cm]"),
    /1\.csv: its column x is in cm where that of 0\.csv is in m; convert/,
  );
  assertMatch(said("t [s],x [m]", "t [ms],x [m]"), /its time is in ms where that of 0\.csv is in s/);
  assertEquals(said("t [s],x [m]", "t,x"), "read");
});

Deno.test("a clock that is put back is told from rows that are not sorted", () => {
  const rows = Array.from({ length: 200 }, (_, row) => {
    const time = new Date(Date.UTC(2021, 9, 30) + 900_000 * (row < 100 ? row : row - 4)).toISOString();
    return `${time.slice(0, 19)},${Math.sin(row)}`;
  });
  const result = importSeries([{
    name: "a.csv",
    bytes: new TextEncoder().encode(["time,x", ...rows].join("\n")),
  }]);
  assertMatch(
    result._tag === "Left" ? describeError(result.left).join("; ") : "read",
    /the time goes back from 1635641100 to 1635638400; clocks were put back by an hour: give times in UTC/,
  );
});
