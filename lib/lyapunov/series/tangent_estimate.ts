/**
 * λ₁ from maps along an orbit in several windows, of which those are kept whose maps are the best.
 *
 * @module
 */
import { exp } from "../../numerics/elementary.ts";
import { lowerMedian } from "../../numerics/statistics.ts";
import { longTailDrawnIn, tailsDrawnIn } from "./drawn_in.ts";
import { together } from "./attempt.ts";
import { percent, withError } from "../../numerics/format.ts";
import type { Witness } from "./witnesses.ts";
import { searchedSpaces, type TangentGrowth, tangentGrowth, type TangentWindow } from "./tangent_growth.ts";

/** What all windows say together, in nats per step. */
export interface TangentEstimate {
  /** λ₁: the lower of the middle ones. */
  readonly lambda1: number;
  /** Its standard error: how it fluctuates along the series, what windows differ by, and how far maps are off. */
  readonly standardError: number;
  /** How far it fluctuates along the series: no way to look at the same series is free of that. */
  readonly fluctuation: number;
  /** How far the maps of the best window are off: the logarithm of an error that one in twenty exceeds. */
  readonly worst: number;
  /**
   * How far predictions are off as a share of the distance of the neighbours, as a logarithm: noise, or neighbours that are too
   * far away, make slopes too small.
   */
  readonly share: number;
  /** What each window says, those with the best maps first. */
  readonly kept: readonly TangentGrowth[];
}

/** Maps that are fitted to judge a window, and to look through one that is kept. */
const MAPS = { judged: 300, kept: 3000 } as const;
/** Points among which neighbours are sought for either. */
const CANDIDATES = { judged: 20_000, kept: 100_000 } as const;
/** Windows that are kept. */
const KEPT = 4;
/** Coordinates of a window of a flow, and at most of a map; all columns are taken equally often. */
const COORDINATES = { flow: 8, map: 6 } as const;
/** Main axes that are looked at, where there are as many coordinates. */
const DIRECTIONS = { flow: [3, 5], map: [1, 2, 3, 4] } as const;
/** The delay by rule is this many units of those that windows are made of. */
const UNITS = 8;

/**
 * The ridge under which a window is judged. For one that is kept it is the square of what its predictions are off by, as a
 * share of the distance of neighbours, within these bounds: in directions that are narrower than that, neighbours tell nothing.
 */
const RIDGE = { judged: 1e-6, least: 1e-11, most: 1e-4 } as const;

const distinct = (values: readonly number[]): readonly number[] => [...new Set(values)];

/** The windows that are tried: of a flow eight coordinates and more of one column, of a map one to six. */
const windowsOf = (
  columns: number,
  { isFlow, delay }: { readonly isFlow: boolean; readonly delay: number },
): readonly TangentWindow[] => {
  const unit = isFlow ? Math.max(1, Math.round(delay / UNITS)) : 1;
  const most = Math.ceil((isFlow ? COORDINATES.flow : COORDINATES.map) / columns);
  const copies = !isFlow
    ? Array.from({ length: most }, (_, i) => i + 1)
    : distinct(columns > 1 ? [1, most] : [most]);
  return copies.flatMap((each) =>
    (isFlow && each > 1 ? [1, 2, 4] : [1]).flatMap((delay) =>
      (isFlow ? [2, 5] : [1]).flatMap((step) =>
        distinct((isFlow ? DIRECTIONS.flow : DIRECTIONS.map).map((all) => Math.min(all, each * columns)))
          .filter((directions) => directions > (isFlow ? 1 : 0))
          .map((directions) => ({ copies: each, delay: delay * unit, step: step * unit, directions }))
      )
    )
  );
};

/**
 * The share of λ₁ by which it is off whatever its own errors say, the share of what windows differ by that counts, and what is
 * added to the logarithms of both errors of maps, which are taken as shares of λ₁. All were chosen on the tuning half of the
 * referee's record.
 */
const ERRORS = { always: 0.03, spread: 0.5, misses: 0.5, blurred: 1.5 } as const;
/** Windows whose maps are worse than the best by this many nats say nothing. */
const BESIDE = 0.8;

/**
 * λ₁ of several windows.
 *
 * @param all What each of them gives, those with the best maps first.
 */
