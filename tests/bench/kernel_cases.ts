/**
 * What the benchmarks of the kernels share: the sizes of the comparison with other libraries, random models, and the
 * number of floating-point operations of a gradient step.
 */
import { toUnion } from "fp-ts/Either.js";
import type { KernelName } from "../../lib/networks/kernels/cells.ts";
import {
  createRollout,
  type KernelRollout,
  type RolloutSchedule,
} from "../../lib/networks/kernels/rollout.ts";
import { integers, normals, stream } from "../../lib/numerics/random.ts";

/** Units, batch and steps of one comparison; always 3 observations and a forcing interval of 30 steps. */
export interface BenchSize {
  readonly cell: KernelName;
  readonly units: number;
  readonly batch: number;
  readonly length: number;
}

export const OBSERVATIONS = 3;
export const INTERVAL = 30;

/** Sparse forcing every 30 steps. */
export const sparseSchedule = (length: number): RolloutSchedule => ({
  strength: Float32Array.from({ length }, (_, t) => t % INTERVAL === 0 ? 1 : 0),
  reset: new Uint8Array(length),
  detach: new Uint8Array(length),
});

/** A rollout of random weights on a random series, and its windows. */
export const benchRollout = (
  { cell, units, batch, length }: BenchSize,
): { readonly rollout: KernelRollout; readonly starts: Int32Array; readonly rows: number } => {
  const rows = 10 * length;
  const series = Float32Array.from(normals(stream(1, "series"), rows * OBSERVATIONS));
  const settings = {
    cell,
    units,
    observations: OBSERVATIONS,
    batch,
    length,
    hidden: 2 * units,
    bases: 5,
    ramps: 2,
  };
  const made = toUnion(createRollout({ ...settings, observationModel: "linear" as const }, series));
  if ("_tag" in made) throw new Error(JSON.stringify(made));
  for (const [name, view] of Object.entries(made.parameters())) {
    view.set(
      Float32Array.from(normals(stream(1, name), view.length), (value) => 0.3 * value / Math.sqrt(units)),
    );
  }
  return { rollout: made, starts: integers(stream(1, "starts"), batch, rows - length), rows };
};

/** Weights that multiply the state in one step. */
const recurrentWeights: Readonly<Record<KernelName, (units: number) => number>> = {
  "PLRNN": (M) => M * M,
  "RNN": (M) => M * M,
  "LSTM": (M) => 4 * M * M,
  "GRU": (M) => 3 * M * M,
  "shPLRNN": (M) => 4 * M * M,
  "clipped shPLRNN": (M) => 4 * M * M,
  "dendPLRNN": (M) => M * M,
  "AL-RNN": (M) => M * M,
};

/** Multiplications and additions of one gradient step, products of matrices only: forward, and twice as many back. */
export const operations = ({ cell, units, batch, length }: BenchSize): number =>
  3 * 2 * (recurrentWeights[cell](units) + OBSERVATIONS * units) * batch * length;
