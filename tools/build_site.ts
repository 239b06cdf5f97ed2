/**
 * Builds the documentation as one static site: README, the pages of docs/ and the reference of every entry point, with a
 * search over all of them. It needs no server: open out/site/index.html from disk.
 *
 *     npx -y deno@2.9.5 task docs [--out FOLDER]
 *
 * Exit code 1 says that a link leads nowhere, 77 that the generator cannot be fetched.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse_args.js";
import { resolve, toFileUrl } from "@std/path/mod.js";
import type { DocumentReflection, ProjectReflection } from "typedoc";
import config from "../deno.json" with { type: "json" };
import { LYAP_VERSION } from "../lib/core/codec/version.ts";
import { brokenLinks } from "./site/links.ts";

const root = new URL("../", import.meta.url);
const pathOf = (relative: string): string => new URL(relative, root).pathname;

/** What `.ci/run` takes for "skipped". */
const SKIPPED = 77;

/** Entry points that are programs: they have pages of docs/ and no reference. */
const PROGRAMS = ["./cli", "./main"];

const entries = Object.entries(config.exports).filter(([name]) => !PROGRAMS.includes(name));

/** So that the index of the search is made of what follows. */
const FIRST = 1000;

/** The weight of a word in the search, by where it occurs: a page comes before the comments of symbols. */
const WEIGHTS = { name: 10, document: 20, comment: 2 };

/** Pages in the order in which the README lists them, then the others of docs/. */
const pagesInOrder = async (): Promise<readonly string[]> => {
  const readme = await Deno.readTextFile(new URL("README.md", root));
  const listed = [...readme.matchAll(/^\| \[([^\]]+\.md)\]/gm)].map(([, path]) => path!);
  const others = [...Deno.readDirSync(new URL("docs/", root))].map(({ name }) => `docs/${name}`)
    .filter((path) => path.endsWith(".md") && !path.endsWith(".preface.md")).toSorted();
  return [...new Set([...listed, ...others, "CHANGELOG.md", "SECURITY.md"])];
};

/** How TypeScript finds what deno.json's imports name: packages lie in Deno's cache. */
const compilerOptions = () => {
  const folderOf = (module: string, depth: string): string =>
    new URL(`${depth}*`, import.meta.resolve(module)).pathname;
  return {
    ...config.compilerOptions,
    target: "esnext",
    module: "esnext",
    moduleResolution: "bundler",
    lib: ["esnext", "dom", "dom.iterable", "dom.asynciterable"],
    types: [],
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    resolveJsonModule: true,
    paths: {
      "fp-ts/*": [folderOf("fp-ts/function.js", "./")],
      "fp-ts/lib/*": [folderOf("fp-ts/function.js", "./")],
      "io-ts/*": [folderOf("io-ts/index.js", "./")],
      "@lyap/lyap/*": [pathOf("*.ts")],
    },
  };
};

/** Writes a configuration for TypeScript, with Deno's own types, into a folder; its path. */
const writeConfiguration = async (folder: string): Promise<string> => {
  const types = await new Deno.Command(Deno.execPath(), { args: ["types"] }).output();
  await Deno.writeFile(`${folder}/deno.d.ts`, types.stdout);
  const path = `${folder}/tsconfig.json`;
  const files = [
    ...entries.map(([, entry]) => pathOf(entry)),
    ...config.compilerOptions.types.map(pathOf),
    `${folder}/deno.d.ts`,
  ];
  await Deno.writeTextFile(path, JSON.stringify({ compilerOptions: compilerOptions(), files }));
  return path;
};

const fileName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const titleOf = ({ content, name }: DocumentReflection): string =>
  /^# (.+)$/m.exec(content.map(({ text }) => text).join(""))?.[1] ?? name;

/** Gives pages the order of the README and the titles that they bear, and modules the names that one imports. */
const name = (project: ProjectReflection, order: readonly string[]): void => {
  const placeOf = (one: { readonly name: string }): number =>
    order.findIndex((path) => fileName(path) === `${one.name}.md`);
  project.documents?.sort((a, b) => placeOf(a) - placeOf(b));
  const [documents, modules] = [project.documents ?? [], project.children ?? []];
  documents.forEach((page) => page.name = titleOf(page));
  for (const module of modules) {
    const [entry] = entries.find(([, path]) => path === `./${module.name}.ts`)!;
    module.name = `@lyap/lyap${entry.slice(1)}`;
  }
  project.childrenIncludingDocuments = [...documents, ...modules];
};

/** Builds the site; whether the generator had nothing to complain of. */
const build = async (out: string): Promise<boolean> => {
  const { Application, IndexEvent, PageEvent, RendererEvent } = await import("typedoc");
  const folder = await Deno.makeTempDir();
  const pages = await pagesInOrder();
  try {
    const application = await Application.bootstrap({
      name: "lyap",
      out,
      entryPoints: entries.map(([, entry]) => pathOf(entry)),
      tsconfig: await writeConfiguration(folder),
      // `deno task check` looks for errors of types; here some packages have none.
      skipErrorChecking: true,
      readme: pathOf("README.md"),
      projectDocuments: pages.map(pathOf),
      searchInDocuments: true,
      searchInComments: true,
      customCss: pathOf("tools/site/style.css"),
      customFooterHtml: `lyap ${LYAP_VERSION}, MIT licence`,
      disableGit: true,
      disableSources: true,
      includeHierarchySummary: false,
      navigation: { includeFolders: false },
      cleanOutputDir: true,
      blockTags: ["@param", "@returns", "@errors", "@source", "@example", "@module", "@template", "@see"],
      validation: { invalidLink: true, invalidPath: true, notExported: false, notDocumented: false },
      treatWarningsAsErrors: true,
      logLevel: "Warn",
    });
    const project = await application.convert();
    if (project === undefined) return false;
    if (project.readme?.[0] !== undefined) {
      project.readme[0].text = project.readme[0].text.replace(/^# lyap\n/, "");
    }
    project.documents?.forEach((page) => page.name = fileName(page.name));
    // Addresses come from the names of files and are made by then; titles are for readers.
    application.renderer.on(RendererEvent.BEGIN, () => name(project, pages), FIRST);
    application.renderer.on(IndexEvent.PREPARE_INDEX, ({ searchFieldWeights }) => {
      Object.assign(searchFieldWeights, WEIGHTS);
    });
    // A folder shows its page on a server only, and the README is `../` for the generator.
    application.renderer.on(PageEvent.END, (page) => {
      page.contents = (page.contents ?? "").replaceAll(/href="\.\.\/(#[^"]*)?"/g, 'href="../index.html$1"');
    });
    application.validate(project);
    await application.generateDocs(project, out);
    return !application.logger.hasErrors() && !application.logger.hasWarnings();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
};

const { out } = parseArgs(Deno.args, { string: ["out"] });
const fetched = await import("typedoc").then(() => null, (fault: Error) => fault.message);
if (fetched !== null) {
  console.error(`the generator of the site cannot be fetched: ${fetched.split("\n")[0]}`);
  Deno.exit(SKIPPED);
}
const place = resolve(typeof out === "string" ? out : "out/site");
const clean = await build(place);
const broken = brokenLinks(new URL(`${toFileUrl(place).href}/`));
broken.forEach((line) => console.error(line));
if (!clean || broken.length > 0) Deno.exit(1);
console.log(`${place}/index.html`);
