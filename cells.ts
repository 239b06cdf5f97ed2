/// <reference types="./types/deno_std.d.ts" />
/// <reference types="./types/papaparse.d.ts" />
/**
 * What a file with your own cell needs, and no more: `defineCell` and TensorFlow.js, which loads when it is first needed.
 *
 * @example A cell of a ramp
 * ```ts
 * import { defineCell, tf } from "./cells.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const ramp = defineCell({
 *   kind: "ramp",
 *   parameters: ({ units }) => ({ W: [units, units], h: [units] }),
 *   step: ({ W, h }, z) => tf.relu(tf.add(tf.matMul(z, W, false, true), h)),
 * });
 * assertEquals(ramp.of({ units: 8 }).units, 8);
 * ```
 *
 * @module
 */
export {
  type CellDefinition,
  defineCell,
  type DefinedCell,
  type DefinedCellSettings,
  type DefinedParameters,
  type DefinedTensors,
} from "./lib/networks/define.ts";
export type {
  Cell,
  CellSettings,
  ParameterDeclaration,
  StateMap,
  TensorWeights,
  Weights,
} from "./lib/networks/cell.ts";
export { loadTensorFlow, tf } from "./lib/networks/tensorflow.ts";
export type { Stream } from "./lib/numerics/random.ts";
