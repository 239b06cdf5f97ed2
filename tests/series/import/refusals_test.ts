import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert/mod.js";
import { gzip } from "pako";
import { describeError } from "../../../lib/core/program/errors.ts";
import { encodeNpy } from "../../../lib/series/npy.ts";
import { csvOf, fileOf, imported, refused } from "./support.ts";

/** A file with one cell changed; rows and columns as an editor counts them, with the heading in row 1. */
const withCell = (line: number, column: number, text: string) =>
  fileOf("a.csv", csvOf(200, (cells, row) => row === line - 2 ? cells.with(column - 1, text) : cells));

Deno.test("what is wrong with a cell is said with its row and column", () => {
  const cases = [
    [withCell(57, 2, ""), { row: 57, column: "x" }, "missing"],
    [withCell(57, 3, "NaN"), { row: 57, column: "y" }, "missing"],
    [withCell(58, 2, "n/a"), { row: 58, column: "x" }, "missing"],
    [withCell(9, 2, "high"), { row: 9, column: "x" }, '"high" is not a number'],
    [withCell(9, 2, "1.234.5"), { row: 9, column: "x" }, "not a number"],
    [withCell(9, 3, "-inf"), { row: 9, column: "y" }, "infinite"],
    [withCell(60, 1, "5.7"), { row: 60, column: "t" }, "5.7 occurs twice"],
    [withCell(60, 1, "1.0"), { row: 60, column: "t" }, "goes back"],
    [withCell(60, 1, ""), { row: 60, column: "t" }, "the time is missing"],
    [withCell(60, 1, "noon"), { row: 60, column: "t" }, '"noon" is not a number'],
  ] as const;
  for (const [file, place, what] of cases) {
    const error = refused([file]);
    assertEquals({ row: error.row, column: error.column }, place, error.what);
    assertStringIncludes(error.what, what);
  }
});

Deno.test("every gap is counted and the first ones are listed", () => {
  const file = fileOf("a.csv", csvOf(200, (cells, row) => row % 20 === 3 ? cells.with(1, "") : cells));
  assertEquals(describeError(refused([file])), [
    "Cannot read a.csv, row 5, column x: 10 values are missing (row 5 column x, row 25 column x, row 45 column x, " +
    "row 65 column x, row 85 column x, row 105 column x …); fill them in, or say --gaps interpolate or --gaps split",
  ]);
});

Deno.test("rows that are missing by their times are gaps too", () => {
  const lines = csvOf(200).split("\n");
  const error = refused([
    fileOf("a.csv", lines.filter((_, index) => index !== 50 && index !== 51).join("\n")),
  ]);
  assertEquals(error.row, 51);
  assertStringIncludes(error.what, "2 rows are missing (rows before row 51)");
});

Deno.test("mixed sampling intervals are named with the row where they change", () => {
  const file = fileOf(
    "a.csv",
    csvOf(200, (cells, row) => cells.with(0, (row < 100 ? row / 10 : 10 + (row - 100) / 4).toFixed(2))),
  );
  const error = refused([file]);
  assertEquals([error.row, error.column], [103, "t"]);
  assertStringIncludes(error.what, "comes 0.25 after the row before");
  const drifting = fileOf("a.csv", csvOf(200, (cells, row) => cells.with(0, String(row + row * row / 1e4))));
  assertStringIncludes(refused([drifting]).what, "drifts");
});

Deno.test("ragged rows, a quotation mark left open, and doubled cells of decimal commas", () => {
  const ragged = fileOf("a.csv", csvOf(200, (cells, row) => row === 40 ? [...cells, "1", "2"] : cells));
  assertEquals([refused([ragged]).row, refused([ragged]).what], [
    42,
    "it has 5 cells where the rows before have 3",
  ]);
  const open = fileOf("a.csv", csvOf(200, (cells, row) => row === 40 ? cells.with(1, '"5') : cells));
  assertStringIncludes(refused([open]).what, "quotation mark");
  const doubled = fileOf("a.csv", csvOf(200, (cells) => cells.map((cell) => `${cell},5`), "t,x,y"));
  assertStringIncludes(refused([doubled]).mend, "decimal commas");
});

Deno.test("files that are no series", () => {
  const png = { name: "a.csv", bytes: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0) };
  assertStringIncludes(refused([png]).what, "a PNG image");
  const binary = { name: "a.csv", bytes: Uint8Array.of(0x31, 0x0a, 0x32, 0x00) };
  assertEquals([refused([binary]).row, refused([binary]).what.slice(0, 14)], [2, "it is not text"]);
  assertStringIncludes(refused([fileOf("a.csv", "")]).what, "empty");
  assertStringIncludes(refused([fileOf("a.csv", "\n\n")]).what, "no rows");
  assertStringIncludes(refused([fileOf("a.csv", "t,x\n")]).what, "no rows");
  const words = fileOf("a.csv", "label\n" + "rest\nactive\n".repeat(100));
  assertEquals([refused([words]).row, refused([words]).column], [2, "label"]);
  assertStringIncludes(refused([words]).what, '"rest" is not a number');
  assertStringIncludes(refused([fileOf("a.csv", csvOf(30))]).what, "it has 30 rows");
  assertStringIncludes(
    refused([fileOf("a.csv", csvOf(200, (cells) => cells.with(2, "4")))]).what,
    "constant",
  );
  assertStringIncludes(
    refused([fileOf("a.csv", csvOf(200, (cells) => cells.slice(0, 1), "t"))]).what,
    "apart from the time",
  );
  const cut = gzip(new TextEncoder().encode(csvOf(200)));
  assertStringIncludes(
    refused([{ name: "a.csv.gz", bytes: cut.subarray(0, cut.length - 9) }]).what,
    "cut short",
  );
  assertStringIncludes(refused([{ name: "a.csv.gz", bytes: cut.with(200, cut[200]! ^ 1) }]).what, "unpacked");
  for (const json of ["{", '"x"', "[[1], [1, 2]]", '{"x": [1], "y": [1, 2]}', '[{"x": 1}, 2]', '{"x": 1}']) {
    assertEquals(refused([fileOf("a.json", json)])._tag, "BadInput");
  }
  const text = JSON.stringify(Array.from({ length: 120 }, (_, i) => [i % 7, i === 70 ? "a" : i % 5]));
  assertEquals([refused([fileOf("a.json", text)]).row, refused([fileOf("a.json", text)]).column], [71, 2]);
});

