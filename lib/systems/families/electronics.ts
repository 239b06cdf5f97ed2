/**
 * Circuits, oscillators with diodes and memristors, and small neural networks.
 *
 * @module
 */
import type { System } from "../system.ts";
import { writtenSystems } from "../written.ts";

/** Circuits, oscillators with diodes and memristors, and small neural networks. */
export const electronicsSystems: readonly System[] = writtenSystems(
  {
    name: "cubic-chua",
    title: "Chua's circuit with a cubic",
    equations: ["x' = alpha (y + (x - 2 x^3) / 7)", "y' = x - y + z", "z' = -beta y"],
    parameters: { alpha: 10, beta: 14.285714285714286 },
    start: [-0.922, -0.0858, 1.1],
    dt: 0.02,
    timeScale: 2.3,
    source: "T. T. Hartley (1989), The Duffing double scroll, Proc. Am. Control Conf., 419–424",
  },
  {
    name: "colpitts",
    title: "Colpitts oscillator",
    equations: [
      "x' = g (z - exp(-y) + 1) / (q (1 - k))",
      "y' = g z / (q k)",
      "z' = -q k (1 - k) (x + y) / g - z / q",
    ],
    parameters: { g: 3.1623, q: 1.415, k: 0.5 },
    start: [-1.67, -0.852, -0.125],
    dt: 0.05,
    timeScale: 6.6,
    source:
      "G. M. Maggio, O. De Feo & M. P. Kennedy (1999), Nonlinear analysis of the Colpitts oscillator and applications to design, IEEE Trans. Circuits Syst. I 46, 1118–1130",
  },
  {
    name: "memristor",
    title: "Simplest chaotic circuit, with a memristor",
    equations: ["x' = y", "y' = -x / 3 + y / 2 - y z^2 / 2", "z' = y - alpha z - y z"],
    parameters: { alpha: 0.6 },
    start: [-0.167, 0.0204, -0.15],
    dt: 0.05,
    timeScale: 12,
    source:
      "B. Muthuswamy & L. O. Chua (2010), Simplest chaotic circuit, Int. J. Bifurc. Chaos 20, 1567–1580",
  },
  {
    name: "tamasevicius",
    title: "Tamaševičius's oscillator with a diode",
    equations: ["x' = y", "y' = a y - x - z", "z' = (b + y - c (exp(z) - 1)) / eps"],
    parameters: { a: 0.4, b: 20, c: 4e-9, eps: 0.13 },
    start: [-22.3, 2.27, 22.4],
    dt: 0.0005,
    timeScale: 5.8,
    source:
      "A. Tamaševičius, G. Mykolaitis, V. Pyragas & K. Pyragas (2005), A simple chaotic oscillator for educational purposes, Eur. J. Phys. 26, 61–63",
  },
  {
    name: "cellular-neural-network",
    title: "Cellular neural network of three cells",
    equations: [
      "x' = -x + d f - b g - b h",
      "y' = -y - b f + c g - a h",
      "z' = -z - b f + a g + h",
      "f = 0.5 (abs(x + 1) - abs(x - 1))",
      "g = 0.5 (abs(y + 1) - abs(y - 1))",
      "h = 0.5 (abs(z + 1) - abs(z - 1))",
    ],
    parameters: { a: 4.4, b: 3.21, c: 1.1, d: 1.24 },
    start: [1.6, 0.979, -1.08],
    dt: 0.002,
    timeScale: 7.4,
    source:
      "F. Zou & J. A. Nossek (1991), A chaotic attractor with cellular neural networks, IEEE Trans. Circuits Syst. 38, 811–812",
  },
  {
    name: "hopfield",
    title: "Hopfield network of three neurons",
    equations: [
      "x' = -x + 2 f - 1.2 g",
      "y' = -y + p f + 1.71 g + 1.15 h",
      "z' = -z - 4.75 f + 1.1 h",
      "f = tanh(x)",
      "g = tanh(y)",
      "h = tanh(z)",
    ],
    parameters: { p: 2 },
    start: [0.889, 0.571, 0.0756],
    dt: 0.05,
    timeScale: 6.2,
    source:
      "Q. Yuan, Q. Li & X.-S. Yang (2009), Horseshoe chaos in a class of simple Hopfield neural networks, Chaos Solitons Fractals 39, 1522–1529",
  },
  {
    name: "beer-network",
    title: "Beer's recurrent network",
    equations: [
      "x' = -x + 5.422 f - 0.018 g + 2.75 h",
      "y' = (-y - 0.24 f + 4.59 g + 1.21 h) / 2.5",
      "z' = -z + 0.535 f - 2.25 g + 3.885 h",
      "f = 1 / (1 + exp(4.108 - x))",
      "g = 1 / (1 + exp(2.787 - y))",
      "h = 1 / (1 + exp(1.114 - z))",
    ],
    start: [1.06, 2.08, 0.423],
    dt: 0.2,
    timeScale: 33,
    source:
      "R. D. Beer (1995), On the dynamics of small continuous-time recurrent neural networks, Adapt. Behav. 3, 469–509",
  },
  {
    name: "rikitake",
    title: "Rikitake's two-disc dynamo",
    equations: ["x' = -mu x + z y", "y' = -mu y + (z - a) x", "z' = 1 - x y"],
    parameters: { mu: 2, a: 5 },
    start: [0.00947, 0.0065, 6.26],
    dt: 0.02,
    timeScale: 4.6,
    source:
      "T. Rikitake (1958), Oscillations of a system of disk dynamos, Proc. Camb. Philos. Soc. 54, 89–105",
  },
  {
    name: "hide-dynamo",
    title: "Hide–Skeldon–Acheson dynamo",
    equations: ["x' = x (y - 1) - beta z", "y' = alpha (1 - x^2) - kappa y", "z' = x - lambda z"],
    parameters: { alpha: 20, beta: 2, kappa: 1, lambda: 1.2 },
    start: [-0.256, -1.24, -0.344],
    dt: 0.01,
    timeScale: 1.3,
    source:
      "R. Hide, A. C. Skeldon & D. J. Acheson (1996), A study of two novel self-exciting single-disk homopolar dynamos: theory, Proc. R. Soc. Lond. A 452, 1369–1395",
  },
  {
    name: "abooee",
    title: "Abooee's laser",
    equations: ["x' = a (y - x) + b y z^2", "y' = c x + d x z^2", "z' = h z + k x^2"],
    parameters: { a: 10, b: 1, c: 5, d: -1, h: -5, k: -6 },
    start: [-0.929, -1.24, -0.494],
    dt: 0.002,
    timeScale: 1.2,
    source:
      "A. Abooee, H. A. Yaghini-Bonabi & M. R. Jahed-Motlagh (2013), Analysis and circuitry realization of a novel three-dimensional chaotic system, Commun. Nonlinear Sci. Numer. Simul. 18, 1235–1245",
  },
);
