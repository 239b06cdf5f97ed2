/**
 * Flows whose field jumps, or whose state is thrown elsewhere, at surfaces: Runge–Kutta 4 that stops at each of them.
 *
 * A step that would cross is taken in halves, each of which is kept only where all its stages lie on the near side, so
 * that no stage mixes the fields of two sides. Where both fields point at the surface the state slides along it, by
 * Filippov's field.
 *
 * @module
 */
import type { Surface, VectorField } from "../system.ts";
import type { Stepper } from "./runge_kutta.ts";

/** A crossing of a surface, as it concerns a deviation. */
export interface Crossing {
  /** The state just before. */
  readonly before: Float64Array;
  /** The field there. */
  readonly ratesBefore: Float64Array;
  /** The field just behind the surface, after a reset, or along the surface on which the state now slides. */
  readonly ratesAfter: Float64Array;
  /** n / (n · f): a deviation u comes to the surface earlier by the time lead · u. */
  readonly lead: Float64Array;
  /** out ← where the state is thrown; undefined if it stays. */
  readonly reset: Surface["reset"] | undefined;
  /** Whether the state slides from here on: deviations across the surface are lost. */
  readonly slides: boolean;
}

/** What rides along with an orbit: its deviations, for example. */
export interface Rider {
  /** A step of length h was taken, whose four stages were at these states. `jacobian` is that of the field in force. */
  readonly along: (stages: readonly Float64Array[], h: number, jacobian: VectorField["jacobian"]) => void;
  /** A surface was met. */
  readonly across: (crossing: Crossing) => void;
  /** The state slides on a surface with this normal: there are no deviations across it, wherever they came from. */
  readonly onto: (normal: Float64Array) => void;
}

/** A stepper that stops at surfaces. */
export interface SwitchingStepper {
  /** Advances a state in place. Where it cannot go on it fills the state with NaN. */
  readonly advance: Stepper;
  /** Crossings so far. */
  readonly crossings: () => number;
  /** Why it could not go on when it was last called; null if it could. */
  readonly trouble: () => string | null;
}

/** Halvings of a step down to a surface. */
const HALVINGS = 36;
/** More crossings in one step than these pile up, as a ball's that comes to rest. */
const MOST_CROSSINGS = 200;
/** A state this near to a surface, in units of the state, may slide on it. */
const ON_SURFACE = 1e-9;
/** Slopes of a level that are looked for where it may be 0 but for rounding. */
const LARGEST_SLOPE = 1e6;
/** So far from a surface, in units of the state, it is on one of its sides whatever rounding does. */
const BESIDE = 1e-12;
/** A speed away from a surface above this share of the speed at which it was met is no rounding. */
const GOES_ON = 1e-6;
/** Steps are not made shorter than this share of dt to tell the sides of a jump. */
const SHORTEST = 1e-6;
/** A jump below this share of the field changes deviations by less than its rareness lets matter. */
const FAINT = 1e-3;
/** Shifts of a coordinate by which the tangent plane of a surface without a name is found, in units of the state. */
const SHIFT = 1e-5;
/** The size of the state counts up to so many steps of the orbit: the phase of a drive grows for ever. */
const LOCAL = 1000;

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

const distance = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) * (a[i]! - b[i]!);
  return Math.sqrt(sum);
};

const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));

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
const bend = (a: Float64Array, b: Float64Array, c: Float64Array): number => {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - 2 * b[i]! + c[i]!));
  return largest;
};

/** Below this, second differences between two values of a field do not show a jump. */
const bendFloor = (a: Float64Array, b: Float64Array): number =>
  SMOOTH * distance(a, b) + 1e-10 * (norm(a) + norm(b));

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
      largest = Math.max(largest, distance(at, beside));
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
 * import { jumpBetween } from "./switching.ts";
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
  return distance(jump.before, jump.after) > ABOVE_ROUNDING * rounding ? jump : null;
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
      const jumps = halving > CLOSE && distance(atLow, atHigh) > floor;
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

