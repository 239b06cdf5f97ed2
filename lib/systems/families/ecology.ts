/**
 * Food chains, competition, epidemics, tumours.
 *
 * @module
 */
import type { System } from "../system.ts";
import { writtenSystems } from "../written.ts";

/** Food chains, competition, epidemics, tumours. */
export const ecologySystems: readonly System[] = writtenSystems(
  {
    name: "hastings-powell",
    title: "Hastings–Powell food chain",
    equations: [
      "x' = x (1 - x) - a1 x y / (1 + b1 x)",
      "y' = a1 x y / (1 + b1 x) - a2 y z / (1 + b2 y) - d1 y",
      "z' = a2 y z / (1 + b2 y) - d2 z",
    ],
    parameters: { a1: 5, b1: 3, a2: 0.1, b2: 2, d1: 0.4, d2: 0.01 },
    start: [0.712, 0.189, 9.84],
    dt: 0.2,
    timeScale: 35,
    source: "A. Hastings & T. Powell (1991), Chaos in a three-species food chain, Ecology 72, 896–903",
  },
  {
    name: "blasius",
    title: "Blasius–Huppert–Stone food chain",
    equations: [
      "x' = a x - alpha1 x y / (1 + k1 x)",
      "y' = -b y + alpha1 x y / (1 + k1 x) - alpha2 y z",
      "z' = -c (z - w) + alpha2 y z",
    ],
    parameters: { a: 1, b: 1, c: 10, alpha1: 0.2, alpha2: 1, k1: 0.05, w: 0.006 },
    start: [12.7, 8.85, 0.0247],
    dt: 0.02,
    timeScale: 6.7,
    source:
      "B. Blasius, A. Huppert & L. Stone (1999), Complex dynamics and phase synchronization in spatially extended ecological systems, Nature 399, 354–359",
  },
  {
    name: "gilpin",
    title: "Gilpin's spiral chaos",
    equations: ["x' = x (1 - x - y - 10 z)", "y' = y (1 - 1.5 x - y - z)", "z' = z (-1 + 5 x + 0.5 y)"],
    start: [0.114, 0.834, 0.00178],
    dt: 0.05,
    timeScale: 76,
    source: "M. E. Gilpin (1979), Spiral chaos in a predator–prey model, Am. Nat. 113, 306–308",
  },
  {
    name: "lotka-volterra-4",
    title: "Lotka–Volterra competition of four species",
    equations: [
      "x1' = x1 (1 - x1 - 1.09 x2 - 1.52 x3)",
      "x2' = 0.72 x2 (1 - x2 - 0.44 x3 - 1.36 x4)",
      "x3' = 1.53 x3 (1 - 2.33 x1 - x3 - 0.47 x4)",
      "x4' = 1.27 x4 (1 - 1.21 x1 - 0.51 x2 - 0.35 x3 - x4)",
    ],
    start: [0.286, 0.499, 0.126, 0.341],
    dt: 0.2,
    timeScale: 32,
    source:
      "J. A. Vano, J. C. Wildenberg, M. B. Anderson, J. K. Noel & J. C. Sprott (2006), Chaos in low-dimensional Lotka–Volterra models of competition, Nonlinearity 19, 2391–2404",
    literature: [{ parameters: {}, exponents: [0.0203, 0], tolerance: 0.002, source: "Vano et al. (2006)" }],
  },
  {
    name: "volterra-3",
    title: "Volterra's equations for three species",
    equations: [
      "x' = x (0.5 (1 - x) + 0.5 (1 - y) + 0.1 (1 - z))",
      "y' = y (-0.5 (1 - x) - 0.1 (1 - y) + 0.1 (1 - z))",
      "z' = z (alpha (1 - x) + 0.1 (1 - y) + 0.1 (1 - z))",
    ],
    parameters: { alpha: 1.5 },
    start: [0.827, 1.03, 0.833],
    dt: 0.1,
    timeScale: 20,
    source:
      "A. Arneodo, P. Coullet & C. Tresser (1980), Occurrence of strange attractors in three-dimensional Volterra equations, Phys. Lett. A 79, 259–263",
  },
  {
    name: "itik-banks",
    title: "Itik–Banks tumour",
    equations: [
      "x' = x (1 - x) - a12 x y - a13 x z",
      "y' = r2 y (1 - y) - a21 x y",
      "z' = r3 x z / (x + k3) - a31 x z - d3 z",
    ],
    parameters: { a12: 1, a13: 2.5, a21: 1.5, a31: 0.2, d3: 0.5, k3: 1, r2: 0.6, r3: 4.5 },
    start: [0.0677, 0.852, 0.0000734],
    dt: 0.1,
    timeScale: 36,
    source:
      "M. Itik & S. P. Banks (2010), Chaos in a three-dimensional cancer model, Int. J. Bifurc. Chaos 20, 71–79",
  },
  {
    name: "seir",
    title: "Measles with a season (SEIR), in logarithms",
    equations: [
      "s' = m (1 - s) - b s exp(i)",
      "e' = b s exp(i - e) - m - a",
      "i' = a exp(e - i) - m - g",
      "phi' = 2 pi",
      "b = b0 (1 + b1 cos(phi))",
      "observed: s, e, i",
    ],
    parameters: { m: 0.02, a: 35.84, g: 100, b0: 1800, b1: 0.28 },
    start: [0.0657, -9.55, -10.6, 0],
    dt: 0.002,
    timeScale: 2.4,
    source:
      "L. F. Olsen & W. M. Schaffer (1990), Chaos versus noisy periodicity: alternative hypotheses for childhood epidemics, Science 249, 499–504",
  },
  {
    name: "kot",
    title: "Chemostat with a driven inflow",
    equations: [
      "x' = 1 + eps sin(phi) - x - a x y / (k1 + x)",
      "y' = a x y / (k1 + x) - y - b y z / (k2 + y)",
      "z' = b y z / (k2 + y) - z",
      "phi' = omega",
      "k1 = 8 / 115",
      "k2 = 9 / 46",
      "observed: x, y, z, sin(phi)",
    ],
    parameters: { a: 5, b: 2, eps: 0.6, omega: 2.617993877991494 },
    start: [0.0928, 0.142, 0.553, 0],
    dt: 0.01,
    timeScale: 4,
    source:
      "M. Kot, G. S. Sayler & T. W. Schultz (1992), Complex dynamics in a model microbial system, Bull. Math. Biol. 54, 619–648",
  },
  {
    name: "turchin-hanski",
    title: "Turchin–Hanski voles and weasels",
    equations: [
      "n' = r n (1 - e sin(phi)) - r n^2 - g n^2 / (n^2 + h^2) - a n p / (n + d)",
      "p' = s p (1 - e sin(phi)) - s p^2 / n",
      "phi' = 2 pi",
      "observed: n, p, sin(phi)",
    ],
    parameters: { a: 8, d: 0.04, e: 0.5, g: 0.1, h: 0.8, r: 8.12, s: 1.25 },
    start: [1.08, 0.236, 0],
    dt: 0.01,
    timeScale: 1.9,
    source:
      "P. Turchin & I. Hanski (1997), An empirically based model for latitudinal gradient in vole population dynamics, Am. Nat. 149, 842–874",
  },
  {
    name: "huisman-weissing",
    title: "Plankton of Huisman and Weissing",
    equations: [
      "n1' = n1 (m1 - d)",
      "n2' = n2 (m2 - d)",
      "n3' = n3 (m3 - d)",
      "n4' = n4 (m4 - d)",
      "n5' = n5 (m5 - d)",
      "r1' = d (6 - r1) - 0.04 g1 - 0.04 g2 - 0.07 g3 - 0.04 g4 - 0.04 g5",
      "r2' = d (10 - r2) - 0.08 g1 - 0.08 g2 - 0.08 g3 - 0.1 g4 - 0.08 g5",
      "r3' = d (14 - r3) - 0.1 g1 - 0.1 g2 - 0.1 g3 - 0.1 g4 - 0.14 g5",
      "r4' = d (4 - r4) - 0.05 g1 - 0.03 g2 - 0.03 g3 - 0.03 g4 - 0.03 g5",
      "r5' = d (9 - r5) - 0.07 g1 - 0.09 g2 - 0.07 g3 - 0.07 g4 - 0.07 g5",
      "m1 = min(min(min(min(r1 / (0.39 + r1), r2 / (0.22 + r2)), r3 / (0.27 + r3)), r4 / (0.3 + r4)), r5 / (0.34 + r5))",
      "m2 = min(min(min(min(r1 / (0.34 + r1), r2 / (0.39 + r2)), r3 / (0.22 + r3)), r4 / (0.24 + r4)), r5 / (0.3 + r5))",
      "m3 = min(min(min(min(r1 / (0.3 + r1), r2 / (0.34 + r2)), r3 / (0.39 + r3)), r4 / (0.22 + r4)), r5 / (0.22 + r5))",
      "m4 = min(min(min(min(r1 / (0.24 + r1), r2 / (0.3 + r2)), r3 / (0.34 + r3)), r4 / (0.39 + r4)), r5 / (0.2 + r5))",
      "m5 = min(min(min(min(r1 / (0.23 + r1), r2 / (0.27 + r2)), r3 / (0.3 + r3)), r4 / (0.34 + r4)), r5 / (0.39 + r5))",
      "g1 = m1 n1",
      "g2 = m2 n2",
      "g3 = m3 n3",
      "g4 = m4 n4",
      "g5 = m5 n5",
    ],
    parameters: { d: 0.25 },
    start: [8.77, 25.6, 29.9, 14.4, 41.1, 0.311, 0.13, 0.378, 0.231, 0.105],
    dt: 0.005,
    timeScale: 23,
    source:
      "J. Huisman & F. J. Weissing (1999), Biodiversity of plankton by species oscillations and chaos, Nature 402, 407–410",
  },
);
