/**
 * Jumps of a field, found from its values alone.
 *
 * @module
 */
import { distanceBetween, norm } from "../../numerics/vectors.ts";
import type { VectorField } from "../system.ts";

/** The field on both sides of a jump. */
export interface Jump {
  /** On the side from which one comes. */
  readonly before: Float64Array;
  /** On the other side. */
  readonly after: Float64Array;
}

/** A second difference above this share of the change along a chord, however short the chord becomes, is a jump. */
const SMOOTH = 1e-2;

/** After this many halvings of a chord a smooth field hardly changes along it. */
const CLOSE = 12;

/** The largest second difference of three values of a field. */
export const bend = (a: Float64Array, b: Float64Array, c: Float64Array): number => {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - 2 * b[i]! + c[i]!));
  return largest;
};

/** Below this, second differences between two values of a field do not show a jump. */
export const bendFloor = (a: Float64Array, b: Float64Array): number =>
  SMOOTH * distanceBetween(a, b) + 1e-10 * (norm(a) + norm(b));

/** A jump is larger than rounding by this factor. */
const ABOVE_ROUNDING = 100;
/** A relative shift that leaves a surface, and by which a smooth field and its rounding hardly change. */
const ASIDE = 1e-6;
/** A relative shift of a few units in the last place. */
const LAST_PLACES = 4 * Number.EPSILON;

/** How much the field changes where a coordinate changes in its last places: its rounding. */
const roundingOf = (rates: VectorField["rates"], state: Float64Array): number => {
  const [at, beside, shifted] = [state.slice(), state.slice(), state.slice()];
  rates(state, at);
  let largest = 0;
  for (let j = 0; j < state.length; j++) {
    for (const places of [LAST_PLACES, -LAST_PLACES]) {
      shifted[j] = state[j]! * (1 + places);
      rates(shifted, beside);
      largest = Math.max(largest, distanceBetween(at, beside));
    }
    shifted[j] = state[j]!;
  }
  return largest;
};

/**
 * The jump of a field between two states, or null if it changes smoothly: second differences of a smooth field fall
 * by four with each halving of the chord, those over a jump stay.
 *
 * @param rates out ← f(state).
 * @param from One end of the chord.
 * @param to The other.
 *
 * @example A sign jumps, a steep tangent does not
 * ```ts
 * import { jumpBetween } from "./jump.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const [from, to] = [Float64Array.of(-0.3), Float64Array.of(0.5)];
 * const jump = jumpBetween((x, out) => void (out[0] = Math.sign(x[0]!)), from, to);
 * assertEquals([jump?.before[0], jump?.after[0]], [-1, 1]);
 * const smooth = (x: Float64Array, out: Float64Array) => void (out[0] = x[0]! / (1e-3 + Math.abs(x[0]!)));
 * assertEquals(jumpBetween(smooth, from, to), null);
 * ```
 */
export const jumpBetween = (
  rates: VectorField["rates"],
  from: Float64Array,
  to: Float64Array,
): Jump | null => {
  const jump = apparentJump(rates, from, to);
  if (jump === null) return null;
  // Near a fixed point the field may be nothing but rounding. A place on the surface itself says nothing of that.
  const places = [
    from,
    to,
    from.map((value) => value * (1 + ASIDE)),
    from.map((value) => value * (1 - ASIDE)),
  ];
  const rounding = Math.min(...places.map((place) => roundingOf(rates, place)));
  return distanceBetween(jump.before, jump.after) > ABOVE_ROUNDING * rounding ? jump : null;
};

const apparentJump = (
  rates: VectorField["rates"],
  from: Float64Array,
  to: Float64Array,
): Jump | null => {
  const dimension = from.length;
  const at = (state: Float64Array): Float64Array => {
    const out = new Float64Array(dimension);
    rates(state, out);
    return out;
  };
  const middle = (a: Float64Array, b: Float64Array) => a.map((value, i) => (value + b[i]!) / 2);
  let [low, high] = [from, to];
  let [atLow, atHigh] = [at(from), at(to)];
  const floor = bendFloor(atLow, atHigh);
  let centre = middle(low, high);
  let atCentre = at(centre);
  if (!(bend(atLow, atCentre, atHigh) > floor)) return null;
  for (let halving = 0; halving < 44; halving++) {
    const [left, right] = [middle(low, centre), middle(centre, high)];
    const [atLeft, atRight] = [at(left), at(right)];
    const [bendLeft, bendRight] = [bend(atLow, atLeft, atCentre), bend(atCentre, atRight, atHigh)];
    if (!(Math.max(bendLeft, bendRight) > floor)) {
      // At the very place of a jump a field may have the mean of both sides, and second differences vanish.
      const jumps = halving > CLOSE && distanceBetween(atLow, atHigh) > floor;
      return jumps ? { before: atLow, after: atHigh } : null;
    }
    if (bendLeft >= bendRight) {
      [high, atHigh] = [centre, atCentre];
      [centre, atCentre] = [left, atLeft];
    } else {
      [low, atLow] = [centre, atCentre];
      [centre, atCentre] = [right, atRight];
    }
  }
  return { before: atLow, after: atHigh };
};
