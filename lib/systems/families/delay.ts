/**
 * Delay equations.
 *
 * @module
 */
import type { System } from "../system.ts";
import { writtenSystems } from "../written.ts";

/** Delay equations. */
export const delaySystems: readonly System[] = writtenSystems(
  {
    name: "ikeda-delay",
    title: "Ikeda's delay equation",
    equations: ["x' = -x + mu sin(x(t - tau))"],
    parameters: { mu: 16, tau: 1 },
    start: [0.5],
    dt: 0.02,
    timeScale: 2,
    source:
      "K. Ikeda & K. Matsumoto (1987), High-dimensional chaotic behavior in systems with time-delayed feedback, Physica D 29, 223–235",
  },
  {
    name: "sprott-delay",
    title: "Sprott's delay equation",
    equations: ["x' = sin(x(t - tau))"],
    parameters: { tau: 4.991 },
    start: [0.1],
    dt: 0.1,
    timeScale: 9.982,
    source: "J. C. Sprott (2007), A simple chaotic delay differential equation, Phys. Lett. A 366, 397–402",
  },
  {
    name: "ucar",
    title: "Uçar's delay equation",
    equations: ["x' = delta x(t - tau) - eps x(t - tau)^3"],
    parameters: { delta: 1, eps: 1, tau: 1.7 },
    start: [0.5],
    dt: 0.02,
    timeScale: 3.4,
    source: "A. Uçar (2002), A prototype model for chaos studies, Int. J. Eng. Sci. 40, 251–258",
  },
  {
    name: "vallee-marriott",
    title: "Acousto-optic delay equation",
    equations: ["x' = -x + mu sin(x(t - tau) + c)^2"],
    parameters: { mu: 6, c: 0.7, tau: 3 },
    start: [0.5],
    dt: 0.05,
    timeScale: 6,
    source:
      "R. Vallée & C. Marriott (1989), Analysis of an Nth-order nonlinear differential-delay equation, Phys. Rev. A 39, 197–205",
  },
  {
    name: "delayed-quadratic",
    title: "Quadratic delay equation",
    equations: ["x' = (-x + 1 - a x(t - tau)^2) / t1"],
    parameters: { a: 1.8, tau: 1, t1: 0.1 },
    start: [0.3],
    dt: 0.02,
    timeScale: 2,
    source:
      "S.-N. Chow & J. Mallet-Paret (1983), Singularly perturbed delay-differential equations, in: Coupled Nonlinear Oscillators, North-Holland, 7–12",
  },
);
