/**
 * A thread that watches the main one while that loads a module of a user's: what computes for ever at its top level leaves
 * the main thread no turn in which it could say so.
 *
 * @module
 */

/** What the thread receives. */
export interface Pulse {
  /** One number, shared, which changes each second in which the main thread has a turn. */
  readonly beats: Int32Array<SharedArrayBuffer>;
  /** How long it may have none before the process ends, in seconds. */
  readonly seconds: number;
  /** What is said then. */
  readonly line: string;
}

/** How often the thread looks, in milliseconds. */
const LOOK = 100;

const watch = ({ beats, seconds, line }: Pulse): void => {
  let [last, still] = [Atomics.load(beats, 0), 0];
  setInterval(() => {
    const now = Atomics.load(beats, 0);
    still = now === last ? still + LOOK : 0;
    last = now;
    if (still < seconds * 1000) return;
    still = 0;
    const erased = Deno.stderr.isTerminal() ? "\r\u001b[K" : "";
    Deno.stderr.writeSync(new TextEncoder().encode(`${erased}${line}\n`));
    // A thread has no exit code to give for the process; only a signal ends it from here.
    Deno.kill(Deno.pid, "SIGTERM");
  }, LOOK);
};

globalThis.addEventListener("message", (event) => watch((event as MessageEvent<Pulse>).data), { once: true });
