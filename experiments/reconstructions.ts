/**
 * The attractors that networks make of their own accord after training with an interval too short, right, and too long.
 *
 * Source: Mikhaeil, Monfared & Durstewitz (2022), On the difficulty of learning chaotic dynamics with RNNs, figure 4.
 */
import { pipe } from "fp-ts/function.js";
import * as lyap from "../experiment.ts";
import { lorenzData } from "./shared/sweep.ts";

/** Why the interval that is too short does less harm than in the paper. */
const shortIsSlow =
  "Of the intervals only the long one spoils an LSTM for good. The short one slows it down: after 300 epochs (profile quick) " +
  "it has D_stsp 1.4 at τ = 5 against 0.14 at τ = 30, after 3000 epochs (profile paper, five seeds) 0.09 against 0.07.";

const spec = pipe(
  lyap.experiment(
    "reconstructions",
    "Reconstructed attractors at three forcing intervals",
    "An LSTM is trained on the Lorenz system with sparse forcing at τ = 5, 30 and 200, and then runs freely. With the " +
      "right interval it draws the butterfly as often left as right; with too short a one it learns more slowly and dwells " +
      "for long where it should not, and with too long a one it has learned no dynamics.",
  ),
  lyap.dataset(lorenzData),
  lyap.train(lyap.cells.LSTM(30), { batches: { windows: 32, length: 200, perEpoch: 10 }, epochs: 3000 }),
  lyap.evaluate(
    { steps: 100_000, keep: 30_000 },
    lyap.measures.D_stsp(),
    lyap.measures.D_H(),
    lyap.measures.VPT(),
    lyap.measures.lambda1_error(),
  ),
  lyap.sweep({ forcing: [5, 30, 200].map(lyap.forcing.sparse), seed: [1] }),
  lyap.claim({
    kind: "ratio at least",
    id: "right-interval-reconstructs",
    measure: "D_stsp",
    small: { τ: 30 },
    large: [{ τ: 5 }, { τ: 200 }],
    factor: 5,
    restates: "figure 4: only with τ = 30 does the network reconstruct the attractor",
    explanation: shortIsSlow,
  }, {
    kind: "ratio at least",
    id: "right-interval-has-the-spectrum",
    measure: "D_H",
    small: { τ: 30 },
    large: [{ τ: 5 }, { τ: 200 }],
    factor: 2,
    restates: "figure 4: only with τ = 30 does the network reconstruct the attractor",
    explanation: shortIsSlow,
  }, {
    kind: "exponent near system",
    id: "right-interval-has-the-exponent",
    group: { τ: 30 },
    within: 0.15,
    restates: "figure 4: only with τ = 30 does the network reconstruct the attractor",
  }),
  lyap.report(
    lyap.figures.attractor({ samples: 30_000 }),
    lyap.figures.powerSpectra(),
    lyap.figures.forecast(),
    lyap.figures.spectra(),
  ),
  lyap.profile(
    "quick",
    lyap.settings({ epochs: 300 }),
    lyap.lyapunov({ steps: 10_000, exponents: 4, longestGradient: 500 }),
  ),
  lyap.profile(
    "paper",
    lyap.sweep({ forcing: [5, 30, 200].map(lyap.forcing.sparse), seed: [1, 2, 3, 4, 5] }),
  ),
);

export default spec;

await lyap.main(spec, import.meta);
