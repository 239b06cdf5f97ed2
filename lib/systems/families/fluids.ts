/**
 * Truncated models of fluids, plasmas and the atmosphere.
 *
 * @module
 */
import type { System } from "../system.ts";
import { writtenSystems } from "../written.ts";

/** Truncated models of fluids, plasmas and the atmosphere. */
export const fluidsSystems: readonly System[] = writtenSystems(
  {
    name: "lorenz-84",
    title: "Lorenz-84 circulation (Hadley)",
    equations: ["x' = -y^2 - z^2 - a x + a f", "y' = x y - b x z - y + g", "z' = b x y + x z - z"],
    parameters: { a: 0.25, b: 4, f: 8, g: 1 },
    start: [0.694, -1.02, -0.234],
    dt: 0.01,
    timeScale: 1.6,
    source:
      "E. N. Lorenz (1984), Irregularity: a fundamental property of the atmosphere, Tellus A 36, 98–110",
  },
  {
    name: "vallis",
    title: "Vallis's El Niño",
    equations: ["x' = b y - c (x + p)", "y' = -y + x z", "z' = -z - x y + 1"],
    parameters: { b: 102, c: 3, p: 0 },
    start: [9.12, 0.286, -0.197],
    dt: 0.01,
    timeScale: 1.2,
    source:
      "G. K. Vallis (1988), Conceptual models of El Niño and the Southern Oscillation, J. Geophys. Res. 93, 13979–13991",
  },
  {
    name: "atmospheric-regime",
    title: "Atmospheric regimes of Tuwankotta",
    equations: [
      "x' = mu1 x + sigma x y",
      "y' = mu2 y + (omega + alpha y + beta z) z - sigma x^2",
      "z' = mu2 z - (omega + alpha y + beta z) y",
    ],
    parameters: { alpha: -2, beta: -5, mu1: 0.05, mu2: -0.01, omega: 3, sigma: 1.1 },
    start: [0.626, -0.037, 0.319],
    dt: 0.02,
    timeScale: 8.4,
    source:
      "J. M. Tuwankotta (2006), Chaos in a coupled oscillators system with widely spaced frequencies and energy-preserving non-linearity, Int. J. Non-Linear Mech. 41, 180–191",
  },
  {
    name: "boldrighini-franceschini",
    title: "Five-mode Navier–Stokes equations",
    equations: [
      "x1' = -2 x1 + 4 x2 x3 + 4 x4 x5",
      "x2' = -9 x2 + 3 x1 x3",
      "x3' = -5 x3 - 7 x1 x2 + r",
      "x4' = -5 x4 - x1 x5",
      "x5' = -x5 - 3 x1 x4",
    ],
    parameters: { r: 33 },
    start: [-1.11, -0.659, 1.44, 1.13, 3.34],
    dt: 0.005,
    timeScale: 0.69,
    source:
      "C. Boldrighini & V. Franceschini (1979), A five-dimensional truncation of the plane incompressible Navier–Stokes equations, Commun. Math. Phys. 64, 159–170",
  },
  {
    name: "rabinovich",
    title: "Rabinovich's three-wave flow",
    equations: ["x' = h y - a x + y z", "y' = h x - b y - x z", "z' = -z + x y"],
    parameters: { a: 4, b: 1, h: 6.75 },
    start: [1.51, -0.414, 6.26],
    dt: 0.01,
    timeScale: 1.7,
    source:
      "A. S. Pikovskii, M. I. Rabinovich & V. Y. Trakhtengerts (1978), Onset of stochasticity in decay confinement of parametric instability, Sov. Phys. JETP 47, 715–719",
  },
  {
    name: "coupled-lorenz",
    title: "Lorenz driving Lorenz",
    equations: [
      "x1' = sigma (y1 - x1)",
      "y1' = rho1 x1 - y1 - x1 z1",
      "z1' = x1 y1 - beta z1",
      "x2' = sigma (y2 - x2) + eps (x1 - x2)",
      "y2' = rho2 x2 - y2 - x2 z2",
      "z2' = x2 y2 - beta z2",
    ],
    parameters: { sigma: 10, beta: 2.6666666666666665, rho1: 28, rho2: 35, eps: 2.85 },
    start: [7.66, 10.2, 22.8, -10.1, -18.8, 29.5],
    dt: 0.005,
    timeScale: 0.73,
    source:
      "N. F. Rulkov, M. M. Sushchik, L. S. Tsimring & H. D. I. Abarbanel (1995), Generalized synchronization of chaos in directionally coupled chaotic systems, Phys. Rev. E 51, 980–994",
  },
  {
    name: "coupled-roessler",
    title: "Two coupled Rössler oscillators",
    equations: [
      "x1' = -omega1 y1 - z1 + c (x2 - x1)",
      "y1' = omega1 x1 + a y1",
      "z1' = b + z1 (x1 - d)",
      "x2' = -omega2 y2 - z2 + c (x1 - x2)",
      "y2' = omega2 x2 + a y2",
      "z2' = b + z2 (x2 - d)",
    ],
    parameters: { a: 0.15, b: 0.2, c: 0.01, d: 10, omega1: 1.015, omega2: 0.985 },
    start: [6.18, 0.185, 0.0493, 10.7, -13.9, 0.0775],
    dt: 0.02,
    timeScale: 6,
    source:
      "M. G. Rosenblum, A. S. Pikovsky & J. Kurths (1996), Phase synchronization of chaotic oscillators, Phys. Rev. Lett. 76, 1804–1807",
  },
);
