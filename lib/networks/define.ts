/**
 * Cells of a user's: parameters and one step in tf ops are all that it takes. From the step follow its gradient, its
 * Jacobian, its float64 map and the operations by which the kernels train it.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { Decoded, Fields, Input } from "../core/codec/codec.ts";
import type { Kind, Read } from "../core/catalogue.ts";
import {
  type Cell,
  cellKind,
  type CellOf,
  type CellSettings,
  type CommonOptions,
  type ParameterDeclaration,
  type StateMap,
  type TensorWeights,
  UNWRITTEN_FORMULA,
  type Weights,
} from "./cell.ts";
import type { CellGraph } from "./graph/expression.ts";
import { mapOfGraph } from "./graph/map.ts";
import { type Traceable, traced, type Untraced } from "./graph/trace.ts";
import { uniformParameter } from "./initial_values.ts";
import { type Tensor, type Tensor1D, type Tensor2D, type Tensor3D, tf } from "./tensorflow.ts";

/** Settings of a cell of a user's in a spec that stays in memory: the cell itself, its units, and its options. */
export interface DefinedCellSettings extends CellSettings {
  /** Distinguishes it from the cells of the catalogue. */
  readonly kind: "defined";
  /** What `defineCell` made. */
  readonly definition: Cell & Read;
}

/** Parameters by name with their shapes, which start uniform on ±1/√`units`; or declarations, which say how they start. */
export type DefinedParameters = Readonly<Record<string, readonly number[]>> | readonly ParameterDeclaration[];

/** The parameters of a cell as its step sees them. */
export type DefinedTensors<Parameters extends DefinedParameters> = Parameters extends readonly unknown[]
  ? TensorWeights
  : { readonly [Name in keyof Parameters]: TensorOfShape<Parameters[Name]> };

/**
 * A tensor with as many axes as a shape has lengths.
 *
 * @internal
 */
export type TensorOfShape<Shape> = Shape extends readonly [number] ? Tensor1D
  : Shape extends readonly [number, number] ? Tensor2D
  : Shape extends readonly [number, number, number] ? Tensor3D
  : Tensor;

/** What a user says of a cell. */
export interface CellDefinition<
  Parameters extends DefinedParameters = DefinedParameters,
  Options extends Fields = Record<never, never>,
  Name extends string = string,
> {
  /** Its name. */
  readonly kind: Name;
  /** For people. Default: the name. */
  readonly title?: string;
  /** Where the cell comes from. Default: nowhere. */
  readonly references?: readonly string[];
  /**
   * Its step in a formula; σ is the logistic function, ⊙ the product of entries. Default: a reference to its
   * file.
   */
  readonly formula?: string;
  /** What each parameter is, by name; a saved model says it beside its tensors. Default: nothing. */
  readonly meanings?: Readonly<Record<string, string>>;
  /** Codecs of its settings other than `units`; each needs a default. Default: nothing. */
  readonly options?: Options;
  /** Length of the state, whose first `units` entries are observed and forced. Default: `units`. */
  readonly stateSize?: (settings: CellSettings & Decoded<Options>) => number;
  /** The parameters; `B` is the observation model's. */
  readonly parameters: (settings: CellSettings & Decoded<Options>) => Parameters;
  /**
   * One step z' = F(z) in tf ops, the same ones each time.
   *
   * @param weights The parameters by name.
   * @param state Windows × state size.
   */
  readonly step: (
    weights: DefinedTensors<Parameters>,
    state: Tensor2D,
    settings: CellSettings & Decoded<Options>,
  ) => Tensor2D;
}

/** A cell of a user's, which a catalogue takes too. */
export type DefinedCell<Options extends Fields = Record<never, never>, Name extends string = string> =
  & Kind<CellOf<Name, Options>, CommonOptions>
  & {
    /**
     * What a spec or a network in memory has for its cell.
     *
     * @param settings `units` and, where they are not to have their defaults, options.
     */
    readonly of: (settings: { readonly units: number } & Input<Options>) => DefinedCellSettings;
  };

const graphs = new WeakMap<object, Map<string, E.Either<Untraced, CellGraph>>>();

/**
 * The graph of a cell's step, traced once for each settings, or why it has none. TensorFlow.js has to be loaded.
 *
 * @internal
 */
export const cellGraphOf = <Settings extends CellSettings>(
  cell: Traceable<Settings>,
  settings: Settings,
): E.Either<Untraced, CellGraph> => {
  const known = graphs.get(cell.step) ?? new Map<string, E.Either<Untraced, CellGraph>>();
  graphs.set(cell.step, known);
  const key = JSON.stringify({ ...settings, definition: undefined });
  const graph = known.get(key) ?? traced(cell, settings);
  known.set(key, graph);
  return graph;
};

