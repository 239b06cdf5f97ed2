/**
 * Series from which no exponent can be had whatever one does.
 *
 * @module
 */
import { column, type Series } from "../../series/series.ts";
import { cannotCompute, type LyapError } from "../../program/errors.ts";
import { FEWEST_SAMPLES } from "./settings.ts";

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
  }
  return undefined;
};
