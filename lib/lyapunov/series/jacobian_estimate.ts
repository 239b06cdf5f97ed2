/**
 * The exponents of a series from local Jacobians, in several embeddings that predict about equally well, with a judgement
 * of whether they can be trusted.
 *
 * @module
 */
import { together } from "./attempt.ts";
import type { EmbeddingChoice, TriedEmbedding } from "./embedding_choice.ts";
import { type JacobianSpectrum, localJacobians } from "./local_jacobians.ts";
import type { Predictor } from "./prediction.ts";

/** Exponents in nats per step, with what they rest on. */
export interface JacobianEstimate extends JacobianSpectrum {
  /** The embedding and the model that they are from. */
  readonly predictor: Predictor;
  /** λ₁ in the other embeddings, in nats per step. */
  readonly others: readonly number[];
  /**
   * How far the exponent of a flow that is nearest to zero is from it, in units of λ₁; null for a map, which has none.
   */
  readonly offZero: number | null;
  /** Largest deviation of λ₁ in another embedding from this one, in units of λ₁. */
  readonly spread: number;
  /** Whether predictions are good enough, embeddings agree, and a flow has an exponent that is zero. */
  readonly trusted: boolean;
  /** Whether predictions are good enough for Jacobians, and two embeddings give about the same: then they are evidence. */
  readonly isEvidence: boolean;
}

/** Mean logarithm of the error of predictions from which on Jacobians can be trusted: a thousandth of the signal. */
const PREDICTABLE = -7;
/** … and the worst ones: where one in twenty is off by more than a ninth, shocks drive the series. */
const UNPREDICTED = -2.2;
/** Two embeddings agree within this share of λ₁, all of them within that, and a zero exponent is one within this share. */
const AGREE = 0.12;
const ALL_AGREE = 0.25;
const EVIDENCE = 0.2;
const ZERO = 0.16;

/** How far the exponent nearest to zero is from it; only those after the largest count where that is large. */
const offZeroOf = ({ exponents }: JacobianSpectrum): number =>
  Math.min(...exponents.slice(1).map(Math.abs), Infinity) / Math.abs(exponents[0]!);

/** An embedding that predicts worse than a smaller one by this many nats has too few points for its coordinates. */
const WORSE = 0.25;

/** The embedding with one more copy; where that predicts worse, the same one over half of the time. */
const variationOf = (tried: TriedEmbedding, choice: EmbeddingChoice): TriedEmbedding => {
  const { copies, delay } = tried.embedding;
  const more = choice.tried.find(({ embedding, model }) =>
    embedding.copies === copies + 1 && embedding.delay === delay && model.quadratic === tried.model.quadratic
  );
  const half = Math.round(delay / 2);
  return more !== undefined && more.error > tried.error + WORSE && half >= 1 && half < delay
    ? { ...tried, embedding: { copies, delay: half } }
    : { ...tried, embedding: { copies: copies + 1, delay } };
};

/**
 * Exponents from local Jacobians.
 *
 * @param columns N signals with standard deviation 1.
 * @param choice The embeddings that were tried.
 * @param options Whether the series is a flow's, and how far apart in time neighbours must be.
 * @returns undefined where the series is too short.
 */
export const jacobianEstimate = (
  columns: readonly Float64Array[],
  choice: EmbeddingChoice,
  { isFlow, theiler, most }: { readonly isFlow: boolean; readonly theiler: number; readonly most?: number },
): JacobianEstimate | undefined => {
  const found: { readonly tried: TriedEmbedding; readonly spectrum: JacobianSpectrum }[] = [];
  const look = (tried: TriedEmbedding): void => {
    const spectrum = localJacobians(columns, {
      embedding: tried.embedding,
      theiler,
      model: tried.model,
      ...(most === undefined ? {} : { most }),
    });
    if (spectrum !== undefined) found.push({ tried, spectrum });
  };
  for (const tried of choice.good.slice(0, 3)) look(tried);
  for (const tried of choice.good.slice(0, found.length > 1 ? 1 : 2)) look(variationOf(tried, choice));
  if (found.length === 0) return undefined;
  const judged = found.map(({ tried, spectrum }, index) => {
    const lambda1 = spectrum.exponents[0]!;
    const others = found.flatMap((each, at) => at === index ? [] : [each.spectrum.exponents[0]!]);
    const deviations = others.map((other) =>
      2 * Math.abs(other - lambda1) / (Math.abs(other) + Math.abs(lambda1))
    );
    const [nearest, spread] = [
      Math.min(...deviations, 1),
      deviations.length === 0 ? 1 : Math.max(...deviations),
    ];
    const offZero = isFlow ? offZeroOf(spectrum) : null;
    const penalty = nearest / AGREE + spread / ALL_AGREE + (offZero ?? 0) / ZERO;
    return { tried, spectrum, others, nearest, spread, offZero, penalty };
  });
  const { error, worst } = choice.tried[0]!;
  const predictable = error < PREDICTABLE && worst < UNPREDICTED;
  const best = judged.reduce((least, each) => each.penalty < least.penalty ? each : least);
  return {
    ...best.spectrum,
    predictor: { embedding: best.tried.embedding, model: best.tried.model },
    others: best.others,
    offZero: best.offZero,
    spread: best.spread,
    isEvidence: predictable && best.nearest < EVIDENCE,
    trusted: predictable && best.nearest < AGREE && best.spread < ALL_AGREE &&
      (best.offZero === null || best.offZero < ZERO),
  };
};

/** The share of the largest deviation that is a standard error. */
const SHARE_OF_SPREAD = 0.7;
/** What all embeddings have in common does not show in how they differ: a share of λ₁. */
const SHARED_ERROR = 0.05;

/**
 * λ₁ from local Jacobians with its standard error, in nats per time unit: how it fluctuates along the series, what
 * embeddings differ by, and what they have in common.
 *
 * @param found The exponents.
 * @param dt Time units per step.
 */
export const ofJacobians = (
  { exponents, standardErrors, spread }: JacobianEstimate,
  dt: number,
): { readonly value: number; readonly standardError: number } => {
  const lambda1 = exponents[0]!;
  return {
    value: lambda1 / dt,
    standardError: together(standardErrors[0]!, SHARE_OF_SPREAD * spread * lambda1, SHARED_ERROR * lambda1) /
      dt,
  };
};
