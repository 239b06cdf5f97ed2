/**
 * Terms that are added to the loss so that weights stay small or keep directions in which the state is preserved.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { LyapError } from "../core/program/errors.ts";
import { cannotCompute } from "../core/program/errors.ts";
import {
  absent,
  type Codec,
  nonNegativeNumber,
  numberBetween,
  optional,
  record,
} from "../core/codec/codec.ts";
import type { ParameterLayout, ParameterPlace } from "./parameters.ts";

/** Strengths of the terms; 0 leaves one out. */
export interface RegularisationSettings {
  /** λ of λ Σ w² over all parameters. */
  readonly l2: number;
  /** λ of λ (Σ (A_i − 1)² + Σ W_ij² + Σ h_i²) over the first units i. */
  readonly manifoldAttractor: number;
  /** Share of the units that the manifold-attractor term takes. */
  readonly manifoldShare: number;
  /**
   * λ of λ Σ w² over the cell's parameters; A, where a cell has that diagonal, is drawn to 1 instead, λ Σ (A_i − 1)².
   * Default: none.
   */
  readonly latentL2?: number | undefined;
  /** λ of λ Σ w² over the observation model's parameters. Default: none. */
  readonly observationL2?: number | undefined;
}

const fields = {
  l2: optional(nonNegativeNumber, 0),
  manifoldAttractor: optional(nonNegativeNumber, 0),
  manifoldShare: optional(numberBetween(0, 1), 0.5),
  latentL2: absent(nonNegativeNumber),
  observationL2: absent(nonNegativeNumber),
};

/** Reads {@link RegularisationSettings}. */
export const regularisation: Codec<RegularisationSettings, Partial<RegularisationSettings>> = record(
  fields,
) as Codec<RegularisationSettings, Partial<RegularisationSettings>>;

/** Adds the gradient of the regularising terms to the gradient of the loss, in place. */
export type Regularise = (weights: Float32Array, gradient: Float32Array) => void;

const addL2 = (strength: number): Regularise => (weights, gradient) => {
  for (let i = 0; i < weights.length; i++) gradient[i] = gradient[i]! + 2 * strength * weights[i]!;
};

/** λ Σ (w − target)² over some parameters. */
const addL2To = (
  strength: number,
  places: readonly ParameterPlace[],
  targetOf: (place: ParameterPlace) => number,
): Regularise =>
(weights, gradient) => {
  for (const place of places) {
    const target = targetOf(place);
    for (let i = place.offset; i < place.offset + place.size; i++) {
      gradient[i] = gradient[i]! + 2 * strength * (weights[i]! - target);
    }
  }
};

/** The name of the diagonal of the linear part, in cells that have one. */
const DIAGONAL = "A";

const addManifoldAttractor = (
  strength: number,
  units: number,
  columns: number,
  A: ParameterPlace,
  W: ParameterPlace,
  h: ParameterPlace,
): Regularise =>
(weights, gradient) => {
  const add = (at: number, target: number) => {
    gradient[at] = gradient[at]! + 2 * strength * (weights[at]! - target);
  };
  for (let i = 0; i < units; i++) {
    add(A.offset + i, 1);
    add(h.offset + i, 0);
    for (let j = 0; j < columns; j++) add(W.offset + i * columns + j, 0);
  }
};

/**
 * The regularising terms of a training.
 *
 * Manifold-attractor regularisation draws the first units of z' = A ⊙ z + W φ(z) + h towards z' = z, so that the network
 * has directions along which information neither decays nor grows.
 *
 * @param ofObservation Names of the observation model's parameters.
 * @errors CannotCompute when manifold-attractor regularisation is asked for a cell that has no A, W and h.
 * @source Schmidt, Koppe, Monfared, Beutelspacher & Durstewitz (2021), ICLR, arXiv 1910.03471, eq. 8; Hess, Monfared,
 *   Brenner & Durstewitz (2023), ICML, for terms of cell and observation model apart.
 */
export const regulariser = (
  { l2, manifoldAttractor, manifoldShare, latentL2 = 0, observationL2 = 0 }: RegularisationSettings,
  layout: ParameterLayout,
  ofObservation: ReadonlySet<string>,
): E.Either<LyapError, Regularise> => {
  const terms: Regularise[] = l2 > 0 ? [addL2(l2)] : [];
  const latent = layout.places.filter(({ name }) => !ofObservation.has(name));
  const observed = layout.places.filter(({ name }) => ofObservation.has(name));
  if (latentL2 > 0) terms.push(addL2To(latentL2, latent, ({ name }) => name === DIAGONAL ? 1 : 0));
  if (observationL2 > 0) terms.push(addL2To(observationL2, observed, () => 0));
  if (manifoldAttractor > 0) {
    const [A, W, h] = ["A", "W", "h"].map((name) => layout.places.find((place) => place.name === name));
    if (A === undefined || W === undefined || h === undefined || W.shape[0] !== A.size) {
      return E.left(
        cannotCompute(
          "Cannot use manifold-attractor regularisation: the cell has no step z' = A z + W φ(z) + h",
          "choose a piecewise-linear cell or set regularisation.manifoldAttractor to 0",
        ),
      );
    }
    const units = Math.round(manifoldShare * A.size);
    terms.push(addManifoldAttractor(manifoldAttractor, units, W.shape[1]!, A, W, h));
  }
  return E.right((weights, gradient) => terms.forEach((term) => term(weights, gradient)));
};
