/**
 * What is said of a dataset in legends, axes and captions, by where it comes from: nothing that holds of equations only is
 * said of a recording.
 *
 * @module
 */
import type { DataEvidence } from "../claims/evidence.ts";
import type { Origin } from "../datasets/origin.ts";

type WithOrigin = Pick<DataEvidence, "origin">;

const originOf = ({ origin }: WithOrigin): Origin =>
  origin ?? { series: "equations", exponents: "equations", unit: "units of the system" };

/** Whose exponents the data's are, and where they come from. */
export interface ExponentWords {
  /** "system" or "recording". */
  readonly owner: string;
  /** For legends. */
  readonly legend: string;
}

/** Whose exponents the data's are, and where they come from. */
export const exponentWords = (data: WithOrigin): ExponentWords =>
  originOf(data).exponents === "series"
    ? { owner: "recording", legend: "recording, estimated from the series" }
    : { owner: "system", legend: "system, from its equations" };

/** What is compared for the floor of a measure. */
export const floorWords = (data: WithOrigin): string =>
  originOf(data).series === "recording"
    ? "two parts of the recording, one against the other"
    : "two independent true trajectories";

/** What is compared for the ceiling of a measure. */
export const ceilingWords = "a fixed point at the mean";

/** What floor and ceiling are, in a sentence that begins with a space. */
export const scaleSentence = (data: WithOrigin): string =>
  ` Floor: ${floorWords(data)}; ceiling: ${ceilingWords}.`;

/** The unit of a dataset's variables. */
export const unitOf = (data: WithOrigin): Origin["unit"] => originOf(data).unit;

/** The square of the unit of a dataset's variables. */
export const squaredUnitOf = (data: WithOrigin): string =>
  unitOf(data) === "sd" ? "sd²" : `squared ${unitOf(data)}`;
