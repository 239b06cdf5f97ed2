/**
 * The first screen of a page: what was found in one sentence, the figure that shows it, and the words that it needs.
 *
 * @module
 */
import type { Result, Verdict } from "../results/result.ts";
import type { Figure } from "./figures/plot/figure.ts";
import { textOf } from "./figures/plot/text.ts";
import { hasDiverged } from "./figures/selection.ts";
import { counted } from "../core/program/text.ts";
import { explanation, glossary, type Word, wordsIn } from "./glossary.ts";
import { element, type Node, rich } from "./markup.ts";

/** How many claims hold, and of how many runs. */
export const claimsSummary = ({ runs, profile }: Result, verdicts: readonly Verdict[]): string => {
  const upheld = verdicts.filter(({ verdict }) => verdict === "upheld").length;
  const refuted = verdicts.length - upheld;
  const diverged = runs.filter(hasDiverged).length;
  const claims = verdicts.length === 0
    ? "No claim was made"
    : refuted === 0
    ? verdicts.length === 1 ? "The claim holds" : `All ${verdicts.length} claims hold`
    : `${upheld} of ${counted(verdicts.length, "claim")} ${upheld === 1 ? "holds" : "hold"}, ${refuted} ${
      refuted === 1 ? "is" : "are"
    } refuted`;
  return `${claims}; ${counted(runs.length, "run")}, ${
    diverged === 0 ? "none" : diverged
  } diverged; profile ${profile}.`;
};

/**
 * The place of the figure that shows what an experiment is about: that of its first claim, or else its first picture.
 * Null if there is no picture.
 */
export const decisive = (figures: readonly Figure[], shownIn: readonly (number | null)[]): number | null => {
  const first = figures.findIndex(({ panels }) => panels.length > 0);
  return shownIn[0] ?? (first < 0 ? null : first);
};

/** At most this many words are explained on the first screen; the others are explained where they first occur. */
const MOST_WORDS = 5;

/** The words of a figure, in the order of the glossary: of its finding, its axes, and the names of its lines. */
const wordsOfFigure = ({ finding, panels, legend }: Figure): readonly Word[] => {
  const texts = [
    textOf(finding),
    ...panels.flatMap(({ x, y, above }) => [x.quantity, y.quantity, ...above.map(({ label }) => label)]),
    ...panels.flatMap(({ marks }) => marks.flatMap((mark) => mark.type === "rule" ? [mark.label] : [])),
    ...legend.map(({ label }) => label),
  ];
  const found = new Set(texts.flatMap((text) => wordsIn(text).flatMap(({ word }) => word?.id ?? [])));
  return glossary.filter(({ id }) => found.has(id));
};

/** The words that a reader of the first screen needs. */
export const wordsNode = (figure: Figure | undefined): readonly Node[] => {
  const words = figure === undefined
    ? []
    : wordsOfFigure(figure).filter(({ id }) => id !== "seed").slice(0, MOST_WORDS);
  if (words.length === 0) return [];
  return [element(
    "dl.words",
    { ariaLabel: "Words" },
    ...words.flatMap((word) => [
      element("dt", {}, ...rich(word.term)),
      element("dd", {}, ...rich(explanation(word))),
    ]),
  )];
};
