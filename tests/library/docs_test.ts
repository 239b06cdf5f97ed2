/** Every block of docs/library.md runs in a project of somebody else's, and gives what the page says. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert/mod.js";
import { fromFileUrl, join } from "@std/path/mod.js";
import { denoIn, inForeignProject } from "./foreign.ts";

const root = fromFileUrl(new URL("../../", import.meta.url));
const page = await Deno.readTextFile(join(root, "docs", "library.md"));
const blocks = page.split(/^## /m).slice(1).flatMap((section) => {
  const [title] = section.split("\n");
  return [...section.matchAll(/```ts\n([^]*?)```/g)].map(([, code], index) => ({
    title: index === 0 ? title! : `${title}, ${index + 1}`,
    code: code!,
  }));
});

const deno = async (cwd: string, ...args: readonly string[]): Promise<string> => {
  const { code, out, error } = await denoIn(cwd, ...args);
  assertEquals(code, 0, error);
  return out;
};

const inFolder = (use: (folder: string) => Promise<void>): Promise<void> =>
  inForeignProject(Object.fromEntries(blocks.map(({ code }, index) => [`block${index}.ts`, code])), use);

const expected: Readonly<Record<string, (out: string, folder: string) => Promise<void>>> = {
  "Compose an experiment": (out) => Promise.resolve(assertEquals(out, "")),
  "Run it and get the results": async (out, folder) => {
    assertMatch(out, /exponent-sum: upheld/);
    assertMatch(out, /PLRNN-tau2-seed1/);
    assertStringIncludes(await Deno.readTextFile(join(folder, "out/loss.svg")), "<svg");
    assert((await Deno.stat(join(folder, "out/report/index.html"))).isFile);
  },
  "Print an error": (out) => Promise.resolve(assertStringIncludes(out, "rho")),
  "One step after the other": (out) => Promise.resolve(assertMatch(out, /^D_stsp = \d/)),
  "One step after the other, 2": (out) => Promise.resolve(assertMatch(out, /^highest = 0\.\d\d$/m)),
  "In a notebook": (out) => Promise.resolve(assertEquals(out, "")),
  "Write your own cell": (out) => Promise.resolve(assertMatch(out, /\[ 6, 6 \]/)),
};

Deno.test("the page has the blocks that are tested", () => {
  assertEquals(blocks.map(({ title }) => title), Object.keys(expected));
});

Deno.test("the blocks of docs/library.md are well typed", async () => {
  await inFolder(async (folder) => {
    await deno(folder, "check", ...blocks.map((_, index) => `block${index}.ts`));
  });
});

blocks.forEach(({ title }, index) => {
  Deno.test(`docs/library.md: ${title}`, async () => {
    await inFolder(async (folder) => {
      const out = await deno(folder, "run", "-A", "--no-check", `block${index}.ts`);
      await expected[title]!(out, folder);
    });
  });
});
