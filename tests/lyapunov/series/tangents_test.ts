/** λ₁ from maps along main axes: right where other ways fail, and distrusted where there is nothing to follow. */
import { assert, assertAlmostEquals, assertEquals, assertLess } from "@std/assert/mod.js";
import { certifiedSpectra } from "../../../lib/lyapunov/certified_spectra.ts";
import { longTailDrawnIn, tailsDrawnIn } from "../../../lib/lyapunov/series/drawn_in.ts";
import { standardisedSignal } from "../../../lib/lyapunov/series/state_space.ts";
import {
  ofWindows,
  type TangentEstimate,
  tangentEstimate,
} from "../../../lib/lyapunov/series/tangent_estimate.ts";
import { exp } from "../../../lib/numerics/elementary.ts";
import { normals, stream } from "../../../lib/numerics/random.ts";
import { systems } from "../../../lib/systems/catalogue.ts";
import { orbitOf } from "../../../lib/systems/orbit.ts";

/** The first variable of a system of the catalogue, on its attractor. */
const observed = (name: string, rows: number, substeps: number) => {
  const system = systems[name]!;
  const orbit = orbitOf(system, system.parameters);
  const state = orbit.start.slice();
  const seen = new Float64Array(orbit.variables.length);
  orbit.advance(state, 5000 * substeps);
  const values = Float64Array.from({ length: rows }, () => {
    orbit.advance(state, substeps);
    orbit.observe(state, seen);
    return seen[0]!;
  });
  return { values, dt: system.kind === "map" ? 1 : substeps * orbit.dt };
};

const found = (values: Float64Array, isFlow: boolean, delay = 5): TangentEstimate => {
  const estimate = tangentEstimate([standardisedSignal(values)], { isFlow, theiler: 60, delay });
  assert(estimate !== undefined);
  return estimate;
};

for (const [name, substeps] of [["lorenz", 3], ["hyperchaotic-pang", 4], ["coullet", 5]] as const) {
  Deno.test(`${name}: λ₁ from one variable, with one or two exponents of zero or more beside it`, () => {
    const { values, dt } = observed(name, 12_000, substeps);
    const { lambda1, standardError, worst } = found(values, true);
    const truth = certifiedSpectra[name]!.exponents[0]!;
    assertLess(Math.abs(lambda1 / dt - truth), 2.5 * standardError / dt);
    assertLess(standardError, 0.25 * lambda1);
    assertLess(worst, -4);
  });
}

Deno.test("neighbours beyond a jump do not spoil the maps on this side", () => {
  const { values } = observed("standard-map", 20_000, 1);
  const { lambda1, worst } = found(values, false, 1);
  assertAlmostEquals(lambda1, certifiedSpectra["standard-map"]!.exponents[0]!, 0.1);
  assertLess(worst, -4);
});

Deno.test("smooth noise has no maps that take its velocity on", () => {
  const shocks = normals(stream(4, "shocks"), 6000);
  const values = new Float64Array(6000);
  for (let i = 2; i < values.length; i++) {
    values[i] = 1.93 * values[i - 1]! - 0.97 * values[i - 2]! + shocks[i]!;
  }
  assertLess(-1.5, found(values, true).worst);
});

Deno.test("noise on a series shows as errors that are large beside the distance of neighbours", () => {
  const { values } = observed("lorenz", 8000, 3);
  const noise = normals(stream(5, "noise"), values.length);
  const clean = found(values, true);
  const noisy = found(values.map((value, i) => value + 0.08 * noise[i]!), true);
  assertLess(clean.share, -4);
  assertLess(-3, noisy.share);
});

Deno.test("a series that is too short has no estimate", () => {
  const values = standardisedSignal(observed("lorenz", 150, 3).values);
  assertEquals(tangentEstimate([values], { isFlow: true, theiler: 30, delay: 5 }), undefined);
});

Deno.test("windows whose maps are much worse than the best say nothing, and those that are kept give the spread", () => {
  const window = { copies: 8, delay: 1, directions: 3, step: 2 };
  const at = (lambda1: number, worst: number) => ({ window, lambda1, worst, share: -9, standardError: 0.01 });
  const agreeing = ofWindows([at(1, -6), at(1.02, -5.9), at(0.98, -5.8), at(9, -5)]);
  assertEquals([agreeing.lambda1, agreeing.kept.length], [1, 3]);
  assertLess(agreeing.standardError, 0.05);
  const apart = ofWindows([at(1, -6), at(1.6, -5.9)]);
  assertAlmostEquals(apart.standardError, 0.3, 0.02);
});

Deno.test("spikes are drawn in whichever way they point, and what has none keeps its order", () => {
  const spikes = Float64Array.from({ length: 1000 }, (_, i) => exp(i % 10));
  const drawn = [
    longTailDrawnIn(spikes),
    longTailDrawnIn(spikes.map((value) => -value)),
    tailsDrawnIn(spikes),
  ];
  const steps = (values: Float64Array) => [values[9]! - values[8]!, values[5]! - values[4]!].map(Math.abs);
  const [own, before] = steps(standardisedSignal(spikes));
  for (const each of drawn) {
    const [last, middle] = steps(each);
    assertLess(last! / middle!, own! / before! / 10);
  }
  drawn[0]!.forEach((value, i) => assertAlmostEquals(value, -drawn[1]![i]!, 1e-12));
  const still = new Float64Array(100);
  still[3] = 1;
  assertEquals(tailsDrawnIn(still), still);
});
