/**
 * A traced step and its Jacobian in float64, with elementary functions that have the same bits everywhere.
 *
 * @module
 */
import { cos, exp, log, sin, tanh } from "../../numerics/elementary.ts";
import type { StateMap, Weights } from "../cell.ts";
import { addBlockProduct, productOf } from "../matrix_products.ts";
import { sigmoid } from "../gates.ts";
import { type CellGraph, type CellNode, type Elementary, neededFor, type NodeRow } from "./expression.ts";

/** The value of an operation on up to three numbers. */
const values: Readonly<Record<Elementary, (a: number, b: number, c: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  maximum: (a, b) => Math.max(a, b),
  minimum: (a, b) => Math.min(a, b),
  greater: (a, b) => a > b ? 1 : 0,
  greaterEqual: (a, b) => a >= b ? 1 : 0,
  equal: (a, b) => a === b ? 1 : 0,
  tanhBack: (a, b) => a * (1 - b * b),
  sigmoidBack: (a, b) => a * b * (1 - b),
  reluBack: (a, b) => b > 0 ? a : 0,
  absBack: (a, b) => b > 0 ? a : -a,
  negate: (a) => -a,
  abs: Math.abs,
  sqrt: Math.sqrt,
  exp,
  log,
  tanh,
  sigmoid,
  sin,
  cos,
  relu: (a) => a > 0 ? a : a === a ? 0 : a,
  softplus: (a) => Math.max(a, 0) + log(1 + exp(-Math.abs(a))),
  select: (a, b, c) => a !== 0 ? b : c,
};

const none = (): number => 0;

/** The slopes of an operation by its operands, where they are a, b and c and its value is y. */
const slopes: Readonly<
  Partial<
    Record<Elementary, readonly ((a: number, b: number, c: number, y: number) => number)[]>
  >
> = {
  add: [() => 1, () => 1],
  subtract: [() => 1, () => -1],
  multiply: [(_, b) => b, (a) => a],
  divide: [(_, b) => 1 / b, (_, b, __, y) => -y / b],
  maximum: [(a, b) => a >= b ? 1 : 0, (a, b) => a >= b ? 0 : 1],
  minimum: [(a, b) => b >= a ? 1 : 0, (a, b) => b >= a ? 0 : 1],
  negate: [() => -1],
  abs: [(a) => a > 0 ? 1 : -1],
  sqrt: [(_, __, ___, y) => 1 / (2 * y)],
  exp: [(_, __, ___, y) => y],
  log: [(a) => 1 / a],
  tanh: [(_, __, ___, y) => 1 - y * y],
  sigmoid: [(_, __, ___, y) => y * (1 - y)],
  sin: [cos],
  cos: [(a) => -sin(a)],
  relu: [(a) => a > 0 ? 1 : 0],
  softplus: [sigmoid],
  select: [none, (a) => a !== 0 ? 1 : 0, (a) => a !== 0 ? 0 : 1],
};

const part = (from: Float64Array, at: number, rows: number, columns: number): Float64Array =>
  from.subarray(at * columns, (at + rows) * columns);

/** Rows of `from` one after the other: where they lie if they do so there, else as copies. */
const gatherer = (from: Float64Array, rows: Int32Array, columns: number): () => Float64Array => {
  if (rows.every((row, index) => row === rows[0]! + index)) {
    const found = part(from, rows[0]!, rows.length, columns);
    return () => found;
  }
  const copy = new Float64Array(rows.length * columns);
  return () => {
    rows.forEach((row, index) => copy.set(part(from, row, 1, columns), index * columns));
    return copy;
  };
};

/** What one node adds to the step and to the Jacobian. */
interface Computed {
  readonly value: () => void;
  readonly tangent: () => void;
}

/**
 * The map of a graph at some weights.
 *
 * @returns The step and its exact Jacobian by forward differentiation; slopes at kinks are those of training.
 */
