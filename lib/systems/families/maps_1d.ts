/**
 * Maps of an interval.
 *
 * @module
 */
import type { System } from "../system.ts";
import { writtenSystems } from "../written.ts";

const sprott2003 = "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press";

/** Maps of an interval. */
export const maps1dSystems: readonly System[] = writtenSystems(
  {
    name: "sine-map",
    title: "Sine map",
    equations: ["x <- r sin(pi x)"],
    parameters: { r: 1 },
    start: [0.043],
    source: "S. H. Strogatz (1994), Nonlinear Dynamics and Chaos, Addison-Wesley",
    literature: [{ parameters: {}, exponents: [0.689067], tolerance: 0.02, source: sprott2003 }],
  },
  {
    name: "tent",
    title: "Tent map",
    equations: ["x <- if(x < 0.5, mu x, mu (1 - x))"],
    parameters: { mu: 1.9 },
    start: [0.555],
    source: sprott2003,
    literature: [{ parameters: {}, exponents: [0.641853886172395], tolerance: 1e-9, source: "Exact: ln mu" }],
  },
  {
    name: "skew-tent",
    title: "Skew tent map",
    equations: ["x <- if(x < p, x / p, (1 - x) / (1 - p))"],
    parameters: { p: 0.3 },
    start: [0.861],
    source: sprott2003,
    literature: [{
      parameters: {},
      exponents: [0.6108643020548935],
      tolerance: 0.005,
      source: "Exact: -p ln p - (1 - p) ln(1 - p)",
    }],
  },
  {
    name: "cubic-map",
    title: "Cubic map",
    equations: ["x <- a x (1 - x^2)"],
    parameters: { a: 3 },
    start: [-1.07],
    source: sprott2003,
    literature: [{
      parameters: {},
      exponents: [1.0986122886681098],
      tolerance: 0.005,
      source: "Exact: ln 3, conjugate to the Chebyshev polynomial of degree 3",
    }],
  },
  {
    name: "chebyshev",
    title: "Chebyshev map of degree 4",
    equations: ["x <- 8 x^4 - 8 x^2 + 1"],
    start: [0.633],
    source:
      "T. Geisel & V. Fairen (1984), Statistical properties of chaos in Chebyshev maps, Phys. Lett. A 105, 263–266",
    literature: [{
      parameters: {},
      exponents: [1.3862943611198906],
      tolerance: 0.005,
      source: "Exact: ln 4",
    }],
  },
  {
    name: "ricker",
    title: "Ricker's map",
    equations: ["x <- a x exp(-x)"],
    parameters: { a: 20 },
    start: [5.12],
    source: "W. E. Ricker (1954), Stock and recruitment, J. Fish. Res. Board Can. 11, 559–623",
    literature: [{ parameters: {}, exponents: [0.384846], tolerance: 0.01, source: sprott2003 }],
  },
  {
    name: "gauss",
    title: "Gauss's continued fraction map",
    equations: ["x <- mod(1 / x, 1)"],
    start: [0.14159265358979],
    source: "P. Billingsley (1965), Ergodic Theory and Information, Wiley",
    literature: [{
      parameters: {},
      exponents: [2.3731382208312],
      tolerance: 0.03,
      source: "Exact: pi^2 / (6 ln 2)",
    }],
  },
  {
    name: "mouse",
    title: "Gaussian map",
    equations: ["x <- exp(-a x^2) + b"],
    parameters: { a: 6.2, b: -0.5 },
    start: [0.436],
    source: "R. C. Hilborn (2000), Chaos and Nonlinear Dynamics, 2nd ed., Oxford University Press",
  },
  {
    name: "cusp",
    title: "Cusp map",
    equations: ["x <- 1 - 2 sqrt(abs(x))"],
    start: [-0.793],
    source:
      "P. C. Hemmer (1984), The exact invariant density for a cusp-shaped return map, J. Phys. A 17, L247–L249",
    literature: [{ parameters: {}, exponents: [0.5], tolerance: 0.02, source: "Exact: 1/2" }],
  },
  {
    name: "pinchers",
    title: "Pinchers map",
    equations: ["x <- abs(tanh(s (x - c)))"],
    parameters: { s: 2, c: 0.5 },
    start: [0.0434],
    source: "A. B. Potapov & M. K. Ali (2000), Robust chaos in neural networks, Phys. Lett. A 277, 310–322",
    literature: [{ parameters: {}, exponents: [0.467944], tolerance: 0.01, source: sprott2003 }],
  },
  {
    name: "circle",
    title: "Sine-circle map",
    equations: ["x <- mod(x + omega - k sin(2 pi x) / (2 pi), 1)"],
    parameters: { omega: 0.5, k: 2 },
    start: [0.0558],
    source: "V. I. Arnold (1965), Small denominators I, Am. Math. Soc. Transl. Ser. 2 46, 213–284",
    literature: [{ parameters: {}, exponents: [0.353863], tolerance: 0.01, source: sprott2003 }],
  },
  {
    name: "beta-map",
    title: "Rényi's beta transformation",
    equations: ["x <- mod(beta x, 1)"],
    parameters: { beta: 2.5 },
    start: [0.0628],
    source:
      "A. Rényi (1957), Representations for real numbers and their ergodic properties, Acta Math. Acad. Sci. Hung. 8, 477–493",
    literature: [{
      parameters: {},
      exponents: [0.9162907318741551],
      tolerance: 1e-9,
      source: "Exact: ln beta",
    }],
  },
  {
    name: "hassell",
    title: "Hassell's map",
    equations: ["x <- r x / (1 + x)^b"],
    parameters: { r: 60, b: 10 },
    start: [1.9],
    source:
      "M. P. Hassell (1975), Density-dependence in single-species populations, J. Anim. Ecol. 44, 283–295",
  },
  {
    name: "maynard-smith",
    title: "Maynard Smith–Slatkin map",
    equations: ["x <- r x / (1 + x^b)"],
    parameters: { r: 2, b: 8 },
    start: [1.2],
    source:
      "J. Maynard Smith & M. Slatkin (1973), The stability of predator–prey systems, Ecology 54, 384–391",
  },
  {
    name: "pomeau-manneville",
    title: "Intermittent map of Pomeau and Manneville",
    equations: ["x <- mod(x + x^z, 1)"],
    parameters: { z: 1.5 },
    start: [0.0611],
    source:
      "Y. Pomeau & P. Manneville (1980), Intermittent transition to turbulence in dissipative dynamical systems, Commun. Math. Phys. 74, 189–197",
  },
  {
    name: "gopy",
    title: "Strange non-chaotic map of Grebogi, Ott, Pelikan and Yorke",
    equations: ["x <- 2 sigma tanh(x) cos(2 pi theta)", "theta <- mod(theta + omega, 1)"],
    parameters: { sigma: 1.5, omega: 0.6180339887498949 },
    start: [2.43, 0.134],
    zeroExponents: 1,
    source:
      "C. Grebogi, E. Ott, S. Pelikan & J. A. Yorke (1984), Strange attractors that are not chaotic, Physica D 13, 261–268",
  },
  {
    name: "driven-logistic",
    title: "Quasi-periodically driven logistic map",
    equations: ["x <- alpha (1 + eps cos(2 pi theta)) x (1 - x)", "theta <- mod(theta + omega, 1)"],
    parameters: { alpha: 3.6, eps: 0.1, omega: 0.6180339887498949 },
    start: [0.089, 0.134],
    zeroExponents: 1,
    source:
      "J. F. Heagy & S. M. Hammel (1994), The birth of strange nonchaotic attractors, Physica D 70, 140–153",
  },
);
