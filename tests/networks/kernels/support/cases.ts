/** Sizes, schedules and random models for the tests of the kernels. */
import { toUnion } from "fp-ts/Either.js";
import {
  createRollout,
  type KernelRollout,
  type RolloutSchedule,
  type RolloutSettings,
} from "../../../../lib/networks/kernels/rollout.ts";
import { integers, normals, stream } from "../../../../lib/numerics/random.ts";

/** Everything that one call of a kernel takes. */
export interface Case {
  readonly settings: RolloutSettings;
  readonly weights: Readonly<Record<string, Float32Array>>;
  readonly series: Float32Array;
  readonly starts: Int32Array;
  readonly schedule: RolloutSchedule;
}

/** A rollout, or the failure of the test. */
export const rolloutOf = (settings: RolloutSettings, series: Float32Array): KernelRollout => {
  const made = toUnion(createRollout(settings, series));
  if ("_tag" in made) throw new Error(JSON.stringify(made));
  return made;
};

/** Schedules of T steps that together use all that a schedule can say. */
export const schedules: Readonly<Record<string, (length: number) => RolloutSchedule>> = {
  free: (length) => scheduleOf(length, () => ({})),
  first: (length) => scheduleOf(length, (t) => ({ strength: t === 0 ? 1 : 0 })),
  sparse: (length) => scheduleOf(length, (t) => ({ strength: t % 4 === 0 ? 1 : 0 })),
  always: (length) => scheduleOf(length, () => ({ strength: 1 })),
  weak: (length) => scheduleOf(length, (t) => ({ strength: t === 0 ? 1 : 0.3 })),
  windowing: (length) => scheduleOf(length, (t) => ({ reset: t % 5 === 0 ? 1 : 0 })),
  truncated: (length) => scheduleOf(length, (t) => ({ strength: t ? 0 : 1, detach: t % 3 === 2 ? 1 : 0 })),
  everything: (length) =>
    scheduleOf(length, (t) => ({
      strength: [1, 0, 0.25, 0, 0.7][t % 5]!,
      reset: t % 7 === 3 ? 1 : 0,
      detach: t % 4 === 2 ? 1 : 0,
    })),
};

const scheduleOf = (
  length: number,
  at: (t: number) => { readonly strength?: number; readonly reset?: number; readonly detach?: number },
): RolloutSchedule => ({
  strength: Float32Array.from({ length }, (_, t) => at(t).strength ?? 0),
  reset: Uint8Array.from({ length }, (_, t) => at(t).reset ?? 0),
  detach: Uint8Array.from({ length }, (_, t) => at(t).detach ?? 0),
});

/** A random model with moderate weights, a random series, and random windows. */
export const randomCase = (settings: RolloutSettings, schedule: RolloutSchedule, seed = 1): Case => {
  const { observations, length, batch, units } = settings;
  const rows = length + 1 + 7;
  const series = Float32Array.from(normals(stream(seed, "series"), rows * observations));
  const rollout = rolloutOf(settings, series);
  const weights = Object.fromEntries(
    Object.entries(rollout.parameters()).map(([name, view]) => [
      name,
      Float32Array.from(normals(stream(seed, name), view.length), (value) => 0.7 * value / Math.sqrt(units)),
    ]),
  );
  rollout.release();
  const starts = integers(stream(seed, "starts"), batch, rows - length);
  return { settings, weights, series, starts, schedule };
};

/** The same case by the kernel: loss and copies of the gradients. */
export const kernelResult = (
  { settings, weights, series, starts, schedule }: Case,
): { readonly loss: number; readonly gradients: Readonly<Record<string, Float32Array>> } => {
  const rollout = rolloutOf(settings, series);
  const parameters = rollout.parameters();
  for (const [name, values] of Object.entries(weights)) parameters[name]!.set(values);
  const loss = rollout.run(starts, schedule);
  const gradients = Object.fromEntries(
    Object.entries(rollout.gradients()).map(([name, view]) => [name, view.slice()]),
  );
  rollout.release();
  return { loss, gradients };
};

/** Largest difference of two arrays, relative to the largest entry of the second. */
export const relativeDifference = (found: ArrayLike<number>, expected: ArrayLike<number>): number => {
  let difference = 0;
  let size = 0;
  for (let i = 0; i < expected.length; i++) {
    const distance = Math.abs(found[i]! - expected[i]!);
    if (!(distance <= difference)) difference = distance;
    size = Math.max(size, Math.abs(expected[i]!));
  }
  return size === 0 ? difference : difference / size;
};
