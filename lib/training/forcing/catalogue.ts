/**
 * All forcing schemes. To add one: a file beside this one and a line in `schemes`.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { Schedule } from "../../networks/schedule.ts";
import type { LyapError } from "../../program/errors.ts";
import { choice, type Codec, type Fields, variant } from "../../codec/codec.ts";
import { adaptive } from "./adaptive.ts";
import { annealed } from "./annealed.ts";
import { generalized } from "./generalized.ts";
import { none } from "./none.ts";
import { random } from "./random.ts";
import type {
  Adaptation,
  BatchPosition,
  ForcingScheme,
  InputOf,
  SchemeSettings,
  SettingsOf,
} from "./scheme.ts";
import { inSteps, type Span } from "./span.ts";
import { sparse } from "./sparse.ts";
import { truncated } from "./truncated.ts";
import { windowing } from "./windowing.ts";

/** All forcing schemes by kind, each with the type of its own settings. */
export const schemes = {
  none,
  sparse,
  random,
  annealed,
  windowing,
  truncated,
  generalized,
  adaptive,
};

/**
 * The catalogue as a type.
 *
 * @internal
 */
type Schemes = typeof schemes;

/** What a spec says of the forcing, all defaults filled in. */
export type ForcingSettings = {
  [Kind in keyof Schemes]: SettingsOf<Schemes[Kind]>;
}[keyof Schemes];

/** What a user writes for the forcing. */
export type ForcingInput = {
  [Kind in keyof Schemes]: InputOf<Schemes[Kind]>;
}[keyof Schemes];

/** Reads the settings of a forcing scheme: `{kind: "sparse", interval: 30}`. */
export const forcing: Codec<ForcingSettings, ForcingInput> = choice(
  "forcing scheme",
  Object.fromEntries(
    Object.values(schemes).map((scheme) => [scheme.kind, variant(scheme.kind, scheme.options)]),
  ),
) as unknown as Codec<ForcingSettings, ForcingInput>;

/** A forcing scheme made ready for one training: everything is in steps. */
export interface Forcing {
  /** The forcing interval τ or the length between two cuts, in steps; null where the scheme has none. */
  readonly interval: number | null;
  /** The schedule of one batch. */
  readonly schedule: (position: BatchPosition) => Schedule;
  /** How the strength is learnt; null where nothing is. */
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
  const scheme = schemes[settings.kind] as unknown as ForcingScheme;
  const options = settings as SchemeSettings<string, Fields>;
  const ready = (steps: number | null): Forcing => ({
    interval: steps,
    schedule: (position) => scheme.schedule(options, position, steps ?? 0),
    adaptation: scheme.adaptation?.(options) ?? null,
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
