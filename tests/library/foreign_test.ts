/** Types travel with the modules: every entry point is well typed in a project of somebody else's. */
import { assertEquals } from "@std/assert/mod.js";
import { clone, denoIn, foreignConfigs, inForeignProject } from "./foreign.ts";

const { exports, name } = JSON.parse(await Deno.readTextFile(new URL("../../deno.json", import.meta.url)));

Deno.test("every entry point is well typed in a project of its own, and what it exports keeps its types", async () => {
  const entries = Object.keys(exports).map((entry, index) =>
    `import * as entry${index} from "${name}${
      entry.slice(1)
    }";\nconsole.log(Object.keys(entry${index}).length);`
  );
  const typed = `import * as lyap from "${name}";
const spec = lyap.experiment("a", "b");
// @ts-expect-error: a name is a text, and not of any type
lyap.experiment(3, "b");
console.log(spec);
`;
  await inForeignProject({ "all.ts": entries.join("\n"), "typed.ts": typed }, async (folder) => {
    const { code, error } = await denoIn(folder, "check", "all.ts", "typed.ts");
    assertEquals(code, 0, error);
  });
});

const importing = (from: string): string =>
  `import * as lyap from "${from}";
// @ts-expect-error: a name is a text, and not of any type
lyap.experiment(3, "b");
console.log(lyap.cells.PLRNN(3).kind);
`;

Deno.test("by its path lyap is well typed where deno.json names the path, as the page shows", async () => {
  const [, byPath, ...more] = await foreignConfigs();
  assertEquals(more, []);
  await inForeignProject({ "mine.ts": importing("lyap") }, async (folder) => {
    const checked = await denoIn(folder, "check", "mine.ts");
    assertEquals(checked.code, 0, checked.error);
    const { out } = await denoIn(folder, "run", "-A", "mine.ts");
    assertEquals(out, "PLRNN\n");
  }, byPath!);
});

Deno.test("a path in the code alone needs the settings of the clone", async () => {
  const files = { "mine.ts": importing(`${clone}/mod.ts`) };
  await inForeignProject(files, async (folder) => {
    const config = ["--config", `${clone}/deno.json`];
    const { out } = await denoIn(folder, "run", "-A", ...config, "mine.ts");
    assertEquals(out, "PLRNN\n");
    // The page says that it does not work without; where that changes, the page can say less.
    assertEquals((await denoIn(folder, "run", "-A", "mine.ts")).code, 1);
  }, null);
});
