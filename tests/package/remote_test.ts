/**
 * lyap as a package of a registry: modules behind an address, whose imports have full specifiers, and no deno.json. All
 * that starts processes or looks for files of its own has to work so too.
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert/mod.js";
import { fromFileUrl, join } from "@std/path/mod.js";
import config from "../../deno.json" with { type: "json" };
import { small } from "../cli/small.ts";
import { csvOf } from "../series/import/support.ts";

const root = fromFileUrl(new URL("../../", import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  ts: "application/typescript",
  js: "text/javascript",
  json: "application/json",
  wasm: "application/wasm",
};

/** What a name of deno.json's import map means. */
const fullSpecifier = (name: string): string => {
  const imports: Readonly<Record<string, string>> = config.imports;
  const prefix =
    Object.keys(imports).filter((key) => key === name || (key.endsWith("/") && name.startsWith(key)))
      .toSorted((a, b) => b.length - a.length)[0];
  return prefix === undefined ? name : imports[prefix]! + name.slice(prefix.length);
};

/** A source as registries serve it: with full specifiers in its import and export lines. */
const unfurled = (source: string): string =>
  source.replaceAll(
    /(^|[\s}])(from |import |import\()"([^".][^"]*)"/g,
    (_, before, word, name) => `${before}${word}"${fullSpecifier(name)}"`,
  );

interface Package {
  /** Where the package is served. */
  readonly address: string;
  readonly folder: string;
  readonly deno: (
    ...args: readonly string[]
  ) => Promise<{ readonly code: number; readonly out: string; readonly err: string }>;
}

/** Serves the package, and gives a folder in which Deno has the npm packages of this machine and nothing else. */
const withPackage = async (use: (served: Package) => Promise<void>): Promise<void> => {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const path = new URL(request.url).pathname;
    const type = TYPES[path.split(".").at(-1)!];
    if (type === undefined || path === "/deno.json") return new Response("no such file", { status: 404 });
    try {
      const bytes = await Deno.readFile(join(root, path));
      const body = type === TYPES.ts ? unfurled(new TextDecoder().decode(bytes)) : bytes;
      return new Response(body, { headers: { "content-type": type } });
    } catch {
      return new Response("no such file", { status: 404 });
    }
  });
  const folder = await Deno.makeTempDir();
  const work = join(folder, "work");
  const cache = join(folder, "cache");
  try {
    await Deno.mkdir(work);
    await Deno.mkdir(cache);
    const info = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
    await Deno.symlink(JSON.parse(new TextDecoder().decode(info.stdout)).npmCache, join(cache, "npm"));
    await use({
      address: `http://127.0.0.1:${server.addr.port}`,
      folder: work,
      deno: async (...args) => {
        const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
          args: [...args],
          cwd: work,
          env: { NO_COLOR: "1", DENO_DIR: cache },
        }).output();
        const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
        return { code, out: text(stdout), err: text(stderr) };
      },
    });
  } finally {
    await server.shutdown();
    await Deno.remove(folder, { recursive: true });
  }
};

const measure = (address: string) => `
import { column, defineMeasure, measured } from "${address}";
import { largest } from "./largest.ts";

export default defineMeasure({
  kind: "peak",
  title: "largest value",
  better: "smaller",
  evaluate: (_, { generated }) => measured(largest(column(generated!, 0))),
});
`;

const largest = `export const largest = (values: readonly number[]): number => Math.max(...values);\n`;

const spec = {
  ...small,
  settings: {
    ...small.settings,
    evaluation: {
      ...small.settings.evaluation,
      measures: [{ kind: "D_stsp" }, { kind: "module", module: "./peak.ts" }],
    },
  },
  claims: [small.claims[0]],
};

Deno.test("the package runs, reports and fits from an address, with a module of the user and no config", () =>
  withPackage(async ({ address, folder, deno }) => {
    const port = new URL(address).host;
    const main = [
      ...["run", "--quiet", "--no-prompt", "--no-lock", "--no-config", `--allow-import=${port}`],
      ...[
        "--allow-read",
        "--allow-write",
        "--allow-run",
        "--allow-env=LYAP_CHECKED",
        `${address}/lib/cli/main.ts`,
      ],
    ];
    const write = (name: string, text: string) => Deno.writeTextFile(join(folder, name), text);
    // A config of the user's must not reach lyap's steps.
    await write(
      "deno.json",
      JSON.stringify({ imports: { "npm:/fp-ts@2.16.11/lib/Either.js": "./nothing.ts" } }),
    );
    await write("spec.json", JSON.stringify(spec));
    await write("peak.ts", measure("lyap/define"));
    await write("largest.ts", largest);
    await write("rec.csv", csvOf(400));

    const run = await deno(...main, "run", "spec.json", "--json");
    assertEquals(run.code, 0, run.err);
    const result = JSON.parse(run.out);
    assertEquals(result.claims.map(({ verdict }: { verdict: string }) => verdict), ["upheld"]);
    assert(
      result.runs.every(({ measures }: { measures: Record<string, number> }) =>
        typeof measures.peak === "number"
      ),
    );
    assertStringIncludes(
      await Deno.readTextFile(join(folder, ".lyap/reports/small-quick/index.html")),
      "<svg",
    );

    const png = await deno(...main, "report", "spec.json", "--format", "png", "--out", "pictures");
    assertEquals(png.code, 0, png.err);
    const [picture] = [...Deno.readDirSync(join(folder, "pictures/figures"))];
    assertMatch(picture!.name, /\.png$/);

    const fit = await deno(...main, "fit", "rec.csv", "--minutes", "0.01", "--yes", "--jobs", "2");
    assertEquals(fit.code, 0, fit.err);
  }));

Deno.test("an experiment that imports the package by its address is a program", () =>
  withPackage(async ({ address, folder, deno }) => {
    await Deno.writeTextFile(
      join(folder, "mine.ts"),
      `import { pipe } from "npm:fp-ts@2.16.11/lib/function.js";
import * as lyap from "${address}/experiment.ts";
const spec = pipe(
  lyap.experiment("mine", "Mine"),
  lyap.dataset(lyap.system("henon"), { steps: 1500 }),
  lyap.train(lyap.cells.PLRNN(4), { forcing: lyap.forcing.sparse(2), epochs: 2, batches: { windows: 4, length: 20, perEpoch: 2 } }),
  lyap.lyapunov({ steps: 400, transient: 20, longestGradient: 50 }),
  lyap.evaluate({ steps: 1000, keep: 100 }, lyap.measures.D_stsp()),
  lyap.claim({ kind: "exponent sum" }),
  lyap.report(lyap.figures.loss()),
);
export default spec;
await lyap.main(spec, import.meta);
`,
    );
    const { code, out, err } = await deno("run", "-A", "--quiet", "--no-lock", "mine.ts", "--json");
    assertEquals(code, 0, err);
    assertEquals(JSON.parse(out).claims.map(({ verdict }: { verdict: string }) => verdict), ["upheld"]);
  }));
