/**
 * All observation models, one line each, and the codec of a spec's choice among them.
 *
 * @module
 */
import { type Catalogue, catalogue, type ChoiceOf, type InputOf } from "../../core/catalogue.ts";
import type { ObservationModel } from "../observation.ts";
import { affineObservation } from "./affine.ts";
import { identityObservation } from "./identity.ts";
import { linearObservation } from "./linear.ts";

const kinds = [
  linearObservation,
  identityObservation,
  affineObservation,
] as const;

const all: Catalogue<(typeof kinds)[number]> = catalogue("observation model", kinds);

/**
 * The catalogue as a type.
 *
 * @internal
 */
type All = typeof all;

/** All observation models by their kind, each with the type of its own settings. */
export const observationModels: All["kinds"] = all.kinds;

/** An observation model as a resolved spec names it. */
export type ObservationChoice = ChoiceOf<All>;

/** An observation model as a user writes it: options may be left out. */
export type ObservationInput = InputOf<All>;

/** The observation model of these settings. */
export const observationModelOf: (settings: ObservationChoice) => ObservationModel = all.of;

/**
 * Decodes `{kind, …options}`.
 *
 * @example The paper's observation model
 * ```ts
 * import { decode } from "../../core/codec/codec.ts";
 * import { observationCodec } from "./catalogue.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(decode(observationCodec, { kind: "linear" }), { _tag: "Right", right: { kind: "linear" } });
 * ```
 */
export const observationCodec: All["codec"] = all.codec;
