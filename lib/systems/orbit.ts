/**
 * The orbit of a system of any kind: where it starts, how it goes on, and what is seen of it.
 *
 * @module
 */
import { constantHistory, delaySteps } from "./solvers/delay.ts";
import { iterate } from "./solvers/iteration.ts";
import { rungeKutta4, type Stepper } from "./solvers/runge_kutta.ts";
import { switchingSteps } from "./solvers/switching.ts";
import { observationOf, type Parameters, type System } from "./system.ts";

/** How the orbit of a system is computed. */
export interface Orbit {
  /** The state it starts from; for a delay equation the discretised history. */
  readonly start: Float64Array;
  /** The integration step in time units; 1 for maps. For a delay equation the nearest τ / n not above the one given. */
  readonly dt: number;
  /** Advances a state in place. */
  readonly advance: Stepper;
  /** Names of what is observed. */
  readonly variables: readonly string[];
  /** out ← what is observed at `state`. */
  readonly observe: (state: Float64Array, out: Float64Array) => void;
}

/**
 * The orbit of a system, by RK4 with a fixed step for flows and delay equations.
 *
 * @param system The system.
 * @param parameters All its parameters (`parametersOf`).
 * @param dt Integration step in time units; of no meaning for maps. Default: the system's own.
 * @param initialState Where to start; for a delay equation the constant history. Default: the system's own.
 *
 * @example Two steps of the logistic map
 * ```ts
 * import { orbitOf } from "./orbit.ts";
 * import { logistic } from "./logistic.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const orbit = orbitOf(logistic, { r: 4 }, 1, [0.75]);
 * const state = orbit.start.slice();
 * orbit.advance(state, 2);
 * assertAlmostEquals(state[0]!, 0.75);
 * ```
 */
export const orbitOf = (
  system: System,
  parameters: Parameters,
  dt: number = system.dt,
  initialState: readonly number[] = system.initialState(parameters),
): Orbit => {
  const { variables, of } = observationOf(system, parameters);
  switch (system.kind) {
    case "flow": {
      const field = system.field(parameters);
      const { rates, dimension, events } = field;
      const start = Float64Array.from(initialState);
      const advance = events === undefined
        ? rungeKutta4(rates, dimension, dt)
        : switchingSteps(field, events, dt).advance;
      return { start, dt, advance, variables, observe: of };
    }
    case "map": {
      const { step, dimension } = system.iteration(parameters);
      const start = Float64Array.from(initialState);
      return { start, dt: 1, advance: iterate(step, dimension), variables, observe: of };
    }
    case "delay": {
      const { rates, dimension, delay } = system.field(parameters);
      const solver = delaySteps(rates, dimension, delay, dt);
      return {
        start: constantHistory(initialState, solver.stepsPerDelay),
        dt: solver.dt,
        advance: solver.advance,
        variables,
        observe: (history, out) => of(history.subarray(history.length - dimension), out),
      };
    }
  }
};
