/** Verdicts on medians of measures, with numbers that were worked out by hand. */
import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert/mod.js";
import type { ClaimInput } from "../../../lib/results/claims/catalogue.ts";
import { exampleResult, exampleRun, exampleSweep } from "../../../lib/results/example.ts";
import { judged } from "./support.ts";

const headline: ClaimInput = {
  kind: "ratio at least",
  measure: "D_stsp",
  small: { "τ": 30 },
  large: [{ "τ": 5 }, { "τ": 200 }],
  factor: 5,
};

Deno.test("ratio at least: the factor itself is enough, and a little more is not", () => {
  const evidence = exampleSweep("D_stsp", { 5: [10, 10.5, 9], 30: [2, 1, 3], 200: [20, 30, null] });
  const verdict = judged(headline, evidence);
  assertEquals(verdict.verdict, "upheld");
  assertEquals(verdict.evidence["effect"], 5);
  assertEquals(verdict.evidence["n"], 9);
  assertEquals(verdict.evidence["diverged"], 1);
  assertEquals(
    verdict.statement,
    "The medians of D_stsp at τ = 5 and at τ = 200 are at least 5 times the median at τ = 30.",
  );
  assertEquals(
    verdict.because,
    "The median D_stsp is 2 nats at τ = 30 (n = 3) against 10 nats at τ = 5 (n = 3; ratio 5) and 30 nats at " +
      "τ = 200 (n = 3, 1 diverged; ratio 15).",
  );
  assertEquals(judged({ ...headline, factor: 5.01 } as ClaimInput, evidence).verdict, "refuted");
});

Deno.test("ratio at least: a diverged run is infinitely bad on both sides", () => {
  const infinite = judged(
    headline,
    exampleSweep("D_stsp", { 5: [null, null, 1], 30: [2, 1, 3], 200: [null, null, null] }),
  );
  assertEquals(infinite.verdict, "upheld");
  assertEquals(infinite.evidence["effect"], Infinity);
  const bothBad = judged(
    headline,
    exampleSweep("D_stsp", { 5: [null, null], 30: [null, null], 200: [null, null] }),
  );
  assertEquals(bothBad.verdict, "refuted");
  const groups = infinite.evidence["groups"] as readonly Record<string, unknown>[];
  assertEquals(groups[1]!["values"], [
    {
      run: "cellPLRNN-τ5-seed1",
      value: Infinity,
      why: "the training diverged in epoch 7",
    },
    {
      run: "cellPLRNN-τ5-seed2",
      value: Infinity,
      why: "the training diverged in epoch 7",
    },
    { run: "cellPLRNN-τ5-seed3", value: 1 },
  ]);
});

Deno.test("ratio at least: a diverged run is the worst of a measure that should be large, too", () => {
  const claim: ClaimInput = {
    ...headline,
    measure: "PSC",
    small: { "τ": 200 },
    large: [{ "τ": 30 }],
    factor: 2,
  };
  assertEquals(judged(claim, exampleSweep("PSC", { 30: [0.9, 0.9], 200: [null, null] })).verdict, "upheld");
  assertEquals(judged(claim, exampleSweep("PSC", { 30: [null, null], 200: [0.1, 0.1] })).verdict, "refuted");
});

Deno.test("ratio at least: the interval holds the ratio of medians, and one seed has none", () => {
  const values = { 5: [9, 10, 11, 12], 30: [1, 1.1, 0.9, 1], 200: [50, 60, 70, 80] };
  const { effect, interval } = judged(headline, exampleSweep("D_stsp", values)).evidence as {
    readonly effect: number;
    readonly interval: { readonly low: number; readonly high: number; readonly resamples: number };
  };
  assertEquals(effect, 10.5);
  assert(interval.low < effect && effect < interval.high, JSON.stringify(interval));
  assert(interval.low >= 9 / 1.1 && interval.high <= 12 / 0.9);
  assertEquals(interval.resamples, 2000);
  assertEquals(
    judged(headline, exampleSweep("D_stsp", { 5: [9], 30: [1], 200: [9] })).evidence["interval"],
    null,
  );
});

