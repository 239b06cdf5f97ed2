/**
 * A file system that forgets: what was not flushed is lost when the machine stops, names and bytes each for themselves.
 * After a crash at any moment the old file is there or the new one, whole.
 */
import { assert, assertEquals } from "@std/assert/mod.js";
import { dirname } from "@std/path/mod.js";
import { renameDurably, writeDurably, type WritingCalls } from "../../../lib/steps/store/durable.ts";

class Crash extends Error {}

/** Names and contents as programs see them, and as the disk has them. */
const forgetful = (until: number) => {
  const seen = new Map<string, Uint8Array>();
  const disk = new Map<string, Uint8Array>();
  const order: string[] = [];
  const step = (what: string): void => {
    if (order.length >= until) throw new Crash();
    order.push(what);
  };
  const shortened = (path: string): string => path.replace(/\.\d+\.\d+\.partial$/, ".partial");
  const calls: WritingCalls = {
    writeNew: async (path, bytes) => {
      await Promise.resolve();
      step(`bytes ${shortened(path)}`);
      seen.set(path, bytes);
      step(`flush ${shortened(path)}`);
    },
    rename: async (from, to) => {
      await Promise.resolve();
      step(`rename ${shortened(from)} ${to}`);
      seen.set(to, seen.get(from)!);
      seen.delete(from);
      // A journal may write a name at once, and the bytes behind it only when they were flushed.
      disk.set(to, order.includes(`flush ${shortened(from)}`) ? seen.get(to)! : new Uint8Array(0));
    },
    syncFolder: async (path) => {
      await Promise.resolve();
      step(`names ${path}`);
      for (const [name, bytes] of seen) if (dirname(name) === path) disk.set(name, bytes);
    },
    remove: async (path) => {
      await Promise.resolve();
      seen.delete(path);
    },
  };
  return { calls, disk, seen, order };
};

Deno.test("bytes reach the disk before their name, and the name before anyone hears of it", async () => {
  const { calls, order } = forgetful(Infinity);
  await writeDurably("/kept/manifest.json", Uint8Array.of(1), calls);
  await renameDurably("/kept/unsealed/a", "/kept/artifacts/a", calls);
  assertEquals(order, [
    "bytes /kept/manifest.json.partial",
    "flush /kept/manifest.json.partial",
    "rename /kept/manifest.json.partial /kept/manifest.json",
    "names /kept",
    "rename /kept/unsealed/a /kept/artifacts/a",
    "names /kept/artifacts",
    "names /kept/unsealed",
  ]);
});

Deno.test("a crash at any moment leaves the old file or the new one, whole", async () => {
  const [old, young] = [Uint8Array.of(1, 2), Uint8Array.of(3, 4, 5)];
  for (let until = 0;; until++) {
    const { calls, disk, seen, order } = forgetful(until);
    disk.set("/s/f", old);
    seen.set("/s/f", old);
    const ended = await writeDurably("/s/f", young, calls).then(() => true, (error) => {
      assert(error instanceof Crash);
      return false;
    });
    const found = disk.get("/s/f");
    assert(found === old || found === young, `after ${order.join(", ")}`);
    if (ended) {
      assertEquals(found, young);
      break;
    }
  }
});

Deno.test("a temporary name that is taken is left alone, and the next one is used", async () => {
  const folder = await Deno.makeTempDir();
  try {
    for (let count = 0; count < 40; count++) {
      await Deno.writeTextFile(`${folder}/f.${Deno.pid}.${count}.partial`, "mine");
    }
    await writeDurably(`${folder}/f`, Uint8Array.of(7));
    assertEquals(await Deno.readFile(`${folder}/f`), Uint8Array.of(7));
    assertEquals([...Deno.readDirSync(folder)].length, 41);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
