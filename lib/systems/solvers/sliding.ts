/**
 * The field along a surface on which a state slides, since the fields of both sides point at it.
 *
 * @module
 */
import { dot, norm } from "../../numerics/vectors.ts";
import type { Surface, VectorField } from "../system.ts";

/** So far from a surface, in units of the state, it is on one of its sides whatever rounding does. */
export const OFF_SURFACE = 1e-12;

/** ∇g by central differences. The state is shifted and put back. */
export const gradient = (level: Surface["level"], state: Float64Array, out: Float64Array): void => {
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
export interface Sliding {
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
export const toSurface = (state: Float64Array, { level }: Surface, normal: Float64Array): void => {
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
export const slidingOn = (surface: Surface, field: VectorField): Sliding => {
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
    const aside = OFF_SURFACE * Math.max(1, norm(state)) / length;
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
