/** Series of systems of the catalogue, with the exponent that the equations give along the same stretch of orbit. */
import { pipe } from "fp-ts/function.js";
import { generate } from "../../../lib/series/generate.ts";
import { systemSource, type SystemSourceInput } from "../../../lib/series/generate_settings.ts";
import type { Series } from "../../../lib/series/series.ts";
import { exponentsOfSystem } from "../../../lib/lyapunov/exponents.ts";
import { estimateSeries, type SeriesEstimate } from "../../../lib/lyapunov/series/estimate.ts";
import { decode } from "../../../lib/core/codec/codec.ts";
import { systems } from "../../../lib/systems/catalogue.ts";
import { right } from "../../either.ts";

/** A system as it is observed. */
export type Observed = Omit<SystemSourceInput, "kind" | "noise">;

const sourceOf = (observed: Observed, noise: number) => {
  const dt = observed.dt ?? 1;
  const transient = Math.ceil(100 * systems[observed.system]!.timeScale / dt);
  return right(decode(systemSource, { kind: "system", ...observed, noise, transient }));
};

/** Its series, with observation noise in standard deviations of each variable. */
export const seriesOf = (observed: Observed, noise = 0): Series =>
  pipe(sourceOf(observed, noise), generate, right).series;

/** Its largest exponent from the equations, along the stretch of orbit that the series shows. */
export const exponentFromEquations = (observed: Observed): number => {
  const { parameters, dt, steps, transient, substeps } = sourceOf(observed, 0);
  const options = { k: 1, dt: dt / substeps, time: steps * dt, transient: transient * dt };
  return right(exponentsOfSystem(systems[observed.system]!, parameters, options)).spectrum.exponents[0]!;
};

/** The estimate from a series. */
export const estimateOf = (series: Series): SeriesEstimate =>
  right(estimateSeries(series, { references: 1000 }));
