/**
 * Estimates that get another verdict at a second look.
 *
 * @module
 */
import { type DynamicsEvidence, dynamicsOfSeries } from "../dynamics.ts";
import type { SeriesEstimate } from "../series_estimate.ts";
import type { SeriesJudgement } from "../verdict.ts";
import { jacobianWitness } from "../witnesses.ts";

/**
 * An estimate with another verdict, and the kind of dynamics that follows from it. The test against linear noise decided the
 * first verdict and has no part in this one.
 */
export const judgedAgain = (
  estimate: SeriesEstimate,
  judged: SeriesJudgement,
  frequencies?: DynamicsEvidence["frequencies"],
): SeriesEstimate => ({
  ...estimate,
  ...judged,
  dynamics: dynamicsOfSeries({
    judged,
    repeats: undefined,
    determinism: undefined,
    jacobians: estimate.jacobians ?? undefined,
    frequencies,
    noise: estimate.noise,
  }),
});

/** The last note is about the rate of divergence, where there is one: it stands for an exponent that is missing no longer. */
const withoutRate = (
  { divergenceRate, notes }: SeriesEstimate,
): Pick<SeriesEstimate, "divergenceRate" | "notes"> => ({
  divergenceRate: null,
  notes: divergenceRate === null ? notes : notes.slice(0, -1),
});

/** A series that turns out to be regular under noise: λ₁ is 0, as far as so many rows can tell. */
export const foundRegular = (
  estimate: SeriesEstimate,
  judged: SeriesJudgement,
  frequencies: DynamicsEvidence["frequencies"],
  rows: number,
): SeriesEstimate => ({
  ...judgedAgain(estimate, judged, frequencies),
  method: "rosenstein",
  lambda1: 0,
  standardError: 1 / (rows * estimate.dt),
  ...withoutRate(estimate),
});

/** A series that turns out to be chaotic although its neighbours did not tell. */
export const foundChaotic = (estimate: SeriesEstimate, judged: SeriesJudgement): SeriesEstimate => {
  const { jacobians } = estimate;
  return {
    ...judgedAgain(estimate, judged),
    method: estimate.methods.rosenstein !== null
      ? "rosenstein"
      : estimate.methods.kantz !== null
      ? "kantz"
      : "jacobians",
    ...withoutRate(estimate),
    witnesses: jacobians === null ? estimate.witnesses : [
      ...estimate.witnesses.filter(({ name }) => name !== jacobianWitness(jacobians).name),
      jacobianWitness(jacobians),
    ],
  };
};

/** A series that is too short after all. */
export const withoutVerdict = (
  estimate: SeriesEstimate,
  why: Pick<SeriesEstimate, "reason" | "because">,
): SeriesEstimate => ({
  ...judgedAgain(estimate, { verdict: "too short", ...why }),
  method: null,
  lambda1: null,
  standardError: null,
  forcingInterval: null,
  isBound: false,
});
