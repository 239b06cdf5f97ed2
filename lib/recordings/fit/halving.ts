/**
 * Successive halving: after a first look at many short trainings the better ones are trained again for longer, until the
 * time is spent. A pure function of the time that is left; what it decides is remembered, so that the result does not
 * depend on the clock a second time.
 *
 * @module
 */
import type { FitTraining } from "./compose.ts";
import { isByRegression, trainingText } from "./compose.ts";

/** A training with how well it did on the validation part: smaller is better; null if it diverged. */
export interface TrainingScore {
  /** What was trained. */
  readonly training: FitTraining;
  /** Its score. */
  readonly score: number | null;
}

/** What there is to spend, and what things cost as they turned out. */
export interface Means {
  /** Seconds of waiting that are left for trainings. */
  readonly seconds: number;
  /** Trainings side by side. */
  readonly jobs: number;
  /** Seconds of an epoch of a training. */
  readonly perEpoch: (training: FitTraining) => number;
  /** Seconds of a run apart from its epochs. */
  readonly perRun: number;
}

/** The next rung trains this many times longer, at least. */
const LONGER = 2;
/** … and has this many rounds of trainings side by side, at most. */
const MOST_ROUNDS = 3;
/**
 * Longer trainings were seen to gain nothing on clean series. On GTF's Lorenz-63 with 5 % of noise 5000 epochs came to a D_stsp
 * of 0.23 and 0.32 where 1000 came to 0.42 and 0.63.
 */
const MOST_EPOCHS = 12_000;
/** Shorter trainings than this are not worth a rung at the end. */
const WORTH_A_RUNG = 1000;
/** The share of the time that may be planned: machines slow down. */
const PLANNED = 0.85;

/** Epochs as a person would say them. */
const rounded = (epochs: number): number => {
  const unit = epochs >= 1000 ? 100 : epochs >= 200 ? 50 : 10;
  return Math.max(10, Math.floor(epochs / unit) * unit);
};

/** Trainings from the best to the worst, each with its longest epochs. */
const ranked = (standings: readonly TrainingScore[]): readonly TrainingScore[] =>
  standings.filter(({ score }) => score !== null).toSorted((a, b) => a.score! - b.score!);

/**
 * The trainings of the next rung: the better half of the last one, for as long as the time allows; where that is trained
 * out, its best settings with new seeds. What started by regression is not trained, and stays as it is.
 *
 * @param last The last rung, as it did.
 * @param all All trainings so far.
 * @returns None where the time allows no more than what there is.
 *
 * @example The better half goes on, three times as long
 * ```ts
 * import { nextRung } from "./halving.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const standing = (seed: number) => ({
 *   training: { forcing: { kind: "generalized", alpha: 0.1 } as const, seed, epochs: 1000 },
 *   score: seed / 10,
 * });
 * const means = { seconds: 120, jobs: 2, perEpoch: () => 0.01, perRun: 3 };
 * const next = nextRung([1, 2, 3, 4].map(standing), [], means);
 * assertEquals(next.map(({ seed, epochs }) => [seed, epochs]), [[1, 9900], [2, 9900]]);
 * ```
 */
export const nextRung = (
  last: readonly TrainingScore[],
  all: readonly TrainingScore[],
  { seconds, jobs, perEpoch, perRun }: Means,
): readonly FitTraining[] => {
  const trained = last.filter(({ training }) => !isByRegression(training));
  const best = ranked(trained);
  if (best.length === 0) return [];
  const longest = Math.max(...trained.map(({ training: { epochs } }) => epochs));
  const epochsIn = (rounds: number, training: FitTraining): number =>
    Math.min(MOST_EPOCHS, rounded((PLANNED * seconds / rounds - perRun) / perEpoch(training)));
  const half = Math.max(1, Math.floor(trained.length / 2));
  const most = Math.min(MOST_ROUNDS, Math.max(1, Math.ceil(half / jobs)));
  for (let rounds = most; rounds >= 1; rounds--) {
    const chosen = best.slice(0, Math.min(rounds * jobs, Math.max(half, jobs))).map(({ training }) =>
      training
    );
    const epochs = Math.min(...chosen.map((training) => epochsIn(rounds, training)));
    if (epochs >= LONGER * longest) return chosen.map((training) => ({ ...training, epochs }));
  }
  // What is left is spent on other seeds of what did best.
  const affordable = epochsIn(1, best[0]!.training);
  if (affordable < Math.min(longest / 2, WORTH_A_RUNG) || seconds < perRun) return [];
  const epochs = Math.min(longest, affordable);
  const known = new Set(all.map(({ training }) => trainingText(training)));
  const settings = best.slice(0, jobs).map(({ training }) => training);
  const firstFree = 1 + Math.max(...all.map(({ training: { seed } }) => seed));
  return Array.from({ length: jobs }, (_, index): FitTraining => ({
    ...settings[index % settings.length]!,
    seed: firstFree + index,
    epochs,
  })).filter((training) => !known.has(trainingText(training)));
};
