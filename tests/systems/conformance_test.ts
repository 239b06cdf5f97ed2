/** What every system of the catalogue must hold to. */
import { assert, assertAlmostEquals, assertEquals, assertLess } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { certifiedSpectra as certified } from "../../lib/lyapunov/certified_spectra.ts";
import { exponentsOfSystem } from "../../lib/lyapunov/exponents.ts";
import { systems, written } from "../../lib/systems/catalogue.ts";
import { orbitOf } from "../../lib/systems/orbit.ts";
import { type Parameters, parametersOf, type System } from "../../lib/systems/system.ts";

const right = <A>(result: E.Either<unknown, A>): A => {
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left));
  return result.right;
};
const isWritten = (system: System): boolean => written.includes(system);
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** The default parameters and those of every named set. */
const settingsOf = (system: System): readonly Parameters[] =>
  [{}, ...Object.values(system.parameterSets ?? {})].map((given) =>
    right(parametersOf(system, given as Parameters))
  );

/** ∂f_i/∂x_j for all i by a central difference; small enough a step for piecewise linear equations too. */
const difference = (
  evaluate: (state: Float64Array, out: Float64Array) => void,
  state: Float64Array,
  j: number,
  size: number,
): Float64Array => {
  const step = 1e-5 * Math.max(1, Math.abs(state[j]!));
  const [ahead, behind] = [new Float64Array(size), new Float64Array(size)];
  const shifted = state.slice();
  shifted[j] = state[j]! + step;
  evaluate(shifted, ahead);
  shifted[j] = state[j]! - step;
  evaluate(shifted, behind);
  return ahead.map((value, i) => (value - behind[i]!) / (2 * step));
};

const assertJacobian = (
  evaluate: (state: Float64Array, out: Float64Array) => void,
  jacobian: Float64Array,
  state: Float64Array,
  what: string,
) => {
  const size = state.length;
  for (let j = 0; j < size; j++) {
    const expected = difference(evaluate, state, j, size);
    for (let i = 0; i < size; i++) {
      const tolerance = 1e-6 * (1 + Math.abs(expected[i]!) + Math.abs(state[i]!));
      assertAlmostEquals(jacobian[i * size + j]!, expected[i]!, tolerance, `${what}: entry (${i}, ${j})`);
    }
  }
};

/** Compares Jacobian and differences at one state; leaves out a map that jumps there, as one modulo 2π does. */
const checkJacobian = (system: System, parameters: Parameters, state: Float64Array) => {
  if (system.kind === "delay") {
    const { dimension, rates, jacobian } = system.field(parameters);
    const [now, past] = [state.slice(-dimension), state.slice(0, dimension)];
    const [byNow, byPast] = [new Float64Array(dimension ** 2), new Float64Array(dimension ** 2)];
    jacobian(now, past, byNow, byPast);
    assertJacobian((x, out) => rates(x, past, out), byNow, now, "by the present state");
    assertJacobian((x, out) => rates(now, x, out), byPast, past, "by the delayed state");
    return;
  }
  const bound = system.kind === "flow" ? system.field(parameters) : system.iteration(parameters);
  const jacobian = new Float64Array(bound.dimension ** 2);
  bound.jacobian(state, jacobian);
  assertJacobian("rates" in bound ? bound.rates : bound.step, jacobian, state, system.name);
};

