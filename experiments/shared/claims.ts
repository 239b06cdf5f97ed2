/**
 * Claims that the sweeps over the forcing interval share, each with our measure and with the authors'.
 *
 * @module
 */
import * as lyap from "../../experiment.ts";

type Cell = "PLRNN" | "RNN" | "LSTM";
type ClaimInput = lyap.ClaimInput;

/** D_stsp as we define it, and as the authors evaluate it. */
const measures = [
  { measure: "D_stsp", suffix: "" },
  { measure: "D_stsp (paper)", suffix: "-paper-measure" },
] as const;

/** What else a claim may say. */
interface Words {
  readonly restates: string;
  readonly states?: string;
  readonly explanation?: string;
}

/**
 * A claim with our measure, and with that of the authors.
 *
 * @param id Without the part in which the two differ.
 * @param claim The claim on a measure.
 * @param after What ends both ids.
 */
export const byBothMeasures = (
  id: string,
  claim: (on: { readonly id: string; readonly measure: string }) => ClaimInput,
  after = "",
): lyap.ExperimentPart =>
  lyap.claim(...measures.map(({ measure, suffix }) => claim({ id: `${id}${suffix}${after}`, measure })));

/** For each cell D_stsp over τ is smallest from `low` to `high`; of one dataset where there are several. */
export const uShape = (
  cells: readonly Cell[],
  low: number,
  high: number,
  words: Words,
  dataset?: string,
): lyap.ExperimentPart => {
  const ofData = dataset === undefined ? {} : { dataset };
  const after = dataset === undefined ? "" : `-on-${dataset}`;
  return lyap.all(...cells.map((cell) =>
    byBothMeasures(`${cell}-u-shape`, (on) => ({
      ...on,
      kind: "minimum within",
      over: "τ",
      low,
      high,
      group: { cell, ...ofData },
      ...words,
    }), after)
  ));
};

/** For each cell D_stsp of some runs is at least that share of what a fixed point at the mean has. */
const nearCeiling = (
  name: string,
  cells: readonly Cell[],
  times: number,
  runs: { readonly τ: readonly number[] } | { readonly forcing: string },
  words: Words,
): lyap.ExperimentPart =>
  lyap.all(...cells.map((cell) =>
    byBothMeasures(`${cell}-${name}`, (on) => ({
      ...on,
      kind: "at least",
      value: "ceiling",
      times,
      group: { cell, ...runs },
      ...words,
    }))
  ));

/** At these intervals a cell's D_stsp is near that of a fixed point at the mean: nothing has been learned. */
export const plateau = (cells: readonly Cell[], intervals: readonly number[], words: Words) =>
  nearCeiling("plateau", cells, 0.75, { τ: intervals }, words);

/** Without forcing, their gradients clipped, the cells come no nearer to the attractor than half of the way. */
export const classicalFails = (words: Words) =>
  nearCeiling("classical-fails", ["PLRNN", "RNN", "LSTM"], 0.5, { forcing: "none" }, words);

/** No network diverged: the released code leaves such runs out of its means, here they count as the worst. */
export const noneDiverged = (words: Words) =>
  lyap.claim({ kind: "diverged share", id: "no-network-diverged", most: 0, ...words });

/** A cell's D_stsp at one interval is at most `factor` times that at another: it tolerates the change. */
export const tolerates = (cell: Cell, τ: number, than: number, factor: number, words: Words) =>
  byBothMeasures(`${cell}-tolerates-${τ}`, (on) => ({
    ...on,
    kind: "ratio at most",
    group: { cell, τ },
    reference: { cell, τ: than },
    factor,
    ...words,
  }));

/** A cell's D_stsp at one interval is smaller than at others by `factor` or more. */
export const collapses = (cell: Cell, τ: number, at: readonly number[], factor: number, words: Words) =>
  byBothMeasures(`${cell}-collapses-at-${at.join("-")}`, (on) => ({
    ...on,
    kind: "ratio at least",
    small: { cell, τ },
    large: at.map((each) => ({ cell, τ: each })),
    factor,
    ...words,
  }));

/** The predictability time is that of the paper's dashed line. */
export const predictableFor = (
  steps: number,
  words: Words & { readonly within?: number },
) => lyap.claim({ kind: "predictability time near", id: "tau-pred-of-the-paper", steps, ...words });
