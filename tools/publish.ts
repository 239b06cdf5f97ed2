/**
 * Publishes lyap on JSR: what deno.json's `publish.include` lists, with the standard library from JSR in the place of npm's
 * repack of it.
 *
 *     deno task publish             publishes, as the workflow of a release does
 *     deno task publish --dry-run   makes all of JSR's checks and uploads nothing
 *     deno task publish --here      the same, without JSR: with npm's repack, as the repository has it
 *
 * @module
 */
import { dirname, join } from "@std/path/mod.js";
import config from "../deno.json" with { type: "json" };
import { stdFromJsr, withNamesOnJsr } from "./std.ts";

const root = new URL("../", import.meta.url).pathname;

const run = async (cwd: string, ...args: readonly string[]): Promise<number> => {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    stdin: "inherit",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn().status;
  return code;
};

const isSource = (name: string): boolean => /\.(?:ts|md)$/.test(name);

/** Copies what is published. */
const copyTo = async (folder: string): Promise<void> => {
  const { stdout } = await new Deno.Command("git", {
    args: ["ls-files", "-z", "--", ...config.publish.include, ":!types/deno_std.d.ts"],
    cwd: root,
  }).output();
  for (const name of new TextDecoder().decode(stdout).split("\0").filter((each) => each !== "")) {
    await Deno.mkdir(join(folder, dirname(name)), { recursive: true });
    if (isSource(name)) {
      await Deno.writeTextFile(join(folder, name), withNamesOnJsr(await Deno.readTextFile(join(root, name))));
    } else await Deno.copyFile(join(root, name), join(folder, name));
  }
  const { "@std/": _, ...imports } = config.imports;
  const { lock: _lock, lint: _lint, ...rest } = config;
  const types = config.compilerOptions.types.filter((each) => !each.endsWith("deno_std.d.ts"));
  const published = {
    ...rest,
    imports: { ...stdFromJsr, ...imports },
    compilerOptions: { ...config.compilerOptions, types },
  };
  await Deno.writeTextFile(join(folder, "deno.json"), JSON.stringify(published, null, 2));
};

if (Deno.args.includes("--here")) {
  Deno.exit(await run(root, "publish", "--dry-run", "--allow-dirty", "--quiet"));
}
const folder = await Deno.makeTempDir();
try {
  await copyTo(folder);
  Deno.exitCode = await run(folder, "publish", "--allow-dirty", ...Deno.args);
} finally {
  await Deno.remove(folder, { recursive: true });
}
