/**
 * Makes lyap's package for npm: `deno pack` compiles it and writes its package.json; here it gets the program `lyap`, the
 * `deno` that runs it, exact versions, and the config by which Deno finds what it imports. Name and version are those of
 * deno.json.
 *
 *     deno task pack [DIR]     writes DIR/lyap-VERSION.tgz; default out
 *
 * @module
 */
import { join } from "@std/path/mod.js";
import config from "../deno.json" with { type: "json" };

const root = new URL("../", import.meta.url).pathname;

const NAME = config.name.split("/").at(-1)!;

const run = async (cwd: string, command: string, ...args: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await new Deno.Command(command, { args: [...args], cwd }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (code !== 0) throw new Error(`${command} ${args[0]} failed:\n${text(stdout)}${text(stderr)}`);
  return text(stdout);
};

const imports: Readonly<Record<string, string>> = config.imports;

const keyOf = (name: string): string | undefined =>
  Object.keys(imports)
    .filter((key) => key === name || (key.endsWith("/") && name.startsWith(key)))
    .toSorted((a, b) => b.length - a.length)[0];

/** What a name of deno.json's import map is in node_modules: `fp-ts/Either.js` is the file `lib/Either.js` of `fp-ts`. */
const inNodeModules = (name: string): string => {
  const key = keyOf(name);
  return key === undefined
    ? name
    : imports[key]!.replace(/^npm:\/?(@?[^@]+)@[^/]+/, "$1") + name.slice(key.length);
};

/** `deno pack` leaves names of the import map as they are. */
const resolved = (source: string): string =>
  source.replaceAll(
    /(^|[\s}])(from |import |import\()"([^".][^"]*)"/g,
    (_, before, word, name) => `${before}${word}"${inNodeModules(name)}"`,
  );

const filesBelow = async (folder: string): Promise<readonly string[]> => {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const paths = await Promise.all(
    entries.map(({ name, isDirectory }) =>
      isDirectory ? filesBelow(join(folder, name)) : [join(folder, name)]
    ),
  );
  return paths.flat();
};

/** Exact versions, by package. */
const versions: ReadonlyMap<string, string> = new Map(
  Object.values(imports).flatMap((target) => {
    const [, name, version] = /^npm:\/?(@?[^@]+)@([^/]+)/.exec(target) ?? [];
    return name === undefined ? [] : [[name, version!] as const];
  }),
);

/** The version of Deno by which lyap's bits are tested. */
const DENO = /deno@([\d.]+)/.exec(await Deno.readTextFile(join(root, ".ci/run")))![1]!;

interface PackageJson {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, unknown>>;
}

const packageJson = (packed: PackageJson): object => ({
  ...packed,
  name: NAME,
  description: "Train recurrent networks on chaotic time series, and check what is claimed about them",
  keywords: ["chaos", "dynamical systems", "Lyapunov exponents", "recurrent neural networks", "deno"],
  bin: { [NAME]: "lyap.cjs" },
  exports: { ...packed.exports, "./package.json": "./package.json" },
  engines: { node: ">=18" },
  dependencies: {
    ...Object.fromEntries(Object.keys(packed.dependencies).map((name) => [name, versions.get(name)!])),
    deno: DENO,
  },
});

const compiled = (path: string): string => path.replace(/\.ts$/, ".js");

/** The config of lyap in node_modules: there, and not in Deno's cache, are its packages. */
const installedConfig = (dependencies: readonly string[]): object => ({
  nodeModulesDir: "manual",
  imports: {
    ...Object.fromEntries(
      Object.entries(config.exports).flatMap(([path, file]) =>
        [NAME, config.name].map((name) => [`${name}${path.slice(1)}`, compiled(file)])
      ),
    ),
    // For the files of users, which import what the examples import.
    ...Object.fromEntries(
      Object.entries(imports).filter(([, target]) =>
        dependencies.some((name) => target.replace("npm:/", "npm:").startsWith(`npm:${name}@`))
      ),
    ),
  },
  permissions: config.permissions,
  tasks: { lyap: config.tasks.lyap },
});

const write = (folder: string, name: string, value: object): Promise<void> =>
  Deno.writeTextFile(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);

/** Programs that no module imports, which `deno pack` takes for files like any other. */
const compilePrograms = async (folder: string): Promise<void> => {
  const sources = (await filesBelow(folder)).filter((file) => /(?<!\.d)\.ts$/.test(file));
  await run(folder, Deno.execPath(), "transpile", "--quiet", "--no-config", "--outdir", folder, ...sources);
  await Promise.all(sources.map(async (source) => {
    const text = await Deno.readTextFile(compiled(source));
    const relative = text.replaceAll(/((?:from |import |import\()"\.[^"]*)\.ts"/g, '$1.js"');
    await Deno.writeTextFile(compiled(source), relative);
    await Deno.remove(source);
  }));
};

/** Makes of what `deno pack` left in a folder the package that npm gets. */
const finish = async (folder: string): Promise<void> => {
  await compilePrograms(folder);
  const packed: PackageJson = JSON.parse(await Deno.readTextFile(join(folder, "package.json")));
  const files = await filesBelow(folder);
  await Promise.all(
    files.filter((file) => /\.(?:js|d\.ts)$/.test(file)).map(async (file) =>
      Deno.writeTextFile(file, resolved(await Deno.readTextFile(file)))
    ),
  );
  await write(folder, "package.json", packageJson(packed));
  await write(folder, "deno.json", installedConfig(Object.keys(packed.dependencies)));
  await Deno.copyFile(join(root, "tools/npm_bin.cjs"), join(folder, "lyap.cjs"));
};

const out = Deno.args[0] ?? join(root, "out");
const work = await Deno.makeTempDir();
try {
  const tarball = join(work, "packed.tgz");
  await run(
    root,
    Deno.execPath(),
    "pack",
    "--quiet",
    "--allow-dirty",
    "--no-source-maps",
    "--output",
    tarball,
  );
  await run(work, "tar", "-xzf", tarball);
  await finish(join(work, "package"));
  await Deno.mkdir(out, { recursive: true });
  const [{ filename }] = JSON.parse(
    await run(join(work, "package"), "npm", "pack", "--json", "--pack-destination", await Deno.realPath(out)),
  );
  console.log(join(out, filename));
} finally {
  await Deno.remove(work, { recursive: true });
}
