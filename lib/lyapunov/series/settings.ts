/**
 * What can be set when an exponent is estimated from a series.
 *
 * @module
 */

/** Settings of `estimateExponent`; all of them are found from the series when left out. */
export interface EstimateSettings {
  /** Steps between the delayed copies. Default: by the mutual information or the autocorrelation. */
  readonly delay?: number;
  /** How often each column is taken. Default: by false nearest neighbours or Cao's method. */
  readonly copies?: number;
  /** Smallest separation in time of two neighbours, in steps. Default: the longer of mean period and memory. */
  readonly theiler?: number;
  /** Number of reference points. Default: 4000. */
  readonly references?: number;
  /** Number of blocks of the series from which the standard error comes. Default: 10. */
  readonly blocks?: number;
}

/** Reference points unless told otherwise. */
export const REFERENCES = 4000;
/** Blocks unless told otherwise. */
export const BLOCKS = 10;
/** A series with fewer rows is refused. */
export const FEWEST_SAMPLES = 100;
/** Largest number of coordinates that is tried. */
export const MOST_COORDINATES = 12;
/** Largest number of delayed copies that is tried. */
export const MOST_COPIES = 10;
