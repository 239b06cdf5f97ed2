/**
 * A cell of the referee's record: its series, and what the estimator says of it.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { certifiedSpectra } from "../../lib/lyapunov/certified_spectra.ts";
import { estimateTwice } from "../../lib/lyapunov/series/second_look/second_look.ts";
import { log } from "../../lib/numerics/elementary.ts";
import { integers, stream } from "../../lib/numerics/random.ts";
import { withNoise } from "../../lib/series/noise.ts";
import { column, type Series } from "../../lib/series/series.ts";
import { systems } from "../../lib/systems/catalogue.ts";
import { orbitOf } from "../../lib/systems/orbit.ts";
import { type RefereeCell, SEED } from "./cells.ts";
import { nonChaotic, tokerSystems } from "./processes.ts";

/** What the estimator said; "refused" where it gave no estimate at all. */
export interface JudgedSeries {
  readonly verdict: string;
  /** Why, in words that are the same for every series. */
  readonly reason: string;
  /** λ₁ in nats per time unit, or per step for maps; null where there is none. */
  readonly lambda1: number | null;
  readonly standardError: number | null;
  /** Of the catalogue: λ₁ of the equations over the very rows, which no estimate can beat. null for other parts. */
  readonly overRows: number | null;
}

/** Samples per typical time of a flow. */
const SAMPLES = 25;

/** Typical times before the first sample, and the most that are added to them by chance. */
const TRANSIENT = 100;
const SCATTER = 1000;

/** How a cell of the catalogue is sampled: where its orbit begins, and the steps between two rows. */
const sampled = ({ name, draw }: RefereeCell) => {
  const system = systems[name]!;
  const orbit = orbitOf(system, system.parameters);
  const isMap = system.kind === "map";
  const substeps = isMap ? 1 : Math.max(1, Math.round(system.timeScale / (SAMPLES * orbit.dt)));
  const state = orbit.start.slice();
  const late = integers(stream(SEED, "referee's start", name, `${draw}`), 1, SCATTER)[0]!;
  orbit.advance(state, Math.round(TRANSIENT * system.timeScale / orbit.dt) + late * substeps);
  return { orbit, state, substeps, dt: isMap ? 1 : orbit.dt * substeps };
};

/** The trajectory of a system of the catalogue, its first column alone or all of them. */
const trajectory = (cell: RefereeCell): Series => {
  const { rows, columns } = cell;
  const { orbit, state, substeps, dt } = sampled(cell);
  const width = columns === "x" ? 1 : orbit.variables.length;
  const observed = new Float64Array(orbit.variables.length);
  const values = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    orbit.observe(state, observed);
    values.set(observed.subarray(0, width), row * width);
    orbit.advance(state, substeps);
  }
  return { values, rows, columns: width, dt };
};

/** Distance of the neighbouring orbit, and the rows in which it turns to the direction of fastest growth. */
const APART = 1e-7;
const TURNING = 200;

const distance = (a: Float64Array, b: Float64Array): number =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]!) * (value - b[i]!), 0));

/** λ₁ of the equations over the rows of a cell, by a neighbouring orbit that is drawn back at every row. */
export const exponentOverRows = (cell: RefereeCell): number => {
  const { orbit, state, substeps, dt } = sampled(cell);
  const neighbour = state.slice();
  neighbour[0] = neighbour[0]! + APART;
  let sum = 0;
  for (let row = 1; row < cell.rows; row++) {
    orbit.advance(state, substeps);
    orbit.advance(neighbour, substeps);
    const apart = distance(neighbour, state);
    if (row > TURNING) sum += log(apart / APART);
    state.forEach((value, i) => neighbour[i] = value + (neighbour[i]! - value) * APART / apart);
  }
  return sum / (cell.rows - 1 - TURNING) / dt;
};

const processOf = ({ part, name }: RefereeCell) =>
  part === "toker" ? tokerSystems[name]!.process : nonChaotic[name]!;

/** The series of a cell, its noise included. */
export const seriesOfCell = (cell: RefereeCell): Series => {
  const { part, name, rows, draw, noise, columns } = cell;
  const clean: Series = part === "catalogue" ? trajectory(cell) : {
    values: processOf(cell)(rows, stream(SEED, "referee", part, name, `${draw}`)),
    rows,
    columns: 1,
    dt: 1,
  };
  const seed = integers(
    stream(SEED, "referee's noise", part, name, columns, `${rows}`, `${draw}`),
    1,
    2 ** 31,
  )[0]!;
  return withNoise(clean, noise, seed);
};

/** What the estimator says of the series of a cell. */
export const judgeCell = (cell: RefereeCell): JudgedSeries => {
  const overRows = cell.part === "catalogue" ? exponentOverRows(cell) : null;
  const found = estimateTwice(seriesOfCell(cell));
  if (E.isLeft(found)) {
    return { verdict: "refused", reason: "refused", lambda1: null, standardError: null, overRows };
  }
  const { verdict, reason, lambda1, standardError } = found.right;
  return { verdict, reason, lambda1, standardError, overRows };
};

/** The certified λ₁ of a cell of the catalogue. */
export const truthOf = (
  { name }: RefereeCell,
): { readonly lambda1: number; readonly standardError: number } => {
  const { exponents, standardErrors } = certifiedSpectra[name]!;
  return { lambda1: exponents[0]!, standardError: standardErrors[0]! };
};

/** The values of the first column, for programs in other languages. */
export const firstColumn = (cell: RefereeCell): Float64Array => column(seriesOfCell(cell), 0);
