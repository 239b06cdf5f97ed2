/** The exponents of known systems from their series alone: clean, and under observation noise. */
import { assert, assertEquals } from "@std/assert/mod.js";
import { estimateOf, exponentFromEquations, type Observed, seriesOf } from "./known_series.ts";

const known: readonly Observed[] = [
  { system: "lorenz", dt: 0.02, steps: 6000, observe: ["x"] },
  { system: "lorenz", parameters: { rho: 38 }, dt: 0.02, steps: 5000 },
  { system: "roessler", dt: 0.2, steps: 5000, observe: ["x"] },
  { system: "duffing", dt: 0.1773, steps: 8000 },
  { system: "mackey-glass", parameters: { beta: 2, gamma: 1, n: 9.65, tau: 2 }, dt: 0.1, steps: 6000 },
  { system: "chua", dt: 0.1, steps: 8000, observe: ["x"] },
  { system: "halvorsen", dt: 0.03, steps: 6000, observe: ["x"] },
  { system: "chen", dt: 0.015, steps: 5000, observe: ["x"] },
  { system: "sprott-s", dt: 0.15, steps: 5000, observe: ["x"] },
  { system: "henon", steps: 4000, observe: ["x"] },
  { system: "logistic", steps: 2000 },
  { system: "ikeda", steps: 4000 },
];

/** Under noise less is known, and a shorter series shows as much. */
const NOISY_ROWS = 4000;

const told = (observed: Observed) => `${observed.system} ${JSON.stringify(observed.parameters ?? {})}`;

Deno.test("the known systems are twelve, each with parameters of its own", () => {
  assertEquals(new Set(known.map(told)).size, 12);
});

for (const observed of known) {
  Deno.test(`${told(observed)}: within 15 % of the exponent from the equations`, () => {
    const truth = exponentFromEquations(observed);
    const { verdict, because, lambda1, standardError } = estimateOf(seriesOf(observed));
    assertEquals(verdict, "chaotic", because);
    assert(Math.abs(lambda1! / truth - 1) < 0.15, `λ₁ = ${lambda1}, from the equations ${truth}`);
    assert(standardError! > 0 && standardError! < 0.2 * truth);
  });

  for (const noise of [0.01, 0.05]) {
    Deno.test(`${told(observed)} under ${100 * noise} % noise: the range of τ holds the true one`, () => {
      const shown = { ...observed, steps: Math.min(NOISY_ROWS, observed.steps) };
      const truth = exponentFromEquations(shown);
      const estimate = estimateOf(seriesOf(shown, noise));
      if (estimate.verdict !== "chaotic") {
        assert(noise > 0.01 && ["noise", "too short"].includes(estimate.verdict), estimate.because);
        return;
      }
      const ratio = estimate.lambda1! / truth;
      assert(ratio > (noise > 0.01 ? 0.5 : 0.7) && ratio < 1.2, `${ratio.toFixed(2)} of the true exponent`);
      const [from, to] = estimate.forcingInterval!.range;
      const interval = Math.LN2 / truth / estimate.dt;
      assert(from - 1 < interval && interval < to + 1, `τ = ${interval}, found ${from} to ${to}`);
    });
  }
}
