/** Dependencies point one way (see docs/architecture.md). */
import { assert, assertEquals } from "@std/assert/mod.js";
import { fromFileUrl, relative } from "@std/path/mod.js";

/** The rooms of lib/ in the order in which docs/architecture.md lists them: a room may import those above it, and nothing else. */
const rooms: readonly string[] = [
  ...(await Deno.readTextFile(new URL("../docs/architecture.md", import.meta.url))).matchAll(
    /^\| `lib\/([\w.]+)` /gm,
  ),
].map(([, room]) => room!);

/** Folders that both build on `results`: neither imports the other. */
const beside: readonly (readonly [string, string])[] = [["results/claims", "report/figures"]];

const isBeside = (from: string, to: string): boolean =>
  beside.some(([one, other]) =>
    [[one, other], [other, one]].some(([here, there]) =>
      from.startsWith(`${here}/`) && to.startsWith(`${there}/`)
    )
  );

const sourcesBelow = async function* (folder: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory && entry.name !== "assembly") yield* sourcesBelow(path);
    else if (entry.name.endsWith(".ts")) yield path;
  }
};

Deno.test("README shows the rooms in their order", async () => {
  const readme = await Deno.readTextFile(new URL("../README.md", import.meta.url));
  const [, shown] = /imports only those before it[^:]*: ([^.]+)\./.exec(readme)!;
  assertEquals(shown!.split(/,\s+/), rooms.map((room) => room.replace(".ts", "")));
});

Deno.test("every import within lib/ points up the list of rooms", async () => {
  const lib = fromFileUrl(new URL("../lib", import.meta.url));
  for (const folder of beside.flat()) assert((await Deno.stat(`${lib}/${folder}`)).isDirectory);
  const faults = rooms.filter((room, index) => rooms.indexOf(room) !== index).map((room) =>
    `${room} is listed twice`
  );
  for await (const path of sourcesBelow(lib)) {
    const file = relative(lib, path);
    const from = file.split("/")[0]!;
    const place = rooms.indexOf(from);
    if (place < 0) faults.push(`${file}: the room ${from} is not in the list of docs/architecture.md`);
    const allowed = new Set(rooms.slice(0, place + 1));
    const source = await Deno.readTextFile(path);
    for (const [, target] of source.matchAll(/^(?:import|export)[^"]*? from "(\.[^"]+)"/gms)) {
      const resolved = relative(lib, fromFileUrl(new URL(target!, `file://${path}`)));
      const to = resolved.split("/")[0]!;
      // Published values are data, not code: whoever needs them reads them.
      if (/^\.\.\/fixtures\/.*\.json$/.test(resolved)) continue;
      if (!allowed.has(to) || isBeside(file, resolved)) faults.push(`${file} imports ${resolved}`);
    }
  }
  assertEquals(faults, []);
});

/** What the files of lib/ import of each other, types too. */
const importsOfFiles = async (): Promise<ReadonlyMap<string, readonly string[]>> => {
  const lib = fromFileUrl(new URL("../lib", import.meta.url));
  const found = new Map<string, readonly string[]>();
  for await (const path of sourcesBelow(lib)) {
    // Without comments, whose examples import the very file that they are in.
    const source = (await Deno.readTextFile(path)).replaceAll(/^ *(\/?\*|\/\/).*$/gm, "");
    found.set(
      relative(lib, path),
      [...source.matchAll(/^(?:import|export)[^"]*? from "(\.[^"]+)"/gms)].map(([, target]) =>
        relative(lib, fromFileUrl(new URL(target!, `file://${path}`)))
      ),
    );
  }
  return found;
};

Deno.test("no file of lib/ imports itself by way of others, not even a type", async () => {
  const imports = await importsOfFiles();
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(" → "));
    if (way.includes(file) || done.has(file)) return;
    for (const next of imports.get(file) ?? []) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  assertEquals(circles, []);
});

Deno.test("one module writes and removes; nothing else touches what lies on the disk", async () => {
  const lib = fromFileUrl(new URL("../lib", import.meta.url));
  const changing = /files\.(write|remove|rename|makeNewDirectory|tryDirectory)\b/;
  const byDeno =
    /Deno\.(writeFile|writeTextFile|remove(?!Signal)|rename|mkdir|makeTemp|open|create|symlink|link|truncate|copyFile|chmod)/;
  const allowed = ["steps/store/folder.ts", "cli/output_file.ts"];
  const faults: string[] = [];
  for await (const path of sourcesBelow(lib)) {
    const file = relative(lib, path);
    const code = (await Deno.readTextFile(path)).replaceAll(/^ *(\*|\/\/).*$/gm, "");
    if (changing.test(code) && !allowed.includes(file)) faults.push(`${file} changes files by itself`);
    if (byDeno.test(code) && !["steps/store/files.ts", "steps/store/durable.ts"].includes(file)) {
      faults.push(`${file} calls Deno for what the capability does`);
    }
  }
  assertEquals(faults, []);
});

/** What a module needs before its first line runs: files and packages that it imports, and what these import. */
const neededBy = async (url: URL, found = new Set<string>()): Promise<ReadonlySet<string>> => {
  if (found.has(url.href)) return found;
  found.add(url.href);
  if (!url.pathname.endsWith(".ts")) return found;
  const source = await Deno.readTextFile(url);
  for (const [, target] of source.matchAll(/^(?:import|export)(?! type)\b[^"]*? from "([^"]+)"/gms)) {
    if (target!.startsWith(".")) await neededBy(new URL(target!, url), found);
    else found.add(target!);
  }
  return found;
};

const heavy = ["@tensorflow/tfjs", "d3-node", "@resvg/resvg-wasm"];
for (
  const file of [
    "cli/main.ts",
    ...["dataset", "train", "lyapunov", "evaluate"].map((s) => `steps/${s}.ts`),
  ]
) {
  Deno.test(`${file} starts without what takes long to load`, async () => {
    const needed = await neededBy(new URL(`../lib/${file}`, import.meta.url));
    assert(needed.has("fp-ts/Either.js"));
    assertEquals(heavy.filter((name) => needed.has(name)), []);
  });
}

Deno.test("the step that draws needs what draws", async () => {
  assert((await neededBy(new URL("../lib/steps/report.ts", import.meta.url))).has("d3-node"));
});

Deno.test("no pipe lies within a pipe within a pipe: what is so deep has a name, or is bound", async () => {
  const lib = fromFileUrl(new URL("../lib", import.meta.url));
  const faults: string[] = [];
  for await (const path of sourcesBelow(lib)) {
    const source = await Deno.readTextFile(path);
    const open: boolean[] = [];
    for (const { 0: found, index } of source.matchAll(/\bpipe\(|[()]/g)) {
      if (found === ")") open.pop();
      else open.push(found !== "(");
      if (found === "pipe(" && open.filter((isPipe) => isPipe).length > 2) {
        faults.push(`${relative(lib, path)}:${source.slice(0, index).split("\n").length}`);
      }
    }
  }
  assertEquals(faults, []);
});
