/**
 * Clipping of the gradient before the optimiser sees it.
 *
 * @module
 */
import { clampTo, type Numbers, scaleBy } from "../networks/kernels/numbers.ts";
import { type Catalogue, catalogue, type ChoiceOf, type Kind, kind, type None } from "../core/catalogue.ts";
import { type Codec, positiveNumber } from "../core/codec/codec.ts";

const all: Catalogue<
  | Kind<{ readonly kind: "none"; readonly options: None }>
  | Kind<{ readonly kind: "norm"; readonly options: { readonly threshold: Codec<number> } }>
  | Kind<{ readonly kind: "value"; readonly options: { readonly threshold: Codec<number> } }>
> = catalogue("clipping", [
  kind({ kind: "none", options: {} }),
  kind({ kind: "norm", options: { threshold: positiveNumber } }),
  kind({ kind: "value", options: { threshold: positiveNumber } }),
]);

/**
 * The catalogue as a type.
 *
 * @internal
 */
type All = typeof all;

/** No clipping; by the norm of the whole gradient; or every entry by itself. */
export type ClippingSettings = ChoiceOf<All>;

/** Reads {@link ClippingSettings}. */
export const clipping: All["codec"] = all.codec;

/**
 * Clips a gradient in place.
 *
 * By norm: g ← g · threshold / ‖g‖ where ‖g‖ > threshold. By value: every entry into [−threshold, threshold].
 *
 * @param norm ‖g‖.
 */
export const clip = (settings: ClippingSettings, gradient: Numbers, norm: number): void => {
  if (settings.kind === "norm" && norm > settings.threshold) scaleBy(gradient, settings.threshold / norm);
  if (settings.kind === "value") clampTo(gradient, settings.threshold);
};
