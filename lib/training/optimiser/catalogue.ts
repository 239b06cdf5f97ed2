/**
 * All optimisers. To add one: a file beside this one and a line in the catalogue.
 *
 * @module
 */
import { catalogue, type ChoiceOf, type InputOf } from "../../catalogue.ts";
import { adam } from "./adam.ts";
import type { Optimiser } from "./optimiser.ts";
import { radam } from "./radam.ts";

const all = catalogue("optimiser", [adam, radam]);

/** What a spec says of the optimiser, all defaults filled in. */
export type OptimiserSettings = ChoiceOf<typeof all>;
/** What a user writes for the optimiser. */
export type OptimiserInput = InputOf<typeof all>;

/** All optimisers by kind. */
export const optimisers = all.kinds;

/** Reads the settings of an optimiser: `{kind: "adam", learningRate: 1e-3}`. */
export const optimiser = all.codec;

/** The optimiser of these settings. */
export const optimiserOf: (settings: OptimiserSettings) => Optimiser = all.of;
