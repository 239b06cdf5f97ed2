import { assert, assertEquals } from "@std/assert/mod.js";
import type { AdamSettings, Rollout } from "../../lib/kernels/rollout.ts";
import { normals, stream } from "../../lib/numerics/random.ts";
import { relativeDifference, rolloutOf } from "./support/cases.ts";

const settings = {
  cell: "PLRNN",
  units: 5,
  observations: 2,
  batch: 3,
  length: 4,
  observationModel: "linear",
} as const;
const adam: AdamSettings = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

const withRollout = (test: (rollout: Rollout) => void) => {
  const rollout = rolloutOf(settings, new Float32Array(20));
  test(rollout);
  rollout.release();
};

/** Sets all gradients to numbers that depend on `seed`, and returns them one after the other. */
const setGradients = (rollout: Rollout, seed: number): number[] =>
  Object.entries(rollout.gradients()).flatMap(([name, view]) => {
    view.set(Float32Array.from(normals(stream(seed, name), view.length)));
    return [...view];
  });

const flat = (views: Readonly<Record<string, Float32Array>>): number[] =>
  Object.values(views).flatMap((view) => [...view]);

/** Both optimisers in float64, as their papers state them. */
const reference = (kind: "adam" | "radam", steps: number, gradientAt: (step: number) => number[]) => {
  const size = gradientAt(1).length;
  const x = new Float64Array(size);
  const m = new Float64Array(size);
  const v = new Float64Array(size);
  for (let step = 1; step <= steps; step++) {
    const longest = 2 / (1 - adam.beta2) - 1;
    const decayed = adam.beta2 ** step;
    const length = longest - 2 * step * decayed / (1 - decayed);
    const rectification = Math.sqrt(
      ((length - 4) * (length - 2) * longest) / ((longest - 4) * (longest - 2) * length),
    );
    gradientAt(step).forEach((gradient, i) => {
      m[i] = adam.beta1 * m[i]! + (1 - adam.beta1) * gradient;
      v[i] = adam.beta2 * v[i]! + (1 - adam.beta2) * gradient * gradient;
      const mean = m[i]! / (1 - adam.beta1 ** step);
      const change = kind === "adam"
        ? mean / (Math.sqrt(v[i]! / (1 - decayed)) + adam.epsilon)
        : length > 5
        ? mean * rectification * Math.sqrt(1 - decayed) / (Math.sqrt(v[i]!) + adam.epsilon)
        : mean;
      x[i] = x[i]! - adam.learningRate * change;
    });
  }
  return { x, m, v };
};

for (const kind of ["adam", "radam"] as const) {
  Deno.test(`${kind} updates parameters as its paper says`, () =>
    withRollout((rollout) => {
      const steps = 40;
      const gradients: number[][] = [];
      for (let step = 1; step <= steps; step++) {
        gradients.push(setGradients(rollout, step));
        rollout[kind](adam, step);
      }
      const expected = reference(kind, steps, (step) => gradients[step - 1]!);
      const moments = rollout.moments();
      assert(relativeDifference(flat(rollout.parameters()), expected.x) < 1e-5);
      assert(relativeDifference(flat(moments.first), expected.m) < 1e-6);
      assert(relativeDifference(flat(moments.second), expected.v) < 1e-6);
    }));
}

Deno.test("the first step of Adam has the learning rate's length in every direction", () =>
  withRollout((rollout) => {
    const gradients = setGradients(rollout, 1);
    rollout.adam(adam, 1);
    const expected = gradients.map((gradient) => -adam.learningRate * Math.sign(gradient));
    assert(relativeDifference(flat(rollout.parameters()), expected) < 1e-5);
  }));

Deno.test("a restored checkpoint goes on with the same bits", () =>
  withRollout((rollout) => {
    for (let step = 1; step <= 3; step++) {
      setGradients(rollout, step);
      rollout.adam(adam, step);
    }
    const copy = (views: Readonly<Record<string, Float32Array>>) =>
      Object.fromEntries(Object.entries(views).map(([name, view]) => [name, view.slice()]));
    const { first, second } = rollout.moments();
    const saved = [rollout.parameters(), first, second].map(copy);
    setGradients(rollout, 4);
    rollout.adam(adam, 4);
    withRollout((resumed) => {
      const moments = resumed.moments();
      [resumed.parameters(), moments.first, moments.second].forEach((views, i) => {
        for (const [name, view] of Object.entries(views)) view.set(saved[i]![name]!);
      });
      setGradients(resumed, 4);
      resumed.adam(adam, 4);
      assertEquals(flat(resumed.parameters()), flat(rollout.parameters()));
    });
  }));

Deno.test("clipping by norm scales all gradients together, and leaves small ones alone", () =>
  withRollout((rollout) => {
    const gradients = setGradients(rollout, 1);
    const norm = Math.sqrt(gradients.reduce((sum, gradient) => sum + gradient * gradient, 0));
    assert(Math.abs(rollout.gradientNorm() / norm - 1) < 1e-12);
    assertEquals(rollout.clipNorm(2 * norm), rollout.gradientNorm());
    assertEquals(flat(rollout.gradients()), gradients);
    rollout.clipNorm(0.5);
    assert(Math.abs(rollout.gradientNorm() / 0.5 - 1) < 1e-5);
    const expected = gradients.map((gradient) => gradient * 0.5 / norm);
    assert(relativeDifference(flat(rollout.gradients()), expected) < 1e-5);
  }));

Deno.test("clipping by value limits each gradient and keeps NaN", () =>
  withRollout((rollout) => {
    const gradients = setGradients(rollout, 1);
    rollout.gradients().A![0] = NaN;
    rollout.clipValue(0.25);
    const clipped = flat(rollout.gradients());
    assertEquals(clipped[0], NaN);
    assertEquals(clipped.slice(1), gradients.slice(1).map((g) => Math.min(Math.max(g, -0.25), 0.25)));
  }));
