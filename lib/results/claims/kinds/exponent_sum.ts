/**
 * The sum of all exponents is the mean of ln |det J|, which is found without them.
 *
 * @module
 */
import { numberInWords } from "../../../numerics/format.ts";
import { type Optional, optional, positiveNumber } from "../../../core/codec/codec.ts";
import type { LyapunovSpectrum } from "../../../lyapunov/result.ts";
import { type CataloguedClaim, defineClaim, effectOf } from "../claim.ts";
import { among, type Group, groupCodec } from "../../group.ts";
import { divergenceOf, type NameOfRun, namesOfRuns, runsOf } from "../../sample.ts";
import { exampleSeeds, exampleSpectrum } from "../../example.ts";

interface Sum {
  readonly name: string;
  readonly unit: string;
  readonly sum: number;
  readonly meanLogDeterminant: number;
  /** Difference of the two over Σ |λ_i|, the scale on which the sum is made. */
  readonly deviation: number;
}

const sumOf = (name: string, { unit, exponents, meanLogDeterminant }: LyapunovSpectrum): Sum => {
  const sum = exponents.reduce((total, exponent) => total + exponent, 0);
  const scale = exponents.reduce((total, exponent) => total + Math.abs(exponent), 0);
  const expected = meanLogDeterminant ?? NaN;
  return {
    name,
    unit,
    sum,
    meanLogDeterminant: expected,
    deviation: sum === expected ? 0 : Math.abs(sum - expected) / scale,
  };
};

const largestOf = (deviations: ArrayLike<number>): number => Math.max(0, ...Array.from(deviations));

const inSentence = (nameOf: NameOfRun) => ({ name, sum, meanLogDeterminant, unit }: Sum): string =>
  `${nameOf(name)} has ${numberInWords(sum, unit)} against ${numberInWords(meanLogDeterminant, unit)}`;

/**
 * For every run of the group that has exponents their sum agrees with the mean of ln |det J|: the difference is at most
 * `within` of Σ |λ_i|, or both are −Infinity, as for a singular Jacobian. The same for the systems of the data, within
 * `dataWithin`, where the determinant is known. At least one run must have exponents.
 */
export const exponentSum: CataloguedClaim<"exponent sum", {
  readonly group: Optional<Group>;
  readonly within: Optional<number>;
  /** For spectra from equations: the sum of a flow agrees with its divergence as far as the integrator is exact. */
  readonly dataWithin: Optional<number>;
}> = defineClaim({
  kind: "exponent sum",
  says: "The sum of all exponents of every network and system agrees with the mean of ln |det J|.",
  options: {
    group: optional(groupCodec, {}),
    within: optional(positiveNumber, 1e-6),
    dataWithin: optional(positiveNumber, 1e-3),
  },
  example: {},
  upheldBy: () => exampleSeeds(() => ({})),
  refutedBy: () =>
    exampleSeeds((seed) => ({ spectrum: exampleSpectrum([1, -2], { determinant: seed === 2 ? -1.1 : -1 }) })),
  statement: ({ group, within }) =>
    `The sum of all Lyapunov exponents agrees with the mean of ln |det J|, to ${
      numberInWords(within)
    } of the sum of their sizes, for ${among("every network", group)} and for the data's systems.`,
  groups: ({ group }) => ({ group }),
  judge: ({ group, within, dataWithin }, evidence, random) => {
    const runs = runsOf(evidence, group);
    const sums = runs.flatMap(({ id, spectrum }) => spectrum === null ? [] : [sumOf(id, spectrum)]);
    const systems = evidence.data
      .filter(({ id }) => runs.some(({ data }) => data === id))
      .flatMap(({ id, spectrum }) =>
        spectrum === null || spectrum.meanLogDeterminant === null ? [] : [sumOf(id, spectrum)]
      )
      .sort((a, b) => a.name < b.name ? -1 : 1);
    const failing = [
      ...sums.filter(({ deviation }) => !(deviation <= within)),
      ...systems.filter(({ deviation }) => !(deviation <= dataWithin)),
    ];
    const without = runs.filter(({ spectrum }) => spectrum === null);
    const values = sums.map(({ deviation }) => deviation);
    const nameOf = namesOfRuns(runs);
    const rest = without.length === 0
      ? ""
      : ` These have no exponents: ${
        without.map((run) => `${nameOf(run.id)} (${divergenceOf(run)})`).join("; ")
      }.`;
    return {
      upheld: sums.length > 0 && failing.length === 0,
      evidence: {
        ...effectOf([{ values }], ([deviations]) => largestOf(deviations!), random),
        effectIs: "largest deviation of a network",
        required: within,
        n: runs.length,
        diverged: runs.filter((run) => divergenceOf(run) !== null).length,
        compared: sums.length,
        values: sums,
        systems,
        requiredOfSystems: dataWithin,
        notConcerned: without.map((run) => ({ run: run.id, why: divergenceOf(run) })),
      },
      because: (sums.length === 0
        ? "No run has exponents."
        : failing.length === 0
        ? `The largest deviation of ${sums.length} networks is ${numberInWords(largestOf(values))}.`
        : `The two differ in ${failing.length} of ${sums.length + systems.length} spectra: ${
          failing.map(inSentence(nameOf)).join("; ")
        }.`) +
        rest,
    };
  },
});
