/**
 * How long a gradient step takes on this machine, at the sizes of a fit.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import type { CellInput } from "../../networks/catalogue.ts";
import type { ObservationInput } from "../../networks/observations/catalogue.ts";
import type { Series } from "../../series/series.ts";
import { cannotCompute, type LyapError } from "../../program/errors.ts";
import type { Program } from "../../program/program.ts";
import { median } from "../../numerics/resampling.ts";
import { decode } from "../../codec/codec.ts";
import type { BatchSettings } from "../../training/batches.ts";
import type { ForcingInput } from "../../training/forcing/catalogue.ts";
import { trainingSettings } from "../../training/settings.ts";
import { train } from "../../training/train.ts";

/** What is to be timed. */
export interface Timed {
  readonly cell: CellInput;
  readonly observation: ObservationInput;
  readonly forcing: ForcingInput;
  readonly batches: BatchSettings;
}

/** Epochs that are timed, after one that warms up. */
const EPOCHS = 5;

/** Seconds of one update of the weights: the median over a few epochs. */
export const secondsPerUpdate =
  (timed: Timed, series: Series): Program<number> => ({ clock }) => async () => {
    await Promise.resolve();
    return pipe(
      decode(trainingSettings, { ...timed, epochs: EPOCHS + 1 }),
      E.mapLeft((faults): LyapError =>
        cannotCompute(
          `Cannot train this cell: ${
            faults.map(({ path, expected }) => `${path} must be ${expected}`).join("; ")
          }`,
          "choose another cell with --cells",
        )
      ),
      E.chain((settings) => train(settings, series, { predictabilitySteps: null })),
      E.map((training) => {
        const seconds: number[] = [];
        training.next();
        for (let before = clock(); !training.next().done;) {
          const now = clock();
          seconds.push((now - before) / 1000 / timed.batches.perEpoch);
          before = now;
        }
        return seconds.length === 0 ? 0 : median(seconds);
      }),
    );
  };

/** The costs of both cells, one after the other. */
export const bothCosts = (
  sparse: Timed,
  generalized: Timed,
  series: Series,
): Program<{ readonly sparseUpdate: number; readonly generalizedUpdate: number }> =>
  pipe(
    RTE.Do,
    RTE.bindW("sparseUpdate", () => secondsPerUpdate(sparse, series)),
    RTE.bindW("generalizedUpdate", () => secondsPerUpdate(generalized, series)),
  );
