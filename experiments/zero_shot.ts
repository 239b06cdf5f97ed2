/**
 * DynaMix's demonstration: how far a network that is trained on a short context, and on nothing else, comes beside a pretrained
 * model that is given the same context. Each profile trains again the networks that `lyap fit` chose within a budget:
 * `quick` those of ten seconds, `minute` those of one, `paper` those of ten. docs/zero_shot.md has the table.
 *
 * Source: C. J. Hemmer & D. Durstewitz (2025), True zero-shot inference of dynamical systems preserving long-term
 * statistics, NeurIPS 38, and the notebook on 3-D systems in the code released with it.
 */
import { pipe } from "fp-ts/function.js";
import * as lyap from "../experiment.ts";
import record from "../fixtures/zero_shot.json" with { type: "json" };
import {
  AHEAD,
  contextOf,
  notebookMeasures,
  notebookNames,
  shown,
  type ShownName,
} from "./shared/dynamix.ts";

/** What a fit chose within a budget in seconds. */
interface Chosen {
  readonly series: string;
  readonly budget: number;
  readonly training: object;
}

const chosenWithin = (budget: number): readonly Chosen[] =>
  (record.fits as readonly Chosen[]).filter((fit) => fit.budget === budget);

/** The networks of a budget: one for each series. */
const networksOf = (budget: number) =>
  lyap.sweep(
    ...chosenWithin(budget).map(({ series, training }) => ({
      dataset: [contextOf(series as ShownName)],
      ...Object.fromEntries(Object.entries(training).map(([name, value]) => [name, [value]])),
    })),
  );

/** Why a claim is refuted where it is. */
const EXPLAINED =
  "Ten seconds buy one network by regression and a short training. Of its nine values one is missed, by a thousandth: D_H of " +
  "Lorenz-63, of which 2000 rows show few slow changes between the two lobes.";

/** Each series by each measure: at most what the notebook prints. */
const claims = (Object.keys(shown) as readonly ShownName[]).flatMap((name) =>
  (["D_stsp", "D_H", "MASE"] as const).map((measure) => ({
    kind: "at most" as const,
    id: `${name.toLowerCase()}-${measure.toLowerCase().replace("_", "-")}`,
    measure: notebookNames[measure],
    value: shown[name].printed[measure],
    group: { dataset: shown[name].file },
    restates: `DynaMix's notebook prints ${measure} = ${shown[name].printed[measure]} for ${
      shown[name].title
    }, from ${shown[name].context} rows`,
    states: String(shown[name].printed[measure]),
    explanation: EXPLAINED,
  }))
);

const spec = pipe(
  lyap.experiment(
    "zero-shot",
    "Networks trained on a short context, beside a pretrained model",
    "DynaMix goes on with a context of 2000, 1028 or 512 rows without training. Here networks are trained on these rows alone, as " +
      "lyap fit chose them within a budget, and go on from the context's last row.",
  ),
  lyap.dataset(contextOf("lorenz63")),
  lyap.train(lyap.cells.shPLRNN(3, { hidden: 80 }), {
    observation: { kind: "identity" },
    forcing: lyap.forcing.generalized(0.3),
    optimiser: { kind: "radam", learningRate: 3e-3 },
    learningRateSchedule: { kind: "exponential", final: 1e-5 },
  }),
  lyap.lyapunov({ steps: 20_000, exponents: 5, longestGradient: 500, gradientStarts: 4 }),
  lyap.evaluate({ steps: AHEAD, transient: 0, keep: AHEAD }, ...notebookMeasures),
  lyap.claim(...claims),
  lyap.report(
    lyap.figures.attractor({ samples: AHEAD }),
    lyap.figures.powerSpectra({ over: "dataset" }),
    lyap.figures.forecast({ over: "dataset" }),
  ),
  lyap.profile("quick", networksOf(10)),
  lyap.profile("minute", networksOf(60)),
  lyap.profile("paper", networksOf(600)),
);

export default spec;

await lyap.main(spec, import.meta);
