/**
 * Rollouts of a cell whose step was traced: lists of operations in the kernels' memory, over all windows at once.
 *
 * Schedules, observation models, forcing and loss are those of every kernel; of the cell itself a program says what is
 * computed once for each batch, at each step, on the way back through each step, and at the end.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { LyapError } from "../../core/program/errors.ts";
import { allocate, memoryBuffer, release } from "./arena.ts";
import * as kernels from "./kernels.wasm";
import { type KernelRollout, observationWords, rolloutIn, type RolloutSizes } from "./rollout.ts";
import { countOf } from "../../numerics/shape.ts";

/** What operations do: their numbers in assembly/traced.ts. */
export const instructions = {
  add: 0,
  subtract: 1,
  multiply: 2,
  divide: 3,
  maximum: 4,
  minimum: 5,
  greater: 6,
  greaterEqual: 7,
  equal: 8,
  tanhBack: 9,
  sigmoidBack: 10,
  reluBack: 11,
  absBack: 12,
  copy: 13,
  negate: 14,
  abs: 15,
  sqrt: 16,
  exp: 17,
  log: 18,
  tanh: 19,
  sigmoid: 20,
  relu: 21,
  softplus: 22,
  select: 23,
  sum: 24,
  product: 25,
  affine: 26,
  outer: 27,
  lanes: 28,
  pack: 29,
  reduce: 30,
  matrixProduct: 31,
  lanesOfProduct: 32,
  sin: 33,
  cos: 34,
} as const;

/** The spaces in which panels lie: rows of one number for each window. */
export const panels = {
  /** The state before the step. */
  state: 0,
  /** What is kept of every step, for outer products. */
  cache: 1,
  /** What is kept of one block of time, for outer products. */
  scratch: 2,
  /** The gradient with respect to the state after the step. */
  gradient: 3,
  /** The state after the step. */
  next: 4,
  /** The gradient with respect to the state before the step. */
  before: 5,
  /** The units after the step, as the observation model sees them. */
  output: 6,
  /** What is kept of every step, for no outer product. */
  kept: 7,
  /** What nothing after the step needs, and no outer product. */
  passing: 8,
} as const;

/** The spaces whose panels lie one after the other; those of others are interleaved over a block of time. */
const dense: ReadonlySet<number> = new Set([panels.kept, panels.passing]);

/** The spaces in which numbers lie that all windows share. */
export const shared = {
  /** The parameters of the cell. */
  parameters: 0,
  /** Constants and what depends on parameters. */
  numbers: 1,
  /** The gradients of the parameters. */
  gradients: 2,
} as const;

/** A row of a panel, or a shared number. */
export interface ValuePlace {
  /** Whether all windows share it. */
  readonly shared: boolean;
  /** Its space, of `panels` or `shared`. */
  readonly space: number;
  /** Its row or index. */
  readonly at: number;
}

/** What an operation takes. */
export type Operand =
  /** Rows, one after the other. */
  | { readonly kind: "table"; readonly places: readonly ValuePlace[] }
  /** For each row its terms. */
  | { readonly kind: "terms"; readonly terms: readonly (readonly ValuePlace[])[] }
  /** The first of neighbouring rows. */
  | { readonly kind: "place"; readonly place: ValuePlace }
  /** Packed matrices, counted in floats. */
  | { readonly kind: "packed"; readonly at: number }
  /** Partial sums, counted in fours. */
  | { readonly kind: "sums"; readonly at: number }
  | { readonly kind: "number"; readonly value: number };

/** One operation, as assembly/traced.ts describes it. */
export interface Operation {
  /** Which. */
  readonly what: keyof typeof instructions;
  /** 1 where the first operand is shared, 2 where the second is. Default: 0. */
  readonly shares?: number;
  /** Rows of the result. */
  readonly rows: number;
  /** The first row of the result, or a number. */
  readonly result: Operand;
  /** Up to three operands. */
  readonly operands: readonly Operand[];
  /** One more number. Default: 0. */
  readonly number?: number;
}

/** A traced cell for the kernels. */
export interface KernelProgram {
  /** For messages. */
  readonly name: string;
  /** M. */
  readonly units: number;
  /** Rows of the state beyond the units. */
  readonly memoryRows: number;
  /** Shapes of the parameters, in the order in which they lie in memory, each on a multiple of four numbers. */
  readonly parameters: Readonly<Record<string, readonly number[]>>;
  /** Rows in each of the spaces that a program divides itself. */
  readonly rows: Readonly<Record<"cache" | "scratch" | "kept" | "passing", number>>;
  /** The most rows that the right side of an outer product has. */
  readonly outerRows: number;
  /** Shared numbers: constants in their places, zeros elsewhere. */
  readonly numbers: Float32Array;
  /** Floats of packed matrices. */
  readonly packed: number;
  /** Fours of partial sums. */
  readonly sums: number;
  /** What is done for each batch, at each step, back through each step, and at the end. */
  readonly lists: readonly [
    readonly Operation[],
    readonly Operation[],
    readonly Operation[],
    readonly Operation[],
  ];
}

