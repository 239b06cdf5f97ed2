/**
 * Kullback–Leibler divergence of two point clouds by mixtures of Gaussians, one around each point, for state spaces
 * of too many dimensions to count points in cells.
 *
 * Densities are compared by their logarithms, so that no sample vanishes, however far it lies from every point.
 *
 * @module
 */
import type { Series } from "../series/series.ts";
import { exp, log, pow } from "../numerics/elementary.ts";
import { integers, normals, type Stream, substream } from "../numerics/random.ts";

/** A mixture of equally weighted spherical Gaussians. */
export interface Mixture {
  /** Centres, row by row. */
  readonly centres: Float64Array;
  /** Number of Gaussians. */
  readonly count: number;
  /** Number of variables. */
  readonly dimension: number;
  /** Variance of every Gaussian along every direction. */
  readonly variance: number;
}

/** The mixture around `count` rows of a series, evenly spaced from the first row on. */
export const mixtureOfEvenlySpaced = (series: Series, count: number, variance: number): Mixture => {
  const { values, rows, columns } = series;
  const used = Math.min(count, rows);
  const centres = new Float64Array(used * columns);
  for (let i = 0; i < used; i++) {
    const row = Math.floor((i * rows) / used);
    for (let column = 0; column < columns; column++) {
      centres[i * columns + column] = values[row * columns + column]!;
    }
  }
  return { centres, count: used, dimension: columns, variance };
};

/** The mixture around the first rows of a series, at most `count`. */
export const mixtureOfFirst = (
  { values, rows, columns }: Series,
  count: number,
  variance: number,
): Mixture => {
  const used = Math.min(count, rows);
  return { centres: values.subarray(0, used * columns), count: used, dimension: columns, variance };
};

/**
 * The variance that suits `count` points of unit variance in `dimension` dimensions, by Scott's rule.
 *
 * Source: Scott (1992), Multivariate Density Estimation, Wiley, eq. 6.42.
 */
export const scottVariance = (count: number, dimension: number): number => pow(count, -2 / (dimension + 4));

/** Points drawn from a mixture, row by row. */
export const drawFrom = (mixture: Mixture, samples: number, source: Stream): Float64Array => {
  const { centres, count, dimension, variance } = mixture;
  const chosen = integers(substream(source, "component"), samples, count);
  const noise = normals(substream(source, "noise"), samples * dimension);
  const width = Math.sqrt(variance);
  for (let sample = 0; sample < samples; sample++) {
    for (let axis = 0; axis < dimension; axis++) {
      const at = sample * dimension + axis;
      noise[at] = centres[chosen[sample]! * dimension + axis]! + width * noise[at]!;
    }
  }
  return noise;
};

/** Beyond this exponent below the nearest centre's, a centre's share is lost in rounding. */
const negligible = 45;

/**
 * ln of a mixture's density at each point, but for the constant −(N/2) ln 2πσ² that all mixtures of one variance share.
 *
 * @param points Row by row, in the mixture's dimension.
 */
export const logDensities = (mixture: Mixture, points: Float64Array): Float64Array => {
  const { centres, count, dimension, variance } = mixture;
  const squares = new Float64Array(count);
  const out = new Float64Array(points.length / dimension);
  const scale = 1 / (2 * variance);
  for (let point = 0; point < out.length; point++) {
    let nearest = Infinity;
    for (let centre = 0; centre < count; centre++) {
      let square = 0;
      for (let axis = 0; axis < dimension; axis++) {
        const difference = points[point * dimension + axis]! - centres[centre * dimension + axis]!;
        square += difference * difference;
      }
      squares[centre] = square;
      if (square < nearest) nearest = square;
    }
    let sum = 0;
    for (let centre = 0; centre < count; centre++) {
      const exponent = (squares[centre]! - nearest) * scale;
      if (exponent < negligible) sum += exp(-exponent);
    }
    out[point] = log(sum / count) - nearest * scale;
  }
  return out;
};

/**
 * KL(p ‖ q) in nats: the mean of ln p − ln q over points drawn from p. Samples whose ln p or ln q is below `least` are
 * left out.
 *
 * @param least Default: −∞, so that every sample counts.
 * @returns null when no sample is left.
 */
export const divergenceOfMixtures = (
  p: Mixture,
  q: Mixture,
  samples: number,
  source: Stream,
  least = -Infinity,
): number | null => {
  const points = drawFrom(p, samples, source);
  const logP = logDensities(p, points);
  const logQ = logDensities(q, points);
  let sum = 0;
  let count = 0;
  for (let i = 0; i < samples; i++) {
    if (logP[i]! < least || logQ[i]! < least) continue;
    sum += logP[i]! - logQ[i]!;
    count++;
  }
  return count === 0 ? null : sum / count;
};
