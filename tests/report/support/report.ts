/** A report as the quickstart makes it, from evidence made for tests. */
import type { Verdict } from "../../../lib/results/result.ts";
import { figureCodec, figureKinds, figureOf } from "../../../lib/report/figures/catalogue.ts";
import type { Report } from "../../../lib/report/page.ts";
import { runAgain } from "../../../lib/core/program/typed.ts";
import { decode } from "../../../lib/core/codec/codec.ts";
import { right } from "../../either.ts";
import { quickstart } from "../figures/support/evidence.ts";

const verdicts: readonly Verdict[] = [
  {
    id: "U-shape",
    statement: "The median D_stsp at τ = 30 is at least 5 times smaller than at τ = 5 and at τ = 200.",
    verdict: "upheld",
    evidence: {
      "median at τ = 30": 0.21,
      "median at τ = 5": 7.2,
      "median at τ = 200": 9.4,
      seeds: [1, 2, 3],
    },
    because: "34 times smaller than at τ = 5 (7.2) and 45 times smaller than at τ = 200 (9.4).",
  },
  {
    id: "exponent",
    statement:
      "The median largest exponent of the networks trained at τ = 30 is within 15 % of the system's.",
    verdict: "upheld",
    evidence: { "of the networks": 0.0109, "of the system": 0.01104, difference: 0.0127 },
    because: "0.0109 against 0.01104 nats per step: 1.3 % off.",
  },
  {
    id: "growth",
    statement: "The gradient norm grows in every network with the rate that its own exponent predicts.",
    verdict: "refuted",
    evidence: { worst: "PLRNN-tau5-seed2", slope: -0.0053 },
    because: "It shrinks in 1 of 8 networks, PLRNN-tau5-seed2, at 0.0053 nats per step.",
  },
];

/** A report with a figure of every kind. */
export const quickstartReport: Report = {
  evidence: quickstart,
  verdicts,
  figures: Object.keys(figureKinds).map((kind) =>
    right(figureOf(right(decode(figureCodec, { kind })), quickstart))
  ),
  shownIn: [2, 5, null],
  notes: [],
  next: null,
  provenance: {
    entries: [
      ["lyap", "0.1.0, numerics 1"],
      ["Deno", "2.9.5"],
      ["digest over all runs", "sha256:7d9c1f6a2be04cf7"],
    ],
    rerun: runAgain({ name: "quickstart", profile: "quick" }),
  },
  spec: { name: "quickstart", sweep: [{ forcing: [5, 30, 200], seed: [1, 2, 3] }], note: "</script><b>" },
  references: [{
    of: "sparse forcing",
    text:
      "Mikhaeil, Monfared & Durstewitz (2022), On the difficulty of learning chaotic dynamics with RNNs, NeurIPS 35.",
  }],
};
