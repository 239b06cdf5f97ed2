/**
 * How vectors grow along an orbit across the direction in which it moves, from maps between its frames.
 *
 * @module
 */
import { log } from "../../numerics/elementary.ts";
import { mean } from "../../numerics/statistics.ts";
import { orthonormalise } from "../orthonormalise.ts";
import { type NeighbourSearch, neighbourSearch } from "./neighbours.ts";
import { delayCoordinates, type StateSpace } from "./state_space.ts";
import { tangentMaps, VELOCITY_ROWS } from "./tangent_maps.ts";

/** A way to look at an orbit. */
export interface TangentWindow {
  /** Copies of each column, and the steps between them. */
  readonly copies: number;
  readonly delay: number;
  /** Main axes of the neighbours that are looked at. */
  readonly directions: number;
  /** Steps from one map to the next. */
  readonly step: number;
}

/** What was found along an orbit. */
export interface TangentGrowth {
  readonly window: TangentWindow;
  /** λ₁ in nats per step, and its standard error, from the stretches of the series. */
  readonly lambda1: number;
  readonly standardError: number;
  /**
   * How far the maps are off, in nats per step: the logarithm of an error that one in twenty exceeds. Of a flow it is that
   * with which they take the velocity at one point to that at the next, as a share of the latter; of a map that of their
   * predictions, in standard deviations.
   */
  readonly worst: number;
  /** Mean logarithm of the errors of predictions, as a share of the distance of the neighbours. */
  readonly share: number;
}

/** How an orbit is looked through. */
export interface TangentGrowthOptions {
  /** Whether the series is a flow's. */
  readonly isFlow: boolean;
  /** Neighbours in time up to this many steps are left out. */
  readonly theiler: number;
  /** Maps that are fitted at most. */
  readonly most: number;
  /** Points among which neighbours are sought at least, where there are as many. */
  readonly candidates: number;
  /** Directions in which neighbours lie less far apart than the root of this, as a share, are given no slope. */
  readonly ridge: number;
}

/** A state space, of which the first points may be neighbours of each other. */
interface SearchedSpace {
  readonly space: StateSpace;
  /** How many. */
  readonly count: number;
  readonly nearest: () => NeighbourSearch;
}

/** The state spaces of some signals, each made once for all windows that look at it. */
export type SearchedSpaces = (window: TangentWindow, candidates: number) => SearchedSpace;

/**
 * Makes each state space once.
 *
 * @param columns N signals with standard deviation 1.
 */
export const searchedSpaces = (columns: readonly Float64Array[]): SearchedSpaces => {
  const made = new Map<string, SearchedSpace>();
  return ({ copies, delay, step }, candidates) => {
    const key = [copies, delay, step, candidates].join(" ");
    const known = made.get(key);
    if (known !== undefined) return known;
    const space = delayCoordinates(columns, copies, delay);
    const count = space.count - step - VELOCITY_ROWS;
    let search: NeighbourSearch | undefined;
    const nearest = () =>
      search ??= neighbourSearch(space, count, Math.max(1, Math.floor(count / candidates)));
    const searched = { space, count, nearest };
    made.set(key, searched);
    return searched;
  };
};

/** Stretches of the series. */
const STRETCHES = 10;
/** Maps at the beginning of a stretch in which directions settle, and the fewest that count. */
const SETTLING = 10;
const FEWEST = 15;
/** Of all errors, from the smallest, this one stands for the worst. */
const WORST = 0.95;
/** A growth and an error below these are none in double precision. */
const SMALLEST = { growth: 1e-300, error: 1e-12 } as const;

