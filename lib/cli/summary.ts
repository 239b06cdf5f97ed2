/**
 * What a person reads at the end of an experiment: measures of each group of runs, verdicts, and where the page is.
 *
 * @module
 */
import { resolve, toFileUrl } from "@std/path/mod.js";
import { settingNames } from "../report/figures/selection.ts";
import { measureCalled } from "../measures/identity.ts";
import { shortNumber } from "../numerics/format.ts";
import { median } from "../numerics/statistics.ts";
import { counted } from "../core/program/text.ts";
import type { ResultDocument, RunDocument } from "../report/document.ts";
import { untracedSentences } from "../results/sample.ts";
import { wrapped } from "../core/program/text.ts";
import { tableLines } from "./table.ts";

/** A page as a link that a terminal opens. */
export const pageLine = (page: string): string => `report: ${toFileUrl(resolve(page)).href}`;

const number = (value: number | null): string => value === null ? "–" : shortNumber(value, 3);

/** The median of what runs have; null if fewer than half have anything. */
const medianOf = (values: readonly (number | null | undefined)[]): number | null => {
  const known = values.filter((value): value is number =>
    typeof value === "number" && Number.isFinite(value)
  );
  return 2 * known.length <= values.length ? null : median(known);
};

/** The first column is so wide at most; longer names go on in the next line. */
const NAME_WIDTH = 40;

/** A row, with its name in as many lines as that needs. */
const rowLines = ([name = "", ...numbers]: readonly string[]): readonly (readonly string[])[] => {
  const [first = "", ...rest] = wrapped(name, NAME_WIDTH);
  return [[first, ...numbers], ...rest.map((line) => [`  ${line}`])];
};

/** A line for each group: how many runs, how many of them diverged, the medians of measures and of λ₁. */
export const groupTable = (runs: readonly RunDocument[]): readonly string[] => {
  const measures = [...new Set(runs.flatMap((run) => Object.keys(run.measures)))];
  const hasDiverged = runs.some(({ outcome }) => outcome === "diverged");
  const groups = Map.groupBy(runs, settingNames(runs));
  const rows = [...groups].map(([words, group]) => [
    words,
    String(group.length),
    ...(hasDiverged ? [String(group.filter(({ outcome }) => outcome === "diverged").length)] : []),
    ...measures.map((name) => number(medianOf(group.map((run) => run.measures[name])))),
    number(medianOf(group.map(({ lyapunov }) => lyapunov?.exponents[0]))),
  ]);
  const heading = [
    "medians",
    "n",
    ...(hasDiverged ? ["diverged"] : []),
    ...measures.map(measureCalled),
    "λ₁ per step",
  ];
  return tableLines([heading, ...rows].flatMap(rowLines), heading.map((_, index) => index).slice(1));
};

/** Characters of the mark before a verdict. */
const MARK = 11;

const verdictLines = (
  { verdict, statement, because }: ResultDocument["claims"][number],
  width: number,
): readonly string[] => {
  const [first = "", ...rest] = wrapped(`${statement} ${because}`, width - MARK);
  return [
    `${verdict === "upheld" ? "✓ upheld " : "✗ refuted"}  ${first}`,
    ...rest.map((line) => `${" ".repeat(MARK)}${line}`),
  ];
};

/**
 * What came of an experiment, without the page.
 *
 * @param nothingToDo Whether everything had been made before.
 * @param width Characters of a line.
 */
export const summaryLines = (
  document: ResultDocument,
  nothingToDo: boolean,
  width: number,
): readonly string[] => {
  const { experiment, profile, claims, runs } = document;
  const upheld = claims.filter(({ verdict }) => verdict === "upheld").length;
  return [
    `${experiment} (${profile}) is finished${nothingToDo ? ": nothing to do" : ""}`,
    "",
    ...groupTable(runs),
    "",
    ...claims.flatMap((claim) => verdictLines(claim, width)),
    ...untracedSentences(runs),
    ...(claims.length === 0 ? [] : [`${upheld} of ${counted(claims.length, "claim")} upheld`]),
  ];
};
