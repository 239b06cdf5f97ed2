/**
 * The dimension of Kaplan and Yorke.
 *
 * @module
 */
import { standardErrorOfBatches } from "./batch_means.ts";
import type { Estimate } from "./result.ts";

/**
 * D_KY = j + (λ₁ + … + λ_j) / |λ_{j+1}|, where j is the largest number of exponents whose sum is not negative.
 *
 * An exponent that does not differ from zero by three standard errors counts as zero, so that a limit cycle has
 * dimension 1 and not, by the sign of a rounding error, sometimes 0.
 *
 * @param exponents λ₁ ≥ λ₂ ≥ …
 * @param batches Exponents of each batch of the orbit, in the same order: the errors and how they go together.
 * @param dimension Number of all exponents, D.
 * @returns The dimension with its error; null when fewer exponents than D are given and their sum is not negative.
 * @source J. L. Kaplan & J. A. Yorke (1979), Lecture Notes in Mathematics 730, 204–227.
 *
 * @example Exact exponents
 * ```ts
 * import { kaplanYorke } from "./kaplan_yorke.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const spectrum = [1, 0, -4];
 * assertEquals(kaplanYorke(spectrum, [spectrum, spectrum], 3), { value: 2.25, standardError: 0 });
 * assertEquals(kaplanYorke([1, 0], [[1, 0], [1, 0]], 3), null);
 * ```
 */
export const kaplanYorke = (
  exponents: readonly number[],
  batches: readonly (readonly number[])[],
  dimension: number,
): Estimate | null => {
  const scale = Math.max(...exponents.map(Math.abs).filter(Number.isFinite), 0);
  const floor = 1e-9 * scale;
  let before = 0;
  for (let j = 0; j < exponents.length; j++) {
    const next = exponents[j]!;
    const error = standardErrorOfBatches(
      batches.map((batch) => batch.slice(0, j + 1).reduce((a, b) => a + b, 0)),
    );
    const vanishes = Number.isFinite(error) && Math.abs(before + next) <= 3 * error + floor;
    if (before + next < 0 && !vanishes) {
      const sum = Math.max(before, 0);
      const size = Math.abs(next);
      if (size === Infinity) return { value: j, standardError: 0 };
      const linearised = batches.map((batch) => {
        const batchSum = batch.slice(0, j).reduce((a, b) => a + b, 0);
        return (batchSum - sum) / size + (sum / (size * size)) * (batch[j]! - next);
      });
      return { value: j + sum / size, standardError: j === 0 ? 0 : standardErrorOfBatches(linearised) };
    }
    before += next;
  }
  return exponents.length === dimension ? { value: dimension, standardError: 0 } : null;
};
