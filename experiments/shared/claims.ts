/**
 * Claims that the sweeps over the forcing interval share, each with our measure and with the authors'.
 *
 * @module
 */

type Cell = "PLRNN" | "RNN" | "LSTM";

/** D_stsp as we define it, and as the authors evaluate it. */
const measures = [
  { measure: "D_stsp", suffix: "" },
  { measure: "D_stsp (paper)", suffix: "-paper-measure" },
] as const;

/** What a claim may say besides. */
interface Words {
  readonly restates: string;
  readonly explanation?: string;
}

/** For each cell D_stsp over τ is smallest from `low` to `high`. */
export const uShape = (cells: readonly Cell[], low: number, high: number, words: Words) =>
  cells.flatMap((cell) =>
    measures.map(({ measure, suffix }) => ({
      kind: "minimum within" as const,
      id: `${cell}-u-shape${suffix}`,
      measure,
      over: "τ",
      low,
      high,
      group: { cell },
      ...words,
    }))
  );

/** At these intervals a cell's D_stsp is near that of a fixed point at the mean: nothing has been learned. */
export const plateau = (cells: readonly Cell[], intervals: readonly number[], words: Words) =>
  cells.flatMap((cell) =>
    measures.map(({ measure, suffix }) => ({
      kind: "at least" as const,
      id: `${cell}-plateau${suffix}`,
      measure,
      value: "ceiling" as const,
      times: 0.75,
      group: { cell, τ: intervals },
      ...words,
    }))
  );

/** No network diverged: the released code leaves such runs out of its means, here they count as the worst. */
export const noneDiverged = (words: Words) => ({
  kind: "diverged share" as const,
  id: "no-network-diverged",
  most: 0,
  ...words,
});

/** Without forcing, their gradients clipped, the cells come no nearer to the attractor than half of the way. */
export const classicalFails = (words: Words) =>
  (["PLRNN", "RNN", "LSTM"] as const).flatMap((cell) =>
    measures.map(({ measure, suffix }) => ({
      kind: "at least" as const,
      id: `${cell}-classical-fails${suffix}`,
      measure,
      value: "ceiling" as const,
      times: 0.5,
      group: { cell, forcing: "none" },
      ...words,
    }))
  );

/** A cell's D_stsp at one interval is at most `factor` times that at another: it tolerates the change. */
export const tolerates = (cell: Cell, τ: number, than: number, factor: number, words: Words) =>
  measures.map(({ measure, suffix }) => ({
    kind: "ratio at most" as const,
    id: `${cell}-tolerates-${τ}${suffix}`,
    measure,
    group: { cell, τ },
    reference: { cell, τ: than },
    factor,
    ...words,
  }));

/** A cell's D_stsp at one interval is at least `factor` times smaller than at others. */
export const collapses = (
  cell: Cell,
  τ: number,
  at: readonly number[],
  factor: number,
  words: Words,
) =>
  measures.map(({ measure, suffix }) => ({
    kind: "ratio at least" as const,
    id: `${cell}-collapses-at-${at.join("-")}${suffix}`,
    measure,
    small: { cell, τ },
    large: at.map((each) => ({ cell, τ: each })),
    factor,
    ...words,
  }));
