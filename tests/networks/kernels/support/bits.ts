/**
 * Digests of what the kernels compute, by cell, observation model and units, each over many batches, lengths and schedules.
 * Run by itself, this prints them; with --pairs from the blocks for engines that pack pairs.
 */
import * as kernels from "../../../../lib/networks/kernels/kernels.wasm";
import { kernelNames } from "../../../../lib/networks/kernels/cells.ts";
import type { RolloutSettings } from "../../../../lib/networks/kernels/rollout.ts";
import { digestOf, digestOfBytes } from "../../../../lib/core/codec/canonical.ts";
import { randomCase, rolloutOf, schedules } from "./cases.ts";

const MODELS = ["linear", "identity", "affine"] as const;
const UNITS = [1, 3, 7, 30, 31];
const BATCHES = [1, 5, 12, 16, 32, 33];
const LENGTHS = [7, 19];
const OBSERVATIONS = 3;

/** Signs and payloads of NaN are the machine's own, so each counts as the same. */
const bitsOf = (values: Float32Array): Uint8Array =>
  new Uint8Array(values.map((value) => Number.isNaN(value) ? NaN : value).buffer);

/** The digest of loss and gradients of one size under each of some schedules; `gain` multiplies the weights. */
const digestOfSize = (settings: RolloutSettings, names: readonly string[], gain: number): string => {
  const { weights, series, starts } = randomCase(settings, schedules.free!(settings.length));
  const rollout = rolloutOf(settings, series);
  const parameters = rollout.parameters();
  for (const [name, values] of Object.entries(weights)) {
    parameters[name]!.set(values.map((value) => gain * value));
  }
  const parts = names.map((name) => {
    const loss = rollout.run(starts, schedules[name]!(settings.length));
    const gradients = Object.values(rollout.gradients()).map((view) => digestOfBytes(bitsOf(view)));
    return [String(loss), ...gradients];
  });
  rollout.release();
  return digestOf(parts);
};

/** All digests by "cell, observation model, units". */
export const kernelDigests = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    kernelNames.flatMap((cell) =>
      MODELS.flatMap((observationModel) => {
        const digest = (units: number, sizes: readonly (readonly number[])[], names: string[], gain = 1) => {
          const own = { hidden: 2 * units + 1, bases: 3, ramps: (units + 1) >> 1 };
          const observations = observationModel === "identity" ? Math.min(units, OBSERVATIONS) : OBSERVATIONS;
          const fixed = { cell, units, observations, observationModel, ...own };
          return digestOf(
            sizes.map(([batch, length]) =>
              digestOfSize({ ...fixed, batch: batch!, length: length! }, names, gain)
            ),
          );
        };
        const sizes = BATCHES.flatMap((batch) => LENGTHS.map((length) => [batch, length]));
        return [
          ...UNITS.map((units) => [`${units} units`, digest(units, sizes, Object.keys(schedules))] as const),
          ["100 units", digest(100, [[32, 9], [20, 3]], ["everything"])] as const,
          ["7 units, overflowing", digest(7, [[16, 300]], Object.keys(schedules), 50)] as const,
        ].map(([what, value]) => [`${cell}, ${observationModel}, ${what}`, value] as const);
      })
    ),
  );

if (import.meta.main && Deno.args.includes("--pairs")) kernels.setPairs(1);
if (import.meta.main) console.log(JSON.stringify(kernelDigests(), null, 2));
