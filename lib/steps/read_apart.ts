/**
 * Readers of files whose formats are large and whose bytes may be hostile, in a worker of their own: one that takes too long
 * is ended, and one that takes too much memory ends alone.
 *
 * @module
 */
import { Worker } from "node:worker_threads";
import * as E from "fp-ts/Either.js";
import { badInput, type LyapError } from "../core/program/errors.ts";
import type { Program } from "../core/program/program.ts";
import type { SourceFile } from "../series/import/imported.ts";
import type { RawTable } from "../series/import/raw_table.ts";
import type { StoredKind } from "../series/import/stored/stored_kind.ts";
import type { StoredSettings } from "../series/import/stored/read_stored.ts";
import { LYAP_FOLDER, moduleAddress } from "./place.ts";

/** What a worker is asked. */
export interface Asked {
  readonly source: SourceFile;
  readonly kind: StoredKind;
  readonly settings: StoredSettings;
}

/** What it says first, when its programs are loaded: only then does the time count that it may take. */
export const READY = "ready";

/** What it answers. */
export type Answer = E.Either<LyapError, readonly RawTable[]>;

/** How long a worker may take, and its memory apart from the arrays. */
export interface ReaderLimits {
  /** Seconds for any file. */
  readonly seconds: number;
  /** Further seconds for each megabyte of it. */
  readonly secondsPerMegabyte: number;
  /** Megabytes. */
  readonly megabytes: number;
}

/** Seconds in which a worker starts, however busy the machine is. */
const START_SECONDS = 120;

const LIMITS: ReaderLimits = { seconds: 20, secondsPerMegabyte: 1, megabytes: 2048 };

/** Whether a worker may be started: Deno reads its file, for which it needs the right. */
const mayStart = (): boolean =>
  LYAP_FOLDER !== null && Deno.permissions.querySync({ name: "read", path: LYAP_FOLDER }).state === "granted";

const settingsFor = ({ variable, dates, group, lastRows }: StoredSettings): StoredSettings => ({
  ...(variable === undefined ? {} : { variable }),
  ...(dates === undefined ? {} : { dates }),
  ...(group === undefined ? {} : { group }),
  ...(lastRows === undefined ? {} : { lastRows }),
});

const inWorker = (asked: Asked, limits: ReaderLimits): Promise<Answer> =>
  new Promise((resolve) => {
    const { source: { name, bytes }, kind } = asked;
    const seconds = limits.seconds + limits.secondsPerMegabyte * bytes.length / 1e6;
    const refused = (what: string): Answer =>
      E.left(badInput(
        name,
        `it looks like a file of ${kind}, and ${what}`,
        "copy or download it again, or export the numbers as .csv or .npy",
      ));
    const worker = new Worker(new URL(moduleAddress("lib/steps/reader")), {
      workerData: asked,
      resourceLimits: { maxOldGenerationSizeMb: limits.megabytes },
    });
    const end = (answer: Answer): void => {
      clearTimeout(timer);
      resolve(answer);
      worker.terminate();
    };
    const endAfter = (limit: number) =>
      setTimeout(() => end(refused(`reading it takes more than ${Math.round(limit)} s`)), 1000 * limit);
    let timer = endAfter(START_SECONDS);
    worker.on("message", (said: typeof READY | Answer) => {
      if (said !== READY) return end(said);
      clearTimeout(timer);
      timer = endAfter(seconds);
    });
    worker.on("error", (error: Error & { readonly code?: string }) =>
      end(refused(
        error.code === "ERR_WORKER_OUT_OF_MEMORY"
          ? "reading it takes more memory than it may use"
          : `cannot be read as one (${error.message.split("\n")[0]})`,
      )));
    worker.on("exit", () => end(refused("its reader ended without an answer")));
  });

/**
 * The tables of a file of one of these kinds. Where Deno may not read lyap's own folder no worker can be started, and the file
 * is read in this one.
 *
 * @param limits How long and how much. Default: 20 s and one more for each megabyte, 2 GB apart from the arrays.
 * @errors BadInput for what the reader refuses, and for what takes it too long or too much memory.
 */
export const readApart = (
  source: SourceFile,
  kind: StoredKind,
  settings: StoredSettings,
  limits: ReaderLimits = LIMITS,
): Program<readonly RawTable[]> =>
() =>
async () => {
  if (mayStart()) return await inWorker({ source, kind, settings: settingsFor(settings) }, limits);
  const { readStored } = await import("../series/import/stored/read_stored.ts");
  return await readStored(source, kind, settings);
};
