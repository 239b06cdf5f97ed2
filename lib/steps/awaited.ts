/**
 * Modules of users, loaded with an end to the patience: one that awaits what never happens would end the process with a
 * stack of lyap, or hold it for ever, and so would one that computes for ever.
 *
 * @module
 */
import { badInput, describeError } from "../core/program/errors.ts";
import type { Pulse } from "./endless.ts";
import { LYAP_FOLDER, moduleAddress } from "./place.ts";

/** How long a module may load, in seconds. */
export interface LoadingPatience {
  /** How long it may await something. */
  readonly awaits: number;
  /** How long it may compute without a pause. */
  readonly computes: number;
}

/** For a module of a kind, which may wait for nothing but TensorFlow.js. */
export const MODULE_PATIENCE: LoadingPatience = { awaits: 30, computes: 60 };

/** For a program, which may read files, ask the network, or compute what its experiment needs. */
export const PROGRAM_PATIENCE: LoadingPatience = { awaits: 300, computes: 300 };

/** Whether a thread may be started that may end this process. */
const mayWatch = (): boolean =>
  LYAP_FOLDER !== null &&
  Deno.permissions.querySync({ name: "read", path: LYAP_FOLDER }).state === "granted" &&
  Deno.permissions.querySync({ name: "run" }).state === "granted";

/** Ends the process, with a word, where the main thread has no turn for so long. Returns what ends that. */
const watched = (called: string, seconds: number): () => void => {
  if (!mayWatch()) return () => {};
  const beats = new Int32Array(new SharedArrayBuffer(4));
  const timer = setInterval(() => Atomics.add(beats, 0, 1), 1000);
  const thread = new Worker(moduleAddress("lib/steps/endless"), { type: "module" });
  // Without it the module is waited for as long as it takes.
  thread.addEventListener("error", (event) => event.preventDefault());
  const fault = badInput(
    called,
    `it still computes at its top level after ${seconds} s`,
    "end its loop, or move what takes long into a function",
  );
  const line = describeError(fault).map((each) => `error: ${each}`).join("\n");
  thread.postMessage({ beats, seconds, line } satisfies Pulse);
  return () => {
    clearInterval(timer);
    thread.terminate();
  };
};

/**
 * Imports a module.
 *
 * @param address Where it is.
 * @param patience How long it may take.
 * @param called What the user calls it, if it may compute for ever: then the process ends with a word about it, where
 * Deno's permissions let it. Default: it has no loop, and nobody watches, which takes some milliseconds.
 * @errors Rejects with what the module throws, or where it still awaits something at its top level after that time.
 */
export const importWithin = async (
  address: string,
  { awaits, computes }: LoadingPatience,
  called?: string,
): Promise<{ readonly default?: unknown }> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, fail) => {
    const why = `something that it awaits at its top level has not happened after ${awaits} s`;
    // A module that computed for so long has its result in the next turn.
    timer = setTimeout(() => timer = setTimeout(() => fail(new Error(why)), 1000), awaits * 1000);
  });
  const end = called === undefined ? () => {} : watched(called, computes);
  try {
    return await Promise.race([import(address) as Promise<{ readonly default?: unknown }>, late]);
  } finally {
    clearTimeout(timer);
    end();
  }
};
