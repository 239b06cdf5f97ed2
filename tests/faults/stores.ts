/**
 * A store, and the folder of a fit, in which something was changed while nobody looked: the next call names it, makes it
 * again, and touches nothing beside it.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { join, relative } from "@std/path/mod.js";
import { copyReport } from "../../lib/engine/experiment.ts";
import { runPlan } from "../../lib/engine/local.ts";
import { deliver, destinationOf } from "../../lib/recordings/fit/folder.ts";
import { planned } from "../../lib/pipeline.ts";
import type { Capabilities } from "../../lib/core/program/program.ts";
import { silent } from "../../lib/core/program/terminal.ts";
import { canonicalJson, digestOf, digestOfBytes } from "../../lib/core/codec/canonical.ts";
import { denoCapabilities } from "../../lib/steps/capabilities.ts";
import { seal } from "../../lib/steps/store/artifact.ts";
import { toy } from "../engine/toy.ts";
import { type Chance, damaged, mutated } from "./chance.ts";

const plan = planned(toy(10, [1, 2]));

/** A machine whose steps write one small file each. */
const machine: Capabilities = {
  ...denoCapabilities,
  platform: { ...denoCapabilities.platform, arch: "unknown" },
  terminal: silent,
  processes: {
    deno: (args) => async () => {
      const out = args[args.indexOf("--out") + 1]!;
      const spec = JSON.parse(await Deno.readTextFile(args[args.indexOf("--spec") + 1]!));
      const each = plan.steps.find(({ key }) => out.endsWith(key.slice("sha256:".length)))!;
      await Deno.mkdir(out, { recursive: true });
      const sealed = await seal(out, {
        step: each.step,
        key: each.key,
        spec,
        inputs: {},
        versions: { step: 1, numerics: 1 },
        made: { lyap: "", deno: "", platform: "", seconds: 0 },
      }, { "a.txt": new TextEncoder().encode(each.id), "figures/b.txt": new Uint8Array(30) })(machine)();
      return E.map(() => ({ code: 0, errorTail: "" }))(sealed);
    },
  },
};

const filesBelow = (folder: string): readonly string[] =>
  [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesBelow(join(folder, name)) : [join(folder, name)]
  ).sort();

const makeVictim = async (folder: string): Promise<string> => {
  const victim = join(folder, "victim");
  await Deno.mkdir(victim);
  await Deno.writeTextFile(join(victim, "thesis.tex"), "dear");
  return victim;
};

const isUnharmed = (victim: string): void => {
  assertEquals([...Deno.readDirSync(victim)].map(({ name }) => name), ["thesis.tex"]);
  assertEquals(Deno.readTextFileSync(join(victim, "thesis.tex")), "dear");
};

/** A manifest that states its own digest, with any content. */
const resealed = (bytes: Uint8Array, chance: Chance): Uint8Array => {
  const { manifest } = JSON.parse(new TextDecoder().decode(bytes)) as { readonly manifest: unknown };
  const changed = mutated(manifest, chance);
  return new TextEncoder().encode(canonicalJson({ manifest: changed, digest: digestOf(changed) }) + "\n");
};

const inFolder = async (test: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
};

/** Changes something below a store. */
const harm = async (store: string, victim: string, chance: Chance): Promise<string> => {
  const file = chance.one(filesBelow(join(store, "artifacts")));
  const place = chance.one([file, file.slice(0, file.lastIndexOf("/"))]);
  const replace = async (make: () => Promise<void>): Promise<void> => {
    await Deno.remove(place, { recursive: true });
    await make();
  };
  const ways: Readonly<Record<string, () => Promise<void>>> = {
    damaged: async () => await Deno.writeFile(file, damaged(await Deno.readFile(file), chance)),
    removed: () => replace(() => Promise.resolve()),
    "replaced by a folder": () => replace(() => Deno.mkdir(join(place, "inner"), { recursive: true })),
    "replaced by a file": () => replace(() => Deno.writeTextFile(place, "x")),
    "replaced by a link": () => replace(() => Deno.symlink(victim, place)),
    resealed: async () => {
      const artifacts = join(store, "artifacts");
      const artifact = relative(artifacts, file).split("/").slice(0, 2);
      const manifest = join(artifacts, ...artifact, "manifest.json");
      await Deno.writeFile(manifest, resealed(await Deno.readFile(manifest), chance));
    },
  };
  const way = chance.one(Object.keys(ways));
  await ways[way]!();
  return `${place} ${way}`;
};

/** A store is harmed in up to three places; two engines at once make it whole again. */
export const store = (chance: Chance): Promise<void> =>
  inFolder(async (folder) => {
    const root = join(folder, "store");
    const victim = await makeVictim(folder);
    const run = () => runPlan(plan, { store: root, jobs: 2 })(machine)();
    assert(E.isRight(await run()));
    const done: string[] = [];
    for (let count = 1 + chance.below(3); count > 0; count--) {
      try {
        done.push(await harm(root, victim, chance));
      } catch (error) {
        // What was harmed before cannot be harmed in every way again.
        const { NotFound, NotADirectory, IsADirectory } = Deno.errors;
        if (![NotFound, NotADirectory, IsADirectory].some((kind) => error instanceof kind)) throw error;
      }
    }
    const said = done.join("; ");
    for (const ended of await Promise.all([run(), run()])) {
      assert(E.isRight(ended), `${said}: ${JSON.stringify(ended)}`);
      assertEquals([ended.right.failed, ended.right.skipped], [[], []], said);
    }
    const last = await run();
    assert(E.isRight(last) && last.right.made.length === 0 && last.right.report !== null, said);
    const report = join(root, "reports", "toy-quick");
    if (chance.below(2) === 0) {
      await Deno.mkdir(join(root, "reports"), { recursive: true });
      await Deno.symlink(victim, chance.one([report, join(root, "reports", "other")]));
    }
    await copyReport(last.right.report.files, report, root)(machine)();
    isUnharmed(victim);
  });

/** A fit into a folder with a hostile record, links and files of others. */
export const fitFolder = (chance: Chance): Promise<void> =>
  inFolder(async (folder) => {
    const victim = await makeVictim(folder);
    const out = join(folder, "rec-fit");
    await Deno.mkdir(join(out, "figures"), { recursive: true });
    await Deno.writeTextFile(join(out, "notes.txt"), "mine");
    const digest = digestOfBytes(new TextEncoder().encode("dear"));
    const names = [
      "../victim/thesis.tex",
      "../victim",
      victim,
      ".",
      "..",
      "figures/../../victim",
      "a",
      "figures/b",
    ];
    const files = Object.fromEntries(names.map((name) => [name, digest]));
    const record = mutated({ title: "a", identity: "sha256:a", files, sealed: names }, chance);
    await Deno.writeTextFile(join(out, "fit.json"), JSON.stringify(record));
    if (chance.below(2) === 0) {
      await Deno.remove(join(out, "figures"));
      await Deno.symlink(victim, join(out, "figures"));
    }
    if (chance.below(2) === 0) await Deno.symlink(join(victim, "thesis.tex"), join(out, "a"));
    const overwrite = chance.below(2) === 0;
    const destination = await destinationOf(out, "sha256:a", overwrite)(machine)();
    if (E.isRight(destination)) {
      const made = Object.fromEntries(
        ["a", "figures/b", "fit.json"].map((name) => [name, new TextEncoder().encode(name)]),
      );
      await deliver(out, destination.right, made)(machine)();
    }
    isUnharmed(victim);
    assertEquals(Deno.readTextFileSync(join(out, "notes.txt")), "mine");
  });
