/**
 * The evidence of a verdict in words: what its numbers are called, and how values that lie deeper are told.
 *
 * @module
 */
import { own } from "../codec/own.ts";
import { shortNumber } from "../figures/plot/numbers.ts";
import { labelQuantity } from "../figures/words.ts";

/** Values by name. */
export type Values = Readonly<Record<string, unknown>>;

/** Names that say too little where they stand alone; all others are their own words. */
const names: Readonly<Record<string, string>> = {
  n: "number of runs",
  effectIs: "what the effect is",
  why: "reason",
  over: "label",
  agrees: "agrees?",
  plusMinus: "plus or minus",
  data: "dataset",
};

/** Whether something is values by name. */
export const areValues = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A sample's runs: each with its value, and with a reason where it has none. */
const areOfRuns = (value: unknown): value is readonly Values[] =>
  Array.isArray(value) && value.length > 0 &&
  value.every((each) =>
    areValues(each) && "run" in each && "value" in each &&
    Object.keys(each).every((name) => ["run", "value", "value is", "why"].includes(name))
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
 * Values by name without what is said twice: the word for a number that is infinite or not defined stands in its place,
 * and a group in words makes its labels needless.
 *
 * @example An infinite median
 * ```ts
 * import { spoken } from "./evidence_words.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(spoken({ group: "for PLRNN", labels: { cell: "PLRNN" }, median: null, "median is": "infinite" }), {
 *   group: "for PLRNN",
 *   median: "infinite",
 * });
 * ```
 */
export const spoken = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const number = name.replace(/ is$/, "");
      if (number !== name && values[number] === null) return [];
      if (name === "labels" && typeof values.group === "string") return [];
      return [[name, value === null ? values[`${name} is`] ?? null : value]];
    }),
  );

/** A value as text: records as "low 20, high 50", lists item by item, of a sample's runs the values in their order. */
export const valueInWords = (value: unknown): string =>
  value === null || value === undefined
    ? "none"
    : typeof value === "number"
    ? shortNumber(value, 4)
    : typeof value === "boolean"
    ? (value ? "yes" : "no")
    : areOfRuns(value)
    ? value.map(spoken).map((run) => valueInWords(run.value) + (run.why === undefined ? "" : ` (${run.why})`))
      .join("; ")
    : Array.isArray(value)
    ? value.length === 0 ? "none" : value.map(valueInWords).join("; ")
    : areValues(value)
    ? Object.entries(spoken(value)).map(([name, each]) => `${nameInWords(name)} ${valueInWords(each)}`)
      .join(", ") || "all"
    : String(value);
