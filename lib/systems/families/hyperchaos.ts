/**
 * Flows of four variables, most of them with two positive exponents.
 *
 * @module
 */
import type { System } from "../system.ts";
import { writtenSystems } from "../written.ts";

/** Flows of four variables, most of them with two positive exponents. */
export const hyperchaosSystems: readonly System[] = writtenSystems(
  {
    name: "hyperchaotic-lorenz",
    title: "Hyperchaotic Lorenz",
    equations: ["x' = a (y - x) + w", "y' = -x z + c x - y", "z' = -b z + x y", "w' = d w - x z"],
    parameters: { a: 10, b: 2.667, c: 28, d: 1.1 },
    start: [2.14, 3.85, 21.8, -36.5],
    dt: 0.005,
    timeScale: 0.63,
    source:
      "Q. Jia (2007), Hyperchaos generated from the Lorenz chaotic system and its control, Phys. Lett. A 366, 217–222",
  },
  {
    name: "hyperchaotic-lu",
    title: "Hyperchaotic Lü",
    equations: ["x' = a (y - x) + w", "y' = -x z + c y", "z' = x y - b z", "w' = d w + x z"],
    parameters: { a: 36, b: 3, c: 20, d: 1 },
    start: [2.5, -2.16, 20.1, 73.1],
    dt: 0.005,
    timeScale: 0.53,
    source:
      "A. Chen, J. Lu, J. Lü & S. Yu (2006), Generating hyperchaotic Lü attractor via state feedback control, Physica A 364, 103–110",
  },
  {
    name: "hyperchaotic-chen",
    title: "Hyperchaotic Chen",
    equations: ["x' = a (y - x) + w", "y' = d x - x z + c y", "z' = x y - b z", "w' = y z + r w"],
    parameters: { a: 35, b: 3, c: 12, d: 7, r: 0.5 },
    start: [-5.56, -6.11, 10.5, -24.3],
    dt: 0.005,
    timeScale: 0.61,
    source:
      "Y. Li, W. K. S. Tang & G. Chen (2005), Generating hyperchaos via state feedback control, Int. J. Bifurc. Chaos 15, 3367–3375",
  },
  {
    name: "hyperchaotic-bao",
    title: "Bao's hyperchaotic flow",
    equations: ["x' = a (y - x) + w", "y' = c y - x z", "z' = x y - b z", "w' = e x + d y z"],
    parameters: { a: 36, b: 3, c: 20, d: 0.1, e: 21 },
    start: [-10.4, -10.1, 25.2, 11.2],
    dt: 0.005,
    timeScale: 0.56,
    source:
      "B.-C. Bao & Z. Liu (2008), A hyperchaotic attractor coined from chaotic Lü system, Chin. Phys. Lett. 25, 2396–2399",
  },
  {
    name: "hyperchaotic-cai",
    title: "Cai's hyperchaotic finance flow",
    equations: ["x' = a (y - x)", "y' = b x + c y - x z + w", "z' = -d z + y^2", "w' = -e x"],
    parameters: { a: 27.5, b: 3, c: 19.3, d: 2.9, e: 3.3 },
    start: [-8.2, -9.5, 25.5, -11.6],
    dt: 0.005,
    timeScale: 0.57,
    source: "G. Cai & J. Huang (2007), A new finance chaotic attractor, Int. J. Nonlinear Sci. 3, 213–220",
  },
  {
    name: "hyperchaotic-pang",
    title: "Pang–Liu",
    equations: ["x' = a (y - x)", "y' = -x z + c y + w", "z' = x y - b z", "w' = -d (x + y)"],
    parameters: { a: 36, b: 3, c: 20, d: 2 },
    start: [8.4, 9.46, 26.6, 18.9],
    dt: 0.005,
    timeScale: 0.55,
    source:
      "S. Pang & Y. Liu (2011), A new hyperchaotic system from the Lü system and its control, J. Comput. Appl. Math. 235, 2775–2789",
  },
  {
    name: "hyperchaotic-qi",
    title: "Qi's hyperchaotic flow",
    equations: [
      "x' = a (y - x) + y z",
      "y' = b (x + y) - x z",
      "z' = -c z - e w + x y",
      "w' = -d w + f z + x y",
    ],
    parameters: { a: 50, b: 24, c: 13, d: 8, e: 33, f: 30 },
    start: [75.9, 55.5, 35.7, 137],
    dt: 0.0001,
    timeScale: 0.061,
    source:
      "G. Qi, M. A. van Wyk, B. J. van Wyk & G. Chen (2008), On a new hyperchaotic system, Phys. Lett. A 372, 124–136",
  },
  {
    name: "hyperchaotic-wang",
    title: "Wang's hyperchaotic Liu",
    equations: ["x' = a (y - x)", "y' = -x z + b x + w", "z' = -c z + e x^2", "w' = -d x"],
    parameters: { a: 10, b: 40, c: 2.5, d: 10.6, e: 4 },
    start: [-4.45, -10.1, 10.6, 3.66],
    dt: 0.005,
    timeScale: 0.77,
    source:
      "F.-Q. Wang & C.-X. Liu (2006), Hyperchaos evolved from the Liu chaotic system, Chin. Phys. 15, 963–968",
  },
  {
    name: "hyperchaotic-xu",
    title: "Xu's hyperchaotic flow",
    equations: ["x' = a (y - x) + w", "y' = b x + e x z", "z' = -c z - x y", "w' = x z - d y"],
    parameters: { a: 10, b: 40, c: 2.5, d: 2, e: 16 },
    start: [2.66, 3.53, -2.34, -0.0939],
    dt: 0.005,
    timeScale: 0.61,
    source:
      "J. Xu, G. Cai & S. Zheng (2009), A novel hyperchaotic system and its control, J. Uncertain Syst. 3, 137–144",
  },
  {
    name: "hyperchaotic-yan",
    title: "Yan's hyperchaotic Chen",
    equations: [
      "x' = a (y - x)",
      "y' = (c - a) x - x z + c y",
      "z' = -b z + x y - y z + x z - w",
      "w' = -d w + y z - x z",
    ],
    parameters: { a: 37, b: 3, c: 26, d: 38 },
    start: [11.8, 14.9, 11.4, 0.676],
    dt: 0.002,
    timeScale: 0.48,
    source:
      "Z. Yan (2007), Hyperchaos in the new hyperchaotic Chen system via state feedback, Int. J. Mod. Phys. C 18, 471–477",
  },
  {
    name: "hyperchaotic-yang-chen",
    title: "Yang–Chen",
    equations: ["x' = a (y - x)", "y' = c x - x z + w", "z' = -b z + x y", "w' = -d x"],
    parameters: { a: 30, b: 3, c: 35, d: 8 },
    start: [11.2, 14.7, 22.6, -10.5],
    dt: 0.005,
    timeScale: 0.53,
    source:
      "Q. Yang & Y. Liu (2009), A hyperchaotic system from a chaotic system with one saddle and two stable node-foci, J. Math. Anal. Appl. 360, 293–306",
  },
  {
    name: "qi-four-dimensional",
    title: "Qi's four-dimensional flow",
    equations: ["x' = a (y - x) + y z w", "y' = b (x + y) - x z w", "z' = -c z + x y w", "w' = -d w + x y z"],
    parameters: { a: 45, b: 10, c: 1, d: 10 },
    start: [-2.97, -1.7, 7.66, 2.98],
    dt: 0.002,
    timeScale: 0.35,
    source:
      "G. Qi, S. Du, G. Chen, Z. Chen & Z. Yuan (2005), On a four-dimensional chaotic system, Chaos Solitons Fractals 23, 1671–1682",
  },
  {
    name: "matsumoto-chua-kobayashi",
    title: "Hyperchaotic circuit of Matsumoto, Chua and Kobayashi",
    equations: [
      "v1' = 2 (g - i1)",
      "v2' = -20 (g + i2)",
      "i1' = v1 + r i1",
      "i2' = 1.5 v2",
      "u = v2 - v1",
      "g = m0 u + 0.5 (m1 - m0) (abs(u - 1) - abs(u + 1) + 2 u)",
    ],
    parameters: { m0: -0.2, m1: 3, r: 1 },
    start: [0.19, 1.24, -0.215, 0.0564],
    dt: 0.00025,
    timeScale: 2.1,
    source:
      "T. Matsumoto, L. O. Chua & K. Kobayashi (1986), Hyperchaos: laboratory experiment and numerical confirmation, IEEE Trans. Circuits Syst. 33, 1143–1147",
    literature: [{
      parameters: {},
      exponents: [0.24, 0.06, 0],
      tolerance: 0.01,
      source: "Matsumoto, Chua & Kobayashi (1986)",
    }],
  },
);
