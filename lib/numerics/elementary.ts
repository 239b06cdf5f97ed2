/**
 * Elementary functions of float64 with the same bits on every machine.
 *
 * The specification of JavaScript leaves the last bits of `Math.exp`, `Math.sin` and their kin to the engine.
 * These are AssemblyScript's implementations in plain arithmetic, compiled to WebAssembly; `Math.sqrt` and
 * `Math.abs` are exact by IEEE 754 and may be used as they are.
 *
 * @example The functions agree with their definitions
 * ```ts
 * import { exp, log, sin } from "./elementary.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(exp(1), Math.E);
 * assertEquals(log(exp(1)), 1);
 * assertEquals(sin(0), 0);
 * ```
 *
 * @module
 */
export {
  atan2,
  cos,
  cosh,
  exp,
  expm1,
  log,
  log10,
  log1p,
  log2,
  pow,
  sin,
  sinh,
  tan,
  tanh,
} from "./elementary.wasm";
