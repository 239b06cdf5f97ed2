/**
 * Series and models for the tests of measures. The authors' series are never committed: tests that need them are
 * skipped where they are absent.
 */
import * as E from "fp-ts/Either.js";
import { fromFileUrl } from "@std/path/mod.js";
import { decodeNpy } from "../../lib/series/npy.ts";
import type { Series } from "../../lib/series/series.ts";
import {
  type AnyMeasureSettings,
  evaluateMeasure,
  measureCodec,
  type MeasureSpec,
} from "../../lib/measures/catalogue.ts";
import type { MeasureContext } from "../../lib/measures/measure.ts";
import { decode } from "../../lib/core/codec/codec.ts";

export { mapped, noisy } from "../../lib/library/checks/model.ts";

const folder = Deno.env.get("LYAP_DATA") ?? fromFileUrl(new URL("../../../shared/data", import.meta.url));

/** The bytes of one file of the authors; null where it is absent. */
export const paperBytes = (name: string): Uint8Array | null => {
  try {
    return Deno.readFileSync(`${folder}/${name}.npy`);
  } catch {
    console.warn(`skipped: no ${name}.npy in ${folder} (set LYAP_DATA)`);
    return null;
  }
};

/** One series of the authors; null where it is absent. */
export const paperSeries = (name: string, dt: number): Series | null => {
  const bytes = paperBytes(name);
  if (bytes === null) return null;
  const array = decodeNpy(bytes, name);
  if (E.isLeft(array)) throw new Error(array.left.what);
  const { shape, values } = array.right;
  return { values: Float64Array.from(values), rows: shape[0]!, columns: shape[1]!, dt };
};

/** The vector field of a flow. */
type Flow = (state: readonly number[]) => readonly number[];

/** Lorenz's system with σ = 10, β = 8/3. */
export const lorenzFlow = (rho: number): Flow => ([x, y, z]) => [
  10 * (y! - x!),
  x! * (rho - z!) - y!,
  x! * y! - (8 / 3) * z!,
];

/** An orbit by the classical method of Runge and Kutta, after a transient of 1000 steps. */
export const orbit = (flow: Flow, start: readonly number[], dt: number, rows: number): Series => {
  const along = (state: readonly number[], slope: readonly number[], by: number) =>
    state.map((value, index) => value + by * slope[index]!);
  const values = new Float64Array(rows * start.length);
  let state = start;
  for (let row = -1000; row < rows; row++) {
    const a = flow(state);
    const b = flow(along(state, a, dt / 2));
    const c = flow(along(state, b, dt / 2));
    const d = flow(along(state, c, dt));
    state = state.map((value, i) => value + (dt / 6) * (a[i]! + 2 * b[i]! + 2 * c[i]! + d[i]!));
    if (row >= 0) values.set(state, row * start.length);
  }
  return { values, rows, columns: start.length, dt };
};

/** Settings of a measure as a spec writes them. */
export const settingsOf = (spec: MeasureSpec): AnyMeasureSettings => {
  const result = decode(measureCodec, spec);
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left));
  return result.right;
};

/** The value of a measure as a spec writes it; fails when there is none. */
export const valueOf = (spec: MeasureSpec, context: MeasureContext): number => {
  const { value, why } = evaluateMeasure(settingsOf(spec), context);
  if (value === null) throw new Error(why);
  return value;
};
