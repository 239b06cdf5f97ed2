import { assert, assertEquals } from "@std/assert/mod.js";
import * as fc from "fast-check";
import { geq } from "fp-ts/Ord.js";
import { bySize, type Costs, secondsFor, sizesFor } from "../../../lib/recordings/fit/budget.ts";

const seconds = fc.double({ min: 1e-5, max: 1e-1, noNaN: true });
const costs: fc.Arbitrary<Costs> = fc.record({
  sparseUpdate: seconds,
  generalizedUpdate: seconds,
  perRun: fc.double({ min: 0.1, max: 30, noNaN: true }),
  once: fc.double({ min: 0, max: 100, noNaN: true }),
  perRegression: fc.double({ min: 0, max: 30, noNaN: true }),
  comparisons: fc.double({ min: 0, max: 30, noNaN: true }),
});
const jobs = fc.integer({ min: 1, max: 64 });
const minutes = fc.double({ min: 0.01, max: 600, noNaN: true });

Deno.test("what a budget buys is expected to take no longer, unless not even the smallest does", () => {
  fc.assert(fc.property(costs, jobs, minutes, (each, cores, budget) => {
    const bought = sizesFor(budget, each, cores);
    assertEquals(bought.seconds, secondsFor(bought.sizes, each, cores));
    assertEquals(bought.withinBudget, bought.seconds <= 60 * budget);
    if (!bought.withinBudget) assertEquals(bought.sizes, sizesFor(0, each, cores).sizes);
  }));
});

/** Whether the first sizes are no less than the second. */
const noLess = geq(bySize);

Deno.test("more minutes, more cores or a faster machine never buy less", () => {
  fc.assert(
    fc.property(costs, jobs, minutes, fc.integer({ min: 0, max: 9 }), (each, cores, budget, starts) => {
      const bought = (minutes: number, costs: Costs, jobs: number) =>
        sizesFor(minutes, costs, jobs, starts).sizes;
      const least = bought(budget, each, cores);
      assert(noLess(bought(2 * budget, each, cores), least));
      assert(noLess(bought(budget, each, 2 * cores), least));
      const faster = {
        ...each,
        sparseUpdate: each.sparseUpdate / 2,
        generalizedUpdate: each.generalizedUpdate / 2,
      };
      assert(noLess(bought(budget, faster, cores), least));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("as many minutes on a faster machine buy a start by regression and a shorter training", () => {
  const slow: Costs = {
    sparseUpdate: 1,
    generalizedUpdate: 0.05,
    perRun: 0.1,
    once: 1,
    perRegression: 110,
    comparisons: 1,
  };
  const fast: Costs = { ...slow, generalizedUpdate: slow.generalizedUpdate / 2 };
  const [alone, started] = [sizesFor(172 / 60, slow, 1).sizes, sizesFor(172 / 60, fast, 1).sizes];
  assertEquals([alone.regressions, alone.epochs], [0, 300]);
  assertEquals([started.regressions, started.epochs], [1, 100]);
  assert(noLess(started, alone));
});

Deno.test("no more starts by regression are bought than there are, and what they would have cost buys trainings", () => {
  fc.assert(
    fc.property(costs, jobs, minutes, fc.integer({ min: 0, max: 9 }), (each, cores, budget, starts) => {
      const [few, many] = [sizesFor(budget, each, cores, starts).sizes, sizesFor(budget, each, cores).sizes];
      assert(few.regressions <= starts);
      assert(noLess(few, { ...many, regressions: Math.min(starts, many.regressions) }));
      if (starts === 0) assert(few.epochs >= many.epochs && few.seeds >= many.seeds);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("the default budget on two cores of the machine that this was measured on buys several seeds", () => {
  const measured = {
    sparseUpdate: 7.7e-4,
    generalizedUpdate: 4e-4,
    perRun: 3,
    once: 20,
    perRegression: 10,
    comparisons: 15,
  };
  assert(sizesFor(4, measured, 2).sizes.seeds >= 3);
});
