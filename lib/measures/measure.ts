/**
 * What a measure is: a number that compares a generated series with the true one, as a value.
 *
 * A measure is one file that exports one `Measure` and one line in `catalogue.ts`; the conformance suite picks it up.
 * It is defined for every finite input: where there is no number, there is a reason instead.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import * as t from "io-ts/index.js";
import type { Series } from "../series/series.ts";
import type { LyapunovSpectrum } from "../lyapunov/result.ts";
import { type Codec, oneOf, optional, variant } from "../core/codec/codec.ts";
import { shaped } from "../core/codec/schema.ts";
import { listed } from "../core/program/text.ts";

/** One measure of one run. */
export interface Measurement {
  /** null if the measure is not defined, for example after a diverged free run. */
  readonly value: number | null;
  /** Why there is no value. */
  readonly why?: string;
}

/** A measurement with a value; without one if the value is not finite. */
export const measured = (value: number): Measurement =>
  Number.isFinite(value) ? { value } : { value: null, why: `the measure came out as ${value}` };

/** A measurement without a value, and why. */
export const undefinedBecause = (why: string): Measurement => ({ value: null, why });

/**
 * The forecast of a model whose state is set by one row of the true series and then runs freely.
 *
 * @param row The row of the true series that sets the state.
 * @param steps How far to go.
 * @returns steps × N numbers: the predictions of the rows row + 1 … row + steps.
 */
export type Forecast = (row: number, steps: number) => Float64Array;

/** What measures are made from. Each measure says which of the optional parts it `needs`. */
export interface MeasureContext {
  /** The true series: `comparesWith` says whether the held-out one or that of the training. */
  readonly truth: Series;
  /** A free run of the model. */
  readonly generated?: Series;
  /** Forecasts that start at rows of `truth`. */
  readonly forecast?: Forecast;
  /** Spectrum of the system, from its equations. */
  readonly systemSpectrum?: LyapunovSpectrum;
  /** Spectrum of the network along its own free run. */
  readonly networkSpectrum?: LyapunovSpectrum;
}

/** The optional parts of a context. */
export type ContextPart = Exclude<keyof MeasureContext, "truth">;

/** What a spec says of a measure, resolved: its kind, its preset and every option. */
export interface MeasureSettings {
  /** Its name in the catalogue. */
  readonly kind: string;
  /** The preset that its options started from. */
  readonly preset: string;
}

/** The series that a generated one is compared with. */
export type Truth = "held-out series" | "training series";

/** One measure; `Settings` are what it is evaluated with. */
export interface Measure<Settings extends MeasureSettings = MeasureSettings> {
  /** Its name in specs, tables and figures, for example "D_stsp". */
  readonly kind: string;
  /** Rises when values change; it is part of what determines an artifact. */
  readonly version: number;
  /** Its name in words. */
  readonly title: string;
  /** How formulas and axes write it; null if its title serves. */
  readonly symbol: string | null;
  /** Unit of the value; empty for a pure number. */
  readonly unit: string;
  /** Whether a better model has a smaller or a larger value. */
  readonly better: "smaller" | "larger";
  /** The value of a perfect model; null if none is known. */
  readonly ideal: number | null;
  /** Whether it says how a run behaves rather than how far it is off, so that small errors need not show. */
  readonly qualitative?: true;
  /** Where the measure comes from, for the references of a report. */
  readonly references: readonly string[];
  /** Where a preset comes from that is not in these references, by its name. Default: all are. */
  readonly presetReferences?: Readonly<Record<string, readonly string[]>>;
  /** Each preset: what it is, in a sentence, its options, and what it compares with. */
  readonly presets: Readonly<Record<string, Preset<object>>>;
  /** The parts of the context without which it has no value. */
  readonly needs: readonly ContextPart[];
  /** The value of one run, or why there is none. */
  evaluate(settings: Settings, context: MeasureContext): Measurement;
  /** The share of the true points on which the value rests. Absent if all count. */
  countedShare?(settings: Settings, truth: Series): number;
}

/**
 * A set of options that has a name.
 *
 * @internal
 */
export interface Preset<Options> {
  /** What it is, in a sentence. */
  readonly is: string;
  /** Its options. */
  readonly options: Options;
  /** Default: the held-out series. */
  readonly against?: Truth;
}

/** Settings in full. */
export type ResolvedMeasure<Kind extends string, Name extends string, Options> =
  & { readonly kind: Kind; readonly preset: Name }
  & Options;

/** What a spec may write: kind, preset, and options that differ from the preset's. */
export type WrittenMeasure<Kind extends string, Name extends string, Options> =
  & { readonly kind: Kind; readonly preset?: Name }
  & Partial<Options>;

/** A measure with presets and options of its own. */
export interface DefinedMeasure<Kind extends string, Name extends string, Options>
  extends Measure<ResolvedMeasure<Kind, Name, Options>> {
  readonly kind: Kind;
  /** Decodes what a spec says, and fills in the options of the preset. */
  readonly codec: Codec<ResolvedMeasure<Kind, Name, Options>, WrittenMeasure<Kind, Name, Options>>;
}

/** For a measure without options. */
export type NoOptions = Readonly<Record<never, never>>;