const WORDS = 8;
const HEAD = 12;

const tableLength = (operand: Operand): number => {
  if (operand.kind === "table") return operand.places.length;
  if (operand.kind !== "terms") return 0;
  return operand.terms.reduce((length, terms) => length + 1 + terms.length, 0);
};

/** Words of the head, the operations, and their tables. */
const wordsOf = ({ lists }: KernelProgram): number =>
  HEAD + lists.flat().reduce(
    (words, { operands }) =>
      words + WORDS + operands.reduce((length, operand) => length + tableLength(operand), 0),
    0,
  );

/** Addresses of a program's blocks. */
interface Blocks {
  readonly words: number;
  readonly numbers: number;
  readonly packed: number;
  readonly sums: number;
  readonly passing: number;
}

/** Writes the program into its block. */
const write = (
  program: KernelProgram,
  { words, numbers, packed, sums, passing }: Blocks,
  record: number,
): void => {
  const memory = new Uint32Array(memoryBuffer(), words, wordsOf(program));
  const [stride, width] = [kernels.strideOf(record), kernels.widthOf(record)];
  const entry = ({ shared, space, at }: ValuePlace): number =>
    space + at * (shared ? 8 : dense.has(space) ? width : stride);
  const operations = program.lists.flat();
  let table = HEAD + WORDS * operations.length;
  const add = (value: number): void => {
    memory[table++] = value;
  };
  const wordOf = (operand: Operand): number => {
    const here = words + 4 * table;
    switch (operand.kind) {
      case "table":
        for (const place of operand.places) add(entry(place));
        return here;
      case "terms":
        for (const terms of operand.terms) {
          add(terms.length);
          for (const place of terms) add(entry(place));
        }
        return here;
      case "place":
        return entry(operand.place);
      case "packed":
        return packed + 4 * operand.at;
      case "sums":
        return sums + 16 * operand.at;
      case "number":
        return operand.value;
    }
  };
  let at = HEAD;
  program.lists.forEach((list, index) => {
    memory[2 * index] = words + 4 * at;
    for (const { what, shares = 0, rows, result, operands, number = 0 } of list) {
      const given = operands.map(wordOf);
      memory.set([
        instructions[what],
        shares,
        rows,
        wordOf(result),
        ...[0, 1, 2].map((which) => given[which] ?? given[0] ?? 0),
        number,
      ], at);
      at += WORDS;
    }
    memory[2 * index + 1] = words + 4 * at;
  });
  memory.set([numbers, sums, 16 * program.sums, passing], 8);
};

/**
 * Memory for the rollouts of a traced cell on one series; otherwise as `createRollout`.
 *
 * @errors CannotCompute when sizes don't fit together or memory does not suffice.
 */
export const createTracedRollout = (
  program: KernelProgram,
  sizes: Omit<RolloutSizes, "units">,
  series: Float32Array,
): E.Either<LyapError, Omit<KernelRollout, "settings">> => {
  const addresses = [
    4 * wordsOf(program),
    4 * Math.ceil(program.numbers.length / 4) * 4 + 16,
    4 * program.packed + 16,
    16 * program.sums + 16,
    4 * Math.ceil(sizes.batch / 8) * 8 * program.rows.passing,
  ].map(allocate);
  const giveBack = (): void => addresses.forEach((address) => address !== null && release(address));
  const [words, numbers, packed, sums, passing] = addresses as [number, number, number, number, number];
  const { units, memoryRows, rows: { cache, scratch, kept }, outerRows } = program;
  const cellParameters = Object.values(program.parameters).reduce(
    (size, shape) => size + Math.ceil(countOf(shape) / 4) * 4,
    0,
  );
  return pipe(
    rolloutIn(
      {
        name: program.name,
        shapes: program.parameters,
        layOut: (record, base, rows) =>
          kernels.layOutTraced(
            record,
            base,
            units,
            sizes.observations,
            sizes.batch,
            sizes.length,
            ...observationWords(sizes),
            rows,
            cellParameters,
            memoryRows,
            cache,
            kept,
            scratch,
            outerRows,
            sizes.inputs ?? 0,
          ),
        ready: (record) => {
          new Float32Array(memoryBuffer(), numbers, program.numbers.length).set(program.numbers);
          write(program, { words, numbers, packed, sums, passing }, record);
          kernels.setProgram(record, words);
        },
        complete: !addresses.includes(null),
      },
      { units, ...sizes },
      series,
    ),
    E.bimap(
      (error) => (giveBack(), error),
      (rollout) => ({
        ...rollout,
        release: () => {
          rollout.release();
          giveBack();
        },
      }),
    ),
  );
};
