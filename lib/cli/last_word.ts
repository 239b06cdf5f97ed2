/**
 * What is said when Ctrl-C ends a call, whether lyap waits for other processes or computes by itself.
 *
 * @module
 */
import { moduleAddress } from "../steps/place.ts";
import type { Watch } from "./interrupt.ts";

/** Who listens for Ctrl-C. */
export interface Listening {
  /** Whether the caller is the first to take an interruption on, and so the one who speaks. */
  readonly take: () => boolean;
  /** Listens no longer. */
  readonly end: () => void;
}

const untilTaken = (taken: Int32Array): Listening["take"] => () => Atomics.exchange(taken, 0, 1) === 0;

/** Where nothing is computed in this process: whoever is interrupted speaks. */
export const listenForNothing = (): Listening => ({
  take: untilTaken(new Int32Array(1)),
  end: () => {},
});

/**
 * Listens in a thread of its own, for while JavaScript computes no signal is heard.
 *
 * @param line What is said.
 */
export const listenWhileBusy = (line: string): Listening => {
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(moduleAddress("lib/cli/interrupt"), { type: "module" });
  // Without it Ctrl-C ends the process as ever, without a word.
  thread.addEventListener("error", (event) => event.preventDefault());
  thread.postMessage({ line, taken } satisfies Watch);
  return { take: untilTaken(taken), end: () => thread.terminate() };
};
