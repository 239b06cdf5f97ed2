/**
 * What the methods need of a system: a step that carries deviation vectors along.
 *
 * @module
 */

/** A step of a system that carries deviation vectors along. */
export interface TangentMap {
  /** Length of the state, D. */
  readonly dimension: number;
  /**
   * Advances a state and k deviation vectors by `steps` steps, in place.
   *
   * @param state The state, of length D.
   * @param vectors The deviation vectors as the columns of a D × k matrix, row by row.
   * @param k Number of vectors; 0 advances the state alone.
   * @param expansion Whether the caller wants the sum that is returned. Default: yes.
   * @returns The sum over the steps of ln |det J| (of divergence times dt for a flow); NaN where that is not defined or
   * not wanted.
   */
  readonly advance: (
    state: Float64Array,
    vectors: Float64Array,
    k: number,
    steps: number,
    expansion?: boolean,
  ) => number;
  /**
   * The same with orthonormalisation, in one loop, where there is a better one for k vectors than `evolution` makes of
   * `advance`: a faster one of the same bits, or one that orthonormalises within steps too.
   */
  readonly fused?: (k: number) => Evolution | undefined;
  /** How many surfaces at which the field jumps orbits have met so far, where they are looked for. */
  readonly crossings?: () => number;
}

/**
 * Advances a state and deviation vectors, and orthonormalises the vectors after every `every` steps, `rounds` times.
 * Adds to growth[i] the logarithm of the growth of direction i, and returns the sum of ln |det J|.
 */
export type Evolution = (
  state: Float64Array,
  vectors: Float64Array,
  rounds: number,
  every: number,
  growth: Float64Array,
) => number;
