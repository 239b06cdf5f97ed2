/// <reference types="./types/deno_std.d.ts" />
/// <reference types="./types/papaparse.d.ts" />
/**
 * What a file with an experiment needs, and no more: builders, the words of a spec, and `main`, which makes the file a
 * program. All of it is in `mod.ts` too; this entry point loads in a fifth of the time.
 *
 * @example An experiment as a value
 * ```ts
 * import { pipe } from "fp-ts/function.js";
 * import { assertEquals } from "@std/assert/mod.js";
 * import * as lyap from "./experiment.ts";
 *
 * const spec = pipe(
 *   lyap.experiment("henon", "A PLRNN on the Hénon map"),
 *   lyap.dataset(lyap.system("henon"), { steps: 1500 }),
 *   lyap.train(lyap.cells.PLRNN(4), { forcing: lyap.forcing.sparse(2) }),
 *   lyap.report(lyap.figures.loss()),
 * );
 * assertEquals(spec.figures, [{ kind: "loss" }]);
 * await lyap.main(spec, import.meta);
 * ```
 *
 * @module
 */
export {
  all,
  type AnyPart,
  claim,
  type Complete,
  dataset,
  type Draft,
  evaluate,
  experiment,
  type ExperimentPart,
  type ForcingPart,
  lyapunov,
  type NoDataset,
  type NoForcing,
  type NoTraining,
  profile,
  report,
  settings,
  sweep,
  train,
} from "./lib/experiment/compose.ts";
export * from "./lib/experiment/kinds.ts";
export { main } from "./lib/cli/program.ts";
export type { ClaimInput } from "./lib/results/claims/catalogue.ts";
