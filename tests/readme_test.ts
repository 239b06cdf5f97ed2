/** The README is true: its spec runs, its tasks, commands and folders exist. */
import { assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { toFileUrl } from "@std/path/mod.js";
import { commands } from "../lib/cli/commands/catalogue.ts";
import { exponentsOf } from "../lib/lyapunov/exponents.ts";
import { userSystem } from "../lib/systems/user.ts";
import { planExperiment } from "../lib/engine/experiment.ts";

const root = new URL("../", import.meta.url);
const readme = await Deno.readTextFile(new URL("README.md", root));
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

Deno.test("the system of the README is one", async () => {
  const code = [...readme.matchAll(/```ts\n([^]*?)```/g)].map(([, block]) => block!)
    .find((block) => block.includes("equations:"))!;
  const path = await Deno.makeTempFile({ suffix: ".js" });
  try {
    await Deno.writeTextFile(path, code);
    const system = userSystem((await import(toFileUrl(path).href)).default, "my_system.ts");
    const found = E.isRight(system) ? exponentsOf(system.right, {}, { time: 2000 }) : system;
    // Rössler at a = b = 0.2, c = 5.7: Sprott gives 0.0714.
    assertAlmostEquals(E.isRight(found) ? found.right.spectrum.exponents[0]! : NaN, 0.0714, 0.007);
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("the step that the README runs alone exists, and may read and write what it is given", async () => {
  const [, set, module, ...paths] = /run -P=(\w+) (\S+) --spec (\S+) --in data=(\S+) --out (\S+)/.exec(
    readme,
  )!;
  await Deno.stat(new URL(module!, root));
  const { read, write } = config.permissions[set!];
  const covered = (path: string, folders: readonly string[]) =>
    folders.some((folder) => path.startsWith(`${folder.replace("./", "")}/`));
  assertEquals(paths.map((path) => covered(path, read)), [true, true, true]);
  assertEquals(covered(paths[2]!, write), true);
});

Deno.test("every task, command, folder and picture that the README names is there", async () => {
  const tasks = [...readme.matchAll(/deno(?:@[\d.]+)? task ([a-z:]+)/g)].map(([, name]) => name!);
  assertEquals(tasks.filter((name) => config.tasks[name] === undefined), []);
  const named = [...readme.matchAll(/^\| `lyap ([a-z]+)/gm)].map(([, name]) => name!);
  assertEquals(named.toSorted(), commands.map(({ name }) => name).toSorted());
  const places = [
    ...[...readme.matchAll(/^\| `((?:lib|tests|experiments)[^`]*)`/gm)].map(([, path]) => path!),
    ...[...readme.matchAll(/\]\((docs\/[^)]+)\)/g)].map(([, path]) => path!),
  ];
  for (const place of places) await Deno.stat(new URL(place, root));
  const folders = [...Deno.readDirSync(new URL("lib", root))].map(({ name }) => `lib/${name}`);
  assertEquals(folders.filter((folder) => !places.includes(folder)), []);
});
