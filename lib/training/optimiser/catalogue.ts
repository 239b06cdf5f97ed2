/**
 * All optimisers. To add one: a file beside this one and a line in the catalogue.
 *
 * @module
 */
import { choice, type Codec, type Decoded, type Input, variant } from "../../codec/codec.ts";
import { adam, type adamOptions } from "./adam.ts";
import type { Optimiser } from "./optimiser.ts";
import { radam } from "./radam.ts";

/**
 * The options of an optimiser.
 *
 * @internal
 */
type Options = typeof adamOptions;

/** What a spec says of the optimiser, all defaults filled in. */
export type OptimiserSettings = { readonly kind: "adam" | "radam" } & Decoded<Options>;
/** What a user writes for the optimiser. */
export type OptimiserInput = { readonly kind: "adam" | "radam" } & Input<Options>;

/** All optimisers by kind. */
export const optimisers: Readonly<Record<OptimiserSettings["kind"], Optimiser<string, typeof adamOptions>>> =
  { adam, radam };

/** Reads the settings of an optimiser: `{kind: "adam", learningRate: 1e-3}`. */
export const optimiser: Codec<OptimiserSettings, OptimiserInput> = choice(
  "optimiser",
  Object.fromEntries(Object.values(optimisers).map(({ kind, options }) => [kind, variant(kind, options)])),
) as unknown as Codec<OptimiserSettings, OptimiserInput>;
