/** The table of the README from what a comparison of speed found. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert/mod.js";
import type { Measured } from "./contestants.ts";
import * as speed from "./speed.ts";

const took = (name: string, minimum: number): Measured => ({
  name,
  blocks: 3,
  processor: { minimum, median: 1.1 * minimum },
  wall: { minimum: 2 * minimum, median: 3 * minimum },
});

const contest: speed.Contest = {
  size: { cell: "PLRNN", units: 30, batch: 32, length: 100 },
  goals: [{ over: speed.AUTHORS, factor: 20 }, { over: speed.JAX, factor: 2.5 }],
  measured: [
    took(speed.LYAP, 0.5),
    took(speed.CHECKED, 0.75),
    took(speed.AUTHORS, 10.5),
    took(speed.JAX, 1.2),
  ],
  throughputs: [{ name: speed.TWO_PROCESSES, perHour: 400, perHourOfProcessors: 480 }],
  speed: 30,
  peak: 40,
};

const comparison: speed.Comparison = {
  date: "2000-01-31",
  machine: { processor: "A processor", cores: 2, system: "Linux 6" },
  versions: { lyap: "0.1.0", JAX: "1.2" },
  idle: 1,
  contests: [contest],
};

const rowOf = (text: string, begin: string): readonly string[] =>
  text.split("\n").findLast((line) => line.startsWith(begin))!.split("|").map((part) => part.trim());

Deno.test("factors are processor times over that of the fast process", () => {
  assertEquals(speed.factorOver(contest, speed.AUTHORS), 21);
  assertEquals(speed.factorOver(contest, speed.CHECKED), 1.5);
  assertEquals(speed.factorOver(contest, speed.BEST), undefined);
});

Deno.test("without a fast process factors are over the checked one", () => {
  const checked = { ...contest, measured: contest.measured.slice(1) };
  assertEquals(speed.factorOver(checked, speed.AUTHORS), 14);
});

Deno.test("each goal is reached or missed", () => {
  const lines = speed.contestText(contest).split("\n");
  assert(lines.some((line) => line.startsWith(speed.AUTHORS) && line.endsWith("goal 20×: reached")));
  assert(lines.some((line) => line.startsWith(speed.JAX) && line.endsWith("goal 2.5×: missed")));
});

Deno.test("the tables say what was measured, where, when and with what", () => {
  const text = speed.speedMarkdown(comparison);
  assertStringIncludes(text, "On A processor (2 cores, Linux 6), 2000-01-31, with lyap 0.1.0, JAX 1.2");
  const steps = text.slice(0, text.indexOf("A sweep"));
  assertEquals(rowOf(steps, "| PLRNN"), [
    "",
    "PLRNN 30, 32, 100",
    "0.50",
    "0.75",
    "21×",
    "",
    "2.40×",
    "75 %",
    "",
  ]);
  assertEquals(rowOf(text, "| PLRNN"), ["", "PLRNN 30, 32, 100", "400", "", "", "", ""]);
});

Deno.test("seeds one by one: two cores, each a training after the other", () => {
  const [rate] = speed.oneByOne(contest.measured);
  assertEquals(rate?.perHour, 200);
  assertEquals(speed.oneByOne([]), []);
});

Deno.test("on a busy machine trainings per hour come from processor time, and the text says so", () => {
  const text = speed.speedMarkdown({ ...comparison, idle: 0.5 });
  assertEquals(rowOf(text, "| PLRNN")[2], "480");
  assertStringIncludes(text, "from processor time");
});

Deno.test("the README has a region for the table, and only that is replaced", async () => {
  const page = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
  const once = speed.withSpeed(page, "one")!;
  assertStringIncludes(once, "\n\none\n\n");
  assertEquals(speed.withSpeed(once, "two"), once.replace("\n\none\n\n", "\n\ntwo\n\n"));
  assertEquals(speed.withSpeed("no region", "one"), undefined);
});
