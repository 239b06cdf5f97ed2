/**
 * What a training recorded over its epochs, one line per run, one panel per forcing interval: the loss, and the norm of its
 * gradient.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { type Optional, optional, text } from "../../../core/codec/codec.ts";
import type { Kind } from "../../../core/catalogue.ts";
import { figureKind, type FigureKindOf, optionalName } from "../kind.ts";
import { squaredUnitOf } from "../origin.ts";
import { subjectOf } from "../selection.ts";
import { historyFigure, type Recorded } from "../history.ts";

/** Options of a figure over epochs. */
export const overEpochs: {
  /** The label of which each value has a panel. */
  readonly over: Optional<string>;
  readonly data: Optional<string | null>;
} = {
  over: optional(text, "τ"),
  data: optionalName,
};

const recordedFigure = <const Name extends string>(
  kind: Name,
  quantity: string,
  recorded: Omit<Recorded, "kind" | "axis">,
): Kind<FigureKindOf<Name, typeof overEpochs>> =>
  figureKind<Name, typeof overEpochs>(kind, overEpochs, ({ over, data }, evidence) =>
    pipe(
      subjectOf(evidence, data),
      E.chain((subject) =>
        historyFigure(subject, over, {
          ...recorded,
          kind,
          axis: { quantity, unit: squaredUnitOf(subject.data) },
        })
      ),
    ));

/** Loss over epochs. */
export const lossFigure: Kind<
  FigureKindOf<"loss", typeof overEpochs>
> = recordedFigure("loss", "mean squared error", {
  title: "Training loss over the epochs",
  short: "loss",
  meaning: "mean squared error over the batches of an epoch",
  values: (run) => run.history.loss,
  cutsSpikes: true,
});

/** Gradient norm over epochs. */
export const gradientNormEpochsFigure: Kind<
  FigureKindOf<"gradientNormOverEpochs", typeof overEpochs>
> = recordedFigure("gradientNormOverEpochs", "gradient norm ‖∂L/∂θ‖", {
  title: "Norm of the loss gradient over the epochs",
  short: "gradient norm",
  meaning: "norm of the loss gradient, mean over the batches of an epoch",
  values: (run) => run.history.gradientNorm,
  cutsSpikes: false,
});
