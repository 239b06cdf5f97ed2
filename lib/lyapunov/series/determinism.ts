/**
 * Whether the neighbours of a series part more slowly than those of linear noise with the same spectrum.
 *
 * @module
 */
import { followNearest, meanDivergence, referencePoints } from "./divergence.ts";
import { neighbourSearch } from "./neighbours.ts";
import { delayCoordinates } from "./state_space.ts";
import { seamlessStretch, surrogates } from "./surrogates.ts";
import { mean } from "../../numerics/statistics.ts";

/** The outcome of the test against surrogates. */
export interface Determinism {
  /** How many nats nearer the neighbours of the series stay than those of the surrogates on average. */
  readonly gain: number;
  /** Surrogates whose neighbours part at least as slowly as those of the series. */
  readonly asGood: number;
  /** Number of surrogates. */
  readonly surrogates: number;
  /** Whether the series is told from linear noise: no surrogate is as good, and the gain is worth a fifth of a nat. */
  readonly found: boolean;
}

/** With 19 surrogates a series of linear noise comes out best of 20 by chance once in 20 times. */
const SURROGATES = 19;
const LEAST_GAIN = 0.2;
const REFERENCES = 400;

/**
 * Compares the divergence of nearest neighbours over six delays with that of 19 surrogates.
 *
 * Coloured noise is predictable for a while, and its neighbours part gradually, as those of a chaotic orbit do. What it
 * cannot do is to be predicted better from its neighbours than its surrogates are.
 *
 * @param columns N signals with standard deviation 1.
 * @param embedding Copies of each column and the delay between them.
 * @param theiler Neighbours in time up to this many steps are left out.
 * @returns The comparison, or undefined when the series is too short for it.
 * @source Theiler, Eubank, Longtin, Galdrikian & Farmer (1992), Physica D 58, 77–94.
 */
export const determinism = (
  columns: readonly Float64Array[],
  embedding: { readonly copies: number; readonly delay: number },
  theiler: number,
): Determinism | undefined => {
  const length = 6 * embedding.delay + 4;
  const stretch = seamlessStretch(columns);
  const parting = (signals: readonly Float64Array[]): number | undefined => {
    const space = delayCoordinates(signals, embedding.copies, embedding.delay);
    const count = space.count - length;
    if (count < 4 * theiler + 20) return undefined;
    const nearest = neighbourSearch(space, count);
    const references = referencePoints(count, REFERENCES);
    const pairs = followNearest(space, {
      references,
      neighbours: Array.from(references, (row) => nearest(row, 1, theiler)),
      length,
      stride: Math.max(1, Math.floor(length / 20)),
      span: 0,
    });
    const curve = meanDivergence(pairs, count, 1);
    let sum = 0;
    for (let p = 1; p < curve.mean.length; p++) sum += curve.mean[p]!;
    return Number.isFinite(sum) ? sum / (curve.mean.length - 1) : undefined;
  };
  const own = parting(stretch);
  if (own === undefined) return undefined;
  const others = surrogates(stretch, SURROGATES).map(parting).filter((value) => value !== undefined);
  if (others.length === 0) return undefined;
  const gain = mean(others) - own;
  const asGood = others.filter((value) => value <= own).length;
  return { gain, asGood, surrogates: others.length, found: asGood === 0 && gain > LEAST_GAIN };
};
