/** The benchmark of fits: its page is current, its systems are chaotic and in no catalogue, and what counts is what is said. */
import { assert, assertEquals } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { exponentsOfSystem } from "../../../lib/lyapunov/exponents.ts";
import { systems } from "../../../lib/systems/catalogue.ts";
import { benchmarkPage } from "../../../tools/fit_benchmark/page.ts";
import {
  benchmarkCells,
  cellName,
  type FittedCell,
  isReconstruction,
  parseBenchmark,
  writtenBenchmark,
} from "../../../tools/fit_benchmark/record.ts";
import { benchmarkSystems } from "../../../tools/fit_benchmark/systems.ts";

const root = new URL("../../../", import.meta.url);
const text = await Deno.readTextFile(new URL("fixtures/fit_benchmark.csv", root));
const record = parseBenchmark(text);

Deno.test("the page of the benchmark is the one that its record gives, and every line is a cell of the plan", async () => {
  assertEquals(await Deno.readTextFile(new URL("docs/fit_benchmark.md", root)), benchmarkPage(record));
  assertEquals(writtenBenchmark(record), text);
  assertEquals(text.trimEnd().split("\n").length - 1, record.size);
  assertEquals(new Set(benchmarkCells.map(cellName)).size, 48);
});

Deno.test("the systems of the benchmark are twelve, chaotic, and not in the catalogue", () => {
  assertEquals(benchmarkSystems.length, 12);
  for (const system of benchmarkSystems) {
    assert(systems[system.name] === undefined, system.name);
    const found = exponentsOfSystem(system, {}, { time: 1000 * system.timeScale });
    if (E.isLeft(found)) throw new Error(JSON.stringify(found.left));
    const { exponents: [first], standardErrors: [error] } = found.right.spectrum;
    assert(first! > 5 * error!, `${system.name}: ${first} ± ${error}`);
  }
});

Deno.test("a network is a reconstruction only where both its geometry and its exponent are near", () => {
  const cell: FittedCell = {
    level: "reconstructed",
    distance: 0.5,
    floor: 0.3,
    lambda1: 0.95,
    truth: 0.9,
    networks: 5,
    place: 1,
  };
  const is = (change: Partial<FittedCell>) => isReconstruction({ ...cell, ...change });
  assertEquals([is({}), is({ distance: 0.7 }), is({ lambda1: 0.7 }), is({ lambda1: 1.1 })], [
    true,
    false,
    false,
    false,
  ]);
  assertEquals([is({ distance: null }), is({ lambda1: null }), is({ distance: 0.1 })], [false, false, true]);
});
