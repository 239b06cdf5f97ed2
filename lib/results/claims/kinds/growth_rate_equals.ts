/**
 * Gradients of every network, chaotic or not, grow or decay at a certain rate.
 *
 * @module
 */
import { numberInWords, percent } from "../../../numerics/format.ts";
import { median } from "../../../numerics/statistics.ts";
import { type Codec, nonNegativeNumber, type Optional, optional, where } from "../../../core/codec/codec.ts";
import { type CataloguedClaim, defineClaim, effectOf } from "../claim.ts";
import { differenceOf } from "../../curve.ts";
import type { RunResult } from "../../result.ts";
import { among, type Group, groupCodec } from "../../group.ts";
import { divergenceOf, type NameOfRun, namesOfRuns, runsOf, sizeInWords } from "../../sample.ts";
import { exampleGrowth, exampleSeeds } from "../../example.ts";

/** A rate in nats per step, or the network's own largest exponent. */
export type Rate = number | "own exponent";

const rateCodec: Codec<Rate> = where(
  'a finite number, in nats/step, or "own exponent"',
  (value): value is Rate => value === "own exponent" || (typeof value === "number" && Number.isFinite(value)),
  { anyOf: [{ type: "number" }, { enum: ["own exponent"] }] },
);

interface Growth {
  readonly run: string;
  /** Slope of ln ‖∂z_T/∂z_1‖ over T, in nats per step; NaN where the run diverged. */
  readonly slope: number;
  readonly slopeError: number;
  readonly expected: number;
  readonly agrees: boolean;
  readonly why?: string;
}

/** An error that is not known excuses nothing. */
const known = (error: number): number => Number.isFinite(error) ? error : 0;

const growthOf = (rate: Rate, within: number, plusMinus: number) => (run: RunResult): Growth => {
  const divergence = divergenceOf(run);
  const own = rate === "own exponent";
  const expected = own ? run.spectrum?.exponents[0] ?? NaN : rate;
  const slope = run.gradientNorms?.slope.value ?? NaN;
  const slopeError = run.gradientNorms?.slope.standardError ?? NaN;
  const [a, b] = [known(slopeError), own ? known(run.spectrum?.standardErrors[0] ?? NaN) : 0];
  const difference = Math.abs(differenceOf(expected, slope));
  return {
    run: run.id,
    slope,
    slopeError,
    expected,
    agrees: difference <= within * Math.abs(expected) + plusMinus ||
      difference <= 3 * Math.sqrt(a * a + b * b),
    ...(divergence === null ? {} : { why: divergence }),
  };
};

const inSentence = (nameOf: NameOfRun) => ({ run, slope, expected, why }: Growth): string =>
  `${nameOf(run)} (${why ?? `${numberInWords(slope)} against ${numberInWords(expected)} nats/step`})`;

/**
 * For every run of the group the slope of ln ‖∂z_T/∂z_1‖ over T is a given rate or the network's own λ₁, within
 * `within` of it and `plusMinus`, or within three standard errors. Theorems 1–3 of the paper: negative on a stable fixed
 * point or cycle, zero on a torus, positive on a chaotic attractor. A run that diverged has no rate and counts against.
 */
export const growthRateEquals: CataloguedClaim<"growth rate equals", {
  readonly rate: Optional<Rate>;
  /** Allowed deviation relative to the rate. Default: 0.15. */
  readonly within: Optional<number>;
  /** Further allowed deviation, in nats per step: a quasi-periodic orbit has a rate of zero. Default: 0. */
  readonly plusMinus: Optional<number>;
  readonly group: Optional<Group>;
}> = defineClaim({
  kind: "growth rate equals",
  says:
    "The gradients of every network of a group grow or decay at a given rate, or at its own largest exponent.",
  options: {
    rate: optional(rateCodec, "own exponent"),
    within: optional(nonNegativeNumber, 0.15),
    plusMinus: optional(nonNegativeNumber, 0),
    group: optional(groupCodec, {}),
  },
  example: { rate: -0.16, group: { "τ": 30 } },
  upheldBy: () => exampleSeeds((seed) => ({ gradientNorms: exampleGrowth(-0.15 - 0.005 * seed) })),
  refutedBy: () => exampleSeeds((seed) => ({ gradientNorms: exampleGrowth(-0.1 * seed) })),
  statement: ({ rate, within, plusMinus, group }) =>
    `For ${among("every network", group)} the slope of the logarithm of the norm of ∂z_T/∂z_1 over T is ${
      rate === "own exponent" ? "its own largest Lyapunov exponent" : numberInWords(rate, "nats/step")
    }, within ${percent(within)}${
      plusMinus === 0 ? "" : ` and ${numberInWords(plusMinus, "nats/step")}`
    } or three standard errors.`,
  groups: ({ group }) => ({ group }),
  judge: ({ rate, within, plusMinus, group }, evidence, random) => {
    const runs = runsOf(evidence, group);
    const growths = runs.map(growthOf(rate, within, plusMinus));
    const failing = growths.filter(({ agrees }) => !agrees);
    const values = growths.map(({ slope, expected }) => differenceOf(expected, slope));
    const size = { n: growths.length, diverged: growths.filter(({ why }) => why !== undefined).length };
    const slopes = growths.map(({ slope }) => slope);
    return {
      upheld: failing.length === 0,
      evidence: {
        ...effectOf([{ values }], ([sample]) => median(sample!), random),
        effectIs: "median over the runs of the slope less the expected rate",
        effectUnit: "nats/step",
        required: { rate, within, plusMinus },
        ...size,
        agreeing: growths.length - failing.length,
        unit: "nats/step",
        values: growths,
      },
      because: failing.length === 0
        ? `All ${growths.length} agree, with slopes from ${numberInWords(Math.min(...slopes))} to ${
          numberInWords(Math.max(...slopes))
        } nats/step.`
        : `The rate differs in ${failing.length} of ${growths.length} runs (${sizeInWords(size)}): ${
          failing.map(inSentence(namesOfRuns(runs))).join("; ")
        }.`,
    };
  },
});
