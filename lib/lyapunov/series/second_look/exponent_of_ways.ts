/**
 * An estimate with λ₁ of all ways together, its error and τ, and a note on what they are from.
 *
 * @module
 */
import { withError } from "../../../numerics/format.ts";
import { forcingInterval, type SeriesEstimate } from "../series_estimate.ts";
import { tangentWitness } from "../tangent_estimate.ts";
import { isConfirmed } from "./confirmed.ts";
import type { Maps } from "./maps_along_axes.ts";
import { LEFT_OUT, type Way, type Ways } from "./ways.ts";

const shown = ({ lambda1, standardError }: Way): string => withError(lambda1, standardError);

const noteOf = ({ counted, leftOut, found }: Ways): readonly string[] =>
  counted.length > 1
    ? [
      `λ₁ is the mean of how neighbours part, ${shown(counted[0]!)}, and of local Jacobians, ${
        shown(counted[1]!)
      }, weighted by their errors.`,
    ]
    : leftOut !== undefined
    ? [
      `λ₁ is that of local Jacobians, ${shown(found)}. How neighbours part, ${
        shown(leftOut)
      }, is left out: it differs ` +
      `by more than ${LEFT_OUT} of both errors, and the Jacobians predict well.`,
    ]
    : [];

/**
 * How much larger the reported error is than the one that confirms. More exponents of known systems are far off than errors that add up
 * allow, most of them where no maps count. Chosen on the tuning half of the referee's record and on the systems of the catalogue
 * that the record does not hold; verdicts do not depend on it.
 */
const WIDER = { always: 1.1, unconfirmed: 1.5 } as const;

const UNCONFIRMED =
  "No maps along the orbit are good enough to confirm λ₁. Where that is so, known systems are farther off than errors say, so the " +
  `standard error is ${WIDER.unconfirmed} times as large.`;

/** Verdicts do not depend on wider errors, so that a reader may see a λ₁ that they hardly keep above zero. */
const noteOnWeakness = (found: Way): readonly string[] =>
  isConfirmed(found) ? [] : [
    `λ₁ is only ${
      (found.lambda1 / found.standardError).toFixed(1)
    } of its standard errors above zero. Pulses at random ` +
    "intervals can look like this, so do not rest a claim of chaos on it alone.",
  ];

/** The estimate with what all ways together give. */
export const withExponent = (
  estimate: SeriesEstimate,
  ways: Ways,
  maps: Maps | undefined,
): SeriesEstimate => {
  const { counted, leftOut } = ways;
  const wider = maps === undefined ? WIDER.unconfirmed : WIDER.always;
  const found: Way = { ...ways.found, standardError: wider * ways.found.standardError };
  const { forcingInterval: first, isBound, dt } = estimate;
  const next = forcingInterval(found.lambda1, [found], dt, 0);
  return {
    ...estimate,
    ...found,
    method: counted.length > 1 ? "combined" : leftOut !== undefined ? "jacobians" : estimate.method,
    forcingInterval: isBound && first !== null
      ? { ...next, range: [Math.min(next.range[0], first.range[0]), next.range[1]] }
      : next,
    witnesses: maps === undefined ? estimate.witnesses : [...estimate.witnesses, tangentWitness(maps, dt)],
    notes: [
      ...noteOnWeakness(found),
      ...noteOf(ways),
      ...(maps === undefined ? [UNCONFIRMED] : []),
      ...estimate.notes,
    ],
  };
};
