/**
 * Which forcing interval suits the Lorenz system when only two of its three variables are observed.
 *
 * Source: Mikhaeil, Monfared & Durstewitz (2022), On the difficulty of learning chaotic dynamics with RNNs,
 * appendix A.3, figure 8.
 */
import { pipe } from "fp-ts/function.js";
import * as lyap from "../experiment.ts";
import { collapses, uShape } from "./shared/claims.ts";
import {
  lorenzPartialData,
  paperCells,
  paperSizes,
  paperSweep,
  quickSizes,
  quickSweep,
  sweepFigures,
} from "./shared/sweep.ts";

const common = uShape(["PLRNN", "RNN", "LSTM"], 20, 50, {
  restates:
    "figure 8: with two variables observed D_stsp is smallest at τ = 30 for all cells (2.4, 3.7 and 1.8)",
  states: "2.4, 3.7, 1.8",
});

const spec = pipe(
  lyap.experiment(
    "lorenz-partial",
    "Forcing intervals with two of three variables observed",
    "Three cells are trained on y and z of the Lorenz system; x is never seen. What a network needs of it, it must keep " +
      "in units that no observation shows.",
  ),
  lyap.dataset(lorenzPartialData),
  lyap.train(paperCells[0]),
  sweepFigures("lorenz partially observed"),
  lyap.profile(
    "quick",
    quickSizes,
    // PLRNN and RNN need all of the paper's epochs before they find the attractor without x.
    quickSweep([5, 30, 200], 3000),
    common,
  ),
  lyap.profile(
    "paper",
    paperSizes(200),
    paperSweep([5, 10, 20, 30, 40, 50, 60, 70, 100, 130, 160, 200]),
    common,
    collapses("LSTM", 30, [50], 2, {
      restates:
        "figure 8: the LSTM collapses between τ = 30 (D_stsp 1.8) and τ = 50 (9.4), sooner than with all variables",
      states: "1.8, 9.4",
    }),
  ),
);

export default spec;

await lyap.main(spec, import.meta);
