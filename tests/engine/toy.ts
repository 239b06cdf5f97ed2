/**
 * A small experiment for tests of engines: its steps are planned, never run.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { resolve } from "../../lib/engine/experiment.ts";
import type { Resolved } from "../../lib/experiment/vocabulary.ts";

/** An experiment whose runs "seed1", "seed2" … share a dataset. */
export const toy = (epochs: number, seeds: readonly number[]): Resolved => {
  const read = resolve("toy", {
    name: "toy",
    title: "Toy",
    settings: {
      dataset: { source: { kind: "system", system: "henon", steps: 100 } },
      cell: { kind: "PLRNN", units: 4 },
      forcing: { kind: "sparse", interval: 5 },
      batches: { windows: 1, length: 10, perEpoch: 1 },
      epochs,
    },
    sweep: [{ seed: seeds }],
  }, {});
  if (E.isLeft(read)) throw new Error(JSON.stringify(read.left));
  return {
    ...read.right,
    runs: read.right.runs.map((run, index) => ({ ...run, id: `seed${seeds[index]}` })),
  };
};
