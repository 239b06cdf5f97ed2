import { assertEquals } from "@std/assert/mod.js";
import { groupsOf, quantileWithLosses, ranked } from "../../lib/figures/selection.ts";
import { quickstart, threeCells } from "./support/evidence.ts";

Deno.test("a run without a value counts as the worst in a median, and is never dropped", () => {
  assertEquals(quantileWithLosses([1, 3, null], 0.5), 3);
  assertEquals(quantileWithLosses([1, null, null], 0.5), null);
  assertEquals(quantileWithLosses([1, 2, null, null], 0.5), null);
  assertEquals(quantileWithLosses([0.9, 0.5, null], 0.5, "larger"), 0.5);
  assertEquals(quantileWithLosses([1, 2, 3, 4], 0.5), 2.5);
  assertEquals(quantileWithLosses([], 0.5), null);
});

Deno.test("runs are ranked from the best to the worst, diverged ones last", () => {
  const runs = quickstart.runs.filter(({ labels }) => labels.τ === 200);
  assertEquals(ranked(runs, "D_stsp", "smaller").map(({ labels }) => labels.seed), [3, 1, 2]);
});

Deno.test("a cell has the same look whatever a figure spreads out", () => {
  const looks = (spread: readonly string[]) =>
    groupsOf(threeCells.runs, spread).map(({ name, look }) => [name, look]);
  assertEquals(looks(["τ"]), [["PLRNN", 0], ["RNN", 1], ["LSTM", 2]]);
});
