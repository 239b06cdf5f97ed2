/**
 * Traces a cell's step: runs it once in tf and writes down which kernels tf runs on what.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { normals, stream } from "../../numerics/random.ts";
import type { Cell, CellSettings, Weights } from "../cell.ts";
import { type Tensor, type Tensor2D, tf } from "../tensorflow.ts";
import { builder, type CellGraph, type CellNode, entriesOf, type NodeRow, operandsOf } from "./expression.ts";
import { lowerings, type Traced } from "./lowering.ts";
import { mapOfGraph } from "./map.ts";
import { countOf } from "../../numerics/shape.ts";

/** What tf's engine runs; its types leave it out. */
interface Engine {
  runKernelFunc(call: {
    readonly kernelName?: string;
    readonly inputs: Readonly<Record<string, Tensor>> | readonly Tensor[];
    readonly attrs?: Readonly<Record<string, unknown>>;
  }): Tensor | Tensor[];
  readSync(data: object): Float32Array;
  read(data: object): Promise<ArrayLike<number>>;
}

/** Why a step has no graph. */
export interface Untraced {
  /** Whether tf can run it all the same; otherwise the step is wrong. */
  readonly runs: boolean;
  /** A sentence. */
  readonly why: string;
}

const untraced = (why: string): E.Either<Untraced, never> => E.left({ runs: true, why });
const wrong = (why: string): E.Either<Untraced, never> => E.left({ runs: false, why });

/** What of a cell is traced. */
export type Traceable<Settings extends CellSettings> = Pick<
  Cell<Settings>,
  "step" | "stateSize" | "parameters"
>;

/** Kernels whose results are taken as they are where no window and no parameter is among their operands. */
const constantKernels = new Set(["Fill", "Range", "LinSpace", "OneHot", "Cast", "Diag"]);

/** One run of the step with `batch` windows: its graph and its result, or why there is none. */
const traceWith = <Settings extends CellSettings>(
  cell: Traceable<Settings>,
  settings: Settings,
  weights: Weights,
  states: Float32Array,
  batch: number,
): E.Either<Untraced, { readonly graph: CellGraph; readonly result: ArrayLike<number> }> => {
  const engine = tf.engine() as unknown as Engine;
  const { runKernelFunc, readSync, read } = engine;
  const size = cell.stateSize(settings);
  const build = builder();
  const known = new Map<number, Traced>();
  let reason: string | undefined;
  const because = (text: string): void => {
    reason ??= text;
  };

  const shapeOf = (shape: readonly number[], windows: boolean): readonly number[] =>
    windows ? [1, ...shape.slice(1)] : shape;

  /** A tensor that no traced operation made: a constant of the step. */
  const constantOf = (tensor: Tensor): Traced => {
    const values = Float32Array.from(readSync.call(engine, tensor.dataId));
    const windows = tensor.shape.length > 0 && tensor.shape[0] === batch;
    const count = windows ? values.length / batch : values.length;
    if (windows && values.some((value, at) => !Object.is(value, values[at % count]!))) {
      because("It has a constant that differs from window to window");
    }
    const node = build.node({ kind: "constant", values: values.slice(0, count) }, count, true);
    return { shape: shapeOf(tensor.shape, windows), entries: entriesOf(node), windows };
  };
  const tracedOf = (tensor: Tensor): Traced => {
    const found = known.get(tensor.id) ?? constantOf(tensor);
    known.set(tensor.id, found);
    return found;
  };

  engine.readSync = (data) => {
    because("It reads the numbers of a tensor, on which its operations may then depend");
    return readSync.call(engine, data);
  };
  engine.read = (data) => {
    because("It reads the numbers of a tensor, on which its operations may then depend");
    return read.call(engine, data);
  };
  engine.runKernelFunc = (call) => {
    const results = runKernelFunc.call(engine, call);
    const { kernelName, attrs = {} } = call;
    if (reason !== undefined) return results;
    if (kernelName === undefined) {
      because("It has a custom gradient (tf.customGrad), which the list of operations lacks");
      return results;
    }
    const tensors = Object.values(call.inputs) as readonly Tensor[];
    const lower = Object.hasOwn(lowerings, kernelName) ? lowerings[kernelName] : undefined;
    const constant = tensors.every(({ id }) => known.get(id)?.entries.every(isConstant) ?? true);
    if (constant && constantKernels.has(kernelName)) return results;
    if (lower === undefined) {
      because(`Its operation ${kernelName} is not in the list of those that are traced`);
      return results;
    }
    const made = [results].flat();
    const keepsWindows = made.every(({ shape }) => shape.length > 0 && shape[0] === batch);
    const inputs = tensors.map(tracedOf);
    const lowered = lower(build, {
      inputs,
      attrs,
      shapes: made.map(({ shape }) => shapeOf(shape, keepsWindows)),
      keepsWindows,
      batch,
    });
    if (typeof lowered === "string") because(`Its operation ${kernelName} ${lowered}`);
    else {
      lowered.forEach((traced, index) => {
        const { id, shape } = made[index]!;
        if (traced.entries.length !== countOf(shapeOf(shape, traced.windows))) {
          because(`Its operation ${kernelName} makes a tensor of another shape than expected`);
        }
        known.set(id, traced);
      });
    }
    return results;
  };
  try {
    let found: ReturnType<typeof traceWith> | undefined;
    tf.tidy(() => {
      const tensors = Object.fromEntries(
        Object.entries(weights).map(([name, { shape, values }]) => {
          const tensor = tf.tensor(values, [...shape]);
          const node = build.node({ kind: "parameter", name }, values.length, true);
          known.set(tensor.id, { shape, entries: entriesOf(node), windows: false });
          return [name, tensor];
        }),
      );
      const state: Tensor2D = tf.tensor2d(states, [batch, size]);
      const node = build.node({ kind: "state" }, size, false);
      known.set(state.id, { shape: [1, size], entries: entriesOf(node), windows: true });
      const out = cell.step(tensors, state, settings);
      const [rows, columns] = out.shape;
      if (out.shape.length !== 2 || rows !== batch || columns !== size) {
        found = wrong(`Its result has the shape ${out.shape.join(" × ")} instead of ${batch} × ${size}`);
        return;
      }
      const output = tracedOf(out);
      if (!output.windows) because("Its result does not depend on the windows");
      const result = readSync.call(engine, out.dataId).slice();
      found = E.right({ graph: { nodes: build.nodes, output: output.entries }, result });
    });
    return found !== undefined && E.isLeft(found) || reason === undefined ? found! : untraced(reason);
  } catch (fault) {
    return wrong(`Its step fails in tf: ${fault instanceof Error ? fault.message : String(fault)}`);
  } finally {
    Object.assign(engine, { runKernelFunc, readSync, read });
  }
};

