/**
 * The paper's headline in miniature: a PLRNN learns the Lorenz system when the forcing interval is about half the
 * predictability time, and does not when it is much shorter or much longer.
 *
 * Source: Monfared, Mikhaeil & Durstewitz (2021), How to train RNNs on chaotic data?, figures 3 and 4.
 */
import { pipe } from "fp-ts/function.js";
import * as lyap from "../experiment.ts";

const spec = pipe(
  lyap.experiment(
    "quickstart",
    "Sparse forcing on the Lorenz system",
    "A PLRNN with 30 units is trained on the Lorenz system at the paper's setting with three forcing intervals: far " +
      "below the predictability time, at about half of it, and far above it. All seeds are shown.",
  ),
  lyap.dataset(lyap.system("lorenz", { rho: 38 }), { dt: 0.01, steps: 100_000 }),
  lyap.train(lyap.cells.PLRNN(30), {
    observation: { kind: "linear" },
    optimiser: { kind: "adam", learningRate: 1e-3 },
    batches: { windows: 32, length: 100, perEpoch: 10 },
    epochs: 3000,
  }),
  lyap.evaluate({ steps: 100_000 }, lyap.measures.D_stsp(), lyap.measures.D_H()),
  lyap.sweep({ forcing: [5, 30, 200].map(lyap.forcing.sparse), seed: [1, 2, 3] }),
  lyap.claim({
    kind: "ratio at least",
    id: "forcing-interval",
    measure: "D_stsp",
    small: { τ: 30 },
    large: [{ τ: 5 }, { τ: 200 }],
    factor: 5,
    restates: "figure 3: D_stsp over the forcing interval has its minimum near the predictability time",
  }, {
    kind: "exponent near system",
    id: "largest-exponent",
    group: { τ: 30 },
    within: 0.15,
  }, {
    kind: "gradient growth",
    id: "gradients-explode",
    restates: "theorem 2: on a chaotic attractor the norm of ∂z_T/∂z_1 grows exponentially",
  }, {
    kind: "exponent sum",
    id: "exponent-sum",
  }),
  lyap.report(
    lyap.figures.attractor(),
    lyap.figures.measure("D_stsp"),
    lyap.figures.measure("D_H"),
    lyap.figures.spectra(),
    lyap.figures.gradientNorms(),
    lyap.figures.loss(),
  ),
  lyap.profile("ci", lyap.settings({ epochs: 100 })),
  // Published as it is: these sizes are the paper's.
  lyap.profile("paper"),
);

export default spec;

await lyap.main(spec, import.meta);
