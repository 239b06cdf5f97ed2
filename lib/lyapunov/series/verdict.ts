/**
 * What a series is: chaotic, regular, noise, not stationary, or too short to say.
 *
 * @module
 */
import { type CrossCheck, together } from "./attempt.ts";
import { type Change, changeText } from "./changes.ts";
import type { Determinism } from "./determinism.ts";
import type { Growth } from "./divergence_curves.ts";

/** What decided a verdict. */
export type Reason =
  | "repeats itself"
  | "changes in time"
  | "long memory"
  | "few periods"
  | "neighbours stay together"
  | "few states recur"
  | "like linear noise"
  | "sums of noise"
  | "one cycle"
  | "few waves"
  | "shocks or spikes"
  | "no room for a line"
  | "no linear region"
  | "not above zero"
  | "ways differ"
  | "cycles in any order"
  | "room for chaos"
  | "chance may drive it"
  | "neighbours part"
  | "Jacobians agree"
  | "weak chaos"
  | "chaos with jumps";

/** A verdict with its reason. */
export interface SeriesJudgement {
  /** What the series is. */
  readonly verdict: "chaotic" | "regular" | "noise" | "not stationary" | "too short";
  /** Why, in a word or two that are the same for every series, so that they can be counted. */
  readonly reason: Reason;
  /** Why, in a sentence with the numbers that decided. */
  readonly because: string;
}

/** What is known before any neighbour is followed. */
export interface EarlyEvidence {
  /** Steps after which the autocorrelation is below 1/e. */
  readonly memory: number;
  /** The longest memory of which the series shows enough repetitions, in steps. */
  readonly longestMemory: number;
  /** How many mean periods the series shows. */
  readonly periods: number;
  /** Steps after which the series repeats itself exactly; undefined where it does not. */
  readonly repeats: number | undefined;
  /** What changes in the course of time, the largest first. */
  readonly changes: readonly Change[];
}

/** What the verdict rests on. */
export interface VerdictEvidence extends EarlyEvidence {
  /** How far neighbours part. */
  readonly growth: Growth;
  /** Share of the reference points that have a neighbour outside the Theiler window. */
  readonly recurring: number;
  /** The test against linear noise; undefined where it was not made. */
  readonly determinism: Determinism | undefined;
  /** Whether predictions are nearly exact but for some that miss altogether. */
  readonly shocks: boolean;
  /** Whether the exponent is from local Jacobians that can be trusted. */
  readonly byJacobians: boolean;
  /** λ₁ with its standard error, and with what other ways differ by; undefined where no linear region was found. */
  readonly exponent: {
    readonly value: number;
    readonly standardError: number;
    readonly disagreement: number;
    readonly checks: readonly CrossCheck[];
  } | undefined;
}

/** Room between the nearest neighbours and saturation that a linear region needs, in nats. */
const ROOM = 1.7;

/** ln d of neighbours that differ by rounding in double precision only. */
const ROUNDING = -16;

/** An exponent below this many standard errors, the spread of the other methods included, is not reported. */
const CONFIRMED = 2.5;

/** With fewer periods hardly a state recurs, and neighbours that stay together prove nothing. */
export const FEWEST_PERIODS = 10;

const nats = (value: number): string => value.toFixed(2);

/**
 * What can be said before any neighbour is followed: one that repeats itself is regular; one that changes in the course of
 * time has no exponent of its own; and with a memory that is long against it, or with few periods, it is too short.
 */
