/**
 * Packs: the steps of a plan, gathered into pieces of work that are worth a place in a cluster's queue.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as A from "fp-ts/ReadonlyArray.js";
import type { StepName } from "../../steps/definitions.ts";
import { outlookOf } from "../../steps/outlook.ts";
import type { PlannedStep, StepGraph } from "../../steps/plan.ts";

/** The stages, each after those before it. */
export const STAGES = ["dataset", "train", "evaluate", "report"] as const;

/** One of the stages. */
export type Stage = (typeof STAGES)[number];

const STAGE_OF: Readonly<Record<StepName, Stage>> = {
  dataset: "dataset",
  train: "train",
  beginning: "train",
  lyapunov: "evaluate",
  evaluate: "evaluate",
  report: "report",
};

/** Steps that one process makes, one after the other or side by side. */
export interface Pack {
  /** The stage to which all its steps belong. */
  readonly stage: Stage;
  /** Its number among the packs of the stage, from 0. */
  readonly index: number;
  /** In an order in which they could be made one after the other. */
  readonly steps: readonly PlannedStep[];
}

/** The name of a pack: `train-12`. */
export const packName = ({ stage, index }: Pick<Pack, "stage" | "index">): string => `${stage}-${index}`;

/** Expected seconds on one core, within a factor of three. */
export const secondsOf = (steps: readonly PlannedStep[]): number =>
  steps.reduce((sum, step) => sum + outlookOf(step).seconds, 0);

/** All packs of a plan. */
export interface Packs {
  /** Stage by stage. */
  readonly packs: readonly Pack[];
  /** Whether each pack of trainings needs just the pack of datasets with its own number. */
  readonly aligned: boolean;
}

/** A training with all that is found of its network. */
interface Family {
  readonly training: PlannedStep;
  readonly findings: readonly PlannedStep[];
}

const byTraining = (steps: readonly PlannedStep[]): readonly Family[] => {
  const findings = new Map<string, PlannedStep[]>();
  for (const step of steps.filter((each) => STAGE_OF[each.step] === "evaluate")) {
    const key = step.inputs.train!.key;
    findings.set(key, [...findings.get(key) ?? [], step]);
  }
  return steps.filter(({ step }) => step === "train").map((training) => ({
    training,
    findings: findings.get(training.key) ?? [],
  }));
};

/** Fills packs in order; one holds more than the capacity only where a single item does. */
const filled = <T>(
  items: readonly T[],
  capacity: number,
  ...costs: readonly ((item: T) => number)[]
): readonly (readonly T[])[] => {
  const packs: T[][] = [];
  let sums = costs.map(() => Infinity);
  for (const item of items) {
    const next = costs.map((cost, index) => sums[index]! + cost(item));
    if (next.some((sum) => sum > capacity)) {
      packs.push([item]);
      sums = costs.map((cost) => cost(item));
    } else {
      packs.at(-1)!.push(item);
      sums = next;
    }
  }
  return packs;
};

const numbered = (stage: Stage) => (steps: readonly PlannedStep[], index: number): Pack => ({
  stage,
  index,
  steps,
});

const distinct = (steps: readonly PlannedStep[]): readonly PlannedStep[] => [
  ...new Map(steps.map((step) => [step.key, step])).values(),
];

/**
 * Gathers the steps of a plan into packs. What is found of a network lies in the pack of the stage `evaluate` that has the
 * number of its training's pack, so that a scheduler can start the one as soon as the other has ended.
 *
 * @param seconds Expected duration of a pack, on one core.
 */
export const packsOf = ({ steps }: StepGraph, seconds: number): Packs => {
  const groups = filled(
    byTraining(steps),
    seconds,
    ({ training }) => secondsOf([training]),
    ({ findings }) => secondsOf(findings),
  );
  const needed = groups.map((families) => distinct(families.map(({ training }) => training.inputs.data!)));
  const all = steps.filter(({ step }) => step === "dataset");
  const aligned = needed.reduce((sum, datasets) => sum + datasets.length, 0) === all.length;
  const datasets = aligned ? needed : filled(all, seconds, (step) => secondsOf([step]));
  return {
    aligned,
    packs: [
      ...datasets.map(numbered("dataset")),
      ...groups.map((families, index) => numbered("train")(families.map(({ training }) => training), index)),
      ...groups.map((families, index) =>
        numbered("evaluate")(families.flatMap(({ findings }) => findings), index)
      ),
      ...pipe(
        steps,
        A.filter(({ step }) => step === "report"),
        (report) => report.length === 0 ? [] : [numbered("report")(report, 0)],
      ),
    ],
  };
};

/** Every step as a pack of its own, for engines that see steps themselves. */
export const stepByStep = ({ steps }: StepGraph): readonly Pack[] => {
  const counts = new Map<Stage, number>();
  return steps.map((step) => {
    const stage = STAGE_OF[step.step];
    const index = counts.get(stage) ?? 0;
    counts.set(stage, index + 1);
    return { stage, index, steps: [step] };
  });
};
