/**
 * Verdicts for people who do not know lyap: the standing of each experiment in a line, why a claim was refuted in a sentence,
 * and the paper's sentences with its numbers beside ours.
 *
 * @module
 */
import { numberInWords } from "../../numerics/format.ts";
import { markdownTable } from "markdown-table";
import { hasFlipped, type Judged, type JudgedClaim } from "./verification.ts";

/** The standing of an experiment. */
export type Standing = "upheld" | "refuted as expected" | "flipped" | "not complete" | "failed";

/** The standing of an experiment by the claims that were judged on one evidence. */
export const standingOf = ({ status, claims }: Judged): Standing =>
  status === "failed"
    ? "failed"
    : status !== "judged"
    ? "not complete"
    : claims.some(hasFlipped)
    ? "flipped"
    : claims.some(({ verdict }) => verdict === "refuted")
    ? "refuted as expected"
    : "upheld";

const count = (claims: readonly JudgedClaim[], verdict: JudgedClaim["verdict"]): number =>
  claims.filter((claim) => claim.verdict === verdict).length;

/** The standing of an experiment, with the numbers of its claims or the reason why there are none. */
export const standingInWords = (judged: Judged): string => {
  const { claims, note } = judged;
  const standing = standingOf(judged);
  if (judged.status !== "judged") return `${standing}: ${note}`;
  const flipped = claims.filter(hasFlipped).length;
  return `${standing}: ${count(claims, "upheld")} of ${claims.length} claims hold` +
    (flipped === 0 ? "" : `, ${flipped} not as expected`);
};

/** The first sentence of a text: up to a full stop that a capital letter or the end follows. */
const firstSentence = (text: string): string => /^.*?[.!?](?=\s+[A-ZΑ-Ω]|$)/su.exec(text)?.[0] ?? text;

/** Why a claim was refuted, in a sentence: what the spec's author says of it, or else the numbers. */
export const reasonOf = ({ explanation, because }: JudgedClaim): string =>
  firstSentence(explanation ?? because);

/** The number that decided, with its interval and the number of runs. */
const effectOf = ({ decided }: JudgedClaim): string => {
  if (decided === undefined) return "–";
  const { effect, low, high, n } = decided;
  const interval = low === undefined || high === undefined
    ? ""
    : ` (${numberInWords(low)} to ${numberInWords(high)})`;
  return `${effect === undefined ? "–" : numberInWords(effect)}${interval}${
    n === undefined ? "" : `, n = ${n}`
  }`;
};

/** Text that a Markdown table shows as it is. */
export const plain = (text: string): string => text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ");

const sourceFirst = (claims: readonly JudgedClaim[]): readonly JudgedClaim[] =>
  claims.filter(({ restates = "" }) => restates !== "");

/** Whether any claim restates a sentence of the paper. */
export const restatesPaper = ({ claims }: Judged): boolean => sourceFirst(claims).length > 0;

/** The paper's sentences, its numbers, ours, and the verdict: a row for each claim that restates one. */
export const paperTable = (claims: readonly JudgedClaim[]): string =>
  markdownTable([
    [
      "the paper says",
      "its numbers",
      "what is tested",
      "what we find",
      "the deciding number (95 % interval)",
      "verdict",
    ],
    ...sourceFirst(claims).map((claim) => [
      plain(claim.restates!),
      plain(claim.states ?? "–"),
      plain(claim.statement),
      plain(claim.because),
      effectOf(claim),
      hasFlipped(claim) ? `**${claim.verdict}**, but ${claim.expected} was expected` : `**${claim.verdict}**`,
    ]),
  ]);

/** A sentence for each refuted claim. */
export const reasons = (claims: readonly JudgedClaim[]): readonly string[] =>
  claims.filter(({ verdict }) => verdict === "refuted").map((claim) => `${claim.id}: ${reasonOf(claim)}`);
