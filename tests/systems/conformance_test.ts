/** What every system of the catalogue must hold to. */
import { assert, assertAlmostEquals, assertEquals, assertLess } from "@std/assert/mod.js";
import { checksOfSystem } from "../../lib/library/checks/system.ts";
import { certifiedSpectra as certified } from "../../lib/lyapunov/certified_spectra.ts";
import { exponentsOfSystem } from "../../lib/lyapunov/exponents.ts";
import { systems, written } from "../../lib/systems/catalogue.ts";
import { orbitOf } from "../../lib/systems/orbit.ts";
import { type Parameters, parametersOf, type System } from "../../lib/systems/system.ts";
import { testAll } from "../conformance.ts";
import { right } from "../either.ts";

const isWritten = (system: System): boolean => written.includes(system);
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** The default parameters and those of every named set. */
const settingsOf = (system: System): readonly Parameters[] =>
  [{}, ...Object.values(system.parameterSets ?? {})].map((given) =>
    right(parametersOf(system, given as Parameters))
  );

for (const [name, system] of Object.entries(systems)) {
  testAll(name, checksOfSystem(system));

  Deno.test(`${name}: the catalogue has it under its name, with equations, sources and exponents`, () => {
    assertEquals(system.name, name);
    assert(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name));
    assert(system.equations.length > 0 && system.bibliography.length > 0);
    assert(system.referenceExponents.length > 0 || Object.hasOwn(certified, name));
    for (const { source, exponents, tolerance } of system.referenceExponents) {
      assert(source.length > 0);
      assert(typeof tolerance === "number" ? tolerance > 0 : tolerance.length === exponents.length);
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
