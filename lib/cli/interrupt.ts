/**
 * A thread that hears Ctrl-C while the main one computes and cannot: it says the last word, and ends the process.
 *
 * @module
 */

/** What the thread receives. */
export interface Watch {
  /** What is said where Ctrl-C ends the process. */
  readonly line: string;
  /** One number, shared: 1 from when somebody takes the interruption on. */
  readonly taken: Int32Array<SharedArrayBuffer>;
}

/** So long the main thread has to take the interruption on, in milliseconds: if it waits for something, it can. */
const GRACE = 100;

const watch = ({ line, taken }: Watch): void => {
  const hear = (): void => {
    setTimeout(() => {
      if (Atomics.exchange(taken, 0, 1) === 1) return;
      const erased = Deno.stderr.isTerminal() ? "\r\u001b[K" : "";
      Deno.stderr.writeSync(new TextEncoder().encode(`${erased}${line}\n`));
      // With nobody listening any more, the signal does what it always does, and whoever started lyap sees why it ended.
      Deno.removeSignalListener("SIGINT", hear);
      Deno.kill(Deno.pid, "SIGINT");
    }, GRACE);
  };
  Deno.addSignalListener("SIGINT", hear);
};

globalThis.addEventListener("message", (event) => watch((event as MessageEvent<Watch>).data), { once: true });
