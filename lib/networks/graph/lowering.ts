/**
 * What each kernel of tf is in operations of a graph.
 *
 * @module
 */
import { type Builder, type Elementary, type NodeRow, transposed } from "./expression.ts";
import { countOf } from "../../numerics/shape.ts";

/** A tensor of tf by the entries of its numbers. */
export interface Traced {
  /** Lengths of its axes; of the axis of windows 1. */
  readonly shape: readonly number[];
  /** Its numbers, row by row, those of one window. */
  readonly entries: readonly NodeRow[];
  /** Whether its first axis are the windows. */
  readonly windows: boolean;
}

/** Tensors, or why the step cannot be traced. */
export type Lowered = readonly Traced[] | string;

/** What tf says of a kernel that it runs. */
export interface KernelCall {
  /** The operands in order. */
  readonly inputs: readonly Traced[];
  /** Options of the kernel. */
  readonly attrs: Readonly<Record<string, unknown>>;
  /** The shapes of the results, with 1 for the number of windows. */
  readonly shapes: readonly (readonly number[])[];
  /** Whether the first axis of each result has as many entries as there are windows. */
  readonly keepsWindows: boolean;
  /** The number of windows. */
  readonly batch: number;
}

type Lower = (build: Builder, call: KernelCall) => Lowered;

const MIXES = "mixes the windows of a batch";

