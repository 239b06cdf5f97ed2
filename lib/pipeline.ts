/**
 * The framework on one screen: five typed steps, and what they make of an experiment.
 *
 *     dataset ─→ train ─→ lyapunov ─→ evaluate ─→ report
 *
 * A plan is a value. `engine/local.ts` makes it happen on this machine's cores with a process per step, and
 * `engine/memory.ts` in the same process.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import { runInWords, runsInWords } from "./core/codec/labels.ts";
import type { DatasetSettings } from "./series/dataset.ts";
import type { FileSource, TestFile } from "./series/file_settings.ts";
import type { NetworkExponentSettings } from "./lyapunov/settings.ts";
import type { EvaluationSettings } from "./measures/settings.ts";
import { type CheckpointChoice, withCheckpoint } from "./experiment/checkpoint_choice.ts";
import * as P from "./steps/plan.ts";
import { type OfRun, stepNamesOf } from "./steps/report_spec.ts";
import type { Resolved, RunSettings } from "./experiment/vocabulary.ts";
import type { Run } from "./results/result.ts";
import type { TrainingSettings } from "./training/settings.ts";

/** What is made for a run, as the steps that make it. */
export interface Measured extends Run<RunSettings> {
  /** Makes the series. */
  readonly data: P.PlannedStep<"dataset">;
  /** Makes the weights. */
  readonly network: P.PlannedStep<"train">;
  /** Finds its Lyapunov exponents. */
  readonly exponents: P.PlannedStep<"lyapunov">;
  /** Finds its measures. */
  readonly measures: P.PlannedStep<"evaluate">;
}

/** Which of the steps before it a step reads. */
type Made<Input extends keyof Measured> = Pick<Measured, Input>;

/** Seconds that a gradient step takes per window and time step, roughly, at the paper's sizes. */
const SECONDS_PER_STATE = 4e-7;

const dataFile = ({ file, sha256, address }: TestFile): P.DataFile => ({ name: file, sha256, address });

/** The files of a source: the one that networks learn, and the one on which they are judged where that is another. */
const filesOf = ({ test, ...learnt }: FileSource): readonly P.DataFile[] => [
  dataFile(learnt),
  ...(test === undefined || test.file === learnt.file ? [] : [dataFile(test)]),
];

/** The series that networks learn, and the part of it that they never see. */
const dataset = (settings: DatasetSettings): P.Plan<P.PlannedStep<"dataset">> =>
  P.step("dataset", settings, {}, ({ counts }) => ({
    id: `dataset ${(counts.dataset ?? 0) + 1}`,
    cost: 3,
    ...(settings.source.kind !== "file" ? {} : { files: filesOf(settings.source) }),
  }));

/** What a step is called: its id, and the words for people. */
type Named = Pick<P.PlanRemarks, "id" | "words">;

/** The network of a run. */
const train = (
  name: Named,
  settings: TrainingSettings,
  { data }: Made<"data">,
): P.Plan<Measured["network"]> => {
  const { epochs, batches: { perEpoch, windows, length } } = settings;
  const cost = 1 + epochs * perEpoch * windows * length * SECONDS_PER_STATE;
  return P.step("train", settings, { data }, { ...name, cost });
};

/** The Lyapunov exponents of a network, and how its gradients grow. */
const lyapunov = (
  name: Named,
  settings: NetworkExponentSettings,
  checkpoint: CheckpointChoice | undefined,
  { data, network }: Made<"data" | "network">,
): P.Plan<Measured["exponents"]> =>
  P.step("lyapunov", withCheckpoint(settings, checkpoint), { data, train: network }, { ...name, cost: 3 });

/** How near a network's free run comes to the truth. */
const evaluate = (
  name: Named,
  settings: EvaluationSettings,
  checkpoint: CheckpointChoice | undefined,
  { data, network, exponents }: Made<"data" | "network" | "exponents">,
): P.Plan<Measured["measures"]> =>
  P.step("evaluate", withCheckpoint(settings, checkpoint), { data, train: network, lyapunov: exponents }, {
    ...name,
    cost: 3,
  });

/** The verdicts on the claims, the figures and the page. */
const report = (
  { name, title, description, notes, next, timeUnit, profile, claims, figures }: Omit<Resolved, "runs">,
  measured: readonly Measured[],
): P.Plan<P.PlannedStep<"report">> => {
  const runs = measured.map(({ id, labels, settings, data }) => ({
    id,
    labels,
    settings,
    data: data.id,
  }));
  const inputs = measured.flatMap(({ id, data, ...made }) => [
    [data.id, data] as const,
    ...Object.entries(stepNamesOf(id)).map(([part, input]) =>
      [input, made[part as keyof OfRun<string>]] as const
    ),
  ]);
  const spec = { name, title, description, notes, next, timeUnit, profile, claims, figures, runs };
  return P.step("report", spec, Object.fromEntries(inputs), { id: "report", cost: 4 });
};

/**
 * One run: data, network, exponents, measures.
 *
 * @param inWords What its steps are called after, for people. Default: all its labels.
 */
export const planRun = (
  each: Run<RunSettings>,
  inWords: (labels: Run<RunSettings>["labels"]) => string = runInWords,
): P.Plan<Measured> => {
  const { dataset: ofData, lyapunov: ofExponents, evaluation, checkpoint, ...training } = each.settings;
  // What needs no training belongs to the dataset: the report finds it once, and no run is evaluated again for it.
  const { baselines: _, exponentAlong: __, validation, ...alone } = evaluation;
  const ofRun = validation === undefined ? alone : { ...alone, validation };
  const [ids, words] = [stepNamesOf(each.id), stepNamesOf(inWords(each.labels))];
  const name = (part: keyof OfRun<string>): Named => ({ id: ids[part], words: words[part] });
  return pipe(
    P.Do,
    P.bind("data", () => dataset(ofData)),
    P.bind("network", (made) => train(name("network"), training, made)),
    P.bind("exponents", (made) => lyapunov(name("exponents"), ofExponents, checkpoint, made)),
    P.bind("measures", (made) => evaluate(name("measures"), ofRun, checkpoint, made)),
    P.map((made) => ({ ...each, ...made })),
  );
};

/** Several runs, which share equal steps. */
export const runs = (all: readonly Run<RunSettings>[]): P.Plan<readonly Measured[]> => {
  const inWords = runsInWords(all.map(({ labels }) => labels));
  return P.traverse((each: Run<RunSettings>) => planRun(each, inWords))(all);
};

/** What is made of an experiment. */
export interface Reported {
  /** What is made for each run. */
  readonly runs: readonly Measured[];
  /** Draws and judges what they found. */
  readonly report: P.PlannedStep<"report">;
}

/** An experiment: all its runs, then its report. */
export const plan = (experiment: Resolved): P.Plan<Reported> =>
  pipe(
    P.Do,
    P.bind("runs", () => runs(experiment.runs)),
    P.bind("report", (made) => report(experiment, made.runs)),
  );

/** An experiment with all its steps, as engines take it. */
export interface PlannedExperiment extends P.StepGraph, Reported {
  /** Its name. */
  readonly experiment: string;
  /** The profile that holds. */
  readonly profile: string;
}

/** Plans an experiment: what is to be made, in an order in which one step could run after the other. */
export const planned = (experiment: Resolved): PlannedExperiment => {
  const { steps, made } = P.graphOf(plan(experiment));
  return { experiment: experiment.name, profile: experiment.profile, steps, ...made };
};
