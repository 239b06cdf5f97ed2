/**
 * What must hold of every kind of figure.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { Read } from "../../core/catalogue.ts";
import type { FigureKind } from "../../report/figures/kind.ts";
import { toSvg } from "../../report/figures/plot/draw.ts";
import type { Figure } from "../../report/figures/plot/figure.ts";
import { placedFigure } from "../../report/figures/plot/layout.ts";
import { textOf, textWidth } from "../../report/figures/plot/text.ts";
import { describeError } from "../../core/program/errors.ts";
import { divergedExample, exampleResult, exampleSweep } from "../../results/example.ts";
import type { Result } from "../../results/result.ts";
import { type Check, checksOfOptions, exampleOf } from "./check.ts";

/** FigureResults by name; the first one has all that a figure may show. */
export type FigureResults = Readonly<Record<string, Result>>;

/** FigureResults on which figures of users are tried. */
export const figureResults = (): FigureResults => ({
  "a sweep": exampleSweep("D_stsp", { 5: [1, 2, null], 30: [0.2, 0.1, 0.3], 200: [3, 4, 5] }),
  "runs that all diverged": exampleResult(
    [1, 2].map((seed) => divergedExample({ cell: "PLRNN", "τ": 30, seed })),
  ),
  "no runs": exampleResult([]),
});

/** Widths in pixels: a page, and a phone. */
const WIDTHS: readonly number[] = [720, 340];

const wrongWords = ({ title, finding, caption, panels, table }: Figure): string | null => {
  const texts = [title, textOf(finding), ...caption];
  const nonsense = texts.find((text) => text === "" || /NaN|undefined|null|\[object/.test(text));
  return nonsense !== undefined
    ? `a text is "${nonsense}"`
    : !caption.every((sentence) => /^\S.*\.$/s.test(sentence))
    ? `its caption is not a list of sentences: ${caption.join(" | ")}`
    : !/\b(\d+ (?:seeds?|runs?)|one orbit)\b/.test(caption.join(" "))
    ? `its caption does not say how many runs or seeds it shows: ${caption.join(" ")}`
    : panels.length === 0
    ? "it has no panel"
    : panels.some(({ x, y }) => x.quantity === "" || y.quantity === "")
    ? "an axis has no quantity"
    : table.rows.length === 0
    ? "its table has no rows"
    : table.rows.some((row) => row.length !== table.columns.length)
    ? "a row of its table has more or fewer entries than there are columns"
    : null;
};

const wrongSvg = (figure: Figure, again: Figure): string | null => {
  if (toSvg(figure) !== toSvg(again)) return "it is drawn in two ways";
  for (const width of WIDTHS) {
    const svg = toSvg(figure, { width });
    const [nonsense] = /NaN|undefined|Infinity/.exec(svg) ?? [];
    if (nonsense !== undefined) return `it has ${nonsense} in it, ${width} pixels wide`;
    if (!svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"') || !svg.includes('role="img"')) {
      return "it is not a picture";
    }
    if (
      !/aria-labelledby="(\S+)".*<title id="\1">[^<]+<\/title>/.test(svg) ||
      !/aria-describedby="(\S+)".*<desc id="\1">[^<]+<\/desc>/.test(svg)
    ) return "it has no title or no description for readers who cannot see it";
    if (svg.includes("&nbsp;")) return "it contains &nbsp;, which XML does not know";
  }
  return null;
};

/** Whether a builder, which a user may have written without types, returned what it has to. */
const isAnswer = (built: ReturnType<FigureKind["build"]> | undefined): boolean =>
  built?._tag === "Right" || built?._tag === "Left";

const NO_ANSWER = "it returns neither drawn(…) nor cannotDraw(…)";

const outside = (figure: Figure): string | null => {
  for (const width of WIDTHS) {
    const { texts, height } = placedFigure(figure, width, true);
    for (const { x, y, anchor, size, text } of texts) {
      const length = textWidth(text, size);
      const left = x - (anchor === "start" ? 0 : anchor === "end" ? length : length / 2);
      if (left < -1 || left + length > width + 1 || y <= 0 || y >= height) {
        return `${width} pixels wide: ${text}`;
      }
    }
  }
  return null;
};

/**
 * What must hold of a kind of figure.
 *
 * @param results On which it is tried. Default: `figureResults()`.
 */
export const checksOfFigure = (
  kind: FigureKind & Read,
  results: FigureResults = figureResults(),
): readonly Check[] => {
  const settings = exampleOf<{ readonly kind: string }>(kind);
  const checks = checksOfOptions(kind);
  if (settings === null) return checks;
  /** The first fault of what is drawn from any of some results. */
  const drawn = (
    given: FigureResults,
    wrong: (figure: Figure, again: Figure) => string | null,
  ): string | null => {
    for (const [name, result] of Object.entries(given)) {
      const [built, again] = [kind.build(settings, result), kind.build(settings, result)];
      if (!isAnswer(built) || !isAnswer(again)) return NO_ANSWER;
      const fault = E.isRight(built) && E.isRight(again) ? wrong(built.right, again.right) : null;
      if (fault !== null) return `from ${name}: ${fault}`;
    }
    return null;
  };
  const [full] = Object.entries(results);
  return [
    ...checks,
    {
      says: "it draws a figure, or says why it cannot",
      fault: () => {
        for (const [name, result] of Object.entries(results)) {
          const built = kind.build(settings, result);
          if (!isAnswer(built)) return NO_ANSWER;
          const said = E.isLeft(built) ? describeError(built.left).join("; ") : "Cannot …; …";
          if (!/^Cannot .*; ./.test(`${said} `)) {
            return `from ${name}: "${said}"; write cannotDraw("Cannot draw it: there are no runs", "run some")`;
          }
        }
        return null;
      },
    },
    {
      says: "without runs and data it says what is missing",
      fault: () => {
        if (full === undefined) return null;
        const built = kind.build(settings, { ...full[1], runs: [], data: [] });
        return !isAnswer(built) ? NO_ANSWER : E.isRight(built) ? "it draws a figure of nothing" : null;
      },
    },
    {
      says: "it says what it shows, with n, quantities and the numbers behind it",
      fault: () => full === undefined ? null : drawn(Object.fromEntries([full]), wrongWords),
    },
    {
      says: "it is drawn the same twice, with name and description, and every coordinate is a number",
      fault: () => drawn(results, wrongSvg),
    },
    { says: "no text leaves the picture, wide or narrow", fault: () => drawn(results, outside) },
  ];
};
