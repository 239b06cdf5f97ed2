/**
 * The dimension of an embedding: false nearest neighbours, and Cao's method.
 *
 * @module
 */
import { neighbourSearch } from "./neighbours.ts";
import { delayCoordinates } from "./state_space.ts";

/** What was found for one number of delayed copies. */
export interface DimensionEvidence {
  /** How often each column is taken. */
  readonly copies: number;
  /** Columns × copies. */
  readonly dimension: number;
  /** Share of the nearest neighbours that are neighbours only by projection, 0 … 1. */
  readonly falseNeighbours: number;
  /** Share of the nearest neighbours that are near enough to be judged. */
  readonly judged: number;
  /** Cao's E1: grows to 1 and stays there once the dimension is enough. */
  readonly e1: number;
  /** Cao's E2: 1 in every dimension for noise, different from 1 somewhere for a deterministic signal. */
  readonly e2: number;
}

/** The chosen embedding with its evidence. */
export interface Dimension {
  /** How often each column is taken. */
  readonly copies: number;
  /** By which rule it was found. */
  readonly by:
    | "false nearest neighbours"
    | "Cao's E1"
    | "largest with near neighbours"
    | "most predictive"
    | "usual"
    | "given";
  /** What was found for every number of copies that was tried. */
  readonly evidence: readonly DimensionEvidence[];
}

/** A neighbour is false when one more delay takes it this many times as far as it was. */
const FALSE_RATIO = 10;
/** The share of false neighbours that is tolerated: noise and the finite series leave some. */
const TOLERATED = 0.01;
/** With fewer near neighbours than this, as a share of all, none are judged. */
const LEAST_JUDGED = 0.05;
/** Where Cao's E1 counts as having come to rest. */
const AT_REST = 0.9;
/** Reference points, and points among which their neighbours are sought. */
const REFERENCES = 1_000;
const CANDIDATES = 20_000;

const isEnough = ({ falseNeighbours }: { readonly falseNeighbours: number }): boolean =>
  falseNeighbours < TOLERATED;

/**
 * For 1, 2 … copies of the columns: the share of false nearest neighbours and Cao's E1 and E2.
 *
 * Pairs that are farther apart than the signal's spread over the ratio cannot be judged and are left out
 * (Hegger & Kantz 1999); so noise is not taken for a high dimension only because its neighbours are far.
 *
 * @param columns Signals with standard deviation 1.
 * @param delay Steps between the copies.
 * @param theiler Neighbours in time up to this many steps are left out.
 * @param mostCopies Largest number of copies to try. It ends earlier after two numbers that are enough, and where
 * hardly any point has a near neighbour any more.
 * @param coincident Whether coincident points are neighbours. Default: no.
 * @source Kennel, Brown & Abarbanel (1992), Phys. Rev. A 45, 3403–3411; Cao (1997), Physica D 110, 43–50.
 */
export const dimensionEvidence = (
  columns: readonly Float64Array[],
  delay: number,
  theiler: number,
  mostCopies: number,
  coincident = false,
): readonly DimensionEvidence[] => {
  const rows = columns[0]!.length;
  const grown: { falseNeighbours: number; judged: number; expansion: number; step: number }[] = [];
  for (let copies = 1; copies <= mostCopies + 1; copies++) {
    const count = rows - copies * delay;
    if (count < 20) break;
    const space = delayCoordinates(columns, copies, delay);
    const nearest = neighbourSearch(space, count, Math.max(1, Math.floor(count / CANDIDATES)), coincident);
    const stride = Math.max(1, Math.floor(count / REFERENCES));
    let judged = 0;
    let falseOnes = 0;
    let expansion = 0;
    let step = 0;
    let pairs = 0;
    for (let row = 0; row < count; row += stride) {
      const neighbour = nearest(row, 1, theiler)[0];
      if (neighbour === undefined) continue;
      let added = 0;
      let before = 0;
      for (let c = 0; c < columns.length; c++) {
        const signal = columns[c]!;
        const difference = Math.abs(signal[row + copies * delay]! - signal[neighbour.row + copies * delay]!);
        if (difference > added) added = difference;
        for (let copy = 0; copy < copies; copy++) {
          const part = Math.abs(signal[row + copy * delay]! - signal[neighbour.row + copy * delay]!);
          if (part > before) before = part;
        }
      }
      pairs++;
      step += added;
      if (before > 0) expansion += Math.max(before, added) / before;
      if (before > 1 / FALSE_RATIO) continue;
      judged++;
      if (added > FALSE_RATIO * before) falseOnes++;
    }
    if (pairs === 0) break;
    grown.push({
      falseNeighbours: judged < LEAST_JUDGED * pairs ? 1 : falseOnes / judged,
      judged: judged / pairs,
      expansion: expansion / pairs,
      step: step / pairs,
    });
    if (judged < LEAST_JUDGED * pairs || grown.slice(-3, -1).every(isEnough) && grown.length > 3) break;
  }
  return grown.slice(0, -1).map((at, index) => {
    const next = grown[index + 1]!;
    return {
      copies: index + 1,
      dimension: (index + 1) * columns.length,
      falseNeighbours: at.falseNeighbours,
      judged: at.judged,
      e1: at.expansion > 0 ? next.expansion / at.expansion : 1,
      e2: at.step > 0 ? next.step / at.step : 1,
    };
  });
};

/**
 * The smallest number of copies that is enough: the first with less than 1 % false nearest neighbours, otherwise the
 * first at which Cao's E1 has come to rest. Where that would leave most points without a near neighbour, or where
 * nothing is ever enough, the largest number with which half of the points still have one: noise fills every dimension.
 */
export const chooseDimension = (evidence: readonly DimensionEvidence[]): Dimension => {
  const enough = evidence.find(isEnough);
  if (enough !== undefined) return { copies: enough.copies, by: "false nearest neighbours", evidence };
  const filled = evidence.filter(({ judged }) => judged > 0.5).at(-1)?.copies ?? 1;
  const atRest = evidence.find(({ e1 }, index) =>
    e1 > AT_REST && evidence.slice(index + 1).every((later) => later.e1 > AT_REST)
  );
  return atRest !== undefined && atRest.copies <= filled
    ? { copies: atRest.copies, by: "Cao's E1", evidence }
    : { copies: filled, by: "largest with near neighbours", evidence };
};
