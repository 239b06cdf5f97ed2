/**
 * What forcing does to one batch, step by step. Every forcing scheme comes down to such a schedule, and every rollout,
 * kernel or reference, follows one; so cells and schemes combine freely.
 *
 * For t = 0 … T − 1, before the step that predicts x_{t+1}:
 *
 *     if reset[t]:       z ← 0                                   (and nothing flows back through it)
 *     if detach[t]:      z ← z, but no gradient flows back through it
 *     if strength[t] > 0 z ← (1 − strength[t]) z + strength[t] pinv(B) x_t
 *     z ← F(z);  x̂_{t+1} = B z;  loss += ‖x_{t+1} − x̂_{t+1}‖²
 *
 * The state before t = 0 is 0. An LSTM's cell state is multiplied by (1 − strength[t]) where h is forced.
 *
 * @module
 */

/** One batch's forcing, all arrays of length T. */
export interface ForcingSchedule {
  /** α_t in [0, 1]: 1 replaces the state by the data's, 0 leaves it alone. */
  readonly strength: Float32Array;
  /** 1 where the state is set to zero. */
  readonly reset: Uint8Array;
  /** 1 where the gradient is cut. */
  readonly detach: Uint8Array;
}

/** A schedule in which nothing happens. */
export const emptySchedule = (length: number): ForcingSchedule => {
  // One piece of memory: a schedule is made for every batch.
  const memory = new ArrayBuffer(6 * length);
  return {
    strength: new Float32Array(memory, 0, length),
    reset: new Uint8Array(memory, 4 * length, length),
    detach: new Uint8Array(memory, 5 * length, length),
  };
};
