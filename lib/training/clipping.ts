/**
 * Clipping of the gradient before the optimiser sees it.
 *
 * @module
 */
import { clampTo, type Numbers, scaleBy } from "../networks/kernels/numbers.ts";
import { choice, type Codec, positiveNumber, variant } from "../codec/codec.ts";

/** No clipping; by the norm of the whole gradient; or every entry by itself. */
export type ClippingSettings =
  | { readonly kind: "none" }
  | { readonly kind: "norm"; readonly threshold: number }
  | { readonly kind: "value"; readonly threshold: number };

/** Reads {@link ClippingSettings}. */
export const clipping: Codec<ClippingSettings> = choice<Codec<ClippingSettings>>("clipping", {
  none: variant("none", {}) as Codec<ClippingSettings>,
  norm: variant("norm", { threshold: positiveNumber }) as unknown as Codec<ClippingSettings>,
  value: variant("value", { threshold: positiveNumber }) as unknown as Codec<ClippingSettings>,
});

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
