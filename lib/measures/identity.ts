/**
 * Which measure it is: a kind, a preset and options, and the text by which specs, claims, figures and tables name it.
 *
 * The text is made here and read here, and nowhere else taken apart.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { decode } from "../core/codec/codec.ts";
import { type AnyMeasureSettings, measureOf, measureOfKind } from "./catalogue.ts";

/** The preset where it is not the default, and the options that differ from the preset's: "paper, bins 30"; may be empty. */
export const variantOf = (settings: AnyMeasureSettings): string => {
  const { kind: _kind, preset, module: _module, ...options } = settings as AnyMeasureSettings & {
    readonly module?: string;
  };
  const usual: Readonly<Record<string, unknown>> = { ...measureOf(settings).presets[preset]?.options };
  return [
    ...(preset === "default" ? [] : [preset]),
    ...Object.entries(options).filter(([name, value]) => value !== usual[name]).map(([name, value]) =>
      `${name} ${value}`
    ),
  ].join(", ");
};

const withVariant = (name: string, variant: string): string => variant === "" ? name : `${name} (${variant})`;

/**
 * The name of a measurement in tables, claims and files: the measure's kind, with the preset where that is not the
 * default, and with the options that differ from the preset's: "D_stsp", "D_stsp (paper)", "D_stsp (paper, bins 30)". So
 * two measures of one kind in a spec have two names.
 */
export const measureName = (settings: AnyMeasureSettings): string =>
  withVariant(settings.kind, variantOf(settings));

/**
 * How a measure is called in sentences: by its symbol, or by its title where it has none.
 *
 * @example A symbol and a title
 * ```ts
 * import { calledInSentences, measureNamed } from "./identity.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(calledInSentences(measureNamed("D_stsp (paper)")!), "D_stsp (paper)");
 * assertEquals(calledInSentences(measureNamed("lambda1_error")!), "relative error of λ₁");
 * ```
 */
export const calledInSentences = (settings: AnyMeasureSettings): string =>
  withVariant(measureOf(settings).symbol ?? measureOf(settings).title, variantOf(settings));

const optionOf = (part: string): readonly [name: string, value: string | number] => {
  const [name = "", ...rest] = part.split(" ");
  const value = rest.join(" ");
  return [name, value !== "" && Number.isFinite(Number(value)) ? Number(value) : value];
};

/**
 * The measure that a name means, with all its options.
 *
 * @param name As `measureName` makes it.
 * @returns null for what is no measure of the catalogue nor of a module, or has no such preset or option.
 *
 * @example There and back
 * ```ts
 * import { measureName, measureNamed } from "./identity.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const found = measureNamed("D_stsp (paper, bins 30)")!;
 * assertEquals([found.kind, found.preset, measureName(found)], ["D_stsp", "paper", "D_stsp (paper, bins 30)"]);
 * assertEquals(measureNamed("D_stsp (coarse)"), null);
 * ```
 */
export const measureNamed = (name: string): AnyMeasureSettings | null => {
  const [, kind = "", variant] = /^(.+?)(?: \((.+)\))?$/.exec(name) ?? [];
  const measure = measureOfKind(kind);
  if (measure === undefined) return null;
  const parts = variant?.split(", ") ?? [];
  const preset = parts[0] !== undefined && Object.hasOwn(measure.presets, parts[0]) ? [parts[0]] : [];
  const options = Object.fromEntries(parts.slice(preset.length).map(optionOf));
  const written = { ...options, kind, ...(preset.length === 0 ? {} : { preset: preset[0] }) };
  const found = decode(measure.codec, written);
  return E.isLeft(found) ? null : found.right;
};

/**
 * How sentences call what a claim or a figure names: a measure by its symbol or its title, and all else by the name itself.
 *
 * @param name As `measureName` makes it, or another quantity of a run.
 *
 * @example No name of an option occurs in a sentence
 * ```ts
 * import { measureCalled } from "./identity.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(["lambda1_error", "D_stsp (paper)", "training loss"].map(measureCalled), [
 *   "relative error of λ₁",
 *   "D_stsp (paper)",
 *   "training loss",
 * ]);
 * ```
 */
export const measureCalled = (name: string): string => {
  const settings = measureNamed(name);
  return settings === null ? name : calledInSentences(settings);
};
