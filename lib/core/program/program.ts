/**
 * Programs: descriptions of effects, to which the capabilities are handed in at `main`.
 *
 * @module
 */
import type { IO } from "fp-ts/IO.js";
import type { ReaderTaskEither } from "fp-ts/ReaderTaskEither.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import type { Task } from "fp-ts/Task.js";
import type { TaskEither } from "fp-ts/TaskEither.js";
import type { LyapError } from "./errors.ts";

/** What a directory holds. */
export interface DirectoryEntry {
  readonly name: string;
  readonly isDirectory: boolean;
}

/** What lies under a name, links not followed. */
export type FileKind = "absent" | "file" | "directory" | "link" | "other";

/** The file system. Paths are as the operating system has them. */
export interface Files {
  readonly read: (path: string) => TaskEither<LyapError, Uint8Array>;
  /** Bytes in a file, without reading it. */
  readonly size: (path: string) => TaskEither<LyapError, number>;
  readonly exists: (path: string) => TaskEither<LyapError, boolean>;
  /** What lies under a name, links not followed. */
  readonly kind: (path: string) => TaskEither<LyapError, FileKind>;
  /**
   * Writes a file under a temporary name beside it and renames it: never leaves half a file under `path`,
   * even if the machine fails. When it ends, the file is on the disk. Called by `steps/store/folder.ts`
   * alone, as are all that change something.
   */
  readonly write: (path: string, bytes: Uint8Array) => TaskEither<LyapError, void>;
  readonly makeDirectory: (path: string) => TaskEither<LyapError, void>;
  /** Makes a directory in one that exists; false where something lies there already. */
  readonly makeNewDirectory: (path: string) => TaskEither<LyapError, boolean>;
  /** Fails where a directory takes no new file; leaves nothing. */
  readonly tryDirectory: (path: string) => TaskEither<LyapError, void>;
  readonly list: (path: string) => TaskEither<LyapError, readonly DirectoryEntry[]>;
  /** Renames a file or a directory; fails where the target is a directory that holds something. */
  readonly rename: (from: string, to: string) => TaskEither<LyapError, void>;
  /** Removes a file or a directory with all it holds; nothing happens where there is none. */
  readonly remove: (path: string) => TaskEither<LyapError, void>;
  /**
   * Waits until this process alone holds a lock file or a directory, and returns what releases it, and removes a lock file.
   * The operating system also releases it when the process ends in any way. Where a file system has no locks, nobody
   * waits.
   *
   * @param onWait Called after two seconds of waiting, and each minute then, with the number of the process that holds
   * it; null if that is not known.
   */
  readonly lock: (
    path: string,
    onWait?: (holder: number | null, seconds: number) => void,
  ) => TaskEither<LyapError, () => void>;
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
   * @param environment Variables that it sees in addition to those of this process. Default: none.
   */
  readonly deno: (
    args: readonly string[],
    onLine: (line: string) => void,
    environment?: Readonly<Record<string, string>>,
  ) => TaskEither<LyapError, ProcessEnd>;
}

/** The network, which only the step `dataset` may ask, and only with leave. */
export interface Http {
  /** The bytes that lie under an https address. */
  readonly fetch: (address: string, options: DownloadOptions) => TaskEither<LyapError, Uint8Array>;
}

/** Of a download. */
export interface DownloadOptions {
  /** Where more come, it ends at once. */
  readonly mostBytes: number;
  /** Called with the bytes received so far, and with the total where the server gives it. Default: nobody listens. */
  readonly onProgress?: (bytes: number, total: number | null) => void;
}

/**
 * Where a line goes: "result" to standard output; the others to standard error. A "note" is for the person who waits, and
 * left out where that person asked for quiet; a "warning" is about a fault, quiet or not; a "status" is replaced by the next
 * line, on a terminal, cut where it would wrap, and left out elsewhere.
 */
export type Channel = "result" | "note" | "warning" | "status";

/** Where people and programs read what happens. `terminal.ts` makes programs of it. */
export interface Terminal {
  /** Prints a line as soon as the effect is run. */
  readonly say: (channel: Channel, line: string) => IO<void>;
  /** Asks a question that is answered with yes or no; null if nobody is there to answer. */
  readonly ask: (question: string) => Task<boolean | null>;
  /** Whether a line of status is seen. */
  readonly isInteractive: boolean;
  /** Characters that a line has at most. Default: 80, where nobody knows. */
  readonly width?: number;
}

/** Where lyap was started, and how. */
export interface Whereabouts {
  /** The folder that holds what no option names: store, experiments, ledgers, data. Empty: the current folder. */
  readonly project: string;
  /** What a person types to start lyap from the current folder: "npx -y deno@2.9.5 task lyap". */
  readonly lyap: string;
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
  readonly network: Http;
  readonly terminal: Terminal;
  /** Where lyap was started. */
  readonly place: Whereabouts;
  /** Milliseconds since some moment in the past; never decreases. */
  readonly clock: () => number;
  /** A random whole number, shown to the user, who may give it again as a seed. */
  readonly entropy: () => number;
  /** Processors of this machine. */
  readonly cores: number;
  /** Bytes of memory of this machine; 8 GB where it may not be asked. */
  readonly memory: () => number;
  /** What runs this program. */
  readonly platform: Platform;
  /** Whether programs of the user may be loaded: .ts and .js files. */
  readonly mayLoadPrograms: boolean;
  /** The file of the `deno` that runs it. */
  readonly denoPath: () => string;
  /** The value of an environment variable; undefined if it is not set or may not be read. */
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
