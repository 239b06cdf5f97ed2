/**
 * The capabilities of a program, by Deno.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { environmentFault } from "../core/program/errors.ts";
import { shortened, withoutCommands } from "../core/program/text.ts";
import type { Capabilities, Channel, Http, Processes, Terminal } from "../core/program/program.ts";
import { denoFiles } from "./store/files.ts";
import { downloadWith } from "./download.ts";

const lines = async (
  stream: ReadableStream<Uint8Array>,
  onLine: (line: string) => void,
): Promise<void> => {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop()!;
    parts.forEach(onLine);
  }
  if (rest !== "") onLine(rest);
};

/** Lines of standard error that a failed process is remembered by. */
const TAIL = 20;

/** Processes that were started and have not ended. */
const running = new Set<Deno.ChildProcess>();

/** Ends all processes that this one has started. */
export const stopProcesses = (): void => {
  for (const child of running) {
    try {
      child.kill("SIGKILL");
    } catch {
      // It has just ended by itself.
    }
  }
};

/** Does something while Ctrl-C is listened to; elsewhere it ends the process at once, however busy that is. */
const heeding = async <A>(onInterrupt: (() => void) | undefined, work: () => Promise<A>): Promise<A> => {
  if (onInterrupt === undefined) return await work();
  Deno.addSignalListener("SIGINT", onInterrupt);
  try {
    return await work();
  } finally {
    Deno.removeSignalListener("SIGINT", onInterrupt);
  }
};

/**
 * The processes of this machine.
 *
 * @param onInterrupt What Ctrl-C does while a process runs. Default: what it always does.
 */
export const denoProcesses = (onInterrupt?: () => void): Processes => ({
  deno: (args, onLine, environment = {}) => async () => {
    try {
      const child = new Deno.Command(Deno.execPath(), {
        args: [...args],
        env: { ...environment },
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
      }).spawn();
      running.add(child);
      const tail: string[] = [];
      const { code } = await heeding(onInterrupt, async () => {
        await Promise.all([
          lines(child.stdout, onLine),
          lines(child.stderr, (line) => {
            tail.push(line);
            if (tail.length > TAIL) tail.shift();
          }),
        ]);
        return await child.status;
      });
      running.delete(child);
      return E.right({ code, errorTail: tail.join("\n") });
    } catch (error) {
      return E.left(environmentFault(
        "Cannot start a process",
        Deno.execPath(),
        `check that deno may run itself (${error instanceof Error ? error.message : error})`,
      ));
    }
  },
});

const denoNetwork: Http = { fetch: downloadWith() };

const print = (stream: { writeSync: (bytes: Uint8Array) => number }, text: string): void => {
  const bytes = new TextEncoder().encode(text);
  try {
    for (let written = 0; written < bytes.length;) written += stream.writeSync(bytes.subarray(written));
  } catch (error) {
    // Who read our lines has gone, as `head` does; that is no fault of ours.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
};

const ERASE_LINE = "\r\u001b[K";

/** Columns of the terminal; 0 where there is none, or one that does not say. */
const columnsOfTerminal = (): number => {
  try {
    return Deno.consoleSize().columns;
  } catch {
    return 0;
  }
};

/** Reads the answer to a question; a line that does not begin with y is no. */
const answer = async (question: string): Promise<boolean | null> => {
  if (!Deno.stdin.isTerminal() || !Deno.stderr.isTerminal()) return null;
  print(Deno.stderr, `${withoutCommands(question)} [y/N] `);
  const bytes = new Uint8Array(64);
  const count = await Deno.stdin.read(bytes) ?? 0;
  return /^\s*y/i.test(new TextDecoder().decode(bytes.subarray(0, count)));
};

/** The terminal of this process. */
export const denoTerminal = (options: { readonly quiet: boolean }): Terminal => {
  const isInteractive = Deno.stderr.isTerminal() && columnsOfTerminal() > 1 && !options.quiet;
  const toError = (line: string): void =>
    print(Deno.stderr, `${isInteractive ? ERASE_LINE : ""}${withoutCommands(line)}\n`);
  const channels: Readonly<Record<Channel, (line: string) => void>> = {
    result: (line) => print(Deno.stdout, `${withoutCommands(line)}\n`),
    note: options.quiet ? () => {} : toError,
    warning: toError,
    // A line that fills all columns would wrap, and could not be erased.
    status: isInteractive
      ? (line) => print(Deno.stderr, ERASE_LINE + shortened(withoutCommands(line), columnsOfTerminal() - 1))
      : () => {},
  };
  return {
    say: (channel, line) => () => channels[channel](line),
    ask: (question) => () => answer(question),
    isInteractive,
    ...(columnsOfTerminal() > 1 ? { width: columnsOfTerminal() } : {}),
  };
};

const environment = (name: string): string | undefined =>
  Deno.permissions.querySync({ name: "env", variable: name }).state === "granted"
    ? Deno.env.get(name)
    : undefined;

/** What is assumed of a machine that may not be asked: a laptop. */
const USUAL_MEMORY = 8e9;

const memory = (): number =>
  Deno.permissions.querySync({ name: "sys", kind: "systemMemoryInfo" }).state === "granted"
    ? Deno.systemMemoryInfo().total
    : USUAL_MEMORY;

/** Everything that a program may use on this machine. */
export const denoCapabilities: Capabilities = {
  files: denoFiles,
  processes: denoProcesses(),
  network: denoNetwork,
  terminal: denoTerminal({ quiet: false }),
  place: { project: "", lyap: "lyap" },
  clock: () => performance.now(),
  entropy: () => crypto.getRandomValues(new Uint32Array(1))[0]!,
  cores: navigator.hardwareConcurrency,
  memory,
  platform: { deno: Deno.version.deno, v8: Deno.version.v8, os: Deno.build.os, arch: Deno.build.arch },
  mayLoadPrograms: true,
  denoPath: () => Deno.execPath(),
  environment,
};
