/**
 * What lib/networks/kernels/assembly/optimiser.ts computes, number by number in float64: the definition of every bit of an update.
 */
import { pow } from "../../lib/numerics/elementary.ts";
import type { ClippingSettings } from "../../lib/training/clipping.ts";
import type { OptimiserSettings } from "../../lib/training/optimiser/catalogue.ts";

/** A network's numbers while it learns. */
export interface PlainLearnt {
  readonly weights: Float32Array;
  readonly gradient: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/** ‖x‖. */
export const plainNorm = (block: Float32Array): number => {
  let sum = 0;
  for (let i = 0; i < block.length; i++) sum += block[i]! * block[i]!;
  return Math.sqrt(sum);
};

/** Whether every number is finite. */
export const plainAllFinite = (block: Float32Array): boolean => block.every((value) => value - value === 0);

/** Clipping by norm or by value. */
export const plainClip = (settings: ClippingSettings, gradient: Float32Array, norm: number): void => {
  if (settings.kind === "norm" && norm > settings.threshold) {
    const factor = settings.threshold / norm;
    for (let i = 0; i < gradient.length; i++) gradient[i] = gradient[i]! * factor;
  }
  if (settings.kind === "value") {
    const { threshold } = settings;
    for (let i = 0; i < gradient.length; i++) {
      const entry = gradient[i]!;
      if (entry > threshold) gradient[i] = threshold;
      else if (entry < -threshold) gradient[i] = -threshold;
    }
  }
};

/** Settings of Adam or RAdam. */
export type AdamSettings = Extract<OptimiserSettings, { readonly kind: "adam" | "radam" }>;

/** One step of Adam or RAdam. */
export const plainStep = (
  { kind, beta1, beta2, epsilon }: AdamSettings,
  step: number,
  learningRate: number,
  { weights, gradient, first, second }: PlainLearnt,
): void => {
  const decayed = pow(beta2, step);
  const longest = 2 / (1 - beta2) - 1;
  const length = longest - 2 * step * decayed / (1 - decayed);
  const scaled = kind === "adam" || length > 5;
  const rectification = kind === "radam" && scaled
    ? Math.sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length))
    : 1;
  const rate = learningRate * rectification / (1 - pow(beta1, step));
  const scale = 1 / Math.sqrt(1 - decayed);
  for (let i = 0; i < weights.length; i++) {
    const g = gradient[i]!;
    const m = beta1 * first[i]! + (1 - beta1) * g;
    const v = beta2 * second[i]! + (1 - beta2) * g * g;
    first[i] = m;
    second[i] = v;
    weights[i] = weights[i]! - (scaled ? rate * m / (Math.sqrt(v) * scale + epsilon) : rate * m);
  }
};
