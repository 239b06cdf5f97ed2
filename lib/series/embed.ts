/**
 * Delay embedding: a series together with delayed copies of itself.
 *
 * @module
 */
import { counted } from "../core/program/text.ts";
import * as E from "fp-ts/Either.js";
import { cannotCompute, type LyapError } from "../core/program/errors.ts";
import type { NamedSeries } from "./generate.ts";

/** How a series is embedded. */
export interface Embedding {
  /** How often each column is taken; 1 leaves the series as it is. */
  readonly dimension: number;
  /** Steps from one copy to the next. */
  readonly delay: number;
}

/**
 * Embeds a series by delays. Column c of the result's row t holds x(t), x(t + delay), … of each variable in turn, so the
 * last copy is the newest and the result is shorter by (dimension − 1) · delay rows.
 *
 * @errors CannotCompute when the series has no row left.
 * @source Takens (1981), Detecting strange attractors in turbulence, Lecture Notes in Mathematics 898, 366–381; Sauer,
 * Yorke & Casdagli (1991), J. Stat. Phys. 65, 579–616.
 *
 * @example Two copies, two steps apart
 * ```ts
 * import { embed } from "./embed.ts";
 * import { seriesOf } from "./series.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const series = seriesOf([[1], [2], [3], [4]], 0.1);
 * const embedded = embed({ series, variables: ["x"] }, { dimension: 2, delay: 2 });
 * assertEquals(embedded._tag === "Right" && [...embedded.right.series.values], [1, 3, 2, 4]);
 * assertEquals(embedded._tag === "Right" && embedded.right.variables, ["x(t)", "x(t + 2)"]);
 * ```
 */
export const embed = (
  { series, variables }: NamedSeries,
  { dimension, delay }: Embedding,
): E.Either<LyapError, NamedSeries> => {
  if (dimension === 1) return E.right({ series, variables });
  const rows = series.rows - (dimension - 1) * delay;
  if (rows < 1) {
    return E.left(cannotCompute(
      `Cannot embed ${counted(series.rows, "row")} in ${counted(dimension, "dimension")} with a delay of ${
        counted(delay, "step")
      }: no row is left`,
      `a dimension and a delay with (dimension − 1) · delay below ${series.rows} leave some`,
    ));
  }
  const columns = series.columns * dimension;
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < series.columns; c++) {
      for (let copy = 0; copy < dimension; copy++) {
        values[row * columns + c * dimension + copy] = series
          .values[(row + copy * delay) * series.columns + c]!;
      }
    }
  }
  return E.right({
    series: { ...series, values, rows, columns },
    variables: variables.flatMap((name) =>
      Array.from(
        { length: dimension },
        (_, copy) => copy === 0 ? `${name}(t)` : `${name}(t + ${copy * delay})`,
      )
    ),
  });
};