export const judgeEarly = (evidence: EarlyEvidence): SeriesJudgement | undefined => {
  const { memory, longestMemory, repeats, changes } = evidence;
  if (repeats !== undefined) {
    return {
      verdict: "regular",
      reason: "repeats itself",
      because: `it repeats itself exactly every ${repeats} steps, so neighbours never part`,
    };
  }
  const change = changes.find(({ decides }) => decides);
  if (change !== undefined) {
    return {
      verdict: "not stationary",
      reason: "changes in time",
      because: `${changeText(change)}, so it has no exponent of its own` +
        (change.what === "level"
          ? "; --detrend takes a straight line off"
          : "; --window takes a part of the rows"),
    };
  }
  if (memory > longestMemory) {
    return {
      verdict: "too short",
      reason: "long memory",
      because:
        `its autocorrelation falls below 1/e only after more than ${longestMemory} steps, a twentieth of the series: ` +
        "it drifts, or shows too few repetitions",
    };
  }
  if (evidence.periods < FEWEST_PERIODS) {
    return {
      verdict: "too short",
      reason: "few periods",
      because: `it shows only ${evidence.periods.toFixed(1)} of its mean periods`,
    };
  }
  return undefined;
};

/**
 * Judges a series of which nothing could be said early. Neighbours that stay together make it regular; neighbours that
 * part no later than those of linear noise make it noise; and of what is left only that is chaotic whose neighbours part
 * exponentially.
 */
export const judgeSeries = (evidence: VerdictEvidence): SeriesJudgement => {
  const early = judgeEarly(evidence);
  if (early !== undefined) return early;
  const { growth, determinism, exponent } = evidence;
  if (growth.flat) {
    return {
      verdict: "regular",
      reason: "neighbours stay together",
      because: growth.end < ROUNDING
        ? "neighbours stay together to within rounding, so λ₁ cannot be told from zero"
        : `neighbours stay together: ln d goes from ${nats(growth.afterNoise)} to ${
          nats(growth.end)
        } only, ` +
          `against ${nats(growth.randomPairs)} between random points, so λ₁ cannot be told from zero`,
    };
  }
  if (evidence.recurring < 0.5 || determinism === undefined) {
    return {
      verdict: "too short",
      reason: "few states recur",
      because: "too few of its states recur for a test against noise",
    };
  }
  if (!determinism.found) {
    return {
      verdict: "noise",
      reason: "like linear noise",
      because: determinism.asGood > 0
        ? `${determinism.asGood} of the first ${determinism.surrogates} series of linear noise with the same spectrum can be ` +
          "predicted from their neighbours as well as it can"
        : `its neighbours stay only ${
          nats(determinism.gain)
        } nats nearer than those of linear noise with the same ` +
          "spectrum",
    };
  }
  if (evidence.shocks) {
    return {
      verdict: "too short",
      reason: "shocks or spikes",
      because:
        "one prediction from its neighbours in twenty misses altogether while the others are nearly exact: shocks " +
        "drive it, or its spikes are too fast for the sampling",
    };
  }
  if (exponent === undefined) {
    return growth.end - growth.start < ROOM
      ? {
        verdict: "too short",
        reason: "no room for a line",
        because:
          `nearest neighbours are only ${
            nats(growth.end - growth.start)
          } nats nearer than the end of their ` +
          "divergence: there is no room for a linear region",
      }
      : {
        verdict: "noise",
        reason: "no linear region",
        because:
          "the divergence of neighbours has no linear region: noise hides what exponential growth there is",
      };
  }
  if (exponent.value < 2 * exponent.standardError) {
    return {
      verdict: "regular",
      reason: "not above zero",
      because: `λ₁ = ${exponent.value.toPrecision(3)} is not above zero by two standard errors ` +
        `(${exponent.standardError.toPrecision(2)})`,
    };
  }
  if (exponent.value < CONFIRMED * together(exponent.standardError, exponent.disagreement)) {
    const others = exponent.checks.map(({ how, lambda1 }) => `${lambda1?.toPrecision(3) ?? "none"} ${how}`);
    return {
      verdict: "too short",
      reason: "ways differ",
      because: `its exponent depends on how it is looked for: ${exponent.value.toPrecision(3)} at first, ${
        others.join(", ")
      }; its neighbours are not near enough to tell`,
    };
  }
  return {
    verdict: "chaotic",
    reason: "neighbours part",
    because:
      `neighbours stay ${nats(determinism.gain)} nats nearer than those of linear noise with the same ` +
      `spectrum, and part exponentially${
        evidence.byJacobians ? ", as the Jacobians along the orbit say too" : ""
      }`,
  };
};
