/**
 * All optimisers. To add one: a file beside this one and a line in the catalogue.
 *
 * @module
 */
import { type Catalogue, catalogue, type ChoiceOf, type InputOf } from "../../core/catalogue.ts";
import { adam } from "./adam.ts";
import type { Optimiser } from "./optimiser.ts";
import { radam } from "./radam.ts";

const kinds = [
  adam,
  radam,
] as const;

const all: Catalogue<(typeof kinds)[number]> = catalogue("optimiser", kinds);

/**
 * The catalogue as a type.
 *
 * @internal
 */
type All = typeof all;

/** What a spec says of the optimiser, all defaults filled in. */
export type OptimiserSettings = ChoiceOf<All>;
/** What a user writes for the optimiser. */
export type OptimiserInput = InputOf<All>;

/** All optimisers by kind. */
export const optimisers: All["kinds"] = all.kinds;

/** Reads the settings of an optimiser: `{kind: "adam", learningRate: 1e-3}`. */
export const optimiser: All["codec"] = all.codec;

/** The optimiser of these settings. */
export const optimiserOf: (settings: OptimiserSettings) => Optimiser = all.of;
