/**
 * The file system as a capability, by Deno.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { TaskEither } from "fp-ts/TaskEither.js";
import { dirname, join, resolve } from "@std/path/mod.js";
import { environmentFault, type LyapError } from "../../core/program/errors.ts";
import type { FileKind, Files } from "../../core/program/program.ts";
import { renameDurably, writeDurably } from "./durable.ts";

/** What the operating system says, without its number and without the path, which is printed beside it. */
const inPlainWords = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/ \(os error \d+\)/, "").replace(
    /: [a-z]+ '.*$/s,
    "",
  );

/** The whole path, where this process may know its own folder. */
const wholePath = (path: string): string => {
  try {
    return resolve(path);
  } catch {
    return path;
  }
};

const explain = (error: unknown, given: string): LyapError => {
  const path = wholePath(given);
  const code = (error as { code?: string }).code;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return environmentFault(
      "The disk is full",
      path,
      "free some space and start again; what is finished is kept",
    );
  }
  if (code === "EROFS") {
    return environmentFault(
      "Cannot write to a read-only file system",
      path,
      "choose another folder with --store or --out",
    );
  }
  if (error instanceof Deno.errors.NotFound) {
    return environmentFault("Cannot find the file", path, "check the path");
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return environmentFault(
      "The operating system refuses access",
      path,
      "check the owner and the mode of the path",
    );
  }
  if (error instanceof Deno.errors.NotCapable) {
    return /\ball access\b/.test(error.message)
      ? environmentFault(
        "Deno keeps programs out of the folders of the operating system",
        path,
        "name a path elsewhere",
      )
      : environmentFault(
        "lyap was started without the right to use",
        path,
        "start it with --allow-read and --allow-write, or name a path that it may use",
      );
  }
  if (
    error instanceof Deno.errors.NotADirectory || error instanceof Deno.errors.AlreadyExists ||
    code === "ENOTDIR"
  ) {
    return environmentFault("There is a file where a folder should be", path, "check the path");
  }
  if (error instanceof Deno.errors.IsADirectory || code === "EISDIR") {
    return environmentFault("There is a folder where a file should be", path, "check the path");
  }
  return environmentFault(inPlainWords(error), path, "check the path and the disk");
};

const attempt = <A>(path: string, effect: () => Promise<A>): TaskEither<LyapError, A> => async () => {
  try {
    return E.right(await effect());
  } catch (error) {
    return E.left(explain(error, path));
  }
};

const quietly = async (effect: () => Promise<void>): Promise<void> => {
  try {
    await effect();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
};

const exists = async (path: string): Promise<boolean> => {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  }
};

/** A device, as /dev/zero, may never end; a pipe ends when who writes into it does. */
const readFile = async (path: string): Promise<Uint8Array> => {
  const { isCharDevice, isBlockDevice } = await Deno.stat(path);
  if (isCharDevice === true || isBlockDevice === true) {
    throw new Error("There is a device where a file should be");
  }
  return await Deno.readFile(path);
};

const kindOf = async (path: string): Promise<FileKind> => {
  try {
    const { isFile, isDirectory, isSymlink } = await Deno.lstat(path);
    return isSymlink ? "link" : isDirectory ? "directory" : isFile ? "file" : "other";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return "absent";
    throw error;
  }
};

