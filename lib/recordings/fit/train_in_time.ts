/**
 * Trains networks until the time budget is spent: in order of priority, and none that is not expected to end in time.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { resolve } from "../../engine/experiment.ts";
import { type EngineOptions, type MadeStep, type PlanResult, runPlan } from "../../engine/local.ts";
import type { LyapError } from "../../core/program/errors.ts";
import type { Program } from "../../core/program/program.ts";
import { runs as runsOf } from "../../pipeline.ts";
import { graphOf, type StepGraph } from "../../steps/plan.ts";
import type { Experiment } from "../../experiment/vocabulary.ts";
import { type Costs, secondsForReport } from "./budget.ts";
import { UPDATES_PER_EPOCH } from "./sizes.ts";
import { type FitForcing, type FitTraining, isByRegression, trainingText } from "./compose.ts";
import type { TrainedRun } from "./standing.ts";
import { median } from "../../numerics/statistics.ts";

/** What is trained, and until when. */
export interface TrainingQueue {
  /** Where the experiment comes from, for messages. */
  readonly source: string;
  /** The experiment of given trainings. */
  readonly experiment: (trainings: readonly FitTraining[]) => Experiment;
  /** All trainings, in order of priority. */
  readonly trainings: readonly FitTraining[];
  /** What was expected of the machine. */
  readonly costs: Costs;
  /** Whether it is the first rung, of which something is trained even without time. */
  readonly first: boolean;
  /** Seconds until the budget is spent. */
  readonly secondsLeft: () => number;
}

/** What was trained. */
export interface Trained {
  /** The trainings that have their measures, in order of priority. */
  readonly trainings: readonly FitTraining[];
  /** How many were left out because the time was spent. */
  readonly leftOut: number;
  /** Steps that failed. */
  readonly failed: PlanResult["failed"];
  /** The trainings with what was made for them. */
  readonly runs: readonly TrainedRun[];
  /** By how much the machine was slower than expected; 1 where nothing had to be trained. */
  readonly slower: number;
  /** Seconds of exponents and measures of one network, as they turned out. */
  readonly perRun: number;
}

/** Seconds in which a process starts and reads its input. */
export const SECONDS_TO_START = 1;

const planOf = (
  { source, experiment, trainings }: TrainingQueue,
): E.Either<LyapError, { readonly plan: StepGraph; readonly runs: readonly TrainedRun[] }> =>
  pipe(
    resolve(source, experiment(trainings), {}),
    E.map((resolved) => {
      const { steps, made } = graphOf(runsOf(resolved.runs));
      const measured = new Map(made.map((run) => {
        const { forcing, seed, epochs, start } = run.settings;
        const training = { forcing: forcing as FitForcing, seed, epochs };
        return [trainingText(start === undefined ? training : { ...training, start }), run];
      }));
      const runs = trainings.map((training): TrainedRun => ({
        ...measured.get(trainingText(training))!,
        training,
      }));
      const inOrder = runs.flatMap(({ network, exponents, measures }) => [network, exponents, measures]);
      return { plan: { steps: [...steps.filter(({ step }) => step === "dataset"), ...inOrder] }, runs };
    }),
  );

/** The trainings that begin even without time: the first of each kind, without which there would be no result. */
const indispensable = (runs: readonly TrainedRun[]): ReadonlySet<string> =>
  new Set(
    (["sparse", "generalized", "none"] as const).flatMap((kind) =>
      runs.filter(({ training }) => training.forcing.kind === kind).slice(0, 1).map(({ network }) =>
        network.id
      )
    ),
  );

/**
 * Runs the trainings of a schedule with their exponents and measures, as many as end within the budget.
 *
 * @errors As the first step that failed, where no training came to an end.
 */
