/**
 * Which forcing interval suits the Lorenz system, for a PLRNN, a vanilla RNN and an LSTM.
 *
 * Source: Monfared, Mikhaeil & Durstewitz (2021), How to train RNNs on chaotic data?, figure 3.
 */
import { pipe } from "fp-ts/function.js";
import * as lyap from "../experiment.ts";
import { byBothMeasures, predictableFor } from "./shared/claims.ts";
import { lorenzData, paperCells, sparse, sweepFigures } from "./shared/sweep.ts";

/** Why all seeds and all epochs put a cell's minimum elsewhere, where they do. */
const minima = {
  PLRNN: "",
  RNN:
    "By the authors' measure the RNN is best at τ = 10 (0.062; 0.092 at 20 and 0.096 at 30), by ours at 20: its basin " +
    "begins earlier than can be seen in the paper, which has no interval between 5 and 30. Neither measure tells 10, 20 and " +
    "30 apart with five seeds. At τ = 5 three of the five have learned nothing.",
  LSTM:
    "From τ = 10 to 40 the LSTM is as near to the truth as another true trajectory is, whose D_stsp is 0.072: there is no " +
    "minimum to be found within its basin.",
};

/** Claims that quick and paper profile share. */
const common = lyap.all(
  lyap.claim(
    ...(["PLRNN", "RNN", "LSTM"] as const).flatMap((cell) =>
      ["D_stsp", "D_stsp (paper)"].map((measure) => ({
        kind: "minimum within" as const,
        id: `${cell}-${measure === "D_stsp" ? "ours" : "paper-measure"}-u-shape`,
        measure,
        over: "τ",
        low: 20,
        high: 50,
        group: { cell },
        restates:
          "figure 3: D_stsp over τ is U-shaped, with its minimum at 30, below the predictability time",
        explanation: minima[cell],
      }))
    ),
  ),
  byBothMeasures("lstm-right-interval", (on) => ({
    ...on,
    kind: "ratio at least",
    small: { cell: "LSTM", τ: 30 },
    large: [{ cell: "LSTM", τ: 5 }, { cell: "LSTM", τ: 200 }],
    factor: 5,
    restates: "figure 3: an LSTM has D_stsp 0.062 at τ = 30 against 4.4 at τ = 5 and 12.1 at τ = 200",
    states: "0.062, 4.4, 12.1",
    explanation:
      "Short intervals slow the training of an LSTM down but do not spoil it: after 300 epochs (profile quick) it has 1.4 at " +
      "τ = 5 against 0.14 at τ = 30, after 3000 epochs (profile paper) 0.09 against 0.07, and by the authors' measure 0.04 " +
      "against 0.01. That the paper has 4.4 after as many epochs is not reproduced, and why is not known.",
  })),
  lyap.claim({
    kind: "exponent near system" as const,
    id: "lstm-exponent",
    group: { cell: "LSTM", τ: 30 },
    within: 0.15,
    restates: "section 4: an LSTM that is forced every 30 steps has learned the Lorenz system",
  }, {
    kind: "measures agree" as const,
    id: "measures-agree",
    measure: "D_stsp",
    other: "D_H",
    restates: "section 4: power spectra tell the same as the geometry of the attractor",
  }),
);

