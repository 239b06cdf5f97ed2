/**
 * Flows that every textbook has.
 *
 * @module
 */
import type { System } from "../system.ts";
import { writtenSystems } from "../written.ts";

const sprott2003 = "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press";

/** Flows that every textbook has. */
export const classicSystems: readonly System[] = writtenSystems(
  // Rössler's band: one nonlinearity, one fold.
  {
    name: "roessler",
    title: "Rössler",
    equations: ["x' = -y - z", "y' = x + a y", "z' = b + z (x - c)"],
    parameters: { a: 0.15, b: 0.2, c: 10 },
    parameterSets: { paper: {}, sprott: { a: 0.2, c: 5.7 } },
    start: [1, 1, 1],
    dt: 0.02,
    timeScale: 6,
    source: "O. E. Rössler (1976), An equation for continuous chaos, Phys. Lett. A 57, 397–398",
    literature: [{
      parameters: {},
      exponents: [0.0895, 0, -9.8],
      kaplanYorke: { value: 2.009, tolerance: 0.002 },
      tolerance: 0.02,
      source: "RK4, dt 0.005–0.01, 600–8000 time units; Rosenstein, Collins & De Luca (1993): 0.090",
    }, {
      parameters: { a: 0.2, c: 5.7 },
      exponents: [0.0714, 0, -5.3943],
      kaplanYorke: { value: 2.013, tolerance: 0.002 },
      tolerance: 0.01,
      source: sprott2003,
    }],
  },
  // Two positive exponents.
  {
    name: "hyperchaotic-roessler",
    title: "Hyperchaotic Rössler",
    equations: ["x' = -y - z", "y' = x + a y + w", "z' = b + x z", "w' = -c z + d w"],
    parameters: { a: 0.25, b: 3, c: 0.5, d: 0.05 },
    start: [-20, 0, 0, 15],
    dt: 0.005,
    timeScale: 6,
    source: "O. E. Rössler (1979), An equation for hyperchaos, Phys. Lett. A 71, 155–157",
    literature: [{
      parameters: {},
      exponents: [0.1122, 0.0214, 0, -24.66],
      tolerance: [0.012, 0.006, 0.002, 1.5],
      source:
        "Independent program (Python, symbolic Jacobian, LAPACK QR): RK4 at dt 0.0025, 30,000 time units, ±0.0016, ±0.0008, ±0.34; Wolf et al. (1985): 0.11, 0.021, 0, −27",
      time: 6000,
    }],
  },
  // A labyrinth: a particle with friction b in a field of sines.
  {
    name: "thomas",
    title: "Thomas",
    equations: ["x' = sin(y) - b x", "y' = sin(z) - b y", "z' = sin(x) - b z"],
    parameters: { b: 0.18 },
    start: [0.1, 0, 0],
    dt: 0.05,
    timeScale: 10,
    source:
      "R. Thomas (1999), Deterministic chaos seen in terms of feedback circuits, Int. J. Bifurcation Chaos 9, 1889–1905",
    literature: [{ parameters: {}, exponents: [0.0349, 0, -0.5749], tolerance: 0.006, source: sprott2003 }],
  },
  // Three variables that do the same to each other in turn.
  {
    name: "halvorsen",
    title: "Halvorsen",
    equations: ["x' = -a x - 4 y - 4 z - y^2", "y' = -a y - 4 z - 4 x - z^2", "z' = -a z - 4 x - 4 y - x^2"],
    parameters: { a: 1.27 },
    start: [-5, 0, 0],
    dt: 0.01,
    timeScale: 1.5,
    source: sprott2003,
    literature: [{ parameters: {}, exponents: [0.7899, 0, -4.6002], tolerance: 0.03, source: sprott2003 }],
  },
  // The Lorenz system turned unstable and controlled back.
  {
    name: "chen",
    title: "Chen",
    equations: ["x' = a (y - x)", "y' = (c - a) x - x z + c y", "z' = x y - b z"],
    parameters: { a: 35, b: 3, c: 28 },
    start: [-10, 0, 37],
    dt: 0.002,
    timeScale: 0.4,
    source: "G. Chen & T. Ueta (1999), Yet another chaotic attractor, Int. J. Bifurcation Chaos 9, 1465–1466",
    literature: [{ parameters: {}, exponents: [2.0272, 0, -12.0272], tolerance: 0.06, source: sprott2003 }],
  },
  // Comes to rest: a stable fixed point.
  {
    name: "damped-pendulum",
    title: "Damped pendulum",
    equations: ["q' = p", "p' = -sin(q) - gamma p"],
    parameters: { gamma: 0.2 },
    start: [1, 0],
    dt: 0.05,
    timeScale: 6.3,
    zeroExponents: 0,
    source: "S. H. Strogatz (1994), Nonlinear Dynamics and Chaos, Addison-Wesley",
    literature: [{
      parameters: {},
      exponents: [-0.1, -0.1],
      tolerance: 0.001,
      source: "Exact: −gamma/2 twice, for gamma < 2",
    }],
  },
  // A limit cycle.
  {
    name: "van-der-pol",
    title: "Van der Pol oscillator",
    equations: ["x' = y", "y' = mu (1 - x^2) y - x"],
    parameters: { mu: 1 },
    start: [2, 0],
    dt: 0.02,
    timeScale: 6.66,
    source: "B. van der Pol (1926), On relaxation-oscillations, Phil. Mag. 2, 978–992",
    literature: [{
      parameters: {},
      exponents: [0, -1.0594],
      tolerance: 0.001,
      source: "Floquet exponent of the cycle: the mean of 1 − x² over its period 6.6633",
    }],
  },
);
