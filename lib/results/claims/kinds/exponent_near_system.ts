/**
 * The largest exponent of trained networks is near that of the system that they were trained on.
 *
 * @module
 */
import { perTimeUnit } from "../../../lyapunov/result.ts";
import { listed } from "../../../core/program/text.ts";
import { numberInWords, percent } from "../../../numerics/format.ts";
import { type Codec, type Optional, optional, positiveNumber } from "../../../core/codec/codec.ts";
import { median } from "../../../numerics/statistics.ts";
import { type CataloguedClaim, defineClaim, effectOf } from "../claim.ts";
import type { DataResult, RunResult } from "../../result.ts";
import { among, type Group, groupCodec } from "../../group.ts";
import { divergenceOf, namesOfRuns, runsOf, sizeInWords } from "../../sample.ts";
import { exampleSeeds, exampleSpectrum } from "../../example.ts";

interface Compared {
  readonly run: string;
  /** λ₁ in the unit of the system's; −Infinity for a run without exponents. */
  readonly exponent: number;
  readonly system: number;
  /** (λ₁ − λ₁ of the system) / |λ₁ of the system|. */
  readonly deviation: number;
  readonly diverged: boolean;
  /** Whether the exponent came to rest. */
  readonly converged: boolean;
  readonly why?: string;
}

const compare = (data: readonly DataResult[]) => (run: RunResult): Compared => {
  const trainedOn = data.find(({ id }) => id === run.data);
  const system = trainedOn?.spectrum?.exponents[0] ?? NaN;
  const ofStep = run.spectrum?.exponents[0] ?? -Infinity;
  const exponent = trainedOn?.spectrum?.unit === "nats/time"
    ? perTimeUnit(ofStep, trainedOn.series.dt)
    : ofStep;
  const divergence = divergenceOf(run);
  return {
    run: run.id,
    exponent,
    system,
    deviation: system === 0 ? NaN : (exponent - system) / Math.abs(system),
    diverged: divergence !== null,
    converged: run.spectrum?.converged ?? false,
    ...(divergence === null ? {} : { why: divergence }),
  };
};

const systemsInWords = (evidence: readonly DataResult[]): string =>
  listed(
    evidence.map(({ spectrum }) =>
      spectrum === null ? "not known" : numberInWords(spectrum.exponents[0] ?? NaN, spectrum.unit)
    ),
  );

/**
 * The median over the runs of the group of the relative deviation of λ₁ from the system's is at most `within`.
 * A run that diverged has no exponent and counts as −Infinity.
 */
export const exponentNearSystem: CataloguedClaim<"exponent near system", {
  readonly group: Codec<Group>;
  readonly within: Optional<number>;
}> = defineClaim({
  kind: "exponent near system",
  says:
    "The median largest exponent of a group of networks deviates from the system's by no more than a given amount.",
  options: {
    group: groupCodec,
    within: optional(positiveNumber, 0.15),
  },
  example: { group: { "τ": 30 } },
  upheldBy: () => exampleSeeds((seed) => ({ spectrum: exampleSpectrum([0.01 + 0.0005 * seed, 0]) })),
  refutedBy: () => exampleSeeds((seed) => ({ spectrum: exampleSpectrum([0.02 * seed, 0]) })),
  statement: ({ group, within }) =>
    `The median largest Lyapunov exponent of ${among("the networks", group)} is within ${
      percent(within)
    } of the system's.`,
  groups: ({ group }) => ({ group }),
  judge: ({ group, within }, evidence, random) => {
    const runs = runsOf(evidence, group);
    const compared = runs.map(compare(evidence.data));
    const trainedOn = evidence.data.filter(({ id }) => runs.some(({ data }) => data === id));
    const unit = trainedOn[0]?.spectrum?.unit ?? "nats/time";
    const values = compared.map(({ deviation }) => deviation);
    const deviation = median(values);
    const nameOf = namesOfRuns(runs);
    const without = compared.filter(({ why }) => why !== undefined);
    const size = { n: compared.length, diverged: without.length };
    return {
      upheld: Math.abs(deviation) <= within,
      evidence: {
        ...effectOf([{ values }], ([sample]) => median(sample!), random),
        effectIs: "relative deviation of the median",
        effectUnit: "%",
        required: within,
        ...size,
        median: median(compared.map(({ exponent }) => exponent)),
        unit,
        systems: trainedOn.map(({ id, spectrum }) => ({
          data: id,
          exponent: spectrum?.exponents[0] ?? null,
          standardError: spectrum?.standardErrors[0] ?? null,
          unit: spectrum?.unit ?? null,
        })),
        values: compared,
      },
      because: `The median is ${numberInWords(median(compared.map(({ exponent }) => exponent)), unit)} (${
        sizeInWords(size)
      }) against ${systemsInWords(trainedOn)} of the system: a deviation of ${percent(deviation)}.${
        without.length === 0
          ? ""
          : ` These have no exponents: ${
            without.map(({ run, why }) => `${nameOf(run)} (${why})`).join("; ")
          }.`
      }`,
    };
  },
});
