/**
 * Shapes of arrays.
 *
 * @module
 */

/** How many numbers an array of this shape has; 1 for a scalar. */
export const countOf = (shape: readonly number[]): number =>
  shape.reduce((product, length) => product * length, 1);
