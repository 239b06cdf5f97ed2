/**
 * What a person reads at the end of an experiment.
 *
 * @module
 */
import type { ResultDocument } from "../report/document.ts";
import { untracedSentences } from "../results/sample.ts";

/** Verdicts with their reasons, and which runs diverged. */
export const summaryLines = (document: ResultDocument, nothingToDo: boolean): readonly string[] => {
  const diverged = document.runs.filter(({ outcome }) => outcome === "diverged");
  return [
    nothingToDo
      ? `${document.experiment} (${document.profile}) is finished: nothing to do`
      : `${document.experiment} (${document.profile}) is finished`,
    ...document.claims.flatMap(({ verdict, statement, because }) => [
      `  ${verdict === "upheld" ? "✓ upheld " : "✗ refuted"}  ${statement}`,
      `             ${because}`,
    ]),
    ...(diverged.length > 0
      ? [
        `  ${diverged.length} of ${document.runs.length} runs diverged: ${
          diverged.map(({ id }) => id).join(", ")
        }`,
      ]
      : []),
    ...untracedSentences(document.runs).map((sentence) => `  ${sentence}`),
  ];
};