export const mapOfGraph = ({ output }: CellGraph, weights: Weights): StateMap => {
  const size = output.length;
  const nodes = [...neededFor(output)].sort((a, b) => a.id - b.id);
  const places = new Map<CellNode, number>();
  let length = 0;
  for (const node of nodes) {
    places.set(node, length);
    length += node.rows;
  }
  const numbers = new Float64Array(length);
  const tangents = new Float64Array(length * size);
  const indices = (entries: readonly NodeRow[]): Int32Array =>
    Int32Array.from(entries, ({ node, row }) => places.get(node)! + row);

  /** tangents[to] += factor · tangents[from] */
  const addTangent = (to: number, factor: number, from: number): void => {
    if (factor === 0) return;
    for (let k = 0; k < size; k++) {
      tangents[to * size + k] = tangents[to * size + k]! + factor * tangents[from * size + k]!;
    }
  };
  const cleared = (at: number, rows: number): void => {
    tangents.fill(0, at * size, (at + rows) * size);
  };

  const computed = ({ source, rows }: CellNode, at: number): Computed | null => {
    if (source.kind === "elementary") {
      const operands = source.operands.map(indices);
      const [a, b, c] = [operands[0]!, operands[1] ?? operands[0]!, operands[2] ?? operands[0]!];
      const [value, slope] = [values[source.what], slopes[source.what] ?? []];
      const changing = operands.map((_, index) =>
        source.operands[index]!.some(({ node }) => !node.shared) && slope[index] !== undefined
      );
      return {
        value: () => {
          for (let row = 0; row < rows; row++) {
            numbers[at + row] = value(numbers[a[row]!]!, numbers[b[row]!]!, numbers[c[row]!]!);
          }
        },
        tangent: () => {
          cleared(at, rows);
          for (let index = 0; index < operands.length; index++) {
            if (!changing[index]) continue;
            for (let row = 0; row < rows; row++) {
              const factor = slope[index]!(
                numbers[a[row]!]!,
                numbers[b[row]!]!,
                numbers[c[row]!]!,
                numbers[at + row]!,
              );
              addTangent(at + row, factor, operands[index]![row]!);
            }
          }
        },
      };
    }
    if (source.kind === "sum") {
      const terms = source.terms.map(indices);
      return {
        value: () => {
          for (let row = 0; row < rows; row++) {
            let sum = 0;
            for (const term of terms[row]!) sum += numbers[term]!;
            numbers[at + row] = sum;
          }
        },
        tangent: () => {
          cleared(at, rows);
          for (let row = 0; row < rows; row++) {
            for (const term of terms[row]!) addTangent(at + row, 1, term);
          }
        },
      };
    }
    if (source.kind === "product") {
      // What all windows share was computed before.
      const matrix = Float64Array.from(indices(source.matrix), (from) => numbers[from]!);
      const right = indices(source.right);
      const inner = right.length;
      const add = productOf(matrix, rows, inner);
      const [image, slope] = [part(numbers, at, rows, 1), part(tangents, at, rows, size)];
      const [vector, block] = [gatherer(numbers, right, 1), gatherer(tangents, right, size)];
      return {
        value: () => add(vector(), image.fill(0)),
        tangent: () => addBlockProduct(matrix, rows, inner, block(), size, slope.fill(0)),
      };
    }
    if (source.kind === "matrixProduct") {
      const [left, right, inner] = [indices(source.left), indices(source.right), source.inner];
      const columns = right.length / inner;
      return {
        value: () => {
          for (let row = 0; row < rows; row++) {
            const [i, j] = [Math.floor(row / columns), row % columns];
            let sum = 0;
            for (let k = 0; k < inner; k++) {
              sum += numbers[left[i * inner + k]!]! * numbers[right[j * inner + k]!]!;
            }
            numbers[at + row] = sum;
          }
        },
        tangent: () => {},
      };
    }
    return null;
  };

  const steps: Computed[] = [];
  let stateAt = -1;
  for (const node of nodes) {
    const { source, shared } = node;
    const at = places.get(node)!;
    if (source.kind === "state") stateAt = at;
    else if (source.kind === "parameter") numbers.set(weights[source.name]!.values, at);
    else if (source.kind === "constant") numbers.set(source.values, at);
    const made = computed(node, at);
    if (made === null) continue;
    if (shared) made.value();
    else steps.push(made);
  }
  if (stateAt >= 0) { for (let i = 0; i < size; i++) tangents[(stateAt + i) * size + i] = 1; }
  const outputs = indices(output);
  const step = (state: Float64Array, out: Float64Array): void => {
    if (stateAt >= 0) numbers.set(state, stateAt);
    for (const { value } of steps) value();
    for (let i = 0; i < size; i++) out[i] = numbers[outputs[i]!]!;
  };
  const scratch = new Float64Array(size);
  return {
    dimension: size,
    step,
    jacobian: (state, out) => {
      step(state, scratch);
      for (const { tangent } of steps) tangent();
      for (let i = 0; i < size; i++) {
        const from = outputs[i]! * size;
        out.set(tangents.subarray(from, from + size), i * size);
      }
    },
  };
};
