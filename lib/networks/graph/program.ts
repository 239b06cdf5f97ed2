/**
 * What the kernels do for a traced step: where each node lies, and in which order what is computed.
 *
 * @module
 */
import {
  type KernelProgram,
  type Operand,
  type Operation,
  panels,
  shared,
  type ValuePlace,
} from "../kernels/traced.ts";
import { differentiated, type DifferentiatedGraph } from "./differentiate.ts";
import { type CellGraph, type CellNode, neededFor, type NodeRow, operandsOf } from "./expression.ts";
import { countOf } from "../../numerics/shape.ts";

/** What a program needs to know about its cell in addition to the graph. */
export interface ProgramSettings {
  /** For messages. */
  readonly name: string;
  /** M. */
  readonly units: number;
  /** Shapes of the parameters, in their order. */
  readonly parameters: Readonly<Record<string, readonly number[]>>;
}

const even = (count: number): number => count + count % 2;
const padded = (count: number): number => Math.ceil(count / 4) * 4;

const table = (places: readonly ValuePlace[]): Operand => ({ kind: "table", places });
const place = (at: ValuePlace): Operand => ({ kind: "place", place: at });
const number = (value: number): Operand => ({ kind: "number", value });

/** Whether places lie one after the other. */
const adjacent = (places: readonly ValuePlace[]): boolean =>
  places.every(({ shared, space, at }, index) =>
    shared === places[0]!.shared && space === places[0]!.space && at === places[0]!.at + index
  );

/** The floats from row to row and from column to column of a matrix that lies evenly in one space; else undefined. */
const stepsOf = (
  places: readonly ValuePlace[],
  columns: number,
): { readonly row: number; readonly column: number } | undefined => {
  const first = places[0]!;
  const row = places.length > columns ? places[columns]!.at - first.at : 0;
  const column = columns > 1 ? places[1]!.at - first.at : 0;
  const evenly = places.every(({ space, at }, index) =>
    space === first.space && at === first.at + Math.floor(index / columns) * row + (index % columns) * column
  );
  return evenly ? { row, column } : undefined;
};

/** The nodes of which the forward part is looked at again on the way back. */
const keptOf = ({ forward }: DifferentiatedGraph, needed: ReadonlySet<CellNode>): ReadonlySet<CellNode> => {
  const kept = new Set<CellNode>();
  for (const node of needed) {
    if (node.id < forward) continue;
    for (const entries of operandsOf(node)) for (const entry of entries) kept.add(entry.node);
  }
  return kept;
};

/** The nodes of which outer products are summed over blocks of time. */
const blockwiseOf = (nodes: readonly CellNode[]): ReadonlySet<CellNode> =>
  new Set(
    nodes.flatMap(({ source }) =>
      source.kind === "outer" ? [...source.left, ...source.right].map(({ node }) => node) : []
    ),
  );

/** Nodes that depend on sums over windows and steps, and are computed at the end. */
const lateOf = (nodes: readonly CellNode[]): ReadonlySet<CellNode> => {
  const late = new Set<CellNode>();
  for (const node of nodes) {
    const { kind } = node.source;
    if (
      kind === "lanes" || kind === "outer" ||
      (node.shared && operandsOf(node).some((entries) => entries.some((entry) => late.has(entry.node))))
    ) late.add(node);
  }
  return late;
};

