/** Which free runs end in a fixed point or in a cycle, on systems of which that is known. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import { type Series, seriesOf } from "../../lib/series/series.ts";
import type { SettledShareOptions } from "../../lib/measures/settled_share.ts";
import { fixedPointAtMean } from "../../lib/measures/scale.ts";
import { lorenzFlow, orbit, valueOf } from "./support.ts";

const truth = orbit(lorenzFlow(38), [2, -3, 20], 0.01, 6000);

const shareOf = (generated: Series, options: Partial<SettledShareOptions> = {}, of = truth): number =>
  valueOf({ kind: "settled_share", ...options }, { truth: of, generated });

/** The first run, then the other. */
const followedBy = (first: Series, then: Series): Series => ({
  ...first,
  rows: first.rows + then.rows,
  values: Float64Array.from([...first.values, ...then.values]),
});

const logistic = (r: number, rows: number): Series => {
  let x = 0.3;
  return seriesOf(Array.from({ length: rows }, () => [x = r * x * (1 - x)]), 1);
};

/** Turns by `turns` at each step, and shrinks to `shrink` of its size. */
const rotation = (turns: number, shrink: number, rows: number): Series =>
  seriesOf(
    Array.from({ length: rows }, (_, t) => {
      const angle = 2 * Math.PI * turns * t;
      return [Math.cos(angle) * shrink ** t, Math.sin(angle) * shrink ** t];
    }),
    1,
  );

/** Two variables of standard deviation 1. */
const unit = seriesOf([[1, 1], [-1, -1], [1, -1], [-1, 1]], 1);

Deno.test("chaos does not settle, a fixed point is settled from the first step", () => {
  assertEquals(shareOf(orbit(lorenzFlow(38), [-7, 1, 25], 0.01, 20_000)), 0);
  assertEquals(shareOf(logistic(4, 5000), {}, logistic(4, 5000)), 0);
  assertEquals(shareOf(fixedPointAtMean(truth)), 1);
});

Deno.test("the share says when an orbit leaves the attractor for a fixed point", () => {
  const chaotic = orbit(lorenzFlow(38), [-7, 1, 25], 0.01, 6000);
  assertAlmostEquals(shareOf(followedBy(chaotic, fixedPointAtMean(truth, 4000))), 0.4, 1e-3);
  assertEquals(shareOf(followedBy(chaotic, fixedPointAtMean(truth, 500))), 0);
});

Deno.test("Lorenz' system below the onset of chaos spirals into a fixed point", () => {
  const share = shareOf(orbit(lorenzFlow(15), [2, -3, 20], 0.01, 6000));
  assert(share > 0.5 && share < 1, String(share));
  // Slowly near ρ = 24.74, where the fixed points lose their stability: chaos first, then rest.
  assertEquals(shareOf(orbit(lorenzFlow(28), [2, -3, 20], 0.01, 20_000)), 0);
});

Deno.test("the logistic map's cycles of 4 and of 3 are found, as near as the tolerance says", () => {
  for (const r of [3.5, 3.8319]) {
    const run = logistic(r, 4000);
    const share = shareOf(run, {}, run);
    assert(share > 0.9 && share < 1, `r = ${r}: ${share}`);
    assert(shareOf(run, { tolerance: 1e-9 }, run) < share);
  }
  assertEquals(shareOf(logistic(3.5, 4000), { longestCycle: 3 }, logistic(3.5, 4000)), 0);
});

Deno.test("a spiral settles when it is within the tolerance of its end, however slowly it moves", () => {
  const rows = 20_000;
  const share = shareOf(rotation(0.0123, 0.999, rows), {}, unit);
  assertAlmostEquals((1 - share) * rows, Math.log(1e-3) / Math.log(0.999), 30);
  // A drift whose every step is below the tolerance is no rest.
  const drift = seriesOf(Array.from({ length: 5000 }, (_, t) => [t * 5e-4, 0]), 1);
  assertEquals(shareOf(drift, {}, unit), 0);
});

Deno.test("a cycle of whole steps is settled, a closed curve that is never repeated is not", () => {
  assertEquals(shareOf(rotation(3 / 8, 1, 4000), {}, unit), 1);
  assertEquals(shareOf(rotation(1 / 900, 1, 9000), {}, unit), 1);
  assertEquals(shareOf(rotation(1 / 1100, 1, 9000), {}, unit), 0);
  assertEquals(shareOf(rotation(1 / 1100, 1, 9000), { longestCycle: 1100 }, unit), 1);
  assertEquals(shareOf(rotation((Math.sqrt(5) - 1) / 2, 1, 9000), {}, unit), 0);
});
