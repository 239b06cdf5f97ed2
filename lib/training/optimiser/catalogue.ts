/**
 * All optimisers. To add one: a file beside this one and a line in the catalogue.
 *
 * @module
 */
import { type Catalogue, catalogue, type ChoiceOf, type InputOf } from "../../catalogue.ts";
import { adam } from "./adam.ts";
import type { Optimiser } from "./optimiser.ts";
import { radam } from "./radam.ts";

/** The type of each, as the list below has them: what is published must say its types. */
type Kinds =
  | typeof adam
  | typeof radam;

const all: Catalogue<Kinds> = catalogue("optimiser", [adam, radam]);

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