for (const [name, system] of Object.entries(systems)) {
  Deno.test(`${name}: its description is complete and consistent`, () => {
    assertEquals(system.name, name);
    assert(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name));
    assert(system.title.length > 0 && system.equations.length > 0 && system.bibliography.length > 0);
    assert(system.dt > 0 && system.timeScale >= system.dt && (system.kind !== "map" || system.dt === 1));
    assert(system.referenceExponents.length > 0 || Object.hasOwn(certified, name));
    for (const { source, exponents, tolerance } of system.referenceExponents) {
      assert(source.length > 0);
      assert(typeof tolerance === "number" ? tolerance > 0 : tolerance.length === exponents.length);
    }
    for (const parameters of settingsOf(system)) {
      assertEquals(system.initialState(parameters).length, system.variables(parameters).length);
    }
    assertEquals(parametersOf(system, { "no such parameter": 1 })._tag, "Left");
  });

  Deno.test(`${name}: the analytic Jacobian agrees with differences along the orbit`, () => {
    for (const parameters of settingsOf(system)) {
      const orbit = orbitOf(system, parameters);
      const state = orbit.start.slice();
      for (let point = 0; point < 12; point++) {
        checkJacobian(system, parameters, state);
        orbit.advance(state, Math.max(1, Math.round(0.37 * system.timeScale / orbit.dt)));
      }
    }
  });

  Deno.test(`${name}: the orbit stays bounded`, () => {
    for (const parameters of settingsOf(system)) {
      const orbit = orbitOf(system, parameters);
      const state = orbit.start.slice();
      const observed = new Float64Array(orbit.variables.length);
      for (let point = 0; point < 200; point++) {
        orbit.advance(state, Math.max(1, Math.round(system.timeScale / orbit.dt)));
        orbit.observe(state, observed);
        assert(observed.every((value) => Math.abs(value) < 10_000), `${observed}`);
      }
    }
  });

  if (isWritten(system)) {
    Deno.test(`${name}: the exponents of a short orbit add up to the mean divergence`, () => {
      const { spectrum } = right(exponentsOfSystem(system, {}, {
        time: 60 * system.timeScale,
        transient: 20 * system.timeScale,
      }));
      assert(spectrum.exponents.every(Number.isFinite), `${spectrum.exponents}`);
      if (spectrum.meanLogDeterminant === null) return;
      const total = sum(spectrum.exponents);
      assertAlmostEquals(total, spectrum.meanLogDeterminant, 2e-3 * (1 + Math.abs(total)));
    });
  }

  // Those of systems written as text are held to the certified spectra, in certified_test.ts.
  for (const reference of isWritten(system) ? [] : system.referenceExponents) {
    const { parameters, exponents: known, tolerance, source, time, kaplanYorke } = reference;
    Deno.test(`${name} ${JSON.stringify(parameters)}: exponents agree with ${source}`, () => {
      const { spectrum } = right(exponentsOfSystem(system, parameters, time === undefined ? {} : { time }));
      const { exponents, standardErrors, meanLogDeterminant } = spectrum;
      known.forEach((value, i) => {
        const allowed = typeof tolerance === "number" ? tolerance : tolerance[i]!;
        assertAlmostEquals(exponents[i]!, value, allowed, `λ${i + 1}`);
      });
      if (kaplanYorke !== undefined) {
        assertAlmostEquals(
          spectrum.kaplanYorke?.value,
          kaplanYorke.value,
          kaplanYorke.tolerance,
          "dimension",
        );
      }
      if (meanLogDeterminant !== null) {
        const total = sum(exponents);
        assertAlmostEquals(total, meanLogDeterminant, 5e-4 * (1 + Math.abs(total)), "sum of the exponents");
      }
      const zeros = exponents.filter((value, i) => Math.abs(value) <= 3 * standardErrors[i]! + 2e-3);
      assert(zeros.length >= system.zeroExponents, `${zeros.length} exponents near zero in ${exponents}`);
      assertLess(Math.max(...standardErrors), 1, "standard errors");
    });
  }
}

Deno.test("the catalogue holds at least 150 systems, each under its own name", () => {
  assert(Object.keys(systems).length >= 150);
  assertEquals(Object.keys(systems).slice(-written.length), written.map(({ name }) => name));
});

Deno.test("no flow written as text has a jump", () => {
  for (const { name, kind, equations } of written) {
    assert(kind === "map" || !/\b(sign|floor|mod)\(/.test(equations.join(" ")), name);
  }
});
