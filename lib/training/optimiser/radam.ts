/**
 * Rectified Adam.
 *
 * @module
 */
import type { Kind } from "../../core/catalogue.ts";
import { stepByMoments } from "../../networks/kernels/numbers.ts";
import { pow } from "../../numerics/elementary.ts";
import { adamOptions } from "./adam.ts";
import { optimiserKind, type OptimiserOf } from "./optimiser.ts";

/**
 * Adam whose adaptive step is held back until the second moment rests on enough steps: with ρ∞ = 2/(1 − β₂) − 1 and
 * ρ = ρ∞ − 2tβ₂ᵗ/(1 − β₂ᵗ), the step is η r m̂/(√v̂ + ε), r² = (ρ − 4)(ρ − 2)ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)ρ), where ρ > 5, and
 * η m̂ before that.
 */
export const radam: Kind<OptimiserOf<"radam", typeof adamOptions>> = optimiserKind({
  kind: "radam",
  title: "RAdam",
  references: ["Liu, Jiang, He, Chen, Liu, Gao & Han (2020), ICLR, arXiv 1908.03265"],
  options: adamOptions,
  update: ({ beta1, beta2, epsilon }, step, learningRate, learnt) => {
    const decayed = pow(beta2, step);
    const longest = 2 / (1 - beta2) - 1;
    const length = longest - 2 * step * decayed / (1 - decayed);
    const rectified = length > 5;
    const rectification = rectified
      ? Math.sqrt(
        (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length),
      )
      : 1;
    stepByMoments(learnt, {
      beta1,
      beta2,
      rate: learningRate * rectification / (1 - pow(beta1, step)),
      divisor: rectified ? { scale: 1 / Math.sqrt(1 - decayed), epsilon } : null,
    });
  },
});
