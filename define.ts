/// <reference types="./types/deno_std.d.ts" />
/// <reference types="./types/papaparse.d.ts" />
/**
 * What your own module needs, and no more: systems, measures, forcing schemes, claims, figures, and the
 * codecs of their options. What defines a kind is in `mod.ts` too. A module of an experiment may import this
 * entry point, and files beside it.
 *
 * @example A measure
 * ```ts
 * import { defineMeasure, measured } from "./define.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const peak = defineMeasure({
 *   kind: "peak",
 *   title: "largest value",
 *   better: "smaller",
 *   evaluate: (_, { generated }) => measured(Math.max(...generated!.values)),
 * });
 * assertEquals(peak.kind, "peak");
 * ```
 *
 * @module
 */
export {
  type Codec,
  flag,
  integer,
  list,
  nonNegativeInteger,
  nonNegativeNumber,
  nullable,
  numberBetween,
  oneOf,
  optional,
  positiveInteger,
  positiveNumber,
  text,
} from "./lib/core/codec/codec.ts";
export * as numerics from "./lib/numerics/elementary.ts";
export { integers, normals, stream, uniforms } from "./lib/numerics/random.ts";
export {
  defineSystem,
  type StateOf,
  type UserDelayEquations,
  type UserEquations,
  type UserEvent,
} from "./lib/systems/user.ts";
export { delayEquation, discreteMap, flow, type Parameters } from "./lib/systems/system.ts";
export { column } from "./lib/series/series.ts";
export { cellKind } from "./lib/networks/cell.ts";
export { normalParameter, uniformParameter, zeroParameter } from "./lib/networks/initial_values.ts";
export { emptySchedule } from "./lib/networks/schedule.ts";
export { defineCell } from "./lib/networks/define.ts";
export { loadTensorFlow, tf } from "./lib/networks/tensorflow.ts";
export { defineForcing, forcedEvery, forcedOnce } from "./lib/training/forcing/scheme.ts";
export { inSteps, type Span, span } from "./lib/training/forcing/span.ts";
export { defineMeasure, measured, notComparable, undefinedBecause } from "./lib/measures/measure.ts";
export { defineClaim, effectOf } from "./lib/results/claims/claim.ts";
export { exampleSeeds, exampleSweep } from "./lib/results/example.ts";
export { type Group, groupCodec, type LabelValues, selects } from "./lib/results/group.ts";
export { cannotDraw, defineFigure, drawn } from "./lib/report/figures/kind.ts";
