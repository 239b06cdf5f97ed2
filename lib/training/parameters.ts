/**
 * All parameters of a model as one block of float32 numbers, which is what optimisers, clipping and checkpoints work on.
 *
 * @module
 */
import type { Weights } from "../cells/cell.ts";

/** Where a parameter lies within the block. */
export interface Place {
  /** The name of the parameter. */
  readonly name: string;
  /** Its shape. */
  readonly shape: readonly number[];
  /** Where it begins in the block. */
  readonly offset: number;
  /** How many numbers it has. */
  readonly size: number;
}

/** The places of all parameters, one after the other, in the order of the weights. */
export interface Layout {
  /** One place per parameter. */
  readonly places: readonly Place[];
  /** Numbers in the whole block. */
  readonly size: number;
}

/** The layout of these weights. */
export const layoutOf = (weights: Weights): Layout => {
  const places: Place[] = [];
  let size = 0;
  for (const [name, { shape, values }] of Object.entries(weights)) {
    places.push({ name, shape, offset: size, size: values.length });
    size += values.length;
  }
  return { places, size };
};

/** The weights as one block, in the order of the layout. */
export const blockOf = (layout: Layout, weights: Weights): Float32Array => {
  const block = new Float32Array(layout.size);
  for (const { name, offset } of layout.places) block.set(weights[name]!.values, offset);
  return block;
};

/** The parameters by name, sharing memory with the block. */
export const viewsOf = (layout: Layout, block: Float32Array): Readonly<Record<string, Float32Array>> =>
  Object.fromEntries(
    layout.places.map(({ name, offset, size }) => [name, block.subarray(offset, offset + size)]),
  );

/** A copy of the block as weights by name. */
export const weightsOf = (layout: Layout, block: Float32Array): Weights =>
  Object.fromEntries(
    layout.places.map(({ name, shape, offset, size }) => [
      name,
      { shape, values: block.slice(offset, offset + size) },
    ]),
  );

/** Whether every number of a block is finite. */
export const allFinite = (block: Float32Array): boolean => {
  for (let i = 0; i < block.length; i++) {
    const value = block[i]!;
    if (value - value !== 0) return false;
  }
  return true;
};

/** The Euclidean norm of a block, summed in float64 from the first number to the last. */
export const normOf = (block: Float32Array): number => {
  let sum = 0;
  for (let i = 0; i < block.length; i++) sum += block[i]! * block[i]!;
  return Math.sqrt(sum);
};
