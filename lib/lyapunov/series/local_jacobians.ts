/**
 * The whole spectrum of a series from its neighbours: local models give the Jacobians along the orbit, and their product
 * gives the exponents.
 *
 * @module
 */
import { log } from "../../numerics/elementary.ts";
import { orthonormalise } from "../orthonormalise.ts";
import { localModels, type ModelKind, neighboursFor, termsOf } from "./local_models.ts";
import { neighbourSearch } from "./neighbours.ts";
import { delayCoordinates } from "./state_space.ts";

/** How Jacobians are fitted. */
export interface JacobianOptions {
  /** Copies of each column, and the delay between them, which is also the time of one Jacobian, in steps. */
  readonly embedding: { readonly copies: number; readonly delay: number };
  /** Neighbours in time up to this many steps are left out. */
  readonly theiler: number;
  /** What is fitted. */
  readonly model: ModelKind;
  /** Jacobians that are fitted at most. Default: 4000. */
  readonly most?: number;
}

/** Exponents from Jacobians. */
export interface JacobianSpectrum {
  /** λ₁ ≥ λ₂ ≥ … in nats per step of the series, one for each coordinate. */
  readonly exponents: readonly number[];
  /** Their standard errors, from the stretches of the series. */
  readonly standardErrors: readonly number[];
}

/** Stretches of the series in which Jacobians are multiplied. */
const STRETCHES = 10;
/** Jacobians at the beginning of a stretch in which directions settle. */
const SETTLING = 10;
/** Fewest Jacobians of a stretch that count. */
const FEWEST = 15;
/** Jacobians that are fitted, and what that may cost: numbers of coefficients squared. */
const MOST = 4000;
const COST = 1_000_000;
/** At least this many are fitted, whatever they cost. */
const LEAST_FITTED = 600;
/** A growth below this is none in double precision. */
const SMALLEST = 1e-300;

/**
 * Exponents from the Jacobians of local models. There is one for each coordinate, more than the dynamics has where the
 * embedding has more.
 *
 * @param columns N signals with standard deviation 1.
 * @param options The embedding, and what to fit.
 * @returns N · copies exponents; undefined where the series is too short for it.
 * @source M. Sano & Y. Sawada (1985), Phys. Rev. Lett. 55, 1082–1085; J.-P. Eckmann, S. Oliffson Kamphorst, D. Ruelle &
 * S. Ciliberto (1986), Phys. Rev. A 34, 4971–4979; squares: R. Brown, P. Bryant & H. Abarbanel (1991), Phys. Rev. A 43,
 * 2787–2806.
 * @example The Hénon map from one of its variables
 * ```ts
 * import { localJacobians } from "./local_jacobians.ts";
 * import { standardisedSignal } from "./state_space.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const x = new Float64Array(4000).fill(0.1);
 * for (let i = 2; i < x.length; i++) x[i] = 1 - 1.4 * x[i - 1]! * x[i - 1]! + 0.3 * x[i - 2]!;
 * const found = localJacobians([standardisedSignal(x)], {
 *   embedding: { copies: 2, delay: 1 },
 *   theiler: 5,
 *   model: { quadratic: true, perTerm: 2 },
 * });
 * assertAlmostEquals(found!.exponents[0]!, 0.419, 0.02);
 * assertAlmostEquals(found!.exponents[1]!, -1.623, 0.05);
 * ```
 */
export const localJacobians = (
  columns: readonly Float64Array[],
  { embedding: { copies, delay }, theiler, model, most = MOST }: JacobianOptions,
): JacobianSpectrum | undefined => {
  const space = delayCoordinates(columns, copies, delay);
  const count = space.count - delay;
  const [width, targets] = [space.axes.length, columns.length];
  const shared = width - targets;
  const wanted = neighboursFor(width, model);
  const terms = termsOf(width, model.quadratic);
  const affordable = Math.max(LEAST_FITTED, Math.min(most, Math.floor(COST / (terms * terms))));
  const stretch = Math.floor(count / STRETCHES);
  const rounds = Math.min(Math.floor(affordable / STRETCHES), Math.floor(stretch / delay));
  if (rounds < SETTLING + FEWEST || count < 2 * wanted + 2 * theiler) return undefined;
  const nearest = neighbourSearch(space, count);
  const fit = localModels(
    space.axes,
    columns.map((values) => values.subarray(copies * delay)),
    model.quadratic,
  );
  const vectors = new Float64Array(width * width);
  const image = new Float64Array(width * width);
  const diagonal = new Float64Array(width);
  const rates: Float64Array[] = [];
  for (let part = 0; part < STRETCHES; part++) {
    const growth = new Float64Array(width);
    vectors.fill(0);
    for (let i = 0; i < width; i++) vectors[i * width + i] = 1;
    let counted = 0;
    for (let round = 0; round < rounds; round++) {
      const row = part * stretch + round * delay;
      const local = fit(row, nearest(row, wanted, theiler));
      if (local === undefined) continue;
      for (let v = 0; v < width; v++) {
        for (let i = 0; i < shared; i++) image[i * width + v] = vectors[(i + targets) * width + v]!;
        for (let c = 0; c < targets; c++) {
          let sum = 0;
          for (let a = 0; a < width; a++) sum += local.slope(c, a) * vectors[a * width + v]!;
          image[(shared + c) * width + v] = sum;
        }
      }
      vectors.set(image);
      orthonormalise(vectors, width, width, diagonal);
      if (round < SETTLING) continue;
      counted++;
      for (let v = 0; v < width; v++) growth[v] = growth[v]! + log(Math.max(SMALLEST, diagonal[v]!));
    }
    if (counted >= FEWEST) rates.push(growth.map((sum) => sum / counted / delay));
  }
  if (rates.length < STRETCHES / 2) return undefined;
  const exponents = Array.from(
    { length: width },
    (_, v) => rates.reduce((sum, each) => sum + each[v]!, 0) / rates.length,
  );
  return {
    exponents,
    standardErrors: exponents.map((average, v) => {
      const squares = rates.reduce((sum, each) => sum + (each[v]! - average) * (each[v]! - average), 0);
      return Math.sqrt(squares / rates.length / (rates.length - 1));
    }),
  };
};
