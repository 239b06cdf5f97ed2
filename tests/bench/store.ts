/**
 * What a store of many runs costs on this file system: artifacts are put into it as an engine does, in one folder and spread
 * over 256, and looked up. Each run is three artifacts of three files.
 *
 * Run with: deno run -A tests/bench/store.ts [RUNS]
 *
 * @module
 */
import { join } from "@std/path/mod.js";
import { artifactPath, formerPath } from "../../lib/steps/store/layout.ts";

const runs = Number(Deno.args[0] ?? 100_000);
const WRITERS = 8;
const STEPS = ["train", "lyapunov", "evaluate"];
const FILES = ["manifest.json", "one.json", "other.npy"];
const bytes = new Uint8Array(200);

const hex = async (text: string): Promise<string> =>
  [...new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");

const shared = async (count: number, each: (index: number) => Promise<void>): Promise<number> => {
  let next = 0;
  const begin = performance.now();
  await Promise.all(Array.from({ length: WRITERS }, async () => {
    while (next < count) await each(next++);
  }));
  return (performance.now() - begin) / 1000;
};

const put = async (store: string, to: string, name: string): Promise<void> => {
  const work = join(store, "work", name);
  await Deno.mkdir(work, { recursive: true });
  for (const file of FILES) {
    await Deno.writeFile(join(work, `${file}.partial`), bytes);
    await Deno.rename(join(work, `${file}.partial`), join(work, file));
  }
  await Deno.mkdir(join(to, ".."), { recursive: true });
  await Deno.rename(work, to);
};

for (const [layout, pathOf] of [["one folder", formerPath], ["256 folders", artifactPath]] as const) {
  const store = await Deno.makeTempDir({ prefix: "store-" });
  try {
    const keys = await Promise.all(
      Array.from({ length: runs * STEPS.length }, async (_, index) => ({
        step: STEPS[index % STEPS.length]!,
        key: `sha256:${await hex(`${layout} ${index}`)}` as const,
      })),
    );
    const parts = 4;
    for (let part = 0; part < parts; part++) {
      const some = keys.slice(part * keys.length / parts, (part + 1) * keys.length / parts);
      const seconds = await shared(some.length, (index) => {
        const name = some[index]!;
        return put(store, pathOf(store, name), `${name.step}-${index}`);
      });
      console.log(
        `${layout}: artifacts ${part * some.length}–${(part + 1) * some.length}: ${
          Math.round(some.length / seconds)
        } put per second`,
      );
    }
    const seconds = await shared(keys.length, async (index) => {
      await Deno.stat(join(pathOf(store, keys[index]!), "manifest.json"));
    });
    const begin = performance.now();
    let listed = 0;
    for await (const { name } of Deno.readDir(join(store, "artifacts"))) {
      if (layout === "one folder") listed++;
      else for await (const _ of Deno.readDir(join(store, "artifacts", name))) listed++;
    }
    const first = [...Deno.readDirSync(join(store, "artifacts"))][0]!.name;
    const folder = layout === "one folder" ? join(store, "artifacts") : join(store, "artifacts", first);
    console.log(
      `${layout}: ${Math.round(keys.length / seconds)} looked up per second; ${listed} listed in ${
        ((performance.now() - begin) / 1000).toFixed(2)
      } s; a folder has ${[...Deno.readDirSync(folder)].length} entries in ${
        Math.round((await Deno.stat(folder)).size / 1024)
      } KiB`,
    );
  } finally {
    await Deno.remove(store, { recursive: true });
  }
}