/** ∇g by central differences. The state is shifted and put back. */
const gradient = (level: Surface["level"], state: Float64Array, out: Float64Array): void => {
  for (let j = 0; j < state.length; j++) {
    const value = state[j]!;
    const step = 1e-6 * Math.max(1, Math.abs(value));
    state[j] = value + step;
    const ahead = level(state);
    state[j] = value - step;
    out[j] = (ahead - level(state)) / (2 * step);
    state[j] = value;
  }
};

/** The field along a surface, where the fields of both sides point at it. */
interface Sliding {
  readonly surface: Surface;
  readonly rates: VectorField["rates"];
  readonly jacobian: VectorField["jacobian"];
  /** The share of the field of the upper side; the state slides while it is between 0 and 1. */
  readonly share: (state: Float64Array) => number;
}

/** Steps of Newton's method from a state near a surface to the surface, at most, and how near is on it. */
const FOOT_STEPS = 3;
const FOOT = 4 * Number.EPSILON;

/** Moves a state towards a surface, along its gradient. */
const toSurface = (state: Float64Array, { level }: Surface, normal: Float64Array): void => {
  gradient(level, state, normal);
  const back = level(state) / dot(normal, normal);
  for (let i = 0; i < state.length; i++) state[i] = state[i]! - back * normal[i]!;
};

/** A shift along a field over which the normal of a curved surface turns measurably, in units of the state. */
const TURN = 1e-3;

/**
 * Filippov's field on a surface: the mean of both sides that is tangent to it.
 *
 * @source A. F. Filippov (1988), Differential Equations with Discontinuous Righthand Sides, Kluwer.
 */
const slidingOn = (surface: Surface, field: VectorField): Sliding => {
  const { rates, dimension } = field;
  const vector = () => new Float64Array(dimension);
  const square = () => new Float64Array(dimension * dimension);
  const [normal, shifted, above, below, foot] = [vector(), vector(), vector(), vector(), vector()];
  const [atUpper, atLower, farther] = [vector(), vector(), vector()];
  /** The field at the foot as it is on one side, from two places there: else the state would creep by their distance. */
  const limitOf = (aside: number, at: Float64Array, out: Float64Array): void => {
    for (let i = 0; i < dimension; i++) {
      at[i] = foot[i]! + aside * normal[i]!;
      shifted[i] = foot[i]! + 2 * aside * normal[i]!;
    }
    rates(at, out);
    rates(shifted, farther);
    for (let i = 0; i < dimension; i++) out[i] = 2 * out[i]! - farther[i]!;
  };
  const share = (at: Float64Array): number => {
    // Beside the surface, where stages of a step lie, both sides would be one: there the field is that of the nearest place
    // on it.
    const state = foot;
    state.set(at);
    const size = Math.max(1, norm(state));
    for (let n = 0; n < FOOT_STEPS && Math.abs(surface.level(state)) > FOOT * size; n++) {
      toSurface(state, surface, normal);
    }
    gradient(surface.level, state, normal);
    const length = norm(normal);
    const aside = BESIDE * Math.max(1, norm(state)) / length;
    limitOf(aside, atUpper, above);
    limitOf(-aside, atLower, below);
    const [up, down] = [dot(normal, below), dot(normal, above)];
    return up / (up - down);
  };
  const along = (state: Float64Array, out: Float64Array): void => {
    const upper = share(state);
    for (let i = 0; i < dimension; i++) out[i] = upper * above[i]! + (1 - upper) * below[i]!;
  };

  const [upperJacobian, lowerJacobian] = [square(), square()];
  const [byUp, byDown, ahead, behind] = [vector(), vector(), vector(), vector()];
  /** out ← ∂(n · f)/∂x of one side, where its Jacobian is that of f and the normal n turns with the place. */
  const slopeOf = (side: Float64Array, jacobianOfSide: Float64Array, out: Float64Array): void => {
    const shift = TURN * Math.max(1, norm(foot)) / Math.max(norm(side), 1e-300);
    for (let i = 0; i < dimension; i++) shifted[i] = foot[i]! + shift * side[i]!;
    gradient(surface.level, shifted, ahead);
    for (let i = 0; i < dimension; i++) shifted[i] = foot[i]! - shift * side[i]!;
    gradient(surface.level, shifted, behind);
    for (let j = 0; j < dimension; j++) {
      let slope = (ahead[j]! - behind[j]!) / (2 * shift);
      for (let i = 0; i < dimension; i++) slope += normal[i]! * jacobianOfSide[i * dimension + j]!;
      out[j] = slope;
    }
  };
  const jacobian = (state: Float64Array, out: Float64Array): void => {
    const upper = share(state);
    field.jacobian(atUpper, upperJacobian);
    field.jacobian(atLower, lowerJacobian);
    slopeOf(below, lowerJacobian, byUp);
    slopeOf(above, upperJacobian, byDown);
    const [up, down, length] = [dot(normal, below), dot(normal, above), dot(normal, normal)];
    const both = (up - down) * (up - down);
    for (let i = 0; i < dimension; i++) {
      let across = 0;
      for (let j = 0; j < dimension; j++) {
        const place = i * dimension + j;
        const byShare = (up * byDown[j]! - down * byUp[j]!) / both;
        out[place] = upper * upperJacobian[place]! + (1 - upper) * lowerJacobian[place]! +
          (above[i]! - below[i]!) * byShare;
        across += out[place]! * normal[j]!;
      }
      // A shift across the surface leaves the nearest place on it where it is.
      for (let j = 0; j < dimension; j++) {
        const place = i * dimension + j;
        out[place] = out[place]! - across * normal[j]! / length;
      }
    }
  };
  return { surface, rates: along, jacobian, share };
};

