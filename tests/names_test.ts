/** One word for one thing: what one file exports under a name, no other does, and nobody gives it a second name. */
import { assert, assertEquals } from "@std/assert/mod.js";
import { fromFileUrl, relative } from "@std/path/mod.js";

const root = fromFileUrl(new URL("..", import.meta.url));
const entryPoints = ["mod.ts", "define.ts", "experiment.ts", "recordings.ts", "cells.ts"];

const folders = ["lib", "experiments", "tools"];

const sourcesBelow = async function* (folder: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) yield* sourcesBelow(path);
    else if (entry.name.endsWith(".ts")) yield path;
  }
};

const exported =
  /^export (?:declare |abstract |async )*(?:const|let|var|function\*?|interface|type|class|enum|namespace|\* as) (\w+)/gm;

/** A list of names in braces that is exported: what an alias or a pattern calls its parts. */
const lists = /^export (?:type )?(?:const |let )?\{([^}]*)\}/gm;
const alias = /(\w+) as (\w+)|(\w+): (\w+)/g;

/** Names that a text declares for others, and second names that it gives. */
const namesOf = (text: string) => ({
  declared: [...text.matchAll(exported)].map(([, name]) => name!),
  aliases: [...text.matchAll(lists)].flatMap(([, list]) =>
    [...list!.matchAll(alias)].map(([whole]) => whole)
  ),
});

Deno.test("the test sees every way in which a name is exported", () => {
  assertEquals(
    namesOf(`
export const a = 1;
export async function* b() {}
export enum c {}
export * as d from "./d.ts";
export { e as f, g } from "./e.ts";
export type {
  H,
  type I as J,
} from "./h.ts";
export const { k: l } = m;
const unseen = 1;`),
    { declared: ["a", "b", "c", "d"], aliases: ["e as f", "I as J", "k: l"] },
  );
});

Deno.test("an exported name is declared in one file, and has no second name", async () => {
  const places = new Map<string, Set<string>>();
  const aliases: string[] = [];
  const files = [...entryPoints.map((file) => `${root}${file}`)];
  for (const folder of folders) {
    for await (const path of sourcesBelow(`${root}${folder}`)) files.push(path);
  }
  for (const path of files) {
    const { declared, aliases: found } = namesOf(await Deno.readTextFile(path));
    const file = relative(root, path);
    for (const name of declared) places.set(name, (places.get(name) ?? new Set()).add(file));
    aliases.push(...found.map((each) => `${file}: ${each}`));
  }
  assert(places.size > 1000, "the names have been found");
  assertEquals(
    [...places].filter(([, found]) => found.size > 1).map(([name, found]) => [name, ...found]),
    [],
  );
  assertEquals(aliases, []);
});
