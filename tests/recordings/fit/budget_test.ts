import { assert, assertEquals } from "@std/assert/mod.js";
import * as fc from "fast-check";
import { type Costs, secondsFor, sizesFor } from "../../../lib/recordings/fit/budget.ts";

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

Deno.test("more minutes, more cores or a faster machine never buy less", () => {
  const work = ({ intervals, strengths, seeds, epochs }: ReturnType<typeof sizesFor>["sizes"]) =>
    (intervals + strengths * seeds) * epochs;
  fc.assert(fc.property(costs, jobs, minutes, (each, cores, budget) => {
    const least = work(sizesFor(budget, each, cores).sizes);
    assert(work(sizesFor(2 * budget, each, cores).sizes) >= least);
    assert(work(sizesFor(budget, each, 2 * cores).sizes) >= least);
    const faster = {
      ...each,
      sparseUpdate: each.sparseUpdate / 2,
      generalizedUpdate: each.generalizedUpdate / 2,
    };
    assert(work(sizesFor(budget, faster, cores).sizes) >= least);
  }));
});

Deno.test("no more starts by regression are bought than there are, and what they would have cost buys trainings", () => {
  fc.assert(
    fc.property(costs, jobs, minutes, fc.integer({ min: 0, max: 9 }), (each, cores, budget, starts) => {
      const [few, many] = [sizesFor(budget, each, cores, starts), sizesFor(budget, each, cores)];
      assert(few.sizes.regressions <= starts);
      assert(few.sizes.epochs >= many.sizes.epochs && few.sizes.seeds >= many.sizes.seeds);
    }),
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
