import { assert, assertEquals } from "@std/assert/mod.js";
import * as fc from "fast-check";
import { resolve } from "../../../lib/engine/experiment.ts";
import { networksOf } from "../../../lib/recordings/fit/sizes.ts";
import {
  type FitForcing,
  type FitTraining,
  isByRegression,
  startsUnder,
  sweepOf,
  trainingsFor,
  trainingText,
  usualCells,
} from "../../../lib/recordings/fit/compose.ts";

const proposals = { intervals: [20, 40, 60, 27, 12], strengths: [0.2, 0.1, 0.3], starts: startsUnder(0) };
const sizes = fc.record({
  regressions: fc.integer({ min: 0, max: 4 }),
  intervals: fc.integer({ min: 1, max: 5 }),
  strengths: fc.integer({ min: 1, max: 3 }),
  seeds: fc.integer({ min: 1, max: 4 }),
  epochs: fc.constant(10),
});

/** The trainings of the runs that a sweep resolves to. */
const trainingsOf = (trainings: readonly FitTraining[]): readonly string[] => {
  const resolved = resolve("here", {
    name: "a",
    title: "A",
    settings: { dataset: { source: { kind: "system", system: "lorenz", steps: 1000 } } },
    sweep: sweepOf(usualCells(3), trainings),
  }, {});
  assert(resolved._tag === "Right", JSON.stringify(resolved));
  return resolved.right.runs.map(({ settings: { forcing, seed, epochs, start } }) =>
    trainingText({ forcing: forcing as FitForcing, seed, epochs, ...(start === undefined ? {} : { start }) })
  );
};

Deno.test("the sweep of any trainings, in any order, is exactly these trainings", () => {
  fc.assert(
    fc.property(
      sizes.chain((each) => fc.shuffledSubarray([...trainingsFor(proposals, each, 3)], { minLength: 1 })),
      (trainings) => assertEquals([...trainingsOf(trainings)].sort(), trainings.map(trainingText).sort()),
    ),
    { numRuns: 40 },
  );
});

Deno.test("wherever the list is cut, no strength has two seeds more than another, and both cells take part", () => {
  fc.assert(fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), (each, share) => {
    const planned = trainingsFor(proposals, each, 1);
    assertEquals(planned.length, networksOf(each));
    assertEquals(new Set(planned.map(trainingText)).size, planned.length);
    // What starts by regression takes seconds and comes first.
    assertEquals(planned.map(isByRegression), planned.map((_, index) => index < each.regressions));
    const all = planned.slice(each.regressions);
    const cut = all.slice(0, Math.max(2, Math.round(share * all.length)));
    const strengths = all.flatMap(({ forcing }) => forcing.kind === "generalized" ? [forcing.alpha] : []);
    const counts = [...new Set(strengths)].map((alpha) =>
      cut.filter(({ forcing }) => forcing.kind === "generalized" && forcing.alpha === alpha).length
    );
    assert(Math.max(...counts) - Math.min(...counts) <= 1);
    assertEquals(new Set(cut.map(({ forcing }) => forcing.kind)).size, 2);
  }));
});