/** The program of a traced step and its way back. */
export const programOf = (
  graph: CellGraph,
  { name, units, parameters }: ProgramSettings,
): KernelProgram => {
  const whole = differentiated(graph);
  const { forward, output, stateGradient, parameterGradients } = whole;
  const needed = neededFor([...output, ...stateGradient, ...Object.values(parameterGradients).flat()]);
  const nodes = whole.nodes.filter((node) => needed.has(node));
  const [kept, late, blockwise] = [keptOf(whole, needed), lateOf(nodes), blockwiseOf(nodes)];
  const size = output.length;
  const unitRows = even(units);

  const batch: Operation[] = [];
  const packs: Operation[] = [];
  const step: Operation[] = [];
  const back: Operation[] = [];
  const end: Operation[] = [];
  const offsets = new Map<string, number>();
  let parameterLength = 0;
  for (const [parameter, shape] of Object.entries(parameters)) {
    offsets.set(parameter, parameterLength);
    parameterLength += padded(countOf(shape));
  }
  // What passes is taken up again on the way back.
  const rows = { cache: 0, scratch: 0, kept: 0, step: 0, back: 0 };
  let numberLength = 0;
  let packedLength = 0;
  let sumsLength = 0;
  let outerRows = 0;
  const constants: { readonly at: number; readonly values: Float32Array }[] = [];

  /** Room for shared numbers. */
  const numbersFor = (count: number): ValuePlace => {
    const at = numberLength;
    // Biases are read in pairs.
    numberLength += padded(count + 1);
    return { shared: true, space: shared.numbers, at };
  };
  /** Room for panels; products write rows in pairs. */
  const rowsFor = (count: number, where: keyof typeof rows): ValuePlace => {
    const at = rows[where];
    rows[where] += even(count);
    return { shared: false, space: panels[where === "step" || where === "back" ? "passing" : where], at };
  };
  const sumsFor = (count: number): number => {
    sumsLength += count;
    return sumsLength - count;
  };

  const stateRow = (row: number): number => row < units ? row : unitRows + row - units;
  const homes = new Map<CellNode, ValuePlace>();
  const placeOf = ({ node, row }: NodeRow): ValuePlace => {
    const { kind } = node.source;
    if (kind === "state") return { shared: false, space: panels.state, at: stateRow(row) };
    if (kind === "gradient") return { shared: false, space: panels.gradient, at: stateRow(row) };
    const home = homes.get(node)!;
    return { ...home, at: home.at + row };
  };
  const after = (from: ValuePlace, rows: number): ValuePlace => ({ ...from, at: from.at + rows });

  /** Copies places, from panels or shared numbers, to neighbouring rows of a panel. */
  const copied = (list: Operation[], places: readonly ValuePlace[], to: ValuePlace): void => {
    for (let from = 0; from < places.length;) {
      let until = from + 1;
      while (until < places.length && places[until]!.shared === places[from]!.shared) until++;
      list.push({
        what: "copy",
        shares: places[from]!.shared ? 1 : 0,
        rows: until - from,
        result: place(after(to, from)),
        operands: [table(places.slice(from, until))],
      });
      from = until;
    }
  };

  const gathered = new Map<readonly NodeRow[], ValuePlace>();
  /** The same entries as neighbouring rows of a panel. */
  const neighbours = (list: Operation[], entries: readonly NodeRow[]): ValuePlace => {
    const places = entries.map(placeOf);
    if (!places[0]!.shared && adjacent(places)) return places[0]!;
    const known = gathered.get(entries);
    if (known !== undefined) return known;
    const to = rowsFor(entries.length, list === step ? "cache" : "scratch");
    copied(list, places, to);
    gathered.set(entries, to);
    return to;
  };
  /** The same entries in panels all. */
  const inPanels = (list: Operation[], entries: readonly NodeRow[]): readonly ValuePlace[] => {
    const places = entries.map(placeOf);
    if (places.every((own) => !own.shared)) return places;
    const first = neighbours(list, entries);
    return entries.map((_, row) => after(first, row));
  };

  /** Packs a shared matrix, once for each batch. */
  const packedMatrix = (matrix: readonly NodeRow[], rows: number): number => {
    const inner = matrix.length / rows;
    let places = matrix.map(placeOf);
    let steps = stepsOf(places, inner);
    if (steps === undefined) {
      const to = numbersFor(matrix.length);
      packs.push({
        what: "copy",
        shares: 1,
        rows: matrix.length,
        result: place(to),
        operands: [table(places)],
      });
      places = matrix.map((_, at) => after(to, at));
      steps = { row: inner, column: 1 };
    }
    const at = packedLength;
    packedLength += padded(even(rows) * inner);
    packs.push({
      what: "pack",
      rows,
      result: number(inner),
      operands: [place(places[0]!), { kind: "packed", at }, number(steps.row)],
      number: steps.column,
    });
    return at;
  };

  const usedBy = new Map<CellNode, Set<CellNode | null>>();
  const use = (entries: readonly NodeRow[], by: CellNode | null): void => {
    for (const { node } of entries) usedBy.set(node, (usedBy.get(node) ?? new Set()).add(by));
  };
  for (const node of nodes) for (const entries of operandsOf(node)) use(entries, node);
  use([...output, ...stateGradient], null);

  /** The product of which this addition adds a bias to each row, if nothing else needs it. */
  const biased = (node: CellNode): { readonly product: CellNode; readonly bias: ValuePlace } | undefined => {
    const { source } = node;
    if (source.kind !== "elementary" || source.what !== "add") return undefined;
    const sides = [source.operands, source.operands.toReversed()];
    for (const [image, bias] of sides) {
      const product = image![0]!.node;
      const shares = bias!.every((entry) => entry.node.shared);
      if (product.source.kind !== "product" || !shares || product.rows !== node.rows) continue;
      if (!image!.every((entry, row) => entry.node === product && entry.row === row)) continue;
      const places = bias!.map(placeOf);
      if (usedBy.get(product)!.size === 1 && adjacent(places)) return { product, bias: places[0]! };
    }
    return undefined;
  };
  /** The two factors of which only this sum over windows needs the product. */
  const factorsOf = ({ source }: CellNode): readonly [readonly NodeRow[], readonly NodeRow[]] | undefined => {
    if (source.kind !== "lanes") return undefined;
    const product = source.of[0]!.node;
    if (product.source.kind !== "elementary" || product.source.what !== "multiply") return undefined;
    const [first, second] = product.source.operands;
    const whole = source.of.length === product.rows &&
      source.of.every((entry, row) => entry.node === product && entry.row === row);
    const windowed = [...first!, ...second!].every(({ node }) => !node.shared);
    return whole && windowed && usedBy.get(product)!.size === 1 ? [first!, second!] : undefined;
  };
  /** Nodes that are computed as part of the one that needs them. */
  const fused = new Set<CellNode>();

  const elementary = (
    list: Operation[],
    node: CellNode,
    what: Operation["what"],
    operands: readonly (readonly NodeRow[])[],
  ): void => {
    const result = place(homes.get(node)!);
    const { rows } = node;
    if (node.shared) {
      list.push({ what, rows, result, operands: operands.map((entries) => table(entries.map(placeOf))) });
      return;
    }
    const places = operands.map((entries) => entries.map(placeOf));
    const [first, second] = places.map((own) => own.every((at) => at.shared));
    const shares = operands.length === 2 ? (first ? 1 : 0) + (second ? 2 : 0) : 0;
    list.push({
      what,
      shares,
      rows,
      result,
      operands: operands.map((entries, index) =>
        table(shares & (1 << index) ? places[index]! : inPanels(list, entries))
      ),
    });
  };

  const product = (list: Operation[], node: CellNode, to: CellNode, bias?: ValuePlace): void => {
    if (node.source.kind !== "product") return;
    const { matrix, right } = node.source;
    const from = neighbours(list, right);
    list.push({
      what: bias === undefined ? "product" : "affine",
      rows: node.rows,
      result: place(homes.get(to)!),
      operands: [
        place(from),
        { kind: "packed", at: packedMatrix(matrix, node.rows) },
        ...(bias === undefined ? [] : [place(bias)]),
      ],
      number: right.length,
    });
  };

  const emit = (node: CellNode): void => {
    const { source, rows } = node;
    const list = node.shared ? (late.has(node) ? end : batch) : node.id < forward ? step : back;
    if (source.kind === "elementary") {
      if (fused.has(node)) return;
      const addition = biased(node);
      if (addition === undefined) elementary(list, node, source.what, source.operands);
      else product(list, addition.product, node, addition.bias);
    } else if (source.kind === "product") {
      if (!fused.has(node)) product(list, node, node);
    } else if (source.kind === "sum") {
      const flat = node.shared ? source.terms.flat().map(placeOf) : inPanels(list, source.terms.flat());
      let from = 0;
      const terms = source.terms.map(({ length }) => flat.slice(from, from += length));
      list.push({ what: "sum", rows, result: place(homes.get(node)!), operands: [{ kind: "terms", terms }] });
    } else if (source.kind === "matrixProduct") {
      const { left, right, inner } = source;
      list.push({
        what: "matrixProduct",
        rows: left.length / inner,
        result: place(homes.get(node)!),
        operands: [
          table(left.map(placeOf)),
          table(right.map(placeOf)),
          number(right.length / inner),
        ],
        number: inner,
      });
    } else if (source.kind === "lanes") {
      const sums = { kind: "sums", at: sumsFor(rows) } as const;
      const factors = factorsOf(node);
      back.push({
        what: factors === undefined ? "lanes" : "lanesOfProduct",
        rows,
        result: number(0),
        operands: factors === undefined
          ? [table(inPanels(back, source.of)), sums]
          : [table(inPanels(back, factors[0])), sums, table(inPanels(back, factors[1]))],
      });
      end.push({
        what: "reduce",
        rows,
        result: place(homes.get(node)!),
        operands: [sums, number(1)],
        number: 1,
      });
    } else if (source.kind === "outer") {
      const [left, right] = [source.left.length, source.right.length];
      const columns = even(right);
      const sums = { kind: "sums", at: sumsFor(left * columns) } as const;
      outerRows = Math.max(outerRows, columns);
      back.push({
        what: "outer",
        rows: left,
        result: number(0),
        operands: [
          place(neighbours(back, source.left)),
          place(neighbours(back, source.right)),
          sums,
        ],
        number: columns,
      });
      end.push({
        what: "reduce",
        rows: left,
        result: place(homes.get(node)!),
        operands: [sums, number(right)],
        number: columns,
      });
    }
  };

  const roomOf = (node: CellNode): keyof typeof rows => {
    if (node.id >= forward) return blockwise.has(node) ? "scratch" : "back";
    return !kept.has(node) ? "step" : blockwise.has(node) ? "cache" : "kept";
  };
  for (const node of nodes) {
    const { source, rows } = node;
    if (source.kind === "state" || source.kind === "gradient") continue;
    if (source.kind === "parameter") {
      homes.set(node, { shared: true, space: shared.parameters, at: offsets.get(source.name)! });
      continue;
    }
    const home = node.shared ? numbersFor(rows) : rowsFor(rows, roomOf(node));
    homes.set(node, home);
    if (source.kind === "constant") constants.push({ at: home.at, values: source.values });
  }
  for (const node of nodes) {
    const addition = biased(node);
    if (addition !== undefined) fused.add(addition.product);
    if (factorsOf(node) !== undefined && node.source.kind === "lanes") fused.add(node.source.of[0]!.node);
  }
  nodes.forEach(emit);

  const newState = output.map(placeOf);
  copied(step, newState.slice(0, units), { shared: false, space: panels.next, at: 0 });
  if (size > units) copied(step, newState.slice(units), { shared: false, space: panels.next, at: unitRows });
  copied(step, newState.slice(0, units), { shared: false, space: panels.output, at: 0 });
  const oldState = stateGradient.map(placeOf);
  copied(back, oldState.slice(0, units), { shared: false, space: panels.before, at: 0 });
  if (size > units) {
    copied(back, oldState.slice(units), { shared: false, space: panels.before, at: unitRows });
  }
  for (const [parameter, entries] of Object.entries(parameterGradients)) {
    end.push({
      what: "copy",
      shares: 1,
      rows: entries.length,
      result: place({ shared: true, space: shared.gradients, at: offsets.get(parameter)! }),
      operands: [table(entries.map(placeOf))],
    });
  }

  const numbers = new Float32Array(numberLength);
  for (const { at, values } of constants) numbers.set(values, at);
  return {
    name,
    units,
    // Forcing scales as many rows of what a state has beside its units as it replaces units.
    memoryRows: size > units ? even(Math.max(size - units, units)) : 0,
    parameters,
    rows: {
      cache: rows.cache,
      scratch: rows.scratch,
      kept: rows.kept,
      passing: Math.max(rows.step, rows.back),
    },
    outerRows,
    numbers,
    packed: packedLength,
    sums: sumsLength,
    lists: [[...batch, ...packs], step, back, end],
  };
};
