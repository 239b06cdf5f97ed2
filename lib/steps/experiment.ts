/**
 * How a user's file says that it holds an experiment.
 *
 * @module
 */
import type { Experiment } from "./vocabulary.ts";

/**
 * An experiment as a value, checked by the compiler; the runtime checks it again when it is run.
 *
 * @example The smallest experiment
 * ```ts
 * import { experiment } from "./experiment.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const henon = experiment({
 *   name: "henon",
 *   title: "A PLRNN on the Hénon map",
 *   settings: {
 *     dataset: { source: { kind: "system", system: "henon", steps: 10_000 } },
 *     cell: { kind: "PLRNN", units: 10 },
 *     forcing: { kind: "sparse", interval: 2 },
 *   },
 * });
 * assertEquals(henon.name, "henon");
 * ```
 */
export const experiment = (spec: Experiment): Experiment => spec;
