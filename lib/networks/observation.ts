/**
 * What an observation model is: how the first M entries of a state show as N observed variables, x̂ = B z + b, and how
 * observed values pull the state back, z = pinv(B) (x − b). Most have no b.
 *
 * An observation model is one file in `observations/` that exports one `ObservationModel` and one line in their
 * catalogue.
 *
 * @module
 */
import { type Defined, type Kind, kind, type KindSettings as SettingsOf } from "../core/catalogue.ts";
import type { Fields } from "../core/codec/codec.ts";
import type { ParameterDeclaration, TensorWeights, Weights } from "./cell.ts";
import type { Tensor2D } from "./tensorflow.ts";

/** What a spec says of an observation model: its kind, and what else that model has. */
export interface ObservationSettings {
  /** The name under which the catalogue has it. */
  readonly kind: string;
}

/** Sizes between which an observation model translates. */
export interface ObservationSizes {
  /** M, the units of the cell. */
  readonly units: number;
  /** N, the observed variables. */
  readonly observations: number;
}

/** x̂ = B z + b and z = P (x − b) in float64, both matrices row by row. */
export interface ObservationMatrices {
  /** B, N × M. */
  readonly observe: Float64Array;
  /** P, M × N: the pseudo-inverse of B. */
  readonly control: Float64Array;
  /** b, N; absent if the model has none. */
  readonly bias?: Float64Array;
}

/** How a state is observed, and how observations control it. */
export interface ObservationModel<Settings extends ObservationSettings = ObservationSettings> {
  /** The name under which the catalogue has it. */
  readonly kind: Settings["kind"];
  /** For people. */
  readonly title: string;
  /** Codecs of the settings apart from `kind`; each has a default. */
  readonly options: Fields;
  /** What each parameter is, by name. */
  readonly meanings: Readonly<Record<string, string>>;
  /** How many units, counted from the first, forcing replaces; the others keep their state. */
  forcedUnits(sizes: ObservationSizes): number;
  /** What is wrong with these sizes, and nothing when they fit. Default: all sizes fit. */
  sizesFault?(sizes: ObservationSizes): string | undefined;
  /** The parameters, in the order in which they are listed and saved. */
  parameters(sizes: ObservationSizes, settings: Settings): readonly ParameterDeclaration[];
  /**
   * The definition, in tf ops: x̂ = B z + b.
   *
   * @param units Batch × M: the state without what comes after the units.
   * @returns Batch × N.
   */
  observe(weights: TensorWeights, units: Tensor2D, sizes: ObservationSizes, settings: Settings): Tensor2D;
  /**
   * The definition, in tf ops: z = P (x − b). Its gradient goes through the pseudo-inverse.
   *
   * @param observed Batch × N. Put all the forced steps of a rollout into one call: P is found again in each.
   * @returns Batch × M; columns beyond the forced units are 0.
   */
  control(weights: TensorWeights, observed: Tensor2D, sizes: ObservationSizes, settings: Settings): Tensor2D;
  /**
   * Whether the states that forcing pulls to are data to the gradient, but for the first of each window. Default: they
   * depend on the parameters.
   */
  gradientThroughFirstOnly?(settings: Settings): boolean;
  /** B and P in float64, and b where there is one. */
  matrices(weights: Weights, sizes: ObservationSizes, settings: Settings): ObservationMatrices;
  /**
   * Gradients by parameter from those by B, by P and by b, as a kernel finds them: ∂L/∂θ when L(B(θ), P(θ), b(θ)).
   *
   * @param gradient ∂L/∂B (N × M) and ∂L/∂P (M × N), row by row, and ∂L/∂b (N).
   */
  pullBack(
    weights: Weights,
    gradient: ObservationMatrices,
    sizes: ObservationSizes,
    settings: Settings,
  ): Readonly<Record<string, Float64Array>>;
}

/**
 * An observation model with these options.
 *
 * @internal
 */
export type ObservationModelOf<Name extends string, Options extends Fields> = Defined<
  ObservationModel<SettingsOf<Name, Options>>,
  Name,
  Options
>;

/** An observation model as a kind for the catalogue. */
export const observationModel = <const Name extends string, Options extends Fields>(
  definition: ObservationModelOf<Name, Options>,
): Kind<ObservationModelOf<Name, Options>> => kind(definition);