/**
 * A stepper of x' = f(x) that stops at surfaces.
 *
 * @param field The flow.
 * @param surfaces Where it jumps or where its state is reset; null if that is to be found from the field itself.
 * @param dt Step, in time units.
 * @param rider What rides along. Default: nothing.
 *
 * @example A ball that bounces without loss
 * ```ts
 * import { switchingSteps } from "./switching.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const ball = {
 *   dimension: 2,
 *   rates: ([, v]: Float64Array, out: Float64Array) => out.set([v!, -1]),
 *   jacobian: (_: Float64Array, out: Float64Array) => out.set([0, 1, 0, 0]),
 * };
 * const floor = {
 *   level: ([x]: Float64Array) => x!,
 *   reset: ([x, v]: Float64Array, out: Float64Array) => out.set([x!, -v!]),
 * };
 * const state = Float64Array.of(0.5, 0);
 * switchingSteps(ball, [floor], 0.03).advance(state, 100);
 * assertAlmostEquals(state[0]!, 0.5 - (3 - 2) ** 2 / 2, 1e-8);
 * ```
 */
export const switchingSteps = (
  field: VectorField,
  surfaces: readonly Surface[] | null,
  dt: number,
  rider?: Rider,
): SwitchingStepper => {
  const { dimension } = field;
  const vector = () => new Float64Array(dimension);
  const [first, second, third, fourth] = [vector(), vector(), vector(), vector()];
  const stages = [first, second, third, fourth];
  const [k1, k2, k3, k4] = [vector(), vector(), vector(), vector()];
  const [trial, atTrial, probe, atProbe, normal] = [vector(), vector(), vector(), vector(), vector()];
  const [before, ratesBefore, ratesAfter, lead] = [vector(), vector(), vector(), vector()];
  const known = surfaces ?? [];
  const slides = known.map((surface) => slidingOn(surface, field));
  let crossings = 0;
  let trouble: string | null = null;

  /**
   * The side of a surface from which it throws the state, where the state lies on it and hardly leaves it, or was just
   * thrown: there rounding says nothing of sides, and a ball whose bounces end would fall through the table. 0 elsewhere.
   */
  const sideOfThrow = (i: number, level: number, state: Float64Array): number => {
    const { reset, direction, level: levelOf } = known[i]!;
    if (reset === undefined || !(Math.abs(level) <= BESIDE * Math.max(1, norm(state)) * LARGEST_SLOPE)) {
      return 0;
    }
    gradient(levelOf, state, normal);
    if (!(Math.abs(level) <= BESIDE * Math.max(1, norm(state)) * norm(normal))) return 0;
    if (i === thrownAt) return thrownFrom;
    if (direction === undefined) return 0;
    field.rates(state, atProbe);
    const slow = Math.abs(dot(normal, atProbe)) <= GOES_ON * norm(normal) * norm(atProbe);
    return slow ? (direction === "falling" ? 1 : -1) : 0;
  };
  /** The surface that threw the state last, and the side on which it left it. */
  let [thrownAt, thrownFrom] = [-1, 0];
  /** On which side of each surface the state is, or will be as soon as it moves. */
  const signs = new Float64Array(known.length);
  const setSigns = (state: Float64Array): void => {
    for (let i = 0; i < known.length; i++) {
      let level = known[i]!.level(state);
      const side = sideOfThrow(i, level, state);
      if (side !== 0) {
        signs[i] = side;
        continue;
      }
      if (i === thrownAt) thrownAt = -1;
      if (level === 0) {
        field.rates(state, atProbe);
        const ahead = 1e-12 * Math.max(1, norm(state)) / Math.max(norm(atProbe), 1e-300);
        for (let j = 0; j < dimension; j++) probe[j] = state[j]! + ahead * atProbe[j]!;
        level = known[i]!.level(probe);
      }
      signs[i] = Math.sign(level);
    }
  };
  /** The surface that separates a state from where the step began; −1 for none. */
  const crossed = (state: Float64Array, except: Surface | null): number => {
    for (let i = 0; i < known.length; i++) {
      if (known[i] !== except && known[i]!.level(state) * signs[i]! < 0) return i;
    }
    return -1;
  };

  /** The stages of a step and where it leads. */
  const attempt = (state: Float64Array, h: number, rates: VectorField["rates"]): void => {
    first.set(state);
    rates(first, k1);
    for (let i = 0; i < dimension; i++) second[i] = state[i]! + h / 2 * k1[i]!;
    rates(second, k2);
    for (let i = 0; i < dimension; i++) third[i] = state[i]! + h / 2 * k2[i]!;
    rates(third, k3);
    for (let i = 0; i < dimension; i++) fourth[i] = state[i]! + h * k3[i]!;
    rates(fourth, k4);
    for (let i = 0; i < dimension; i++) {
      trial[i] = state[i]! + h / 6 * (k1[i]! + 2 * (k2[i]! + k3[i]!) + k4[i]!);
    }
  };
  const accept = (state: Float64Array, h: number, jacobian: VectorField["jacobian"]): void => {
    rider?.along(stages, h, jacobian);
    state.set(trial);
  };

  /** Whether the step just attempted stays on its side, for surfaces with names. */
  const stays = (sliding: Sliding | null): boolean => {
    const except = sliding?.surface ?? null;
    const within = (state: Float64Array): boolean => {
      if (crossed(state, except) >= 0) return false;
      if (sliding === null) return true;
      const share = sliding.share(state);
      return share > 0 && share < 1;
    };
    return within(second) && within(third) && within(fourth) && within(trial);
  };

  /** Whether all stages of the step just attempted see the field of the near side of a jump. */
  const isNear = ({ before: near, after: far }: Jump, rates: Float64Array): boolean =>
    distance(rates, near) < distance(rates, far);
  const staysNear = (jump: Jump): boolean => {
    if (![k2, k3, k4].every((rates) => isNear(jump, rates))) return false;
    field.rates(trial, atTrial);
    return isNear(jump, atTrial);
  };

  /**
   * lead of a surface without a name: for a small shift of each coordinate, how much earlier the field jumps. Whether it
   * could be found.
   */
  const leadFromJump = (jump: Jump): boolean => {
    const speed = norm(ratesBefore);
    const size = Math.min(Math.max(norm(before), 1e-3), LOCAL * dt * speed);
    const isBefore = (shift: number, j: number, time: number): boolean => {
      for (let i = 0; i < dimension; i++) probe[i] = before[i]! + time * ratesBefore[i]!;
      probe[j] = probe[j]! + shift;
      field.rates(probe, atProbe);
      return isNear(jump, atProbe);
    };
    const meeting = (shift: number, j: number): number => {
      let reach = Math.abs(shift) / speed;
      for (let widening = 0; widening < 16; widening++, reach *= 2) {
        if (!isBefore(shift, j, -reach) || isBefore(shift, j, reach)) continue;
        let [low, high] = [-reach, reach];
        for (let halving = 0; halving < 52; halving++) {
          const middle = (low + high) / 2;
          if (isBefore(shift, j, middle)) low = middle;
          else high = middle;
        }
        return (low + high) / 2;
      }
      return NaN;
    };
    for (let j = 0; j < dimension; j++) {
      const shift = SHIFT * size;
      lead[j] = (meeting(-shift, j) - meeting(shift, j)) / (2 * shift);
    }
    return lead.every(Number.isFinite);
  };

  /** Whether a state that a reset left on a surface moves on, away from the side on which it was. */
  const goesOn = ({ level }: Surface, state: Float64Array, side: number): boolean => {
    gradient(level, state, normal);
    const near = ON_SURFACE * Math.max(1, norm(state)) * norm(normal);
    // A speed that is rounding beside that of the arrival is that of a body which stays on the surface.
    return Math.abs(level(state)) <= near &&
      side * dot(normal, ratesAfter) < -GOES_ON * Math.abs(dot(normal, ratesBefore));
  };

  /** Goes through a surface; returns the time that took. */
  const cross = (
    state: Float64Array,
    smallest: number,
    jump: Jump | null,
    sliding: Sliding | null,
  ): number => {
    const except = sliding?.surface ?? null;
    before.set(state);
    (sliding ?? field).rates(before, ratesBefore);
    // A hair beyond the surface, along the field of the near side.
    let beyond = smallest;
    const isBeyond = (): boolean => {
      for (let i = 0; i < dimension; i++) state[i] = before[i]! + beyond * ratesBefore[i]!;
      if (jump === null) return crossed(state, except) >= 0;
      field.rates(state, atProbe);
      return !isNear(jump, atProbe);
    };
    for (let doubling = 0; doubling < 40 && !isBeyond(); doubling++) beyond *= 2;
    // It may only touch the surface.
    if (!isBeyond()) return beyond;
    crossings++;
    const index = jump === null ? crossed(state, except) : -1;
    const surface = known[index];
    if (surface === undefined) {
      // Without deviations nobody asks where the surface lies; a sliding orbit shows by crossings that pile up.
      if (rider === undefined) return beyond;
      if (!leadFromJump(jump!)) {
        // Beside so small a jump the smooth change of the field hides where it lies, and it turns no deviation.
        if (distance(jump!.before, jump!.after) <= FAINT * norm(ratesBefore)) return beyond;
        trouble = "the field jumps at a surface whose place could not be found";
        return beyond;
      }
    } else {
      gradient(surface.level, before, lead);
      const speed = dot(lead, ratesBefore);
      for (let i = 0; i < dimension; i++) lead[i] = lead[i]! / speed;
    }
    const rises = surface !== undefined && signs[index]! < 0;
    const thrown = surface?.reset !== undefined &&
      (surface.direction === undefined || (surface.direction === "rising") === rises);
    if (thrown) {
      probe.set(state);
      surface.reset!(before, state);
      field.rates(state, ratesAfter);
      // A relay that switches leaves the state on the surface, and may let it go on: then it is beyond.
      if (goesOn(surface, state, signs[index]!)) surface.reset!(probe.slice(), state);
      else [thrownAt, thrownFrom] = [index, signs[index]!];
    }
    field.rates(state, ratesAfter);
    const slips = !thrown && dot(lead, ratesAfter) <= 0;
    if (slips) {
      if (surface === undefined) {
        trouble = "the orbit slides along a surface at which the field jumps";
        return beyond;
      }
      state.set(before);
      toSurface(state, surface, normal);
      slides[index]!.rates(state, ratesAfter);
    }
    rider?.across({
      ...{ before, ratesBefore, ratesAfter, lead, slides: slips },
      reset: thrown ? surface.reset : undefined,
    });
    return beyond;
  };

  /** The surface on which the state slides; null if it moves freely. */
  const slidingAt = (state: Float64Array): Sliding | null => {
    for (let i = 0; i < known.length; i++) {
      const { level, reset } = known[i]!;
      if (reset !== undefined) continue;
      const height = Math.abs(level(state));
      const near = ON_SURFACE * Math.max(1, norm(state));
      // A level whose gradient is far from 1 is measured by that.
      if (height > 1e3 * near) continue;
      gradient(level, state, normal);
      if (height > near * norm(normal)) continue;
      const share = slides[i]!.share(state);
      const approached = share > 0 && share < 1 && pointsAt(slides[i]!, state);
      if (approached) return slides[i]!;
    }
    return null;
  };
  /** Whether the fields of both sides point at the surface, and not both away from it. */
  const pointsAt = ({ surface: { level } }: Sliding, state: Float64Array): boolean => {
    gradient(level, state, normal);
    const aside = ON_SURFACE * Math.max(1, norm(state)) / norm(normal);
    for (let i = 0; i < dimension; i++) probe[i] = state[i]! + aside * normal[i]!;
    field.rates(probe, atProbe);
    return dot(normal, atProbe) < 0;
  };
  /** Leaves a surface on which the state slid, to the side that lets it go. */
  const leave = (state: Float64Array, { surface, share, rates }: Sliding, smallest: number): void => {
    attempt(state, smallest, rates);
    const up = share(trial) >= 1 ? 1 : -1;
    gradient(surface.level, state, normal);
    const aside = 3 * ON_SURFACE * Math.max(1, norm(state)) / norm(normal);
    for (let i = 0; i < dimension; i++) state[i] = state[i]! + up * aside * normal[i]!;
  };

  /** The jump within the step just attempted. */
  const jumpIn = (state: Float64Array): Jump | null => {
    field.rates(trial, atTrial);
    const floor = bendFloor(k1, atTrial);
    if (!(bend(k1, k2, atTrial) > floor || bend(k1, k3, atTrial) > floor)) return null;
    // Where orbits are drawn onto a surface, the stages may lie beyond it and the step end before it.
    return jumpBetween(field.rates, state, trial) ?? jumpBetween(field.rates, state, second) ??
      jumpBetween(field.rates, state, fourth);
  };

  const advanceOne = (state: Float64Array): void => {
    let [left, most] = [dt, dt];
    for (let met = 0; left > 0 && trouble === null; met++) {
      if (met > MOST_CROSSINGS) {
        trouble = "crossings of a surface pile up, as those of a ball that comes to rest";
        return;
      }
      const sliding = slidingAt(state);
      const { rates, jacobian } = sliding ?? field;
      if (sliding !== null) rider?.onto(normal);
      setSigns(state);
      const reach = Math.min(left, most);
      attempt(state, reach, rates);
      const jump = surfaces === null ? jumpIn(state) : null;
      // Where the field changes more on the way to a jump than by it, its sides can be told in shorter steps only.
      if (jump !== null && !isNear(jump, k1) && reach > SHORTEST * dt) {
        most = reach / 2;
        continue;
      }
      most = dt;
      const good = () => jump === null ? stays(sliding) : staysNear(jump);
      if (surfaces === null ? jump === null : stays(sliding)) {
        accept(state, reach, jacobian);
        if (sliding !== null) toSurface(state, sliding.surface, normal);
        left -= reach;
        continue;
      }
      let h = reach;
      for (let halving = 0; halving < HALVINGS; halving++) {
        h /= 2;
        attempt(state, h, rates);
        if (!good()) continue;
        accept(state, h, jacobian);
        if (sliding !== null) toSurface(state, sliding.surface, normal);
        left -= h;
      }
      attempt(state, h, rates);
      const ends = sliding !== null && crossed(trial, sliding.surface) < 0;
      if (ends) leave(state, sliding, h);
      left -= ends ? h : cross(state, h, jump, sliding);
    }
  };

  return {
    advance: (state, steps) => {
      trouble = null;
      thrownAt = -1;
      for (let n = 0; n < steps && trouble === null; n++) advanceOne(state);
      if (trouble !== null) state.fill(NaN);
    },
    crossings: () => crossings,
    trouble: () => trouble,
  };
};
