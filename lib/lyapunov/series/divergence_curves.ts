/**
 * Both divergence curves of a series, as long as it takes until they come to rest, and how much they grow.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { log } from "../../numerics/elementary.ts";
import { integers, stream } from "../../numerics/random.ts";
import { cannotCompute, type LyapError } from "../../core/program/errors.ts";
import {
  distanceAcross,
  type Divergence,
  followNearest,
  followNeighbourhoods,
  type LogDistances,
  meanDivergence,
  MOST_NEIGHBOURS,
  referencePoints,
} from "./divergence.ts";
import { neighbourSearch } from "./neighbours.ts";
import { delayCoordinates, type StateSpace } from "./state_space.ts";
import { mean, squaresAround } from "../../numerics/statistics.ts";

/** Both curves of a series. */
export interface DivergenceCurves {
  /** Mean of ln d between nearest neighbours. */
  readonly rosenstein: Divergence;
  /** Mean of ln ⟨d⟩ over neighbourhoods; null when too few points have five neighbours. */
  readonly kantz: Divergence | null;
  /** The distances behind both curves. */
  readonly distances: { readonly rosenstein: LogDistances; readonly kantz: LogDistances };
  /** Mean of ln d between points taken at random. */
  readonly randomPairs: number;
}

/** What the curves need to know besides the embedding. */
export interface DivergenceCurveOptions {
  /** Neighbours in time up to this many steps are left out. */
  readonly theiler: number;
  /** Mean period in steps. */
  readonly period: number;
  /** Number of reference points. */
  readonly references: number;
  /** Number of blocks. */
  readonly blocks: number;
  /** Steps between which the direction of the flow is taken; 0 for a map. */
  readonly span: number;
  /** Whether coincident points are neighbours. */
  readonly coincident: boolean;
  /** Whether Kantz's curve is left out. Default: no. */
  readonly rosensteinOnly?: boolean;
}

/** At most about this many points are searched for neighbours. */
const CANDIDATES = 20_000;
/** For Kantz's method one reference point in this many has its neighbourhood followed. */
const HOOD_EVERY = 4;
/** Points of a curve, about. */
const POINTS = 200;
/** The curve has come to rest when its second half grows by less than this share of the whole. */
const AT_REST = 0.08;

/** Mean of a curve from one share of its length to another. */
const meanBetween = (curve: Float64Array, from: number, to: number): number => {
  const last = curve.length - 1;
  const start = Math.floor(from * last);
  const end = Math.floor(to * last);
  let sum = 0;
  for (let p = start; p <= end; p++) sum += curve[p]!;
  return sum / (end - start + 1);
};

const atRest = ({ mean }: Divergence): boolean => {
  const late = meanBetween(mean, 0.75, 1);
  return late - meanBetween(mean, 0.4, 0.6) < AT_REST * Math.max(0.5, late - mean[0]!);
};

/** Mean of ln d of points taken at random. */
const logOfRandomPairs = (space: StateSpace, span: number): number => {
  const pairs = 2000;
  const rows = integers(stream(0, "random pairs"), 2 * pairs, space.count);
  let sum = 0;
  let counted = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const apart = distanceAcross(space.axes, rows[2 * pair]!, rows[2 * pair + 1]!, span);
    if (apart === 0) continue;
    sum += log(apart);
    counted++;
  }
  return counted === 0 ? 0 : sum / counted;
};

/**
 * Rosenstein's and Kantz's curves over a length that is doubled until Rosenstein's comes to rest, from four mean
 * periods to at most a tenth of the series.
 *
 * @param columns N signals with standard deviation 1.
 * @param embedding Copies of each column and the delay between them.
 * @param options The Theiler window and the sizes of the samples.
 */
