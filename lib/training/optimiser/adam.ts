/**
 * Adam.
 *
 * @module
 */
import type { Kind } from "../../core/catalogue.ts";
import { stepByMoments } from "../../networks/kernels/numbers.ts";
import { pow } from "../../numerics/elementary.ts";
import { numberBetween, type Optional, optional, positiveNumber } from "../../core/codec/codec.ts";
import { optimiserKind, type OptimiserOf } from "./optimiser.ts";

/** The options that Adam and RAdam share, with the defaults of torch.optim. */
export const adamOptions: {
  readonly learningRate: Optional<number>;
  /** Decay of the running mean of the gradient. */
  readonly beta1: Optional<number>;
  /** Decay of the running mean of the squared gradient. */
  readonly beta2: Optional<number>;
  /** Added to the root of the second moment. */
  readonly epsilon: Optional<number>;
} = {
  learningRate: optional(positiveNumber, 1e-3),
  beta1: optional(numberBetween(0, 0.9999999), 0.9),
  beta2: optional(numberBetween(0, 0.9999999), 0.999),
  epsilon: optional(positiveNumber, 1e-8),
};

/** m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − η m̂ / (√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ). */
export const adam: Kind<OptimiserOf<"adam", typeof adamOptions>> = optimiserKind({
  kind: "adam",
  title: "Adam",
  references: ["Kingma & Ba (2015), ICLR, arXiv 1412.6980"],
  options: adamOptions,
  update: ({ beta1, beta2, epsilon }, step, learningRate, learnt) =>
    stepByMoments(learnt, {
      beta1,
      beta2,
      rate: learningRate / (1 - pow(beta1, step)),
      divisor: { scale: 1 / Math.sqrt(1 - pow(beta2, step)), epsilon },
    }),
});
