/** The three theorems of the paper on ‖∂z_T/∂z_1‖, on systems whose exponents are known. */
import { assert, assertAlmostEquals, assertEquals, assertLess } from "@std/assert/mod.js";
import { exponentsOfSystem, tangentOf } from "../../lib/lyapunov/exponents.ts";
import { type GradientNormOptions, gradientNormsAlong } from "../../lib/lyapunov/gradient_norms.ts";
import type { GradientNorms } from "../../lib/lyapunov/result.ts";
import { spectralNorm } from "../../lib/lyapunov/spectral_norm.ts";
import { mapTangent } from "../../lib/lyapunov/tangent_map.ts";
import { stream, uniforms } from "../../lib/numerics/random.ts";
import { systems } from "../../lib/systems/catalogue.ts";
import { type Parameters, parametersOf } from "../../lib/systems/system.ts";
import { right } from "../either.ts";

const normsOf = (
  name: string,
  given: Parameters,
  options: Partial<GradientNormOptions> & { readonly dt?: number } = {},
): GradientNorms => {
  const system = systems[name]!;
  const parameters = right(parametersOf(system, given));
  const tangent = tangentOf(system, parameters, options.dt);
  return right(gradientNormsAlong(tangent, { state: system.initialState(parameters), ...options }));
};
const last = (values: readonly number[]) => values[values.length - 1]!;

Deno.test("theorem 1: at a fixed point the norm decays at the rate of its leading eigenvalue", () => {
  // λ₁ = −0.1 per time unit, that is −0.005 per step of 0.05.
  const { slope, logNorms, lengths } = normsOf("damped-pendulum", {}, { transient: 4000 });
  assertAlmostEquals(slope.value, -0.005, 1e-5);
  assertEquals(last(lengths), 10_000);
  assertLess(last(logNorms), -49);
});

Deno.test("theorem 1: on a cycle of a map the norm decays, over 10,000 steps and thousands of decades", () => {
  // The 2-cycle at r = 3.2 has multiplier 0.16.
  const { slope, logNorms } = normsOf("logistic", { r: 3.2 });
  assertAlmostEquals(slope.value, Math.log(0.16) / 2, 1e-4);
  assertLess(last(logNorms), -9000);
});

Deno.test("theorem 2: on a chaotic attractor the norm grows at λ₁, for flows and maps", () => {
  for (
    const [name, given, starts] of [["lorenz", { rho: 38 }, 8], ["henon", {}, 8], [
      "roessler",
      {},
      6,
    ]] as const
  ) {
    const system = systems[name]!;
    const { slope, logNorms } = normsOf(name, given, {
      starts,
      dt: system.dt,
      lengths: [10, 100, 1000, 3000, 10_000, 20_000],
      spacing: 20_000,
    });
    const { spectrum } = right(exponentsOfSystem(system, given, { time: 300_000 * system.dt }));
    const lambda = spectrum.exponents[0]! * system.dt;
    const error = spectrum.standardErrors[0]! * system.dt;
    assertAlmostEquals(slope.value, lambda, 4 * Math.sqrt(slope.standardError ** 2 + error ** 2), name);
    assertAlmostEquals(slope.value, lambda, 0.12 * lambda, name);
    assert(last(logNorms) > 20, `${name}: ${logNorms}`);
  }
});

Deno.test("theorem 3: on a quasi-periodic torus the norm stays bounded by every exponential", () => {
  const { slope, logNorms } = normsOf("torus", {});
  assertAlmostEquals(slope.value, 0, 1e-6);
  logNorms.forEach((value) => assertLess(Math.abs(value), 1));
});

Deno.test("theorem 3: where orbits shear, the norm diverges, but slower than every exponential", () => {
  // The twist of the standard map at K = 0: ‖∂z_T/∂z_1‖ grows as T − 1.
  const { logNorms, lengths } = normsOf("standard-map", { K: 0 });
  logNorms.forEach((value, i) => assertAlmostEquals(value, Math.log(lengths[i]! - 1), 0.02));
});

Deno.test("the norm counts T − 1 Jacobians, and depends on the start by the error that it states", () => {
  const { logNorms, standardErrors } = normsOf("logistic", {}, { lengths: [1, 2], starts: 4, transient: 0 });
  assertEquals([logNorms[0], standardErrors[0]], [0, 0]);
  assert(standardErrors[1]! > 0);
});

Deno.test("a product that becomes zero has the slope −∞, and an orbit without bounds is reported", () => {
  const zero = mapTangent({
    dimension: 1,
    step: (_x, out) => out.fill(0),
    jacobian: (_x, out) => out.fill(0),
  });
  assertEquals(right(gradientNormsAlong(zero, { state: [1] })).slope.value, -Infinity);
  const squaring = mapTangent({
    dimension: 1,
    step: (x, out) => void (out[0] = x[0]! * x[0]!),
    jacobian: (x, out) => void (out[0] = 2 * x[0]!),
  });
  assertEquals(gradientNormsAlong(squaring, { state: [2], transient: 0 })._tag, "Left");
});

Deno.test("the spectral norm: of rotations 1, of a diagonal its largest, of a product at most the product", () => {
  const size = 7;
  const random = (name: string) => uniforms(stream(2, name), size * size, -1, 1);
  const [a, b] = [random("a"), random("b")];
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      for (let l = 0; l < size; l++) product[i * size + j]! += a[i * size + l]! * b[l * size + j]!;
    }
  }
  assertLess(spectralNorm(product, size), spectralNorm(a, size) * spectralNorm(b, size));
  assertAlmostEquals(spectralNorm(Float64Array.of(3, 0, 0, -5), 2), 5, 1e-14);
  assertAlmostEquals(spectralNorm(Float64Array.of(0.6, -0.8, 0.8, 0.6), 2), 1, 1e-15);
  assertEquals(spectralNorm(new Float64Array(9), 3), 0);
  // The norm is the largest stretching: no vector is stretched more, and power iteration comes near it.
  let vector = Array.from(uniforms(stream(3, "v"), size, -1, 1));
  let stretched = 0;
  for (let step = 0; step < 200; step++) {
    const image = Array.from(
      { length: size },
      (_, i) => vector.reduce((s, v, j) => s + a[i * size + j]! * v, 0),
    );
    const back = Array.from(
      { length: size },
      (_, j) => image.reduce((s, v, i) => s + a[i * size + j]! * v, 0),
    );
    stretched = Math.sqrt(image.reduce((s, v) => s + v * v, 0) / vector.reduce((s, v) => s + v * v, 0));
    const length = Math.sqrt(back.reduce((s, v) => s + v * v, 0));
    vector = back.map((v) => v / length);
  }
  assertAlmostEquals(spectralNorm(a, size), stretched, 1e-9);
});
