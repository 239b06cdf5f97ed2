/**
 * Series from equations.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { cannotCompute, type LyapError } from "../core/program/errors.ts";
import { known } from "../core/codec/codec.ts";
import { systemOf, systems } from "../systems/catalogue.ts";
import { dormandPrince } from "../systems/solvers/dormand_prince.ts";
import { type Orbit, orbitOf } from "../systems/orbit.ts";
import type { System } from "../systems/system.ts";
import type { SystemSource } from "./generate_settings.ts";
import { withNoise } from "./noise.ts";
import type { Series } from "./series.ts";

/** The state at each sample, asked for in order. */
const statesOf = (
  { solver, steps, transient, dt, substeps, parameters, tolerance }: SystemSource,
  system: System,
  orbit: Orbit,
): E.Either<LyapError, (row: number) => Float64Array> => {
  const state = orbit.start.slice();
  if (solver === "rk4" || system.kind !== "flow") {
    orbit.advance(state, transient * substeps);
    return E.right((row) => {
      if (row > 0) orbit.advance(state, substeps);
      return state;
    });
  }
  const { rates, dimension } = system.field(parameters);
  const times = Float64Array.from({ length: steps }, (_, row) => (transient + row) * dt);
  return pipe(
    dormandPrince(rates, state, times, { relative: tolerance, absolute: tolerance }),
    E.map((states) => (row: number) => states.subarray(row * dimension, (row + 1) * dimension)),
  );
};

/** A series with the names of its columns. */
export interface NamedSeries {
  /** The numbers. */
  readonly series: Series;
  /** A name for each column. */
  readonly variables: readonly string[];
}

/**
 * The trajectory of a system as a series: by RK4 with `substeps` steps per sample for flows and delay equations, or by
 * the method of Dormand and Prince where the settings ask for it.
 *
 * @param settings What `systemSource` decodes: which system, at which parameters, how long, sampled how often.
 * @returns The series with the names of its columns. Left: the orbit is not finite, or there is no such system.
 *
 * @example Two samples of the logistic map
 * ```ts
 * import { generate } from "./generate.ts";
 * import { systemSource } from "./generate_settings.ts";
 * import { decode } from "../core/codec/codec.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 * import { pipe } from "fp-ts/function.js";
 * import * as E from "fp-ts/Either.js";
 *
 * const made = pipe(
 *   decode(systemSource, { kind: "system", system: "logistic", initialState: [0.5], transient: 0, steps: 2 }),
 *   E.chainW(generate),
 * );
 * assertEquals(made._tag === "Right" && [...made.right.series.values], [0.5, 1]);
 * ```
 */
export const generate = (settings: SystemSource): E.Either<LyapError, NamedSeries> => {
  const found = systemOf(settings);
  if (E.isLeft(found)) {
    return E.left(
      cannotCompute(
        `There is no system "${settings.system}"`,
        `known are ${known(Object.keys(systems))}`,
      ),
    );
  }
  return trajectoryOf(found.right, settings);
};

/** The trajectory of a system that is at hand. */
export const trajectoryOf = (
  system: System,
  settings: SystemSource,
): E.Either<LyapError, NamedSeries> => {
  const { dt, substeps, steps: rows, observe } = settings;
  const orbit = orbitOf(system, settings.parameters, dt / substeps, settings.initialState);
  const columns = observe.map((name) => orbit.variables.indexOf(name));
  const width = columns.length;
  const values = new Float64Array(rows * width);
  const observed = new Float64Array(orbit.variables.length);
  const states = statesOf(settings, system, orbit);
  if (E.isLeft(states)) return states;
  for (let row = 0; row < rows; row++) {
    orbit.observe(states.right(row), observed);
    for (let c = 0; c < width; c++) {
      const value = observed[columns[c]!]!;
      if (!Number.isFinite(value)) {
        return E.left(cannotCompute(
          `The orbit of ${system.title} is no longer finite at sample ${row + 1}`,
          "take a smaller dt or more substeps, or parameters at which the orbit stays bounded",
        ));
      }
      values[row * width + c] = value;
    }
  }
  const clean: Series = { values, rows, columns: width, dt };
  return E.right({ series: withNoise(clean, settings.noise, settings.seed), variables: observe });
};
