/**
 * What must hold of every system.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { exponentsOfSystem } from "../../lyapunov/exponents.ts";
import { describeError } from "../../core/program/errors.ts";
import { durationInWords, orbitSeconds } from "../../steps/outlook.ts";
import { orbitOf } from "../../systems/orbit.ts";
import { type Parameters, parametersOf, type System } from "../../systems/system.ts";
import { type Check, refuse, sameBits } from "./check.ts";

/** Seconds that an orbit of 100 typical times may take; most systems take a few. */
const PATIENCE = 3600;

/** The default parameters and those of every named set. */
const settingsOf = (system: System): readonly Parameters[] =>
  [{}, ...Object.values(system.parameterSets ?? {})].map((given) => {
    const parameters = parametersOf(system, given as Parameters);
    return E.isLeft(parameters) ? refuse(JSON.stringify(parameters.left)) : parameters.right;
  });

type Fill = (state: Float64Array, out: Float64Array) => void;

/** The first deviation of a Jacobian from a central difference; null if there is none. */
const deviation = (evaluate: Fill, jacobian: Float64Array, state: Float64Array): string | null => {
  const size = state.length;
  const [ahead, behind] = [new Float64Array(size), new Float64Array(size)];
  for (let j = 0; j < size; j++) {
    // Small enough a step for piecewise linear equations too.
    const step = 1e-5 * Math.max(1, Math.abs(state[j]!));
    const shifted = state.slice();
    shifted[j] = state[j]! + step;
    evaluate(shifted, ahead);
    shifted[j] = state[j]! - step;
    evaluate(shifted, behind);
    for (let i = 0; i < size; i++) {
      const found = (ahead[i]! - behind[i]!) / (2 * step);
      const stated = jacobian[i * size + j]!;
      if (!(Math.abs(stated - found) <= 1e-6 * (1 + Math.abs(found) + Math.abs(state[i]!)))) {
        return `row ${i + 1}, column ${j + 1} is ${stated} at ${
          state.join(", ")
        }, and differences give ${found}`;
      }
    }
  }
  return null;
};

const wrongJacobian = (system: System, parameters: Parameters, state: Float64Array): string | null => {
  if (system.kind === "delay") {
    const { dimension, rates, jacobian } = system.field(parameters);
    const [now, past] = [state.slice(-dimension), state.slice(0, dimension)];
    const [byNow, byPast] = [
      new Float64Array(dimension * dimension),
      new Float64Array(dimension * dimension),
    ];
    jacobian(now, past, byNow, byPast);
    return deviation((x, out) => rates(x, past, out), byNow, now) ??
      deviation((x, out) => rates(now, x, out), byPast, past);
  }
  const bound = system.kind === "flow" ? system.field(parameters) : system.iteration(parameters);
  const jacobian = new Float64Array(bound.dimension * bound.dimension);
  bound.jacobian(state, jacobian);
  return deviation("rates" in bound ? bound.rates : bound.step, jacobian, state);
};

/**
 * Tries something at some points of the orbit of each set of parameters, a given number of typical times
 * apart.
 */
const along = (
  system: System,
  points: number,
  apart: number,
  tried: (parameters: Parameters, state: Float64Array, observed: Float64Array) => string | null,
): string | null => {
  for (const parameters of settingsOf(system)) {
    const orbit = orbitOf(system, parameters);
    const state = orbit.start.slice();
    const observed = new Float64Array(orbit.variables.length);
    for (let point = 0; point < points; point++) {
      orbit.observe(state, observed);
      const fault = tried(parameters, state, observed);
      if (fault !== null) return fault;
      orbit.advance(state, Math.max(1, Math.round(apart * system.timeScale / orbit.dt)));
    }
  }
  return null;
};

const checksOfOrbit = (system: System): readonly Check[] => [
  {
    says: "the same state has the same next one",
    fault: () => {
      const [one, two] = [0, 1].map(() => {
        const { start, dt, advance } = orbitOf(system, system.parameters);
        const state = start.slice();
        advance(state, Math.max(1, Math.round(20 * system.timeScale / dt)));
        return state;
      });
      return sameBits(one!, two!) ? null : "it remembers, or draws random numbers";
    },
  },
  {
    says: "its orbit stays finite",
    fault: () =>
      along(
        system,
        200,
        1,
        (_, __, observed) => observed.every(Number.isFinite) ? null : `it comes to ${observed}`,
      ),
  },
  {
    says: "its Jacobian is the derivative of its equations all along the orbit",
    fault: () => along(system, 12, 0.37, (parameters, state) => wrongJacobian(system, parameters, state)),
  },
  {
    says: "its exponents are finite, and sum to the mean of ln |det J|",
    fault: () => {
      const found = exponentsOfSystem(system, system.parameters, {
        time: 60 * system.timeScale,
        transient: 20 * system.timeScale,
      });
      if (E.isLeft(found)) return describeError(found.left).join("; ");
      const { exponents, meanLogDeterminant } = found.right.spectrum;
      if (!exponents.every(Number.isFinite)) return `they are ${exponents.join(", ")}`;
      const sum = exponents.reduce((total, each) => total + each, 0);
      return meanLogDeterminant === null || Math.abs(sum - meanLogDeterminant) <= 2e-3 * (1 + Math.abs(sum))
        ? null
        : `the sum is ${sum} and the mean ${meanLogDeterminant}; a shorter dt may bring them together`;
    },
  },
];

/** What must hold of a system. */
export const checksOfSystem = (system: System): readonly Check[] => {
  const steps = 100 * system.timeScale / system.dt;
  const seconds = orbitSeconds(steps, system.variables(system.parameters).length);
  return [
    {
      says: "its description is complete",
      fault: () =>
        system.title.length === 0
          ? "it has no title"
          : !(system.dt > 0 && system.timeScale >= system.dt)
          ? `its timeScale, ${system.timeScale}, is below its dt, ${system.dt}`
          : system.kind === "map" && system.dt !== 1
          ? "a map has dt 1"
          : null,
    },
    {
      says: "it has an initial state for each of its parameter sets, and refuses unknown parameters",
      fault: () =>
        settingsOf(system).some((given) =>
            system.initialState(given).length !== system.variables(given).length
          )
          ? "its initial state has more or fewer numbers than there are variables"
          : E.isLeft(parametersOf(system, { "no such parameter": 1 }))
          ? null
          : "it takes any parameter",
    },
    ...(seconds <= PATIENCE ? checksOfOrbit(system) : [{
      says: "its orbit takes a feasible time",
      fault: () =>
        `100 typical times would take ${durationInWords(seconds)}: a typical time has ${steps / 100} steps`,
    }]),
  ];
};
