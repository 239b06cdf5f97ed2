/** Types travel with the modules: every entry point is well typed in a project of somebody else's. */
import { assertEquals } from "@std/assert/mod.js";
import { denoIn, inForeignProject } from "./foreign.ts";

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
