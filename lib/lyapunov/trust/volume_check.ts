/**
 * A check of a spectrum: its tangent map agrees with neighbouring orbits at finite distance.
 *
 * @module
 */
import { shortNumber } from "../../numerics/format.ts";
import { agrees, type Mismatch } from "../volumes.ts";
import type { SpectrumCheck } from "./spectrum_check.ts";

/** Deviations by the tangent map are the differences of neighbouring orbits. */
export const volumeCheck = (mismatch: Mismatch | null): SpectrumCheck => {
  const name = "finite volumes";
  if (mismatch === null || mismatch.windows === 0) {
    return { name, passed: null, says: "no neighbouring orbits could be compared" };
  }
  const { volume, deviations, rate } = mismatch;
  const percent = (value: number) => `${shortNumber(100 * Math.abs(value) / rate, 2)} %`;
  return {
    name,
    passed: agrees(mismatch),
    says: volume === null
      ? `neighbouring orbits differ from the tangent map by ${percent(deviations)} in place; ` +
        "volumes vanish too fast to be compared"
      : `neighbouring orbits differ from the tangent map by ${percent(volume)} in volume and ${
        percent(deviations)
      } in place`,
  };
};
