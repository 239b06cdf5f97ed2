/**
 * Context parroting: finds the stretch of the past that is most like the last one, and repeats what followed it.
 *
 * @module
 */
import { type Baseline, mostAlike, theilerWindow } from "./baseline.ts";

/** Rows of the past that are compared. */
const ROWS = 10;

/**
 * What followed the most similar stretch. At the end of a trial the stretch that is most like that end is looked for, and
 * what followed it is repeated, so that a free run ends in a loop; its largest exponent is 0.
 *
 * A Theiler window before the end of each trial does not count: in a finely sampled series the stretch most like the last
 * one is that very one a row ago, and what followed it is the end itself, for ever.
 *
 * @source Y. Zhang & W. Gilpin (2025), Context parroting: a simple but tough-to-beat baseline for foundation models in
 * scientific machine learning, arXiv 2505.11349.
 */
export const parroting: Baseline = {
  kind: "parroting",
  title: "context parroting",
  references: [
    "Y. Zhang, W. Gilpin, Context parroting: A simple but tough-to-beat baseline for foundation models in scientific machine learning, arXiv 2505.11349 (2025)",
  ],
  make: (learned) => {
    const { series: { values, columns }, stretches } = learned;
    const after = theilerWindow(learned);
    const longest = Math.max(...stretches.map(({ start, end }) => end - start));
    const memory = Math.max(1, Math.min(ROWS, longest - after));
    const rows = { before: memory - 1, after };
    const followers = new Map<number, number>();
    /** The row after the one that is most like the end of a stretch. */
    const afterEnd = (end: number): number => {
      const known = followers.get(end);
      if (known !== undefined) return known;
      const past = values.slice(Math.max(0, end - memory) * columns, end * columns);
      const next = (mostAlike(learned, past, rows) ?? end - 1) + 1;
      followers.set(end, Math.min(next, end - 1));
      return followers.get(end)!;
    };
    const endOf = (row: number): number => stretches.find(({ start, end }) => row >= start && row < end)!.end;
    return {
      memory,
      forecast: (past, steps) => {
        const out = new Float64Array(steps * columns);
        const alike = mostAlike(learned, past, rows);
        if (alike === null) return out.fill(NaN);
        let [row, end] = [alike + 1, endOf(alike)];
        for (let step = 0; step < steps; step++, row++) {
          if (row >= end) {
            row = afterEnd(end);
            end = endOf(row);
          }
          for (let c = 0; c < columns; c++) out[step * columns + c] = values[row * columns + c]!;
        }
        return out;
      },
      lambda1: () => 0,
    };
  },
};