export const ofWindows = (all: readonly TangentGrowth[]): TangentEstimate => {
  const kept = all.filter(({ worst }) => worst <= all[0]!.worst + BESIDE);
  const values = kept.map(({ lambda1 }) => lambda1);
  const lambda1 = lowerMedian(values);
  const deviations = values.map((each) => Math.abs(each - lambda1)).sort((a, b) => a - b);
  const size = Math.abs(lambda1);
  const { worst } = all[0]!;
  const share = lowerMedian(kept.map((each) => each.share));
  const fluctuation = lowerMedian(kept.map(({ standardError }) => standardError));
  return {
    lambda1,
    standardError: together(
      ERRORS.always * size,
      fluctuation,
      ERRORS.spread * (deviations.at(-1) ?? 0),
      size * exp(worst + ERRORS.misses),
      size * exp(share + ERRORS.blurred),
    ),
    fluctuation,
    worst,
    share,
    kept,
  };
};

/** The signals themselves, and with their spikes drawn in. */
const VIEWS = {
  plain: (columns: readonly Float64Array[]) => columns,
  tails: (columns: readonly Float64Array[]) => columns.map(tailsDrawnIn),
  tail: (columns: readonly Float64Array[]) => columns.map(longTailDrawnIn),
};

/** Where maps of the signals as they are miss by less, spikes need not be drawn in. */
const GOOD = -4;
/** Where predictions of all windows are worse, as a share of the distance of neighbours, it is noise that blurs them. */
const BLURRED = -3;

/**
 * λ₁ from the windows whose maps are the best.
 *
 * @param columns N signals with standard deviation 1.
 * @param options Whether the series is a flow's, how far apart in time neighbours must be, and the delay by rule, in steps.
 * @returns undefined where the series is too short.
 * @example Ikeda's map from one of its variables
 * ```ts
 * import { tangentEstimate } from "./tangent_estimate.ts";
 * import { standardisedSignal } from "./state_space.ts";
 * import { cos, sin } from "../../numerics/elementary.ts";
 * import { assertAlmostEquals, assertLess } from "@std/assert/mod.js";
 *
 * let [x, y] = [0.1, 0];
 * const values = Float64Array.from({ length: 5000 }, () => {
 *   const t = 0.4 - 6 / (1 + x * x + y * y);
 *   [x, y] = [1 + 0.9 * (x * cos(t) - y * sin(t)), 0.9 * (x * sin(t) + y * cos(t))];
 *   return x;
 * });
 * const found = tangentEstimate([standardisedSignal(values)], { isFlow: false, theiler: 5, delay: 1 })!;
 * assertAlmostEquals(found.lambda1, 0.507, 2 * found.standardError);
 * assertLess(found.standardError, 0.05);
 * ```
 */
export const tangentEstimate = (
  columns: readonly Float64Array[],
  { isFlow, theiler, delay }: { readonly isFlow: boolean; readonly theiler: number; readonly delay: number },
): TangentEstimate | undefined => {
  const windows = windowsOf(columns.length, { isFlow, delay });
  const judge = (view: keyof typeof VIEWS) => {
    const spaces = searchedSpaces(VIEWS[view](columns));
    return windows.flatMap((window) => {
      const found = tangentGrowth(spaces, window, {
        isFlow,
        theiler,
        most: MAPS.judged,
        candidates: CANDIDATES.judged,
        ridge: RIDGE.judged,
      });
      return found === undefined ? [] : [{ found, spaces }];
    });
  };
  const plain = judge("plain");
  const isSpiky = plain.every(({ found }) => found.worst >= GOOD) &&
    plain.some(({ found }) => found.share < BLURRED);
  const judged = [...plain, ...(isSpiky ? [...judge("tails"), ...judge("tail")] : [])]
    .sort((a, b) => a.found.worst - b.found.worst);
  const kept = judged.slice(0, KEPT).flatMap(({ found: { window, share }, spaces }) => {
    const ridge = Math.max(RIDGE.least, Math.min(RIDGE.most, exp(2 * share)));
    const found = tangentGrowth(spaces, window, {
      isFlow,
      theiler,
      most: MAPS.kept,
      candidates: CANDIDATES.kept,
      ridge,
    });
    return found === undefined ? [] : [found];
  }).sort((a, b) => a.worst - b.worst);
  return kept.length === 0 ? undefined : ofWindows(kept);
};

/** Standard errors above zero from which on λ₁ speaks for chaos. */
const SPEAKS = 2.5;

/**
 * What they say, beside other tests.
 *
 * @param found What was found.
 * @param dt Time units per step.
 */
export const tangentWitness = ({ lambda1, standardError, worst }: TangentEstimate, dt: number): Witness => ({
  name: "Jacobians along main axes",
  found: `λ₁ = ${withError(lambda1 / dt, standardError / dt)}, off by up to ${percent(exp(worst), 2)} a step`,
  speaksFor: lambda1 > SPEAKS * standardError ? "chaos" : null,
  blindTo: "noise of more than a few per cent, and spikes that last a few samples only",
});
