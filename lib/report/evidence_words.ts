/**
 * The evidence of a verdict in words: what its numbers are called, and how nested values are written.
 *
 * @module
 */
import { own } from "../core/codec/own.ts";
import { numberInWords, shortNumber } from "../numerics/format.ts";
import { labelQuantity } from "./figures/words.ts";

/** NamedValues by name. */
export type NamedValues = Readonly<Record<string, unknown>>;

/** Names that say too little alone; all others are their own words. */
const names: Readonly<Record<string, string>> = {
  n: "number of runs",
  effectIs: "what the effect is",
  intervalIs: "what the interval is",
  why: "reason",
  over: "label",
  agrees: "agrees?",
  plusMinus: "plus or minus",
  data: "dataset",
};

/** Whether something is values by name. */
export const areValues = (value: unknown): value is NamedValues =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A sample's runs: each with its value, and with a reason where it has none. */
const areOfRuns = (value: unknown): value is readonly NamedValues[] =>
  Array.isArray(value) && value.length > 0 &&
  value.every((each) =>
    areValues(each) && "run" in each && "value" in each &&
    Object.keys(each).every((name) => ["run", "value", "why"].includes(name))
  );

/**
 * What a value of the evidence is called.
 *
 * @param over The label over which the claim goes, where it does.
 *
 * @example Fields of the evidence
 * ```ts
 * import { nameInWords } from "./evidence_words.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(["standardError", "n", "at"].map((name) => nameInWords(name, undefined, "τ")), [
 *   "standard error",
 *   "number of runs",
 *   "forcing interval τ",
 * ]);
 * ```
 */
export const nameInWords = (name: string, value?: unknown, over?: unknown): string =>
  name === "at" && typeof over === "string"
    ? labelQuantity(over).quantity
    : name === "values" && areOfRuns(value)
    ? "value of each run"
    : own(names, name) ?? name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/**
 * What is said of values by name: a group in words makes its labels needless, and what is undefined is left out.
 *
 * @example Labels that the group has in words
 * ```ts
 * import { said } from "./evidence_words.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(said({ group: "for PLRNN", labels: { cell: "PLRNN" }, median: Infinity, why: undefined }), {
 *   group: "for PLRNN",
 *   median: Infinity,
 * });
 * ```
 */
export const said = (values: NamedValues): NamedValues =>
  Object.fromEntries(
    Object.entries(values).filter(([name, value]) =>
      value !== undefined && !(name === "labels" && typeof values.group === "string")
    ),
  );

/** A value as text: what says why by that, other records as "low 20, high 50", lists item by item, of a sample's runs the values in their order. */
export const valueInWords = (value: unknown): string =>
  value === null || value === undefined
    ? "none"
    : typeof value === "number"
    ? (Number.isFinite(value) ? shortNumber(value, 4) : numberInWords(value))
    : typeof value === "boolean"
    ? (value ? "yes" : "no")
    : areOfRuns(value)
    ? value.map(said).map((run) => valueInWords(run.value) + (run.why === undefined ? "" : ` (${run.why})`))
      .join("; ")
    : Array.isArray(value)
    ? value.length === 0 ? "none" : value.map(valueInWords).join("; ")
    : areValues(value) && typeof value.because === "string"
    ? value.because
    : areValues(value)
    ? Object.entries(said(value)).map(([name, each]) => `${nameInWords(name)} ${valueInWords(each)}`)
      .join(", ") || "all"
    : String(value);
