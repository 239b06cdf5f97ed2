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

/** A claim with our measure, and with that of the authors. */
export const byBothMeasures = <const C extends { readonly id: string }>(claim: C) =>
  measures.map(({ measure, suffix }) => ({ ...claim, measure, id: `${claim.id}${suffix}` }));

/** For each cell D_stsp over τ is smallest from `low` to `high`. */
export const uShape = (cells: readonly Cell[], low: number, high: number, words: Words) =>
  cells.flatMap((cell) =>
    byBothMeasures({
      kind: "minimum within",
      id: `${cell}-u-shape`,
      over: "τ",
      low,
      high,
      group: { cell },
      ...words,
    })
  );

/** For each cell D_stsp of some runs is at least that share of what a fixed point at the mean has. */
const nearCeiling = (
  name: string,
  cells: readonly Cell[],
  times: number,
  runs: { readonly τ: readonly number[] } | { readonly forcing: string },
  words: Words,
) =>
  cells.flatMap((cell) =>
    byBothMeasures({
      kind: "at least",
      id: `${cell}-${name}`,
      value: "ceiling",
      times,
      group: { cell, ...runs },
      ...words,
    })
  );

/** At these intervals a cell's D_stsp is near that of a fixed point at the mean: nothing has been learned. */
export const plateau = (cells: readonly Cell[], intervals: readonly number[], words: Words) =>
  nearCeiling("plateau", cells, 0.75, { τ: intervals }, words);

/** Without forcing, their gradients clipped, the cells come no nearer to the attractor than half of the way. */
export const classicalFails = (words: Words) =>
  nearCeiling("classical-fails", ["PLRNN", "RNN", "LSTM"], 0.5, { forcing: "none" }, words);

/** No network diverged: the released code leaves such runs out of its means, here they count as the worst. */
export const noneDiverged = (words: Words) =>
  ({ kind: "diverged share", id: "no-network-diverged", most: 0, ...words }) as const;

/** A cell's D_stsp at one interval is at most `factor` times that at another: it tolerates the change. */
export const tolerates = (cell: Cell, τ: number, than: number, factor: number, words: Words) =>
  byBothMeasures({
    kind: "ratio at most",
    id: `${cell}-tolerates-${τ}`,
    group: { cell, τ },
    reference: { cell, τ: than },
    factor,
    ...words,
  });

/** A cell's D_stsp at one interval is at least `factor` times smaller than at others. */
export const collapses = (
  cell: Cell,
  τ: number,
  at: readonly number[],
  factor: number,
  words: Words,
) =>
  byBothMeasures({
    kind: "ratio at least",
    id: `${cell}-collapses-at-${at.join("-")}`,
    small: { cell, τ },
    large: at.map((each) => ({ cell, τ: each })),
    factor,
    ...words,
  });
