/**
 * What a spec says of the exponents of trained networks.
 *
 * @module
 */
import { type Codec, nonNegativeInteger, optional, positiveInteger, record } from "../core/codec/codec.ts";

/** How the exponents of a network and the growth of its gradients are found. */
export interface NetworkExponentSettings {
  /** Steps of the free run over which exponents are averaged. Default: 20,000. */
  readonly steps: number;
  /** Steps of the free run before that. Default: 2000. */
  readonly transient: number;
  /** How many exponents; 0 for all. Default: all. */
  readonly exponents: number;
  /** Longest T of ‖∂z_T/∂z_1‖, in steps. Default: 2000. */
  readonly longestGradient: number;
  /** Starting points z_1 over which ln ‖∂z_T/∂z_1‖ is averaged. Default: 8. */
  readonly gradientStarts: number;
}

/** The codec of these settings. */
export const networkExponentSettings: Codec<NetworkExponentSettings, Partial<NetworkExponentSettings>> =
  record({
    steps: optional(positiveInteger, 20_000),
    transient: optional(nonNegativeInteger, 2000),
    exponents: optional(nonNegativeInteger, 0),
    longestGradient: optional(positiveInteger, 2000),
    gradientStarts: optional(positiveInteger, 8),
  });