/**
 * λ₁ from maps along an orbit.
 *
 * A flow has an exponent of zero in the direction in which it moves, and this direction is known from the series. It is put
 * in place of the first vector at every point, so that the second one grows by the largest of all other exponents,
 * however weak that is. How well the maps take the one velocity to the other tells how far they can be trusted.
 *
 * @param spaces Those of N signals with standard deviation 1.
 * @param window How they are looked at.
 * @param options How it is looked through.
 * @returns undefined where the series is too short for it.
 * @example The Hénon map from one of its variables
 * ```ts
 * import { searchedSpaces, tangentGrowth } from "./tangent_growth.ts";
 * import { standardisedSignal } from "./state_space.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const x = new Float64Array(4000).fill(0.1);
 * for (let i = 2; i < x.length; i++) x[i] = 1 - 1.4 * x[i - 1]! * x[i - 1]! + 0.3 * x[i - 2]!;
 * const window = { copies: 3, delay: 1, directions: 2, step: 1 };
 * const found = tangentGrowth(searchedSpaces([standardisedSignal(x)]), window, {
 *   isFlow: false,
 *   theiler: 5,
 *   most: 3000,
 *   candidates: 20_000,
 *   ridge: 1e-8,
 * });
 * assertAlmostEquals(found!.lambda1, 0.419, 0.02);
 * ```
 */
export const tangentGrowth = (
  spaces: SearchedSpaces,
  window: TangentWindow,
  { isFlow, theiler, most, candidates, ridge }: TangentGrowthOptions,
): TangentGrowth | undefined => {
  const { directions, step } = window;
  const { space, count, nearest } = spaces(window, candidates);
  const stretch = Math.floor(count / STRETCHES);
  const rounds = Math.min(
    Math.floor(most / STRETCHES),
    Math.floor((stretch - VELOCITY_ROWS - 1) / step),
  );
  if (rounds < SETTLING + FEWEST) return undefined;
  const maps = tangentMaps(space, nearest(), { directions, step, theiler, ridge });
  const vectors = new Float64Array(directions * directions);
  const image = new Float64Array(directions * directions);
  const diagonal = new Float64Array(directions);
  const [before, after] = [new Float64Array(directions), new Float64Array(directions)];
  const rates: number[] = [];
  const errors: number[] = [];
  const shares: number[] = [];
  const largest = isFlow ? 1 : 0;
  for (let part = 0; part < STRETCHES; part++) {
    let here = maps.frameAt(part * stretch + VELOCITY_ROWS);
    vectors.fill(0);
    for (let d = 0; d < directions; d++) vectors[d * directions + d] = 1;
    let [growth, counted] = [0, 0];
    for (let round = 0; round < rounds; round++) {
      const there = maps.frameAt(here.row + step);
      const linear = maps.between(here, there);
      if (linear !== undefined) {
        image.fill(0);
        for (let t = 0; t < directions; t++) {
          for (let a = 0; a < directions; a++) {
            const slope = linear[t * directions + a]!;
            for (let v = 0; v < directions; v++) {
              image[t * directions + v] = image[t * directions + v]! + slope * vectors[a * directions + v]!;
            }
          }
        }
        let error = maps.error();
        if (isFlow) {
          maps.velocity(here, before);
          const speed = maps.velocity(there, after);
          let squares = 0;
          for (let t = 0; t < directions; t++) {
            let sum = -after[t]!;
            for (let a = 0; a < directions; a++) sum += linear[t * directions + a]! * before[a]!;
            squares += sum * sum;
            image[t * directions] = after[t]!;
          }
          error = speed > 0 ? Math.sqrt(squares) / speed : 1;
        }
        shares.push(log(Math.max(SMALLEST.error, maps.relativeError())));
        errors.push(log(Math.max(SMALLEST.error, error)));
        vectors.set(image);
        orthonormalise(vectors, directions, directions, diagonal);
        if (round >= SETTLING) {
          growth += log(Math.max(SMALLEST.growth, diagonal[largest]!));
          counted++;
        }
      }
      here = there;
    }
    if (counted >= FEWEST) rates.push(growth / counted / step);
  }
  if (rates.length < STRETCHES / 2) return undefined;
  const lambda1 = mean(rates);
  const squares = rates.reduce((sum, rate) => sum + (rate - lambda1) * (rate - lambda1), 0);
  const sorted = Float64Array.from(errors).sort();
  return {
    window,
    lambda1,
    standardError: Math.sqrt(squares / rates.length / (rates.length - 1)),
    worst: sorted[Math.floor(WORST * (sorted.length - 1))]! - log(step),
    share: mean(shares),
  };
};
