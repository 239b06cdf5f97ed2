/**
 * Groups of runs: a claim names them by some of their labels.
 *
 * @module
 */
import { listed } from "../core/program/text.ts";
import { own } from "../core/codec/own.ts";
import { closest } from "../core/codec/closest.ts";
import { type Codec, dictionary, type Fault, where } from "../core/codec/codec.ts";
import { hasPhrases, type Labels, labelValueInWords } from "../core/codec/labels.ts";

/** The value of a label, or several of which a run has one. */
export type LabelValues = string | number | readonly (string | number)[];

/** The runs that carry all these labels: `{"τ": 30}`, `{cell: "PLRNN", "τ": [60, 70]}`; `{}` selects all. */
export type Group = Readonly<Record<string, LabelValues>>;

const isLabel = (value: unknown): value is string | number =>
  typeof value === "string" || (typeof value === "number" && Number.isFinite(value));

/** Decodes a group. */
export const groupCodec: Codec<Group> = dictionary(
  where(
    "a number, a text, or a list of these",
    (value): value is LabelValues =>
      isLabel(value) || (Array.isArray(value) && value.length > 0 && value.every(isLabel)),
    { type: ["number", "string", "array"], items: { type: ["number", "string"] }, minItems: 1 },
  ),
);

const valuesOf = (values: LabelValues): readonly (string | number)[] =>
  typeof values === "object" ? values : [values];

/** Whether a run with these labels belongs to a group. */
export const selects = (group: Group, labels: Labels): boolean =>
  Object.entries(group).every(([name, values]) =>
    Object.hasOwn(labels, name) && valuesOf(values).includes(labels[name]!)
  );

/** Numbers before texts, each in their order. */
export const compareLabels = (a: string | number, b: string | number): number => {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
};

/**
 * A group in words that follow a noun.
 *
 * @example As a statement has it
 * ```ts
 * import { inWords } from "./group.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(inWords({ cell: "PLRNN", "τ": [5, 200] }), "for PLRNN at τ = 5 or 200");
 * assertEquals(inWords({ forcing: "none" }), "without forcing");
 * assertEquals(inWords({}), "over all runs");
 * ```
 */
export const inWords = (group: Group): string => {
  const parts = Object.entries(group).map(([name, values]) => {
    const value = listed(valuesOf(values).map((each) => labelValueInWords(name, each)), "or");
    if (name === "epoch") return `at the ${value} epoch`;
    if (name === "forcing" && values === "none") return "without forcing";
    if (name === "cell" || name === "dataset") return `${name === "cell" ? "for" : "on"} ${value}`;
    if (valuesOf(values).every((each) => typeof each === "number")) return `at ${name} = ${value}`;
    if (name === "forcing") return `with ${value} forcing`;
    return value.includes(name) || hasPhrases(name) ? `with ${value}` : `with ${name} ${value}`;
  });
  return parts.length === 0 ? "over all runs" : parts.join(" ");
};

/** "every network at τ = 30"; "every network" where the group selects all. */
export const among = (noun: string, group: Group): string =>
  Object.keys(group).length === 0 ? noun : `${noun} ${inWords(group)}`;

/** Letters that people type where the field writes Greek. */
const spelledOut: Readonly<Record<string, string>> = { tau: "τ", interval: "τ", alpha: "α" };

const meant = (name: string, names: readonly string[]): string => {
  const near = names.find((known) => known === spelledOut[name.toLowerCase()]) ?? closest(name, names);
  return near === undefined ? "" : `; did you mean "${near}"?`;
};

const quoted = (value: string | number): string => typeof value === "string" ? `"${value}"` : String(value);

/** What the label of the runs may be, in their order, each once. */
const valuesOfLabel = (name: string, runs: readonly Labels[]): readonly (string | number)[] =>
  [...new Set(runs.flatMap((labels) => own(labels, name) ?? []))].sort(
    compareLabels,
  );

/** A key of a group at the end of a path. */
const at = (path: string, name: string): string =>
  /^[\p{L}_$][\p{L}\d_$]*$/u.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;

/** What is wrong with a label's name: that no run has it. */
export const labelFaults = (path: string, name: string, runs: readonly Labels[]): readonly Fault[] => {
  const names = [...new Set(runs.flatMap((labels) => Object.keys(labels)))].sort();
  return names.includes(name) ? [] : [{
    path,
    found: quoted(name),
    expected: `a label that runs have: ${names.map(quoted).join(", ")}${meant(name, names)}`,
  }];
};

/**
 * Everything for which a group selects no run.
 *
 * @param path The place of the group in the spec.
 * @param runs Labels of all runs.
 *
 * @example A value that no run has
 * ```ts
 * import { groupFaults } from "./group.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(groupFaults("$.small", { "τ": 31 }, [{ "τ": 5 }, { "τ": 30 }]), [
 *   { path: "$.small.τ", found: "31", expected: "a value of τ that runs have: 5, 30" },
 * ]);
 * ```
 */
export const groupFaults = (path: string, group: Group, runs: readonly Labels[]): readonly Fault[] => {
  const faults = Object.entries(group).flatMap(([name, values]) => {
    const unknownName = labelFaults(at(path, name), name, runs);
    if (unknownName.length > 0) return unknownName;
    const known = valuesOfLabel(name, runs);
    return valuesOf(values).filter((value) => !known.includes(value)).map((value) => ({
      path: at(path, name),
      found: quoted(value),
      expected: `a value of ${name} that runs have: ${known.map(quoted).join(", ")}` +
        (typeof value === "string" ? meant(value, known.map(String)) : ""),
    }));
  });
  if (faults.length > 0 || runs.some((labels) => selects(group, labels))) return faults;
  return [{
    path,
    found: JSON.stringify(group),
    expected: "labels that some run has together; each occurs, but no run has them all",
  }];
};