Deno.test("every infinite value is counted, and the first ones are listed", () => {
  const file = fileOf("a.csv", csvOf(200, (cells, row) => row % 20 === 3 ? cells.with(1, "-inf") : cells));
  const { row, column, what, mend } = refused([file]);
  assertEquals([row, column], [5, "x"]);
  assertStringIncludes(what, "10 values are infinite (−∞ in row 5 column x, −∞ in row 25 column x, ");
  assertStringIncludes(what, "row 105 column x …)");
  assertStringIncludes(mend, "--gaps interpolate");
});

Deno.test("a trial that is given twice is refused, under another name or packed too", () => {
  const a = fileOf("a.csv", csvOf(120));
  assertStringIncludes(refused([a, a]).what, "it is given twice");
  assertStringIncludes(refused([a, { ...a, name: "b.csv" }]).what, "the same numbers as a.csv");
  const packed = { name: "b.csv.gz", bytes: gzip(a.bytes) };
  assertStringIncludes(refused([a, fileOf("c.csv", csvOf(121)), packed]).what, "the same numbers as a.csv");
  const values = Float64Array.from({ length: 480 }, (_, i) => (i % 240) * (i % 240) % 13);
  assertStringIncludes(
    refused([{ name: "a.npy", bytes: encodeNpy({ shape: [4, 120, 1], values }) }]).what,
    "the same numbers as a.npy, trial 1",
  );
});

Deno.test("an array that is transposed", () => {
  const values = Float64Array.from({ length: 1200 }, (_, i) => (i * i) % 13);
  const turned = refused([{ name: "a.npy", bytes: encodeNpy({ shape: [3, 400], values }) }]);
  assertStringIncludes(turned.what, "3 rows and 400 columns: it seems to be transposed");
});

Deno.test("data to go on from may be few and constant", () => {
  const few = fileOf("a.csv", csvOf(3, (cells) => cells.with(2, "4")));
  assertStringIncludes(refused([few]).what, "it has 3 rows");
  const { series, trials } = imported([few], { fewestRows: 2 });
  assertEquals([series.rows, series.columns, trials[0]!.startTime], [3, 2, 0]);
  assertStringIncludes(refused([few], { fewestRows: 5 }).mend, "give at least 5");
});

Deno.test("JSON of more than 64 MiB is refused before it is parsed", () => {
  const { what } = refused([{ name: "a.json", bytes: new Uint8Array((1 << 26) + 1).fill(0x20) }]);
  assertMatch(what, /it has 67108865 bytes of JSON/);
});

Deno.test("a packed file that would fill the memory is given up on", () => {
  const bomb = gzip(new Uint8Array(300 * 1024 * 1024), { level: 1 });
  assertStringIncludes(refused([{ name: "a.csv.gz", bytes: bomb }]).what, "unpacks to more than");
});

Deno.test("files that do not go together, columns that are not there", () => {
  const a = fileOf("a.csv", csvOf(120));
  assertStringIncludes(refused([a, fileOf("b.csv", csvOf(120, undefined, "t,x,z"))]).what, 'named "z"');
  assertStringIncludes(
    refused([a, fileOf("b.csv", csvOf(120, (cells) => cells.slice(0, 2), "t,x"))]).what,
    "it has 1 column of values",
  );
  const slower = csvOf(120, (cells) => cells.with(0, String(2 * Number(cells[0]))));
  assertStringIncludes(refused([a, fileOf("b.csv", slower)]).what, "sampling interval is 0.2");
  assertStringIncludes(refused([a], { columns: ["x", "2"] }).what, "asked for twice");
  assertStringIncludes(refused([a], { columns: ["t", "x"] }).mend, "--time none");
  assertStringIncludes(refused([a], { columns: ["w"] }).mend, "the columns t, x, y");
  assertStringIncludes(refused([a], { time: "w" }).what, 'no column "w"');
  assertStringIncludes(refused([a], { dt: 0 }).what, "dt is 0");
  assertEquals(refused([])._tag, "BadInput");
});

Deno.test("invalid JSON of any kind and length is reported with line and column", () => {
  const rows = Array.from({ length: 300 }, (_, t) => `  {"t": ${t}, "x": ${-t}.5e-1}`).join(",\n");
  const cases = [
    [`[\n${rows}, // the last\n]`, "a.json:301:31", "a comment, which data in JSON cannot have"],
    [`[\n${rows},\n  {"t": 300, "x": y}\n]`, "a.json:302:19", 'unexpected "y"'],
    [`[\n${rows},\n  {"t": 300, "x": -}\n]`, "a.json:302:20", 'unexpected "}"'],
    [`[\n${rows},\n]`, "a.json:302:1", 'unexpected "]"'],
    [`[\n${rows}`, "a.json:301:29", "it ends too early"],
    ["/* a comment */ [[1, 2]]", "a.json:1:1", "a comment"],
  ] as const;
  for (const [text, place, what] of cases) {
    const error = refused([fileOf("a.json", text)]);
    assertEquals(error.file, place, error.what);
    assertStringIncludes(error.what, what);
  }
});
