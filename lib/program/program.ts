/**
 * Programs: descriptions of effects, to which the capabilities are handed in at `main`.
 *
 * @module
 */
import type { ReaderTaskEither } from "fp-ts/ReaderTaskEither.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import type { TaskEither } from "fp-ts/TaskEither.js";
import type { LyapError } from "./errors.ts";

/** What a directory holds. */
export interface DirectoryEntry {
  readonly name: string;
  readonly isDirectory: boolean;
}

/** The file system. Paths are as the operating system has them. */
export interface Files {
  readonly read: (path: string) => TaskEither<LyapError, Uint8Array>;
  /** Bytes in a file, without reading it. */
  readonly size: (path: string) => TaskEither<LyapError, number>;
  readonly exists: (path: string) => TaskEither<LyapError, boolean>;
  /** Writes a file under a temporary name beside it and renames it: never leaves half a file under `path`. */
  readonly write: (path: string, bytes: Uint8Array) => TaskEither<LyapError, void>;
  readonly makeDirectory: (path: string) => TaskEither<LyapError, void>;
  readonly list: (path: string) => TaskEither<LyapError, readonly DirectoryEntry[]>;
  /** Renames a file or a directory; fails where the target is a directory that holds something. */
  readonly rename: (from: string, to: string) => TaskEither<LyapError, void>;
  /** Removes a file or a directory with all it holds; nothing happens where there is none. */
  readonly remove: (path: string) => TaskEither<LyapError, void>;
  /**
   * Waits until this process alone holds the lock file, and returns what releases and removes it. The operating system
   * releases it too when the process ends, in whatever way. Where a file system has no locks, nobody waits.
   */
  readonly lock: (path: string) => TaskEither<LyapError, () => void>;
}

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number;
  /** Its last lines on standard error. */
  readonly errorTail: string;
}

/** Other processes. */
export interface Processes {
  /**
   * Runs `deno` with arguments and hands over each line of its standard output as it comes.
   *
   * @param environment Variables that it sees besides those of this process. Default: none.
   */
  readonly deno: (
    args: readonly string[],
    onLine: (line: string) => void,
    environment?: Readonly<Record<string, string>>,
  ) => TaskEither<LyapError, ProcessEnd>;
}

/** The network, which only the step `dataset` may ask, and only with leave. */
export interface Network {
  /** The bytes that lie under an https address. */
  readonly fetch: (address: string) => TaskEither<LyapError, Uint8Array>;
}

/** Where people and programs read what happens. */
export interface Terminal {
  /** A line of the result, to standard output. */
  readonly out: (line: string) => void;
  /** A line for the person who waits, to standard error; nothing where that person asked for quiet. */
  readonly note: (line: string) => void;
  /** A line about a fault, to standard error, quiet or not. */
  readonly warn: (line: string) => void;
  /** A line that the next one replaces, on a terminal, cut where it would wrap; nothing elsewhere. */
  readonly status: (line: string) => void;
  readonly isInteractive: boolean;
}

/** What runs this program. */
export interface Platform {
  /** Version of Deno. */
  readonly deno: string;
  /** Version of its V8. */
  readonly v8: string;
  /** Operating system: "linux", "darwin", "windows" … */
  readonly os: string;
  /** Architecture: "x86_64", "aarch64" … */
  readonly arch: string;
}

/**
 * Everything impure that a program may use.
 *
 * @internal
 */
export interface Capabilities {
  readonly files: Files;
  readonly processes: Processes;
  readonly network: Network;
  readonly terminal: Terminal;
  /** Milliseconds since some moment in the past; never decreases. */
  readonly clock: () => number;
  /** A whole number from chance, for what is told to the user and may be given again as a seed. */
  readonly entropy: () => number;
  /** Processors of this machine. */
  readonly cores: number;
  /** What runs this program. */
  readonly platform: Platform;
  /** The file of the `deno` that runs it. */
  readonly denoPath: () => string;
  /** The value of an environment variable; undefined where it is not set or may not be read. */
  readonly environment: (name: string) => string | undefined;
}

/**
 * A computation with effects that ends in an `A` or in an error, both values.
 *
 * @internal
 */
export type Program<A> = ReaderTaskEither<Capabilities, LyapError, A>;

/** The program that fails with an error. */
export const failWith = <A = never>(error: LyapError): Program<A> =>
  RTE.left<Capabilities, LyapError, A>(error);
