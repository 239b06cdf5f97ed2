/**
 * A look at the gradients while training goes on.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { initialState, type Model, modelMap } from "../networks/model.ts";
import { gradientNormsAlong } from "../lyapunov/gradient_norms.ts";
import { mapTangent } from "../lyapunov/tangent_map.ts";

/** What the monitor sees: natural logarithms of spectral norms, means over four starting points on a free run. */
export interface GradientGrowth {
  /** ln ‖∂z_T/∂z_1‖, nowhere cut; null when the run left the finite numbers. */
  readonly untruncated: number | null;
  /** ln ‖∂z_τ/∂z_1‖ over one forcing interval τ; null if the scheme has none or the run left the finite numbers. */
  readonly overInterval: number | null;
}

/**
 * The growth of ‖∂z_T/∂z_1‖ along a free run of a network.
 *
 * @param start N observed values from which the run starts.
 * @param length T of the untruncated norm.
 * @param interval τ in steps; null if the forcing scheme has none.
 */
export const monitoredGrowth = (
  model: Model,
  start: Float64Array,
  length: number,
  interval: number | null,
): GradientGrowth => {
  const lengths = [...new Set([Math.min(interval ?? length, length), length])];
  const norms = gradientNormsAlong(mapTangent(modelMap(model)), {
    state: initialState(model, start),
    lengths,
    starts: 4,
    transient: 100,
    spacing: 100,
  });
  return E.isLeft(norms) ? { untruncated: null, overInterval: null } : {
    untruncated: norms.right.logNorms[lengths.length - 1]!,
    overInterval: interval === null ? null : norms.right.logNorms[0]!,
  };
};
