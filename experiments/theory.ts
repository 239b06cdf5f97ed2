/**
 * What becomes of gradients: they vanish on a stable fixed point or cycle, neither vanish nor explode exponentially on a
 * torus, and explode on a chaotic attractor, with every cell.
 *
 * Source: Mikhaeil, Monfared & Durstewitz (2022), On the difficulty of learning chaotic dynamics with RNNs, theorems 1–3
 * and figure 2.
 */
import { pipe } from "fp-ts/function.js";
import * as lyap from "../experiment.ts";
import { authorsGradientNorms } from "./shared/authors_curves.ts";
import { lorenzData, paperCells, sparse } from "./shared/sweep.ts";

/** Spirals into its fixed point, at a rate of gamma / 2 · dt = 0.02 nats per step. */
const pendulum = lyap.sampled(lyap.system("damped-pendulum"), { dt: 0.2, transient: 0, steps: 1000 });
/** Jumps to and fro between two values: the paper's 2-cycle of ±(1, 1), from equations. */
const cycle = lyap.sampled(lyap.system("logistic", { r: 3.2 }), { steps: 2000 });
/** Two frequencies in the golden ratio. */
const torus = lyap.sampled(lyap.system("torus"), { dt: 0.2, steps: 20_000 });

/** What is special about PLRNNs that were trained on the torus. */
const brokenTori =
  "Where this is refuted, it is by PLRNNs that were trained on the torus. They are only piecewise linear, and their orbit " +
  "is a torus only nearly: with some seeds it sinks slowly into a cycle, at 0.001 to 0.003 nats/step, and with one the " +
  "norm more than triples within 1000 steps though its exponent is −0.00005. RNN and LSTM, which are smooth, keep to the torus: " +
  "their exponents and their slopes are below 0.00003.";

/** The four orbits, each with all cells. */
const orbits = (seed: readonly number[]) => [
  { dataset: [pendulum], cell: paperCells, forcing: sparse(20), seed },
  { dataset: [cycle], cell: paperCells, forcing: sparse(20), seed },
  { dataset: [torus], cell: paperCells, forcing: sparse(20), seed },
  { dataset: [lorenzData], cell: paperCells, forcing: sparse(30), seed },
];

const spec = pipe(
  lyap.experiment(
    "theory",
    "Gradients on fixed points, cycles, tori and chaotic attractors",
    "Networks with three cells are trained on a damped pendulum (a stable fixed point), the logistic map with period 2 " +
      "(a cycle), two independent oscillators (a torus) and the Lorenz system (chaos). Along the free run of each trained " +
      "network the norm of ∂z_T/∂z_1 is followed over T, and its slope is compared with the network's own largest " +
      "Lyapunov exponent, which is found in another way, by QR decomposition.",
  ),
  lyap.dataset(lorenzData),
  lyap.train(paperCells[0], { epochs: 3000 }),
  lyap.lyapunov({ steps: 20_000, exponents: 4, longestGradient: 1000 }),
  lyap.evaluate({ steps: 2000, keep: 2000 }),
  lyap.claim(
    {
      kind: "growth rate equals",
      id: "rate-is-exponent",
      restates: "section 2: the product of Jacobians in the loss gradient is that which defines λ_max",
      explanation: brokenTori,
    },
    {
      kind: "at most",
      id: "fixed-point-vanishes",
      measure: "gradient growth rate",
      value: -0.01,
      group: { dataset: "damped-pendulum" },
      restates: "theorem 1: towards a stable fixed point ∂z_T/∂z_1 goes to zero exponentially",
    },
    {
      kind: "at most",
      id: "cycle-vanishes",
      measure: "gradient growth rate",
      value: -0.1,
      group: { dataset: "logistic" },
      restates:
        "theorem 1 and figure 2, left: on a 2-cycle ∂z_T/∂z_1 goes to zero exponentially (−0.16 nats/step)",
      states: "−0.16 nats/step",
    },
    {
      kind: "growth rate equals",
      id: "torus-is-neutral",
      rate: 0,
      plusMinus: 0.001,
      group: { dataset: "torus" },
      restates: "theorem 3: on a quasi-periodic attractor ∂z_T/∂z_1 grows slower than every exponential",
      explanation: brokenTori,
    },
    {
      kind: "gradient growth",
      id: "chaos-explodes",
      group: { dataset: "lorenz" },
      restates: "theorem 2 and figure 2, right: on a chaotic attractor ∂z_T/∂z_1 explodes exponentially",
    },
    ...paperCells.map(({ kind: cell }) => ({
      kind: "at least" as const,
      id: `chaos-is-learned-by-${cell}`,
      measure: "gradient growth rate",
      value: 0.005,
      group: { dataset: "lorenz", cell },
      restates: "figure 2, right: the networks that were trained on Lorenz data are chaotic",
    })),
    {
      kind: "value near",
      id: "chaos-rate-of-the-paper",
      measure: "gradient growth rate",
      value: 0.0765,
      within: 0.15,
      group: { dataset: "lorenz", cell: "PLRNN" },
      restates:
        "figure 2, right: the norm grows by 0.0765 nats/step over 33 decades, for a PLRNN trained on Lorenz data",
      states: "0.0765 nats/step",
      explanation:
        "The data's own exponent is 0.011 nats/step, seven times less, and a network that has learned them has that " +
        "rate: two of the five PLRNNs of the profile paper do (0.011 and 0.010), two have learned them less well (0.0055 " +
        "and 0.0028), and one ends in a fixed point (−0.036). The paper's curve is a pure exponential over 33 decades, which no orbit on a Lorenz-like attractor " +
        "gives, since its rate varies from place to place: its orbit had probably left the attractor for good.",
    },
  ),
  lyap.report(
    lyap.figures.gradientNorms({ over: "cell", data: "dataset 4", reference: authorsGradientNorms }),
    lyap.figures.gradientNorms({ over: "cell", data: "dataset 1" }),
    lyap.figures.gradientNorms({ over: "cell", data: "dataset 2" }),
    lyap.figures.gradientNorms({ over: "cell", data: "dataset 3" }),
  ),
  lyap.profile(
    "quick",
    lyap.settings({ epochs: 400 }),
    lyap.lyapunov({ steps: 10_000, exponents: 4, longestGradient: 1000 }),
    lyap.sweep(
      ...orbits([1]).slice(0, 3),
      {
        dataset: [lorenzData],
        cell: paperCells.slice(2),
        forcing: sparse(30),
        seed: [1],
      },
      // These two need longer than an LSTM before they are chaotic.
      { dataset: [lorenzData], cell: paperCells.slice(1, 2), forcing: sparse(30), epochs: [1500], seed: [1] },
      {
        dataset: [lorenzData],
        cell: paperCells.slice(0, 1),
        forcing: sparse(30),
        epochs: [3000],
        seed: [1],
      },
    ),
  ),
  lyap.profile("paper", lyap.sweep(...orbits([1, 2, 3, 4, 5]))),
);

export default spec;

await lyap.main(spec, import.meta);
