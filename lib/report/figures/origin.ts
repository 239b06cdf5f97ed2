/**
 * Wording for legends, axes and captions that depends on whether a dataset comes from equations or from a recording.
 *
 * @module
 */
import { baselineMeanings } from "../../training/baselines/names.ts";
import { own } from "../../core/codec/own.ts";
import type { DataResult } from "../../results/result.ts";
import type { Origin } from "../../series/origin.ts";
import { capitalised } from "../../core/program/text.ts";
import type { LegendEntry } from "./plot/figure.ts";

type WithOrigin = Pick<DataResult, "origin">;

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

/** The ends of a measure's scale that a figure draws; null for one that it does not draw. */
export interface DrawnScale {
  /** The floor. */
  readonly floor: number | null;
  /** The ceiling. */
  readonly ceiling: number | null;
}

/**
 * What is drawn of floor and ceiling, for legends: "floor and ceiling", one of them, or nothing.
 *
 * @example A measure without a ceiling
 * ```ts
 * import { scaleName } from "./origin.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(scaleName({ floor: 0.02, ceiling: 0.94 }), "floor and ceiling");
 * assertEquals(scaleName({ floor: 0.02, ceiling: null }), "floor");
 * ```
 */
export const scaleName = ({ floor, ceiling }: DrawnScale): string =>
  [...(floor === null ? [] : ["floor"]), ...(ceiling === null ? [] : ["ceiling"])].join(" and ");

/** What the floor and the ceiling that are drawn mean, in a sentence; none where none is drawn. */
export const scaleSentence = (data: WithOrigin, { floor, ceiling }: DrawnScale): readonly string[] => {
  const remarks = [
    ...(floor === null ? [] : [`floor: ${floorWords(data)}`]),
    ...(ceiling === null ? [] : [`ceiling: ${ceilingWords}`]),
  ].join("; ");
  return remarks === "" ? [] : [`${capitalised(remarks)}.`];
};

/** The entry of a legend for the levels of baselines; none where none is drawn. */
export const baselineEntry = (drawn: readonly unknown[]): readonly LegendEntry[] =>
  drawn.length === 0
    ? []
    : [{ label: "baselines, without training", look: "baseline", sample: "line", inPanels: true }];

const meaningOf = (kind: string): readonly string[] => {
  const meaning = own(baselineMeanings, kind);
  return meaning === undefined ? [] : [meaning];
};

/** What the baselines that are drawn do, in a sentence; none where none is drawn. */
export const baselineSentence = (kinds: readonly string[]): readonly string[] =>
  kinds.length === 0 ? [] : [
    `Dotted lines: baselines, which continue the series without training. ${
      capitalised(kinds.map((kind) => [kind, ...meaningOf(kind)].join(": ")).join("; "))
    }.`,
  ];

/** What the unit of a dataset's variables means, where it is an abbreviation. */
export const unitSentence = (data: WithOrigin): readonly string[] =>
  unitOf(data) === "sd" ? ["sd: standard deviation of the variable."] : [];

/** The unit of a dataset's variables. */
export const unitOf = (data: WithOrigin): Origin["unit"] => originOf(data).unit;

/** The square of the unit of a dataset's variables. */
export const squaredUnitOf = (data: WithOrigin): string =>
  unitOf(data) === "sd" ? "sd²" : `squared ${unitOf(data)}`;
