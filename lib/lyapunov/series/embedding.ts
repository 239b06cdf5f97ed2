/**
 * The embedding of a series: by rule, unless another one predicts far better, or as the user says.
 *
 * @module
 */
import type { Continuity } from "./continuity.ts";
import { chooseDimension, type Dimension, dimensionEvidence } from "./dimension.ts";
import { chooseEmbedding, type EmbeddingChoice } from "./embedding_choice.ts";
import { type EstimateSettings, MOST_COORDINATES, MOST_COPIES } from "./settings.ts";
import { chooseDelay, type EmbeddingDelay } from "./state_space.ts";

/** The embedding in which neighbours are followed, with its reasons. */
export interface ChosenEmbedding {
  /** Copies and delay. */
  readonly embedding: { readonly copies: number; readonly delay: number };
  /** The delay and why. */
  readonly delay: EmbeddingDelay;
  /** The number of copies and why. */
  readonly dimension: Dimension;
  /** What was tried; null where the verdict stands without. */
  readonly choice: EmbeddingChoice | null;
}

/** What is known of the series. */
export interface EmbeddingOptions {
  /** What the user says. */
  readonly settings: EstimateSettings;
  /** Neighbours in time up to this many steps are left out. */
  readonly theiler: number;
  /** Whether the series is a flow's. */
  readonly continuity: Continuity;
  /** Whether coincident points are neighbours. */
  readonly coincident: boolean;
  /** Whether the verdict stands already. */
  readonly isEarly: boolean;
}

/** The embedding by rule is kept unless another one predicts better by this share of the latter's error in nats. */
const FAR_BETTER = 0.35;
/** … and by this many nats. */
const LEAST_BETTER = 0.5;

/** A flow is looked at otherwise than by rule only where its future is off by less than a fiftieth. */
const PREDICTED = -4;

/** The shortest of the columns' delays: the fastest variable decides. */
const shortestDelay = (columns: readonly Float64Array[]): EmbeddingDelay =>
  columns.map(chooseDelay).reduce((shortest, each) => each.steps < shortest.steps ? each : shortest);

/**
 * Chooses the embedding.
 *
 * @param columns N signals with standard deviation 1.
 * @param options What is known of the series.
 */
export const embeddingOf = (
  columns: readonly Float64Array[],
  { settings, theiler, continuity, coincident, isEarly }: EmbeddingOptions,
): ChosenEmbedding => {
  const given = settings.delay;
  const delay: EmbeddingDelay = given === undefined ? shortestDelay(columns) : { steps: given, by: "given" };
  const most = Math.max(2, Math.min(MOST_COPIES, Math.floor(MOST_COORDINATES / columns.length)));
  const dimension: Dimension = settings.copies !== undefined
    ? { copies: settings.copies, by: "given", evidence: [] }
    : isEarly
    ? { copies: Math.min(most, Math.ceil(3 / columns.length)), by: "usual", evidence: [] }
    : chooseDimension(dimensionEvidence(columns, delay.steps, theiler, most, coincident));
  const rule = { copies: dimension.copies, delay: delay.steps };
  if (isEarly) return { embedding: rule, delay, dimension, choice: null };
  const choice = chooseEmbedding(columns, {
    rule,
    isFlow: continuity.isFlow,
    theiler,
    givenDelay: given,
    givenCopies: settings.copies,
  });
  const [best] = choice.good;
  if (best === undefined) return { embedding: rule, delay, dimension, choice };
  const least = best.error + Math.max(LEAST_BETTER, FAR_BETTER * Math.abs(best.error));
  const isPredicted = !continuity.isFlow || best.error < PREDICTED;
  if (!isPredicted || (choice.byRule !== null && choice.byRule <= least)) {
    return { embedding: rule, delay, dimension, choice };
  }
  return {
    embedding: best.embedding,
    delay: given === undefined ? { steps: best.embedding.delay, by: "most predictive" } : delay,
    dimension: settings.copies === undefined
      ? { ...dimension, copies: best.embedding.copies, by: "most predictive" }
      : dimension,
    choice,
  };
};
