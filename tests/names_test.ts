/** One word for one thing: what one file of lib exports under a name, no other does. */
import { assertEquals } from "@std/assert/mod.js";
import { fromFileUrl, relative } from "@std/path/mod.js";

/**
 * Names that two files still declare. The steps of the pipeline and the builders of a spec are called alike on purpose,
 * for one plans what the other describes; the rest waits for a better name. Nothing is added here.
 */
const known: readonly string[] = [
  "Call",
  "Delay",
  "Description",
  "Differentiated",
  "Embedding",
  "Entry",
  "Experiment",
  "FEWEST_ROWS",
  "Graph",
  "Grid",
  "Layout",
  "Module",
  "Network",
  "Node",
  "Part",
  "Place",
  "Prepared",
  "Program",
  "Remarks",
  "Rollout",
  "RunOptions",
  "Schedule",
  "Settings",
  "Source",
  "Training",
  "Variable",
  "Written",
  "adaptive",
  "annealed",
  "dataset",
  "embed",
  "evaluate",
  "exponentsOf",
  "generalized",
  "gradientNorms",
  "graphOf",
  "linear",
  "lyapunov",
  "main",
  "observationOf",
  "parametersOf",
  "random",
  "readable",
  "report",
  "run",
  "smoothed",
  "sparse",
  "standardised",
  "train",
  "truncated",
  "windowing",
];

/** AssemblyScript, and what stands in the place of another module in the page and has its names. */
const apart: readonly string[] = ["assembly", "instead"];

const sourcesBelow = async function* (folder: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory && !apart.includes(entry.name)) yield* sourcesBelow(path);
    else if (entry.name.endsWith(".ts")) yield path;
  }
};

const declared = /^export (?:declare |abstract |async )*(?:const|function\*?|interface|type|class) (\w+)/gm;

Deno.test("no exported name is declared in two files of lib", async (t) => {
  const lib = fromFileUrl(new URL("../lib", import.meta.url));
  const places = new Map<string, Set<string>>();
  for await (const path of sourcesBelow(lib)) {
    for (const [, name] of (await Deno.readTextFile(path)).matchAll(declared)) {
      places.set(name!, (places.get(name!) ?? new Set()).add(relative(lib, path)));
    }
  }
  const twice = [...places].filter(([, files]) => files.size > 1).map(([name]) => name).sort();
  await t.step(`${known.length} names are left: ${known.join(", ")}`, () => {
    assertEquals(twice.filter((name) => !known.includes(name)), [], "a name that another file has");
    assertEquals(known.filter((name) => !twice.includes(name)), [], "a name that is one now: strike it out");
  });
});
