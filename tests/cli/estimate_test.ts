/** `lyap estimate` as a user calls it. */
import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert/mod.js";
import type { AnyCommand } from "../../lib/cli/command.ts";
import { estimateCommand } from "../../lib/cli/commands/estimate.ts";
import { encodeNpy } from "../../lib/series/npy.ts";
import { callCommand, type Ended, inFile } from "./calling.ts";

const call = (...args: readonly string[]): Promise<Ended> =>
  callCommand(estimateCommand as AnyCommand, ...args);

/** The logistic map at r = 4, whose exponent is ln 2. */
const logistic = (rows: number): Float64Array => {
  const values = new Float64Array(rows).fill(0.3);
  for (let i = 1; i < rows; i++) values[i] = 4 * values[i - 1]! * (1 - values[i - 1]!);
  return values;
};

/** A heading, a time column with two rows a second, and the map. */
const table = (rows: number, change: (line: string, row: number) => string = (line) => line): string =>
  ["t [s],x", ...Array.from(logistic(rows), (x, row) => change(`${row / 2},${x}`, row))].join("\n");

Deno.test("estimate --json has the agreed form; heading and time column are recognised", () =>
  inFile(".csv", table(1500), async (path) => {
    const { code, out } = await call(path, "--json");
    assertEquals(code, 0);
    const document = JSON.parse(out);
    assertEquals([document.unit, document.verdict, document.dt], ["nats/time", "chaotic", 0.5]);
    assertEquals(document.columns, ["x"]);
    assert(["jacobians", "rosenstein", "kantz", "combined"].includes(document.method));
    assertAlmostEquals(document.lambda1, 2 * Math.LN2, 0.15 * 2 * Math.LN2);
    assert(document.standardError > 0);
    assertEquals(document.forcingInterval.steps, 1);
    assertEquals(document.forcingInterval.range.length, 2);
    assertEquals([document.embedding.delay, typeof document.embedding.dimension], [1, "number"]);
  }));

Deno.test("an array of several columns; --columns and --dt are heeded", () => {
  const x = logistic(1500);
  const values = Float64Array.from({ length: 3000 }, (_, i) => i % 2 === 0 ? x[i >> 1]! : 1 - x[i >> 1]!);
  return inFile(".npy", encodeNpy({ shape: [1500, 2], values }), async (path) => {
    const document = JSON.parse((await call(path, "--json", "--columns", "2", "--dt", "0.1")).out);
    assertEquals([document.columns.length, document.dt, document.verdict], [1, 0.1, "chaotic"]);
    assertAlmostEquals(document.lambda1, 10 * Math.LN2, 1.5 * Math.LN2);
  });
});

Deno.test("a person reads both methods with their curves, the verdict, and the forcing interval last", () =>
  inFile(".csv", table(1500), async (path) => {
    const { code, out } = await call(path);
    assertEquals(code, 0);
    assertMatch(out, /Rosenstein +\d\.\d+ ± 0\.\d+ +[▁-█]+ +\d+ to \d+ steps/);
    assertMatch(out, /Kantz/);
    assertMatch(out, /verdict: chaotic: neighbours stay/);
    assertMatch(
      out.split("\n").at(-1)!,
      /forcing interval τ = ln 2 \/ λ1: 1 step \(1 to 1\), 0\.5 seconds/,
    );
  }));

Deno.test("--svg draws the divergence", () =>
  inFile(".csv", table(1500), async (path) => {
    const svg = `${path}.svg`;
    try {
      assertEquals((await call(path, "--svg", svg)).code, 0);
      assertMatch(
        await Deno.readTextFile(svg),
        /^<svg[^]*role="img"[^]*Divergence of neighbours[^]*nats per time unit[^]*<\/svg>/,
      );
    } finally {
      await Deno.remove(svg);
    }
  }));

Deno.test("bad input is named with its place and remedy, exit code 2", async () => {
  const cases: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    [".csv", "this is no series\nbut a letter\n", /is not a number|no rows of numbers|rows of values/],
    [".npy", "not an array", /no rows of numbers|does not begin as a \.npy file/],
    [".csv", table(200, (line, row) => row === 99 ? `${line},7` : line), /row 101/],
    [".csv", table(200, (line, row) => row === 99 ? line.replace(/,.*/, ",NaN") : line), /row 101, column x/],
    [".csv", table(200, (line, row) => row === 99 ? line.replace(/,.*/, ",") : line), /row 101, column x/],
    [".csv", table(200, (line) => line.replace(/,[^x].*/, ",3")), /column x: all values are 3/],
    [".csv", table(50), /it has 50 rows of values; give at least 100/],
  ];
  for (const [suffix, content, message] of cases) {
    await inFile(suffix, content, async (path) => {
      const { code, error } = await call(path);
      assertEquals(code, 2, error);
      assertMatch(error, message);
    });
  }
  assertMatch((await call()).error, /takes one series/);
  assertEquals((await call("no/such/file.csv")).code, 2);
});