const makeNew = async (path: string): Promise<boolean> => {
  try {
    await Deno.mkdir(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    throw error;
  }
};

let tried = 0;

const tryDirectory = async (path: string): Promise<void> => {
  const trial = join(path, `.${Deno.pid}.${tried++}.trial`);
  try {
    (await Deno.open(trial, { write: true, createNew: true })).close();
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return await tryDirectory(path);
    throw error;
  }
  await Deno.remove(trial);
};

/** Milliseconds until a waiting process says whom it waits for, and between two such messages. */
const FIRST_WORD = 2000;
const NEXT_WORD = 60_000;

const LOCK_BYTES = 32;

type OnWait = Parameters<Files["lock"]>[1];

/** The number of the process that holds a lock, which it wrote there; null if there is none. */
const holderOf = (file: Deno.FsFile): number | null => {
  try {
    const bytes = new Uint8Array(LOCK_BYTES);
    file.seekSync(0, Deno.SeekMode.Start);
    const length = file.readSync(bytes) ?? 0;
    const [, pid] = /^(\d+)\n/.exec(new TextDecoder().decode(bytes.subarray(0, length))) ?? [];
    return pid === undefined ? null : Number(pid);
  } catch {
    return null;
  }
};

const signLock = (file: Deno.FsFile): void => {
  file.truncateSync(0);
  file.seekSync(0, Deno.SeekMode.Start);
  file.writeSync(new TextEncoder().encode(`${Deno.pid}\n`));
};

/**
 * What Linux and macOS say of a file system that has no locks: ENOLCK, ENOSYS, ENOTSUP, EOPNOTSUPP. Deno has no codes for
 * most of them, only the numbers in its messages.
 */
const NO_LOCKS: Readonly<Partial<Record<typeof Deno.build.os, readonly number[]>>> = {
  linux: [37, 38, 95],
  darwin: [77, 78, 45, 102],
};

const saysNoLocks = (error: unknown): boolean => {
  const [, number] = /\(os error (\d+)\)/.exec(String(error)) ?? [];
  return (NO_LOCKS[Deno.build.os] ?? []).includes(Number(number));
};

const tookLock = async (file: Deno.FsFile): Promise<void> => {
  try {
    await file.lock(true);
  } catch (error) {
    // Without locks, work may be done twice, and its results are the same.
    if (!saysNoLocks(error)) throw error;
  }
};

/** Whether an open file is still the one under its path. */
const isStillAt = async (path: string, file: Deno.FsFile): Promise<boolean> => {
  const here = await file.stat();
  try {
    return (await Deno.stat(path)).ino === here.ino;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
};

/** Takes a lock, and tells a process that waits for it which process holds it. */
const tookLockWithNotice = async (
  file: Deno.FsFile,
  notify: () => void,
): Promise<void> => {
  let timer = setTimeout(() => {
    notify();
    timer = setInterval(notify, NEXT_WORD);
  }, FIRST_WORD);
  try {
    await tookLock(file);
  } finally {
    clearTimeout(timer);
    clearInterval(timer);
  }
};

/** Locks a directory, which stays when it is released. */
const lockDirectory = async (path: string, onWait: OnWait): Promise<() => void> => {
  const file = await Deno.open(path, { read: true });
  const begin = performance.now();
  try {
    await tookLockWithNotice(file, () => onWait?.(null, (performance.now() - begin) / 1000));
    return () => file.close();
  } catch (error) {
    file.close();
    throw error;
  }
};

/** Removes a lock file before its lock is released, so that nobody takes the lock of a file that is about to go. */
const release = (path: string, file: Deno.FsFile): void => {
  try {
    Deno.removeSync(path);
  } catch {
    // An open file cannot be removed on Windows; then it stays.
  }
  file.close();
};

/** Who held the lock has removed its file: a process that waited for that file tries again with the next. */
const lockFile = async (path: string, onWait: OnWait): Promise<() => void> => {
  const begin = performance.now();
  while (true) {
    const file = await Deno.open(path, { read: true, write: true, create: true });
    try {
      await tookLockWithNotice(file, () => onWait?.(holderOf(file), (performance.now() - begin) / 1000));
      if (await isStillAt(path, file)) {
        signLock(file);
        return () => release(path, file);
      }
    } catch (error) {
      file.close();
      throw error;
    }
    file.close();
  }
};

const isDirectory = async (path: string): Promise<boolean> => {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch {
    return false;
  }
};

/** A directory may be named by a link, as its user did; a link in the place of a lock file would be written through. */
const lock = async (path: string, onWait: OnWait): Promise<() => void> => {
  if (await isDirectory(path)) return lockDirectory(path, onWait);
  if (await kindOf(path) === "link") throw new Error("There is a link in place of a lock");
  return lockFile(path, onWait);
};

/** The file system of this machine. */
export const denoFiles: Files = {
  read: (path) => attempt(path, () => readFile(path)),
  size: (path) => attempt(path, async () => (await Deno.stat(path)).size),
  exists: (path) => attempt(path, () => exists(path)),
  kind: (path) => attempt(path, () => kindOf(path)),
  write: (path, bytes) =>
    attempt(path, async () => {
      await Deno.mkdir(dirname(path), { recursive: true });
      await writeDurably(path, bytes);
    }),
  makeDirectory: (path) => attempt(path, () => Deno.mkdir(path, { recursive: true })),
  makeNewDirectory: (path) => attempt(path, () => makeNew(path)),
  tryDirectory: (path) => attempt(path, () => tryDirectory(path)),
  list: (path) =>
    attempt(
      path,
      async () =>
        (await Array.fromAsync(Deno.readDir(path)))
          .map(({ name, isDirectory }) => ({ name, isDirectory }))
          .sort((a, b) => a.name < b.name ? -1 : 1),
    ),
  rename: (from, to) => attempt(to, () => renameDurably(from, to)),
  remove: (path) => attempt(path, () => quietly(() => Deno.remove(path, { recursive: true }))),
  lock: (path, onWait) => attempt(path, () => lock(path, onWait)),
};
