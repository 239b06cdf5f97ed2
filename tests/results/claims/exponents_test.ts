/** Verdicts on exponents and gradients, with numbers that were worked out by hand. */
import { assertAlmostEquals, assertEquals, assertMatch } from "@std/assert/mod.js";
import type { ClaimInput } from "../../../lib/results/claims/catalogue.ts";
import type { Result } from "../../../lib/results/result.ts";
import {
  divergedExample,
  exampleGrowth,
  exampleResult,
  exampleRun,
  exampleSpectrum,
} from "../../../lib/results/example.ts";
import { judged } from "./support.ts";

const exponents = (...values: readonly (number | null)[]): Result =>
  exampleResult(
    values.map((value, index) =>
      value === null
        ? divergedExample({ "τ": 30, seed: index + 1 })
        : exampleRun({ "τ": 30, seed: index + 1 }, { spectrum: exampleSpectrum([value, -0.1]) })
    ),
  );

Deno.test("exponent near system: nats/step become nats/time by the sampling interval", () => {
  const verdict = judged({ kind: "exponent near system", group: { "τ": 30 } }, exponents(0.0121, 0.011, 0.5));
  assertEquals(verdict.verdict, "upheld");
  assertAlmostEquals(verdict.evidence["median"] as number, 1.21, 1e-12);
  assertAlmostEquals(verdict.evidence["effect"] as number, 0.1, 1e-12);
  assertMatch(verdict.because, /1\.21 nats\/time \(n = 3\) against 1\.1 nats\/time .* a deviation of 10 %/);
});

Deno.test("exponent near system: runs without exponents count as −∞ and are named", () => {
  const claim: ClaimInput = { kind: "exponent near system", group: {} };
  const one = judged(claim, exponents(0.011, null, 0.0115));
  assertEquals(one.verdict, "upheld");
  assertMatch(one.because, /These have no exponents: τ = 30, seed 2 \(the training diverged in epoch 7\)\.$/);
  const two = judged(claim, exponents(0.011, null, null));
  assertEquals([two.verdict, two.evidence["diverged"]], ["refuted", 2]);
  assertEquals(two.evidence["effect"], -Infinity);
});

Deno.test("exponent near system: a map's exponent is per step already, and a recording has none", () => {
  const claim: ClaimInput = { kind: "exponent near system", group: {} };
  const { runs } = exponents(0.69, 0.7);
  assertEquals(judged(claim, exampleResult(runs, { spectrum: exampleSpectrum([0.6931]) })).verdict, "upheld");
  const recording = judged(claim, exampleResult(runs, { spectrum: null }));
  assertEquals(recording.verdict, "refuted");
  assertMatch(recording.because, /against not known of the system/);
});

const growths = (...runs: readonly (readonly [number, number, number, number])[]): Result =>
  exampleResult(runs.map(([exponent, error, slope, slopeError], index) =>
    exampleRun({ seed: index + 1 }, {
      spectrum: exampleSpectrum([exponent], { errors: [error] }),
      gradientNorms: exampleGrowth(slope, slopeError),
    })
  ));

Deno.test("gradient growth: within 15 % or three combined standard errors", () => {
  const claim: ClaimInput = { kind: "gradient growth" };
  assertEquals(judged(claim, growths([0.1, 0.001, 0.114, 0])).verdict, "upheld");
  assertEquals(judged(claim, growths([0.1, 0.001, 0.117, 0])).verdict, "refuted");
  // √(0.003² + 0.004²) = 0.005, and three times that is more than 15 % of 0.05.
  assertEquals(judged(claim, growths([0.05, 0.003, 0.0645, 0.004])).verdict, "upheld");
  assertEquals(judged(claim, growths([0.05, 0.003, 0.0655, 0.004])).verdict, "refuted");
  // An error that is not known excuses nothing.
  assertEquals(judged(claim, growths([0.1, 0.001, 0.2, Infinity])).verdict, "refuted");
});

Deno.test("gradient growth: only chaotic runs are concerned, and there must be one", () => {
  const claim: ClaimInput = { kind: "gradient growth" };
  const mixed = judged(claim, growths([0.1, 0.001, 0.1, 0], [0.001, 0.001, 5, 0], [-0.2, 0.001, 7, 0]));
  assertEquals([mixed.verdict, mixed.evidence["chaotic"]], ["upheld", 1]);
  assertEquals((mixed.evidence["notConcerned"] as readonly unknown[]).length, 2);
  assertMatch(mixed.because, /\(2 not chaotic\)\.$/);
  const calm = judged(claim, growths([-0.1, 0.001, -0.1, 0]));
  assertEquals(calm.verdict, "refuted");
  assertMatch(calm.because, /No run is chaotic/);
});

