/**
 * Bad luck of real processes: killed at any moment, several at once, on a disk that is full. After any of
 * these the next call ends with the same bits.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert/mod.js";
import { fromFileUrl, join } from "@std/path/mod.js";
import type { Chance } from "./chance.ts";

const root = fromFileUrl(new URL("../../", import.meta.url));

const spec = {
  name: "small",
  title: "A small experiment",
  settings: {
    dataset: { source: { kind: "system", system: "lorenz", steps: 1000 }, exponentTimeScales: 50 },
    cell: { kind: "PLRNN", units: 4 },
    forcing: { kind: "sparse", interval: 10 },
    batches: { windows: 8, length: 40, perEpoch: 10 },
    epochs: 60,
    checkpoints: { every: 10 },
    lyapunov: { steps: 200, transient: 5, longestGradient: 20, gradientStarts: 1 },
    evaluation: { steps: 1000, transient: 10, keep: 500, measures: [{ kind: "D_H" }] },
  },
};

const start = (folder: string, store: string): Deno.ChildProcess =>
  new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--config", join(root, "deno.json")],
      ...["--allow-read", "--allow-write", "--allow-run", join(root, "lib/cli/main.ts")],
      ...["run", join(folder, "spec.json"), "--json", "--checked", "--store", store, "--jobs", "2"],
    ],
    cwd: folder,
    stdout: "piped",
    stderr: "piped",
  }).spawn();

interface Ended {
  readonly code: number;
  readonly digest: string | null;
  readonly said: string;
}

const ended = async (child: Deno.ChildProcess): Promise<Ended> => {
  const { code, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const out = text(stdout);
  return { code, digest: out === "" ? null : JSON.parse(out).digest ?? null, said: text(stderr) };
};

const inFolder = async (test: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(join(folder, "spec.json"), JSON.stringify(spec));
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
};

let known: Promise<string> | undefined;

/** The digest of the result where nothing happens. */
const expected = (): Promise<string> =>
  known ??= (async () => {
    let digest = "";
    await inFolder(async (folder) => {
      const { code, digest: found, said } = await ended(start(folder, join(folder, "store")));
      assertEquals(code, 0, said);
      digest = found!;
    });
    return digest;
  })();

/** The longest wait before a kill, in milliseconds: as long as a whole run takes on a busy machine. */
const LONGEST = 5000;

/** The engine is killed one to three times, at any moment; its steps find that nobody listens. */
export const kills = (chance: Chance): Promise<void> =>
  inFolder(async (folder) => {
    const digest = await expected();
    const store = join(folder, "store");
    for (let count = 1 + chance.below(3); count > 0; count--) {
      const child = start(folder, store);
      const timer = setTimeout(() => {
        try {
          child.kill("SIGKILL");
        } catch {
          // It has ended by itself.
        }
      }, 100 + chance.below(LONGEST));
      await ended(child).catch(() => {});
      clearTimeout(timer);
    }
    const last = await ended(start(folder, store));
    assertEquals([last.code, last.digest], [0, digest], last.said);
  });

/** Several engines on one store. */
export const together = (chance: Chance): Promise<void> =>
  inFolder(async (folder) => {
    const digest = await expected();
    const store = join(folder, "store");
    const all = await Promise.all(
      Array.from({ length: 2 + chance.below(2) }, () => ended(start(folder, store))),
    );
    for (const { code, digest: found, said } of all) assertEquals([code, found], [0, digest], said);
  });

const run = async (command: string, ...args: readonly string[]): Promise<boolean> => {
  try {
    return (await new Deno.Command(command, { args: [...args], stderr: "null" }).output()).success;
  } catch {
    return false;
  }
};

/** Whether this machine lets us mount a small disk. */
export const canMount = async (): Promise<boolean> => {
  const folder = await Deno.makeTempDir();
  const mounted = await run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder);
  if (mounted) await run("umount", folder);
  await Deno.remove(folder);
  return mounted;
};

/** A disk too small for the store; then it is given more room. */
export const fullDisk = (chance: Chance): Promise<void> =>
  inFolder(async (folder) => {
    const digest = await expected();
    const disk = join(folder, "disk");
    await Deno.mkdir(disk);
    const size = 16 + 4 * chance.below(40);
    assert(
      await run("mount", "-t", "tmpfs", "-o", `size=${size}k`, "tmpfs", disk),
      "the disk cannot be mounted",
    );
    try {
      const small = await ended(start(folder, join(disk, "store")));
      if (small.code !== 0) {
        assertEquals([small.code, small.digest], [3, null], small.said);
        assertMatch(small.said, /disk is full/, small.said);
      }
      assert(await run("mount", "-o", "remount,size=64m", disk), "the disk cannot be enlarged");
      const large = await ended(start(folder, join(disk, "store")));
      assertEquals([large.code, large.digest], [0, digest], large.said);
    } finally {
      await run("umount", disk);
    }
  });
