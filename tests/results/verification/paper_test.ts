/** Verdicts for people: the document of the paper is current, and its tables say what was found. */
import { assertEquals, assertStringIncludes } from "@std/assert/mod.js";
import { reasonOf, standingInWords } from "../../../lib/results/verification/people.ts";
import { paperDocument } from "../../../lib/results/verification/paper.ts";
import type { Judged, JudgedClaim } from "../../../lib/results/verification/verification.ts";
import { paperOfLedgers } from "../../../tools/paper_of_ledgers.ts";

const claim: JudgedClaim = {
  id: "minimum",
  statement: "The median D_stsp is smallest at a τ from 20 to 50.",
  verdict: "refuted",
  because: "It is smallest at τ = 10, 0.062 nats (n = 5).",
  restates: "figure 3: D_stsp is smallest at τ = 30 (0.73)",
  states: "0.73",
  explanation: "The paper has no interval between 5 and 30, e.g. 10. So it refines the sentence.",
  expected: "refuted",
  decided: { effect: 10, low: 10, high: 30, n: 50 },
};

const judged = (claims: readonly JudgedClaim[]): Judged => ({
  experiment: "sweep",
  from: "ledger",
  status: "judged",
  note: "",
  seconds: 0,
  claims,
});

Deno.test("docs/paper.md says what the ledgers say: deno task paper writes it", async () => {
  assertEquals(
    await Deno.readTextFile(new URL("../../../docs/paper.md", import.meta.url)),
    await paperOfLedgers(),
  );
});

Deno.test("the standing of an experiment in a line: upheld, refuted as expected, flipped, not complete, failed", () => {
  const upheld: JudgedClaim = { ...claim, verdict: "upheld", expected: "upheld" };
  const absent: Judged = { ...judged([]), status: "not published", note: "the ledger holds 3 of 9 runs" };
  assertEquals(
    [judged([upheld]), judged([upheld, claim]), judged([{ ...claim, expected: "upheld" }]), absent]
      .map(standingInWords),
    [
      "upheld: 1 of 1 claims hold",
      "refuted as expected: 1 of 2 claims hold",
      "flipped: 0 of 1 claims hold, 1 not as expected",
      "not complete: the ledger holds 3 of 9 runs",
    ],
  );
  assertEquals(
    standingInWords({ ...absent, status: "failed", note: "the disk is full" }),
    "failed: the disk is full",
  );
});

Deno.test("a refuted claim has a sentence why: the author's, or the numbers", () => {
  assertEquals(reasonOf(claim), "The paper has no interval between 5 and 30, e.g. 10.");
  const { explanation: _explanation, ...bare } = claim;
  assertEquals(reasonOf(bare), claim.because);
});

Deno.test("a row has the sentence, its number, ours with interval and n, and the verdict; what is incomplete comes last", () => {
  const text = paperDocument("# Preface\n", [
    { title: "Later", judged: { ...judged([]), status: "not published", note: "3 of 9" } },
    { title: "A sweep", judged: judged([claim]) },
  ]);
  const row = text.split("\n").find((line) => line.startsWith("| figure 3"))!;
  for (const part of ["0.73", "0.062 nats (n = 5)", "10 (10 to 30), n = 50", "**refuted**"]) {
    assertStringIncludes(row, part);
  }
  assertEquals(text.indexOf("## A sweep") < text.indexOf("## Later"), true);
  assertStringIncludes(text, "not complete: not all of its runs are published.");
  assertStringIncludes(text, "- minimum: The paper has no interval between 5 and 30");
});
