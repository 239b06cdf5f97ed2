/**
 * Trains networks until the time budget is spent: the worthiest first, and none that is not expected to end in time.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { resolve } from "../../engine/experiment.ts";
import { type EngineOptions, type MadeStep, type PlanResult, runPlan } from "../../engine/local.ts";
import type { LyapError } from "../../program/errors.ts";
import type { Program } from "../../program/program.ts";
import { type Measured, runs as runsOf } from "../../pipeline.ts";
import { graphOf, type StepGraph } from "../../steps/plan.ts";
import type { Experiment } from "../../experiment/vocabulary.ts";
import { UPDATES_PER_EPOCH } from "./budget.ts";
import { type FitForcing, type FitTraining, trainingText } from "./compose.ts";
import type { Decision } from "./workplace.ts";
import { median } from "../../numerics/statistics.ts";

/** What is trained, and until when. */
export interface TrainingQueue {
  /** Where the experiment comes from, for messages. */
  readonly source: string;
  /** The experiment of given trainings. */
  readonly experiment: (trainings: readonly FitTraining[]) => Experiment;
  /** All trainings, the worthiest first. */
  readonly trainings: readonly FitTraining[];
  /** How much was decided on, and what was expected of the machine. */
  readonly decision: Decision;
  /** Seconds until the budget is spent. */
  readonly secondsLeft: () => number;
}

/** What was trained. */
export interface Trained {
  /** The trainings that have their measures, the worthiest first. */
  readonly trainings: readonly FitTraining[];
  /** How many were left out because the time was spent. */
  readonly leftOut: number;
  /** Steps that failed. */
  readonly failed: PlanResult["failed"];
}

/** Seconds for the report on so many networks, on a machine that is busy. */
export const secondsForReport = (networks: number): number => 3 + networks / 4;

/** Seconds in which a process starts and reads its input. */
const SECONDS_TO_START = 1;

/** A training with what is made for it. */
interface Run extends Measured {
  readonly training: FitTraining;
}

const planOf = (
  { source, experiment, trainings }: TrainingQueue,
): E.Either<LyapError, { readonly plan: StepGraph; readonly runs: readonly Run[] }> =>
  pipe(
    resolve(source, experiment(trainings), {}),
    E.map((resolved) => {
      const { steps, made } = graphOf(runsOf(resolved.runs));
      const measured = new Map(made.map((run) => {
        const { forcing, seed } = run.settings;
        return [trainingText({ forcing: forcing as FitForcing, seed }), run];
      }));
      const runs = trainings.map((training): Run => ({ ...measured.get(trainingText(training))!, training }));
      const worthiest = runs.flatMap(({ network, exponents, measures }) => [network, exponents, measures]);
      return { plan: { steps: [...steps.filter(({ step }) => step === "dataset"), ...worthiest] }, runs };
    }),
  );

/** The trainings that begin whatever the time: the worthiest of each cell, without which there would be no result. */
const indispensable = (runs: readonly Run[]): ReadonlySet<string> =>
  new Set(
    (["sparse", "generalized"] as const).flatMap((kind) =>
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
      const { costs, purchase } = schedule.decision;
      const updates = purchase.sizes.epochs * UPDATES_PER_EPOCH;
      const seconds = new Map(runs.map(({ network, training: { forcing } }) => [
        network.id,
        SECONDS_TO_START +
        updates * (forcing.kind === "sparse" ? costs.sparseUpdate : costs.generalizedUpdate),
      ]));
      const first = indispensable(runs);
      const expected = {
        training: (id: string) => seconds.get(id)!,
        perRun: costs.perRun,
        report: secondsForReport(runs.length),
      };
      return pipe(
        runPlan(plan, {
          ...engine,
          mayStart: ({ id, step }, made) =>
            step !== "train" || first.has(id) || endsInTime(id, schedule.secondsLeft(), expected, made),
        }),
        RTE.chain(({ found, made, failed }): Program<Trained> => {
          const done = new Set([...found, ...made]);
          const trainings = runs.filter(({ measures }) => done.has(measures.id)).map(({ training }) =>
            training
          );
          const [fault] = failed;
          if (trainings.length === 0) {
            return RTE.left(
              fault?.error ?? { _tag: "StepFailed", step: "train", what: "nothing was trained", code: 3 },
            );
          }
          const begun = runs.filter(({ network: { id } }) =>
            done.has(id) || failed.some((each) => each.id === id)
          );
          return RTE.right({ trainings, leftOut: runs.length - begun.length, failed });
        }),
      );
    }),
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
  const trained = made.filter(({ step }) => step === "train");
  const slower = Math.max(1, medianOr(1, trained.map((each) => each.seconds / training(each.id))));
  const of = (step: MadeStep["step"]) =>
    made.filter((each) => each.step === step).map(({ seconds }) => seconds);
  const afterwards = medianOr(slower * perRun / 2, of("lyapunov")) +
    medianOr(slower * perRun / 2, of("evaluate"));
  return slower * training(id) + afterwards + report <= secondsLeft;
};
