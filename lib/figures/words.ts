/**
 * The field's words for what stands on axes and in tables.
 *
 * @module
 */

import { own } from "../codec/own.ts";
import { measureNamed } from "../measures/catalogue.ts";
import { optionLabels } from "../training/forcing/catalogue.ts";
import { counted } from "../program/text.ts";
import { shortNumber } from "./plot/numbers.ts";

/** A quantity with its unit; null for a pure number. */
export interface Quantity {
  /** Its name. */
  readonly quantity: string;
  /** Its unit; null for a pure number. */
  readonly unit: string | null;
}

const labels: Readonly<Record<string, Quantity>> = {
  units: { quantity: "latent units M", unit: null },
};

/** What a label means: "forcing interval τ", in steps. */
export const labelQuantity = (label: string): Quantity => {
  const option = Object.values(optionLabels()).find(({ symbol }) => symbol === label);
  return option === undefined
    ? own(labels, label) ?? { quantity: label, unit: null }
    : { quantity: option.quantity, unit: option.unit };
};

/** What a measure says, and whether small or large values of it are good. */
export interface MeasureWords extends Quantity {
  /** Which values a good model has. */
  readonly better: "smaller" | "larger";
}

/**
 * A measure by its name as in the evidence: "D_stsp", "D_H (paper)".
 *
 * @example A measure of the catalogue in another preset
 * ```ts
 * import { measureQuantity } from "./words.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(measureQuantity("D_stsp (paper)"), {
 *   quantity: "state-space divergence D_stsp (paper)",
 *   unit: "nats",
 *   better: "smaller",
 * });
 * ```
 */
export const measureQuantity = (name: string): MeasureWords => {
  const kind = name.split(" (")[0]!;
  const found = measureNamed(kind);
  return found === undefined ? { quantity: name, unit: null, better: "smaller" } : {
    quantity: !found.symbol ? measureName(name) : `${found.title} ${name}`,
    unit: found.unit === "" ? null : found.unit,
    better: found.better,
  };
};

/**
 * How a measure is called in sentences: by its symbol, or by its title where its name in specs is no symbol.
 *
 * @example A symbol and a title
 * ```ts
 * import { measureName } from "./words.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(measureName("D_stsp (paper)"), "D_stsp (paper)");
 * assertEquals(measureName("lambda1_error"), "relative error of λ₁");
 * ```
 */
export const measureName = (name: string): string => {
  const kind = name.split(" (")[0]!;
  const found = measureNamed(kind);
  return found !== undefined && !found.symbol ? found.title + name.slice(kind.length) : name;
};

/**
 * What stands behind a measure's name: its version, its preset, and with which series it compares.
 *
 * @returns null for what is not in the catalogue.
 *
 * @example As the authors evaluate
 * ```ts
 * import { measureMeaning } from "./words.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(
 *   measureMeaning("D_stsp (gtf, bins 20)"),
 *   "state-space divergence, version 1, preset gtf: as GTF-shPLRNN: 30 bins over the true range, first quarter of the " +
 *     "free run left out; against the held-out series",
 * );
 * ```
 */
export const measureMeaning = (name: string): string | null => {
  const [kind, options = ""] = name.split(" (");
  const found = measureNamed(kind!);
  if (found === undefined) return null;
  const first = options.split(/[,)]/)[0]!;
  const preset = first in found.presets ? first : "default";
  const { is, against = "held-out series" } = found.presets[preset]!;
  return `${found.title}, version ${found.version}, preset ${preset}: ${is}; against the ${against}`;
};

/** Labels whose values go before their names. */
const adjectives = new Set(["forcing", "observation"]);

/** Whether the values of a label go before its name: "random forcing". */
export const isAdjective = (label: string): boolean => adjectives.has(label);

/**
 * A label with its value, as one says it.
 *
 * @example Numbers and names
 * ```ts
 * import { labelled } from "./words.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(labelled("τ", 30), "τ = 30");
 * assertEquals(labelled("cell", "PLRNN"), "PLRNN");
 * assertEquals(labelled("forcing", "sparse"), "sparse forcing");
 * assertEquals(labelled("clipping", "norm, threshold 1"), "clipping norm, threshold 1");
 * ```
 */
export const labelled = (label: string, value: string | number): string =>
  label === "cell"
    ? String(value)
    : typeof value === "number"
    ? `${label} = ${value}`
    : adjectives.has(label)
    ? `${value === "none" ? "no" : value} ${label}`
    : `${label} ${value}`;

/** "a", "a and b", "a, b and c". */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;

/** What a caption says of runs that a figure over a label has no place for; empty where there are none. */
export const withoutPlace = (runs: number, over: string): string =>
  runs === 0 ? "" : ` ${counted(runs, "run")} without ${over} ${runs === 1 ? "is" : "are"} not shown.`;

/** What a caption says of runs that did not diverge and yet have no value; empty where there are none. */
export const withoutValue = (runs: number): string =>
  runs === 0
    ? ""
    : ` ${counted(runs, "run")} did not diverge and yet ${runs === 1 ? "has" : "have"} no value.`;

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
    value === null ? "" : `${typeof value === "number" ? "at" : "for"} ${labelled(label, value)}`;
  const told = (each: Found): string => each.number === null ? "none" : shortNumber(each.number);
  if (found.length <= 4) return listed(found.map((each) => `${told(each)} ${at(each)}`.trim()));
  const known = found.filter(({ number }) => number !== null);
  if (known.length === 0) return "none";
  const low = known.reduce((a, b) => b.number! < a.number! ? b : a);
  const high = known.reduce((a, b) => b.number! > a.number! ? b : a);
  return `${told(low)} (${at(low)}) to ${told(high)} (${at(high)})`;
};
