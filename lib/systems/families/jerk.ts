/**
 * Jerk equations: one variable and its derivatives.
 *
 * @module
 */
import type { System } from "../system.ts";
import { writtenSystems } from "../written.ts";

/** Jerk equations: one variable and its derivatives. */
export const jerkSystems: readonly System[] = writtenSystems(
  {
    name: "simplest-quadratic",
    title: "Simplest quadratic jerk",
    equations: ["x' = y", "y' = z", "z' = -a z + y^2 - x"],
    parameters: { a: 2.017 },
    start: [1.7, 1.49, 0.336],
    dt: 0.05,
    timeScale: 12,
    source: "J. C. Sprott (1997), Simplest dissipative chaotic flow, Phys. Lett. A 228, 271–274",
    literature: [{
      parameters: {},
      exponents: [0.0551, 0, -2.0721],
      tolerance: 0.002,
      source: "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press",
    }],
  },
  {
    name: "malasoma",
    title: "Malasoma's cubic jerk",
    equations: ["x' = y", "y' = z", "z' = -a z + x y^2 - x"],
    parameters: { a: 2.03 },
    start: [2.43, 0.772, -0.283],
    dt: 0.05,
    timeScale: 8.3,
    source:
      "J.-M. Malasoma (2000), What is the simplest dissipative chaotic jerk equation which is parity invariant?, Phys. Lett. A 264, 383–389",
  },
  {
    name: "linz-sprott",
    title: "Linz–Sprott piecewise linear jerk",
    equations: ["x' = y", "y' = z", "z' = -a z - y + abs(x) - 1"],
    parameters: { a: 0.6 },
    start: [-0.435, 0.56, -0.518],
    dt: 0.01,
    timeScale: 5.6,
    source: "S. J. Linz & J. C. Sprott (1999), Elementary chaotic flow, Phys. Lett. A 259, 240–245",
    literature: [{
      parameters: {},
      exponents: [0.0362, 0, -0.6362],
      tolerance: 0.002,
      source: "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press",
    }],
  },
  {
    name: "jerk-circuit",
    title: "Jerk circuit with a diode",
    equations: ["x' = y", "y' = z", "z' = -z - x - eps (exp(y / alpha) - 1)"],
    parameters: { eps: 1e-9, alpha: 0.026 },
    start: [-1.57, -0.561, 0.813],
    dt: 0.02,
    timeScale: 4,
    source: "J. C. Sprott (2011), A new chaotic jerk circuit, IEEE Trans. Circuits Syst. II 58, 240–243",
  },
  {
    name: "jerk-tanh",
    title: "Jerk with a hyperbolic tangent",
    equations: ["x' = y", "y' = z", "z' = -a z - y - x + b tanh(x)"],
    parameters: { a: 0.19, b: 2 },
    start: [-1.63, -0.0158, 0.0101],
    dt: 0.1,
    timeScale: 6,
    source: "J. C. Sprott (2000), A new class of chaotic circuit, Phys. Lett. A 266, 19–23",
  },
  {
    name: "moore-spiegel",
    title: "Moore–Spiegel",
    equations: ["x' = y", "y' = z", "z' = -z - (t1 - r + r x^2) y - t1 x"],
    parameters: { t1: 6, r: 20 },
    start: [-0.425, -1.13, -6.48],
    dt: 0.01,
    timeScale: 1.3,
    source:
      "D. W. Moore & E. A. Spiegel (1966), A thermally excited non-linear oscillator, Astrophys. J. 143, 871–887",
  },
  {
    name: "genesio-tesi",
    title: "Genesio–Tesi",
    equations: ["x' = y", "y' = z", "z' = -c x - b y - a z + x^2"],
    parameters: { a: 0.44, b: 1.1, c: 1 },
    start: [0.588, 0.351, -0.526],
    dt: 0.05,
    timeScale: 6.3,
    source:
      "R. Genesio & A. Tesi (1992), Harmonic balance methods for the analysis of chaotic dynamics in nonlinear systems, Automatica 28, 531–548",
  },
  {
    name: "arneodo",
    title: "Arneodo–Coullet–Tresser",
    equations: ["x' = y", "y' = z", "z' = a x - b y - z - c x^3"],
    parameters: { a: 5.5, b: 3.5, c: 1 },
    start: [0.451, -0.66, 0.756],
    dt: 0.05,
    timeScale: 3.2,
    source:
      "A. Arneodo, P. Coullet & C. Tresser (1980), Occurrence of strange attractors in three-dimensional Volterra equations, Phys. Lett. A 79, 259–263",
  },
  {
    name: "coullet",
    title: "Coullet's jerk",
    equations: ["x' = y", "y' = z", "z' = a x - b y - c z - x^3"],
    parameters: { a: 0.8, b: 1.1, c: 0.45 },
    start: [0.41, 0.171, 0.485],
    dt: 0.05,
    timeScale: 6,
    source:
      "P. Coullet, C. Tresser & A. Arneodo (1979), Transition to stochasticity for a class of forced oscillators, Phys. Lett. A 72, 268–270",
  },
  {
    name: "windmi",
    title: "WINDMI: solar wind, magnetosphere, ionosphere",
    equations: ["x' = y", "y' = z", "z' = -a z - y + b - exp(x)"],
    parameters: { a: 0.7, b: 2.5 },
    start: [-9.21, 6.36, -2.79],
    dt: 0.05,
    timeScale: 5.8,
    source:
      "W. Horton, R. S. Weigel & J. C. Sprott (2001), Chaos and the limits of predictability for the solar-wind-driven magnetosphere–ionosphere system, Phys. Plasmas 8, 2946–2952",
    literature: [{
      parameters: {},
      exponents: [0.0755, 0, -0.7755],
      tolerance: 0.002,
      source: "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press",
    }],
  },
  {
    name: "hyperjerk",
    title: "Chlouverakis–Sprott hyperjerk",
    equations: ["x' = y", "y' = z", "z' = w", "w' = -x^4 w - a z - y - x"],
    parameters: { a: 3.6 },
    start: [-0.231, -2.35, 0.53, 7.12],
    dt: 0.02,
    timeScale: 3.7,
    source:
      "K. E. Chlouverakis & J. C. Sprott (2006), Chaotic hyperjerk systems, Chaos Solitons Fractals 28, 739–746",
  },
);
