/**
 * How much training a time budget buys: costs that are measured on this machine, and a pure function from them and the
 * budget to sizes, which the spec then states, so that the result does not depend on the clock.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as number from "fp-ts/number.js";
import { contramap, getMonoid, max, type Ord } from "fp-ts/Ord.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import type { CellInput } from "../../networks/catalogue.ts";
import type { ObservationInput } from "../../networks/observations/catalogue.ts";
import { type FastWay, flagArgument } from "../../engine/fast.ts";
import { denoProgram, failureOf } from "../../engine/process.ts";
import { cannotCompute, type LyapError } from "../../core/program/errors.ts";
import type { Program } from "../../core/program/program.ts";
import { decode } from "../../core/codec/codec.ts";
import type { Series } from "../../series/series.ts";
import type { BatchSettings } from "../../training/batches.ts";
import type { ForcingInput } from "../../training/forcing/catalogue.ts";
import { type TrainingSettings, trainingSettings } from "../../training/settings.ts";
import type { TimingAnswer, TimingTask } from "../../engine/time_updates.ts";
import { moduleAddress } from "../../steps/place.ts";
import { networksOf, type Sizes, UPDATES_PER_EPOCH } from "./sizes.ts";

/** What things cost on this machine, in seconds of one core. */
export interface Costs {
  /** An update of the weights of the cell that is forced sparsely. */
  readonly sparseUpdate: number;
  /** An update of the weights of the cell under generalized forcing. */
  readonly generalizedUpdate: number;
  /** A run apart from its updates: three processes, exponents, measures. */
  readonly perRun: number;
  /** All that happens once, but for the report: the dataset with its estimate. */
  readonly once: number;
  /** A network that starts by regression, in addition to what every run takes: bounded sums, and free runs of many units. */
  readonly perRegression: number;
  /** The baselines, and the exponent along the rows, in the report. */
  readonly comparisons: number;
}

/** Sizes with what they are expected to take. */
export interface Allocation {
  /** What is trained. */
  readonly sizes: Sizes;
  /** Expected seconds of waiting. */
  readonly seconds: number;
  /** Whether that is within the budget; even the smallest sizes may not be. */
  readonly withinBudget: boolean;
}

/**
 * Sizes from small to large, of the first look at which the better half is trained for longer: several strengths and
 * seeds come before long trainings, starts by regression, which take seconds, before both, and PLRNNs under sparse forcing, which a few hundred epochs cannot train, come last.
 */
const LADDER: readonly Sizes[] = [
  { regressions: 0, intervals: 0, strengths: 1, seeds: 1, epochs: 100 },
  { regressions: 0, intervals: 0, strengths: 1, seeds: 1, epochs: 300 },
  { regressions: 1, intervals: 0, strengths: 1, seeds: 1, epochs: 100 },
  { regressions: 4, intervals: 0, strengths: 1, seeds: 1, epochs: 100 },
  { regressions: 4, intervals: 0, strengths: 2, seeds: 1, epochs: 300 },
  { regressions: 6, intervals: 0, strengths: 2, seeds: 1, epochs: 600 },
  { regressions: 9, intervals: 0, strengths: 2, seeds: 2, epochs: 600 },
  { regressions: 9, intervals: 1, strengths: 3, seeds: 2, epochs: 800 },
  { regressions: 9, intervals: 1, strengths: 3, seeds: 2, epochs: 1000 },
  { regressions: 9, intervals: 1, strengths: 3, seeds: 3, epochs: 1000 },
  { regressions: 9, intervals: 1, strengths: 3, seeds: 4, epochs: 1000 },
  { regressions: 9, intervals: 2, strengths: 3, seeds: 5, epochs: 1000 },
  { regressions: 9, intervals: 2, strengths: 3, seeds: 6, epochs: 1500 },
  { regressions: 9, intervals: 3, strengths: 3, seeds: 8, epochs: 2000 },
];

/** The sizes that are trained under any budget. */
export const SMALLEST: Sizes = LADDER[0]!;

/** Steps of different runs leave a core idle at the end; what other programs take is seen later, and left out then. */
const RESERVE = 1.1;

/** Seconds for the report on this many networks, on a machine that is busy. */
export const secondsForReport = (networks: number): number => 3 + networks / 4;

/** Numbers of a recording, rows × columns, from which on what is made of its rows takes no longer. */
const MANY_NUMBERS = 60_000;

/**
 * What depends on how large a recording is. Short ones leave more of the budget to trainings.
 *
 * @example 20,000 rows of three columns and more, and a short recording
 * ```ts
 * import { costsOfSize } from "./budget.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(costsOfSize({ rows: 20_000, columns: 3 }), { perRun: 3, perRegression: 10, comparisons: 15 });
 * assertEquals(costsOfSize({ rows: 2000, columns: 3 }), { perRun: 1.65, perRegression: 2.8, comparisons: 1.5 });
 * ```
 */
export const costsOfSize = (
  { rows, columns }: Pick<Series, "rows" | "columns">,
): Pick<Costs, "perRun" | "perRegression" | "comparisons"> => {
  const share = Math.min(1, rows * columns / MANY_NUMBERS);
  return { perRun: 1.5 + 1.5 * share, perRegression: 2 + 8 * share, comparisons: 15 * share };
};

/**
 * Which sizes are more: those of more networks, and of as many networks those that are trained for longer. A budget may
 * therefore buy starts by regression and a shorter training where a smaller one buys a longer training alone.
 */