Deno.test("ratio at least: what is not above zero goes into anything infinitely often, and into zero never", () => {
  const claim: ClaimInput = { ...headline, large: [{ "τ": 5 }] } as ClaimInput;
  assertEquals(judged(claim, exampleSweep("D_stsp", { 5: [1, 1], 30: [-0.1, 0] })).verdict, "upheld");
  assertEquals(judged(claim, exampleSweep("D_stsp", { 5: [-1, -1], 30: [-2, -2] })).verdict, "refuted");
});

Deno.test("ratio at most: the factor itself is allowed", () => {
  const claim: ClaimInput = {
    kind: "ratio at most",
    measure: "D_stsp",
    group: { "τ": 40 },
    reference: { "τ": 30 },
    factor: 2,
  };
  const ratio = (at40: readonly (number | null)[], at30: readonly (number | null)[]) => {
    const { verdict, evidence } = judged(claim, exampleSweep("D_stsp", { 30: at30, 40: at40 }));
    return [verdict, evidence["effect"]];
  };
  assertEquals(ratio([1, 2, 3], [0.5, 1, 9]), ["upheld", 2]);
  assertEquals(ratio([1, 2.5, 3], [0.5, 1, 9]), ["refuted", 2.5]);
  assertEquals(ratio([null, null, 3], [null, null, 9]), ["refuted", Infinity]);
  assertEquals(ratio([1, 2, 3], [null, null, 9]), ["upheld", 0]);
});

Deno.test("value near: relative and absolute tolerances add up", () => {
  const near = (change: Record<string, unknown>) =>
    judged(
      { kind: "value near", measure: "D_H", value: 0.2, group: {}, ...change } as ClaimInput,
      exampleSweep("D_H", { 30: [0.225, 0.25, 0.26] }),
    ).verdict;
  assertEquals(near({}), "refuted");
  assertEquals(near({ within: 0.26 }), "upheld");
  assertEquals(near({ within: 0, plusMinus: 0.051 }), "upheld");
  assertEquals(near({ within: 0, plusMinus: 0.049 }), "refuted");
  assertEquals(near({ within: 0.1, plusMinus: 0.031 }), "upheld");
});

Deno.test("value near: the effect is the deviation, with its interval", () => {
  const { evidence, statement, because } = judged(
    { kind: "value near", measure: "D_H", value: 0.2, within: 0.3 },
    exampleSweep("D_H", { 30: [0.225, 0.25, 0.26] }),
  );
  assertAlmostEquals(evidence["effect"] as number, 0.05, 1e-12);
  const { low, high } = evidence["interval"] as { readonly low: number; readonly high: number };
  assertAlmostEquals(low, 0.025, 1e-12);
  assertAlmostEquals(high, 0.06, 1e-12);
  assertEquals(statement, "The median D_H over all runs is within 30 % of 0.2.");
  assertEquals(because, "The median is 0.25 (n = 3), which deviates by 0.05 from 0.2.");
});

Deno.test("at least, at most: the threshold itself is on the right side", () => {
  const evidence = exampleSweep("D_stsp", { 30: [6, 7, 8] });
  const verdict = (kind: "at least" | "at most", value: number) =>
    judged({ kind, measure: "D_stsp", value }, evidence).verdict;
  assertEquals([verdict("at least", 7), verdict("at least", 7.1)], ["upheld", "refuted"]);
  assertEquals([verdict("at most", 7), verdict("at most", 6.9)], ["upheld", "refuted"]);
});

