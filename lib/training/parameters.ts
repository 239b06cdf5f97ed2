/**
 * All parameters of a model as one block of float32 numbers, which is what optimisers, clipping and checkpoints work on.
 *
 * While a network learns, its weights, gradient and moments lie in the kernels' memory (lib/networks/kernels/numbers.ts), whether
 * or not its cell has a kernel: there they are updated. A kernel, or tf, gets a copy of the weights for every batch and
 * gives the gradient back.
 *
 * @module
 */
import type { Weights } from "../networks/cell.ts";
import { type Numbers, viewOf } from "../networks/kernels/numbers.ts";

/** Where a parameter lies within the block. */
export interface ParameterPlace {
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
export interface ParameterLayout {
  /** One place per parameter. */
  readonly places: readonly ParameterPlace[];
  /** Numbers in the whole block. */
  readonly size: number;
}

/** The layout of these weights. */
export const layoutOf = (weights: Weights): ParameterLayout => {
  const places: ParameterPlace[] = [];
  let size = 0;
  for (const [name, { shape, values }] of Object.entries(weights)) {
    places.push({ name, shape, offset: size, size: values.length });
    size += values.length;
  }
  return { places, size };
};

/** Copies the weights into a block, in the order of the layout. */
export const setBlock = (layout: ParameterLayout, weights: Weights, block: Float32Array): void => {
  for (const { name, offset } of layout.places) block.set(weights[name]!.values, offset);
};

/** The parameters by name, sharing memory with the block; ask again as for the values of a block. */
export const viewsOf = (
  layout: ParameterLayout,
  { address }: Numbers,
): () => Readonly<Record<string, Float32Array>> =>
  viewOf((memory) =>
    Object.fromEntries(
      layout.places.map((
        { name, offset, size },
      ) => [name, new Float32Array(memory, address + 4 * offset, size)]),
    )
  );

/** A copy of the block as weights by name. */
export const weightsOf = (layout: ParameterLayout, block: Float32Array): Weights =>
  Object.fromEntries(
    layout.places.map(({ name, shape, offset, size }) => [
      name,
      { shape, values: block.slice(offset, offset + size) },
    ]),
  );
