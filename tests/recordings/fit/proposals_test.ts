import { assert, assertEquals, assertMatch } from "@std/assert/mod.js";
import * as fc from "fast-check";
import { type EstimateForProposals, proposalsOf } from "../../../lib/recordings/fit/proposals.ts";

const estimate = (change: Partial<EstimateForProposals>): EstimateForProposals => ({
  verdict: "chaotic",
  forcingInterval: { steps: 40, range: [30, 60] },
  correlationZero: 12,
  memory: 9.4,
  columns: 3,
  delay: { steps: 7, by: "first minimum of the mutual information" },
  dimension: { copies: 4, by: "false nearest neighbours", evidence: [] },
  noise: 0,
  ...change,
});

Deno.test("proposals are whole steps of at least 1 and strengths between 0 and 1, each once", () => {
  fc.assert(fc.property(
    fc.option(fc.integer({ min: 1, max: 5000 })),
    fc.option(fc.integer({ min: 1, max: 5000 })),
    fc.double({ min: 0.1, max: 5000, noNaN: true }),
    fc.integer({ min: 1, max: 3 }),
    (steps, correlationZero, memory, columns) => {
      const { intervals, strengths } = proposalsOf(
        estimate({
          forcingInterval: steps === null ? null : { steps, range: [steps, steps] },
          correlationZero,
          memory,
          columns,
        }),
        500,
      );
      assert(intervals.length > 0 && intervals.every((each) => Number.isInteger(each) && each >= 1));
      assert(strengths.length > 0 && strengths.every((each) => each > 0 && each < 1));
      assertEquals(new Set(intervals).size, intervals.length);
      assertEquals(new Set(strengths).size, strengths.length);
    },
  ));
});

Deno.test("without an exponent the autocorrelation decides, and it is said", () => {
  const regular = proposalsOf(estimate({ verdict: "regular", forcingInterval: null }), 500);
  assertEquals([regular.steps, regular.from], [12, "autocorrelation"]);
  assertEquals(regular.intervals, [12, 4, 6, 24, 48]);
  assertMatch(regular.because, /No exponent.*first zero of the autocorrelation, 12 steps/);
  const slow = proposalsOf(
    estimate({ verdict: "noise", forcingInterval: null, correlationZero: null, memory: 300 }),
    500,
  );
  assertEquals([slow.steps, slow.from], [300, "memory"]);
  assertMatch(slow.because, /indistinguishable from noise/);
  const quick = proposalsOf(estimate({ verdict: "noise", forcingInterval: null, correlationZero: 1 }), 500);
  assertMatch(quick.because, /first zero of the autocorrelation, 1 step\./);
});

Deno.test("under noise forcing is weaker and windows are longer, where the time scale is that of an exponent", () => {
  const proposed = (noise: number, verdict: "chaotic" | "regular" = "chaotic") =>
    proposalsOf(
      estimate({ noise, verdict, ...(verdict === "regular" ? { forcingInterval: null } : {}) }),
      500,
    );
  const [clean, little, noisy] = [0, 0.01, 0.05].map((noise) => proposed(noise));
  assertEquals(little, clean);
  assertEquals([clean!.windows, noisy!.windows], [1, 2]);
  assert(noisy!.strengths[0]! < clean!.strengths[0]!);
  assert(Math.max(...noisy!.strengths) < Math.max(...clean!.strengths));
  assertEquals(proposed(0.05, "regular"), proposed(0, "regular"));
});

Deno.test("a scalar series is embedded within what its parts leave, several columns are not", () => {
  assertEquals(proposalsOf(estimate({}), 500).embedding, null);
  assertEquals(proposalsOf(estimate({ columns: 1 }), 500).embedding, { dimension: 4, delay: 7 });
  const short = proposalsOf(estimate({ columns: 1 }), 40).embedding!;
  assert((short.dimension - 1) * short.delay <= 10);
});

Deno.test("forcing intervals are below, at and above the predictability time, and the budget leaves at least three", () => {
  const { intervals } = proposalsOf(estimate({}), 500);
  const first = intervals.slice(0, 3);
  assert(first.some((each) => each < 40) && first.includes(40) && first.some((each) => each > 40));
});
