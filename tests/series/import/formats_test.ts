import { assert, assertEquals, assertStringIncludes } from "@std/assert/mod.js";
import * as fc from "fast-check";
import { gzip } from "pako";
import { encodeNpy } from "../../../lib/series/npy.ts";
import { importLines } from "../../../lib/report/import_lines.ts";
import { eachRow } from "../../../lib/series/import/rows_of_text.ts";
import { decodeText, type TextBlocks } from "../../../lib/series/import/text.ts";
import { readDelimited } from "../../../lib/series/import/delimited.ts";
import { csvOf, fileOf, imported, refused } from "./support.ts";

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 });
/** Rows that no time column can be mistaken for and that hold no constant column. */
const tables = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 100, max: 130 })).chain((
  [columns, rows],
) =>
  fc.array(fc.array(finite, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows })
    .map((
      table,
    ) => [Array.from({ length: columns }, () => 5), Array.from({ length: columns }, () => -7), ...table])
);

const punctuation = fc.constantFrom(
  { separator: ",", decimal: "." },
  { separator: ";", decimal: "," },
  { separator: "\t", decimal: "." },
  { separator: "\t", decimal: "," },
  { separator: "|", decimal: "." },
  { separator: "  ", decimal: "." },
);

Deno.test("every table of numbers survives being written as text, with any punctuation, and packed", () => {
  fc.assert(
    fc.property(
      tables,
      punctuation,
      fc.constantFrom("\n", "\r\n", "\r"),
      fc.boolean(),
      fc.boolean(),
      (table, { separator, decimal }, newLine, heading, packed) => {
        const names = table[0]!.map((_, column) => `v${column}`);
        const lines = table.map((row) =>
          row.map((value) => String(value).replace(".", decimal)).join(separator)
        );
        const text = [...(heading ? [names.join(separator)] : []), ...lines].join(newLine);
        // One column of decimal commas and no heading reads as two columns; nobody could tell.
        fc.pre(!(table[0]!.length === 1 && decimal === "," && !heading));
        const bytes = new TextEncoder().encode(text);
        const { series, time } = imported([{ name: "a.csv", bytes: packed ? gzip(bytes) : bytes }], {
          time: "none",
        });
        assertEquals([...series.values], table.flat().map((value) => Number(String(value))));
        assertEquals(time.from, "assumed");
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("every table survives as JSON in its three forms", () => {
  fc.assert(
    fc.property(tables, (table) => {
      const names = table[0]!.map((_, column) => `v${column}`);
      const objects = table.map((row) => Object.fromEntries(names.map((name, c) => [name, row[c]])));
      const columns = Object.fromEntries(names.map((name, c) => [name, table.map((row) => row[c])]));
      const expected = JSON.parse(JSON.stringify(table.flat()));
      for (const form of [table, objects, columns]) {
        const { series } = imported([fileOf("a.json", JSON.stringify(form))], { time: "none" });
        assertEquals([...series.values], expected);
      }
    }),
    { numRuns: 20 },
  );
});

Deno.test("arrays are rows of a series, in one axis, two or three", () => {
  const values = Float64Array.from({ length: 240 }, (_, i) => (i * i) % 13);
  const of = (shape: readonly number[]) => imported([{ name: "a.npy", bytes: encodeNpy({ shape, values }) }]);
  assertEquals(of([240]).series, { values, rows: 240, columns: 1, dt: 1 });
  assertEquals(of([120, 2]).series, { values, rows: 120, columns: 2, dt: 1 });
  assertEquals(of([2, 120, 1]).trials, [
    { name: "a.npy, trial 1", start: 0, end: 120, startTime: 0 },
    { name: "a.npy, trial 2", start: 120, end: 240, startTime: 0 },
  ]);
});

Deno.test("names, units and dt come from the heading and the time column", () => {
  const { variables, time, series } = imported([fileOf("a.csv", csvOf(120, undefined, "t [ms],x (mV),y"))]);
  assertEquals(variables.map(({ name, unit }) => [name, unit]), [["x", "mV"], ["y", null]]);
  assertEquals(time, { dt: 0.1, unit: "ms", from: "time column", column: "t", unevenness: time.unevenness });
  assert(time.unevenness < 1e-9);
  assertEquals(series.columns, 2);
});

Deno.test("units in a line of their own, a remark as heading, and none at all", () => {
  const body = csvOf(120).split("\n").slice(1).join("\n");
  const units = imported([fileOf("a.csv", `t,x,y\ns,mV,[kPa]\n${body}`)]);
  assertEquals(units.variables.map(({ unit }) => unit), ["mV", "kPa"]);
  assertEquals(units.time.unit, "s");
  const remark = imported([fileOf("a.txt", `# by numpy\n# t x y\n${body.replaceAll(",", " ")}`)]);
  assertEquals(remark.variables.map(({ name }) => name), ["x", "y"]);
  const bare = imported([fileOf("a.csv", body)]);
  assertEquals(bare.variables.map(({ name }) => name), ["x1", "x2"]);
  assertEquals(bare.time.from, "time column");
});

Deno.test("dates are a time in seconds, and a counter of rows is left out", () => {
  const lines = Array.from({ length: 144 }, (_, i) => {
    const clock = `${String(Math.floor(i / 6)).padStart(2, "0")}:${(i % 6) * 10 || "00"}`;
    return `${i},01.02.2009 ${clock}:00,${(i * i) % 7}`;
  });
  const { time, variables, notes } = imported([
    fileOf("a.csv", [",Date Time,T (degC)", ...lines].join("\n")),
  ]);
  assertEquals([time.dt, time.unit, time.column], [600, "s", "Date Time"]);
  assertEquals(variables.map(({ name }) => name), ["T"]);
  assertStringIncludes(notes.join(), "column 1 counts the rows");
  const counted = imported([fileOf("a.csv", ["index,Date Time,T (degC)", ...lines].join("\n"))]);
  assertStringIncludes(counted.notes.join(), "column index counts the rows");
});

Deno.test("a heading in another encoding, and UTF-16 of a spreadsheet", () => {
  const text = csvOf(120, undefined, "t,T °C,y");
  const latin = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  assertEquals(imported([{ name: "a.csv", bytes: latin }]).variables[0]!.name, "T °C");
  const wide = new Uint8Array(2 + 2 * text.length);
  const view = new DataView(wide.buffer);
  view.setUint16(0, 0xfeff, true);
  [...text].forEach((letter, i) => view.setUint16(2 + 2 * i, letter.charCodeAt(0), true));
  assertEquals(imported([{ name: "a.csv", bytes: wide }]).variables[0]!.name, "T °C");
});

Deno.test("several files are several trials of one series", () => {
  const { trials, series } = imported([
    fileOf("a.csv", csvOf(120)),
    fileOf("b.csv", csvOf(150, (cells, row) => cells.with(0, (7 + row / 10).toFixed(1)))),
  ]);
  assertEquals(trials, [
    { name: "a.csv", start: 0, end: 120, startTime: 0 },
    { name: "b.csv", start: 120, end: 270, startTime: 7 },
  ]);
  assertEquals([series.rows, series.columns, series.dt], [270, 2, 0.1]);
});

Deno.test("columns are chosen by name or number, in the order that is asked for", () => {
  const { series, variables } = imported([fileOf("a.csv", csvOf(120))], { columns: ["y", "2"] });
  assertEquals(variables.map(({ name }) => name), ["y", "x"]);
  assertEquals([...series.values.subarray(0, 4)], [0, 0, 7, 1]);
});

Deno.test("a text of several blocks keeps every row, and its rows keep their places", () => {
  const rows = 400_000;
  const lines = Array.from({ length: rows }, (_, row) => `${row / 10},${row % 7}`);
  const { series } = imported([fileOf("a.csv", ["t,x", ...lines].join("\n"))]);
  assertEquals(series.rows, rows);
  assertEquals(series.values.every((value, row) => value === row % 7), true);
  const broken = fileOf("a.csv", ["t,x", ...lines.with(390_000, "39000,high")].join("\n"));
  assertEquals(refused([broken]).row, 390_002);
});

Deno.test("a range has enough digits to tell its ends apart", () => {
  const rangeOf = (value: (row: number) => number) => {
    const rows = Array.from({ length: 200 }, (_, row) => String(value((row * row) % 7)));
    return importLines(imported([fileOf("a.csv", ["x", ...rows].join("\n"))])).find((line) =>
      /^ {2}x:/.test(line)
    );
  };
  assertEquals(rangeOf((value) => value / 3), "  x: 0 to 1.33");
  assertEquals(rangeOf((value) => 101_325 + value), "  x: 101325 to 101329");
  assertEquals(rangeOf((value) => 1e9 + value / 2), "  x: 1000000000 to 1000000002");
});

Deno.test("lines that end between two pieces of a file, with cells of several lines, are read as in one piece", () => {
  const lines = Array.from(
    { length: 3000 },
    (_, row) => row % 50 === 0 ? `"note ""${row}""\nof two lines",${row}` : `${row},${(row * row) % 17}`,
  );
  const rows = ["a,b", ...lines];
  const whole: (readonly string[])[] = [];
  const places: number[] = [];
  eachRow([rows.join("\n")], ",", (cells, line) => {
    places.push(line);
    return whole.push(cells) > 0;
  });
  assertEquals([whole.length, whole[1]![0], places.slice(0, 4)], [3001, 'note "0"\nof two lines', [
    1,
    2,
    4,
    5,
  ]]);
  const bytes = new TextEncoder().encode(rows.join("\r\n"));
  for (const size of [1, 7, 1000, 50_000]) {
    const chunks = Array.from(
      { length: Math.ceil(bytes.length / size) },
      (_, index) => bytes.subarray(index * size, (index + 1) * size),
    );
    const text = decodeText(chunks, "a.csv");
    if (text._tag === "Left") throw new Error(text.left.what);
    const read: (readonly string[])[] = [];
    const lineOf: number[] = [];
    eachRow(text.right, ",", (cells, line) => {
      lineOf.push(line);
      return read.push(cells) > 0;
    });
    assertEquals(read, whole);
    assertEquals(lineOf, places);
  }
});

Deno.test("a short text is one block, whether its last line ends or not", () => {
  for (const text of ["t,x\n1,2", "t,x\n1,2\n", "t,x\r\n1,2\r", "t,x\r1,2"]) {
    const read = decodeText([new TextEncoder().encode(text)], "a.csv");
    assertEquals(read._tag === "Right" && [...read.right].map((block) => block.trimEnd()), ["t,x\n1,2"]);
  }
});

Deno.test("of a long recording the last rows are taken, and it says so; places stay those of the file", () => {
  const text = csvOf(1000);
  const whole = imported([fileOf("a.csv", text)]);
  const tail = imported([fileOf("a.csv", text)], { lastRows: 300 });
  assertEquals([...tail.series.values], [...whole.series.values.slice(-600)]);
  assertEquals(tail.notes, ["a.csv is large: the last 300 of its 1000 rows were taken"]);
  assertEquals([tail.files[0]!.rows, tail.trials[0]!.startTime, tail.time.dt], [1000, 70, 0.1]);
  assertEquals(imported([fileOf("a.csv", text)], { lastRows: 1000 }), whole);
  const gap = refused([fileOf("a.csv", csvOf(1000, ([t, x, y], row) => [t!, x!, row === 950 ? "" : y!]))], {
    lastRows: 300,
  });
  assertEquals([gap.row, gap.column], [952, "y"]);

  const values = Float64Array.from({ length: 1000 }, (_, i) => (i * i) % 101);
  for (const fortran of [false, true]) {
    const bytes = encodeNpy({ shape: [500, 2], values });
    if (fortran) {
      bytes.set(
        new TextEncoder().encode("True, "),
        new TextDecoder("latin1").decode(bytes).indexOf("False,"),
      );
    }
    const all = imported([{ name: "a.npy", bytes }]).series.values;
    const last = imported([{ name: "a.npy", bytes }], { lastRows: 200 });
    assertEquals([...last.series.values], [...all.slice(-400)]);
    assertEquals(last.notes, ["a.npy is large: the last 200 of its 500 rows were taken"]);
  }
  const cube = encodeNpy({ shape: [2, 250, 2], values });
  const trials = imported([{ name: "a.npy", bytes: cube }], { lastRows: 200 });
  assertEquals(trials.trials.map(({ start, end }) => end - start), [200, 200]);
  assertEquals([trials.series.values[0], trials.series.values[400]], [values[100], values[600]]);
});

Deno.test("blocks of which nothing would be kept are passed over, and what is kept is the same", () => {
  const rows = 9000;
  const lines = Array.from(
    { length: rows },
    (_, row) => `${row / 10},${row % 7 === 0 ? "" : (row * row) % 17}`,
  );
  const text = ["t [s],x (mV)", ...lines].join("\n");
  const size = 900;
  const cut = text.split("\n").reduce<string[]>((blocks, line, index) => {
    if (index % size === 0) return [...blocks, line];
    blocks[blocks.length - 1] += `\n${line}`;
    return blocks;
  }, []);
  const read = (blocks: TextBlocks) => {
    const table = readDelimited(blocks, "a.csv", { lastRows: 1000 });
    if (table._tag === "Left") throw new Error(table.left.what);
    return table.right;
  };
  const whole = read([text]);
  const passed = read(Object.assign([...cut], { lines: rows }));
  assertEquals(passed, whole);
  assertEquals([whole.rows, whole.dropped, whole.places[0]], [1000, 8000, 8002]);
  // What nobody keeps may be of another width.
  const ragged = Object.assign(cut.with(4, "1,2,3"), { lines: rows - size + 1 });
  assertEquals(read(ragged).values, whole.values);
});
