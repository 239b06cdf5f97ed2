/** Optimisers against their formulas worked out step by step, and clipping and regularisation by hand. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { decode } from "../../lib/core/codec/codec.ts";
import { clip } from "../../lib/training/clipping.ts";
import { learningRateAt } from "../../lib/training/learning_rate.ts";
import { optimiser, optimisers } from "../../lib/training/optimiser/catalogue.ts";
import type { Optimiser } from "../../lib/training/optimiser/optimiser.ts";
import { layoutOf } from "../../lib/training/parameters.ts";
import { regulariser } from "../../lib/training/regularisation.ts";
import { learntOf } from "./learnt.ts";

const settings = { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Runs an optimiser on f(w) = w², whose gradient is 2w. */
const descend = (kind: "adam" | "radam", steps: number): Float32Array => {
  const learnt = learntOf(1);
  const [weights, gradient] = [learnt.weights.values(), learnt.gradient.values()];
  weights.set([1]);
  for (let step = 1; step <= steps; step++) {
    gradient[0] = 2 * weights[0]!;
    optimisers[kind].update(settings, step, 0.1, learnt);
  }
  const found = weights.slice();
  learnt.release();
  return found;
};

Deno.test("every optimiser has its sources, and comes down a parabola", () => {
  for (const [kind, { references, update }] of Object.entries<Optimiser>(optimisers)) {
    assert(references.length > 0 && references.every((each) => /\(\d{4}\)/.test(each)), kind);
    const chosen = decode(optimiser, { kind });
    if (E.isLeft(chosen)) throw new Error(JSON.stringify(chosen.left));
    const learnt = learntOf(1);
    const [weights, gradient] = [learnt.weights.values(), learnt.gradient.values()];
    weights.set([1]);
    for (let step = 1; step <= 200; step++) {
      gradient[0] = 2 * weights[0]!;
      update(chosen.right, step, 0.02, learnt);
    }
    assert(Math.abs(weights[0]!) < 0.5, `${kind} is at ${weights[0]}`);
    learnt.release();
  }
});

Deno.test("Adam's first two steps by hand", () => {
  assertAlmostEquals(descend("adam", 1)[0], 0.9, 1e-7);
  // g = 2, 1.8: m̂ = (0.9·0.1·2 + 0.1·1.8)/0.19, v̂ = (0.999·0.001·4 + 0.001·3.24)/0.001999
  const m = (0.9 * 0.1 * 2 + 0.1 * 1.8) / 0.19;
  const v = (0.999 * 0.001 * 4 + 0.001 * 3.24) / (1 - 0.999 ** 2);
  assertAlmostEquals(descend("adam", 2)[0], 0.9 - 0.1 * m / Math.sqrt(v), 1e-7);
});

Deno.test("RAdam steps by m̂ alone until ρ > 5, which with β₂ = 0.999 is from the sixth step on", () => {
  let w = 1;
  let m = 0;
  let v = 0;
  for (let step = 1; step <= 8; step++) {
    const g = 2 * w;
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    const mHat = m / (1 - 0.9 ** step);
    const rho = 1999 - 2 * step * 0.999 ** step / (1 - 0.999 ** step);
    assertEquals(rho > 5, step >= 6);
    const r = Math.sqrt((rho - 4) * (rho - 2) * 1999 / (1995 * 1997 * rho));
    w -= rho > 5 ? 0.1 * r * mHat / Math.sqrt(v / (1 - 0.999 ** step)) : 0.1 * mHat;
    assertAlmostEquals(descend("radam", step)[0], w, 1e-6);
  }
});

Deno.test("clipping by norm keeps the direction, by value acts on each entry", () => {
  const learnt = learntOf(2);
  const { gradient } = learnt;
  gradient.values().set([3, -4]);
  clip({ kind: "norm", threshold: 10 }, gradient, 5);
  assertEquals(gradient.values(), Float32Array.of(3, -4));
  clip({ kind: "norm", threshold: 1 }, gradient, 5);
  assertEquals(gradient.values(), Float32Array.of(0.6, -0.8));
  clip({ kind: "value", threshold: 0.7 }, gradient, 1);
  assertEquals(gradient.values(), Float32Array.of(0.6, -0.7));
  clip({ kind: "none" }, gradient, 1e9);
  assertEquals(gradient.values(), Float32Array.of(0.6, -0.7));
  learnt.release();
});

Deno.test("an exponential schedule goes from the first rate to the last by equal factors", () => {
  const schedule = { kind: "exponential", final: 1e-6 } as const;
  const rates = [0, 1, 2, 3].map((epoch) => learningRateAt(schedule, 1e-3, epoch, 4));
  [1e-3, 1e-4, 1e-5, 1e-6].forEach((rate, epoch) => assertAlmostEquals(rates[epoch]! / rate, 1, 1e-12));
});

const layout = layoutOf({
  A: { shape: [2], values: new Float32Array(2) },
  W: { shape: [2, 2], values: new Float32Array(4) },
  h: { shape: [2], values: new Float32Array(2) },
  B: { shape: [1, 2], values: new Float32Array(2) },
});

/** λ Σ w² and λ (Σ (A − 1)² + Σ W² + Σ h²) over the first unit, differenced numerically. */
const penalty = (l2: number, manifold: number, w: Float64Array): number =>
  l2 * w.reduce((sum, value) => sum + value * value, 0) +
  manifold * ((w[0]! - 1) ** 2 + w[2]! ** 2 + w[3]! ** 2 + w[6]! ** 2);

Deno.test("the gradient of the regularisation is that of its penalty", () => {
  const w = Float64Array.of(0.5, 0.25, 1, -1, 2, 0.5, -0.5, 1, 3, -2);
  for (const [l2, manifoldAttractor] of [[0.5, 0], [0, 2], [0.25, 1]] as const) {
    const regularise = regulariser({ l2, manifoldAttractor, manifoldShare: 0.5 }, layout, new Set());
    if (E.isLeft(regularise)) throw new Error("refused");
    const gradient = new Float32Array(10).fill(1);
    regularise.right(Float32Array.from(w), gradient);
    for (let i = 0; i < 10; i++) {
      const [up, down] = [w.slice(), w.slice()];
      up[i]! += 1e-4;
      down[i]! -= 1e-4;
      const slope = (penalty(l2, manifoldAttractor, up) - penalty(l2, manifoldAttractor, down)) / 2e-4;
      assertAlmostEquals(gradient[i]! - 1, slope, 1e-5);
    }
  }
});

Deno.test("cell and observation model are regularised apart, and the diagonal A is drawn to 1", () => {
  const w = Float32Array.of(0.5, 0.25, 1, -1, 2, 0.5, -0.5, 1, 3, -2);
  const none = { l2: 0, manifoldAttractor: 0, manifoldShare: 0.5 };
  const regularise = regulariser({ ...none, latentL2: 0.5, observationL2: 0.25 }, layout, new Set(["B"]));
  if (E.isLeft(regularise)) throw new Error("refused");
  const gradient = new Float32Array(10);
  regularise.right(w, gradient);
  assertEquals([...gradient], [-0.5, -0.75, 1, -1, 2, 0.5, -0.5, 1, 1.5, -1]);
});

Deno.test("manifold-attractor regularisation is refused to a cell without A, W and h", () => {
  const other = layoutOf({ U: { shape: [2], values: new Float32Array(2) } });
  assert(E.isLeft(regulariser({ l2: 0, manifoldAttractor: 1, manifoldShare: 0.5 }, other, new Set())));
});
