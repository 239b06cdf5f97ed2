/**
 * What can be set when an exponent is estimated from a series, and which series are refused.
 *
 * @module
 */
import { column, type Series } from "../../series/series.ts";
import { percent } from "../../numerics/format.ts";
import { cannotCompute, type LyapError } from "../../core/program/errors.ts";
import { almostConstant, standstillOf } from "./changes.ts";

/** Settings of `estimateSeries`; all of them are found from the series when left out. */
export interface EstimateSettings {
  /** Steps between the delayed copies. Default: by the mutual information or the autocorrelation. */
  readonly delay?: number;
  /** Whether the series is that of a map, or of a flow. Default: by the continuity of its increments. */
  readonly isMap?: boolean;
  /** How often each column is taken. Default: by false nearest neighbours or Cao's method. */
  readonly copies?: number;
  /** Smallest separation in time of two neighbours, in steps. Default: the longer of mean period and memory. */
  readonly theiler?: number;
  /** Number of reference points. Default: 4000. */
  readonly references?: number;
  /** Number of blocks of the series from which the standard error comes. Default: 10. */
  readonly blocks?: number;
}

/** Reference points by default. */
export const REFERENCES = 4000;
/** Blocks by default. */
export const BLOCKS = 10;
/** A series with fewer rows is refused. */
export const FEWEST_SAMPLES = 100;
/** Largest number of coordinates that is tried. */
export const MOST_COORDINATES = 12;
/** Largest number of delayed copies that is tried. */
export const MOST_COPIES = 10;

/** Why a series is refused; undefined where it is not. */
export const refusalOf = (series: Series): LyapError | undefined => {
  const { rows, columns, dt } = series;
  if (rows < FEWEST_SAMPLES) {
    return cannotCompute(
      `The series has ${rows} rows, too few for an exponent`,
      `give at least ${FEWEST_SAMPLES}; several thousand are usual`,
    );
  }
  if (!(dt > 0 && Number.isFinite(dt))) {
    return cannotCompute(`The sampling interval dt is ${dt}`, "give a number above 0");
  }
  for (let index = 0; index < columns; index++) {
    const values = column(series, index);
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      return cannotCompute(
        `Row ${bad + 1} of column ${index + 1} is ${values[bad]}`,
        "fill the gap or use the longest part without one",
      );
    }
    if (values.every((value) => value === values[0])) {
      return cannotCompute(
        `Column ${index + 1} is constant (${values[0]})`,
        "leave it out; a constant has no exponent",
      );
    }
    const almost = almostConstant(values);
    if (almost !== undefined) {
      return cannotCompute(
        `Column ${index + 1} is almost constant: ${
          percent(almost.share, 3)
        } of its values are ${almost.value}`,
        "leave it out; what stands still has no exponent",
      );
    }
    const still = standstillOf(values);
    if (still !== undefined) {
      return cannotCompute(
        `Column ${index + 1} is constant (${still.value}) from row ${still.from} ${
          still.to === rows ? "on" : `to row ${still.to}`
        }`,
        still.from > rows - still.to
          ? `give the rows before it: --window 1:${still.from - 1}`
          : `give the rows after it: --window ${still.to + 1}:${rows}`,
      );
    }
  }
  return undefined;
};
