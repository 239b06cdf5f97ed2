/** What a claim's groups select, its id, and the faults that are found before anything is computed. */
import { assertEquals, assertMatch } from "@std/assert/mod.js";
import { checkClaims, type ClaimInput, judgeAll } from "../../../lib/results/claims/catalogue.ts";
import { exampleResult, exampleSweep } from "../../../lib/results/example.ts";
import { claimOf, judged } from "./support.ts";

const headline: ClaimInput = {
  kind: "ratio at least",
  measure: "D_stsp",
  small: { "τ": 30 },
  large: [{ "τ": 5 }, { "τ": 200 }],
  factor: 5,
};

Deno.test("a group without runs refutes, and says so", () => {
  const verdict = judged(
    { ...headline, small: { "τ": 31 } } as ClaimInput,
    exampleSweep("D_stsp", { 5: [1], 200: [1] }),
  );
  assertEquals(verdict.verdict, "refuted");
  assertEquals(verdict.because, "There are no runs at τ = 31.");
});

Deno.test("ids: given ones stay, others are made of the claim and are unique", () => {
  const claims = [
    headline,
    headline,
    { ...headline, id: "mine" } as ClaimInput,
    { kind: "exponent sum" } as const,
  ];
  assertEquals(judgeAll(claims.map(claimOf), exampleResult([])).map(({ id }) => id), [
    "ratio-at-least-D_stsp-tau30",
    "ratio-at-least-D_stsp-tau30-2",
    "mine",
    "exponent-sum",
  ]);
});

Deno.test("check: every fault at once, each with its path", () => {
  const labels = [{ cell: "PLRNN", "τ": 5, seed: 1 }, { cell: "LSTM", "τ": 30, seed: 1 }];
  const claims = [
    { ...headline, measure: "D_stp", large: [{ "τ": 5, cel: "LSTM" }, { cell: "LSTM", "τ": 5 }] },
    { kind: "gradient growth", id: "a", group: { cell: "PLRN" } },
    { kind: "exponent sum", id: "a" },
  ] as const;
  const faults = checkClaims(claims.map((claim) => claimOf(claim as ClaimInput)), {
    labels,
    measures: ["D_stsp", "D_H"],
  });
  assertEquals(faults.map(({ path }) => path), [
    "$.claims[0].measure",
    "$.claims[0].large[0].cel",
    "$.claims[0].large[1]",
    "$.claims[1].group.cell",
    "$.claims[2].id",
  ]);
  assertMatch(faults[0]!.expected, /did you mean "D_stsp"\?/);
  assertMatch(faults[1]!.expected, /did you mean "cell"\?/);
  assertMatch(faults[3]!.expected, /a value of cell that runs have: "LSTM", "PLRNN"; did you mean "PLRNN"\?/);
});