Deno.test("a folder, a column twice, the time as a variable, and a picture without a folder are refused", () =>
  inFile(".csv", table(200), async (path) => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [["."], /it is a folder/],
      [[path, "--columns", "x,x"], /names "x" twice/],
      [[path, "--columns", "t"], /column t: it is the time, not a value/],
      [[path, "--svg", "no/such/folder/a.svg"], /There is no folder "no\/such\/folder"/],
    ];
    for (const [args, message] of cases) {
      const { code, error } = await call(...args);
      assertEquals(code, 2, error);
      assertMatch(error, message);
    }
  }));

Deno.test("of many columns a dozen are looked at, and lyap says which", () => {
  const map = logistic(400);
  const [rows, columns] = [340, 40];
  const values = Float64Array.from(
    { length: rows * columns },
    (_, i) => map[Math.floor(i / columns) + i % columns]! + ((i * 7919) % 101) / 1e4,
  );
  return inFile(".npy", encodeNpy({ shape: [rows, columns], values }), async (path) => {
    const { code, out, error } = await call(path, "--json");
    assertEquals(code, 0, error);
    const { columns: taken, notes } = JSON.parse(out);
    assertEquals([taken.length, taken[1]], [12, "x4"]);
    assertMatch(notes[0], /12 of 40 columns, evenly spread: 1, 4, 7, .* were looked at/);
  });
});

/** The map with marks for missing values in three rows. */
const marked = table(1500, (line, row) => row % 500 === 250 ? line.replace(/,.*/, ",-999") : line);

Deno.test("a mark for missing values is named with its rows, and the advice works on the very file", () =>
  inFile(".csv", marked, async (path) => {
    const { notes } = JSON.parse((await call(path, "--json")).out);
    const note = notes.find((each: string) => each.includes("mark for missing values"));
    assertMatch(note, /−999 in rows 252, 752, 1252 is likely a mark/);
    const [, advice] = note.match(/; (--missing \S+ --gaps \w+)/)!;
    const { code, out, error } = await call(path, "--json", ...advice.split(" "));
    assertEquals(code, 0, error);
    const mended = JSON.parse(out);
    assertEquals([mended.verdict, mended.rows], ["chaotic", 1500]);
    assert(!mended.notes.some((each: string) => each.includes("mark for missing values")));
    assertMatch((await call(path, "--missing", "no")).error, /--missing is "no"; give numbers/);
  }));

Deno.test("units of time are printed, all exponents are asked for, and options that contradict each other are refused", () =>
  inFile(".csv", table(1500), async (path) => {
    const { out } = await call(path, "--spectrum");
    assertMatch(out, /λ1 = 1\.\d+ ± 0\.\d+ per second \(nats\)/);
    assertMatch(out, /λ1 +1\.\d+ ± 0\.\d+/);
    assertMatch(out, /dimension: Kaplan–Yorke .*, correlation (0|1)\.\d+/);
    assertMatch(out, /dynamics: chaotic, with 1 positive exponent/);
    assertMatch(out, /0–1 test +K = 1\.00 +chaos/);
    assertMatch((await call(path, "--map", "--flow")).error, /--map and --flow are both given/);
    assertMatch(
      (await call(path, "--window", "9")).error,
      /--window is "9"; write the first and the last row/,
    );
    const { rows } = JSON.parse((await call(path, "--json", "--window", "101:700", "--detrend")).out);
    assertEquals(rows, 600);
  }));

Deno.test("columns that drive the system are left out, and the verdict is said to be about the response", () =>
  inFile(
    ".csv",
    ["t,x,u", ...Array.from({ length: 400 }, (_, row) => `${row},${Math.sin(0.7 * row)},${Math.cos(row)}`)]
      .join(
        "\n",
      ),
    async (path) => {
      const { code, out, error } = await call(path, "--input", "u", "--json");
      assertEquals(code, 0, error);
      const { columns, notes } = JSON.parse(out);
      assertEquals(columns, ["x"]);
      assertMatch(
        notes.join(),
        /u drives the system and is left out: .* about the response of x to this drive/,
      );
      assertMatch((await call(path, "--input", "w")).error, /no column "w" for --input; there are x, u/);
      assertMatch((await call(path, "--input", "x,u")).error, /All columns are named with --input/);
    },
  ));
