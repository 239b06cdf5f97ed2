/**
 * Cells that are made to keep a reader busy: 400,000 characters on which an expression that tries all divisions would not
 * end today. What is understood of short ones is what the plain expressions say.
 */
import { assert, assertEquals, assertMatch } from "@std/assert/mod.js";
import { describeError } from "../../../lib/core/program/errors.ts";
import { headingOf } from "../../../lib/series/import/raw_table.ts";
import { importSeries } from "../../../lib/series/import/import_series.ts";
import { withoutCommands, withoutFormula } from "../../../lib/core/program/text.ts";
import { integers, stream, substream } from "../../../lib/numerics/random.ts";

const LONG = 400_000;

const hostile: readonly string[] = [
  ...["(", "[", "{", "<", "[ ", "( ) ", "(]", "/ ", " /", "a / ", "time_", "time stamp "].map((piece) =>
    piece.repeat(Math.ceil(LONG / piece.length))
  ),
  ...["1", "1.", ".1", "1e1", "1,", "+", "-", "'", "\u00a0", "\t", "2020-01-01 ", "12:00:"].map((piece) =>
    piece.repeat(Math.ceil(LONG / piece.length)) + "x"
  ),
  `a${" ".repeat(LONG)}b`,
  `a${" ".repeat(LONG)}/ b c`,
  `${"[".repeat(LONG)}]`,
  `${"[]".repeat(LONG / 2)}]`,
  `1${" ".repeat(LONG)}2`,
  "#".repeat(LONG),
];

const rows = Array.from({ length: 120 }, (_, row) => `${row},${Math.sin(row)}`);

Deno.test("long hostile headings and cells are read in one pass", () => {
  for (const text of hostile) {
    headingOf(text);
    withoutCommands(text);
    withoutFormula(text);
    const quoted = `"${text}"`;
    for (
      const lines of [
        [`t,${quoted}`, ...rows],
        ["t,x", ...rows.slice(0, 60), `60,${quoted}`, ...rows.slice(61)],
        ["t,x", ...rows.slice(0, 60), text, ...rows.slice(61)],
        [`# ${text}`, "t x", ...rows.map((row) => row.replace(",", " "))],
      ]
    ) {
      const read = importSeries([{ name: "a.csv", bytes: new TextEncoder().encode(lines.join("\n")) }]);
      assert(read._tag === "Left" || read.right.series.rows > 0);
    }
  }
});

const saidOf = (name: string, text: string): string => {
  const read = importSeries([{ name, bytes: new TextEncoder().encode(text) }]);
  return read._tag === "Left" ? describeError(read.left).join("; ") : "read";
};

Deno.test("what would be a table of millions of columns is refused before it fills the memory", () => {
  const long = 2 ** 24 + 1;
  assertMatch(saidOf("a.csv", ",".repeat(long)), /a line of 16777217 bytes/);
  assertMatch(saidOf("a.csv", `t,x\n0,1\r${"7".repeat(long)}\r1,2`), /a line of 16777217 bytes/);
  assertMatch(saidOf("a.csv", `t,x\n"${"1,\n".repeat(long / 3)}`), /a quotation mark is not closed/);
  const sparse = Array.from({ length: 10_000 }, (_, row) => ({ [`k${row}`]: 1 }));
  assertMatch(
    saidOf("a.json", JSON.stringify(sparse)),
    /10000 rows and 10000 columns, and most of its cells/,
  );
});

Deno.test("name and unit are what the plain expressions find", () => {
  const bracketed = /^(.*?)\s*[[({<]\s*([^\])}>]*?)\s*[\])}>]$/;
  const slashed = /^(.+?)\s+\/\s+(\S+)$/;
  const letters = "ab [](){}<>//  .";
  for (let draw = 0; draw < 20_000; draw++) {
    const source = substream(stream(7, "headings"), draw);
    const length = 1 + draw % 9;
    const heading = [...integers(source, length, letters.length)].map((at) => letters[at]).join("").trim();
    const parts = bracketed.exec(heading) ?? slashed.exec(heading);
    const plain = parts !== null && parts[1] !== "" && parts[2] !== ""
      ? { name: parts[1]!, unit: parts[2]! }
      : { name: heading, unit: null };
    assertEquals(headingOf(heading), plain, JSON.stringify(heading));
  }
});

Deno.test("a unit that every object inherits is a text", () => {
  assertEquals(headingOf("x [constructor]"), { name: "x", unit: "constructor" });
  assertEquals(headingOf("toString"), { name: "toString", unit: null });
});

Deno.test("a quoted column and a quotation mark that is never closed cost no more than one pass each", () => {
  const many = 200_000;
  const quoted = Array.from({ length: many }, (_, row) => `"${row % 97}"`).join("\n");
  const read = importSeries([{ name: "a.csv", bytes: new TextEncoder().encode(quoted) }]);
  assert(read._tag === "Right" && read.right.series.rows === many);
  const open = `"x\n${"1,2\n".repeat(1_000_000)}`;
  const refused = importSeries([{ name: "a.csv", bytes: new TextEncoder().encode(open) }]);
  assert(refused._tag === "Left" && refused.left.what === "a quotation mark is not closed");
});
