/**
 * Training loss over the epochs, one line per run, one panel per forcing interval.
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

/** Loss over epochs. */
export const lossFigure: Kind<
  FigureKindOf<"loss", {
    /** The label of which each value has a panel. */
    readonly over: Optional<string>;
    readonly data: Optional<string | null>;
  }>
> = figureKind(
  "loss",
  {
    over: optional(text, "τ"),
    data: optionalName,
  },
  ({ over, data }, evidence) =>
    pipe(
      subjectOf(evidence, data),
      E.chain((subject) =>
        historyFigure(subject, over, {
          kind: "loss",
          title: "Training loss over the epochs",
          short: "loss",
          axis: {
            quantity: "mean squared error",
            unit: squaredUnitOf(subject.data),
          },
          meaning: "mean squared error over the batches of an epoch",
          values: (run) => run.history.loss,
        })
      ),
    ),
);
