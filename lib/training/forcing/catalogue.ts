/**
 * All forcing schemes. To add one: a file beside this one and a line in `schemes`.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { ForcingSchedule } from "../../networks/schedule.ts";
import type { LyapError } from "../../core/program/errors.ts";
import type { Codec } from "../../core/codec/codec.ts";
import {
  type Catalogue,
  catalogue,
  type ChoiceOf,
  type InputOf,
  type ModuleChoice,
  type Read,
} from "../../core/catalogue.ts";
import { adaptiveForcing } from "./adaptive.ts";
import { annealedForcing } from "./annealed.ts";
import { generalizedForcing } from "./generalized.ts";
import { noForcing } from "./none.ts";
import { randomForcing } from "./random.ts";
import type { Adaptation, BatchPosition, ForcingScheme, OptionLabel } from "./scheme.ts";
import { inSteps, type Span } from "./span.ts";
import { sparseForcing } from "./sparse.ts";
import { truncatedForcing } from "./truncated.ts";
import { windowingForcing } from "./windowing.ts";

const kinds = [
  noForcing,
  sparseForcing,
  randomForcing,
  annealedForcing,
  windowingForcing,
  truncatedForcing,
  generalizedForcing,
  adaptiveForcing,
] as const;

const all: Catalogue<(typeof kinds)[number]> = catalogue(
  "forcing scheme",
  kinds,
  ["schedule"],
  (value) => ({ title: value.kind, references: [], span: null, ...value }),
);

/**
 * The catalogue as a type.
 *
 * @internal
 */
type All = typeof all;

/** All forcing schemes by kind, each with the type of its own settings. */
export const forcingKinds: All["kinds"] = all.kinds;

/** What a spec says of the forcing, all defaults filled in. */
export type ForcingSettings = ChoiceOf<All>;

/** What a user writes for the forcing. */
export type ForcingInput = InputOf<All> | ModuleChoice;

/** Reads the settings of a forcing scheme: `{kind: "sparse", interval: 30}`. */
export const forcingCodec: Codec<ForcingSettings, ForcingInput> = all.codec;

/** The forcing scheme that a value of a user's is, or what it lacks. */
export const adoptForcing: (value: unknown, name: string) => E.Either<string, ForcingScheme & Read> =
  all.adopt;

/** The forcing scheme of these settings. */
export const schemeOf: (settings: ForcingSettings) => ForcingScheme = all.of;

/** What options of forcing schemes are called, by option. */
export const optionLabels = (): Readonly<Record<string, OptionLabel>> =>
  Object.assign({}, ...all.known().map((scheme: ForcingScheme) => scheme.labels));

/** A forcing scheme made ready for one training: everything is in steps. */
export interface Forcing {
  /** The forcing interval τ or the length between two cuts, in steps; null if the scheme has none. */
  readonly interval: number | null;
  /** The schedule of one batch. */
  readonly schedule: (position: BatchPosition) => ForcingSchedule;
  /** How the strength is learnt; null if nothing is. */
  readonly adaptation: Adaptation | null;
}

/**
 * Makes the forcing scheme that a spec asks for ready for one training.
 *
 * @param settings The decoded settings of the scheme.
 * @param predictabilitySteps ln 2 / λ₁ of the data in steps; null when not known.
 * @errors CannotCompute when a span is a multiple of a predictability time that is not known.
 *
 * @example Sparse forcing every half predictability time
 * ```ts
 * import { prepareForcing } from "./catalogue.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const forcing = prepareForcing({ kind: "sparse", interval: { predictabilityTimes: 0.5 } }, 62);
 * assertEquals(forcing._tag === "Right" && forcing.right.interval, 31);
 * ```
 */
export const prepareForcing = (
  settings: ForcingSettings,
  predictabilitySteps: number | null,
): E.Either<LyapError, Forcing> => {
  const scheme = schemeOf(settings);
  const ready = (steps: number | null): Forcing => ({
    interval: steps,
    schedule: (position) => scheme.schedule(settings, position, steps ?? 0),
    adaptation: scheme.adaptation?.(settings) ?? null,
  });
  const { span } = scheme;
  return span === null ? E.right(ready(null)) : pipe(
    inSteps(
      span.what,
      (settings as Readonly<Record<string, unknown>>)[span.option] as Span,
      predictabilitySteps,
    ),
    E.map(ready),
  );
};
