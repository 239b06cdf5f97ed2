/**
 * Writing so that a crash at any moment leaves the old file or the new one, whole: the bytes reach the disk before their
 * name does, and the name before anyone is notified.
 *
 * @module
 */
import { dirname } from "@std/path/mod.js";

/** What the operating system does for a writer; handed in, so that a test sees the order. */
export interface WritingCalls {
  /** Makes a file that is not there yet, writes all bytes and flushes them; fails where something is there. */
  readonly writeNew: (path: string, bytes: Uint8Array) => Promise<void>;
  /** Flushes the names in a folder. */
  readonly syncFolder: (path: string) => Promise<void>;
  /** Gives a file or a folder another name. */
  readonly rename: (from: string, to: string) => Promise<void>;
  /** Removes one file. */
  readonly remove: (path: string) => Promise<void>;
}

const writeNew = async (path: string, bytes: Uint8Array): Promise<void> => {
  using file = await Deno.open(path, { write: true, createNew: true });
  for (let written = 0; written < bytes.length;) written += await file.write(bytes.subarray(written));
  await file.sync();
};

/** Windows opens no folder, and keeps the names in its journal by itself. */
const syncFolder = async (path: string): Promise<void> => {
  if (Deno.build.os === "windows") return;
  using folder = await Deno.open(path, { read: true });
  try {
    await folder.sync();
  } catch {
    // Some network file systems flush no folder; their servers do.
  }
};

/** The calls of this operating system. */
const systemCalls: WritingCalls = {
  writeNew,
  syncFolder,
  rename: (from, to) => Deno.rename(from, to),
  remove: (path) => Deno.remove(path),
};

let written = 0;

/**
 * Writes a file under a temporary name beside it, flushes it, renames it, and flushes the folder.
 *
 * @param calls What the operating system does. Default: that of this machine.
 */
export const writeDurably = async (
  path: string,
  bytes: Uint8Array,
  calls: WritingCalls = systemCalls,
): Promise<void> => {
  const temporary = `${path}.${Deno.pid}.${written++}.partial`;
  try {
    await calls.writeNew(temporary, bytes);
  } catch (error) {
    // Left by an earlier process of the same number, or not ours at all: the next name is free.
    if (error instanceof Deno.errors.AlreadyExists) return await writeDurably(path, bytes, calls);
    await calls.remove(temporary).catch(() => {});
    throw error;
  }
  try {
    await calls.rename(temporary, path);
  } catch (error) {
    await calls.remove(temporary).catch(() => {});
    throw error;
  }
  await calls.syncFolder(dirname(path));
};

/** Renames a file or a folder of which all bytes are on the disk, and flushes both places. */
export const renameDurably = async (
  from: string,
  to: string,
  calls: WritingCalls = systemCalls,
): Promise<void> => {
  await calls.rename(from, to);
  await calls.syncFolder(dirname(to));
  if (dirname(from) !== dirname(to)) await calls.syncFolder(dirname(from));
};
