/**
 * The file system as a capability, by Deno.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { TaskEither } from "fp-ts/TaskEither.js";
import { dirname } from "@std/path/mod.js";
import { environmentFault, type LyapError } from "../../program/errors.ts";
import type { Files } from "../../program/program.ts";

const explain = (error: unknown, path: string): LyapError => {
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
      "choose another folder with --store",
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
    return environmentFault(
      "The permission set of this step does not cover the path",
      path,
      "put it below .lyap or out, or add --allow-read and --allow-write for it",
    );
  }
  return environmentFault(
    error instanceof Error ? error.message : String(error),
    path,
    "check the path and the disk",
  );
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

/** Tells the temporary files of this process from those of all others, on whatever machine they run. */
const PROCESS = crypto.randomUUID();

let written = 0;

/** What an operating system says of a file system that has no locks. */
const NO_LOCKS: readonly string[] = ["ENOLCK", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"];

const tookLock = async (file: Deno.FsFile): Promise<void> => {
  try {
    await file.lock(true);
  } catch (error) {
    // Without locks, work may be done twice, and its results are the same.
    if (!NO_LOCKS.includes((error as { code?: string }).code ?? "")) throw error;
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

/** Who held the lock has removed its file: a process that waited for that file tries again with the next. */
const lock = async (path: string): Promise<() => void> => {
  while (true) {
    const file = await Deno.open(path, { read: true, write: true, create: true });
    await tookLock(file);
    if (await isStillAt(path, file)) {
      return () => {
        try {
          Deno.removeSync(path);
        } catch {
          // An open file cannot be removed on Windows; then it stays.
        }
        file.close();
      };
    }
    file.close();
  }
};

/** The file system of this machine. */
export const denoFiles: Files = {
  read: (path) => attempt(path, () => Deno.readFile(path)),
  size: (path) => attempt(path, async () => (await Deno.stat(path)).size),
  exists: (path) => attempt(path, () => exists(path)),
  write: (path, bytes) =>
    attempt(path, async () => {
      await Deno.mkdir(dirname(path), { recursive: true });
      const temporary = `${path}.${PROCESS}.${written++}.partial`;
      try {
        await Deno.writeFile(temporary, bytes);
        await Deno.rename(temporary, path);
      } catch (error) {
        await quietly(() => Deno.remove(temporary));
        throw error;
      }
    }),
  makeDirectory: (path) => attempt(path, () => Deno.mkdir(path, { recursive: true })),
  list: (path) =>
    attempt(
      path,
      async () =>
        (await Array.fromAsync(Deno.readDir(path)))
          .map(({ name, isDirectory }) => ({ name, isDirectory }))
          .sort((a, b) => a.name < b.name ? -1 : 1),
    ),
  rename: (from, to) => attempt(to, () => Deno.rename(from, to)),
  remove: (path) => attempt(path, () => quietly(() => Deno.remove(path, { recursive: true }))),
  lock: (path) => attempt(path, () => lock(path)),
};