export const divergenceCurves = (
  columns: readonly Float64Array[],
  embedding: { readonly copies: number; readonly delay: number },
  options: DivergenceCurveOptions,
): E.Either<LyapError, DivergenceCurves> => {
  const rows = columns[0]!.length;
  const space = delayCoordinates(columns, embedding.copies, embedding.delay);
  const most = Math.floor(rows / 10);
  const count = space.count - most;
  if (count < 30) {
    return E.left(cannotCompute(
      `An embedding of ${embedding.copies} copies ${embedding.delay} steps apart leaves no points of ${rows} rows`,
      "give a smaller delay or dimension, or a longer series",
    ));
  }
  const nearest = neighbourSearch(
    space,
    count,
    Math.max(1, Math.floor(count / CANDIDATES)),
    options.coincident,
  );
  const references = referencePoints(count, options.references);
  const hasHood = (index: number) => options.rosensteinOnly !== true && index % HOOD_EVERY === 0;
  const neighbours = Array.from(
    references,
    (row, index) => nearest(row, hasHood(index) ? MOST_NEIGHBOURS : 1, options.theiler),
  );
  const withHoods = <A>(values: ArrayLike<A>): readonly A[] =>
    Array.from(values).filter((_, index) => hasHood(index));
  if (neighbours.every((found) => found.length === 0)) {
    return E.left(cannotCompute(
      `No state of the series recurs more than ${options.theiler} steps later`,
      2 * options.theiler >= count
        ? `neighbours must be nearer in time: ${count} rows can be followed, so give --theiler a number below ${
          Math.floor(count / 4)
        }, or a longer series`
        : "remove a trend, or give a longer series",
    ));
  }
  let length = Math.min(most, Math.ceil(Math.max(16, 4 * Math.min(options.period, rows / 80))));
  for (;; length = Math.min(most, 2 * length)) {
    const stride = Math.max(1, Math.floor(length / POINTS));
    const following = { references, neighbours, length, stride, span: options.span };
    const pairs = followNearest(space, following);
    const rosenstein = meanDivergence(pairs, count, options.blocks);
    if (!atRest(rosenstein) && length < most) continue;
    const hoods = followNeighbourhoods(space, {
      ...following,
      references: Int32Array.from(withHoods(references)),
      neighbours: withHoods(neighbours),
    });
    return E.right({
      rosenstein,
      kantz: hoods.groups.length === 0 ? null : meanDivergence(hoods, count, options.blocks),
      distances: { rosenstein: pairs, kantz: hoods },
      randomPairs: logOfRandomPairs(space, options.span),
    });
  }
};

/** How far neighbours part in the end. */
export interface Growth {
  /** ln d of nearest neighbours at the beginning. */
  readonly start: number;
  /** ln d once noise has had its first effect: over the first period after one embedding window. */
  readonly afterNoise: number;
  /** ln d in the end. */
  readonly end: number;
  /** ln d of points taken at random. */
  readonly randomPairs: number;
  /** Whether neighbours stay together: they do not part after the first effect of noise, nor up to random pairs. */
  readonly flat: boolean;
  /** Standard error, over the blocks of the series, of the slope from there to the end; nats per step. */
  readonly slopeError: number;
}

/** Growth of ln d that counts as none, and how far below random pairs neighbours that stay together are; nats. */
const NO_GROWTH = 0.4;
const STILL_TOGETHER = 0.7;

/** ln d in the end: its mean over the last quarter of a curve. */
export const endOfDivergence = ({ mean }: Pick<Divergence, "mean">): number => meanBetween(mean, 0.75, 1);

/**
 * How a divergence curve grows after the first effect of noise, which is complete after one embedding window.
 *
 * @param curve Rosenstein's curve.
 * @param window Length of the embedding in steps: copies × delay.
 * @param period Mean period in steps, over which the ripple of the curve is averaged.
 * @param randomPairs Mean of ln d of random pairs.
 */
export const growthOf = (
  curve: Divergence,
  window: number,
  period: number,
  randomPairs: number,
): Growth => {
  const length = curve.steps.at(-1)!;
  const from = Math.min(0.3, window / length);
  const to = Math.min(0.5, from + Math.max(0.1, period / length));
  const grown = (values: Float64Array) => meanBetween(values, 0.75, 1) - meanBetween(values, from, to);
  const afterNoise = meanBetween(curve.mean, from, to);
  const end = endOfDivergence(curve);
  const slopes = curve.blocks.map((block) => grown(block) / (length * (0.875 - (from + to) / 2)));
  const average = mean(slopes);
  const squares = squaresAround(slopes, average);
  return {
    start: curve.mean[0]!,
    afterNoise,
    end,
    randomPairs,
    flat: grown(curve.mean) < NO_GROWTH && end < randomPairs - STILL_TOGETHER,
    slopeError: Math.sqrt(squares / Math.max(1, slopes.length - 1) / slopes.length),
  };
};

/** Neighbours have parted at this share of all that their distance grows by. */
const PARTED = 0.75;

/**
 * The first time at which neighbours have parted by three quarters of what they part by in the end, and by how many
 * nats; undefined where they do not part.
 *
 * @param curve Rosenstein's curve.
 * @param growth How it grows.
 * @example Neighbours that part by four nats within four steps
 * ```ts
 * import { timeToDiverge } from "./divergence_curves.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const curve = { steps: Float64Array.of(0, 1, 2, 3, 4, 5), mean: Float64Array.of(-4, -3, -2, -1, 0, 0) };
 * assertEquals(timeToDiverge(curve, { start: -4, end: 0 }), { steps: 3, growth: 3 });
 * ```
 */
export const timeToDiverge = (
  { steps, mean }: Pick<Divergence, "steps" | "mean">,
  { start, end }: Pick<Growth, "start" | "end">,
): { readonly steps: number; readonly growth: number } | undefined => {
  const growth = PARTED * (end - start);
  const place = mean.findIndex((value) => value >= start + growth);
  return growth > 0 && place > 0 ? { steps: steps[place]!, growth } : undefined;
};
