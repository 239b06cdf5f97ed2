/**
 * Gradients of chaotic networks grow exponentially, at the rate of the network's own largest exponent.
 *
 * @module
 */
import { listed } from "../../../core/program/text.ts";
import { numberInWords, percent } from "../../../numerics/format.ts";
import { median } from "../../../numerics/statistics.ts";
import { type Optional, optional, positiveNumber } from "../../../core/codec/codec.ts";
import { type CataloguedClaim, defineClaim, effectOf } from "../claim.ts";
import { isChaotic } from "../../../lyapunov/result.ts";
import type { RunResult } from "../../result.ts";
import { among, type Group, groupCodec } from "../../group.ts";
import { divergenceOf, type NameOfRun, namesOfRuns, runsOf } from "../../sample.ts";
import { exampleGrowth, exampleSeeds } from "../../example.ts";

interface Growth {
  readonly run: string;
  /** Own λ₁, in nats per step. */
  readonly exponent: number;
  readonly exponentError: number;
  /** Slope of ln ‖∂z_T/∂z_1‖ over T, in nats per step. */
  readonly slope: number;
  readonly slopeError: number;
  /** slope / λ₁ − 1. */
  readonly deviation: number;
  readonly chaotic: boolean;
  readonly agrees: boolean;
  /** Whether the exponent came to rest; it does not on an orbit that leaves chaos on its way. */
  readonly converged: boolean;
}

/** An error that is not known excuses nothing. */
const known = (error: number | undefined): number => Number.isFinite(error) ? error! : 0;

const growthOf = (within: number) => ({ id, spectrum, gradientNorms }: RunResult): Growth => {
  const exponent = spectrum?.exponents[0] ?? NaN;
  const exponentError = spectrum?.standardErrors[0] ?? NaN;
  const slope = gradientNorms?.slope.value ?? NaN;
  const slopeError = gradientNorms?.slope.standardError ?? NaN;
  const [a, b] = [known(exponentError), known(slopeError)];
  const difference = Math.abs(slope - exponent);
  return {
    run: id,
    exponent,
    exponentError,
    slope,
    slopeError,
    deviation: slope / exponent - 1,
    chaotic: spectrum !== null && isChaotic(spectrum),
    agrees: difference <= within * Math.abs(exponent) || difference <= 3 * Math.sqrt(a * a + b * b),
    converged: spectrum?.converged ?? false,
  };
};

const inSentence = (nameOf: NameOfRun) => ({ run, slope, exponent, converged }: Growth): string =>
  `${nameOf(run)} grows by ${numberInWords(slope)} against an exponent of ${
    numberInWords(exponent)
  } nats/step${converged ? "" : " that did not converge"}`;

/**
 * For each chaotic run of the group (λ₁ above zero by two standard errors) the slope of ln ‖∂z_T/∂z_1‖ over T is the
 * network's own λ₁, within `within` of it or within three standard errors of both. There must be a chaotic run.
 */
export const gradientGrowth: CataloguedClaim<"gradient growth", {
  readonly group: Optional<Group>;
  readonly within: Optional<number>;
}> = defineClaim({
  kind: "gradient growth",
  says: "The gradients of every chaotic network grow exponentially at the rate of its own largest exponent.",
  options: {
    group: optional(groupCodec, {}),
    within: optional(positiveNumber, 0.15),
  },
  example: { group: { "τ": 30 } },
  upheldBy: () => exampleSeeds(() => ({ gradientNorms: exampleGrowth(0.0115) })),
  refutedBy: () => exampleSeeds((seed) => ({ gradientNorms: exampleGrowth(seed === 2 ? 0.02 : 0.011) })),
  statement: ({ group, within }) =>
    `For ${
      among("every chaotic network", group)
    } the norm of ∂z_T/∂z_1 grows exponentially with T at the rate of its own largest Lyapunov exponent, within ${
      percent(within)
    } or three standard errors.`,
  groups: ({ group }) => ({ group }),
  judge: ({ group, within }, evidence, random) => {
    const runs = runsOf(evidence, group);
    const growths = runs.filter((run) => divergenceOf(run) === null).map(growthOf(within));
    const chaotic = growths.filter((growth) => growth.chaotic);
    const failing = chaotic.filter(({ agrees }) => !agrees);
    const values = chaotic.map(({ deviation }) => deviation);
    const diverged = runs.filter((run) => divergenceOf(run) !== null);
    const largest = Math.max(0, ...values.map(Math.abs));
    const others = [
      ...(growths.length > chaotic.length ? [`${growths.length - chaotic.length} not chaotic`] : []),
      ...(diverged.length > 0 ? [`${diverged.length} diverged`] : []),
    ];
    const verdict = chaotic.length === 0
      ? "No run is chaotic, so there is no growth to compare"
      : failing.length > 0
      ? `The rate differs in ${failing.length} of ${chaotic.length} chaotic runs: ${
        failing.map(inSentence(namesOfRuns(runs))).join("; ")
      }`
      : `All ${chaotic.length} chaotic runs agree; the rates deviate by at most ${
        percent(largest)
      } from the exponents`;
    return {
      upheld: chaotic.length > 0 && failing.length === 0,
      evidence: {
        ...effectOf([{ values }], ([sample]) => median(sample!), random),
        effectIs: "median relative deviation of the rates",
        effectUnit: "%",
        required: within,
        n: runs.length,
        diverged: diverged.length,
        chaotic: chaotic.length,
        agreeing: chaotic.length - failing.length,
        largestDeviation: chaotic.length === 0 ? null : largest,
        unit: "nats/step",
        values: chaotic,
        notConcerned: [
          ...growths.filter((growth) => !growth.chaotic).map(({ run, exponent, slope }) => ({
            run,
            why: "not chaotic",
            exponent,
            slope,
          })),
          ...diverged.map((run) => ({ run: run.id, why: divergenceOf(run) })),
        ],
      },
      because: `${verdict}${others.length === 0 ? "" : ` (${listed(others)})`}.`,
    };
  },
});
