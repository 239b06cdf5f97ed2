/**
 * Climatology: the values and the spectra of the series, and nothing of its dynamics.
 *
 * @module
 */
import { column } from "../../series/series.ts";
import { mean } from "../../numerics/statistics.ts";
import { seamlessStretch, surrogates } from "../../lyapunov/series/determinism.ts";
import type { Baseline } from "./baseline.ts";

/**
 * A free run is a surrogate with the values, power spectra and cross-spectra of the series, repeated where it ends; a
 * forecast is the mean. Linear noise has no exponent.
 *
 * @source T. Schreiber & A. Schmitz (2000), Surrogate time series, Physica D 142, 346–382.
 */
export const climatology: Baseline = {
  kind: "climatology",
  title: "climatology (a surrogate with the same spectrum)",
  references: ["T. Schreiber, A. Schmitz, Surrogate time series, Physica D 142, 346–382 (2000)"],
  make: ({ series }) => {
    const { columns } = series;
    const signals = Array.from({ length: columns }, (_, index) => column(series, index));
    const means = signals.map((each) => mean(each));
    const made: Float64Array[] = [];
    const surrogate = (): readonly Float64Array[] => {
      if (made.length === 0) made.push(...surrogates(seamlessStretch(signals), 1)[0]!);
      return made;
    };
    return {
      memory: 1,
      forecast: (_, steps) => Float64Array.from({ length: steps * columns }, (_, i) => means[i % columns]!),
      freeRun: (_, steps) => {
        const repeated = surrogate();
        const length = repeated[0]!.length;
        return Float64Array.from(
          { length: steps * columns },
          (_, i) => repeated[i % columns]![Math.floor(i / columns) % length]!,
        );
      },
      lambda1: () => null,
    };
  },
};
