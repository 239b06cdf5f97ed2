/** Dependencies point one way (see the map of the code in README.md). */
import { assertEquals } from "@std/assert/mod.js";
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
  engines: ["steps", "store", "ledger", "verification", "figures", "claims"],
  fit: [
    ...["engines", "steps", "store", "report", "figures", "claims", "measures", "lyapunov", "training"],
    ...["cells", "datasets", "systems"],
  ],
  cli: [
    "fit",
    "cells",
    "engines",
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
      // Published values are data, not code: whoever needs them reads them.
      if (/^\.\.\/fixtures\/.*\.json$/.test(resolved)) continue;
      if (!allowed.has(to)) faults.push(`${file} imports ${resolved}`);
    }
  }
  assertEquals(faults, []);
});
