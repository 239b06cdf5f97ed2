/**
 * All observation models, one line each, and the codec of a spec's choice among them.
 *
 * @module
 */
import type { Codec } from "../../codec/codec.ts";
import { catalogueCodec, type Choice, type InputOf } from "../catalogue_codec.ts";
import type { ObservationModel } from "../observation.ts";
import { identity } from "./identity.ts";
import { linear } from "./linear.ts";

/** All observation models by their kind, each with the type of its own settings. */
export const observationModels = {
  "linear": linear,
  "identity": identity,
};

/**
 * The catalogue as a type.
 *
 * @internal
 */
type Models = typeof observationModels;

/** An observation model as a resolved spec names it. */
export type ObservationChoice = Choice<Models>;

/** An observation model as a user writes it: options may be left out. */
export type ObservationInput = InputOf<ObservationChoice, "kind">;

/** The observation model of these settings. */
export const observationOf = (settings: ObservationChoice): ObservationModel =>
  observationModels[settings.kind];

/**
 * Decodes `{kind, …options}`.
 *
 * @example The paper's observation model
 * ```ts
 * import { decode } from "../../codec/codec.ts";
 * import { observationCodec } from "./catalogue.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(decode(observationCodec, { kind: "linear" }), { _tag: "Right", right: { kind: "linear" } });
 * ```
 */
export const observationCodec: Codec<ObservationChoice, ObservationInput> = catalogueCodec<
  ObservationChoice,
  ObservationInput
>(
  "observation model",
  observationModels,
  {},
);