const isConstant = ({ node }: NodeRow): boolean => node.source.kind === "constant";

const sameEntries = (a: readonly NodeRow[], b: readonly NodeRow[]): boolean =>
  a.length === b.length && a.every(({ node, row }, at) => node.id === b[at]!.node.id && row === b[at]!.row);

const sameNode = (a: CellNode, b: CellNode): boolean => {
  const [own, other] = [operandsOf(a), operandsOf(b)];
  if (a.source.kind !== b.source.kind || a.rows !== b.rows || own.length !== other.length) return false;
  if (a.source.kind === "constant" && b.source.kind === "constant") {
    const { values } = b.source;
    return a.source.values.every((value, at) => Object.is(value, values[at]));
  }
  if (a.source.kind === "elementary" && b.source.kind === "elementary" && a.source.what !== b.source.what) {
    return false;
  }
  return own.every((entries, at) => sameEntries(entries, other[at]!));
};

const sameGraph = (a: CellGraph, b: CellGraph): boolean =>
  a.nodes.length === b.nodes.length && a.nodes.every((node, at) => sameNode(node, b.nodes[at]!)) &&
  sameEntries(a.output, b.output);

/** The first prime above a number. */
const primeAbove = (number: number): number => {
  let found = number + 1;
  while (Array.from({ length: found - 2 }, (_, at) => at + 2).some((divisor) => found % divisor === 0)) {
    found++;
  }
  return found;
};

/** Windows of which the graph's result is compared with tf's. */
const COMPARED = 2;

/** Whether the graph gives what tf gave, within the rounding of float32. */
const agrees = (
  graph: CellGraph,
  weights: Weights,
  states: Float32Array,
  result: ArrayLike<number>,
): boolean => {
  const { dimension, step } = mapOfGraph(graph, weights);
  const out = new Float64Array(dimension);
  return Array.from({ length: COMPARED }, (_, window) => {
    step(Float64Array.from(states.subarray(window * dimension, (window + 1) * dimension)), out);
    return out.every((value, at) => {
      const found = result[window * dimension + at]!;
      return Math.abs(value - found) <= 1e-3 * (1 + Math.abs(value)) || !Number.isFinite(found);
    });
  }).every((same) => same);
};

/**
 * The graph of a cell's step, or why it has none. TensorFlow.js has to be loaded.
 *
 * The step runs twice, with two numbers of windows that no axis of a parameter has: so the axis of windows is known, and a
 * step that is not the same each time is found out.
 */
export const traced = <Settings extends CellSettings>(
  cell: Traceable<Settings>,
  settings: Settings,
): E.Either<Untraced, CellGraph> => {
  const parameters = cell.parameters(settings);
  if (parameters.some(({ name }) => name === "B")) {
    return wrong("It has a parameter B, a name that is kept for the observation model's matrix");
  }
  const size = cell.stateSize(settings);
  const weights: Weights = Object.fromEntries(
    parameters.map(({ name, shape }) => [
      name,
      {
        shape,
        values: Float32Array.from(normals(stream(1, "trace", name), countOf(shape)), (value) => 0.3 * value),
      },
    ]),
  );
  const first = primeAbove(Math.max(size, ...parameters.flatMap(({ shape }) => shape)));
  const statesFor = (batch: number) => Float32Array.from(normals(stream(1, "trace"), batch * size));
  const once = traceWith(cell, settings, weights, statesFor(first), first);
  if (E.isLeft(once)) return once;
  const second = primeAbove(first);
  const again = traceWith(cell, settings, weights, statesFor(second), second);
  if (E.isLeft(again)) return again;
  const { graph, result } = once.right;
  if (!sameGraph(graph, again.right.graph)) {
    return untraced("Its operations are not the same each time, or depend on the number of windows");
  }
  if (!agrees(graph, weights, statesFor(first), result)) {
    return untraced("Its traced operations give other numbers than tf");
  }
  return E.right(graph);
};