Deno.test("at least: diverged runs are infinitely bad, but runs that nobody evaluated prove nothing", () => {
  const claim: ClaimInput = { kind: "at least", measure: "D_stsp", value: 7 };
  assertEquals(judged(claim, exampleSweep("D_stsp", { 30: [null, null, 1] })).verdict, "upheld");
  assertEquals(
    judged(claim, exampleResult([exampleRun({ seed: 1 }), exampleRun({ seed: 2 })])).verdict,
    "refuted",
  );
  const undefinedThere = exampleRun({ seed: 1 }, {
    measures: { D_stsp: { value: null, why: "no point within the bins" } },
  });
  const verdict = judged(claim, exampleResult([undefinedThere]));
  assertEquals([verdict.verdict, verdict.evidence["diverged"]], ["upheld", 0]);
  assertEquals(verdict.evidence["values"], [
    { run: "seed1", value: Infinity, why: "no point within the bins" },
  ]);
});

Deno.test("at least, at most: a diverged run counts against a quantity without a bad side", () => {
  const evidence = exampleSweep("D_stsp", { 30: [null, null, 1] });
  for (const kind of ["at least", "at most"] as const) {
    assertEquals(judged({ kind, measure: "largest exponent", value: 0.01 }, evidence).verdict, "refuted");
  }
});

Deno.test("at least, at most: a threshold in units of the measure's floor or ceiling", () => {
  const { runs } = exampleSweep("D_stsp", { 30: [0.2, 0.3, 0.4] });
  const scaled = exampleResult(runs, { scale: { D_stsp: { floor: 0.1, ceiling: 16 } } });
  const claim = { kind: "at most", measure: "D_stsp", value: "floor", times: 3 } as const;
  const verdict = judged(claim, scaled);
  assertEquals(verdict.verdict, "upheld");
  assertEquals(verdict.statement, "The median D_stsp over all runs is at most 3 times the measure's floor.");
  assertEquals(judged({ ...claim, times: 2.9 }, scaled).verdict, "refuted");
  assertEquals(
    judged({ ...claim, kind: "at least", value: "ceiling", times: 0.5 }, scaled).verdict,
    "refuted",
  );
  const unknown = judged(claim, exampleResult(runs));
  assertEquals(unknown.verdict, "refuted");
  assertMatch(unknown.because, /^The floor of D_stsp is not known/);
});

Deno.test("order: the medians must rise strictly", () => {
  const claim: ClaimInput = {
    kind: "order",
    measure: "D_H",
    groups: [{ "τ": 30 }, { "τ": 5 }, { "τ": 200 }],
  };
  const verdict = judged(
    claim,
    exampleSweep("D_H", { 5: [0.5, 0.6, 0.4], 30: [0.1, 0.2, 0.3], 200: [0.9, 0.8, null] }),
  );
  assertEquals(verdict.verdict, "upheld");
  assertAlmostEquals(verdict.evidence["effect"] as number, 0.3, 1e-12);
  assertEquals(
    verdict.statement,
    "The median D_H is smallest at τ = 30, and larger at τ = 5, and larger still at τ = 200.",
  );
  assertEquals(judged(claim, exampleSweep("D_H", { 5: [0.5], 30: [0.1], 200: [0.5] })).verdict, "refuted");
  assertEquals(judged(claim, exampleSweep("D_H", { 5: [null], 30: [0.1], 200: [null] })).verdict, "refuted");
});

Deno.test("gradients in training: what the monitor saw last, and the largest gradient of the loss", () => {
  const entry = (untruncated: number) => ({ epoch: 50, untruncated, overInterval: 2 });
  const evidence = exampleResult([1, 2].map((seed) =>
    exampleRun({ "τ": 30, seed }, {
      monitor: [entry(3), entry(20 + seed)],
      history: { epochs: [1, 2, 3], loss: [1, 1, 1], gradientNorm: [1, 40 * seed, 2] },
    })
  ));
  const medianOf = (measure: string) =>
    judged({ kind: "at least", measure, value: 1 }, evidence).evidence["median"];
  assertEquals(medianOf("gradient log-norm in training"), 21.5);
  assertEquals(medianOf("gradient log-norm over τ in training"), 2);
  assertEquals(medianOf("largest loss gradient"), 60);
});
