/**
 * A linear autoregressive model.
 *
 * @module
 */
import type { Baseline } from "./baseline.ts";
import { regressionOn, type SmoothFeatures } from "./regression.ts";

/** As many past rows, where there are not too many variables. */
const MOST_LAGS = 10;
/** Variables times past rows are no more than this. */
const MOST_FEATURES = 200;

/** A constant and all entries of the state. */
const affine = (memory: number, columns: number): SmoothFeatures => {
  const size = memory * columns;
  return {
    memory,
    count: 1 + size,
    values: (state, out) => {
      out[0] = 1;
      out.set(state, 1);
    },
    addSlopes: (_, weights, out) => {
      for (let i = 0; i < size; i++) {
        for (let c = 0; c < columns; c++) out[c * size + i]! += weights[(1 + i) * columns + c]!;
      }
    },
  };
};

/** The next row as a linear function of the last ten, of fewer where there are many variables: ridge regression. */
export const linear: Baseline = {
  kind: "linear",
  title: "linear autoregressive model",
  references: [],
  make: (learned) => {
    const { columns } = learned.series;
    const memory = Math.max(1, Math.min(MOST_LAGS, Math.floor(MOST_FEATURES / columns)));
    return regressionOn(learned, affine(memory, columns));
  },
};
