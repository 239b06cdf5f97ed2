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
import { type Codec, oneOf, optional, variant } from "../codec/codec.ts";

/** One measure of one run. */
export interface Measurement {
  /** null where the measure is not defined, for example after a diverged free run. */
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
export type Part = Exclude<keyof MeasureContext, "truth">;

/** What a spec says of a measure, resolved: its kind, its preset and every option. */
export interface MeasureSettings {
  /** Its name in the catalogue. */
  readonly kind: string;
  /** The preset that its options started from. */
  readonly preset: string;
}

/** One measure: `Settings` are what it is evaluated with, `Written` is what a spec may write of them. */
export interface Measure<Settings extends MeasureSettings = MeasureSettings, Written = unknown> {
  /** Its name in specs, tables and figures, for example "D_stsp". */
  readonly kind: string;
  /** Rises when values change; it is part of what determines an artifact. */
  readonly version: number;
  /** Its name in words. */
  readonly title: string;
  /** Unit of the value; empty for a pure number. */
  readonly unit: string;
  /** Whether a better model has a smaller or a larger value. */
  readonly better: "smaller" | "larger";
  /** The value of a perfect model; null where none is known. */
  readonly ideal: number | null;
  /** Where the measure comes from, for the references of a report. */
  readonly references: readonly string[];
  /** What each preset is, in a sentence. */
  readonly presets: Readonly<Record<string, string>>;
  /** The options of each preset. */
  readonly presetOptions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The parts of the context without which it has no value. */
  readonly needs: readonly Part[];
  /** Decodes what a spec says, and fills in the options of the preset. */
  readonly codec: Codec<Settings, Written>;
  /** The value of one run, or why there is none. */
  evaluate(settings: Settings, context: MeasureContext): Measurement;
  /** The share of the true points on which the value rests. Absent where all count. */
  countedShare?(settings: Settings, truth: Series): number;
}

/** Settings in full. */
export type ResolvedMeasure<Kind extends string, Preset extends string, Options> =
  & { readonly kind: Kind; readonly preset: Preset }
  & Options;

/** What a spec may write: kind, preset, and options that differ from the preset's. */
export type WrittenMeasure<Kind extends string, Preset extends string, Options> =
  & { readonly kind: Kind; readonly preset?: Preset }
  & Partial<Options>;

/** A measure with presets and options of its own. */
export type DefinedMeasure<Kind extends string, Preset extends string, Options> = Measure<
  ResolvedMeasure<Kind, Preset, Options>,
  WrittenMeasure<Kind, Preset, Options>
>;

/**
 * The settings that a measure is evaluated with.
 *
 * @internal
 */
export type SettingsOf<M> = M extends Measure<infer Settings, infer _> ? Settings : never;

/**
 * What a spec may write of a measure.
 *
 * @internal
 */
export type WrittenOf<M> = M extends Measure<infer _, infer Written> ? Written : never;

/** For a measure without options. */
export type NoOptions = Readonly<Record<never, never>>;

/** What a measure's file says; `defineMeasure` makes the codec of it. */
export interface MeasureDefinition<Kind extends string, Preset extends string, Options>
  extends Omit<Measure, "kind" | "presets" | "presetOptions" | "codec" | "evaluate" | "countedShare"> {
  /** Its name in specs, tables and figures. */
  readonly kind: Kind;
  /** Codecs of the options. */
  readonly options: { readonly [Name in keyof Options]: Codec<Options[Name]> };
  /** For each preset what it is, in a sentence, and its options; one of them is `default`. */
  readonly presets: Readonly<Record<Preset, { readonly is: string; readonly options: Options }>>;
  /** The value of one run whose context has every part that is needed. */
  readonly evaluate: (
    settings: ResolvedMeasure<Kind, Preset, Options>,
    context: MeasureContext,
  ) => Measurement;
  /** The share of the true points on which the value rests. Absent where all count. */
  readonly countedShare?: (settings: ResolvedMeasure<Kind, Preset, Options>, truth: Series) => number;
}

/** A measure from its definition: checks that every part that it needs is there before it evaluates. */
export const defineMeasure = <Kind extends string, Preset extends string, Options>(
  definition: MeasureDefinition<Kind, Preset, Options>,
): DefinedMeasure<Kind, Preset, Options> => {
  type Settings = ResolvedMeasure<Kind, Preset, Options>;
  type Written = WrittenMeasure<Kind, Preset, Options>;
  const { options, presets, evaluate, ...rest } = definition;
  const names = Object.keys(presets) as Preset[];
  const overrides = Object.fromEntries(
    Object.entries(options as Readonly<Record<string, Codec<unknown>>>).map((
      [name, codec],
    ) => [name, optional(codec, undefined)]),
  );
  const written = variant(definition.kind, {
    preset: optional(oneOf(...names), "default" as Preset),
    ...overrides,
  }) as unknown as Codec<{ readonly preset: Preset }, Written>;
  const codec = new t.Type<Settings, Written, unknown>(
    definition.kind,
    (value): value is Settings => written.is(value),
    (value, context) => {
      const result = written.validate(value, context);
      if (E.isLeft(result)) return result;
      const given = Object.entries(result.right).filter(([, option]) => option !== undefined);
      return t.success({ ...presets[result.right.preset].options, ...Object.fromEntries(given) } as Settings);
    },
    (settings) => written.encode(settings as never),
  );
  return {
    ...rest,
    presets: Object.fromEntries(names.map((name) => [name, presets[name].is])),
    presetOptions: Object.fromEntries(
      names.map((name) => [name, presets[name].options as Readonly<Record<string, unknown>>]),
    ),
    codec,
    evaluate: (settings, context) => {
      const missing = rest.needs.filter((part) => context[part] === undefined);
      if (missing.length > 0) return undefinedBecause(`${definition.kind} needs ${missing.join(" and ")}`);
      if (context.truth.rows === 0 || context.truth.columns === 0) {
        return undefinedBecause("the true series is empty");
      }
      const notFinite = firstNotFinite(context.truth);
      if (notFinite !== null) {
        return undefinedBecause(`the true series is not finite at row ${notFinite + 1}`);
      }
      return evaluate(settings, context);
    },
  };
};

/** The first row of a series in which a number is not finite; null when there is none. */
export const firstNotFinite = ({ values, columns }: Series): number | null => {
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
