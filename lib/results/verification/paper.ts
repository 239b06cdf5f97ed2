/**
 * The whole paper in one document: each of its sentences that an experiment restates, with its numbers and ours.
 *
 * @module
 */
import { paperTable, restatesPaper, standingInWords } from "./people.ts";
import type { Judged } from "./verification.ts";

/** An experiment and its verdicts on the published runs. */
export interface PaperSection {
  readonly title: string;
  readonly judged: Judged;
}

const refuted = ({ judged: { claims } }: PaperSection): readonly string[] => {
  const explained = new Map<string, string[]>();
  for (const { verdict, id, explanation, because } of claims) {
    if (verdict !== "refuted") continue;
    const why = explanation ?? because;
    explained.set(why, [...explained.get(why) ?? [], id]);
  }
  return explained.size === 0 ? [] : [
    "Why claims are refuted:",
    "",
    ...[...explained].map(([why, ids]) => `- ${ids.join(", ")}: ${why}`),
    "",
  ];
};

const section = (each: PaperSection): readonly string[] => {
  const { title, judged } = each;
  return [
    `## ${title}`,
    "",
    `\`${judged.experiment}\`, ${
      judged.status === "judged" ? standingInWords(judged) : "not complete: not all of its runs are published"
    }.`,
    "",
    ...(restatesPaper(judged) ? [paperTable(judged.claims), ""] : []),
    ...refuted(each),
  ];
};

/**
 * The document.
 *
 * @param preface What stands before the tables, in Markdown.
 * @param sections Those that are complete come first, each group in the order given.
 */
export const paperDocument = (preface: string, sections: readonly PaperSection[]): string => {
  const complete = sections.filter(({ judged }) => judged.status === "judged");
  const others = sections.filter(({ judged }) => judged.status !== "judged");
  return [preface.trim(), "", ...complete.flatMap(section), ...others.flatMap(section)].join("\n").trim() +
    "\n";
};
