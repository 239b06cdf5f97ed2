/**
 * A cell's step as a small graph of operations: what `trace.ts` makes of its definition in tf ops, and what the kernels,
 * the float64 map and both derivatives are made from.
 *
 * A node has rows. For the kernels a row is one number for each window of a batch, or, where the node depends on
 * parameters only, one number that all windows share. Slices, joints, transposes and repeats are no operations: an
 * operand is a list of entries, each a row of some node.
 *
 * @module
 */

/** Operations row by row, on one, two or three operands. */
export type Elementary =
  | "add"
  | "subtract"
  | "multiply"
  | "divide"
  | "maximum"
  | "minimum"
  /** 1 where the first operand is greater, else 0. */
  | "greater"
  /** 1 where the first operand is greater or equal, else 0. */
  | "greaterEqual"
  /** 1 where both operands are equal, else 0. */
  | "equal"
  /** A gradient, by the value of tanh. */
  | "tanhBack"
  /** A gradient, by the value of σ. */
  | "sigmoidBack"
  /** A gradient, by the value of the ramp. */
  | "reluBack"
  /** A gradient, by the operand of the absolute value. */
  | "absBack"
  | "negate"
  | "abs"
  | "sqrt"
  | "exp"
  | "log"
  | "tanh"
  | "sigmoid"
  | "sin"
  | "cos"
  | "relu"
  /** ln(1 + eˣ). */
  | "softplus"
  /** The second operand where the first is not 0, else the third. */
  | "select";

/** A row of a node. */
export interface NodeRow {
  /** The node. */
  readonly node: CellNode;
  /** Which of its rows. */
  readonly row: number;
}

/** Where the rows of a node come from. */
export type NodeSource =
  | { readonly kind: "state" }
  /** The gradient of the loss with respect to the new state. */
  | { readonly kind: "gradient" }
  | { readonly kind: "parameter"; readonly name: string }
  | { readonly kind: "constant"; readonly values: Float32Array }
  | {
    readonly kind: "elementary";
    readonly what: Elementary;
    readonly operands: readonly (readonly NodeRow[])[];
  }
  /** For each row a sum of at least one term, from the first to the last. */
  | { readonly kind: "sum"; readonly terms: readonly (readonly NodeRow[])[] }
  /** A shared matrix, row by row, times a vector of each window. */
  | { readonly kind: "product"; readonly matrix: readonly NodeRow[]; readonly right: readonly NodeRow[] }
  /** left · rightᵀ of two shared matrices, rows × inner and columns × inner. */
  | {
    readonly kind: "matrixProduct";
    readonly left: readonly NodeRow[];
    readonly right: readonly NodeRow[];
    readonly inner: number;
  }
  /** Each row summed over windows and steps. */
  | { readonly kind: "lanes"; readonly of: readonly NodeRow[] }
  /** The outer product of two vectors, summed over windows and steps. */
  | { readonly kind: "outer"; readonly left: readonly NodeRow[]; readonly right: readonly NodeRow[] };

/** One operation. */
export interface CellNode {
  /** Its place in the graph; operands come before. */
  readonly id: number;
  /** How many rows it has. */
  readonly rows: number;
  /** Whether all windows share its numbers. */
  readonly shared: boolean;
  /** What it does. */
  readonly source: NodeSource;
}

/** A step: nodes in an order in which they can be computed, and where the new state lies. */
export interface CellGraph {
  /** All nodes. */
  readonly nodes: readonly CellNode[];
  /** The new state, one entry for each of its rows. */
  readonly output: readonly NodeRow[];
}

/** All operands of a node. */
export const operandsOf = ({ source }: CellNode): readonly (readonly NodeRow[])[] => {
  switch (source.kind) {
    case "elementary":
      return source.operands;
    case "sum":
      return source.terms;
    case "product":
      return [source.matrix, source.right];
    case "matrixProduct":
    case "outer":
      return [source.left, source.right];
    case "lanes":
      return [source.of];
    default:
      return [];
  }
};

/** All rows of a node. */
export const entriesOf = (node: CellNode): readonly NodeRow[] =>
  Array.from({ length: node.rows }, (_, row) => ({ node, row }));

/** Nodes one after the other. */
export interface Builder {
  /** What was built so far. */
  readonly nodes: readonly CellNode[];
  /** A node of this source. */
  readonly node: (source: NodeSource, rows: number, shared: boolean) => CellNode;
  /** An operation row by row. */
  readonly elementary: (
    what: Elementary,
    ...operands: readonly (readonly NodeRow[])[]
  ) => readonly NodeRow[];
  /** Sums, one for each row. */
  readonly sum: (terms: readonly (readonly NodeRow[])[]) => readonly NodeRow[];
  /** A shared matrix times a vector. */
  readonly product: (matrix: readonly NodeRow[], right: readonly NodeRow[]) => readonly NodeRow[];
  /** left · rightᵀ of shared matrices. */
  readonly matrixProduct: (
    left: readonly NodeRow[],
    right: readonly NodeRow[],
    inner: number,
  ) => readonly NodeRow[];
  /** The same number in every row. */
  readonly constant: (value: number, rows: number) => readonly NodeRow[];
}

const allShared = (operands: readonly (readonly NodeRow[])[]): boolean =>
  operands.every((entries) => entries.every(({ node }) => node.shared));

/** Goes on from these nodes. */
export const builder = (from: readonly CellNode[] = []): Builder => {
  const nodes = [...from];
  const constants = new Map<number, NodeRow>();
  const node: Builder["node"] = (source, rows, shared) => {
    const made = { id: nodes.length, rows, shared, source };
    nodes.push(made);
    return made;
  };
  return {
    nodes,
    node,
    elementary: (what, ...operands) =>
      entriesOf(node({ kind: "elementary", what, operands }, operands[0]!.length, allShared(operands))),
    sum: (terms) => entriesOf(node({ kind: "sum", terms }, terms.length, allShared(terms))),
    product: (matrix, right) =>
      entriesOf(node({ kind: "product", matrix, right }, matrix.length / right.length, false)),
    matrixProduct: (left, right, inner) =>
      entriesOf(
        node(
          { kind: "matrixProduct", left, right, inner },
          (left.length / inner) * (right.length / inner),
          true,
        ),
      ),
    constant: (value, rows) => {
      const known = constants.get(value);
      const entry = known ?? {
        node: node({ kind: "constant", values: Float32Array.of(value) }, 1, true),
        row: 0,
      };
      constants.set(value, entry);
      return new Array<NodeRow>(rows).fill(entry);
    },
  };
};

/** The transpose of a matrix of entries, row by row. */
export const transposed = (matrix: readonly NodeRow[], rows: number): readonly NodeRow[] => {
  const columns = matrix.length / rows;
  return Array.from(matrix, (_, at) => matrix[(at % rows) * columns + Math.floor(at / rows)]!);
};

/** The nodes on which these entries depend. */
export const neededFor = (roots: readonly NodeRow[]): ReadonlySet<CellNode> => {
  const found = new Set<CellNode>();
  const pending = roots.map(({ node }) => node);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    for (const entries of operandsOf(node)) for (const entry of entries) pending.push(entry.node);
  }
  return found;
};
