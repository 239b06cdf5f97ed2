/**
 * An experiment compiles to a plan: the graph of its steps as a pure value. Engines interpret plans and nothing else.
 *
 * @module
 */
import type { Digest, Json } from "../spec/canonical.ts";
import { datasetNames } from "../spec/dataset_names.ts";
import type { Labels } from "../spec/labels.ts";
import { type CheckpointChoice, withCheckpoint } from "./checkpoint_choice.ts";
import { artifactKey, type StepName } from "./definitions.ts";

/** A file in the data directory, or under its address. */
export interface DataFile {
  /** Its name. */
  readonly name: string;
  /** SHA-256 of its bytes, 64 hexadecimal digits. */
  readonly sha256: string;
  /** Where it is published; empty where that is not known. */
  readonly address: string;
}

/** One step of a plan: what it is given, what it makes, and about how long that takes. */
export interface PlannedStep {
  /** Unique in the plan, for example "train PLRNN-tau30-seed2". */
  readonly id: string;
  readonly step: StepName;
  readonly key: Digest;
  readonly spec: Json;
  /** Inputs under the names by which the step knows them: the ids of the steps that make them. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The set in deno.json's `permissions` under which the step runs. */
  readonly permissions: string;
  /** The file of the user that the step reads, where it reads one. */
  readonly file?: DataFile;
  /** Expected duration in seconds on one core; for the order of the steps and for the estimated time of arrival. */
  readonly cost: number;
}

/** The steps of an experiment, inputs before those that read them; the last one is the report. */
export interface Plan {
  readonly experiment: string;
  readonly profile: string;
  readonly steps: readonly PlannedStep[];
}

/** The settings of a run as the plan sees them: which part goes to which step. */
export interface PlannableSettings {
  readonly dataset: unknown;
  readonly lyapunov: object;
  readonly evaluation: object;
  readonly batches: { readonly perEpoch: number; readonly windows: number; readonly length: number };
  readonly epochs: number;
  readonly checkpoint?: CheckpointChoice | undefined;
}

/** What compiles to a plan. */
export interface PlannableExperiment<Settings extends PlannableSettings> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly profile: string;
  readonly runs: readonly { readonly id: string; readonly labels: Labels; readonly settings: Settings }[];
  readonly claims: readonly unknown[];
  readonly figures: readonly unknown[];
}

/** Seconds that a gradient step takes per window and time step, roughly, at the paper's sizes. */
const SECONDS_PER_STATE = 4e-7;

const planned = (
  id: string,
  step: StepName,
  spec: unknown,
  inputs: Readonly<Record<string, PlannedStep>>,
  cost: number,
): PlannedStep => ({
  id,
  step,
  key: artifactKey(
    step,
    spec as Json,
    Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.key])),
  ),
  spec: spec as Json,
  inputs: Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.id])),
  permissions: step,
  cost,
});

const fileOf = (dataset: unknown): { readonly file?: DataFile } => {
  const { source } = dataset as { readonly source?: Readonly<Record<string, unknown>> };
  return source?.kind === "file"
    ? { file: { name: String(source.file), sha256: String(source.sha256), address: String(source.address) } }
    : {};
};

/** A plan without its report: for runs that are compared or published on their own. */
export const withoutReport = (plan: Plan): Plan => ({
  ...plan,
  steps: plan.steps.filter(({ step }) => step !== "report"),
});

/** The planned steps of a run, by what each does. Runs that look at one training share its step. */
export const stepsOfRun = (
  plan: Plan,
  run: string,
): Readonly<Record<"dataset" | "train" | "lyapunov" | "evaluate", PlannedStep>> => {
  const named = (id: string): PlannedStep => plan.steps.find((step) => step.id === id)!;
  const evaluate = named(`evaluate ${run}`);
  const [dataset, train, lyapunov] = ["data", "train", "lyapunov"].map((name) =>
    named(evaluate.inputs[name]!)
  );
  return { dataset: dataset!, train: train!, lyapunov: lyapunov!, evaluate };
};

/**
 * The plan of an experiment. Runs that share a dataset or a training share its step.
 *
 * @returns Steps in an order in which they could run one after the other.
 */
export const compilePlan = <Settings extends PlannableSettings>(
  experiment: PlannableExperiment<Settings>,
): Plan => {
  const datasets = new Map<string, PlannedStep>();
  const trainings = new Map<Digest, PlannedStep>();
  const inputs: Record<string, PlannedStep> = {};
  const steps: PlannedStep[] = [];
  const add = (step: PlannedStep): PlannedStep => {
    steps.push(step);
    return step;
  };
  const names = datasetNames(experiment.runs.map(({ settings }) => settings.dataset));
  const runs = experiment.runs.map(({ id, labels, settings }, index) => {
    const { dataset, lyapunov, evaluation, checkpoint, ...training } = settings;
    const name = names[index]!;
    const data = datasets.get(name) ??
      add({ ...planned(name, "dataset", dataset, {}, 3), ...fileOf(dataset) });
    datasets.set(name, data);
    const { batches, epochs } = settings;
    const seconds = epochs * batches.perEpoch * batches.windows * batches.length * SECONDS_PER_STATE;
    const own = planned(`train ${id}`, "train", training, { data }, 1 + seconds);
    const train = trainings.get(own.key) ?? add(own);
    trainings.set(own.key, train);
    const exponents = add(
      planned(`lyapunov ${id}`, "lyapunov", withCheckpoint(lyapunov, checkpoint), { data, train }, 3),
    );
    const evaluate = add(
      planned(
        `evaluate ${id}`,
        "evaluate",
        withCheckpoint(evaluation, checkpoint),
        { data, train, lyapunov: exponents },
        3,
      ),
    );
    Object.assign(inputs, {
      [data.id]: data,
      [`train ${id}`]: train,
      [exponents.id]: exponents,
      [evaluate.id]: evaluate,
    });
    return { id, labels, settings, data: data.id };
  });
  const { name, title, description, profile, claims, figures } = experiment;
  add(planned("report", "report", { name, title, description, profile, claims, figures, runs }, inputs, 4));
  return { experiment: name, profile, steps };
};
