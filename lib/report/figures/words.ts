/**
 * The field's words for axes and tables.
 *
 * @module
 */

import { datasetInLabel, hasPhrases, labelValueInWords, withoutFactorOne } from "../../core/codec/labels.ts";
import { own } from "../../core/codec/own.ts";
import { comparesWith, measureOf } from "../../measures/catalogue.ts";
import { calledInSentences, measureNamed, variantOf } from "../../measures/identity.ts";
import { counted, listed } from "../../core/program/text.ts";
import { shortNumber } from "../../numerics/format.ts";
import { systems } from "../../systems/catalogue.ts";
import { optionLabels } from "../../training/forcing/catalogue.ts";

/** A quantity with its unit; null for a pure number. */
export interface QuantityWords {
  /** Its name. */
  readonly quantity: string;
  /** Its unit; null for a pure number. */
  readonly unit: string | null;
}

const labels: Readonly<Record<string, QuantityWords>> = {
  units: { quantity: "latent units M", unit: null },
};

/** What a label means: "forcing interval τ", in steps. */
export const labelQuantity = (label: string): QuantityWords => {
  const option = Object.values(optionLabels()).find(({ symbol }) => symbol === label);
  return option === undefined
    ? own(labels, label) ?? { quantity: label, unit: null }
    : { quantity: option.quantity, unit: option.unit };
};

/** A measure as figures name it, and whether small or large values of it are good. */
export interface MeasureWords extends QuantityWords {
  /** By which the results have it: "D_stsp (paper)". */
  readonly name: string;
  /** How sentences call it: by its symbol, or by its title. */
  readonly called: string;
  /** Which values a good model has. */
  readonly better: "smaller" | "larger";
  /** The preset and the options that are not the usual ones; empty where all are. */
  readonly variant: string;
  /** What follows the name: its version, its preset, the series with which it compares; null outside the catalogue. */
  readonly meaning: string | null;
}

/**
 * The words for a measure that a spec names: "D_stsp", "D_H (paper)".
 *
 * @example A measure of the catalogue in another preset
 * ```ts
 * import { measureWords } from "./words.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(measureWords("D_stsp (gtf, bins 20)"), {
 *   name: "D_stsp (gtf, bins 20)",
 *   called: "D_stsp (gtf, bins 20)",
 *   quantity: "state-space divergence D_stsp (gtf, bins 20)",
 *   unit: "nats",
 *   better: "smaller",
 *   variant: "gtf, bins 20",
 *   meaning:
 *     "state-space divergence, version 1, preset gtf: as GTF-shPLRNN: 30 bins over the true range, first quarter of the " +
 *     "free run left out; against the held-out series",
 * });
 * ```
 */
export const measureWords = (name: string): MeasureWords => {
  const settings = measureNamed(name);
  if (settings === null) {
    return { name, called: name, quantity: name, unit: null, better: "smaller", variant: "", meaning: null };
  }
  const { title, symbol, unit, better, version, presets } = measureOf(settings);
  const called = calledInSentences(settings);
  const { preset } = settings;
  return {
    name,
    called,
    quantity: symbol === null ? called : `${title} ${called}`,
    unit: unit === "" ? null : unit,
    better,
    variant: variantOf(settings),
    meaning: `${title}, version ${version}, preset ${preset}: ${presets[preset]!.is}; against the ${
      comparesWith(settings)
    }`,
  };
};

/** Labels whose values go before their names. */
const adjectives = new Set(["forcing", "observation"]);

/** Whether the values of a label go before its name: "random forcing". */
export const isAdjective = (label: string): boolean => adjectives.has(label);

/** Whether a label is a symbol, as "τ" and "α" are, which equals its value. */
export const isSymbol = (label: string): boolean => /^\p{L}$/u.test(label);

/** A dataset by the title of its system: "Lorenz-63", "Lorenz-63 (y, z)". */
const titleOfDataset = (label: string): string => {
  const { name, added } = datasetInLabel(label);
  return (own(systems, name)?.title ?? name) + added;
};

/**
 * A label with its value, as one says it.
 *
 * @example Numbers and names
 * ```ts
 * import { labelled } from "./words.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(labelled("τ", 30), "τ = 30");
 * assertEquals(["0.5 τ_pred", "1 τ_pred"].map((each) => labelled("τ", each)), ["τ = 0.5 τ_pred", "τ = τ_pred"]);
 * assertEquals(labelled("cell", "PLRNN"), "PLRNN");
 * assertEquals(labelled("forcing", "sparse"), "sparse forcing");
 * assertEquals(labelled("clipping", "norm, threshold 1"), "clipping norm, threshold 1");
 * assertEquals(labelled("batches", "length 50"), "windows of 50 steps");
 * assertEquals(labelled("dataset", "damped-pendulum"), "Damped pendulum");
 * assertEquals(labelled("dataset", "lorenz (y, z)"), "Lorenz-63 (y, z)");
 * ```
 */
