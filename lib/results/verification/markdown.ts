/**
 * A verification as Markdown, for the summaries that CI systems show.
 *
 * @module
 */
import { markdownTable } from "markdown-table";
import { withoutCommands } from "../../core/program/text.ts";
import { paperTable, plain, restatesPaper, standingInWords } from "./people.ts";
import {
  hasFlipped,
  isSame,
  type Judged,
  type Verification,
  wordOf,
  wordsOfAudit,
  wordsOfAuditKind,
} from "./verification.ts";

/** The tables that a reader understands without knowing lyap: where the evidence is published runs, only these. */
const forPeople = (judged: readonly Judged[]): readonly string[] => {
  const onLedger = judged.filter(({ from, status }) => from === "ledger" && status === "judged");
  const shown = (onLedger.length > 0 ? onLedger : judged).filter(restatesPaper);
  return shown.length === 0 ? [] : [
    "# The paper's sentences and what we find",
    "",
    ...shown.flatMap((each) => [`## ${each.experiment} (${each.from})`, "", paperTable(each.claims), ""]),
  ];
};

const overview = (judged: readonly Judged[]): string =>
  markdownTable([
    ["experiment", "evidence", "verdict"],
    ...judged.map((each) => [each.experiment, each.from, plain(standingInWords(each))]),
  ]);

/** A verification as a Markdown document. */
export const verificationMarkdown = ({ judged, audited, seed }: Verification): string => {
  const claims = judged.flatMap(({ experiment, from, status, note, claims }) =>
    status === "judged"
      ? claims.map((claim) => [
        experiment,
        from,
        `${hasFlipped(claim) ? "✗" : "✓"} ${wordOf(claim)}`,
        plain(claim.statement),
        plain(claim.because),
      ])
      : [[experiment, from, status, plain(note), ""]]
  );
  const flipped = judged.flatMap((each) => each.claims).filter(hasFlipped).length;
  const count = judged.flatMap((each) => each.claims).length;
  return withoutCommands([
    ...forPeople(judged),
    "# Verification",
    "",
    ...(judged.length === 0 ? [] : [overview(judged), ""]),
    `${count} claims, ${flipped} of them not as expected.`,
    "",
    markdownTable([["experiment", "from", "verdict", "claim", "because"], ...claims]),
    ...(audited.length === 0 ? [] : [
      "",
      `## Audit (seed ${seed})`,
      "",
      markdownTable([
        ["experiment", "run", "made again", "result"],
        ...audited.map((each) => [
          each.experiment,
          each.words,
          wordsOfAuditKind(each.audit),
          `${isSame(each) ? "✓" : "✗"} ${plain(wordsOfAudit(each))}`,
        ]),
      ]),
    ]),
    "",
  ].join("\n"));
};
