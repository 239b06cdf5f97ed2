/**
 * A next-generation reservoir: the next increment as a quadratic function of the present row and the one before it.
 *
 * @module
 */
import type { Baseline } from "./baseline.ts";
import { regressionOn, type SmoothFeatures } from "./regression.ts";

/** Rows of the past, the present among them. */
const ROWS = 2;
/** With more variables only the present row is looked at. */
const MOST_WITH_PAST = 10;
/** With more entries than this of each only its square is taken, and no product with another. */
const MOST_WITH_PRODUCTS = 20;

/** A constant, all entries of the state, and their squares and products. */
const quadratic = (memory: number, columns: number): SmoothFeatures => {
  const size = memory * columns;
  const products = size <= MOST_WITH_PRODUCTS;
  const lastOf = (i: number): number => products ? size : i + 1;
  return {
    memory,
    count: 1 + size + (products ? size * (size + 1) / 2 : size),
    values: (state, out) => {
      out[0] = 1;
      out.set(state, 1);
      for (let i = 0, at = 1 + size; i < size; i++) {
        for (let j = i; j < lastOf(i); j++) out[at++] = state[i]! * state[j]!;
      }
    },
    addSlopes: (state, weights, out) => {
      for (let c = 0; c < columns; c++) {
        for (let i = 0; i < size; i++) out[c * size + i]! += weights[(1 + i) * columns + c]!;
        for (let i = 0, at = 1 + size; i < size; i++) {
          for (let j = i; j < lastOf(i); j++, at++) {
            const weight = weights[at * columns + c]!;
            out[c * size + i]! += weight * state[j]!;
            out[c * size + j]! += weight * state[i]!;
          }
        }
      }
    },
  };
};

/**
 * Ridge regression on a quadratic expansion of the last two rows.
 *
 * @source D. J. Gauthier, E. Bollt, A. Griffith & W. A. S. Barbosa (2021), Next generation reservoir computing, Nature
 * Communications 12, 5564.
 */
export const reservoir: Baseline = {
  kind: "reservoir",
  title: "next-generation reservoir",
  references: [
    "D. J. Gauthier, E. Bollt, A. Griffith, W. A. S. Barbosa, Next generation reservoir computing, Nature Communications 12, 5564 (2021)",
  ],
  make: (learned) => {
    const { columns } = learned.series;
    return regressionOn(learned, quadratic(columns > MOST_WITH_PAST ? 1 : ROWS, columns));
  },
};
