/**
 * Blocks of float32 numbers in the kernels' memory, where WebAssembly computes with them and TypeScript sees them.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { cannotCompute, type LyapError } from "../../core/program/errors.ts";
import { allocate, memoryBuffer, release } from "./arena.ts";
import * as kernels from "./kernels.wasm";

/** A block of numbers. */
export interface Numbers {
  /** Where it begins in the kernels' memory. */
  readonly address: number;
  /** How many numbers it has. */
  readonly size: number;
  /** The numbers; writing sets them. Ask again after memory was allocated: a view that is kept may then be empty. */
  readonly values: () => Float32Array;
}

/** What `make` makes of the kernels' memory: made once, and again after memory has grown. */
export const viewOf = <View>(make: (memory: ArrayBuffer) => View): () => View => {
  let memory = memoryBuffer();
  let view = make(memory);
  return () => {
    const now = memoryBuffer();
    if (now !== memory) {
      memory = now;
      view = make(now);
    }
    return view;
  };
};

/** The Euclidean norm, summed in float64 from the first number to the last. */
export const normOf = ({ address, size }: Numbers): number => kernels.normAt(address, size);

/** Whether every number is finite. */
export const allFinite = ({ address, size }: Numbers): boolean => kernels.allFiniteAt(address, size) !== 0;

/** x ← x · factor, in place. */
export const scaleBy = ({ address, size }: Numbers, factor: number): void =>
  kernels.scaleAt(address, size, factor);

/** Every number into [−bound, bound], in place. */
export const clampTo = ({ address, size }: Numbers, bound: number): void =>
  kernels.clampAt(address, size, bound);

/** What is learnt, with all that an update of it needs: blocks of one size. */
export interface Learnt {
  /** The parameters w. */
  readonly weights: Numbers;
  /** The gradient g of the loss. */
  readonly gradient: Numbers;
  /** Running mean m of the gradient. */
  readonly first: Numbers;
  /** Running mean v of the squared gradient. */
  readonly second: Numbers;
  /** Gives the memory back; the blocks must not be used afterwards. */
  readonly release: () => void;
}

/**
 * Blocks of zeros for `size` parameters. Each occupies a multiple of four numbers, as lib/networks/kernels/assembly/optimiser.ts
 * wants it.
 *
 * @errors CannotCompute when memory does not suffice.
 *
 * @example The norm of a gradient
 * ```ts
 * import { allocateLearnt, normOf } from "./numbers.ts";
 * import * as E from "fp-ts/Either.js";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const learnt = E.getOrElseW(() => null)(allocateLearnt(2))!;
 * learnt.gradient.values().set([3, 4]);
 * assertEquals(normOf(learnt.gradient), 5);
 * learnt.release();
 * ```
 */
export const allocateLearnt = (size: number): E.Either<LyapError, Learnt> => {
  const blocks = Array.from({ length: 4 }, () => allocate(16 * Math.ceil(size / 4)));
  const giveBack = () => blocks.forEach((address) => address !== null && release(address));
  if (blocks.includes(null)) {
    giveBack();
    return E.left(
      cannotCompute(
        `Cannot hold ${size} parameters and their moments: memory does not suffice`,
        "take fewer units",
      ),
    );
  }
  const block = (index: number): Numbers => {
    const address = blocks[index]!;
    return { address, size, values: viewOf((memory) => new Float32Array(memory, address, size)) };
  };
  return E.right({
    weights: block(0),
    gradient: block(1),
    first: block(2),
    second: block(3),
    release: giveBack,
  });
};

/** How {@link stepByMoments} steps. */
export interface MomentStep {
  /** β₁, decay of the running mean of the gradient. */
  readonly beta1: number;
  /** β₂, decay of the running mean of the squared gradient. */
  readonly beta2: number;
  /** The rate η. */
  readonly rate: number;
  /** s and ε of w ← w − η m / (s √v + ε); null for w ← w − η m. */
  readonly divisor: { readonly scale: number; readonly epsilon: number } | null;
}

/** m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², then w ← w − η m / (s √v + ε): all in float64, rounded when stored. */
export const stepByMoments = (
  { weights, gradient, first, second }: Learnt,
  { beta1, beta2, rate, divisor }: MomentStep,
): void =>
  kernels.stepByMomentsAt(
    weights.address,
    gradient.address,
    first.address,
    second.address,
    weights.size,
    beta1,
    beta2,
    rate,
    divisor?.scale ?? 0,
    divisor?.epsilon ?? 0,
    divisor === null ? 0 : 1,
  );
