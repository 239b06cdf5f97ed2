/**
 * How much is trained.
 *
 * @module
 */
/** How much is trained. */
export interface Sizes {
  /** How many starts by regression are tried. */
  readonly regressions: number;
  /** How many forcing intervals τ are tried. */
  readonly intervals: number;
  /** How many strengths α are tried. */
  readonly strengths: number;
  /** How many seeds for each strength; every interval has one. */
  readonly seeds: number;
  /** Epochs of every training. */
  readonly epochs: number;
}

/** Updates of an epoch. */
export const UPDATES_PER_EPOCH = 10;

/** How many networks these sizes are. */
export const networksOf = ({ regressions, intervals, strengths, seeds }: Sizes): number =>
  regressions + intervals + strengths * seeds;
