/**
 * Gradients while a network learns a chaotic system: those of the loss explode without forcing and stay small with it,
 * though the network's own Jacobians explode in both cases, as they must.
 *
 * Source: Mikhaeil, Monfared & Durstewitz (2022), On the difficulty of learning chaotic dynamics with RNNs, section 3 and
 * figure 2; the norms over training are in the authors' notebook.
 */
import { pipe } from "fp-ts/function.js";
import * as lyap from "../experiment.ts";
import { lorenzData } from "./shared/sweep.ts";

const sweep = (seed: readonly number[]) =>
  lyap.sweep({ forcing: [lyap.forcing.sparse(30), lyap.forcing.none()], seed });

const spec = pipe(
  lyap.experiment(
    "exploding-gradients",
    "Gradients in training, with and without forcing",
    "A PLRNN is trained on the Lorenz system with sparse forcing and without any. Every so many epochs the norm of " +
      "∂z_T/∂z_1 is found along a free run of 3000 steps, and over one forcing interval.",
  ),
  lyap.dataset(lorenzData),
  lyap.train(lyap.cells.PLRNN(30), {
    batches: { windows: 32, length: 1000, perEpoch: 10 },
    epochs: 1000,
    monitor: { kind: "gradients", every: 50, length: 3000 },
  }),
  lyap.evaluate(lyap.measures.D_stsp(), lyap.measures.D_H()),
  lyap.claim({
    kind: "at least",
    id: "jacobians-explode",
    measure: "gradient log-norm in training",
    value: 20.7,
    group: { forcing: "sparse" },
    restates: "notebook: after some 150 epochs the norm over 3000 steps is 10⁹ (20.7 nats) to 10²¹",
    states: "10⁹ to 10²¹",
  }, {
    kind: "at most",
    id: "small-over-the-interval",
    measure: "gradient log-norm over τ in training",
    value: 4.6,
    group: { forcing: "sparse" },
    restates: "notebook: over the τ steps that forcing leaves, the norm is 1 to 100 (4.6 nats)",
    states: "1 to 100",
  }, {
    kind: "ratio at least",
    id: "loss-gradient-explodes-without-forcing",
    measure: "largest loss gradient",
    small: { forcing: "sparse" },
    large: [{ forcing: "none" }],
    factor: 10,
    restates:
      "theorem 2: on a chaotic orbit the gradients of the loss diverge; section 4: forcing keeps them in check",
  }),
  lyap.report(
    lyap.figures.jacobianNormOverEpochs({ over: "forcing" }),
    lyap.figures.gradientNormOverEpochs({ over: "forcing" }),
    lyap.figures.loss({ over: "forcing" }),
    lyap.figures.gradientNorms({ over: "forcing" }),
  ),
  lyap.profile(
    "quick",
    lyap.settings({
      batches: { windows: 32, length: 200, perEpoch: 10 },
      // Updates that a PLRNN needs with short windows before it is chaotic.
      epochs: 1500,
      monitor: { kind: "gradients", every: 100, length: 3000 },
    }),
    lyap.lyapunov({ steps: 10_000, exponents: 4, longestGradient: 1000 }),
    sweep([1]),
  ),
  lyap.profile("paper", sweep([1, 2, 3])),
);

export default spec;

await lyap.main(spec, import.meta);