export const trainInTime = (
  schedule: TrainingQueue,
  engine: Pick<EngineOptions, "store" | "jobs" | "data" | "checked">,
): Program<Trained> =>
  pipe(
    RTE.fromEither(planOf(schedule)),
    RTE.chain(({ plan, runs }) => {
      const { costs } = schedule;
      const seconds = new Map(runs.map(({ network, training }) => [
        network.id,
        SECONDS_TO_START +
        (isByRegression(training) ? costs.perRegression : training.epochs * secondsPerEpoch(costs, training)),
      ]));
      // A start by regression has other costs than a training, and does not show how slow a training is.
      const byRegression = new Set(
        runs.filter(({ training }) => isByRegression(training)).flatMap(({ network, exponents, measures }) =>
          [network, exponents, measures].map(({ id }) => id)
        ),
      );
      const first = schedule.first ? indispensable(runs) : new Set<string>();
      const seen: MadeStep[] = [];
      const expected = {
        training: (id: string) => seconds.get(id)!,
        perRun: costs.perRun,
        report: secondsForReport(runs.length),
      };
      return pipe(
        runPlan(plan, {
          ...engine,
          mayStart: ({ id, step }, made) => {
            seen.splice(0, seen.length, ...made.filter((each) => !byRegression.has(each.id)));
            return step !== "train" || first.has(id) ||
              endsInTime(id, schedule.secondsLeft(), expected, seen);
          },
        }),
        RTE.chain(({ found, made, failed }): Program<Trained> => {
          const done = new Set([...found, ...made]);
          const complete = runs.filter(({ measures }) => done.has(measures.id));
          const trainings = complete.map(({ training }) => training);
          const [fault] = failed;
          if (trainings.length === 0 && schedule.first) {
            return RTE.left(
              fault?.error ?? { _tag: "StepFailed", step: "train", what: "nothing was trained", code: 3 },
            );
          }
          const begun = runs.filter(({ network: { id } }) =>
            done.has(id) || failed.some((each) => each.id === id)
          );
          return RTE.right({
            trainings,
            leftOut: runs.length - begun.length,
            failed,
            runs: complete,
            slower: slownessOf(seen, expected.training),
            perRun: afterwardsOf(seen, costs.perRun),
          });
        }),
      );
    }),
  );

/** Seconds of an epoch of a training. */
export const secondsPerEpoch = (costs: Costs, { forcing }: FitTraining): number =>
  UPDATES_PER_EPOCH * (forcing.kind === "sparse" ? costs.sparseUpdate : costs.generalizedUpdate);

/** Seconds of exponents and measures of one network: medians of what was seen, and otherwise what is expected. */
const afterwardsOf = (made: readonly MadeStep[], expected: number): number => {
  const of = (step: MadeStep["step"]) =>
    made.filter((each) => each.step === step).map(({ seconds }) => seconds);
  return medianOr(expected / 2, of("lyapunov")) + medianOr(expected / 2, of("evaluate"));
};

/** By how much trainings took longer than expected: their median, and never less than 1. */
const slownessOf = (made: readonly MadeStep[], expected: (id: string) => number): number =>
  Math.max(
    1,
    medianOr(1, made.filter(({ step }) => step === "train").map(({ id, seconds }) => seconds / expected(id))),
  );

/** What was expected of the machine. */
export interface Expectations {
  /** Seconds of a training, before anything ran. */
  readonly training: (id: string) => number;
  /** Seconds of exponents and measures of one network. */
  readonly perRun: number;
  /** Seconds of the report, taken generously: how slow it will be is not seen before. */
  readonly report: number;
}

/** Of an odd or even number of values; the given one where there are none. */
const medianOr = (otherwise: number, values: readonly number[]): number =>
  values.length === 0 ? otherwise : median([...values]);

/**
 * Whether a training that begins now is expected to end, with its measures and the report, within the time that is left.
 *
 * How much slower the machine is than it was expected to be comes from the trainings that it has made: their median.
 *
 * @param id The training's step.
 * @param secondsLeft Seconds until the budget is spent.
 * @param expected What was expected before.
 * @param made The steps that have been made meanwhile, with the seconds that they took.
 *
 * @example A machine that turns out to be half as fast
 * ```ts
 * import { endsInTime } from "./train_in_time.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const expected = { training: () => 20, perRun: 3, report: 5 };
 * const made = [{ id: "train a", step: "train", seconds: 40 }] as const;
 * assertEquals(endsInTime("train b", 30, expected, []), true);
 * assertEquals(endsInTime("train b", 30, expected, made), false);
 * ```
 */
export const endsInTime = (
  id: string,
  secondsLeft: number,
  { training, perRun, report }: Expectations,
  made: readonly MadeStep[],
): boolean => {
  const slower = slownessOf(made, training);
  const afterwards = afterwardsOf(made, slower * perRun);
  return slower * training(id) + afterwards + report <= secondsLeft;
};
