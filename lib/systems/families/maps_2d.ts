/**
 * Maps of two and more variables.
 *
 * @module
 */
import type { System } from "../system.ts";
import { writtenSystems } from "../written.ts";

/** Maps of two and more variables. */
export const maps2dSystems: readonly System[] = writtenSystems(
  {
    name: "lozi",
    title: "Lozi map",
    equations: ["x <- 1 - a abs(x) + y", "y <- b x"],
    parameters: { a: 1.7, b: 0.5 },
    start: [0.881, -0.15],
    source:
      "R. Lozi (1978), Un attracteur étrange (?) du type attracteur de Hénon, J. Phys. Colloq. 39, C5-9–C5-10",
    literature: [{
      parameters: {},
      exponents: [0.4702, -1.1634],
      tolerance: 0.01,
      source: "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press",
    }],
  },
  {
    name: "delayed-logistic",
    title: "Delayed logistic map",
    equations: ["x <- a x (1 - y)", "y <- x"],
    parameters: { a: 2.27 },
    start: [0.0659, 0.0296],
    source:
      "D. G. Aronson, M. A. Chory, G. R. Hall & R. P. McGehee (1982), Bifurcations from an invariant circle for two-parameter families of maps of the plane, Commun. Math. Phys. 83, 303–354",
    literature: [{
      parameters: {},
      exponents: [0.1831, -1.242],
      tolerance: 0.005,
      source: "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press",
    }],
  },
  {
    name: "tinkerbell",
    title: "Tinkerbell map",
    equations: ["x <- x^2 - y^2 + a x + b y", "y <- 2 x y + c x + d y"],
    parameters: { a: 0.9, b: -0.6, c: 2, d: 0.5 },
    start: [-0.738, -0.455],
    source: "H. E. Nusse & J. A. Yorke (1997), Dynamics: Numerical Explorations, 2nd ed., Springer",
    literature: [{
      parameters: {},
      exponents: [0.18997, -0.52091],
      tolerance: 0.006,
      source: "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press",
    }],
  },
  {
    name: "burgers-map",
    title: "Burgers map",
    equations: ["x <- a x - y^2", "y <- b y + x y"],
    parameters: { a: 0.75, b: 1.75 },
    start: [-2.21, 0.327],
    source:
      "R. R. Whitehead & N. Macdonald (1984), A chaotic mapping that displays its own homoclinic structure, Physica D 13, 401–407",
    literature: [{
      parameters: {},
      exponents: [0.12076, -0.22136],
      tolerance: 0.004,
      source: "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press",
    }],
  },
  {
    name: "holmes-cubic",
    title: "Holmes cubic map",
    equations: ["x <- y", "y <- -b x + d y - y^3"],
    parameters: { b: 0.2, d: 2.77 },
    start: [1.43, 0.859],
    source:
      "P. Holmes (1979), A nonlinear oscillator with a strange attractor, Philos. Trans. R. Soc. A 292, 419–448",
    literature: [{
      parameters: {},
      exponents: [0.59458, -2.20402],
      tolerance: 0.02,
      source: "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press",
    }],
  },
  {
    name: "kaplan-yorke-map",
    title: "Kaplan–Yorke map",
    equations: ["x <- mod(a x, 1)", "y <- alpha y + cos(4 pi x)"],
    parameters: { a: 1.99, alpha: 0.2 },
    start: [0.00415, 1.16],
    source:
      "J. L. Kaplan & J. A. Yorke (1979), Chaotic behavior of multidimensional difference equations, Lect. Notes Math. 730, 204–227",
    literature: [{
      parameters: {},
      exponents: [0.688134638736401, -1.6094379124341003],
      tolerance: 1e-9,
      source: "Exact: ln a and ln alpha",
    }],
  },
  {
    name: "zaslavsky",
    title: "Dissipative standard map",
    equations: ["x <- mod(x + y1, 2 pi)", "y <- y1", "y1 = b y + k sin(x)"],
    parameters: { b: 0.1, k: 8.8 },
    start: [2.15, 5.93],
    source: "G. M. Zaslavsky (1978), The simplest case of a strange attractor, Phys. Lett. A 69, 145–147",
    literature: [{
      parameters: {},
      exponents: [1.46995, -3.77254],
      tolerance: 0.04,
      source: "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press",
    }],
  },
  {
    name: "sinai",
    title: "Sinai's map",
    equations: ["x <- mod(x + y + delta cos(2 pi y), 1)", "y <- mod(x + 2 y, 1)"],
    parameters: { delta: 0.1 },
    start: [0.046, 0.302],
    source: "Y. G. Sinai (1972), Gibbs measures in ergodic theory, Russ. Math. Surv. 27, 21–69",
    literature: [{
      parameters: {},
      exponents: [0.95946, -1.07714],
      tolerance: 0.03,
      source: "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press",
    }],
  },
  {
    name: "beddington",
    title: "Predator and prey in steps",
    equations: ["x <- x exp(r (1 - x) - a y)", "y <- x (1 - exp(-a y))"],
    parameters: { r: 3, a: 5 },
    start: [0.997, 0.188],
    source:
      "J. R. Beddington, C. A. Free & J. H. Lawton (1975), Dynamic complexity in predator–prey models framed in difference equations, Nature 255, 58–60",
    literature: [{
      parameters: {},
      exponents: [0.19664, 0.03276],
      tolerance: 0.006,
      source: "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press",
    }],
  },
  {
    name: "arnold-cat",
    title: "Arnold's cat map",
    equations: ["x <- mod(x + y, 1)", "y <- mod(x + k y, 1)"],
    parameters: { k: 2 },
    start: [0.1234, 0.5678],
    source: "V. I. Arnold & A. Avez (1968), Ergodic Problems of Classical Mechanics, Benjamin",
    literature: [{
      parameters: {},
      exponents: [0.9624236501192069, -0.9624236501192069],
      tolerance: 0.000001,
      source: "Exact: ln((3 + sqrt 5) / 2)",
    }],
  },
  {
    name: "gingerbreadman",
    title: "Gingerbreadman map",
    equations: ["x <- 1 + abs(x) - y", "y <- x"],
    start: [0.5, 3.7],
    source:
      "R. L. Devaney (1984), A piecewise linear model for the zones of instability of an area-preserving map, Physica D 10, 387–393",
    literature: [{
      parameters: {},
      exponents: [0.07339, -0.07339],
      tolerance: 0.002,
      source: "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press",
    }],
  },
  {
    name: "lorenz-3d-map",
    title: "Lorenz three-dimensional map",
    equations: ["x <- x y - z", "y <- x", "z <- y"],
    start: [0.5, 0.5, -1],
    source: "E. N. Lorenz (1993), The Essence of Chaos, University of Washington Press",
    literature: [{
      parameters: {},
      exponents: [0.07456, 0, -0.07456],
      tolerance: 0.002,
      source: "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press",
    }],
  },
  {
    name: "clifford",
    title: "Clifford's map",
    equations: ["x <- sin(a y) + c cos(a x)", "y <- sin(b x) + d cos(b y)"],
    parameters: { a: -1.4, b: 1.6, c: 1, d: 0.7 },
    start: [0.145, -0.0423],
    source: "C. A. Pickover (1990), Computers, Pattern, Chaos and Beauty, St. Martin's Press",
  },
  {
    name: "de-jong",
    title: "de Jong's map",
    equations: ["x <- sin(a y) - cos(b x)", "y <- sin(c x) - cos(d y)"],
    parameters: { a: 1.4, b: -2.3, c: 2.4, d: -2.1 },
    start: [-0.661, -0.748],
    source: "A. K. Dewdney (1987), Probing the strange attractions of chaos, Sci. Am. 257 (1), 108–111",
  },
  {
    name: "ushiki",
    title: "Ushiki's map",
    equations: ["x <- (a - x - b y) x", "y <- (c - y - d x) y"],
    parameters: { a: 3.7, b: 0.1, c: 3.7, d: 0.15 },
    start: [2.07, 2.63],
    source: "S. Ushiki (1982), Central difference scheme and chaos, Physica D 4, 407–424",
  },
  {
    name: "gumowski-mira",
    title: "Gumowski–Mira map",
    equations: [
      "x <- x1",
      "y <- -x + mu x1 + 2 (1 - mu) x1^2 / (1 + x1^2)",
      "x1 = y + alpha y (1 - sigma y^2) + mu x + 2 (1 - mu) x^2 / (1 + x^2)",
    ],
    parameters: { alpha: 0.008, sigma: 0.05, mu: -0.496 },
    start: [8.37, 6.65],
    source:
      "I. Gumowski & C. Mira (1980), Recurrences and Discrete Dynamic Systems, Lect. Notes Math. 809, Springer",
  },
  {
    name: "zeraoulia-sprott",
    title: "Zeraoulia–Sprott rational map",
    equations: ["x <- -a x / (1 + y^2)", "y <- x + b y"],
    parameters: { a: 3.7, b: 0.6 },
    start: [6.39, -4.32],
    source:
      "E. Zeraoulia & J. C. Sprott (2011), On the dynamics of a new simple 2-D rational discrete mapping, Int. J. Bifurc. Chaos 21, 155–160",
  },
  {
    name: "rulkov",
    title: "Rulkov's neuron",
    equations: ["x <- alpha / (1 + x^2) + y", "y <- y - mu (x - sigma)"],
    parameters: { alpha: 4.5, mu: 0.001, sigma: -1 },
    start: [-1.48, -2.85],
    source:
      "N. F. Rulkov (2001), Regularization of synchronized chaotic bursts, Phys. Rev. Lett. 86, 183–186",
  },
  {
    name: "chialvo",
    title: "Chialvo's neuron",
    equations: ["x <- x^2 exp(y - x) + k", "y <- a y - b x + c"],
    parameters: { a: 0.89, b: 0.18, c: 0.28, k: 0.03 },
    start: [0.0571, 1.63],
    source:
      "D. R. Chialvo (1995), Generic excitable dynamics on a two-dimensional map, Chaos Solitons Fractals 5, 461–479",
  },
  {
    name: "discrete-lorenz",
    title: "Discrete Lorenz attractor",
    equations: ["x <- y", "y <- z", "z <- m1 + b x + m2 y - z^2"],
    parameters: { m1: 0, m2: 0.85, b: 0.7 },
    start: [0.729, 0.236, 0.818],
    source:
      "S. V. Gonchenko, I. I. Ovsyannikov, C. Simó & D. Turaev (2005), Three-dimensional Hénon-like maps and wild Lorenz-like attractors, Int. J. Bifurc. Chaos 15, 3493–3508",
  },
  {
    name: "coupled-henon",
    title: "Two coupled Hénon maps",
    equations: [
      "x1 <- 1 - a x1^2 + y1 + c (x2 - x1)",
      "y1 <- b x1",
      "x2 <- 1 - a x2^2 + y2 + c (x1 - x2)",
      "y2 <- b x2",
    ],
    parameters: { a: 1.2, b: 0.3, c: 0.02 },
    start: [0.1, 0.1, 0.2, 0.1],
    source:
      "A. Politi & A. Torcini (1992), Periodic orbits in coupled Hénon maps: Lyapunov and multifractal analysis, Chaos 2, 293–300",
  },
  {
    name: "coupled-logistic-pair",
    title: "Two coupled logistic maps",
    equations: ["x <- (1 - eps) f + eps g", "y <- eps f + (1 - eps) g", "f = 1 - a x^2", "g = 1 - a y^2"],
    parameters: { a: 1.8, eps: 0.05 },
    start: [0.962, 0.988],
    source:
      "K. Kaneko (1983), Transition from torus to chaos accompanied by frequency lockings with symmetry breaking, Prog. Theor. Phys. 69, 1427–1442",
  },
  {
    name: "froeschle",
    title: "Froeschlé's map",
    equations: [
      "x1 <- mod(x1 + p1, 2 pi)",
      "x2 <- mod(x2 + p2, 2 pi)",
      "y1 <- mod(p1, 2 pi)",
      "y2 <- mod(p2, 2 pi)",
      "p1 = y1 + k1 sin(x1) + b sin(x1 + x2)",
      "p2 = y2 + k2 sin(x2) + b sin(x1 + x2)",
    ],
    parameters: { k1: 4, k2: 5, b: 0.5 },
    start: [1, 2, 0.1, 0.2],
    source:
      "C. Froeschlé (1972), Numerical study of a four-dimensional mapping, Astron. Astrophys. 16, 172–189",
  },
  {
    name: "globally-coupled-logistic",
    title: "Five globally coupled logistic maps",
    equations: [
      "x1 <- f1 + e (m - f1)",
      "x2 <- f2 + e (m - f2)",
      "x3 <- f3 + e (m - f3)",
      "x4 <- f4 + e (m - f4)",
      "x5 <- f5 + e (m - f5)",
      "f1 = 1 - a x1^2",
      "f2 = 1 - a x2^2",
      "f3 = 1 - a x3^2",
      "f4 = 1 - a x4^2",
      "f5 = 1 - a x5^2",
      "m = (f1 + f2 + f3 + f4 + f5) / 5",
    ],
    parameters: { a: 1.9, e: 0.1 },
    start: [0.315, 0.447, -0.271, -0.482, 0.59],
    source:
      "K. Kaneko (1990), Clustering, coding, switching, hierarchical ordering, and control in a network of chaotic elements, Physica D 41, 137–172",
  },
);
