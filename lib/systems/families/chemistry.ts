/**
 * Reactions and cells.
 *
 * @module
 */
import type { System } from "../system.ts";
import { writtenSystems } from "../written.ts";

/** Reactions and cells. */
export const chemistrySystems: readonly System[] = writtenSystems(
  {
    name: "willamowski-roessler",
    title: "Willamowski–Rössler reaction",
    equations: [
      "x' = k1 x - 0.25 x^2 - x y + 0.0001 y^2 - x z + 0.001",
      "y' = x y - 0.0001 y^2 - 10 y + 0.001",
      "z' = -x z + 0.001 + 16.5 z - 0.5 z^2",
    ],
    parameters: { k1: 30 },
    start: [0.725, 67.2, 0.0298],
    dt: 0.002,
    timeScale: 0.86,
    source:
      "K.-D. Willamowski & O. E. Rössler (1980), Irregular oscillations in a realistic abstract quadratic mass action system, Z. Naturforsch. A 35, 317–318",
  },
  {
    name: "forced-brusselator",
    title: "Driven Brusselator",
    equations: [
      "x' = a - (b + 1) x + x^2 y + f sin(phi)",
      "y' = b x - x^2 y",
      "phi' = omega",
      "observed: x, y, sin(phi)",
    ],
    parameters: { a: 0.4, b: 1.2, f: 0.05, omega: 0.81 },
    start: [0.305, 2.99, 0],
    dt: 0.1,
    timeScale: 15,
    source:
      "K. Tomita & T. Kai (1978), Stroboscopic phase portrait and strange attractors, Phys. Lett. A 66, 91–93",
  },
  {
    name: "decroly-goldbeter",
    title: "Two enzymes in a row",
    equations: [
      "a' = v - 10 f",
      "b' = 500 f - 10 h",
      "c' = 0.2 h - k c",
      "f = a (1 + a) (1 + b)^2 / (5e8 + (1 + a)^2 (1 + b)^2)",
      "h = b (1 + c)^2 / (100 + (1 + c)^2)",
    ],
    parameters: { v: 0.45, k: 2 },
    start: [34.6, 80.7, 0.0971],
    dt: 0.1,
    timeScale: 92,
    source:
      "O. Decroly & A. Goldbeter (1982), Birhythmicity, chaos, and other patterns of temporal self-organization in a multiply regulated biochemical system, Proc. Natl. Acad. Sci. USA 79, 6917–6921",
  },
  {
    name: "chay",
    title: "Chay's excitable cell",
    equations: [
      "v' = 1800 m^3 h (100 - v) + 1700 n^4 (-75 - v) + g c (-75 - v) / (1 + c) + 7 (-40 - v)",
      "n' = 230 (an (1 - n) - bn n)",
      "c' = rho (m^3 h (100 - v) - 0.18333333333333332 c)",
      "am = 0.1 (25 + v) / (1 - exp(-0.1 v - 2.5))",
      "bm = 4 exp(-(v + 50) / 18)",
      "ah = 0.07 exp(-0.05 v - 2.5)",
      "bh = 1 / (1 + exp(-0.1 v - 2))",
      "an = 0.01 (20 + v) / (1 - exp(-0.1 v - 2))",
      "bn = 0.125 exp(-(v + 30) / 80)",
      "m = am / (am + bm)",
      "h = ah / (ah + bh)",
    ],
    parameters: { g: 11, rho: 0.27 },
    start: [-46.3, 0.117, 0.463],
    dt: 0.001,
    timeScale: 1.1,
    source: "T. R. Chay (1985), Chaos in a three-variable model of an excitable cell, Physica D 16, 233–242",
  },
  {
    name: "calcium",
    title: "Calcium oscillations",
    equations: [
      "z' = v0 + v1 beta - v2 + v3 + kf y - k z",
      "y' = v2 - v3 - kf y",
      "a' = beta v4 - v5 - eps a",
      "v2 = 6 z^2 / (k2^2 + z^2)",
      "v3 = 30 z^2 y^2 a^4 / ((kz^2 + z^2) (ky^2 + y^2) (ka^4 + a^4))",
      "v5 = 50 a z^4 / ((k5 + a) (kd^4 + z^4))",
    ],
    parameters: {
      beta: 0.65,
      eps: 13,
      k: 10,
      kf: 1,
      k2: 0.1,
      k5: 0.3194,
      ka: 0.1,
      kd: 1,
      ky: 0.3,
      kz: 0.6,
      v0: 2,
      v1: 2,
      v4: 3,
    },
    start: [0.357, 0.732, 0.129],
    dt: 0.005,
    timeScale: 1.3,
    source:
      "G. Houart, G. Dupont & A. Goldbeter (1999), Bursting, chaos and birhythmicity originating from self-modulation of the inositol 1,4,5-trisphosphate signal in a model for intracellular Ca2+ oscillations, Bull. Math. Biol. 61, 507–530",
  },
  {
    name: "cell-cycle",
    title: "Two coupled cell cycles",
    equations: [
      "c1' = vi kim / (kim + m2) - vd x1 c1 / (kd + c1) - k c1",
      "m1' = vm1 c1 (1 - m1) / ((kc + c1) (h + 1 - m1)) - v2 m1 / (h + m1)",
      "x1' = vm3 m1 (1 - x1) / (h + 1 - x1) - v4 x1 / (h + x1)",
      "c2' = vi kim / (kim + m1) - vd x2 c2 / (kd + c2) - k c2",
      "m2' = vm1 c2 (1 - m2) / ((kc + c2) (h + 1 - m2)) - v2 m2 / (h + m2)",
      "x2' = vm3 m2 (1 - x2) / (h + 1 - x2) - v4 x2 / (h + x2)",
    ],
    parameters: {
      h: 0.01,
      k: 0.001,
      kc: 0.5,
      kd: 0.02,
      kim: 0.65,
      v2: 0.15,
      v4: 0.05,
      vd: 0.025,
      vi: 0.05,
      vm1: 0.3,
      vm3: 0.1,
    },
    start: [1.13, 0.975, 0.99, 0.796, 0.558, 0.0833],
    dt: 0.2,
    timeScale: 230,
    source:
      "P.-C. Romond, M. Rustici, D. Gonze & A. Goldbeter (1999), Alternating oscillations and chaos in a model of two coupled biochemical oscillators driving successive phases of the cell cycle, Ann. N. Y. Acad. Sci. 879, 180–193",
  },
);
