/**
 * Trains rung by rung: a first look at many, then the better half for longer, until the time is spent. Every rung is
 * remembered before it begins, so that a fit that was stopped goes on with it, and one that ended is the same again.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import type { EngineOptions } from "../../engine/local.ts";
import { note } from "../../core/program/terminal.ts";
import type { Program } from "../../core/program/program.ts";
import { counted } from "../../core/program/text.ts";
import { secondsForReport } from "./budget.ts";
import { type FitTraining, isByRegression } from "./compose.ts";
import { type Means, nextRung, type TrainingScore } from "./halving.ts";
import { standingsOf } from "./standing.ts";
import {
  SECONDS_TO_START,
  secondsPerEpoch,
  type Trained,
  type TrainingQueue,
  trainInTime,
} from "./train_in_time.ts";
import { earlierRungs, keepRungs, type Rungs } from "./state_folder.ts";

/** What is climbed with: all of a queue but its trainings. */
export interface Climb extends Omit<TrainingQueue, "trainings" | "first"> {
  /** The trainings of the first look. */
  readonly firstLook: readonly FitTraining[];
  /** Where the fit remembers what it planned. */
  readonly stateFolder: string;
}

type Engine = Pick<EngineOptions, "store" | "jobs" | "data" | "checked">;

/** Rungs after which a fit ends however much time is left. */
const MOST_RUNGS = 60;

/** All that was trained on the way. */
interface Climbed extends Pick<Trained, "trainings" | "leftOut" | "failed" | "slower" | "perRun"> {
  readonly standings: readonly TrainingScore[];
}

const rungLine = (rung: readonly FitTraining[], all: readonly TrainingScore[]): string => {
  const trained = all.filter(({ training }) => !isByRegression(training));
  if (trained.length === 0) return `goes on to trainings: ${counted(rung.length, "network")}`;
  const known = new Set(trained.map(({ training: { seed } }) => seed));
  const what = rung.every(({ seed }) => known.has(seed)) ? "the best" : "new seeds of the best";
  const epochs = Math.max(...rung.map((training) => training.epochs));
  return `goes on with ${what}: ${counted(rung.length, "network")} for ${epochs} epochs`;
};

/** One rung: its trainings, and how they did. */
const trainRung = (
  { costs, secondsLeft, experiment, source }: Climb,
  engine: Engine,
  trainings: readonly FitTraining[],
  first: boolean,
): Program<{ readonly trained: Trained; readonly own: readonly TrainingScore[] }> =>
  pipe(
    trainInTime({ source, experiment, costs, secondsLeft, trainings, first }, engine),
    RTE.chain((trained) =>
      pipe(standingsOf(trained.runs, engine.store), RTE.map((own) => ({ trained, own })))
    ),
  );

/** What the machine turned out to be, and the time that is left on it. */
const meansOf = (
  { costs, secondsLeft }: Climb,
  { jobs }: Engine,
  { slower, perRun, standings }: Climbed,
): Means => ({
  seconds: secondsLeft() -
    Math.max(1, perRun / costs.perRun) * (costs.comparisons + secondsForReport(standings.length)),
  jobs,
  perEpoch: (training) => slower * secondsPerEpoch(costs, training),
  perRun: SECONDS_TO_START + perRun,
});

/**
 * The rungs that are planned before anything is known: what starts by regression takes seconds and comes first. So few that
 * all run side by side are one rung.
 */
const plannedFirst = (trainings: readonly FitTraining[], jobs: number): Rungs["rungs"] =>
  (trainings.length <= jobs ? [trainings] : [
    trainings.filter(isByRegression),
    trainings.filter((each) => !isByRegression(each)),
  ]).filter(({ length }) => length > 0);

/** The first rung of trainings, of which something is trained even without time. */
const firstTrained = (rungs: Rungs["rungs"]): number =>
  rungs.findIndex((rung) => rung.some((each) => !isByRegression(each)));

/**
 * Climbs from a rung on.
 *
 * @param known The rungs that are planned, the one of the index among them.
 */
const climbFrom = (
  climb: Climb,
  engine: Engine,
  known: Rungs["rungs"],
  index: number,
  before: Climbed,
): Program<Climbed> =>
  pipe(
    keepRungs(climb.stateFolder, { rungs: known, trained: [], leftOut: 0 }),
    RTE.chain(() => trainRung(climb, engine, known[index]!, index === firstTrained(known))),
    RTE.chain(({ trained: { trainings, leftOut, failed, slower, perRun }, own }): Program<Climbed> => {
      const standings = [...before.standings, ...own];
      const climbed: Climbed = {
        trainings: [...before.trainings, ...trainings],
        leftOut: before.leftOut + leftOut,
        failed: [...before.failed, ...failed],
        standings,
        slower: Math.max(before.slower, slower),
        perRun: Math.max(before.perRun, perRun),
      };
      const isLast = leftOut > 0 || index + 1 >= MOST_RUNGS;
      const planned = (): readonly FitTraining[] =>
        isLast ? [] : nextRung(own, standings, meansOf(climb, engine, climbed));
      const next = known[index + 1] ?? planned();
      if (next.length === 0) return RTE.right(climbed);
      const rungs = known[index + 1] === undefined ? [...known, next] : known;
      return pipe(
        note(rungLine(next, standings)),
        RTE.chain(() => climbFrom(climb, engine, rungs, index + 1, climbed)),
      );
    }),
  );

const NOTHING: Climbed = { trainings: [], leftOut: 0, failed: [], standings: [], slower: 1, perRun: 0 };

/** Trains until the time is spent; a fit that has come to its end before trains nothing more. */
export const climbInTime = (
  climb: Climb,
  engine: Engine,
): Program<Pick<Trained, "trainings" | "leftOut" | "failed">> => {
  const { stateFolder, firstLook, ...queue } = climb;
  return pipe(
    earlierRungs(stateFolder),
    RTE.chain((earlier) =>
      earlier.trained.length > 0
        ? pipe(
          trainInTime({ ...queue, trainings: earlier.trained, first: true }, engine),
          RTE.map(({ trainings, failed, leftOut }) => ({
            trainings,
            failed,
            leftOut: earlier.leftOut + leftOut,
          })),
        )
        : pipe(
          climbFrom(
            climb,
            engine,
            earlier.rungs.length === 0 ? plannedFirst(firstLook, engine.jobs) : earlier.rungs,
            0,
            NOTHING,
          ),
          RTE.chainFirst(({ trainings, leftOut }) =>
            keepRungs(stateFolder, { rungs: [], trained: trainings, leftOut })
          ),
        )
    ),
  );
};
