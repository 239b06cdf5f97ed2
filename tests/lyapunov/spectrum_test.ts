/** The QR method against exact spectra, and its verdicts on its own results. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { flowTangent, plainFlowTangent } from "../../lib/lyapunov/flow_tangent.ts";
import { lyapunovSpectrum } from "../../lib/lyapunov/spectrum.ts";
import { mapTangent } from "../../lib/lyapunov/tangent_map.ts";
import { stream, uniforms } from "../../lib/numerics/random.ts";
import { systems } from "../../lib/systems/catalogue.ts";
import { lorenz } from "../../lib/systems/lorenz.ts";
import { right } from "../either.ts";

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

const diagonalMap = (factors: readonly number[]) => ({
  dimension: factors.length,
  step: (state: Float64Array, out: Float64Array) => factors.forEach((f, i) => (out[i] = f * state[i]!)),
  jacobian: (_state: Float64Array, out: Float64Array) => {
    out.fill(0);
    factors.forEach((f, i) => (out[i * factors.length + i] = f));
  },
});

Deno.test("a diagonal map has the logarithms of its factors, for every k, in order", () => {
  const factors = [0.1, 0.9, -0.5, 0.3];
  const exact = [0.9, 0.5, 0.3, 0.1].map(Math.log);
  for (const k of [1, 2, 3, 4]) {
    for (const orthonormaliseEvery of [1, 7]) {
      const spectrum = right(lyapunovSpectrum(mapTangent(diagonalMap(factors)), {
        state: [1, 1, 1, 1],
        k,
        steps: 2000,
        orthonormaliseEvery,
        unit: "nats/step",
      }));
      assertEquals(spectrum.exponents.length, k);
      spectrum.exponents.forEach((value, i) => assertAlmostEquals(value, exact[i]!, 1e-9));
      assertAlmostEquals(spectrum.meanLogDeterminant!, sum(exact), 1e-9);
      assert(spectrum.converged);
      assertEquals(spectrum.kaplanYorke, { value: 0, standardError: 0 });
    }
  }
});

Deno.test("a random linear map: exponents sum to ln |det J| and the first is the spectral radius's logarithm", () => {
  const dimension = 12;
  const matrix = uniforms(stream(1, "matrix"), dimension * dimension, -0.2, 0.2);
  for (let i = 0; i < dimension; i++) matrix[i * dimension + i]! += 0.5;
  const map = {
    dimension,
    step: (_state: Float64Array, out: Float64Array) => out.fill(0),
    jacobian: (_state: Float64Array, out: Float64Array) => out.set(matrix),
  };
  const spectrum = right(lyapunovSpectrum(mapTangent(map), {
    state: new Float64Array(dimension),
    steps: 4000,
    unit: "nats/step",
  }));
  assertAlmostEquals(sum(spectrum.exponents), spectrum.meanLogDeterminant!, 1e-9);
  assert(spectrum.exponents.every((value, i) => i === 0 || value <= spectrum.exponents[i - 1]!));
});

Deno.test("the unrolled loop gives the bits of the plain one, for every dimension and k", () => {
  for (const system of Object.values(systems)) {
    if (system.kind !== "flow") continue;
    const field = system.field(system.parameters);
    if (field.dimension > 4) continue;
    const fused = flowTangent(field, system.dt);
    for (let k = 1; k <= field.dimension; k++) {
      assert(fused.fused!(k) !== undefined, `${system.name} has an unrolled loop`);
      const options = {
        state: system.initialState(system.parameters),
        k,
        steps: 3001,
        transient: 100,
        tangentTransient: 100,
        orthonormaliseEvery: k,
        unit: "nats/time" as const,
        dt: system.dt,
      };
      assertEquals(
        lyapunovSpectrum(fused, options),
        lyapunovSpectrum(plainFlowTangent(field, system.dt), options),
        `${system.name}, k = ${k}`,
      );
    }
  }
});

Deno.test("the result does not depend on how often is orthonormalised, beyond rounding", () => {
  const field = lorenz.field({ sigma: 10, rho: 28, beta: 8 / 3 });
  const [each, fifth] = [1, 5].map((orthonormaliseEvery) =>
    right(lyapunovSpectrum(flowTangent(field, 0.01), {
      state: [1, 1, 20],
      steps: 2000,
      transient: 1000,
      tangentTransient: 1000,
      orthonormaliseEvery,
      unit: "nats/time",
      dt: 0.01,
    }))
  );
  each!.exponents.forEach((value, i) => assertAlmostEquals(value, fifth!.exponents[i]!, 1e-7));
});

Deno.test("an orbit that leaves all bounds is reported with the step at which it does", () => {
  const squaring = {
    dimension: 1,
    step: (x: Float64Array, out: Float64Array) => void (out[0] = x[0]! * x[0]!),
    jacobian: (x: Float64Array, out: Float64Array) => void (out[0] = 2 * x[0]!),
  };
  // 2^(2^n) is no number from n = 10 on.
  for (const [transient, tangentTransient] of [[0, 0], [4, 3], [500, 0], [0, 500]] as const) {
    const result = lyapunovSpectrum(mapTangent(squaring), {
      state: [2],
      steps: 1000,
      transient,
      tangentTransient,
      unit: "nats/step",
    });
    assertEquals(result, E.left({ _tag: "NonFiniteOrbit", step: 10 }));
  }
});

Deno.test("a direction that a singular Jacobian kills has the exponent −∞ and leaves the others alone", () => {
  const spectrum = right(lyapunovSpectrum(mapTangent(diagonalMap([0.5, 0, 0.25])), {
    state: [1, 1, 1],
    steps: 1000,
    unit: "nats/step",
  }));
  assertAlmostEquals(spectrum.exponents[0]!, Math.log(0.5), 1e-12);
  assertAlmostEquals(spectrum.exponents[1]!, Math.log(0.25), 1e-12);
  assertEquals(spectrum.exponents[2], -Infinity);
  assertEquals(spectrum.meanLogDeterminant, -Infinity);
});

Deno.test("a drifting average is not called converged", () => {
  // The factor of the map goes slowly from 1 to 3 with the state.
  const drifting = {
    dimension: 1,
    step: (x: Float64Array, out: Float64Array) => void (out[0] = x[0]! + 1e-4),
    jacobian: (x: Float64Array, out: Float64Array) => void (out[0] = 1 + x[0]!),
  };
  const options = {
    state: [0],
    steps: 20_000,
    transient: 0,
    tangentTransient: 0,
    unit: "nats/step" as const,
  };
  assertEquals(right(lyapunovSpectrum(mapTangent(drifting), options)).converged, false);
});

Deno.test("standard errors cover the deviation from the exact exponent", () => {
  // Sixty orbits of the logistic map, whose exponent is ln 2: about 68 per cent within one standard error.
  const map = mapTangent({
    dimension: 1,
    step: (x: Float64Array, out: Float64Array) => void (out[0] = 3.999999 * x[0]! * (1 - x[0]!)),
    jacobian: (x: Float64Array, out: Float64Array) => void (out[0] = 3.999999 * (1 - 2 * x[0]!)),
  });
  const within = Array.from(uniforms(stream(4, "starts"), 60, 0.1, 0.9)).filter((start) => {
    const { exponents, standardErrors } = right(
      lyapunovSpectrum(map, { state: [start], steps: 4000, unit: "nats/step" }),
    );
    return Math.abs(exponents[0]! - Math.LN2) < 2 * standardErrors[0]!;
  });
  assert(within.length >= 45, `${within.length} of 60 lie within two standard errors`);
});
