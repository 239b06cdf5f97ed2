/**
 * The exponents of the data's system are those that somebody else found.
 *
 * @module
 */
import { listed } from "../../../core/program/text.ts";
import { numberInWords, withError } from "../../../numerics/format.ts";
import {
  type Codec,
  finiteNumber,
  list,
  type Optional,
  optional,
  positiveNumber,
} from "../../../core/codec/codec.ts";
import { type CataloguedClaim, defineClaim } from "../claim.ts";
import { among, type Group, groupCodec } from "../../group.ts";
import { runsOf } from "../../sample.ts";
import { exampleResult, exampleRun, exampleSpectrum } from "../../example.ts";
import type { Result } from "../../result.ts";

/** Standard errors that are allowed in addition. */
const ERRORS = 3;

const dataWith = (exponents: readonly number[]): Result =>
  exampleResult([1, 2, 3].map((seed) => exampleRun({ cell: "PLRNN", "τ": 30, seed })), {
    spectrum: exampleSpectrum(exponents, { unit: "nats/time", errors: exponents.map(() => 0.001) }),
  });

/** The exponents of every dataset of the group deviate from those given by at most `within` and three standard errors. */
export const spectrumNear: CataloguedClaim<"spectrum near", {
  readonly exponents: Codec<readonly number[]>;
  readonly within: Codec<number>;
  readonly group: Optional<Group, Group>;
}> = defineClaim({
  kind: "spectrum near",
  says: "The exponents of the data's system agree with those of another source.",
  options: {
    /** λ₁ ≥ λ₂ ≥ …, as many as are known, in nats per time unit, of maps per step. */
    exponents: list(finiteNumber, 1),
    /** Deviation that is allowed in addition to three standard errors. */
    within: positiveNumber,
    group: optional(groupCodec, {}),
  },
  example: { exponents: [0.9056, 0, -14.572], within: 0.01, restates: "Sprott (2003): Lorenz-63" },
  upheldBy: () => dataWith([0.907, 0, -14.574]),
  refutedBy: () => dataWith([1.5, 0, -22.46]),
  aboutData: true,
  statement: ({ exponents, within, group }) =>
    `The exponents of ${among("the data", group)} are ${
      listed(exponents.map((each) => numberInWords(each)))
    } within ${numberInWords(within)} and ${ERRORS} standard errors.`,
  groups: ({ group }) => ({ group }),
  judge: ({ exponents, within, group }, evidence) => {
    const runs = runsOf(evidence, group);
    const spectra = evidence.data
      .filter(({ id }) => runs.some(({ data }) => data === id))
      .flatMap(({ id, title, spectrum }) =>
        spectrum === null ? [] : [{
          id,
          title,
          exponents: exponents.map((_, i) => spectrum.exponents[i] ?? NaN),
          standardErrors: exponents.map((_, i) => spectrum.standardErrors[i] ?? NaN),
        }]
      )
      .sort((a, b) => a.id < b.id ? -1 : 1);
    const deviations = spectra.flatMap((found) =>
      exponents.map((known, i) => ({
        deviation: found.exponents[i]! - known,
        allowed: within + ERRORS * found.standardErrors[i]!,
      }))
    );
    const farthest = deviations.reduce(
      (far, { deviation }) => Math.abs(deviation) <= Math.abs(far) ? far : deviation,
      0,
    );
    return {
      upheld: deviations.length > 0 &&
        deviations.every(({ deviation, allowed }) => Math.abs(deviation) <= allowed),
      evidence: {
        effect: deviations.length === 0 ? null : farthest,
        interval: null,
        effectIs: "largest deviation of an exponent",
        required: within,
        n: runs.length,
        diverged: runs.filter(({ outcome }) => outcome.kind === "diverged").length,
        expected: exponents,
        spectra,
      },
      because: spectra.length === 0
        ? "No exponents of data are known."
        : `The equations give ${
          listed(spectra.map(({ title, exponents: found, standardErrors }) =>
            `${
              found.map((value, i) => withError(value, standardErrors[i]!)).join(", ")
            } for ${title}`
          ))
        }.`,
    };
  },
});