Deno.test("exponent sum: infinite on both sides agrees, on one side it does not", () => {
  const claim: ClaimInput = { kind: "exponent sum" };
  const sums = (exponents: readonly number[], determinant: number | null) =>
    exampleResult([exampleRun({ seed: 1 }, { spectrum: exampleSpectrum(exponents, { determinant }) })]);
  assertEquals(judged(claim, sums([1, -2], -1 - 2.9e-6)).verdict, "upheld");
  assertEquals(judged(claim, sums([1, -2], -1 - 3.1e-6)).verdict, "refuted");
  assertEquals(judged(claim, sums([1, -Infinity], -Infinity)).verdict, "upheld");
  assertEquals(judged(claim, sums([1, -Infinity], -3)).verdict, "refuted");
  assertEquals(judged(claim, sums([1, -3], -Infinity)).verdict, "refuted");
  assertEquals(judged(claim, sums([1, -3], null)).verdict, "refuted");
});

Deno.test("exponent sum: the system's own spectrum is held to its divergence", () => {
  const runs = [exampleRun({ seed: 1 })];
  const off = { spectrum: exampleSpectrum([1.1, 0, -14.77], { unit: "nats/time", determinant: -13.6 }) };
  const verdict = judged({ kind: "exponent sum" }, exampleResult(runs, off));
  assertEquals(verdict.verdict, "refuted");
  assertMatch(
    verdict.because,
    /^The two differ in 1 of 2 spectra: lorenz has −13\.7 nats\/time against −13\.6 nats\/time\./,
  );
});

Deno.test("growth rate equals: every run is concerned, also where gradients vanish", () => {
  const claim: ClaimInput = { kind: "growth rate equals" };
  const decaying = growths([-0.2, 0.001, -0.21, 0.001], [-0.1, 0.001, -0.1, 0.001]);
  assertEquals(judged(claim, decaying).verdict, "upheld");
  const off = judged(claim, growths([-0.2, 0.001, -0.21, 0.001], [-0.1, 0.001, -0.2, 0.001]));
  assertEquals([off.verdict, off.evidence["agreeing"]], ["refuted", 1]);
  assertEquals(
    off.because,
    "The rate differs in 1 of 2 runs (n = 2): seed 2 (−0.2 against −0.1 nats/step).",
  );
});

Deno.test("growth rate equals: a torus has a rate of zero within an absolute tolerance", () => {
  const torus = growths([0, 0, 0.002, 0]);
  assertEquals(judged({ kind: "growth rate equals", rate: 0 }, torus).verdict, "refuted");
  assertEquals(judged({ kind: "growth rate equals", rate: 0, plusMinus: 0.003 }, torus).verdict, "upheld");
});

Deno.test("growth rate equals: a diverged run has no rate and counts against the claim", () => {
  const { runs } = growths([0.1, 0, 0.1, 0]);
  const verdict = judged(
    { kind: "growth rate equals" },
    exampleResult([...runs, divergedExample({ seed: 2 })]),
  );
  assertEquals([verdict.verdict, verdict.evidence["diverged"]], ["refuted", 1]);
  assertMatch(verdict.because, /seed 2 \(the training diverged in epoch 7\)\.$/);
});

Deno.test("predictability time near: the paper's mark for Lorenz is not that of its own data", () => {
  const data = exampleResult([exampleRun({ seed: 1 })], {
    predictabilityTime: {
      time: { value: 0.628, standardError: 0.002 },
      steps: { value: 62.8, standardError: 0.2 },
    },
  });
  const verdict = judged({ kind: "predictability time near", steps: 46.2 }, data);
  assertEquals(verdict.verdict, "refuted");
  assertAlmostEquals(verdict.evidence["effect"] as number, 62.8 / 46.2 - 1, 1e-12);
  assertEquals(verdict.because, "The system's exponent gives 62.8 steps for Lorenz-63.");
  assertEquals(judged({ kind: "predictability time near", steps: 62 }, data).verdict, "upheld");
});

Deno.test("gradient growth: without a group it is about every chaotic network; what did not converge is named", () => {
  const settling = exampleRun({ seed: 1 }, {
    spectrum: { ...exampleSpectrum([0.006, 0], { errors: [0.001, 0] }), converged: false },
    gradientNorms: exampleGrowth(0.012, 0.0004),
  });
  const { statement, because } = judged({ kind: "gradient growth" }, exampleResult([settling]));
  assertMatch(statement, /^For every chaotic network the norm of/);
  assertEquals(
    because,
    "The rate differs in 1 of 1 chaotic runs: seed 1 grows by 0.012 against an exponent of 0.006 nats/step " +
      "that did not converge.",
  );
});
