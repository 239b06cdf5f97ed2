/**
 * Jacobians by differences, for equations that come without.
 *
 * @module
 */

/** What this method is called where a result says how its Jacobian came about. */
export const differencesName = "central differences of order 6" as const;

/** Steps of the differences, in units of a variable where it is above 1: the usual one, and one beside a kink. */
const STEP = 1e-3;
const BESIDE_KINK = 1e-6;
/** Differences over one and over three steps that differ by more, relatively, have a kink or a jump between them. */
const KINK = 0.01;

/**
 * out ← ∂f/∂x by central differences of order 6: twelve correct digits of smooth equations.
 *
 * Where differences over one, two and three steps contradict each other, there is a kink or a jump nearby (|x|, x mod 1,
 * a threshold); the derivative of the piece on which the state lies is then found with a step a thousand times shorter,
 * to nine digits, and to the side without the jump where even that step meets it.
 *
 * @param evaluate out ← f(state).
 * @param dimension Length of the state.
 * @param images Number of components of f. Default: `dimension`.
 *
 * @example The derivative of a cube, and of x mod 1 beside its jump
 * ```ts
 * import { differences } from "./differences.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const jacobian = new Float64Array(1);
 * differences((x, out) => void (out[0] = x[0]! * x[0]! * x[0]!), 1)(Float64Array.of(2), jacobian);
 * assertAlmostEquals(jacobian[0]!, 12, 1e-11);
 * differences((x, out) => void (out[0] = 2 * x[0]! % 1), 1)(Float64Array.of(0.499), jacobian);
 * assertAlmostEquals(jacobian[0]!, 2, 1e-9);
 * ```
 */
export const differences = (
  evaluate: (state: Float64Array, out: Float64Array) => void,
  dimension: number,
  images: number = dimension,
): (state: Float64Array, out: Float64Array) => void => {
  const shifted = new Float64Array(dimension);
  const [ahead, behind, here] = [
    new Float64Array(images),
    new Float64Array(images),
    new Float64Array(images),
  ];
  const slopes = Array.from({ length: 3 }, () => new Float64Array(images));
  const weights = [3 / 4, -3 / 20, 1 / 60];
  const bothSides = (state: Float64Array, j: number, distance: number): void => {
    shifted.set(state);
    shifted[j] = state[j]! + distance;
    evaluate(shifted, ahead);
    shifted[j] = state[j]! - distance;
    evaluate(shifted, behind);
  };
  return (state, out) => {
    out.fill(0);
    for (let j = 0; j < dimension; j++) {
      const unit = Math.max(1, Math.abs(state[j]!));
      const step = STEP * unit;
      for (let order = 1; order <= 3; order++) {
        bothSides(state, j, order * step);
        const weight = weights[order - 1]! / step;
        const slope = slopes[order - 1]!;
        for (let i = 0; i < images; i++) {
          out[i * dimension + j] = out[i * dimension + j]! + weight * (ahead[i]! - behind[i]!);
          slope[i] = (ahead[i]! - behind[i]!) / (2 * order * step);
        }
      }
      const [one, two, three] = slopes as [Float64Array, Float64Array, Float64Array];
      let broken = false;
      for (let i = 0; i < images; i++) {
        const tolerance = KINK * Math.max(1, Math.abs(one[i]!));
        broken ||= Math.abs(two[i]! - one[i]!) > tolerance || Math.abs(three[i]! - one[i]!) > tolerance;
      }
      if (!broken) continue;
      const short = BESIDE_KINK * unit;
      bothSides(state, j, short);
      evaluate(state, here);
      for (let i = 0; i < images; i++) {
        const [after, before] = [(ahead[i]! - here[i]!) / short, (here[i]! - behind[i]!) / short];
        const both = (after + before) / 2;
        const jumps =
          Math.abs(after - before) > KINK * Math.max(1, Math.min(Math.abs(after), Math.abs(before)));
        out[i * dimension + j] = !jumps ? both : Math.abs(after) < Math.abs(before) ? after : before;
      }
    }
  };
};
