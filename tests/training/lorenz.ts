/** A Lorenz series for tests, small and made on the spot. */
import type { Series } from "../../lib/series/series.ts";

type Vector = readonly [number, number, number];

const field = (
  [x, y, z]: Vector,
  rho: number,
): Vector => [10 * (y - x), x * (rho - z) - y, x * y - 8 / 3 * z];
const along = (from: Vector, direction: Vector, by: number): Vector => [
  from[0] + by * direction[0],
  from[1] + by * direction[1],
  from[2] + by * direction[2],
];

/** The Lorenz system at ρ = 38, every 0.01 time units, standardised per column. */
export const lorenzSeries = (rows: number, rho = 38): Series => {
  const dt = 0.01;
  let state: Vector = [1, 1, 20];
  const values = new Float64Array(rows * 3);
  for (let step = -2000; step < rows; step++) {
    const k1 = field(state, rho);
    const k2 = field(along(state, k1, dt / 2), rho);
    const k3 = field(along(state, k2, dt / 2), rho);
    const k4 = field(along(state, k3, dt), rho);
    for (const [k, weight] of [[k1, 1], [k2, 2], [k3, 2], [k4, 1]] as const) {
      state = along(state, k, weight * dt / 6);
    }
    if (step >= 0) values.set(state, 3 * step);
  }
  for (let column = 0; column < 3; column++) {
    let mean = 0;
    let square = 0;
    for (let row = 0; row < rows; row++) mean += values[3 * row + column]! / rows;
    for (let row = 0; row < rows; row++) square += (values[3 * row + column]! - mean) ** 2 / rows;
    for (let row = 0; row < rows; row++) {
      values[3 * row + column] = (values[3 * row + column]! - mean) / Math.sqrt(square);
    }
  }
  return { values, rows, columns: 3, dt };
};
