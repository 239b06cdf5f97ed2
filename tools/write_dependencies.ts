/**
 * Writes the tables of dependencies in docs/architecture.md: what each package is for, its licence, and when it was last
 * released, as npm's metadata says.
 *
 *     deno task dependencies           asks npm and writes them
 *     deno task dependencies --check   checks, without a network, whether deno.json and the tables name the same
 *
 * @module
 */
import { markdownTable } from "markdown-table";
import config from "../deno.json" with { type: "json" };

/** What each package is for. Where nothing was released for long, also why it stays. */
const PURPOSES: Readonly<Record<string, string>> = {
  "fp-ts": "pipelines, errors as values",
  "io-ts": "types of codecs",
  "deno-std":
    "the Deno standard library as an npm package; lyap's package on JSR has the original in its place",
  "@noble/hashes": "SHA-256 in every engine",
  "@tensorflow/tfjs": "cells that users write; the independent reference of our kernels",
  "d3-node": "SVG documents outside a browser",
  "@resvg/resvg-wasm": "PNG from SVG; the last release of its renderer that runs everywhere",
  "dejavu-fonts-ttf": "the font of PNGs; a finished typeface, and all that is in the package",
  "hastscript": "the page of a report as a tree",
  "hast-util-to-html": "that tree as HTML",
  "xastscript": "JUnit XML and badges as a tree",
  "xast-util-to-xml": "that tree as XML",
  "markdown-table": "tables in Markdown",
  "papaparse": "delimited text",
  "pako": "gzip",
  "h5wasm": "HDF5, and with it NetCDF-4 and MATLAB 7.3: the HDF Group's library; loaded for such files only",
  "hyparquet": "Parquet; loaded for such files only",
  "hyparquet-compressors": "how columns of Parquet are packed",
  "simplify-js": "polylines with fewer points; one algorithm, which is complete",
  "deno": "the runtime, as a package that npm installs with lyap",
  "simple-statistics": "statistics that ours are held against",
  "assemblyscript": "compiles the kernels",
  "fast-check": "property tests",
  "axe-core": "accessibility of pages",
  "playwright-core": "tests in a browser",
  "typedoc": "the documentation as a site, with a search that needs no server",
  "typescript": "reads the sources for that site",
  "ro-crate":
    "reads crates that lyap exports, as others would; only in tests, for its licence asks for more than ours",
};

/** Licences that npm's metadata describes in words. */
const LICENCES: Readonly<Record<string, string>> = {
  "dejavu-fonts-ttf": "Bitstream Vera",
  "h5wasm": "NIST",
};

const PAGE = new URL("../docs/architecture.md", import.meta.url);
const BEGIN = "<!-- dependencies: written by `deno task dependencies` -->";
const END = "<!-- end of dependencies -->";

interface Package {
  readonly name: string;
  readonly version: string;
}

/** The package that a place in deno.json's imports names. */
const packageIn = (target: string): readonly Package[] => {
  const found = /^npm:\/?(@?[^@]+)@([^/]+)/.exec(target);
  return found === null ? [] : [{ name: found[1]!, version: found[2]! }];
};

const textsBelow = async (folder: URL): Promise<readonly string[]> => {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const texts = await Promise.all(
    entries.map(({ name, isDirectory }) =>
      isDirectory
        ? name === "assembly" ? [] : textsBelow(new URL(`${name}/`, folder))
        : name.endsWith(".ts")
        ? Deno.readTextFile(new URL(name, folder)).then((text) => [text])
        : []
    ),
  );
  return texts.flat();
};

/** What lyap itself imports, as written there. */
const importedByLyap = async (): Promise<ReadonlySet<string>> => {
  const entries = Object.values(config.exports).map((path) => new URL(`../${path}`, import.meta.url));
  const texts = [
    ...await textsBelow(new URL("../lib/", import.meta.url)),
    ...await Promise.all(entries.map((entry) => Deno.readTextFile(entry))),
  ].map((text) => text.replaceAll(/^ *(\*|\/\/).*$/gm, ""));
  return new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/(?:from|import\(|import) ?"([^."][^"]*)"/g)].map(([, name]) => name!)
    ),
  );
};

const ofLyap = async (): Promise<ReadonlySet<string>> => {
  const imported = [...await importedByLyap()];
  return new Set([
    "deno",
    ...Object.entries(config.imports).filter(([name]) =>
      imported.some((each) => name.endsWith("/") ? each.startsWith(name) : each === name)
    ).flatMap(([, target]) => packageIn(target)).map(({ name }) => name),
  ]);
};

const DENO = /deno@([\d.]+)/.exec(await Deno.readTextFile(new URL("../.ci/run", import.meta.url)))![1]!;

const packages: readonly Package[] = [
  ...new Map(
    [...Object.values(config.imports).flatMap(packageIn), { name: "deno", version: DENO }].map((each) =>
      [each.name, each] as const
    ),
  ).values(),
].toSorted((a, b) => a.name < b.name ? -1 : 1);

/** What npm says of a package. */
const metadata = async (
  { name }: Package,
): Promise<{ readonly licence: string; readonly released: string }> => {
  const { code, stdout } = await new Deno.Command("npm", {
    args: ["view", name, "--json", "license", "version", "time"],
  }).output();
  if (code !== 0) throw new Error(`npm does not answer for ${name}`);
  const { license, version, time } = JSON.parse(new TextDecoder().decode(stdout));
  return { licence: LICENCES[name] ?? license, released: String(time[version]).slice(0, "2026-01".length) };
};

const rowOf = async (each: Package): Promise<readonly string[]> => {
  const { licence, released } = await metadata(each);
  const purpose = PURPOSES[each.name];
  if (purpose === undefined) throw new Error(`Say in tools/write_dependencies.ts what ${each.name} is for`);
  return [`\`${each.name}\` ${each.version}`, purpose, licence, released];
};

const tableOf = async (some: readonly Package[]): Promise<string> =>
  markdownTable([
    ["package", "for", "licence", "last release"],
    ...(await Promise.all(some.map(rowOf))),
  ]);

const page = await Deno.readTextFile(PAGE);
const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
if (from < 0 || to < from) throw new Error("docs/architecture.md has no place for the tables");

if (Deno.args.includes("--check")) {
  const named = [...page.slice(from, to).matchAll(/^\| `([^`]+)` (\S+)/gm)].map(([, name, version]) =>
    `${name}@${version}`
  );
  const wanted = packages.map(({ name, version }) => `${name}@${version}`);
  const differing = [
    ...wanted.filter((each) => !named.includes(each)).map((each) => `${each} is not in the tables`),
    ...named.filter((each) => !wanted.includes(each)).map((each) => `${each} is in the tables only`),
    ...Object.keys(PURPOSES).filter((name) => !packages.some((each) => each.name === name)).map((name) =>
      `${name} has a purpose and is not used`
    ),
  ];
  differing.forEach((line) => console.error(`${line}: run deno task dependencies`));
  Deno.exit(differing.length > 0 ? 1 : 0);
}

const shipped = await ofLyap();
await Deno.writeTextFile(
  PAGE,
  `${page.slice(0, from)}${BEGIN}

What lyap itself imports:

${await tableOf(packages.filter(({ name }) => shipped.has(name)))}

Only for tests and tools:

${await tableOf(packages.filter(({ name }) => !shipped.has(name)))}

${page.slice(to)}`,
);
