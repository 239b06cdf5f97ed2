/**
 * How gradient norms grow with the length of the orbit: those of networks, what their exponents predict, and published
 * ones.
 *
 * @module
 */
import type { RunResult } from "../../results/result.ts";
import { log } from "../../numerics/elementary.ts";
import type { Reference, ReferenceCurve } from "./reference.ts";
import type { LabelValue } from "./selection.ts";
import { isChaotic, perStep } from "../../lyapunov/result.ts";

const decade = log(10);

/** The norms of one network. */
export interface NetworkGrowth {
  readonly run: RunResult;
  readonly lengths: readonly number[];
  /** Decimal logarithms of the norms. */
  readonly norms: readonly number[];
  readonly errors: readonly number[];
  readonly slope: number;
  readonly slopeError: number;
  /** The network's own largest exponent, in nats per step; null if it has no spectrum. */
  readonly exponent: number | null;
  /** Whether it is above zero by two standard errors. */
  readonly chaotic: boolean;
}

/** The norms of a run, dt being the time of a step; none where it has none. */
export const networkGrowth = (run: RunResult, dt: number): readonly NetworkGrowth[] => {
  if (run.gradientNorms === null || run.gradientNorms.lengths.length === 0) return [];
  const { lengths, logNorms, standardErrors, slope } = run.gradientNorms;
  return [{
    run,
    lengths,
    norms: logNorms.map((value) => value / decade),
    errors: standardErrors.map((value) => value / decade),
    slope: slope.value,
    slopeError: slope.standardError,
    exponent: run.spectrum === null ? null : perStep(run.spectrum, dt).exponents[0] ?? null,
    chaotic: run.spectrum !== null && isChaotic(run.spectrum),
  }];
};

/** The line of slope λ₁ through the middle of the points: only its slope is predicted. */
export const predicted = (
  { lengths, norms, exponent }: NetworkGrowth,
): readonly (readonly [number, number])[] => {
  if (exponent === null) return [];
  const finite = lengths.flatMap((length, index) =>
    Number.isFinite(norms[index]) ? [[length, norms[index]!] as const] : []
  );
  if (finite.length === 0) return [];
  let [meanLength, meanNorm] = [0, 0];
  for (const [length, norm] of finite) {
    meanLength += length / finite.length;
    meanNorm += norm / finite.length;
  }
  return [finite[0]![0], finite[finite.length - 1]![0]].map((length) =>
    [length, meanNorm + (exponent / decade) * (length - meanLength)] as const
  );
};

/** The published curves that belong in the panels of some values. */
export const curvesOf = <R extends Reference>(
  reference: R | null,
  values: readonly (LabelValue | null)[],
): R | null => {
  const curves = (reference?.curves ?? []).filter(({ label }) => values.includes(label));
  return reference === null || curves.length === 0 ? null : { ...reference, curves };
};

/** The growth of a published curve from its first point to its last, in nats per step. */
export const slopeOf = ({ points }: ReferenceCurve): number => {
  const [first, last] = [points[0]!, points[points.length - 1]!];
  return decade * (last.value - first.value) / (Number(last.at) - Number(first.at));
};
