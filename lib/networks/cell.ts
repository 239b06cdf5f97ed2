/**
 * What a cell is: one step z' = F(z) of a recurrent neural network, as a value.
 *
 * A cell is one file that exports one `Cell` and one line in `catalogue.ts`; the conformance suite picks it up.
 * Matrices are [output][input], row by row. `B` is the observation model's: no cell may have a parameter of that name.
 *
 * | cell | parameters, M units, L hidden |
 * |---|---|
 * | PLRNN | A (M), W (M × M, diagonal 0, not trained), h (M) |
 * | RNN | W (M × M), bz (M), bx (M) |
 * | LSTM | W (4M × M: rows of the gates i, f, g, o), bz (4M), bx (4M) |
 * | GRU | W (3M × M: rows of r, z, n), bz (3M, with W z inside the reset gate), bx (3M, outside) |
 * | shPLRNN, clipped shPLRNN, shRNN | A (M), W1 (M × L), W2 (L × M), h1 (M), h2 (L) |
 * | dendPLRNN | A (M), W (M × M, diagonal 0, not trained), h (M), alpha (L bases), H (L × M thresholds) |
 * | AL-RNN | A (M), W (M × M), h (M) |
 *
 * torch's two biases, of which the one beside the input that is always 0 is `bx`, are kept apart: with one in their
 * place Adam would take steps half as long.
 *
 * @module
 */
import type { Stream } from "../numerics/random.ts";
import { type Defined, type Kind, kind, type Misfit } from "../core/catalogue.ts";
import { type Codec, type Decoded, type Fields, positiveInteger } from "../core/codec/codec.ts";
import type { Tensor, Tensor2D } from "./tensorflow.ts";

/** A weight or bias of a cell or an observation model. */
export interface ParameterDeclaration {
  /** As in the cell's equations. */
  readonly name: string;
  /** Lengths of its axes; a matrix is outputs × inputs. */
  readonly shape: readonly number[];
  /** Initial values, row by row, drawn from a stream that belongs to this parameter alone. */
  readonly initialise: (source: Stream) => Float32Array;
}

/** Values of parameters by name: what training changes and what a saved model consists of. */
export type Weights = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly values: Float32Array }>
>;

/** The parameters by name as tensors, for the definitions in tf ops. */
export type TensorWeights = Readonly<Record<string, Tensor>>;

/** One step and its Jacobian in float64. All write into memory of the caller and allocate nothing. */
export interface StateMap {
  /** Length of the state: M units; for the LSTM 2M, h then c. */
  readonly dimension: number;
  /** out ← F(state). `out` must not be `state`. */
  readonly step: (state: Float64Array, out: Float64Array) => void;
  /** out ← ∂F/∂z at `state`, dimension × dimension, row by row. */
  readonly jacobian: (state: Float64Array, out: Float64Array) => void;
  /**
   * out ← the mean of ∂F/∂z over consecutive states. Absent if a cell knows no quicker way than the
   * mean of all its Jacobians.
   */
  readonly meanJacobian?: (states: Float64Array, out: Float64Array) => void;
}

/** What a spec says of a cell: its kind, its number of units, and what else that cell has. */
export interface CellSettings {
  /** The name under which the catalogue has it. */
  readonly kind: string;
  /** M, the number of units. */
  readonly units: number;
}

/** One step of an RNN: parameters, the step in tf ops (its definition), and the same in float64 with its Jacobian. */
export interface Cell<Settings extends CellSettings = CellSettings> {
  /** The name under which the catalogue has it. */
  readonly kind: Settings["kind"];
  /** For people. */
  readonly title: string;
  /** Where the cell comes from, for the references of a report. */
  readonly references: readonly string[];
  /** Its step in a formula; σ is the logistic function, ⊙ the product of entries. */
  readonly formula: string;
  /** What each parameter is, by name. */
  readonly meanings: Readonly<Record<string, string>>;
  /** The look that curves of this cell have on every page, from 0. Default: whichever is free. */
  readonly look?: number;
  /** Codecs of the settings apart from `kind` and `units`; each has a default. */
  readonly options: Fields;
  /** What is wrong with settings that decode one by one but don't fit together; nothing when they do. */
  fault?(settings: Settings): Misfit | undefined;
  /** Length of the state. The first `units` entries are what an observation model sees and forcing replaces. */
  stateSize(settings: Settings): number;
  /** The parameters, in the order in which they are listed and saved. */
  parameters(settings: Settings): readonly ParameterDeclaration[];
  /**
   * The definition of the cell: F in tf ops.
   *
   * @param weights The parameters by name.
   * @param state Batch × state size.
   */
  step(weights: TensorWeights, state: Tensor2D, settings: Settings): Tensor2D;
  /** F and its analytic Jacobian in float64. */
  map(weights: Weights, settings: Settings): StateMap;
  /** Which fused kernel of lib/networks/kernels runs its rollout; null when it trains through the tf reference. */
  readonly kernel: string | null;
}

/**
 * What every cell has an option for.
 *
 * @internal
 */
export type CommonOptions = { readonly units: Codec<number> };

/** The option that every cell has. */
export const common: CommonOptions = { units: positiveInteger };

/**
 * A cell with these options.
 *
 * @internal
 */
export type CellOf<Name extends string, Options extends Fields> = Defined<
  Cell<CellSettings & { readonly kind: Name } & Decoded<Options>>,
  Name,
  Options
>;

/** The formula of a cell that says none. */
export const UNWRITTEN_FORMULA = "z' = F(z), as the file that defines the cell has it";

/** A user's cell with what it may have left unsaid. */
export const completeCell = (value: Readonly<Record<string, unknown>>): unknown =>
  kind({
    formula: UNWRITTEN_FORMULA,
    meanings: {},
    references: [],
    kernel: null,
    options: {},
    title: value.kind,
    ...value,
    kind: String(value.kind),
  }, common);

/** A cell as a kind for the catalogue. */
export const cellKind = <const Name extends string, Options extends Fields>(
  definition: CellOf<Name, Options>,
): Kind<CellOf<Name, Options>, CommonOptions> => kind(definition, common);
