/**
 * The record of the LSTMs at τ = 5 that PyTorch trained.
 *
 * @module
 */
import data from "../../fixtures/left_branch_pytorch.json" with { type: "json" };

/** One training, and what its free run comes to. */
export interface PeerTraining {
  /** How it is forced. */
  readonly forcing: "sparse" | "annealed";
  /** The numbers in which it computes. */
  readonly precision: "float32" | "float64";
  /** Seed of PyTorch's generator. */
  readonly seed: number;
  /** By the authors' measure, in nats. */
  readonly D_stsp: number;
}

/** All that has been trained so far. */
export const publishedBranches: readonly PeerTraining[] = data as readonly PeerTraining[];

/** Whether two are of one training. */
export const sameTraining = (a: Omit<PeerTraining, "D_stsp">, b: Omit<PeerTraining, "D_stsp">): boolean =>
  a.forcing === b.forcing && a.precision === b.precision && a.seed === b.seed;

/** All trainings that are wanted: five seeds in each way. */
export const wantedTrainings: readonly Omit<PeerTraining, "D_stsp">[] = ([
  ["sparse", "float32"],
  ["annealed", "float32"],
  ["sparse", "float64"],
] as const).flatMap(([forcing, precision]) => [1, 2, 3, 4, 5].map((seed) => ({ forcing, precision, seed })));
