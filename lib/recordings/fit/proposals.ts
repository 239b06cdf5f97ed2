/**
 * What an estimate from a series proposes for a training: how often to force, how strongly, how to embed.
 *
 * @module
 */
import type { Embedding } from "../../series/embed.ts";
import type { SeriesEstimate } from "../../lyapunov/series/estimate.ts";
import { pow } from "../../numerics/elementary.ts";
import { counted } from "../../core/program/text.ts";

/** What of an estimate the proposals follow from. */
export type EstimateForProposals = Pick<
  SeriesEstimate,
  "verdict" | "forcingInterval" | "correlationZero" | "memory" | "columns" | "delay" | "dimension" | "noise"
>;

/** Where the time scale of the forcing comes from. */
export type TimeScaleSource = "exponent" | "autocorrelation" | "memory";

/** Proposals for the training, the likeliest first. */
export interface Proposals {
  /** The time scale in steps: τ_pred where there is one. */
  readonly steps: number;
  /** Where it comes from. */
  readonly from: TimeScaleSource;
  /** Forcing intervals τ in steps for sparse forcing. */
  readonly intervals: readonly number[];
  /** Strengths α for generalized forcing. */
  readonly strengths: readonly number[];
  /** By how much windows are longer than usual. */
  readonly windows: number;
  /** Delayed copies for a scalar series; null if the columns are the state. */
  readonly embedding: Embedding | null;
  /** The time scale and where it comes from, in a sentence. */
  readonly because: string;
}

/** What is tried in units of a time scale, the likeliest first. */
interface Multiples {
  /** Forcing intervals. */
  readonly intervals: readonly number[];
  /** How often within the time scale generalized forcing halves the distance to the data. */
  readonly halvings: readonly number[];
}

/** The paper's best intervals lie at half to all of the predictability time; longer ones show where it ends. */
const OF_PREDICTABILITY: Multiples = { intervals: [0.5, 1, 1.5, 2 / 3, 0.3], halvings: [18, 36, 9] };

/**
 * Under noise of two per cent of a standard deviation and more, forcing draws states to what is not there, and a network does
 * better that is drawn less. On GTF's Lorenz-63 with 5 % of noise, 10,000 updates came to a D_stsp of 0.35 to 0.65 with 12
 * halvings, to 1.1 and more with 6, and with 18 or 39 half of the networks ended in a fixed point.
 */
const UNDER_NOISE: Multiples = { ...OF_PREDICTABILITY, halvings: [12, 15, 9] };
/** From this noise on, in standard deviations. */
const NOISY = 0.02;
/** Longer windows average over noise. */
const WINDOWS_UNDER_NOISE = 2;

/**
 * The first zero of the autocorrelation shows how fast a series turns, not how long it can be predicted: for
 * a simple flow that is longer, for many variables about as long, and for a noisy recording far shorter. So
 * the multiples lie far apart, and those that make windows long come last.
 */
const OF_CORRELATION: Multiples = { intervals: [1, 0.3, 0.5, 2, 4], halvings: [4, 16, 1.5] };

/** A scalar series has at least this many coordinates. */
const FEWEST_COPIES = 3;

/** The embedding may take this share of the rows of the shortest part. */
const MOST_EMBEDDED = 0.25;

const scaleOf = (
  { forcingInterval, correlationZero, memory, verdict }: EstimateForProposals,
): Pick<Proposals, "steps" | "from" | "because"> => {
  if (forcingInterval !== null) {
    const { steps, range } = forcingInterval;
    return {
      steps,
      from: "exponent",
      because: `The predictability time ln 2 / λ₁ is ${counted(steps, "step")} (${range[0]} to ${range[1]}).`,
    };
  }
  const why = `No exponent could be estimated (the series is ${
    verdict === "noise" ? "indistinguishable from noise" : verdict
  })`;
  return correlationZero !== null
    ? {
      steps: Math.max(1, correlationZero),
      from: "autocorrelation",
      because: `${why}; the forcing interval follows the first zero of the autocorrelation, ${
        counted(correlationZero, "step")
      }.`,
    }
    : {
      steps: Math.max(1, Math.round(memory)),
      from: "memory",
      because: `${why} and the autocorrelation has no zero; the forcing interval follows its fall to 1/e, ${
        counted(Math.round(memory), "step")
      }.`,
    };
};

/**
 * Proposals for the training of networks on a series.
 *
 * @param estimate What was found about the training and validation parts.
 * @param shortest Rows of the shortest part, which the embedding must leave long enough.
 *
 * @example A scalar series whose predictability time is 40 steps
 * ```ts
 * import { proposalsOf } from "./proposals.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const { intervals, embedding } = proposalsOf({
 *   verdict: "chaotic",
 *   forcingInterval: { steps: 40, range: [30, 60] },
 *   correlationZero: 12,
 *   memory: 9,
 *   columns: 1,
 *   delay: { steps: 7, by: "first minimum of the mutual information" },
 *   dimension: { copies: 4, by: "false nearest neighbours", evidence: [] },
 *   noise: 0,
 * }, 2000);
 * assertEquals(intervals, [20, 40, 60, 27, 12]);
 * assertEquals(embedding, { dimension: 4, delay: 7 });
 * ```
 */
export const proposalsOf = (estimate: EstimateForProposals, shortest: number): Proposals => {
  const scale = scaleOf(estimate);
  const { columns, delay, dimension } = estimate;
  const copies = Math.max(FEWEST_COPIES, dimension.copies);
  const isNoisy = scale.from === "exponent" && estimate.noise >= NOISY;
  const multiples = isNoisy ? UNDER_NOISE : scale.from === "exponent" ? OF_PREDICTABILITY : OF_CORRELATION;
  const longestDelay = Math.max(1, Math.floor(MOST_EMBEDDED * shortest / (copies - 1)));
  return {
    ...scale,
    intervals: [...new Set(multiples.intervals.map((share) => Math.max(1, Math.round(share * scale.steps))))],
    strengths: [
      ...new Set(
        multiples.halvings.map((halvings) => {
          const strength = 1 - pow(0.5, halvings / scale.steps);
          return Math.min(0.95, Number(strength.toPrecision(2)));
        }),
      ),
    ],
    windows: isNoisy ? WINDOWS_UNDER_NOISE : 1,
    embedding: columns === 1 ? { dimension: copies, delay: Math.min(delay.steps, longestDelay) } : null,
  };
};
