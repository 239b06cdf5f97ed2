/**
 * What a person reads at the end of an experiment: measures of each group of runs, verdicts, and where the page is.
 *
 * @module
 */
import { resolve, toFileUrl } from "@std/path/mod.js";
import { runInWords } from "../codec/labels.ts";
import { shortNumber } from "../numerics/format.ts";
import { median } from "../numerics/statistics.ts";
import { counted } from "../program/text.ts";
import type { ResultDocument, RunDocument } from "../report/document.ts";
import { untracedSentences } from "../results/sample.ts";
import { tableLines, wrapped } from "./table.ts";

/** A page as a link that a terminal opens. */
export const pageLine = (page: string): string => `report: ${toFileUrl(resolve(page)).href}`;

const number = (value: number | null): string => value === null ? "–" : shortNumber(value, 3);

/** The median of what runs have; null where fewer than half have anything. */
const medianOf = (values: readonly (number | null | undefined)[]): number | null => {
  const known = values.filter((value): value is number =>
    typeof value === "number" && Number.isFinite(value)
  );
  return 2 * known.length <= values.length ? null : median(known);
};

/** Runs that differ by their seeds only, under the words for all else. */
const groupsOf = (runs: readonly RunDocument[]): ReadonlyMap<string, readonly RunDocument[]> =>
  Map.groupBy(runs, ({ labels: { seed: _, ...labels } }) => runInWords(labels));

/** A line for each group: how many runs, how many of them diverged, the medians of measures and of λ₁. */
export const groupTable = (runs: readonly RunDocument[]): readonly string[] => {
  const measures = [...new Set(runs.flatMap((run) => Object.keys(run.measures)))];
  const hasDiverged = runs.some(({ outcome }) => outcome === "diverged");
  const rows = [...groupsOf(runs)].map(([words, group]) => [
    words,
    String(group.length),
    ...(hasDiverged ? [String(group.filter(({ outcome }) => outcome === "diverged").length)] : []),
    ...measures.map((name) => number(medianOf(group.map((run) => run.measures[name])))),
    number(medianOf(group.map(({ lyapunov }) => lyapunov?.exponents[0]))),
  ]);
  const heading = ["medians", "n", ...(hasDiverged ? ["diverged"] : []), ...measures, "λ₁ per step"];
  return tableLines([heading, ...rows], heading.map((_, index) => index).slice(1));
};

const WIDTH = 96;

const verdictLines = (
  { verdict, statement, because }: ResultDocument["claims"][number],
): readonly string[] => {
  const [first = "", ...rest] = wrapped(`${statement} ${because}`, WIDTH);
  return [
    `${verdict === "upheld" ? "✓ upheld " : "✗ refuted"}  ${first}`,
    ...rest.map((line) => `           ${line}`),
  ];
};

/** What came of an experiment, without the page. */
export const summaryLines = (document: ResultDocument, nothingToDo: boolean): readonly string[] => {
  const { experiment, profile, claims, runs } = document;
  const upheld = claims.filter(({ verdict }) => verdict === "upheld").length;
  return [
    `${experiment} (${profile}) is finished${nothingToDo ? ": nothing to do" : ""}`,
    "",
    ...groupTable(runs),
    "",
    ...claims.flatMap(verdictLines),
    ...untracedSentences(runs),
    ...(claims.length === 0 ? [] : [`${upheld} of ${counted(claims.length, "claim")} upheld`]),
  ];
};