export const bySize: Ord<Sizes> = getMonoid<Sizes>().concat(
  contramap(networksOf)(number.Ord),
  contramap(({ epochs }: Sizes) => epochs)(number.Ord),
);

const bySizeBought: Ord<Allocation> = contramap(({ sizes }: Allocation) => sizes)(bySize);

/** Expected seconds of waiting for sizes on this many cores. */
export const secondsFor = (sizes: Sizes, costs: Costs, jobs: number): number => {
  const { regressions, intervals, strengths, seeds, epochs } = sizes;
  const updates = epochs * UPDATES_PER_EPOCH;
  const sparse = intervals * (costs.perRun + updates * costs.sparseUpdate);
  const generalized = strengths * seeds * (costs.perRun + updates * costs.generalizedUpdate);
  const byRegression = regressions * (costs.perRun + costs.perRegression);
  return costs.once + secondsForReport(networksOf(sizes)) +
    RESERVE * (byRegression + sparse + generalized) / jobs;
};

/**
 * The largest sizes that a budget buys.
 *
 * @param minutes The budget.
 * @param costs What things cost.
 * @param jobs Steps that run side by side.
 * @param starts How many starts by regression there are to try. Default: as many as are bought.
 *
 * @example More minutes never buy less
 * ```ts
 * import { costsOfSize, sizesFor } from "./budget.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const measured = { sparseUpdate: 8e-4, generalizedUpdate: 4e-4, once: 20 };
 * const costs = { ...measured, ...costsOfSize({ rows: 20_000, columns: 3 }) };
 * assertEquals(sizesFor(4, costs, 2).sizes, {
 *   regressions: 9,
 *   intervals: 2,
 *   strengths: 3,
 *   seeds: 6,
 *   epochs: 1500,
 * });
 * assertEquals(sizesFor(0.1, costs, 2).withinBudget, false);
 * ```
 */
export const sizesFor = (minutes: number, costs: Costs, jobs: number, starts = Infinity): Allocation => {
  const plans = LADDER.map((each): Allocation => {
    const sizes = { ...each, regressions: Math.min(starts, each.regressions) };
    const seconds = secondsFor(sizes, costs, jobs);
    return { sizes, seconds, withinBudget: seconds <= 60 * minutes };
  });
  return plans.filter(({ withinBudget }) => withinBudget).reduce(max(bySizeBought), plans[0]!);
};

/** What is to be timed. */
export interface Timed {
  readonly cell: CellInput;
  readonly observation: ObservationInput;
  readonly forcing: ForcingInput;
  readonly batches: BatchSettings;
}

/** Epochs that are timed, after one that warms up. */
const EPOCHS = 15;

const settingsOf = (timed: Timed): E.Either<LyapError, TrainingSettings> =>
  pipe(
    decode(trainingSettings, { ...timed, epochs: EPOCHS + 1 }),
    E.mapLeft((faults): LyapError =>
      cannotCompute(
        `Cannot train this cell: ${
          faults.map(({ path, expected }) => `${path} must be ${expected}`).join("; ")
        }`,
        "choose another cell with --sparse or --generalized",
      )
    ),
  );

/** Seconds of one update of each training, in a process that V8 runs with some flags. */
const secondsUnder = (
  flags: readonly string[],
  task: Omit<TimingTask, "fast">,
): Program<readonly number[]> =>
({ processes }) => {
  const said: string[] = [];
  const asked: TimingTask = { ...task, fast: flags.length > 0 };
  return pipe(
    processes.deno([
      ...denoProgram,
      ...flagArgument(flags),
      moduleAddress("lib/engine/time_updates"),
      JSON.stringify(asked),
    ], (line) => said.push(line)),
    TE.chainEitherK(({ code, errorTail }): E.Either<LyapError, readonly number[]> => {
      if (code !== 0) return E.left(failureOf("timing", code, errorTail));
      const answer = JSON.parse(said.join("")) as TimingAnswer;
      return "error" in answer ? E.left(answer.error) : E.right(answer.seconds);
    }),
  );
};

/** The costs of an update of both cells, in a fast process where trainings are fast. */
export const updateCosts = (
  { sparse, generalized }: { readonly sparse: Timed; readonly generalized: Timed },
  { rows, columns }: Pick<Series, "rows" | "columns">,
  fast: FastWay,
): Program<Pick<Costs, "sparseUpdate" | "generalizedUpdate">> =>
  pipe(
    RTE.fromEither(pipe([sparse, generalized], E.traverseArray(settingsOf))),
    RTE.map((trainings) => ({ trainings, rows, columns })),
    RTE.chain((task) =>
      pipe(
        fast.flags,
        RTE.chain((flags) => secondsUnder(flags, task)),
        // What a fast process fails of is for trainings to find out; they are checked then.
        RTE.orElse((error) => error._tag === "StepFailed" ? secondsUnder([], task) : RTE.left(error)),
      )
    ),
    RTE.map(([sparseUpdate, generalizedUpdate]) => ({
      sparseUpdate: sparseUpdate!,
      generalizedUpdate: generalizedUpdate!,
    })),
  );

/** How much calls differ in how fast the machine seems. */
const MARGIN = 1.2;

/** Minutes that are enough for this many seconds, to a tenth. */
export const enoughMinutes = (seconds: number): number => Math.ceil(MARGIN * seconds / 6) / 10;
