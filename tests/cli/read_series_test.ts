/** How files are read, as a user asks for it. */
import { assertEquals, assertStringIncludes } from "@std/assert/mod.js";
import type { AnyCommand } from "../../lib/cli/command.ts";
import { estimateCommand } from "../../lib/cli/commands/estimate.ts";
import { callCommand, type Ended, inFile } from "./calling.ts";

const call = (...args: readonly string[]): Promise<Ended> =>
  callCommand(estimateCommand as AnyCommand, ...args);

/** Two trials of a logistic map, one below the other, an hour between two rows, with the day before the month. */
const trials = ["A", "B"].flatMap((name, trial) => {
  let x = 0.3 + trial / 7;
  return Array.from({ length: 700 }, (_, row) => {
    x = 3.9 * x * (1 - x);
    const [year, month, day] = new Date(Date.UTC(1984, 5, 5, row)).toISOString().slice(0, 10).split("-");
    return `${name};${day}/${month}/${year} ${row % 24}:00;${String(x).replace(".", ",")}`;
  });
});
const table = ["site;when;x", ...trials].join("\r\n");

Deno.test("what a message advises about trials, dates and words is an option that works", () =>
  inFile(".csv", table, async (path) => {
    const first = await call(path, "--json");
    assertEquals(first.code, 2);
    assertStringIncludes(first.error, "--group site");
    const { code, out } = await call(path, "--json", "--group", "site", "--dates", "dmy");
    assertEquals([code, JSON.parse(out).dt, JSON.parse(out).columns], [0, 3600, ["x"]]);
    assertStringIncludes((await call(path, "--group", "site", "--dates", "mdy")).error, "not a date");
    const wrong = await call(path, "--dates", "dym");
    assertEquals(wrong.code, 2);
    assertStringIncludes(wrong.error, "say dmy, mdy or ymd");
    assertStringIncludes((await call(path, "--group", "who")).error, "site, when, x");
  }));
