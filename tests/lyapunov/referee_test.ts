/** The referee's record: its page is current, its cells are those of the plan, and a part of it comes out again. */
import { assert, assertAlmostEquals, assertEquals, assertLess } from "@std/assert/mod.js";
import aims from "../../fixtures/referee_aims.json" with { type: "json" };
import { stream } from "../../lib/numerics/random.ts";
import { type Aim, aimsOf } from "../../tools/referee/aims.ts";
import { drawnOf, idOf, isTuning, refereeCells, systemOfCell } from "../../tools/referee/cells.ts";
import { judgeCell, seriesOfCell } from "../../tools/referee/judge.ts";
import { refereePage } from "../../tools/referee/page.ts";
import { largestShare } from "../../tools/referee/limits.ts";
import { aliases, nonChaotic, tokerSystems } from "../../tools/referee/processes.ts";
import { judgedCells, parseRecord, writtenRecord } from "../../tools/referee/record.ts";

const text = await Deno.readTextFile(new URL("../../fixtures/referee.csv", import.meta.url));
const record = parseRecord(text);

/** Series that every run judges again. */
const ANEW = 4;

/** The dearest of them. */
const CHEAP_ROWS = 1000;

Deno.test("the page of the referee is the one that its record gives", async () => {
  const page = await Deno.readTextFile(new URL("../../docs/referee.md", import.meta.url));
  assertEquals(page, refereePage(record));
});

Deno.test("every line of the record is a cell of the plan, and no cell comes twice", () => {
  const ids = refereeCells.map(idOf);
  assertEquals(new Set(ids).size, ids.length);
  assertEquals(writtenRecord(record), text);
  assertEquals(text.trimEnd().split("\n").length - 1, record.size);
});

Deno.test("a record that was cut off in a line is read up to there", () => {
  const whole = parseRecord(text.slice(0, text.indexOf("\n", 500) + 1));
  assertEquals(parseRecord(text.slice(0, text.indexOf("\n", 500) + 9)), whole);
  assert(whole.size > 0);
});

Deno.test("the plan has the sizes that the record is meant to have, and every system is on one side in all parts", () => {
  assertEquals(Object.keys(nonChaotic).length, 40);
  const of = (part: string) => refereeCells.filter((cell) => cell.part === part);
  assertEquals(["toker", "catalogue", "alarms"].map((part) => of(part).length), [25 * 85, 1800, 2000]);
  assertEquals(2 * of("catalogue").filter(isTuning).length, of("catalogue").length);
  for (const part of ["toker", "alarms"]) {
    const tuned = of(part).filter(isTuning).length / of(part).length;
    assert(tuned > 1 / 3 && tuned < 2 / 3, `${part}: ${tuned}`);
  }
  const sides = new Map<string, boolean>();
  for (const cell of refereeCells) {
    const system = systemOfCell(cell.name);
    assertEquals(sides.get(system) ?? isTuning(cell), isTuning(cell), `${system}: ${cell.name}`);
    sides.set(system, isTuning(cell));
  }
  const known = new Set([...refereeCells.map(({ name }) => name), ...Object.values(aliases)]);
  for (const name of Object.keys(aliases)) assert(known.has(name), name);
});

Deno.test("what the experiment claims is what the record counts", () => {
  assertEquals(aims, aimsOf(judgedCells(record)).filter(({ of }) => of > 0));
  for (const { count, of, bound, share } of aims as readonly Aim[]) {
    assert(count <= of && share > 0 && (bound === "at least" || bound === "at most"));
  }
});

Deno.test("the largest share that a count allows is that of the binomial distribution", () => {
  assertAlmostEquals(largestShare(0, 300), 1 - Math.pow(0.05, 1 / 300), 1e-9);
  assertAlmostEquals(largestShare(2, 100), 0.0616, 1e-3);
  assertEquals(largestShare(5, 5), 1);
});

const cheap = judgedCells(record).filter(({ rows }) => rows <= CHEAP_ROWS);
for (const cell of drawnOf(cheap, ANEW, "anew")) {
  Deno.test(`${idOf(cell)}: comes out again, every digit`, () => {
    const { verdict, reason, lambda1, standardError, overRows } = cell;
    assertEquals(judgeCell(cell), { verdict, reason, lambda1, standardError, overRows });
  });
}

Deno.test("every series is finite, varies, and changes with its draw", () => {
  for (const draw of [0, 1]) {
    for (const cell of refereeCells.filter((each) => each.part !== "catalogue" && each.draw === draw)) {
      const { values } = seriesOfCell(cell);
      assert(values.every(Number.isFinite) && values.some((value) => value !== values[0]), idOf(cell));
    }
  }
  const [first, second] = [0, 1].map((draw) => nonChaotic["pink"]!(100, stream(17, `${draw}`)));
  assert(first!.some((value, i) => value !== second![i]));
});

/** Mean of ln |∂x'/∂x| of the cubic map along a series, without its noise. */
const cubicExponent = (name: string, A: number): number => {
  const x = tokerSystems[name]!.process(20_000, stream(17, "exponent"));
  return x.reduce((sum, value) => sum + Math.log(Math.abs(3 * value * value - A)), 0) / x.length;
};

Deno.test("the cubic map is chaotic where it counts as such, and only there", () => {
  assertLess(0.1, cubicExponent("cubic, chaotic", 1.5));
  assertLess(cubicExponent("cubic, periodic", 1), -0.1);
  assertLess(cubicExponent("cubic, SNA HH", 1.88697), -0.005);
  assertLess(cubicExponent("cubic, SNA S3", 2.14), -0.02);
});
