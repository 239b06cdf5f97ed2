import { assert, assertEquals } from "@std/assert/mod.js";
import { kernelNames } from "../../../lib/networks/kernels/cells.ts";
import type { RolloutSettings } from "../../../lib/networks/kernels/rollout.ts";
import { kernelResult, randomCase, relativeDifference, schedules } from "./support/cases.ts";
import { referenceRollout } from "./support/reference.ts";

const models = [
  { observationModel: "linear" },
  { observationModel: "identity" },
  { observationModel: "affine" },
  { observationModel: "affine", firstOnly: true },
] as const;

/** Sizes with every kind of remainder, as batch, units, observations, steps. */
const sizes = [
  [1, 1, 1, 5],
  [3, 2, 1, 9],
  [5, 7, 3, 12],
  [32, 30, 3, 11],
  [33, 31, 3, 8],
  [4, 10, 2, 40],
  [20, 5, 4, 18],
  [2, 2, 5, 6],
  [1, 13, 3, 7],
  [33, 1, 2, 5],
  [33, 3, 2, 5],
  [3, 13, 3, 9],
] as const;

const assertAgrees = (settings: RolloutSettings, schedule: string) => {
  const example = randomCase(settings, schedules[schedule]!(settings.length));
  const found = kernelResult(example);
  const { weights, series, starts } = example;
  const expected = referenceRollout(settings, weights, series, starts, example.schedule);
  const what = `${JSON.stringify(settings)}, ${schedule}`;
  assert(Math.abs(found.loss / expected.loss - 1) < 3e-6, `${what}: loss ${found.loss}, ${expected.loss}`);
  assertEquals(Object.keys(found.gradients).sort(), Object.keys(expected.gradients).sort());
  for (const [name, gradient] of Object.entries(expected.gradients)) {
    const difference = relativeDifference(found.gradients[name]!, gradient);
    // Without a bias, windows are what they are; x − b is rounded before anything is computed with it.
    assert(
      difference < (settings.observationModel === "affine" ? 3e-5 : 1e-5),
      `${what}: gradient of ${name} differs by ${difference}`,
    );
  }
};

for (const cell of kernelNames) {
  for (const model of models) {
    const { observationModel } = model;
    const named = "firstOnly" in model ? "affine through first" : observationModel;
    for (const [batch, units, observations, length] of sizes) {
      if (observationModel === "identity" && observations > units) continue;
      const own = { hidden: 2 * units + 1, bases: 3, ramps: (units + 1) >> 1 };
      const settings = { cell, units, observations, batch, length, ...model, ...own };
      Deno.test(`${cell}, ${named}: the kernel agrees with the reference at batch ${batch}, units ${units}, observations ${observations}, steps ${length}`, () => {
        for (const schedule of Object.keys(schedules)) assertAgrees(settings, schedule);
      });
    }
  }
}
