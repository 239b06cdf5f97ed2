/**
 * How a user's file says that it holds an experiment.
 *
 * @module
 */
import type { Experiment } from "./vocabulary.ts";

const frozen = <A>(value: A): A => {
  // Numbers in a typed array cannot be frozen; what it is doing in a spec is for the spec's codec to say.
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Object.isFrozen(value)) return value;
  Object.freeze(value);
  Object.values(value).forEach(frozen);
  return value;
};

/**
 * An experiment as a value, checked by the compiler; the runtime checks it again when it is run. It is frozen with all
 * that it holds.
 *
 * @example The smallest experiment
 * ```ts
 * import { experiment } from "./experiment.ts";
 * import { assert, assertEquals } from "@std/assert/mod.js";
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
 * assert(Object.isFrozen(henon.settings));
 * ```
 */
export const experiment = (spec: Experiment): Experiment => frozen(spec);
