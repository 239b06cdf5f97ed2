/**
 * What a store of many runs costs on this file system: artifacts are put into it as an engine does, in one folder and spread
 * over 256, looked up and listed. Each run is three artifacts of three files.
 *
 * Run on Linux with: TMPDIR=DIR deno run -A tests/bench/store.ts [RUNS]. 100,000 runs are 1.2 million inodes,
 * and 5 GB where a file takes 4 KB. All times are processor times of this process and of the system for it,
 * so other work on the machine does not count.
 *
 * @module
 */
import { join } from "@std/path/mod.js";
import { artifactPath, formerPath } from "../../lib/steps/store/layout.ts";

const runs = Number(Deno.args[0] ?? 100_000);
const STEPS = ["train", "lyapunov", "evaluate"];
const FILES = ["manifest.json", "one.json", "other.npy"];
const PARTS = 4;
const count = runs * STEPS.length;
const bytes = new Uint8Array(200);

const hex = (digest: ArrayBuffer): string =>
  [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const names = await Promise.all(
  Array.from({ length: count }, async (_, index) => ({
    step: STEPS[index % STEPS.length]!,
    key: `sha256:${
      hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(String(index))))
    }` as const,
  })),
);

/** Files appear by renames, and then the folder that holds them. */
const put = (work: string, to: string): void => {
  Deno.mkdirSync(work, { recursive: true });
  for (const file of FILES) {
    Deno.writeFileSync(join(work, `${file}.partial`), bytes);
    Deno.renameSync(join(work, `${file}.partial`), join(work, file));
  }
  Deno.mkdirSync(join(to, ".."), { recursive: true });
  Deno.renameSync(work, to);
};

/** Ticks of the processor in a second, as /proc counts them. */
const TICKS = 100;

const processorSeconds = (): number => {
  const fields = Deno.readTextFileSync("/proc/self/stat").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
};

const secondsOf = (work: () => void): number => {
  const begin = processorSeconds();
  work();
  return processorSeconds() - begin;
};

const entriesOf = (folder: string): readonly string[] =>
  [...Deno.readDirSync(folder)].map(({ name }) => join(folder, name));

for (const [layout, pathOf] of [["one folder", formerPath], ["256 folders", artifactPath]] as const) {
  const store = await Deno.makeTempDir({ prefix: "store-" });
  const say = (what: string): void => console.log(`${layout}: ${what}`);
  try {
    for (let part = 0; part < PARTS; part++) {
      const some = names.slice(part * count / PARTS, (part + 1) * count / PARTS);
      const seconds = secondsOf(() =>
        some.forEach((name, index) => put(join(store, "work", String(index)), pathOf(store, name)))
      );
      say(
        `${part * some.length}–${(part + 1) * some.length}: ${
          Math.round(some.length / seconds)
        } put per second`,
      );
    }
    const looking = secondsOf(() =>
      names.forEach((name) => Deno.statSync(join(pathOf(store, name), "manifest.json")))
    );
    say(`${Math.round(count / looking)} looked up per second`);
    const root = join(store, "artifacts");
    let listed = 0;
    const listing = secondsOf(() => {
      const folders = layout === "one folder" ? [root] : entriesOf(root);
      listed = folders.flatMap(entriesOf).length;
    });
    const folder = layout === "one folder" ? root : entriesOf(root)[0]!;
    say(
      `${listed} listed in ${listing.toFixed(2)} s; a folder has ${entriesOf(folder).length} entries in ${
        Math.round(Deno.statSync(folder).size / 1024)
      } KiB`,
    );
  } finally {
    await Deno.remove(store, { recursive: true });
  }
}
