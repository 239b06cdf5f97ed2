/** README and docs are true: their specs run; the tasks, commands, rooms and pictures that they name exist. */
import { assertAlmostEquals, assertEquals, assertLessOrEqual } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { toFileUrl } from "@std/path/mod.js";
import { exponentsOfSystem } from "../lib/lyapunov/exponents.ts";
import { userSystem } from "../lib/systems/user.ts";
import { planExperiment } from "../lib/engine/experiment.ts";
import { cliPage } from "../tools/cli_page.ts";

const root = new URL("../", import.meta.url);
const readme = await Deno.readTextFile(new URL("README.md", root));
const page = (name: string): Promise<string> => Deno.readTextFile(new URL(`docs/${name}.md`, root));
const config = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));

Deno.test("the spec of the README compiles to a plan", async () => {
  const [, code] = /```ts\n([^]*?)```/.exec(readme)!;
  const path = new URL("experiments/.readme_example.ts", root);
  await Deno.writeTextFile(path, code!);
  try {
    const { default: spec } = await import(path.href);
    const plan = planExperiment("README.md", spec, {});
    assertEquals(E.isLeft(plan) ? plan.left : plan.right.steps.length, 1 + 9 * 3 + 1);
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("the system that docs/recordings.md describes is one", async () => {
  const code = [...(await page("recordings")).matchAll(/```ts\n([^]*?)```/g)].map(([, block]) => block!)
    .find((block) => block.includes("equations:"))!;
  const path = await Deno.makeTempFile({ suffix: ".js" });
  try {
    await Deno.writeTextFile(path, code);
    const system = userSystem((await import(toFileUrl(path).href)).default, "my_system.ts");
    const found = E.isRight(system) ? exponentsOfSystem(system.right, {}, { time: 2000 }) : system;
    // Rössler at a = b = 0.2, c = 5.7: Sprott gives 0.0714.
    assertAlmostEquals(E.isRight(found) ? found.right.spectrum.exponents[0]! : NaN, 0.0714, 0.007);
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("the step that docs/experiments.md runs alone exists, and may read and write what it is given", async () => {
  const [, set, module, ...paths] = /run -P=(\w+) (\S+) --spec (\S+) --in data=(\S+) --out (\S+)/.exec(
    await page("experiments"),
  )!;
  await Deno.stat(new URL(module!, root));
  const { read, write } = config.permissions[set!];
  const covered = (path: string, folders: readonly string[]) =>
    folders.some((folder) => path.startsWith(`${folder.replace("./", "")}/`));
  assertEquals(paths.map((path) => covered(path, read)), [true, true, true]);
  assertEquals(covered(paths[2]!, write), true);
});

Deno.test("as many trainings are published as the README says", async () => {
  const folder = new URL("fixtures/ledger/", root);
  const trainings = new Set<string>();
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.endsWith(".json")) continue;
    const { runs } = JSON.parse(await Deno.readTextFile(new URL(name, folder)));
    for (const { artifacts } of runs) trainings.add(artifacts.train);
  }
  const [, said] = /More than\s+([\d,]+) trainings/.exec(readme)!;
  assertLessOrEqual(Number(said!.replace(",", "")), trainings.size);
});

Deno.test("README has at most 150 lines", () => {
  assertLessOrEqual(readme.trimEnd().split("\n").length, 150);
});

Deno.test("docs/cli.md is what the table of commands says", async () => {
  assertEquals(await page("cli"), await cliPage());
});

Deno.test("every task, room, page and picture that README and docs name is there", async () => {
  const names = [...Deno.readDirSync(new URL("docs", root))].map(({ name }) => name)
    .filter((name) => name.endsWith(".md"));
  const pages = [
    { folder: root, text: readme },
    ...await Promise.all(names.map(async (name) => ({
      folder: new URL("docs/", root),
      text: await page(name.slice(0, -3)),
    }))),
  ];
  for (const { folder, text } of pages) {
    const tasks = [...text.matchAll(/deno(?:@[\d.]+)? task ([a-z:]+)/g)].map(([, name]) => name!);
    assertEquals(tasks.filter((name) => config.tasks[name] === undefined), []);
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(([, path]) => path!);
    for (const link of links) await Deno.stat(new URL(link, folder));
  }
  const rooms = [...(await page("architecture")).matchAll(/^\| `((?:lib|tests|experiments)[^`]*)`/gm)]
    .map(([, path]) => path!);
  for (const room of rooms) await Deno.stat(new URL(room, root));
  const folders = [...Deno.readDirSync(new URL("lib", root))].map(({ name }) => `lib/${name}`);
  assertEquals(folders.filter((folder) => !rooms.includes(folder)), []);
});
