/**
 * A verification as Markdown, for the summaries that CI systems show.
 *
 * @module
 */
import { markdownTable } from "markdown-table";
import { hasFlipped, isSame, type Verification, wordOf, wordsOfAudit } from "./verification.ts";

/** Text that a Markdown table shows as it is. */
const plain = (text: string): string => text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ");

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
  return [
    "# Verification",
    "",
    `${count} claims, ${flipped} of them otherwise than expected.`,
    "",
    markdownTable([["experiment", "from", "verdict", "claim", "because"], ...claims]),
    ...(audited.length === 0 ? [] : [
      "",
      `## Audit (seed ${seed})`,
      "",
      markdownTable([
        ["experiment", "run", "result"],
        ...audited.map((each) => [
          each.experiment,
          each.run,
          `${isSame(each) ? "✓" : "✗"} ${plain(wordsOfAudit(each))}`,
        ]),
      ]),
    ]),
    "",
  ].join("\n");
};
