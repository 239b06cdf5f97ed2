/**
 * How the Lyapunov exponents of the system or of one network come to rest with the length of the orbit.
 *
 * @module
 */
import type { Optional } from "../../../core/codec/codec.ts";
import type { Kind } from "../../../core/catalogue.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { cannotCompute } from "../../../core/program/errors.ts";
import { convergenceFigure } from "../convergence.ts";
import { figureKind, type FigureKindOf, optionalName } from "../kind.ts";
import { subjectOf } from "../selection.ts";

/** Running estimates of the exponents. */
export const convergenceKind: Kind<
  FigureKindOf<"convergence", {
    /** The run whose network it is; the system itself if left out. */
    readonly run: Optional<string | null>;
    readonly data: Optional<string | null>;
  }>
> = figureKind(
  "convergence",
  {
    run: optionalName,
    data: optionalName,
  },
  ({ run, data }, evidence) =>
    pipe(
      subjectOf(evidence, data),
      E.chain((subject) => {
        const network = subject.runs.find(({ id }) => id === run);
        const spectrum = run === null ? subject.data.spectrum : network?.spectrum ?? null;
        if (spectrum !== null && spectrum.history.time.length > 0) {
          return E.right(convergenceFigure(run ?? subject.data.title, spectrum));
        }
        return E.left(
          network === undefined && run !== null
            ? cannotCompute(
              `Cannot draw the convergence of run "${run}": there is no such run`,
              `name one of: ${subject.runs.map(({ id }) => id).join(", ")}`,
            )
            : cannotCompute(
              `Cannot draw the convergence of exponents: ${
                run ?? subject.data.title
              } has none, or no history of it`,
              "name a run whose training did not diverge, or leave this figure out",
            ),
        );
      }),
    ),
);