/** For each place of `shape`, the place that `from` says of its indices. */
const places = (shape: readonly number[], from: (index: readonly number[]) => number): readonly number[] => {
  const index = shape.map(() => 0);
  return Array.from({ length: countOf(shape) }, () => {
    const place = from(index);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = index[axis]! + 1;
      if (index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
    return place;
  });
};

const flat = (shape: readonly number[], index: readonly number[]): number =>
  index.reduce((place, at, axis) => place * shape[axis]! + at, 0);

const picked = (
  { entries, windows }: Traced,
  shape: readonly number[],
  from: (index: readonly number[]) => number,
): Traced => ({ shape, windows, entries: places(shape, from).map((place) => entries[place]!) });

const axisOf = (axis: number, rank: number): number => axis < 0 ? axis + rank : axis;

/** Operands repeated to a common shape. */
const together = (inputs: readonly Traced[]): readonly Traced[] | string => {
  const rank = Math.max(...inputs.map(({ shape }) => shape.length));
  const windows = inputs.some((input) => input.windows);
  if (windows) {
    if (inputs.some((input) => input.windows && input.shape.length !== rank)) return MIXES;
    if (inputs.some((input) => !input.windows && input.shape.length === rank && input.shape[0] !== 1)) {
      return MIXES;
    }
  }
  const padded = inputs.map(({ shape }) => [...new Array<number>(rank - shape.length).fill(1), ...shape]);
  const shape = Array.from({ length: rank }, (_, axis) => Math.max(...padded.map((own) => own[axis]!)));
  return inputs.map((input, which) => ({
    ...picked(
      input,
      shape,
      (index) => flat(padded[which]!, index.map((at, axis) => padded[which]![axis] === 1 ? 0 : at)),
    ),
    windows,
  }));
};

/** An operation made of others, row by row on operands of one shape. */
type RowByRow = (
  build: Builder,
  operands: readonly (readonly NodeRow[])[],
  attrs: Readonly<Record<string, unknown>>,
) => readonly NodeRow[] | string;

const rowByRow = (make: RowByRow): Lower => (build, { inputs, attrs }) => {
  const operands = together(inputs);
  if (typeof operands === "string") return operands;
  const entries = make(build, operands.map((operand) => operand.entries), attrs);
  return typeof entries === "string" ? entries : [{ ...operands[0]!, entries }];
};

const plain = (what: Elementary): Lower => rowByRow((build, operands) => build.elementary(what, ...operands));

const swapped = (what: Elementary): Lower => rowByRow((build, [a, b]) => build.elementary(what, b!, a!));

const not = (build: Builder, entries: readonly NodeRow[]): readonly NodeRow[] =>
  build.elementary("subtract", build.constant(1, entries.length), entries);

const relabelled: Lower = (_, { inputs: [input], shapes, keepsWindows }) =>
  input!.windows && !keepsWindows ? MIXES : [{ ...input!, shape: shapes[0]! }];

/** Numbers along some axes, one list for each place of what is left. */
const reduced = (
  input: Traced,
  { keepDims, reductionIndices, axis = reductionIndices }: Readonly<Record<string, unknown>>,
): { readonly shape: readonly number[]; readonly groups: readonly (readonly NodeRow[])[] } | string => {
  const rank = input.shape.length;
  const axes = new Set(
    (axis === undefined || axis === null ? input.shape.map((_, at) => at) : [axis].flat() as number[])
      .map((at) => axisOf(at, rank)),
  );
  if (input.windows && axes.has(0)) return MIXES;
  const kept = input.shape.map((length, at) => axes.has(at) ? 1 : length);
  const groups = Array.from({ length: countOf(kept) }, (): NodeRow[] => []);
  const targets = places(input.shape, (index) => flat(kept, index.map((at, i) => axes.has(i) ? 0 : at)));
  targets.forEach((target, at) => groups[target]!.push(input.entries[at]!));
  return { shape: keepDims === true ? kept : kept.filter((_, at) => !axes.has(at)), groups };
};

const reduction = (
  make: (build: Builder, groups: readonly (readonly NodeRow[])[]) => readonly NodeRow[],
): Lower =>
(build, { inputs: [input], attrs }) => {
  const found = reduced(input!, attrs);
  return typeof found === "string"
    ? found
    : [{ shape: found.shape, windows: input!.windows, entries: make(build, found.groups) }];
};

const columnsOf = (groups: readonly (readonly NodeRow[])[]): readonly (readonly NodeRow[])[] =>
  groups[0]!.map((_, k) => groups.map((group) => group[k]!));

const extreme = (what: "maximum" | "minimum"): Lower =>
  reduction((build, groups) => columnsOf(groups).reduce((a, b) => build.elementary(what, a, b)));

const sumOf = (build: Builder, groups: readonly (readonly NodeRow[])[]): readonly NodeRow[] =>
  groups[0]!.length === 1 ? groups.map(([only]) => only!) : build.sum(groups);

const softmax: Lower = (build, { inputs: [input], attrs }) => {
  const rank = input!.shape.length;
  const axis = axisOf((attrs.dim as number | undefined) ?? -1, rank);
  const found = reduced(input!, { axis, keepDims: true });
  if (typeof found === "string") return found;
  const largest = columnsOf(found.groups).reduce((a, b) => build.elementary("maximum", a, b));
  const spread = (entries: readonly NodeRow[]) =>
    picked(
      { shape: found.shape, entries, windows: input!.windows },
      input!.shape,
      (index) => flat(found.shape, index.map((at, i) => i === axis ? 0 : at)),
    ).entries;
  const raised = build.elementary(
    "exp",
    build.elementary("subtract", input!.entries, spread(largest)),
  );
  const sums = reduced({ ...input!, entries: raised }, { axis, keepDims: true });
  if (typeof sums === "string") return sums;
  return [{
    ...input!,
    entries: build.elementary("divide", raised, spread(sumOf(build, sums.groups))),
  }];
};

const power: RowByRow = (build, [base, exponent]) => {
  const constants = new Set(
    exponent!.map(({ node: { source }, row }) => source.kind === "constant" ? source.values[row]! : NaN),
  );
  const [value] = [...constants];
  if (constants.size === 1 && value === 0.5) return build.elementary("sqrt", base!);
  if (constants.size !== 1 || !Number.isInteger(value) || value! < 1 || value! > 8) {
    return "raises to a power other than a whole number from 1 to 8";
  }
  return Array.from({ length: value! - 1 }).reduce<readonly NodeRow[]>(
    (found) => build.elementary("multiply", found, base!),
    base!,
  );
};

const matrixProduct: Lower = (build, { inputs, attrs: { transposeA, transposeB } }) => {
  const [a, b] = inputs as [Traced, Traced];
  const rank = a.shape.length;
  if (rank !== b.shape.length || rank > 3) return "multiplies matrices of more than three axes";
  const [rows, inner] = a.shape.slice(-2) as [number, number];
  if (rank === 2) {
    if (b.windows || (a.windows && transposeA === true)) return MIXES;
    const columns = transposeB === true ? b.shape[0]! : b.shape[1]!;
    // Columns × inner, as both products take it.
    const right = transposeB === true ? b.entries : transposed(b.entries, b.shape[0]!);
    if (a.windows) {
      return [{ shape: [1, columns], windows: true, entries: build.product(right, a.entries) }];
    }
    const left = transposeA === true ? transposed(a.entries, rows) : a.entries;
    const depth = transposeA === true ? rows : inner;
    return [{
      shape: [left.length / depth, columns],
      windows: false,
      entries: build.matrixProduct(left, right, depth),
    }];
  }
  if (!a.windows || (!b.windows && b.shape[0] !== 1)) return MIXES;
  const left = transposeA === true ? transposed(a.entries, rows) : a.entries;
  const depth = transposeA === true ? rows : inner;
  const right = transposeB === true ? b.entries : transposed(b.entries, b.shape[1]!);
  const [height, columns] = [left.length / depth, right.length / depth];
  const line = (row: number) => left.slice(row * depth, (row + 1) * depth);
  if (right.every(({ node }) => node.shared)) {
    return [{
      shape: [1, height, columns],
      windows: true,
      entries: Array.from({ length: height }, (_, row) => build.product(right, line(row))).flat(),
    }];
  }
  const pairs = Array.from({ length: height * columns }, (_, at) => ({
    left: line(Math.floor(at / columns)),
    right: right.slice((at % columns) * depth, (at % columns + 1) * depth),
  }));
  const products = build.elementary(
    "multiply",
    pairs.flatMap((pair) => pair.left),
    pairs.flatMap((pair) => pair.right),
  );
  return [{
    shape: [1, height, columns],
    windows: true,
    entries: sumOf(build, pairs.map((_, at) => products.slice(at * depth, (at + 1) * depth))),
  }];
};

/** Parts of one tensor along an axis. */
const parts = (input: Traced, axis: number, shapes: readonly (readonly number[])[]): Lowered => {
  if (input.windows && axis === 0) return MIXES;
  let before = 0;
  return shapes.map((shape) => {
    const start = before;
    before += shape[axis]!;
    return picked(
      input,
      shape,
      (index) => flat(input.shape, index.map((at, i) => i === axis ? at + start : at)),
    );
  });
};

const joined = (inputs: readonly Traced[], axis: number): Lowered => {
  const windows = inputs.some((input) => input.windows);
  if (windows && (axis === 0 || inputs.some((input) => !input.windows && input.shape[0] !== 1))) return MIXES;
  const lengths = inputs.map(({ shape }) => shape[axis]!);
  const shape = inputs[0]!.shape.map((length, at) =>
    at === axis ? lengths.reduce((sum, own) => sum + own, 0) : length
  );
  const outer = countOf(shape.slice(0, axis));
  return [{
    shape,
    windows,
    entries: Array.from({ length: outer }, (_, row) =>
      inputs.flatMap(({ entries }) => {
        const width = entries.length / outer;
        return entries.slice(row * width, (row + 1) * width);
      })).flat(),
  }];
};

const withAxis = (input: Traced, axis: number): Traced => ({
  ...input,
  shape: [...input.shape.slice(0, axis), 1, ...input.shape.slice(axis)],
});

/** The kernels of tf that a graph can do without tf, by their names. */
export const lowerings: Readonly<Record<string, Lower>> = {
  Add: plain("add"),
  Sub: plain("subtract"),
  Multiply: plain("multiply"),
  RealDiv: plain("divide"),
  Maximum: plain("maximum"),
  Minimum: plain("minimum"),
  Greater: plain("greater"),
  GreaterEqual: plain("greaterEqual"),
  Less: swapped("greater"),
  LessEqual: swapped("greaterEqual"),
  Equal: plain("equal"),
  NotEqual: rowByRow((build, [a, b]) => not(build, build.elementary("equal", a!, b!))),
  LogicalAnd: plain("multiply"),
  LogicalOr: plain("maximum"),
  LogicalNot: rowByRow((build, [a]) => not(build, a!)),
  Neg: plain("negate"),
  Abs: plain("abs"),
  Sqrt: plain("sqrt"),
  Exp: plain("exp"),
  Log: plain("log"),
  Tanh: plain("tanh"),
  Sigmoid: plain("sigmoid"),
  Sin: plain("sin"),
  Cos: plain("cos"),
  Relu: plain("relu"),
  Softplus: plain("softplus"),
  Square: rowByRow((build, [a]) => build.elementary("multiply", a!, a!)),
  SquaredDifference: rowByRow((build, [a, b]) => {
    const difference = build.elementary("subtract", a!, b!);
    return build.elementary("multiply", difference, difference);
  }),
  Reciprocal: rowByRow((build, [a]) => build.elementary("divide", build.constant(1, a!.length), a!)),
  Rsqrt: rowByRow((build, [a]) =>
    build.elementary("divide", build.constant(1, a!.length), build.elementary("sqrt", a!))
  ),
  Sign: rowByRow((build, [a]) => {
    const zero = build.constant(0, a!.length);
    return build.elementary(
      "subtract",
      build.elementary("greater", a!, zero),
      build.elementary("greater", zero, a!),
    );
  }),
  Step: rowByRow((build, [a], { alpha }) =>
    (alpha ?? 0) === 0
      ? build.elementary("greater", a!, build.constant(0, a!.length))
      : "has a slope where it should be 0"
  ),
  Relu6: rowByRow((build, [a]) =>
    build.elementary("minimum", build.elementary("relu", a!), build.constant(6, a!.length))
  ),
  ClipByValue: rowByRow((build, [a], { clipValueMin, clipValueMax }) =>
    build.elementary(
      "minimum",
      build.elementary("maximum", a!, build.constant(clipValueMin as number, a!.length)),
      build.constant(clipValueMax as number, a!.length),
    )
  ),
  LeakyRelu: rowByRow((build, [a], { alpha }) =>
    build.elementary(
      "select",
      build.elementary("greater", a!, build.constant(0, a!.length)),
      a!,
      build.elementary(
        "multiply",
        a!,
        build.constant(Math.fround((alpha as number | undefined) ?? 0.2), a!.length),
      ),
    )
  ),
  Elu: rowByRow((build, [a]) => {
    const zero = build.constant(0, a!.length);
    return build.elementary(
      "select",
      build.elementary("greater", a!, zero),
      a!,
      build.elementary(
        "subtract",
        build.elementary("exp", build.elementary("minimum", a!, zero)),
        build.constant(1, a!.length),
      ),
    );
  }),
  Pow: rowByRow(power),
  Select: rowByRow((build, [condition, a, b]) => build.elementary("select", condition!, a!, b!)),
  Softmax: softmax,
  Sum: reduction(sumOf),
  Mean: reduction((build, groups) =>
    build.elementary("divide", sumOf(build, groups), build.constant(groups[0]!.length, groups.length))
  ),
  Max: extreme("maximum"),
  Min: extreme("minimum"),
  Prod: reduction((build, groups) => columnsOf(groups).reduce((a, b) => build.elementary("multiply", a, b))),
  BatchMatMul: matrixProduct,
  Identity: relabelled,
  Reshape: relabelled,
  ExpandDims: relabelled,
  Cast: (build, call) =>
    call.attrs.dtype === "float32" || call.attrs.dtype === "bool"
      ? relabelled(build, call)
      : `makes ${call.attrs.dtype} of its numbers`,
  Transpose: (_, { inputs: [input], attrs, shapes }) => {
    const perm = attrs.perm as readonly number[];
    if (input!.windows && perm[0] !== 0) return MIXES;
    return [
      picked(
        input!,
        shapes[0]!,
        (index) => flat(input!.shape, input!.shape.map((_, axis) => index[perm.indexOf(axis)]!)),
      ),
    ];
  },
  Slice: (_, { inputs: [input], attrs, shapes, keepsWindows }) => {
    const begin = attrs.begin as readonly number[];
    if (input!.windows && !keepsWindows) return MIXES;
    return [
      picked(
        input!,
        shapes[0]!,
        (index) => flat(input!.shape, index.map((at, axis) => at + (begin[axis] ?? 0))),
      ),
    ];
  },
  SplitV: (_, { inputs: [input], attrs, shapes }) =>
    parts(input!, axisOf((attrs.axis as number | undefined) ?? 0, input!.shape.length), shapes),
  Unpack: (_, { inputs: [input], attrs, shapes }) => {
    const axis = axisOf((attrs.axis as number | undefined) ?? 0, input!.shape.length);
    const whole = (shape: readonly number[]) => [...shape.slice(0, axis), 1, ...shape.slice(axis)];
    const found = parts(input!, axis, shapes.map(whole));
    return typeof found === "string" ? found : found.map((part, at) => ({ ...part, shape: shapes[at]! }));
  },
  Concat: (_, { inputs, attrs }) => joined(inputs, axisOf(attrs.axis as number, inputs[0]!.shape.length)),
  Pack: (_, { inputs, attrs }) => {
    const axis = axisOf((attrs.axis as number | undefined) ?? 0, inputs[0]!.shape.length + 1);
    return joined(inputs.map((input) => withAxis(input, axis)), axis);
  },
  Tile: (_, { inputs: [input], attrs, shapes, keepsWindows, batch }) => {
    const reps = attrs.reps as readonly number[];
    const spreads = !input!.windows && keepsWindows && reps[0] === batch && input!.shape[0] === 1;
    if (input!.windows ? reps[0] !== 1 : keepsWindows && !spreads) return MIXES;
    return [{
      ...picked(
        input!,
        shapes[0]!,
        (index) => flat(input!.shape, index.map((at, axis) => at % input!.shape[axis]!)),
      ),
      windows: input!.windows || spreads,
    }];
  },
  ZerosLike: (build, { inputs: [input] }) => [
    { ...input!, entries: build.constant(0, input!.entries.length) },
  ],
  OnesLike: (build, { inputs: [input] }) => [
    { ...input!, entries: build.constant(1, input!.entries.length) },
  ],
};
