/**
 * Clipping of the gradient before the optimiser sees it.
 *
 * @module
 */
import { choice, type Codec, positiveNumber, variant } from "../spec/codec.ts";

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
export const clip = (settings: ClippingSettings, gradient: Float32Array, norm: number): void => {
  if (settings.kind === "norm" && norm > settings.threshold) {
    const factor = settings.threshold / norm;
    for (let i = 0; i < gradient.length; i++) gradient[i] = gradient[i]! * factor;
  }
  if (settings.kind === "value") {
    const { threshold } = settings;
    for (let i = 0; i < gradient.length; i++) {
      const entry = gradient[i]!;
      if (entry > threshold) gradient[i] = threshold;
      else if (entry < -threshold) gradient[i] = -threshold;
    }
  }
};