/** The map of a step that cannot be traced: through tf, in float32, with its Jacobian by the tape. */
const mapThroughTensorFlow = <Settings extends CellSettings>(
  cell: Traceable<Settings>,
  weights: Weights,
  settings: Settings,
): StateMap => {
  const dimension = cell.stateSize(settings);
  const stepOf = (states: Tensor2D): Tensor2D =>
    cell.step(
      Object.fromEntries(
        Object.entries(weights).map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]),
      ),
      states,
      settings,
    );
  return {
    dimension,
    step: (state, out) =>
      out.set(tf.tidy(() => stepOf(tf.tensor2d(Float32Array.from(state), [1, dimension])).dataSync())),
    jacobian: (state, out) =>
      out.set(tf.tidy(() => {
        // Row i is what flows back to the i-th of as many equal windows from entry i of its new state.
        const states = tf.tile(tf.tensor2d(Float32Array.from(state), [1, dimension]), [dimension, 1]);
        return tf.grad((input) => stepOf(input as Tensor2D))(states, tf.eye(dimension)).dataSync();
      })),
  };
};

const isList = (parameters: DefinedParameters): parameters is readonly ParameterDeclaration[] =>
  Array.isArray(parameters);

const declared = (parameters: DefinedParameters, units: number): readonly ParameterDeclaration[] =>
  isList(parameters)
    ? parameters
    : Object.entries(parameters).map(([name, shape]) => uniformParameter(name, shape, units));

const defaultsOf = (options: Fields): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(options).flatMap(([name, field]) => "fallback" in field ? [[name, field.fallback]] : []),
  );

/**
 * Your own cell, from its parameters and its step in tf ops.
 *
 * Its step is traced into a graph of operations when it is first needed. From that graph come the kernels' operations for
 * loss and gradient (float32, with the same bits on every machine), the float64 map, and the exact Jacobian. A step with an
 * operation that the graph lacks trains through tf's tape, and the result says so (`untraced`); its map is then that of
 * tf in float32.
 *
 * @errors Anything that needs the graph throws before TensorFlow.js is loaded: `await loadTensorFlow()` comes
 * first.
 *
 * @example A leaky network with three parameters
 * ```ts
 * import { defineCell } from "./define.ts";
 * import { loadTensorFlow, tf } from "./tensorflow.ts";
 * import { initialWeights, networkOf } from "./network.ts";
 * import { modelMap } from "./model.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const leaky = defineCell({
 *   kind: "leaky",
 *   parameters: ({ units }) => ({ a: [units], W: [units, units], h: [units] }),
 *   step: ({ a, W, h }, z) => {
 *     const target = tf.tanh(tf.add(tf.matMul(z, W, false, true), h));
 *     return tf.add(z, tf.mul(tf.sigmoid(a), tf.sub(target, z)));
 *   },
 * });
 * await loadTensorFlow();
 * const network = { cell: leaky.of({ units: 4 }), observation: { kind: "identity" as const }, observations: 2 };
 * assertEquals(networkOf(network)._tag, "Right");
 * assertEquals(modelMap({ ...network, weights: initialWeights(network, 1) }).dimension, 4);
 * ```
 */
export const defineCell = <
  const Parameters extends DefinedParameters,
  Options extends Fields = Record<never, never>,
  const Name extends string = string,
>(definition: CellDefinition<Parameters, Options, Name>): DefinedCell<Options, Name> => {
  type Settings = CellSettings & { readonly kind: Name } & Decoded<Options>;
  const { kind, title = kind, references = [], parameters } = definition;
  const options = definition.options ?? {} as Options;
  const stateSize = definition.stateSize ?? (({ units }: Settings) => units);
  const step = definition.step as CellOf<Name, Options>["step"];
  const cell: Kind<CellOf<Name, Options>, CommonOptions> = cellKind<Name, Options>({
    kind,
    title,
    references,
    formula: definition.formula ?? UNWRITTEN_FORMULA,
    meanings: definition.meanings ?? {},
    options,
    stateSize,
    parameters: (settings: Settings) => declared(parameters(settings), settings.units),
    step,
    map: (weights: Weights, settings: Settings) => {
      const graph = cellGraphOf(cell, settings);
      return E.isRight(graph)
        ? mapOfGraph(graph.right, weights)
        : mapThroughTensorFlow(cell, weights, settings);
    },
    kernel: null,
  });
  const defined: DefinedCell<Options, Name> = {
    ...cell,
    of: (settings) => ({ ...defaultsOf(options), ...settings, kind: "defined", definition: defined }),
  };
  return defined;
};
