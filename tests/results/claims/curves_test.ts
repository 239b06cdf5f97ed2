/** Verdicts on curves, with numbers that were worked out by hand. */
import { assertAlmostEquals, assertEquals, assertMatch } from "@std/assert/mod.js";
import { checkClaims, type ClaimInput } from "../../../lib/results/claims/catalogue.ts";
import { rankCorrelation } from "../../../lib/results/curve.ts";
import { exampleResult, exampleRun, exampleSweep } from "../../../lib/results/example.ts";
import { claimOf, judged } from "./support.ts";

const uShape = exampleSweep("D_stsp", {
  5: [9, 8, 10],
  20: [0.5, 0.7, 0.6],
  30: [0.1, 0.3, 0.2],
  60: [4, null, 3],
  200: [null, null, 7],
});
const minimum: ClaimInput = { kind: "minimum within", measure: "D_stsp", over: "τ", low: 20, high: 50 };

Deno.test("minimum within: says where the minimum is, and both ends belong to the range", () => {
  const verdict = judged(minimum, uShape);
  assertEquals(verdict.verdict, "upheld");
  assertEquals([verdict.evidence["effect"], verdict.evidence["n"], verdict.evidence["diverged"]], [
    30,
    15,
    3,
  ]);
  assertEquals(verdict.because, "It is smallest at τ = 30, 0.2 nats (n = 3), of 5 values from 5 to 200.");
  assertEquals(judged({ ...minimum, low: 30 } as ClaimInput, uShape).verdict, "upheld");
  assertEquals(judged({ ...minimum, low: 31 } as ClaimInput, uShape).verdict, "refuted");
  assertEquals(judged({ ...minimum, high: 30 } as ClaimInput, uShape).verdict, "upheld");
  assertEquals(judged({ ...minimum, high: 29 } as ClaimInput, uShape).verdict, "refuted");
});

Deno.test("minimum within: refuted when it ties with a place outside, or when everything diverged", () => {
  const tie = judged(minimum, exampleSweep("D_stsp", { 5: [1, 1], 30: [1, 1], 200: [2, 2] }));
  assertEquals([tie.verdict, tie.evidence["minima"]], ["refuted", [5, 30]]);
  const nothing = judged(minimum, exampleSweep("D_stsp", { 5: [null], 30: [null] }));
  assertEquals(nothing.verdict, "refuted");
  assertEquals(nothing.because, "There is no smallest D_stsp (n = 2, 2 diverged).");
});

Deno.test("minimum within: nothing is claimed where every value lies within the range", () => {
  const narrow = exampleSweep("D_stsp", { 20: [1], 30: [0.5], 50: [2] });
  assertEquals(judged(minimum, narrow).verdict, "refuted");
  const faults = checkClaims([claimOf(minimum)], { labels: narrow.runs.map(({ labels }) => labels) });
  assertEquals(faults.map(({ path }) => path), ["$.claims[0].low"]);
  assertMatch(faults[0]!.expected, /some but not all of the values of τ: 20, 30, 50/);
});

Deno.test("curves: a label that is missing, or has no two numbers, is a fault", () => {
  const labels = uShape.runs.map((each) => ({ ...each.labels, forcing: "sparse" }));
  const faultsOf = (change: Record<string, unknown>) =>
    checkClaims([claimOf({ ...minimum, ...change } as ClaimInput)], { labels });
  assertMatch(faultsOf({ over: "tau" })[0]!.expected, /did you mean "τ"\?/);
  assertMatch(faultsOf({ over: "forcing" })[0]!.expected, /two or more numeric values .* there is none/);
  assertMatch(faultsOf({ group: { "τ": 30 } })[0]!.expected, /there is only 30/);
  assertEquals(faultsOf({ low: 60 })[0]!.path, "$.claims[0].high");
});

Deno.test("monotonic: the median may stay, must not go back, and must get somewhere", () => {
  const verdict = (medians: Readonly<Record<number, readonly (number | null)[]>>, change = {}) =>
    judged(
      { kind: "monotonic", measure: "D_stsp", over: "τ", direction: "rises", ...change } as ClaimInput,
      exampleSweep("D_stsp", medians),
    ).verdict;
  assertEquals(verdict({ 30: [1], 60: [1], 200: [2] }), "upheld");
  assertEquals(verdict({ 30: [1], 60: [1], 200: [1] }), "refuted");
  assertEquals(verdict({ 30: [1], 60: [3], 200: [2] }), "refuted");
  assertEquals(verdict({ 30: [1], 60: [3], 200: [2] }, { violations: 1 }), "upheld");
  assertEquals(verdict({ 30: [2], 60: [3], 200: [1] }, { violations: 1 }), "refuted");
  assertEquals(verdict({ 30: [1], 60: [null], 200: [null] }), "upheld");
  assertEquals(verdict({ 30: [3], 60: [2], 200: [1] }, { direction: "falls" }), "upheld");
  assertEquals(verdict({ 5: [9], 30: [1], 60: [2], 200: [0] }, { from: 30, to: 60 }), "upheld");
});

Deno.test("monotonic: the effect is a rank correlation, and steps the other way are named", () => {
  const { evidence, because } = judged(
    { kind: "monotonic", measure: "D_stsp", over: "τ", direction: "rises" },
    exampleSweep("D_stsp", { 5: [9, 9], 30: [1, 2], 60: [3, 3], 200: [null, null] }),
  );
  assertAlmostEquals(evidence["effect"] as number, 2 / 6, 1e-12);
  assertEquals(evidence["violations"], [{ from: 5, to: 30 }]);
  assertMatch(
    because,
    /from 9 nats at τ = 5 to infinite at τ = 200 .* the other way it goes from 5 to 30\.$/,
  );
});

Deno.test("measures agree: a measure that should be large is turned round, and diverged runs are equally bad", () => {
  const runs = [[0.1, 0.99], [0.2, 0.9], [5, 0.3], [9, 0.5]].map(([divergence, correlation], index) =>
    exampleRun({ seed: index + 1 }, {
      measures: { D_stsp: { value: divergence! }, PSC: { value: correlation! } },
    })
  );
  const claim: ClaimInput = { kind: "measures agree", measure: "D_stsp", other: "PSC" };
  const verdict = judged(claim, exampleResult(runs));
  assertEquals(verdict.verdict, "upheld");
  assertAlmostEquals(verdict.evidence["effect"] as number, (5 - 1) / 6, 1e-12);
  assertEquals(judged({ ...claim, correlation: 0.7 } as ClaimInput, exampleResult(runs)).verdict, "refuted");
});

Deno.test("Kendall's rank correlation with ties and infinite numbers", () => {
  assertEquals(rankCorrelation([1, 2, 3], [4, 5, Infinity]), 1);
  assertEquals(rankCorrelation([1, 2, 3], [5, 4, -Infinity]), -1);
  // Pairs: one tied in b, two in the same order: 2 / √(3 · 2).
  assertAlmostEquals(rankCorrelation([1, 2, 3], [1, Infinity, Infinity]), 2 / Math.sqrt(6), 1e-12);
  assertEquals(rankCorrelation([1, 2], [3, 3]), 0);
  assertEquals(rankCorrelation([1, NaN], [3, 4]), NaN);
  assertEquals(rankCorrelation([1], [3]), NaN);
});
