/**
 * The way back through a step: from the gradient of a loss with respect to the new state to that with respect to the old
 * one and to the parameters, as more nodes of the same graph.
 *
 * @module
 */
import {
  builder,
  type CellGraph,
  type CellNode,
  entriesOf,
  type NodeRow,
  operandsOf,
  transposed,
} from "./expression.ts";

/** A step with its way back. */
export interface DifferentiatedGraph extends CellGraph {
  /** How many of the nodes belong to the step itself. */
  readonly forward: number;
  /** The gradient with respect to the old state, one entry for each row. */
  readonly stateGradient: readonly NodeRow[];
  /** The gradients with respect to the parameters. */
  readonly parameterGradients: Readonly<Record<string, readonly NodeRow[]>>;
}

/** Nodes on which a gradient can act: the state, the parameters, and what depends on them. */
const variable = (nodes: readonly CellNode[]): ReadonlySet<CellNode> => {
  const found = new Set<CellNode>();
  for (const node of nodes) {
    const { kind } = node.source;
    if (
      kind === "state" || kind === "parameter" ||
      operandsOf(node).some((entries) => entries.some((entry) => found.has(entry.node)))
    ) found.add(node);
  }
  return found;
};

/** Differentiates a step; slopes where there is none are those of tf: of a ramp 0, of a maximum the first operand's. */
export const differentiated = ({ nodes, output }: CellGraph): DifferentiatedGraph => {
  const build = builder(nodes);
  const { elementary, constant } = build;
  const varies = variable(nodes);
  const found = new Map<CellNode, NodeRow[][]>();

  const needs = (entries: readonly NodeRow[]): boolean => entries.some(({ node }) => varies.has(node));

  /** A gradient summed over windows and steps where all windows share what it flows to. */
  const summed = (to: readonly NodeRow[], gradient: readonly NodeRow[]): readonly NodeRow[] =>
    to.every(({ node }) => node.shared) && gradient.every(({ node }) => !node.shared)
      ? entriesOf(build.node({ kind: "lanes", of: gradient }, gradient.length, true))
      : gradient;

  /** Adds a gradient to what flows to some entries. */
  const flow = (to: readonly NodeRow[], gradient: readonly NodeRow[]): void => {
    const targets = to.map((entry, index) => ({ entry, index })).filter(({ entry }) =>
      varies.has(entry.node)
    );
    const windowed = targets.filter(({ entry, index }) => entry.node.shared && !gradient[index]!.node.shared);
    const sums = new Map<number, NodeRow>();
    if (windowed.length > 0) {
      const node = build.node(
        { kind: "lanes", of: windowed.map(({ index }) => gradient[index]!) },
        windowed.length,
        true,
      );
      windowed.forEach(({ index }, row) => sums.set(index, { node, row }));
    }
    for (const { entry: { node, row }, index } of targets) {
      const rows = found.get(node) ?? Array.from({ length: node.rows }, (): NodeRow[] => []);
      rows[row]!.push(sums.get(index) ?? gradient[index]!);
      found.set(node, rows);
    }
  };

  /** All that flows to a node, added up; undefined if nothing does. */
  const gradientOf = (node: CellNode): readonly NodeRow[] | undefined => {
    const rows = found.get(node);
    if (rows === undefined) return undefined;
    const several = rows.filter((terms) => terms.length > 1);
    const sums = several.length > 0 ? [...build.sum(several)] : [];
    return rows.map((terms) => terms.length > 1 ? sums.shift()! : terms[0] ?? constant(0, 1)[0]!);
  };

  const backThrough = (node: CellNode, gradient: readonly NodeRow[]): void => {
    const { source } = node;
    if (source.kind === "sum") {
      flow(source.terms.flat(), source.terms.flatMap((terms, row) => terms.map(() => gradient[row]!)));
    } else if (source.kind === "product") {
      const { matrix, right } = source;
      if (needs(right)) flow(right, build.product(transposed(matrix, node.rows), gradient));
      if (needs(matrix)) {
        flow(
          matrix,
          entriesOf(build.node({ kind: "outer", left: gradient, right }, matrix.length, true)),
        );
      }
    } else if (source.kind === "matrixProduct") {
      const { left, right, inner } = source;
      const [rows, columns] = [left.length / inner, right.length / inner];
      if (needs(left)) flow(left, build.matrixProduct(gradient, transposed(right, columns), columns));
      if (needs(right)) {
        flow(right, build.matrixProduct(transposed(gradient, rows), transposed(left, rows), rows));
      }
    } else if (source.kind === "elementary") {
      const [a, b, c] = source.operands as [readonly NodeRow[], readonly NodeRow[], readonly NodeRow[]];
      const image = entriesOf(node);
      const to = (operand: readonly NodeRow[], make: () => readonly NodeRow[]): void => {
        if (needs(operand)) flow(operand, make());
      };
      switch (source.what) {
        case "add":
          to(a, () => gradient);
          return to(b, () => gradient);
        case "subtract":
          to(a, () => gradient);
          return to(b, () => elementary("negate", summed(b, gradient)));
        case "multiply":
          to(a, () => elementary("multiply", gradient, b));
          return to(b, () => elementary("multiply", gradient, a));
        case "divide":
          to(a, () => elementary("divide", gradient, b));
          return to(
            b,
            () => elementary("negate", elementary("divide", elementary("multiply", gradient, image), b)),
          );
        case "maximum":
        case "minimum": {
          const first = source.what === "maximum"
            ? elementary("greaterEqual", a, b)
            : elementary("greaterEqual", b, a);
          to(a, () => elementary("multiply", gradient, first));
          return to(
            b,
            () => elementary("multiply", gradient, elementary("subtract", constant(1, node.rows), first)),
          );
        }
        case "select":
          to(b, () => elementary("select", a, gradient, constant(0, node.rows)));
          return to(c, () => elementary("select", a, constant(0, node.rows), gradient));
        case "negate":
          return to(a, () => elementary("negate", gradient));
        case "abs":
          return to(a, () => elementary("absBack", gradient, a));
        case "sqrt":
          return to(a, () => elementary("divide", gradient, elementary("add", image, image)));
        case "exp":
          return to(a, () => elementary("multiply", gradient, image));
        case "log":
          return to(a, () => elementary("divide", gradient, a));
        case "tanh":
          return to(a, () => elementary("tanhBack", gradient, image));
        case "sigmoid":
          return to(a, () => elementary("sigmoidBack", gradient, image));
        case "sin":
          return to(a, () => elementary("multiply", gradient, elementary("cos", a)));
        case "cos":
          return to(a, () => elementary("negate", elementary("multiply", gradient, elementary("sin", a))));
        case "relu":
          return to(a, () => elementary("reluBack", gradient, image));
        case "softplus":
          return to(a, () => elementary("multiply", gradient, elementary("sigmoid", a)));
        default:
          return;
      }
    }
  };

  flow(output, entriesOf(build.node({ kind: "gradient" }, output.length, false)));
  const gradients = new Map<CellNode, readonly NodeRow[]>();
  for (const node of nodes.toReversed()) {
    const gradient = gradientOf(node);
    if (gradient === undefined) continue;
    gradients.set(node, gradient);
    backThrough(node, gradient);
  }
  const state = nodes.find(({ source }) => source.kind === "state")!;
  return {
    nodes: build.nodes,
    output,
    forward: nodes.length,
    stateGradient: gradients.get(state) ?? constant(0, state.rows),
    parameterGradients: Object.fromEntries(
      nodes.flatMap((node) =>
        node.source.kind === "parameter"
          ? [[node.source.name, gradients.get(node) ?? constant(0, node.rows)]]
          : []
      ),
    ),
  };
};
