/**
 * The one place that says what replaces the Deno standard library: npm's repack `deno-std` in the repository, so that it
 * works where only npm can be reached, and the original on JSR in what is published there.
 *
 * types/deno_std.d.ts declares the functions that may be used: those that both have. It gives each the type that both take,
 * and since npm's package brings no types, nothing else can be imported. `checkStd` holds the list against both.
 *
 * @module
 */

/** A module of the standard library. */
interface StdModule {
  /** Its name on JSR. */
  readonly name: string;
  /** The versions of its package that may be taken. */
  readonly versions: string;
}

/** Modules by their names in npm's package. */
const MODULES: Readonly<Record<string, StdModule>> = {
  "@std/assert/mod.js": { name: "@std/assert", versions: "^1.0.0" },
  "@std/cli/parse_args.js": { name: "@std/cli/parse-args", versions: "^1.0.0" },
  "@std/encoding/hex.js": { name: "@std/encoding/hex", versions: "^1.0.0" },
  "@std/fmt/duration.js": { name: "@std/fmt/duration", versions: "^1.0.0" },
  "@std/jsonc/mod.js": { name: "@std/jsonc", versions: "^1.0.0" },
  "@std/path/mod.js": { name: "@std/path", versions: "^1.0.0" },
  "@std/yaml/mod.js": { name: "@std/yaml", versions: "^1.0.0" },
  "@std/text/levenshtein_distance.js": { name: "@std/text/levenshtein-distance", versions: "^1.0.0" },
};

const specifierOf = ({ name, versions }: StdModule): string => {
  const [scope, pack, ...path] = name.split("/");
  return [`jsr:${scope}/${pack}@${versions}`, ...path].join("/");
};

/** The entries of an import map that take the standard library from JSR. */
export const stdFromJsr: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(MODULES).map((module) => [module.name, specifierOf(module)]),
);

/** A source with the names that the modules have on JSR, where they bring their own types. */
export const withNamesOnJsr = (source: string): string =>
  Object.entries(MODULES).reduce(
    (text, [npm, { name }]) => text.replaceAll(`"${npm}"`, `"${name}"`),
    source.replaceAll(/^\/\/\/ <reference types="[./]*types\/deno_std\.d\.ts" \/>\n/gm, ""),
  );

const TYPES = new URL("../types/deno_std.d.ts", import.meta.url);

/** The functions that may be used, by module, as types/deno_std.d.ts declares them. */
const allowed = async (): Promise<ReadonlyMap<string, readonly string[]>> =>
  new Map(
    [...(await Deno.readTextFile(TYPES)).matchAll(/^declare module "([^"]+)" \{([^]*?)^\}/gm)].map((
      [, module, body],
    ) => [module!, [...body!.matchAll(/^ {2}export function (\w+)/gm)].map(([, name]) => name!)]),
  );

/** A module that a compiler takes only where what JSR has is what types/deno_std.d.ts declares. */
const comparison = (modules: readonly string[]): string =>
  modules.map((module, index) =>
    `import * as jsr${index} from "${specifierOf(MODULES[module]!)}";\n` +
    `jsr${index} satisfies typeof import("${module}");\n`
  ).join("");

const compared = async (modules: readonly string[]): Promise<readonly string[]> => {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, comparison(modules));
    const config = new URL("../deno.json", import.meta.url).pathname;
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "--no-lock", "--config", config, file],
      env: { NO_COLOR: "1" },
    }).output();
    const said = new TextDecoder().decode(stderr);
    if (code === 0) return [];
    if (/jsr\.io|JSR package manifest/.test(said) && !/\[ERROR\]/.test(said)) {
      console.log("JSR cannot be reached from here: its types are compared where it can");
      return [];
    }
    return [said];
  } finally {
    await Deno.remove(file);
  }
};

/**
 * What is wrong with the list of functions: modules without a name on JSR, functions that npm's package lacks, and types
 * that are not those of JSR, where JSR can be reached.
 */
const checkStd = async (): Promise<readonly string[]> => {
  const functions = await allowed();
  const nameless = [...functions.keys()].filter((module) => !(module in MODULES)).map((module) =>
    `${module} has no name on JSR in tools/std.ts`
  );
  const unlisted = Object.keys(MODULES).filter((module) => !functions.has(module)).map((module) =>
    `types/deno_std.d.ts declares nothing of ${module}`
  );
  const lacking = await Promise.all([...functions].map(async ([module, names]) => {
    const found: Readonly<Record<string, unknown>> = await import(module);
    return names.filter((name) => typeof found[name] !== "function").map((name) =>
      `deno-std has no function ${name} in ${module}`
    );
  }));
  const faults = [...nameless, ...unlisted, ...lacking.flat()];
  return faults.length > 0 ? faults : compared([...functions.keys()]);
};

if (import.meta.main) {
  const faults = await checkStd();
  faults.forEach((fault) => console.error(fault));
  Deno.exit(faults.length > 0 ? 1 : 0);
}