const spec = pipe(
  lyap.experiment(
    "lorenz-sweep",
    "Forcing intervals on the Lorenz system",
    "Three cells are trained on the Lorenz system at the paper's setting, with forcing intervals from far below the " +
      "predictability time to far above it. Windows have 200 steps throughout, so that every interval acts.",
  ),
  lyap.dataset(lorenzData),
  lyap.train(lyap.cells.PLRNN(30), {
    optimiser: { kind: "adam", learningRate: 1e-3 },
    batches: { windows: 32, length: 200, perEpoch: 10 },
    epochs: 3000,
  }),
  lyap.evaluate(
    { steps: 100_000 },
    lyap.measures.D_stsp(),
    lyap.measures.D_stsp({ preset: "paper" }),
    lyap.measures.D_H(),
    lyap.measures.D_H({ preset: "paper" }),
    lyap.measures.PSC(),
    lyap.measures.PSC({ preset: "paper" }),
    lyap.measures.VPT(),
    lyap.measures.lambda1_error(),
    lyap.measures.kaplan_yorke_error(),
  ),
  sweepFigures("lorenz"),
  lyap.report(lyap.figures.measure("lambda1_error"), lyap.figures.gradientNorms()),
  lyap.profile(
    "quick",
    lyap.lyapunov({ steps: 10_000, exponents: 4, longestGradient: 500 }),
    lyap.sweep(
      { cell: paperCells.slice(2), forcing: sparse(5, 30, 200), epochs: [300], seed: [1] },
      // These two need longer than an LSTM.
      { cell: paperCells.slice(0, 2), forcing: sparse(5, 30, 200), epochs: [1500], seed: [1] },
    ),
    common,
  ),
  lyap.profile(
    "paper",
    lyap.sweep({
      cell: paperCells,
      forcing: sparse(5, 10, 20, 30, 40, 50, 60, 70, 100, 200),
      seed: [1, 2, 3, 4, 5],
    }),
    common,
    byBothMeasures(
      "lstm-widest-basin",
      (on) => ({
        ...on,
        kind: "ratio at least",
        small: { cell: "LSTM", τ: 70 },
        large: [{ cell: "PLRNN", τ: 70 }, { cell: "RNN", τ: 70 }],
        factor: 3,
        restates: "figure 3: at τ = 70 the LSTM still has D_stsp 1.3, when PLRNN and RNN have 10.7 and 8.2",
        states: "1.3, 10.7, 8.2",
      }),
    ),
    byBothMeasures(
      "plrnn-collapse",
      (on) => ({
        ...on,
        kind: "ratio at least",
        small: { cell: "PLRNN", τ: 60 },
        large: [{ cell: "PLRNN", τ: 70 }],
        factor: 1.5,
        restates: "figure 3: the PLRNN collapses between τ = 60 (D_stsp 4.7) and τ = 70 (10.7)",
        states: "4.7, 10.7",
      }),
    ),
    byBothMeasures("rnn-collapse", (on) => ({
      ...on,
      kind: "ratio at least",
      small: { cell: "RNN", τ: 60 },
      large: [{ cell: "RNN", τ: 70 }],
      factor: 1.5,
      restates: "figure 3: the RNN collapses between τ = 60 (D_stsp 4.0) and τ = 70 (8.2)",
      states: "4.0, 8.2",
      explanation:
        "By the authors' measure the median of the RNN collapses earlier, between τ = 50 (1.1) and τ = 60 (17): there two seeds " +
        "have 1.3 and 1.5, and three have 17 and more.",
    })),
    byBothMeasures(
      "lstm-collapse",
      (on) => ({
        ...on,
        kind: "ratio at least",
        small: { cell: "LSTM", τ: 70 },
        large: [{ cell: "LSTM", τ: 100 }],
        factor: 3,
        restates: "figure 3: the LSTM collapses between τ = 70 (D_stsp 1.3) and τ = 100 (9.3)",
        states: "1.3, 9.3",
      }),
    ),
    byBothMeasures(
      "lstm-rises-beyond-the-minimum",
      (on) => ({
        ...on,
        kind: "monotonic",
        over: "τ",
        direction: "rises",
        from: 30,
        violations: 1,
        group: { cell: "LSTM" },
        restates: "figure 3: beyond its minimum D_stsp rises with τ",
      }),
    ),
    predictableFor(46.2, {
      restates: "figure 3: the dashed line at τ_pred = 46.2",
      states: "46.2",
      explanation:
        "The line stands at ln 2 / 1.5, the exponent that Rosenstein et al. give for σ = 16, ρ = 45.92, β = 4. The " +
        "paper's own series is at ρ = 38, where λ₁ = 1.104 and τ_pred = 62.8 steps.",
    }),
  ),
);

export default spec;

await lyap.main(spec, import.meta);
