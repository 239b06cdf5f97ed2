/**
 * Driven oscillators; the phase of the drive is a variable.
 *
 * @module
 */
import type { System } from "../system.ts";
import { writtenSystems } from "../written.ts";

const sprott2003 = "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press";

/** Driven oscillators; the phase of the drive is a variable. */
export const drivenSystems: readonly System[] = writtenSystems(
  {
    name: "ueda",
    title: "Ueda's oscillator",
    equations: ["x' = v", "v' = -k v - x^3 + b cos(phi)", "phi' = 1", "observed: x, v, cos(phi)"],
    parameters: { k: 0.05, b: 7.5 },
    start: [0.827, -0.0833, 0],
    dt: 0.02,
    timeScale: 3.1,
    source:
      "Y. Ueda (1979), Randomly transitional phenomena in the system governed by Duffing's equation, J. Stat. Phys. 20, 181–196",
    literature: [{ parameters: {}, exponents: [0.1034, 0, -0.1534], tolerance: 0.003, source: sprott2003 }],
  },
  {
    name: "driven-pendulum",
    title: "Driven damped pendulum",
    equations: ["x' = v", "v' = -sin(x) - b v + a sin(phi)", "phi' = omega", "observed: sin(x), v, sin(phi)"],
    parameters: { a: 0.6, b: 0.05, omega: 0.7 },
    start: [0, 0, 0],
    dt: 0.1,
    timeScale: 11,
    source:
      "G. L. Baker & J. P. Gollub (1990), Chaotic Dynamics: An Introduction, Cambridge University Press",
    literature: [{ parameters: {}, exponents: [0.14, 0, -0.19], tolerance: 0.004, source: sprott2003 }],
  },
  {
    name: "driven-van-der-pol",
    title: "Driven van der Pol oscillator",
    equations: [
      "x' = v",
      "v' = -x + mu (1 - x^2) v + a sin(phi)",
      "phi' = omega",
      "observed: x, v, sin(phi)",
    ],
    parameters: { mu: 3, a: 5, omega: 1.788 },
    start: [0.308, -2.13, 0],
    dt: 0.02,
    timeScale: 3.5,
    source: "B. van der Pol & J. van der Mark (1927), Frequency demultiplication, Nature 120, 363–364",
    literature: [{ parameters: {}, exponents: [0.1933, 0, -2.0614], tolerance: 0.006, source: sprott2003 }],
  },
  {
    name: "shaw-van-der-pol",
    title: "Shaw's driven van der Pol oscillator",
    equations: [
      "x' = 0.7 y + 10 x (0.1 - y^2)",
      "y' = -x + a sin(phi)",
      "phi' = omega",
      "observed: x, y, sin(phi)",
    ],
    parameters: { a: 0.25, omega: 1.57 },
    start: [0.233, 0.317, 0],
    dt: 0.02,
    timeScale: 8.9,
    source:
      "R. Shaw (1981), Strange attractors, chaotic behavior, and information flow, Z. Naturforsch. A 36, 80–112",
  },
  {
    name: "duffing-van-der-pol",
    title: "Duffing–van der Pol oscillator",
    equations: [
      "x' = v",
      "v' = mu (1 - gamma x^2) v - x^3 + a sin(phi)",
      "phi' = omega",
      "observed: x, v, sin(phi)",
    ],
    parameters: { mu: 0.2, gamma: 8, a: 0.35, omega: 1.02 },
    start: [0.249, -0.146, 0],
    dt: 0.05,
    timeScale: 6.2,
    source: sprott2003,
  },
  {
    name: "rayleigh-duffing",
    title: "Rayleigh–Duffing oscillator",
    equations: [
      "x' = v",
      "v' = mu (1 - gamma v^2) v - x^3 + a sin(phi)",
      "phi' = omega",
      "observed: x, v, sin(phi)",
    ],
    parameters: { mu: 0.2, gamma: 4, a: 0.3, omega: 1.1 },
    start: [0.609, 0.381, 0],
    dt: 0.1,
    timeScale: 5.7,
    source: sprott2003,
  },
  {
    name: "simplest-driven",
    title: "Simplest driven flow",
    equations: ["x' = v", "v' = -x^3 + sin(phi)", "phi' = omega", "observed: x, v, sin(phi)"],
    parameters: { omega: 1.88 },
    start: [0, 0, 0],
    dt: 0.02,
    timeScale: 3.5,
    source:
      "H. P. W. Gottlieb & J. C. Sprott (2001), Simplest driven conservative chaotic oscillator, Phys. Lett. A 291, 385–388",
    literature: [{ parameters: {}, exponents: [0.0971, 0, -0.0971], tolerance: 0.003, source: sprott2003 }],
  },
  {
    name: "parametric-pendulum",
    title: "Parametrically driven pendulum",
    equations: [
      "x' = v",
      "v' = -b v - (1 + p cos(phi)) sin(x)",
      "phi' = omega",
      "observed: sin(x), v, cos(phi)",
    ],
    parameters: { b: 0.1, p: 2, omega: 2 },
    start: [0.5, 0, 0],
    dt: 0.05,
    timeScale: 21,
    source:
      "R. W. Leven & B. P. Koch (1981), Chaotic behaviour of a parametrically excited damped pendulum, Phys. Lett. A 86, 71–74",
  },
  {
    name: "double-gyre",
    title: "Double gyre",
    equations: [
      "x' = -pi a sin(pi f) cos(pi y)",
      "y' = pi a cos(pi f) sin(pi y) (2 c x + 1 - 2 c)",
      "phi' = omega",
      "c = eps sin(phi)",
      "f = c x^2 + (1 - 2 c) x",
      "observed: x, y, sin(phi)",
    ],
    parameters: { a: 0.1, eps: 0.25, omega: 0.6283185307179586 },
    start: [1.1, 0.5, 0],
    dt: 0.1,
    timeScale: 10,
    source:
      "S. C. Shadden, F. Lekien & J. E. Marsden (2005), Definition and properties of Lagrangian coherent structures from finite-time Lyapunov exponents, Physica D 212, 271–304",
  },
  {
    name: "kuznetsov",
    title: "Kuznetsov's hyperbolic attractor",
    equations: [
      "x' = u",
      "u' = (a cos(phi) - x^2) u - w^2 x + eps y cos(period phi)",
      "y' = v",
      "v' = (-a cos(phi) - y^2) v - 4 w^2 y + eps x^2",
      "phi' = 2 pi / period",
      "w = 2 pi",
      "observed: x, u, y, v",
    ],
    parameters: { a: 5, eps: 0.5, period: 6 },
    start: [0.189, 4.77, 0.157, -1.05, 0],
    dt: 0.01,
    timeScale: 6,
    source:
      "S. P. Kuznetsov (2005), Example of a physical system with a hyperbolic attractor of the Smale–Williams type, Phys. Rev. Lett. 95, 144101",
  },
  {
    name: "oscillating-rolls",
    title: "Oscillating convection rolls",
    equations: [
      "x' = u cos(y) sin(f)",
      "y' = -u sin(y) cos(f)",
      "phi' = omega",
      "f = x + b sin(phi)",
      "observed: sin(x), cos(x), y, sin(phi)",
    ],
    parameters: { b: 0.48, omega: 0.49, u: 0.72 },
    start: [0.1, 1.2, 0],
    dt: 0.1,
    timeScale: 14,
    source:
      "T. H. Solomon & J. P. Gollub (1988), Chaotic particle transport in time-dependent Rayleigh–Bénard convection, Phys. Rev. A 38, 6280–6286",
  },
);
