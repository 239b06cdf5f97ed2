/**
 * The exponents of a saved network along its own free run, beside which those of the recording can be held.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { initialState, modelMap } from "../../networks/model.ts";
import type { Estimate } from "../../lyapunov/result.ts";
import { lyapunovSpectrum } from "../../lyapunov/spectrum.ts";
import { mapTangent } from "../../lyapunov/tangent_map.ts";
import { cannotCompute, type LyapError } from "../../core/program/errors.ts";
import type { SavedModel } from "./saved_model.ts";

/** Steps of the free run, and those before that are left out. */
const STEPS = 100_000;
const TRANSIENT = 2_000;

/**
 * The largest exponents of a saved network, from where its recording ended.
 *
 * @param saved The network.
 * @param k How many.
 * @returns In nats per time unit, the largest first.
 * @errors CannotCompute where the free run diverges.
 */
export const spectrumOfModel = (
  { model, document }: SavedModel,
  k: number,
): E.Either<LyapError, readonly Estimate[]> =>
  model.inputs !== undefined
    ? E.left(cannotCompute(
      "Inputs drive the network, and it has no free run without them",
      "look at its exponents in the report of its fit",
    ))
    : pipe(
      lyapunovSpectrum(mapTangent(modelMap(model)), {
        state: initialState(model, Float64Array.from(document.start)),
        k: Math.min(k, model.cell.units),
        steps: STEPS,
        transient: TRANSIENT,
        tangentTransient: TRANSIENT,
        unit: "nats/step",
      }),
      E.mapLeft((): LyapError =>
        cannotCompute(
          "The network's free run diverges, so it has no exponents",
          "give another model with --model",
        )
      ),
      E.map(({ exponents, standardErrors }) =>
        exponents.map((value, i) => ({
          value: value / document.dt,
          standardError: standardErrors[i]! / document.dt,
        }))
      ),
    );