export const labelled = (label: string, value: string | number): string =>
  label === "cell"
    ? String(value)
    : label === "dataset"
    ? titleOfDataset(String(value))
    : label === "epochs"
    ? `${value} epochs`
    : typeof value === "number"
    ? `${label} = ${value}`
    : isSymbol(label) && value !== "none"
    ? `${label} = ${withoutFactorOne(value)}`
    : value === "none"
    ? `no ${label}`
    : hasPhrases(label)
    ? labelValueInWords(label, value)
    : adjectives.has(label)
    ? `${value} ${label}`
    : `${label} ${value}`;

/**
 * The title of the panel of a value.
 *
 * @param label Of which each value has a panel.
 * @param value Null for the runs without the label.
 * @param values All that have a panel: where there is one panel of all runs, it needs no title.
 */
export const panelTitle = (
  label: string,
  value: string | number | null,
  values: readonly unknown[],
): string => value !== null ? labelled(label, value) : values.length === 1 ? "" : `no ${label}`;

/** How many trainings diverged, for the end of a sentence. */
export const divergedTrainings = (diverged: number, trainings: number): string =>
  diverged === 0 ? "no training diverged." : `${diverged} of ${trainings} trainings diverged.`;

/** What a caption says of runs that a figure over a label has no place for; nothing where there are none. */
export const withoutPlace = (runs: number, over: string): readonly string[] =>
  runs === 0 ? [] : [`${counted(runs, "run")} without ${over} ${runs === 1 ? "is" : "are"} not shown.`];

/** What a caption says of runs that did not diverge and yet have no value; nothing where there are none. */
export const withoutValue = (runs: number): readonly string[] =>
  runs === 0
    ? []
    : [`${counted(runs, "run")} did not diverge and yet ${runs === 1 ? "has" : "have"} no value.`];

/** More places than this beside each other are a range. */
const MOST_NEIGHBOURS = 3;

/**
 * Several values of a label with its name.
 *
 * @param values In their order.
 * @param all All values of the label in their order: many neighbours among them are a range.
 *
 * @example Numbers share the name
 * ```ts
 * import { labelledList } from "./words.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const all = [5, 10, 30, 60, 100, 200];
 * assertEquals(labelledList("τ", [5, 30, 200], all), "τ = 5, 30 and 200");
 * assertEquals(labelledList("τ", [30, 60, 100, 200], all), "τ = 30 to 200");
 * assertEquals(labelledList("cell", ["PLRNN", "RNN"], ["LSTM", "PLRNN", "RNN"]), "PLRNN and RNN");
 * ```
 */
export const labelledList = (
  label: string,
  values: readonly (string | number)[],
  all: readonly (string | number)[],
): string => {
  const [first, ...others] = values;
  if (first === undefined) return "";
  if (values.some((value) => typeof value !== "number") || label === "epochs") {
    return listed(values.map((value) => labelled(label, value)));
  }
  const start = all.indexOf(first);
  const areNeighbours = values.every((value, index) => all[start + index] === value);
  return areNeighbours && values.length > MOST_NEIGHBOURS
    ? `${labelled(label, first)} to ${values.at(-1)}`
    : listed([labelled(label, first), ...others.map(String)]);
};

/** A value of a label with the number found there. */
export interface Found {
  /** The value of the label; null where the runs have none. */
  readonly value: string | number | null;
  /** What was found; null where nothing was. */
  readonly number: number | null;
}

/**
 * What was found at each value of a label: all of it where there are few values, the smallest and the largest otherwise.
 *
 * @example Few and many values
 * ```ts
 * import { foundAt } from "./words.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const found = [5, 30, 200].map((value) => ({ value, number: value / 10 }));
 * assertEquals(foundAt("τ", found), "0.5 at τ = 5, 3 at τ = 30 and 20 at τ = 200");
 * assertEquals(
 *   foundAt("τ", [...found, { value: 300, number: null }, { value: 400, number: 1 }]),
 *   "0.5 (at τ = 5) to 20 (at τ = 200)",
 * );
 * ```
 */
export const foundAt = (label: string, found: readonly Found[]): string => {
  const at = ({ value }: Found): string =>
    value === null
      ? (found.length === 1 ? "" : `without ${label}`)
      : `${typeof value === "number" ? "at" : "for"} ${labelled(label, value)}`;
  const numberOf = (each: Found): string => each.number === null ? "none" : shortNumber(each.number);
  if (found.length <= 4) return listed(found.map((each) => `${numberOf(each)} ${at(each)}`.trim()));
  const known = found.filter(({ number }) => number !== null);
  if (known.length === 0) return "none";
  const low = known.reduce((a, b) => b.number! < a.number! ? b : a);
  const high = known.reduce((a, b) => b.number! > a.number! ? b : a);
  return `${numberOf(low)} (${at(low)}) to ${numberOf(high)} (${at(high)})`;
};
