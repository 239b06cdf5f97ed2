/**
 * Which embedding is looked at: several are tried, and that is kept from which the future follows best.
 *
 * @module
 */
import type { ModelKind } from "./local_models.ts";
import {
  errorInShort,
  errorOfPredictions,
  errorsOfModels,
  type PredictionError,
  type Predictor,
} from "./prediction.ts";

/** An embedding with a model, and how well it predicts. */
export interface TriedEmbedding extends Predictor, PredictionError {}

/** What is known when embeddings are tried. */
export interface ChoiceOptions {
  /** The delay by rule, in steps, and the copies by rule. */
  readonly rule: { readonly copies: number; readonly delay: number };
  /** Whether the series is a flow's. */
  readonly isFlow: boolean;
  /** Neighbours in time up to this many steps are left out. */
  readonly theiler: number;
  /** Delays that may be tried; only the given one where the user gives one. */
  readonly givenDelay: number | undefined;
  /** Copies of each column where the user gives them. */
  readonly givenCopies: number | undefined;
}

/** What came of it. */
export interface EmbeddingChoice {
  /** All that was tried, the most predictive first. */
  readonly tried: readonly TriedEmbedding[];
  /** Those that predict about as well as the best one with as few coordinates as possible, the best of each first. */
  readonly good: readonly TriedEmbedding[];
  /** How well the embedding by rule predicts; null where it could not be tried. */
  readonly byRule: number | null;
  /** Steps ahead of the last coordinate at which predictions were compared. */
  readonly horizons: readonly number[];
}

/** Coordinates that are tried with lines, and with squares too. */
const MOST_LINEAR = 8;
const MOST_QUADRATIC = 6;
/** An embedding is about as good as the best one within this share of the latter's error in nats. */
const ABOUT = 0.06;
/** Errors at least this much smaller are an improvement, in nats. */
const BETTER = 0.05;
/** The farthest horizon, in steps. */
const FARTHEST = 24;

const LINES: ModelKind = { quadratic: false, perTerm: 3 };
const SQUARES: ModelKind = { quadratic: true, perTerm: 2 };
const MANY_LINES: readonly ModelKind[] = [{ quadratic: false, perTerm: 10 }];
const MANY_SQUARES: readonly ModelKind[] = [{ quadratic: true, perTerm: 4 }];

const distinct = (values: readonly number[]): readonly number[] => [...new Set(values)];

const delaysOf = ({ rule: { delay }, isFlow, givenDelay }: ChoiceOptions): readonly number[] =>
  givenDelay !== undefined ? [givenDelay] : isFlow
    ? distinct([
      delay,
      Math.max(1, Math.round(delay / 1.7)),
      Math.max(1, Math.round(delay / 3)),
      ...(delay > 12 ? [Math.round(delay / 6)] : []),
    ])
    : distinct([1, 2, ...(delay > 2 ? [delay] : [])]);

const horizonsOf = ({ rule: { delay }, isFlow }: ChoiceOptions): readonly number[] => {
  const reach = Math.min(FARTHEST / 2, delay);
  return isFlow ? distinct([Math.ceil(reach / 2), reach, 2 * reach]) : [1, 2];
};

/**
 * Tries embeddings of one or several delays, with lines and with squares fitted to the neighbours.
 *
 * A map is predicted best from its last values, one step apart, however long its memory; a flow from values far enough
 * apart to differ by more than noise.
 *
 * @param columns N signals with standard deviation 1.
 * @param options What is known.
 */
export const chooseEmbedding = (
  columns: readonly Float64Array[],
  options: ChoiceOptions,
): EmbeddingChoice => {
  const { rule, theiler, givenCopies } = options;
  const horizons = horizonsOf(options);
  const tried: TriedEmbedding[] = [];
  const attempts = (embedding: Predictor["embedding"]): (model: Predictor["model"]) => number => {
    const errorsOf = errorsOfModels(columns, embedding, { horizons, theiler });
    return (model) => {
      const found = errorInShort(errorsOf(model));
      if (found !== undefined) tried.push({ embedding, model, ...found });
      return found?.error ?? Infinity;
    };
  };
  const delays = delaysOf(options);
  for (const delay of delays) {
    let [least, without] = [Infinity, 0];
    const most = Math.max(1, Math.floor(MOST_LINEAR / columns.length));
    const first = givenCopies ?? (delay === delays[0] ? 1 : 2);
    for (let copies = first; copies <= (givenCopies ?? most) && without < 2; copies++) {
      const width = copies * columns.length;
      const attempt = attempts({ copies, delay });
      const error = Math.min(attempt(LINES), width <= MOST_QUADRATIC ? attempt(SQUARES) : Infinity);
      without = error < least - BETTER ? 0 : without + 1;
      least = Math.min(least, error);
    }
  }
  const widthOf = (each: TriedEmbedding) => each.embedding.copies * columns.length;
  const byError = (a: TriedEmbedding, b: TriedEmbedding) => a.error - b.error;
  const best = Math.min(...tried.map(({ error }) => error));
  const near = tried.filter(({ error }) => error <= best + ABOUT * Math.abs(best));
  const fewest = Math.min(...near.map(widthOf));
  const few = near.filter((each) => widthOf(each) === fewest).sort(byError);
  for (const { embedding, model } of few.slice(0, 1)) {
    const attempt = attempts(embedding);
    for (const kind of model.quadratic ? MANY_SQUARES : MANY_LINES) attempt(kind);
  }
  const same = (a: Predictor, b: Predictor) =>
    a.embedding.delay === b.embedding.delay && a.embedding.copies === b.embedding.copies;
  tried.sort(byError);
  const ofRule = tried.filter((each) => same(each, { embedding: rule, model: LINES }));
  return {
    tried,
    good: few.map((each) => tried.find((other) => same(each, other))!)
      .filter((each, index, all) => all.indexOf(each) === index),
    byRule: ofRule.length > 0
      ? ofRule[0]!.error
      : errorOfPredictions(columns, { embedding: rule, model: LINES }, { horizons, theiler })?.error ?? null,
    horizons,
  };
};

/** Logarithms of errors that are nearly none, and of those that miss. */
const EXACT = -5;
const MISS = -0.5;

/** Whether predictions are nearly exact but for one in twenty or more, which miss altogether. */
export const hasShocks = ({ tried }: EmbeddingChoice): boolean =>
  tried.length > 0 && tried[0]!.error < EXACT && tried[0]!.worst > MISS;
