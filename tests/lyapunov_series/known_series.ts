/** Series of known systems, small and independent of the catalogue: what the estimates are held to. */
import { type Series, seriesOf } from "../../lib/datasets/series.ts";

/** A solution of an autonomous flow by RK4, sampled every `dt` with four steps in between, after a transient. */
export const orbit = (
  field: (state: readonly number[]) => readonly number[],
  initial: readonly number[],
  dt: number,
  rows: number,
): Series => {
  const h = dt / 4;
  const along = (state: readonly number[], rate: readonly number[], by: number) =>
    state.map((value, i) => value + by * rate[i]!);
  let state = initial;
  const out: (readonly number[])[] = [];
  for (let row = -2000; row < rows; row++) {
    if (row >= 0) out.push(state);
    for (let part = 0; part < 4; part++) {
      const k1 = field(state);
      const k2 = field(along(state, k1, h / 2));
      const k3 = field(along(state, k2, h / 2));
      const k4 = field(along(state, k3, h));
      state = state.map((value, i) => value + h / 6 * (k1[i]! + 2 * k2[i]! + 2 * k3[i]! + k4[i]!));
    }
  }
  return seriesOf(out, dt);
};

/** Lorenz-63. */
export const lorenz = (sigma: number, rho: number, beta: number, dt: number, rows: number): Series =>
  orbit(([x, y, z]) => [sigma * (y! - x!), x! * (rho - z!) - y!, x! * y! - beta * z!], [1, 1, 20], dt, rows);
