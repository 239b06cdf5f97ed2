/**
 * Which forcing interval suits the Lorenz system when only two of its three variables are observed.
 *
 * Source: Mikhaeil, Monfared & Durstewitz (2022), On the difficulty of learning chaotic dynamics with RNNs,
 * appendix A.3, figure 8.
 */
import { runAsProgram } from "../lib/cli/program.ts";
import { experiment } from "../mod.ts";
import { collapses, uShape } from "./shared/claims.ts";
import { paperSizes, paperSweep, quickSizes, quickSweep, sweepFigures } from "./shared/sweep.ts";

const common = uShape(["PLRNN", "RNN", "LSTM"], 20, 50, {
  restates:
    "figure 8: with two variables observed D_stsp is smallest at τ = 30 for all cells (2.4, 3.7 and 1.8)",
});

export default experiment({
  name: "lorenz-partial",
  title: "Forcing intervals with two of three variables observed",
  description:
    "Three cells are trained on y and z of the Lorenz system; x is never seen. What a network needs of it, it must keep " +
    "in units that no observation shows.",
  settings: {
    dataset: {
      source: {
        kind: "system",
        system: "lorenz",
        parameters: { rho: 38 },
        observe: ["y", "z"],
        dt: 0.01,
        steps: 100_000,
      },
    },
  },
  figures: sweepFigures("lorenz partially observed"),
  profiles: {
    quick: {
      settings: quickSizes,
      // PLRNN and RNN need all of the paper's epochs before they find the attractor without x.
      sweep: quickSweep([5, 30, 200], 3000),
      claims: common,
    },
    paper: {
      settings: paperSizes(200),
      sweep: paperSweep([5, 10, 20, 30, 40, 50, 60, 70, 100, 130, 160, 200]),
      claims: [
        ...common,
        ...collapses("LSTM", 30, [50], 2, {
          restates:
            "figure 8: the LSTM collapses between τ = 30 (D_stsp 1.8) and τ = 50 (9.4), sooner than with all variables",
        }),
      ],
    },
  },
});

if (import.meta.main) await runAsProgram(import.meta.url);