/** What a measure's file says; `defineMeasure` makes the codec of it. */
export interface MeasureDefinition<Kind extends string, Name extends string, Options>
  extends Pick<Measure, "title" | "better"> {
  /** Its name in specs, tables and figures. */
  readonly kind: Kind;
  /** Default: 1. */
  readonly version?: number;
  /** Default: `kind`. */
  readonly symbol?: string | null;
  /** Default: a pure number. */
  readonly unit?: string;
  /** Default: none is known. */
  readonly ideal?: number | null;
  /** Default: it says how far a run is off. */
  readonly qualitative?: true;
  /** Default: none. */
  readonly references?: readonly string[];
  /** Default: all presets come from the references. */
  readonly presetReferences?: Readonly<Record<string, readonly string[]>>;
  /** Default: a free run of the model. */
  readonly needs?: readonly ContextPart[];
  /** Codecs of the options. Default: it has none. */
  readonly options?: { readonly [Option in keyof Options]: Codec<Options[Option]> };
  /** Each preset; one of them is `default`. It may be left out by a measure without options. */
  readonly presets?: Readonly<Record<Name, Preset<Options>>>;
  /** The value of one run whose context has every part that is needed. */
  readonly evaluate: (
    settings: ResolvedMeasure<Kind, Name, Options>,
    context: MeasureContext,
  ) => Measurement;
  /** The share of the true points on which the value rests. Absent if all count. */
  readonly countedShare?: (settings: ResolvedMeasure<Kind, Name, Options>, truth: Series) => number;
}

/**
 * A measure from its definition: checks that every part that it needs is there before it evaluates.
 *
 * @errors Throws a TypeError where none of its presets is named `default`, or where one is not `{ is, options }`.
 *
 * @example The largest value of a free run
 * ```ts
 * import { defineMeasure, measured } from "./measure.ts";
 * import { seriesOf } from "../series/series.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const peak = defineMeasure({
 *   kind: "peak",
 *   title: "largest value",
 *   better: "smaller",
 *   evaluate: (_, { generated }) => measured(Math.max(...generated!.values)),
 * });
 * const truth = seriesOf([[0], [1]], 1);
 * const settings = { kind: "peak", preset: "default" } as const;
 * assertEquals(peak.evaluate(settings, { truth, generated: seriesOf([[2], [3]], 1) }), { value: 3 });
 * assertEquals(peak.evaluate(settings, { truth }).value, null);
 * ```
 */
export const defineMeasure = <
  const Kind extends string,
  Name extends string = "default",
  Options extends object = NoOptions,
>(definition: MeasureDefinition<Kind, Name, Options>): DefinedMeasure<Kind, Name, Options> => {
  type Settings = ResolvedMeasure<Kind, Name, Options>;
  type Written = WrittenMeasure<Kind, Name, Options>;
  const { options = {}, evaluate, ...rest } = definition;
  const presets: Readonly<Record<string, Preset<object>>> = definition.presets ??
    { default: { is: "as defined", options: {} } };
  if (!Object.hasOwn(presets, "default")) {
    throw new TypeError(
      `The measure "${definition.kind}" has the presets ${
        listed(Object.keys(presets))
      }, and none is named "default": ` +
        "name the one that is taken where a spec names none",
    );
  }
  const malformed = Object.entries(presets).find(([, preset]) =>
    typeof preset?.is !== "string" || typeof preset.options !== "object" || preset.options === null
  );
  if (malformed !== undefined) {
    throw new TypeError(
      `The preset "${
        malformed[0]
      }" of the measure "${definition.kind}" is not { is: "…", options: { … } }: ` +
        "say in `is` what it is, and give each option in `options`",
    );
  }
  const needs = definition.needs ?? ["generated"];
  const written = variant(definition.kind, {
    preset: optional(oneOf(...Object.keys(presets)), "default"),
    ...Object.fromEntries(
      Object.entries<Codec<unknown>>(options).map(([name, codec]) => [name, optional(codec, undefined)]),
    ),
  });
  const codec = new t.Type<Settings, Written, unknown>(
    definition.kind,
    (value): value is Settings => written.is(value),
    (value, context) => {
      const result = written.validate(value, context);
      if (E.isLeft(result)) return result;
      const given = Object.entries(result.right).filter(([, option]) => option !== undefined);
      const usual = presets[result.right.preset as string]!.options;
      return t.success({ ...usual, ...Object.fromEntries(given) } as Settings);
    },
    (settings) => written.encode(settings as never) as Written,
  );
  shaped(codec, (visit) => visit(written));
  return {
    version: 1,
    symbol: definition.kind,
    unit: "",
    ideal: null,
    references: [],
    ...rest,
    presets,
    needs,
    codec,
    evaluate: (settings, context) => {
      const missing = needs.filter((part) => context[part] === undefined);
      if (missing.length > 0) return undefinedBecause(`${definition.kind} needs ${missing.join(" and ")}`);
      if (context.truth.rows === 0 || context.truth.columns === 0) {
        return undefinedBecause("the true series is empty");
      }
      const notFinite = firstNotFinite(context.truth);
      if (notFinite !== null) {
        return undefinedBecause(`the true series is not finite at row ${notFinite + 1}`);
      }
      const found: unknown = evaluate(settings, context);
      return isMeasurement(found) ? found : undefinedBecause(
        `${definition.kind} returned ${
          JSON.stringify(found)
        } in the place of measured(…) or undefinedBecause(…)`,
      );
    },
  };
};

const isMeasurement = (found: unknown): found is Measurement =>
  typeof found === "object" && found !== null && "value" in found &&
  (found.value === null || typeof found.value === "number");

/** The first row of a series in which a number is not finite; null when there is none. */
const firstNotFinite = ({ values, columns }: Series): number | null => {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) return Math.floor(i / columns);
  }
  return null;
};

/** Why a generated series cannot be compared with a true one; null when it can. */
export const notComparable = (truth: Series, generated: Series): string | null => {
  if (generated.columns !== truth.columns) {
    return `the free run has ${generated.columns} variables, the true series ${truth.columns}`;
  }
  if (generated.rows === 0) return "the free run is empty";
  const diverged = firstNotFinite(generated);
  return diverged === null ? null : `the free run diverged at step ${diverged + 1} of ${generated.rows}`;
};
