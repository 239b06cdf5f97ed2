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
    parameters: { a: 0.4, b: 1.2, f: 0.05, omega: 0.8 },
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
);
