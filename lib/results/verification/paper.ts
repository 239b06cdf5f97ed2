/**
 * The whole paper in one document: each of its sentences that an experiment restates, with its numbers and ours.
 *
 * @module
 */
import { markdownTable } from "markdown-table";
import { LYAP_IN_CLONE } from "../../core/program/typed.ts";
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

/** The command that draws and judges an experiment from what was published, in a clone. */
const commandOf = ({ experiment }: Judged): string => `${LYAP_IN_CLONE} report ${experiment} --profile paper`;

const upheldOf = ({ status, claims }: Judged): string =>
  status !== "judged"
    ? "not all runs are published"
    : `${claims.filter(({ verdict }) => verdict === "upheld").length} of ${claims.length}`;

/** Each experiment in a line: what it is about, how many of its claims hold, and the command. */
const overview = (sections: readonly PaperSection[]): readonly string[] => [
  "## At a glance",
  "",
  "The commands are typed in a clone. Where a line counts claims, `report` draws and judges what was published, in seconds and " +
  "without training. The others are published in part: `run` with the profile `paper` takes what is published, trains the rest, " +
  "and judges; `--dry-run` says how long that takes. The profile `quick` trains smaller networks in minutes, and shows less.",
  "",
  markdownTable([
    ["experiment", "about", "claims that hold", "command"],
    ...sections.map(({ title, judged }) => [
      `\`${judged.experiment}\``,
      title,
      upheldOf(judged),
      judged.status === "judged"
        ? `\`${commandOf(judged)}\``
        : `\`${LYAP_IN_CLONE} run ${judged.experiment} --profile paper\``,
    ]),
  ]),
  "",
];

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
 * @param preface What precedes the tables, in Markdown.
 * @param sections Those that are complete come first, each group in the order given.
 */
export const paperDocument = (preface: string, sections: readonly PaperSection[]): string => {
  const complete = sections.filter(({ judged }) => judged.status === "judged");
  const others = sections.filter(({ judged }) => judged.status !== "judged");
  const [head = "", ...rest] = preface.trim().split(/\n(?=## )/);
  const about = [
    head.trim(),
    "",
    ...overview([...complete, ...others]),
    ...rest.map((part) => `${part.trim()}\n`),
  ];
  return [...about, ...complete.flatMap(section), ...others.flatMap(section)].join("\n").trim() +
    "\n";
};
