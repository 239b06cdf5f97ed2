/**
 * Flows whose field jumps, or whose state is thrown elsewhere, at surfaces: Runge–Kutta 4 that stops at each of them.
 *
 * A step that would cross is taken in halves, each of which is kept only where all its stages lie on the near side, so
 * that no stage mixes the fields of two sides. Where both fields point at the surface the state slides along it, by
 * Filippov's field.
 *
 * @module
 */
import { distanceBetween, dot, norm } from "../../numerics/vectors.ts";
import type { Surface, VectorField } from "../system.ts";
import { bend, bendFloor, type Jump, jumpBetween } from "./jump.ts";
import type { Stepper } from "./runge_kutta.ts";
import { gradient, OFF_SURFACE, type Sliding, slidingOn, toSurface } from "./sliding.ts";

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
    if (reset === undefined || !(Math.abs(level) <= OFF_SURFACE * Math.max(1, norm(state)) * LARGEST_SLOPE)) {
      return 0;
    }
    gradient(levelOf, state, normal);
    if (!(Math.abs(level) <= OFF_SURFACE * Math.max(1, norm(state)) * norm(normal))) return 0;
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
    distanceBetween(rates, near) < distanceBetween(rates, far);
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
        if (distanceBetween(jump!.before, jump!.after) <= FAINT * norm(ratesBefore)) return beyond;
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
