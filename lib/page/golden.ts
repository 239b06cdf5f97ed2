/**
 * The run whose digests `fixtures/golden/steps.json` holds, as a spec: the quickstart at τ = 30, with few epochs and short
 * measurements.
 *
 * @module
 */
import { firstSpec, type PageSpec } from "./spec.ts";

/** Trains in about a second. */
export const goldenSpec: PageSpec = {
  ...firstSpec,
  name: "golden",
  title: "The run of the golden digests",
  settings: {
    ...firstSpec.settings,
    epochs: 20,
    seed: 1,
    lyapunov: { steps: 1000, transient: 100, longestGradient: 100 },
    evaluation: { steps: 10_000, keep: 1000 },
  },
};
