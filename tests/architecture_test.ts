/** Dependencies point one way (see the map of the code in README.md). */
import { assert, assertEquals } from "@std/assert/mod.js";
import { fromFileUrl, relative } from "@std/path/mod.js";

/** What each folder of lib/ may import, besides itself, `spec`, `program` and `numerics`. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  spec: [],
  program: ["spec"],
  numerics: [],
  solvers: [],
  kernels: [],
  systems: ["solvers"],
  datasets: ["systems", "solvers"],
  cells: ["kernels"],
  training: ["lyapunov", "cells", "datasets", "kernels"],
  lyapunov: ["cells", "systems", "datasets", "solvers", "kernels"],
  measures: ["lyapunov", "cells", "systems", "datasets", "kernels"],
  claims: ["measures", "lyapunov", "training", "datasets", "systems"],
  figures: ["claims", "measures", "lyapunov", "training", "cells", "datasets", "systems"],
  report: ["figures", "claims", "measures", "lyapunov", "training", "cells", "datasets", "systems"],
  ledger: ["claims", "measures", "lyapunov", "datasets"],
  verification: ["claims"],
  store: [],
  steps: [
    ...[
      "store",
      "report",
      "figures",
      "claims",
      "measures",
      "lyapunov",
      "training",
      "cells",
      "datasets",
      "systems",
    ],
    "solvers",
  ],
  experiment: ["steps", "training", "lyapunov", "measures", "figures", "claims", "cells", "datasets"],
  "pipeline.ts": ["steps", "datasets", "training", "lyapunov", "measures"],
  engines: ["pipeline.ts", "steps", "store", "ledger", "verification", "figures", "claims"],
  library: [
    ...[
      "engines",
      "pipeline.ts",
      "experiment",
      "steps",
      "store",
      "figures",
      "claims",
      "measures",
      "lyapunov",
    ],
    ...["training", "cells", "datasets", "systems"],
  ],
  fit: [
    ...[
      "engines",
      "pipeline.ts",
      "steps",
      "store",
      "report",
      "figures",
      "claims",
      "measures",
      "lyapunov",
      "training",
    ],
    ...["cells", "datasets", "systems"],
  ],
  cli: [
    "fit",
    "experiment",
    "cells",
    "engines",
    "pipeline.ts",
    "ledger",
    "verification",
    "steps",
    "store",
    "report",
    "figures",
    "claims",
    "measures",
    "lyapunov",
    "datasets",
    "systems",
  ],
};
const everyone = ["spec", "program", "numerics"];
const leaves = new Set(["spec", "numerics"]);

const sourcesBelow = async function* (folder: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory && entry.name !== "assembly") yield* sourcesBelow(path);
    else if (entry.name.endsWith(".ts")) yield path;
  }
};

Deno.test("every import within lib/ points down the layers", async () => {
  const lib = fromFileUrl(new URL("../lib", import.meta.url));
  const faults: string[] = [];
  for await (const path of sourcesBelow(lib)) {
    const file = relative(lib, path);
    const from = file.split("/")[0]!;
    const allowed = new Set([from, ...(mayImport[from] ?? []), ...(leaves.has(from) ? [] : everyone)]);
    if (mayImport[from] === undefined) faults.push(`${file}: the folder ${from} has no place in the layers`);
    const source = await Deno.readTextFile(path);
    for (const [, target] of source.matchAll(/^(?:import|export)[^"]*? from "(\.[^"]+)"/gms)) {
      const resolved = relative(lib, fromFileUrl(new URL(target!, `file://${path}`)));
      const to = resolved.split("/")[0]!;
      if (!allowed.has(to)) faults.push(`${file} imports ${resolved}`);
    }
  }
  assertEquals(faults, []);
});

Deno.test("one module writes and removes; nothing else touches what lies on the disk", async () => {
  const lib = fromFileUrl(new URL("../lib", import.meta.url));
  const changing = /files\.(write|remove|rename|makeNewDirectory|tryDirectory)\b/;
  const byDeno =
    /Deno\.(writeFile|writeTextFile|remove|rename|mkdir|makeTemp|open|create|symlink|link|truncate|copyFile|chmod)/;
  const allowed = ["store/folder.ts", "cli/output_file.ts"];
  const faults: string[] = [];
  for await (const path of sourcesBelow(lib)) {
    const file = relative(lib, path);
    const code = (await Deno.readTextFile(path)).replaceAll(/^ *(\*|\/\/).*$/gm, "");
    if (changing.test(code) && !allowed.includes(file)) faults.push(`${file} changes files by itself`);
    if (byDeno.test(code) && !["store/files.ts", "store/durable.ts"].includes(file)) {
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
