/** Verifications as values: exit codes, what is accepted, and the documents that CI systems read. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert/mod.js";
import type { Verdict } from "../../../lib/results/result.ts";
import { verificationJunit } from "../../../lib/results/verification/junit.ts";
import { verificationMarkdown } from "../../../lib/results/verification/markdown.ts";
import {
  accepted,
  exitCodeOfVerification,
  goneExperiments,
  type Judged,
  judgedClaims,
  type Verification,
} from "../../../lib/results/verification/verification.ts";

const verdict = (id: string, upheld: boolean): Verdict => ({
  id,
  statement: `‖∂z_T‖ < 1 & more | ${id}`,
  verdict: upheld ? "upheld" : "refuted",
  evidence: {},
  because: 'It is "so".',
});

const judged = (verdicts: readonly Verdict[], expected = {}): Judged => ({
  experiment: "theory",
  from: "quick",
  status: "judged",
  note: "",
  seconds: 1.5,
  claims: judgedClaims(verdicts, "theory", "quick", expected),
});

const absent: Judged = {
  experiment: "eeg",
  from: "quick",
  status: "data not present",
  note: "eeg.npy is not there",
  seconds: 0,
  claims: [],
};

const verification = (...all: readonly Judged[]): Verification => ({ judged: all, audited: [], seed: 7 });
const audited = (difference: Verification["audited"][number]["difference"]): Verification => ({
  ...verification(),
  audited: [{
    experiment: "theory",
    run: "RNN-seed1",
    words: "RNN, seed 1",
    audit: { kind: "whole" },
    difference,
    fault: "",
    seconds: 2,
  }],
});
const different = {
  artifact: "train",
  published: `sha256:${"1".repeat(64)}`,
  found: `sha256:${"2".repeat(64)}`,
} as const;

Deno.test("a claim flips when its verdict is not the one that is expected, in either direction", () => {
  assertEquals(exitCodeOfVerification(verification(judged([verdict("a", true)]), absent)), 0);
  assertEquals(exitCodeOfVerification(verification(judged([verdict("a", false)]))), 1);
  const refuted = { theory: { quick: { a: "refuted" as const } } };
  assertEquals(exitCodeOfVerification(verification(judged([verdict("a", false)], refuted))), 0);
  assertEquals(exitCodeOfVerification(verification(judged([verdict("a", true)], refuted))), 1);
});

Deno.test("what failed to run comes before what flipped, and an audit that differs counts", () => {
  const failed: Judged = { ...absent, status: "failed", note: "the disk is full" };
  assertEquals(exitCodeOfVerification(verification(failed, judged([verdict("a", false)]))), 3);
  assertEquals(exitCodeOfVerification(audited(null)), 0);
  assertEquals(exitCodeOfVerification(audited(different)), 1);
});

Deno.test("accepted verdicts replace those of what was judged, and leave the others", () => {
  const before = {
    theory: { quick: { gone: "upheld" as const }, ledger: { a: "upheld" as const } },
    eeg: { quick: { b: "refuted" as const } },
  };
  assertEquals(accepted(before, verification(judged([verdict("a", false)]), absent)), {
    theory: { quick: { a: "refuted" }, ledger: { a: "upheld" } },
    eeg: { quick: { b: "refuted" } },
  });
});

Deno.test("a claim that is gone is no way to pass: its verdict is still expected until it is accepted otherwise", () => {
  const expected = {
    theory: { quick: { a: "upheld", b: "refuted" }, ledger: { c: "upheld" } },
    old: { quick: { d: "refuted" } },
  } as const;
  const left = verification(judged([verdict("a", true)], expected));
  assertEquals(left.judged[0]!.claims.map(({ id, verdict }) => [id, verdict]), [["a", "upheld"], [
    "b",
    "gone",
  ]]);
  assertEquals(exitCodeOfVerification(left), 1);
  const all = verification(...left.judged, ...goneExperiments(expected, ["theory"]));
  assertEquals(all.judged[1]!.claims.map(({ id, verdict }) => [id, verdict]), [["d", "gone"]]);
  assertEquals(accepted(expected, all), { theory: { quick: { a: "upheld" }, ledger: { c: "upheld" } } });
  assertEquals(goneExperiments(expected, ["theory", "old"]), []);
});

Deno.test("JUnit XML counts and escapes", () => {
  const xml = verificationJunit(verification(judged([verdict("a", true), verdict("b", false)]), absent));
  assertStringIncludes(
    xml,
    '<testsuite name="theory (quick)" tests="2" failures="1" errors="0" skipped="0" time="1.500">',
  );
  assertMatch(xml, /‖∂z_T‖ (&lt;|&#x3C;) 1 &(amp|#x26); more/);
  assertStringIncludes(xml, '<skipped message="eeg.npy is not there">'.slice(0, -1));
  assertStringIncludes(verificationJunit(audited(different)), "train differs");
});

Deno.test("a Markdown table has a row for each claim, with any text", () => {
  const text = verificationMarkdown(verification(judged([verdict("a", true), verdict("b", false)]), absent));
  const rows = (part: string) => part.split("\n").filter((line) => line.startsWith("|")).length;
  const [overview, details] = text.split("2 claims, 1 of them not as expected.");
  assertEquals([rows(overview!), rows(details!)], [2 + 2, 2 + 3]);
  assertStringIncludes(text, "more \\| a");
  assertStringIncludes(overview!, "flipped: 1 of 2 claims hold, 1 not as expected");
});

Deno.test("Markdown begins with the paper's sentences, on published runs where there are any", () => {
  const restating: Verdict = {
    ...verdict("a", true),
    restates: "figure 3: D_stsp is 0.73",
    evidence: { effect: 0.5, interval: { low: 0.25, high: 1 }, n: 5 },
  };
  const published: Judged = { ...judged([restating]), from: "ledger" };
  const text = verificationMarkdown(verification(judged([restating]), published));
  assertMatch(text, /^# The paper's sentences and what we find\n\n## theory \(ledger\)\n\n\| the paper says/);
  assertStringIncludes(text, "0.5 (0.25 to 1), n = 5");
  assertEquals(text.match(/^## /gm)?.length, 1);
});
