/**
 * Flows without attractor: energy or volume is conserved. Their steps are short enough that RK4 loses less than a
 * hundredth of the energy over the longest orbit of a certified spectrum.
 *
 * @module
 */
import type { System } from "../system.ts";
import { writtenSystems } from "../written.ts";

/** Flows without attractor: energy or volume is conserved. */
export const conservativeSystems: readonly System[] = writtenSystems(
  {
    name: "labyrinth",
    title: "Labyrinth chaos",
    equations: ["x' = sin(y)", "y' = sin(z)", "z' = sin(x)"],
    start: [0.1, 0.2, 0.3],
    dt: 0.1,
    timeScale: 6,
    source:
      "R. Thomas (1999), Deterministic chaos seen in terms of feedback circuits: analysis, synthesis, labyrinth chaos, Int. J. Bifurc. Chaos 9, 1889–1905",
  },
  {
    name: "abc",
    title: "Arnold–Beltrami–Childress flow",
    equations: ["x' = a sin(z) + c cos(y)", "y' = b sin(x) + a cos(z)", "z' = c sin(y) + b cos(x)"],
    parameters: { a: 1.7320508075688772, b: 1.4142135623730951, c: 1 },
    start: [0, 0, 0],
    dt: 0.05,
    timeScale: 2.5,
    source:
      "T. Dombre, U. Frisch, J. M. Greene, M. Hénon, A. Mehr & A. M. Soward (1986), Chaotic streamlines in the ABC flows, J. Fluid Mech. 167, 353–391",
  },
  {
    name: "henon-heiles",
    title: "Hénon–Heiles",
    equations: ["x' = u", "y' = v", "u' = -x - 2 x y", "v' = -y - x^2 + y^2"],
    start: [0.1, -0.1, 0.53, 0.15],
    dt: 0.02,
    timeScale: 6.5,
    zeroExponents: 2,
    source:
      "M. Hénon & C. Heiles (1964), The applicability of the third integral of motion: some numerical experiments, Astron. J. 69, 73–79",
  },
  {
    name: "nuclear-quadrupole",
    title: "Nuclear quadrupole vibrations",
    equations: [
      "x' = u",
      "y' = v",
      "u' = -a x + 3 b (x^2 - y^2) / sqrt(2) - d x (x^2 + y^2)",
      "v' = -y (a + 3 sqrt(2) b x + d (x^2 + y^2))",
    ],
    parameters: { a: 1, b: 0.55, d: 0.4 },
    start: [0.6, 0.2, 1, 0.5],
    dt: 0.02,
    timeScale: 4.6,
    zeroExponents: 2,
    source:
      "V. R. Manfredi & L. Salasnich (1999), A quantum-chaotic quadrupole model of the nucleus, Int. J. Mod. Phys. E 8, 461",
  },
  {
    name: "quartic",
    title: "Two coupled oscillators of Pullen and Edmonds",
    equations: ["x' = u", "y' = v", "u' = -x - 2 alpha x y^2", "v' = -y - 2 alpha x^2 y"],
    parameters: { alpha: 0.5 },
    start: [0.1, 2, 2.5, 0.4],
    dt: 0.02,
    timeScale: 3.1,
    zeroExponents: 2,
    source:
      "R. A. Pullen & A. R. Edmonds (1981), Comparison of classical and quantum spectra for a totally bound potential, J. Phys. A 14, L477–L484",
  },
  {
    name: "diamagnetic-kepler",
    title: "Hydrogen in a magnetic field, regularised",
    equations: [
      "u' = p",
      "v' = q",
      "p' = 2 e u - 0.25 u v^2 (2 u^2 + v^2)",
      "q' = 2 e v - 0.25 u^2 v (u^2 + 2 v^2)",
    ],
    parameters: { e: -0.1 },
    start: [0.3, 0.5, 1.4, 1.3995713628],
    dt: 0.01,
    timeScale: 4.4,
    zeroExponents: 2,
    source:
      "H. Friedrich & D. Wintgen (1989), The hydrogen atom in a uniform magnetic field: an example of chaos, Phys. Rep. 183, 37–79",
  },
  {
    name: "spring-pendulum",
    title: "Spring pendulum",
    equations: [
      "r' = p",
      "theta' = l / r^2",
      "p' = l^2 / r^3 - k (r - 1) + g cos(theta)",
      "l' = -g r sin(theta)",
      "observed: r, sin(theta), p, l",
    ],
    parameters: { g: 1, k: 4 },
    start: [1, 2.5, 0, 0],
    dt: 0.01,
    timeScale: 2.5,
    zeroExponents: 2,
    source:
      "R. Cuerno, A. F. Rañada & J. J. Ruiz-Lorenzo (1992), Deterministic chaos in the elastic pendulum: a simple laboratory for nonlinear dynamics, Am. J. Phys. 60, 73–79",
  },
  {
    name: "hoover-0532",
    title: "Hoover–Sprott 0532 oscillator",
    equations: ["q' = p", "p' = -q - z (0.05 p + 0.32 p^3)", "z' = 0.05 (p^2 - 1) + 0.32 (p^4 - 3 p^2)"],
    start: [0.5, 0.5, 0.1],
    dt: 0.005,
    timeScale: 6.2,
    source:
      "W. G. Hoover, J. C. Sprott & C. G. Hoover (2016), Ergodicity of a singly-thermostated harmonic oscillator, Commun. Nonlinear Sci. Numer. Simul. 32, 234–240",
  },
  {
    name: "fermi-pasta-ulam",
    title: "Fermi–Pasta–Ulam chain of four particles",
    equations: [
      "x1' = v1",
      "x2' = v2",
      "x3' = v3",
      "x4' = v4",
      "v1' = f1 - f0",
      "v2' = f2 - f1",
      "v3' = f3 - f2",
      "v4' = f4 - f3",
      "f0 = x1 + beta x1^3",
      "f1 = x2 - x1 + beta (x2 - x1)^3",
      "f2 = x3 - x2 + beta (x3 - x2)^3",
      "f3 = x4 - x3 + beta (x4 - x3)^3",
      "f4 = -x4 - beta x4^3",
    ],
    parameters: { beta: 1 },
    start: [1, -1.2, 0.7, 0.2, 0.3, 1.5, -1, 0.4],
    dt: 0.01,
    timeScale: 2,
    zeroExponents: 2,
    source: "E. Fermi, J. Pasta & S. Ulam (1955), Studies of non linear problems, Los Alamos report LA-1940",
  },
);
