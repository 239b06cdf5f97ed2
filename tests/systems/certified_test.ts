/**
 * The certified spectra of `fixtures/spectra.json`: complete, consistent, and found again by computing a part
 * once more.
 */
import { assert, assertAlmostEquals, assertEquals, assertLess } from "@std/assert/mod.js";
import listed from "../../fixtures/listed_spectra.json" with { type: "json" };
import { certifiedSpectra as certified } from "../../lib/lyapunov/certified_spectra.ts";
import { type CertifiedSpectrum, isCertain, spectrumOver } from "../../lib/lyapunov/certified.ts";
import { stream, uniforms } from "../../lib/numerics/random.ts";
import { systems } from "../../lib/systems/catalogue.ts";
import { orbitOf } from "../../lib/systems/orbit.ts";
import type { System } from "../../lib/systems/system.ts";
import { spectraPage } from "../../tools/spectra_page.ts";
import { right } from "../either.ts";

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
/** Systems without a positive exponent. */
const regular = new Set(["linear", "damped-pendulum", "van-der-pol", "torus", "gopy"]);

/** Some of a list, the same in every run. */
const drawn = <A>(from: readonly A[], count: number, name: string): readonly A[] => {
  const keys = uniforms(stream(17, name), from.length, 0, 1);
  return from.map((value, i) => ({ value, key: keys[i]! })).sort((a, b) => a.key - b.key).slice(0, count)
    .map(({ value }) => value);
};

/** Steps of the orbit, times what a step of it costs. */
const cost = (system: System, { time, dt }: CertifiedSpectrum): number =>
  time / dt * system.variables(system.parameters).length ** 2;

Deno.test("the page of the spectra is the one that the fixtures give", async () => {
  const { source, ...said } = listed;
  const page = spectraPage({ systems, certified, listed: said, source });
  assertEquals(await Deno.readTextFile(new URL("../../docs/spectra.md", import.meta.url)), page);
  assert(Object.keys(said).every((name) => systems[name] !== undefined));
});

Deno.test("at least 150 systems have a certified spectrum", () => {
  assert(Object.keys(certified).length >= 150);
  assertEquals(Object.keys(certified).filter((name) => systems[name] === undefined), []);
});

for (const [name, system] of Object.entries(systems)) {
  const found = certified[name];
  if (found === undefined) continue;
  Deno.test(`${name}: its certified spectrum is consistent`, () => {
    const { exponents, standardErrors, divergence, dt, timeScale } = found;
    assertEquals([timeScale, system.kind === "delay" || dt === system.dt], [system.timeScale, true]);
    const [first, error] = [exponents[0]!, standardErrors[0]!];
    if (divergence !== null) {
      assertAlmostEquals(sum(exponents), divergence, 5e-4 * (1 + Math.abs(divergence)), "the sum rule");
    }
    const zeros = exponents.filter((value, i) =>
      Math.abs(value) <= 4 * standardErrors[i]! + Math.max(2e-3 * Math.abs(first), 1e-3 / timeScale)
    );
    assert(zeros.length >= system.zeroExponents, `${zeros.length} exponents near zero in ${exponents}`);
    if (regular.has(name)) assertLess(first, 4 * error + 0.001 / timeScale);
    else assert(first > 5 * error && first > 0, `λ₁ = ${first} ± ${error}`);
    for (const { parameters, exponents: known, tolerance, source } of system.referenceExponents) {
      if (Object.keys(parameters).length > 0) continue;
      known.forEach((value, i) => {
        const allowed = typeof tolerance === "number" ? tolerance : tolerance[i]!;
        assertAlmostEquals(exponents[i]!, value, allowed + 3 * standardErrors[i]!, `λ${i + 1} of ${source}`);
      });
    }
  });
}

Deno.test("λ₁ is known to one per cent for nine systems in ten", () => {
  const known = Object.values(certified).filter(isCertain);
  assert(known.length >= 0.9 * Object.keys(certified).length, `${known.length}`);
});

const cheap = Object.keys(certified).filter((name) => cost(systems[name]!, certified[name]!) < 4e7);
for (const name of drawn(cheap, 6, "anew")) {
  Deno.test(`${name}: its certified spectrum comes out again, bit by bit`, () => {
    assertEquals(right(spectrumOver(systems[name]!, certified[name]!.time)), certified[name]);
  });
}

const dear = Object.keys(certified).filter((name) =>
  !cheap.includes(name) && systems[name]!.kind !== "delay"
);
for (const name of drawn(dear, 10, "short")) {
  Deno.test(`${name}: a short orbit agrees with its certified spectrum`, () => {
    const system = systems[name]!;
    const { exponents, standardErrors } = right(spectrumOver(system, 300 * system.timeScale));
    const far = certified[name]!;
    exponents.forEach((value, i) => {
      const error = Math.hypot(standardErrors[i]!, far.standardErrors[i]!);
      assertAlmostEquals(value, far.exponents[i]!, 5 * error + 2e-3 * Math.abs(value), `λ${i + 1}`);
    });
  });
}

/** Energies of the Hamiltonian flows that are written as text. */
const energies: Readonly<Record<string, (state: readonly number[]) => number>> = {
  "henon-heiles": ([x, y, u, v]) => (u! ** 2 + v! ** 2 + x! ** 2 + y! ** 2) / 2 + x! ** 2 * y! - y! ** 3 / 3,
  "nuclear-quadrupole": ([x, y, u, v]) =>
    (u! ** 2 + v! ** 2 + x! ** 2 + y! ** 2) / 2 + 0.55 / Math.SQRT2 * (3 * x! * y! ** 2 - x! ** 3) +
    0.1 * (x! ** 2 + y! ** 2) ** 2,
  "quartic": ([x, y, u, v]) => (u! ** 2 + v! ** 2 + x! ** 2 + y! ** 2) / 2 + 0.5 * x! ** 2 * y! ** 2,
  "diamagnetic-kepler": ([u, v, p, q]) =>
    (p! ** 2 + q! ** 2) / 2 + 0.1 * (u! ** 2 + v! ** 2) + u! ** 2 * v! ** 2 * (u! ** 2 + v! ** 2) / 8,
  "spring-pendulum": ([r, theta, p, l]) =>
    p! ** 2 / 2 + l! ** 2 / (2 * r! ** 2) + 2 * (r! - 1) ** 2 - r! * Math.cos(theta!),
  "fermi-pasta-ulam": (state) => {
    const places = [0, ...state.slice(0, 4), 0];
    const stretches = places.slice(1).map((place, i) => place - places[i]!);
    return sum(state.slice(4).map((v) => v ** 2 / 2)) + sum(stretches.map((d) => d ** 2 / 2 + d ** 4 / 4));
  },
};

for (const [name, energy] of Object.entries(energies)) {
  Deno.test(`${name}: its energy is kept over the orbit of its certified spectrum`, () => {
    const system = systems[name]!;
    const orbit = orbitOf(system, system.parameters);
    const state = orbit.start.slice();
    const before = energy([...state]);
    const time = 2000;
    orbit.advance(state, Math.round(time / system.dt));
    const lost = Math.abs(energy([...state]) / before - 1) * certified[name]!.time / time;
    assertLess(lost, 0.01);
  });
}
