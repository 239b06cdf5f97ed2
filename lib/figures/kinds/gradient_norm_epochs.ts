/**
 * Norm of the loss gradient over the epochs, one line per run, one panel per forcing interval.
 *
 * @module
 */
import type { Kind } from "../../catalogue.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { type Optional, optional, text } from "../../codec/codec.ts";
import { figureKind, type FigureKindOf, optionalName } from "../kind.ts";
import { squaredUnitOf } from "../origin.ts";
import { subjectOf } from "../selection.ts";
import { historyFigure } from "../history.ts";

/** Gradient norm over epochs. */
export const gradientNormEpochsFigure: Kind<
  FigureKindOf<"gradientNormOverEpochs", {
    /** The label of which each value has a panel. */
    readonly over: Optional<string>;
    readonly data: Optional<string | null>;
  }>
> = figureKind(
  "gradientNormOverEpochs",
  {
    over: optional(text, "τ"),
    data: optionalName,
  },
  ({ over, data }, evidence) =>
    pipe(
      subjectOf(evidence, data),
      E.chain((subject) =>
        historyFigure(subject, over, {
          kind: "gradientNormOverEpochs",
          title: "Norm of the loss gradient over the epochs",
          short: "gradient norm",
          axis: {
            quantity: "gradient norm ‖∂L/∂θ‖",
            unit: squaredUnitOf(subject.data),
          },
          meaning: "norm of the loss gradient, mean over the batches of an epoch",
          values: (run) => run.history.gradientNorm,
        })
      ),
    ),
);
