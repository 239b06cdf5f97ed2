/**
 * Whether the best checkpoint keeps a network from coming to rest, where the end of the same training does not.
 *
 * The trainings of the profile `paper` are those of `training-evidence`, so they are taken from its ledger.
 *
 * Source: Monfared, Mikhaeil & Durstewitz (2021), How to train RNNs on chaotic data?, figure 3.
 */
import { pipe } from "fp-ts/function.js";
import * as lyap from "../experiment.ts";
import { forcedOnBoth, forcedOnLorenz, keepsCheckpoints } from "./shared/checkpoints.ts";
import { lorenzData, paperCells } from "./shared/sweep.ts";

const measure = "settled_share";

/** At least half of the networks of a cell, taken at the checkpoint that is best in state space, never come to rest. */
const bestStaysChaotic = (cell: string) =>
  ({
    kind: "at most",
    id: `${cell}-at-its-best-never-rests`,
    measure,
    value: 0,
    group: { cell, epoch: "best" },
    restates: `figure 3: forced every 30 steps, the ${cell} has learned the Lorenz system`,
    explanation: "",
  }) as const;

const names = ["PLRNN", "RNN", "LSTM"] as const;

const byEpoch = (of: string) =>
  lyap.figures.comparison(of, {
    order: "spec",
    rows: names.flatMap((cell) => [
      { title: `${cell}, at the end`, runs: { cell, epoch: "last" } },
      { title: `${cell}, at its best`, runs: { cell, epoch: "best" } },
    ]),
  });

const spec = pipe(
  lyap.experiment(
    "best-checkpoint",
    "Networks that come to rest, at the end of the training and at its best checkpoint",
    "Networks that are forced every 30 steps run freely from the end of their training and from the checkpoint whose free " +
      "run is closest to the training series. It is measured how much of the run they spend at a fixed point or on a cycle.",
  ),
  lyap.dataset(lorenzData),
  lyap.train(paperCells[0], keepsCheckpoints),
  lyap.lyapunov({ steps: 5000, exponents: 3, longestGradient: 500 }),
  lyap.evaluate({ steps: 100_000 }, lyap.measures.settled_share(), lyap.measures.D_stsp({ preset: "paper" })),
  forcedOnLorenz,
  lyap.claim(...names.map(bestStaysChaotic)),
  lyap.report(
    lyap.figures.shareOfRuns(measure, { over: "epoch" }),
    byEpoch(measure),
    byEpoch("D_stsp (paper)"),
  ),
  lyap.profile(
    "paper",
    forcedOnBoth,
    lyap.report(
      lyap.figures.multiples({ by: "dataset", figure: lyap.figures.shareOfRuns(measure, { over: "epoch" }) }),
      lyap.figures.multiples({ by: "dataset", figure: byEpoch(measure) }),
      lyap.figures.multiples({ by: "dataset", figure: byEpoch("D_stsp (paper)") }),
    ),
  ),
);

export default spec;

await lyap.main(spec, import.meta);
