/**
 * The fast way to train: in a process that V8 runs without bounds checks and with 256-bit vectors, where that
 * is safe. docs/reproducibility.md says what guards it.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as E from "fp-ts/Either.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { join } from "@std/path/mod.js";
import type { LyapError } from "../core/program/errors.ts";
import { writeBelow } from "../steps/store/folder.ts";
import type { Capabilities, Platform, Program } from "../core/program/program.ts";
import { warn } from "../core/program/terminal.ts";
import { type Codec, decode, nullable, record } from "../core/codec/codec.ts";
import { text } from "../core/codec/scalars.ts";
import { parsedJson } from "../core/codec/json.ts";

/**
 * Takes the check off every access of WebAssembly to its memory. Deno does not switch on V8's trap handler, which does
 * the same without cost; once it does (denoland/deno#35658), this flag goes and the other stays.
 */
export const UNCHECKED = "--no-wasm-bounds-checks";

/** Packs pairs of 128-bit operations into 256-bit ones, each lane with the same operations as before. */
export const REVECTORISED = "--experimental-wasm-revectorize";

/** Compiles every function once and for all, so that what the first updates tested is what trains. */
const COMPILED_ONCE = "--no-liftoff";

/** What a fast process is started with. */
export const FAST_FLAGS: readonly string[] = [UNCHECKED, REVECTORISED, COMPILED_ONCE];

/** The argument of `deno` that hands flags to V8. */
export const flagArgument = (flags: readonly string[]): readonly string[] =>
  flags.length === 0 ? [] : [`--v8-flags=${flags.join(",")}`];

/** Whether trainings of one call of the engine are fast. */
export interface FastWay {
  /** The flags with which a training starts now; none where it has to be checked. */
  readonly flags: Program<readonly string[]>;
  /** Trains checked from now on and in later calls; says why, once. */
  readonly abandon: (reason: string) => Program<void>;
}

/** What a store remembers. */
interface Memory {
  /** Of which Deno. */
  readonly deno: string;
  /** Why it trains checked; null if the fast way is open. */
  readonly refused: string | null;
}

const MEMORY = "fast.json";

const memoryCodec: Codec<Memory> = record({ deno: text, refused: nullable(text) });

const memoryPath = (store: string): string => join(store, MEMORY);

const nameOf = ({ deno, v8, os, arch }: Platform): string => `${deno}, V8 ${v8}, ${os} ${arch}`;

/** The systems on which V8 reserves the whole 4 GiB that an unchecked address can reach. */
const SYSTEMS: readonly string[] = ["linux", "darwin", "windows"];

/** Whether V8 packs vectors, and an access beyond the memory ends the process, on a platform. */
export const isKnown = ({ os, arch }: Platform): boolean => arch === "x86_64" && SYSTEMS.includes(os);

const memoryIn = (bytes: Uint8Array): Memory | null =>
  pipe(
    parsedJson(bytes),
    E.chainW((value) => decode(memoryCodec, value)),
    E.getOrElseW(() => null),
  );

/** What the store remembers of this Deno; null if it has not been asked, or the file cannot be understood. */
const remembered = (store: string, deno: string): Program<Memory | null> => ({ files }) =>
  pipe(
    files.exists(memoryPath(store)),
    TE.chain((exists) => exists ? pipe(files.read(memoryPath(store)), TE.map(memoryIn)) : TE.right(null)),
    TE.map((found) => found?.deno === deno ? found : null),
  );

const remember = (store: string, found: Memory): Program<void> =>
  writeBelow(store, MEMORY, new TextEncoder().encode(JSON.stringify(found, null, 2) + "\n"));

/** The code with which a Deno ends that does not know a flag. */
const UNKNOWN_FLAG = 1;

/** How this Deno ends when it is started with the flags and has nothing to do. */
const codeUnderFlags: Program<number> = ({ processes }) =>
  pipe(
    processes.deno(["eval", "--quiet", ...flagArgument(FAST_FLAGS), ""], () => {}),
    TE.map(({ code }) => code),
  );

/** What the store remembers, or what this Deno says now. */
const ask = (store: string): Program<Memory> => (capabilities) => {
  const deno = nameOf(capabilities.platform);
  return pipe(
    remembered(store, deno),
    RTE.chain((known): Program<Memory> =>
      known !== null ? RTE.right(known) : pipe(
        codeUnderFlags,
        RTE.map((code) => ({
          code,
          found: { deno, refused: code === 0 ? null : "this deno does not take the flags" },
        })),
        // A process that was killed has not answered; the next call asks again.
        RTE.chainFirst(({ code, found }) =>
          code === 0 || code === UNKNOWN_FLAG ? remember(store, found) : RTE.right(undefined)
        ),
        RTE.map(({ found }) => found),
      )
    ),
  )(capabilities);
};

/**
 * The fast way of one call of the engine.
 *
 * @param store Where what was found is remembered.
 * @param checked Whether every training has to be checked, as it has to be too under `LYAP_CHECKED=1`.
 */
export const fastWay = (store: string, checked: boolean): FastWay => {
  let asked: Promise<E.Either<LyapError, Memory>> | undefined;
  let abandoned = false;
  return {
    flags: (capabilities: Capabilities) => async () => {
      const { platform, environment } = capabilities;
      if (checked || environment("LYAP_CHECKED") === "1" || !isKnown(platform)) return E.right([]);
      asked ??= ask(store)(capabilities)();
      return E.map(({ refused }: Memory) => refused === null ? FAST_FLAGS : [])(await asked);
    },
    abandon: (reason) => (capabilities: Capabilities) => async () => {
      if (abandoned) return E.right(undefined);
      abandoned = true;
      const found: Memory = { deno: nameOf(capabilities.platform), refused: reason };
      asked = Promise.resolve(E.right(found));
      return await pipe(
        warn(
          `${reason}; trainings are checked from now on, which takes longer (remembered in ${
            memoryPath(store)
          })`,
        ),
        RTE.chain(() => remember(store, found)),
      )(capabilities)();
    },
  };
};
