/**
 * Builds the page that trains networks in a browser, one file that needs no network:
 *
 *     npx -y deno@2.9.5 task page [--out FILE | --print]
 *
 * FILE is out/page.html by default.
 *
 * The ledgers and the golden digests say what was published; what they say is built into the page.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { Digest } from "../lib/core/codec/canonical.ts";
import { parseArgs } from "@std/cli/parse_args.js";
import { Deflate } from "pako";
import { decodeBase64, encodeBase64 } from "@std/encoding/base64.js";
import { dirname, join, toFileUrl } from "@std/path/mod.js";
import { resolve } from "../lib/engine/experiment.ts";
import { LEDGER_DIRECTORY, readLedger } from "../lib/engine/ledger_file.ts";
import { hasNetworks, networkPath } from "../lib/engine/network_file.ts";
import { currentPart } from "../lib/engine/publish.ts";
import { PUBLISHED_PROFILE } from "../lib/engine/verify.ts";
import { dark, light } from "../lib/report/figures/plot/palette.ts";
import { goldenSpec } from "../lib/page/golden.ts";
import {
  type BuiltIn,
  type PublishedNetwork,
  type PublishedPoint,
  shortDigest,
  shortKey,
  type StepOfRun,
} from "../lib/page/messages.ts";
import { choicesOf, firstSpec, type PageSpec, presets, withChoices } from "../lib/page/spec.ts";
import { type Measured, planned, type PlannedExperiment } from "../lib/pipeline.ts";
import type { LyapError } from "../lib/core/program/errors.ts";
import type { Program } from "../lib/core/program/program.ts";
import type { PublishedRun } from "../lib/results/ledger/ledger.ts";
import { denoCapabilities } from "../lib/steps/capabilities.ts";
import { LYAP_VERSION } from "../lib/core/codec/version.ts";

const root = new URL("../", import.meta.url);

/** The most that the page may weigh, in bytes. */
export const MOST_BYTES = 300_000;

/** The experiments whose published runs a page may come to. */
const experiments = ["quickstart", "lorenz_sweep", "reconstructions", "theory"] as const;

const orFail = <A>(result: E.Either<LyapError, A>): A => {
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left));
  return result.right;
};

const done = async <A>(program: Program<A>): Promise<A> => orFail(await program(denoCapabilities)());

const planOf = (name: string, spec: unknown, profile?: string): PlannedExperiment =>
  planned(orFail(resolve(name, spec, profile === undefined ? {} : { profile })));

const stepsOf = ({ data, network, exponents, measures }: Measured): Readonly<Record<StepOfRun, string>> => ({
  dataset: shortKey(data.key),
  train: shortKey(network.key),
  lyapunov: shortKey(exponents.key),
  evaluate: shortKey(measures.key),
});

interface Found {
  readonly experiment: string;
  readonly run: PublishedRun;
  readonly measured: Measured;
}

/** What the ledgers hold of the runs that are as they would be made today. */
const publishedRuns = async (): Promise<readonly Found[]> => {
  const found: Found[] = [];
  for (const name of experiments) {
    const { default: spec } = await import(new URL(`experiments/${name}.ts`, root).href);
    if (!("paper" in (spec.profiles ?? {}))) continue;
    const plan = planOf(name, spec, PUBLISHED_PROFILE);
    const ledger = await done(readLedger(LEDGER_DIRECTORY, plan.experiment));
    if (ledger === null) continue;
    for (const run of currentPart(ledger, plan).runs) {
      found.push({
        experiment: plan.experiment,
        run,
        measured: plan.runs.find(({ id }) => id === run.id)!,
      });
    }
  }
  return found;
};

/** Of a run what a page can come to: of most its training, of the presets' all of it. */
const contentsOf = ({ experiment, run, measured }: Found): BuiltIn["contents"] => {
  const of = `${experiment}, ${run.id}`;
  const steps: readonly StepOfRun[] = experiment === "quickstart"
    ? ["dataset", "train", "lyapunov", "evaluate"]
    : ["dataset", "train"];
  const keys = stepsOf(measured);
  const shown = experiment === "quickstart" ? (content: Digest): string => content : shortDigest;
  return Object.fromEntries(steps.map((step) => [keys[step], { content: shown(run.artifacts[step]), of }]));
};

const goldenContents = async (): Promise<BuiltIn["contents"]> => {
  const [run] = planOf("golden", goldenSpec).runs;
  const { data, ...others } = JSON.parse(
    await Deno.readTextFile(new URL("fixtures/golden/steps.json", root)),
  );
  const keys = stepsOf(run!);
  const contents = { dataset: data, ...others };
  return Object.fromEntries(
    Object.entries(keys).map(([step, key]) => [key, {
      content: contents[step],
      of: "fixtures/golden/steps.json",
    }]),
  );
};

const pointsOf = (runs: readonly Found[]): readonly PublishedPoint[] =>
  runs.filter(({ experiment }) => experiment === "lorenz-sweep").flatMap(({ run }) => {
    const value = run.measures.D_stsp?.value ?? null;
    return value === null ? [] : [{
      cell: String(run.labels.cell),
      interval: Number(run.labels.τ),
      value: Number(value.toPrecision(4)),
    }];
  });

/** The published networks of the presets, with the first seed. */
const networksOf = (runs: readonly Found[]): readonly PublishedNetwork[] =>
  presets.flatMap(({ interval }) => {
    const spec: PageSpec = withChoices(firstSpec, { ...choicesOf(firstSpec), interval });
    const { train } = stepsOf(planOf("preset", spec).runs[0]!);
    const found = runs.find(({ run, measured }) => hasNetworks(run) && stepsOf(measured).train === train);
    if (found === undefined) return [];
    const path = networkPath(LEDGER_DIRECTORY, found.experiment, found.run.id);
    return [{ interval, weights: encodeBase64(Deno.readFileSync(new URL(path, root))) }];
  });

const publishedNow = async (): Promise<BuiltIn> => {
  const runs = await publishedRuns();
  // States on the way are those of the quickstart, with which the page opens: the digests of all would weigh as much as a
  // kernel.
  return {
    contents: Object.assign({}, ...runs.map(contentsOf), await goldenContents()),
    states: Object.fromEntries(
      runs.flatMap(({ experiment, run, measured }) =>
        run.training === undefined || experiment !== "quickstart" ? [] : [[
          stepsOf(measured).train,
          Object.fromEntries(run.training.states.map(({ epoch, digest }) => [epoch, shortDigest(digest)])),
        ]]
      ),
    ),
    points: pointsOf(runs),
    networks: networksOf(runs),
    from: `lyap ${LYAP_VERSION}, MIT licence. Beside what you train stand ${runs.length} published runs of ` +
      `${[...new Set(runs.map(({ experiment }) => experiment))].join(", ")}.`,
  };
};

/** Packages of which the page takes the part that it needs, in the form that can be cut to it. */
const cutPackages: Readonly<Record<string, string>> = {
  "fp-ts/": "npm:/fp-ts@2.16.11/es6/",
  "io-ts/": "npm:/io-ts@2.2.22/es6/",
  "pako": "lib/page/browser/unpacked_once.ts",
};

/** Modules that the worker leaves out, since nothing in a page comes to them. */
const leftOut: readonly string[] = [
  "lib/networks/define.ts",
  "lib/networks/driven.ts",
  "lib/networks/graph/program.ts",
  "lib/networks/kernels/traced.ts",
  "lib/networks/tensorflow.ts",
  "lib/series/inputs.ts",
  "lib/steps/place.ts",
  "lib/systems/solvers/jump.ts",
  "lib/systems/solvers/switching.ts",
  "lib/training/reference.ts",
];

/** What the drawing part has of a module: no bit of a figure is kept, and the browser's own functions weigh nothing. */
const insteadInDrawing: Readonly<Record<string, string>> = {
  "lib/numerics/elementary.ts": "export const { log10, pow } = Math;",
};

/** The text of a module with the names of another: its functions throw, its lists are empty, and all else is null. */
const emptied = async (path: string): Promise<string> => {
  const held: Readonly<Record<string, unknown>> = await import(new URL(path, root).href);
  const values = Object.entries(held).map(([name, value]) => {
    const left = typeof value === "function" ? "none" : Array.isArray(value) ? "[]" : "null";
    return `export const ${name} = ${left};`;
  });
  return [`const none = () => { throw new Error("${path} is not in the page") };`, ...values].join("\n");
};

const insteadInWorker = async (): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(await Promise.all(leftOut.map(async (path) => [path, await emptied(path)] as const)));

const placed = (target: string): string => target.startsWith("lib/") ? new URL(target, root).href : target;

/**
 * One module with all that it imports, for browsers.
 *
 * @param instead Texts of modules that stand in for others, by the paths of these.
 */
const bundled = async (entry: string, instead: Readonly<Record<string, string>>): Promise<string> => {
  const folder = await Deno.makeTempDir();
  const standIns = Object.fromEntries(
    Object.keys(instead).map((path, index) => [path, toFileUrl(join(folder, `instead_${index}.js`)).href]),
  );
  const { imports } = JSON.parse(await read("deno.json"));
  const map = {
    imports: Object.fromEntries(
      Object.entries({ ...imports, ...cutPackages, ...standIns }).map((
        [name, target],
      ) => [placed(name), placed(target as string)]),
    ),
  };
  try {
    for (const [path, text] of Object.entries(instead)) {
      await Deno.writeTextFile(new URL(standIns[path]!), text);
    }
    await Deno.writeTextFile(`${folder}/imports.json`, JSON.stringify(map));
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["bundle", "--platform", "browser", "--minify", "--import-map", `${folder}/imports.json`],
        ...["--output", `${folder}/out.js`, entry],
      ],
      cwd: root,
      stdout: "null",
      stderr: "piped",
    }).output();
    if (code !== 0) throw new Error(`Cannot bundle ${entry}: ${new TextDecoder().decode(stderr)}`);
    const bundle = await Deno.readTextFile(`${folder}/out.js`);
    // A worker that starts from a page on disk is a script, in which this is a fault.
    if (bundle.includes("import.meta")) throw new Error(`${entry} needs a module that asks where it is`);
    return bundle;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
};

/** A WebAssembly module in the code of a bundle. */
const inlined = /atob\("(AGFzbQ[\w+/=]+)"\)/g;

/** Two characters for 13 bits, none of which means anything in a script element. */
const DIGITS = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index))
  .filter((character) => !`<&\\`.includes(character)).join("");

const base91 = (bytes: Uint8Array): string => {
  let [text, held, bits] = ["", 0, 0];
  const write = (): void => {
    const value = held & 8191;
    text += DIGITS[Math.floor(value / 91)]! + DIGITS[value % 91]!;
    [held, bits] = [held >>> 13, bits - 13];
  };
  for (const byte of bytes) {
    [held, bits] = [held | byte << bits, bits + 8];
    if (bits >= 13) write();
  }
  if (bits > 0) write();
  return text;
};

/** zlib's word for ending a block and going on. */
const END_BLOCK = 5;

/** Packed as tightly as zlib can: short blocks suit code, data and WebAssembly, and no block has of two of them. */
const gzipped = (parts: readonly Uint8Array[]): Uint8Array => {
  const deflate = new Deflate({ level: 9, memLevel: 6, gzip: true });
  parts.forEach((part, index) => deflate.push(part, index === parts.length - 1 ? true : END_BLOCK));
  return deflate.result as Uint8Array;
};

/**
 * The code of the page and of its workers as one text: their lengths, then what they are, packed. WebAssembly is separate as
 * bytes, since in base64 it can hardly be packed.
 */
const packed = (page: string, worker: string, data: string): string => {
  const modules = [...worker.matchAll(inlined)].map(([, base64]) => decodeBase64(base64!));
  if (modules.length === 0) throw new Error("The bundle of the worker holds no WebAssembly");
  let next = 0;
  const code = worker.replaceAll(inlined, () => `lyapModules[${next++}]`);
  const parts = [page, code, data].map((text) => new TextEncoder().encode(text)).concat(modules);
  const bytes = gzipped(parts);
  return `${[bytes.length, ...parts.map(({ length }) => length)].join(" ")} ${base91(bytes)}`;
};

const read = (path: string): Promise<string> => Deno.readTextFile(new URL(path, root));

const variables = ({ paper, text, quiet, grid, palette }: typeof light): string =>
  `--paper:${paper};--text:${text};--quiet:${quiet};--grid:${grid};--link:${palette[0]};` +
  palette.map((colour, index) => `--c${index}:${colour}`).join(";");

/** Unpacks what the page holds and starts it. */
const START = `
const [head, text] = document.getElementById("code").textContent.match(/^([\\d ]+) (\\S+)/).slice(1);
const [packed, ...lengths] = head.split(" ").map(Number);
const digits = ${JSON.stringify(DIGITS)};
const data = new Uint8Array(packed);
for (let k = 0, at = 0, held = 0, bits = 0; k < text.length; k += 2) {
  held |= 91 * digits.indexOf(text[k]) + digits.indexOf(text[k + 1]) << bits;
  for (bits += 13; bits >= 8; bits -= 8) {
    data[at++] = held & 255;
    held >>>= 8;
  }
}
try {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bytes = await new Response(stream).arrayBuffer();
  let at = 0;
  const [page, worker, published, ...modules] = lengths.map((length) => bytes.slice(at, at += length));
  const textOf = (part) => new TextDecoder().decode(part);
  const latin = (part) => Array.from(new Uint8Array(part), (byte) => String.fromCharCode(byte)).join("");
  globalThis.lyapPublished = JSON.parse(textOf(published));
  globalThis.lyapWorker = URL.createObjectURL(new Blob([
    "const lyapModules=" + JSON.stringify(modules.map((each) => btoa(latin(each)))) + ".map(atob);",
    worker,
  ], { type: "text/javascript" }));
  const script = document.createElement("script");
  script.type = "module";
  script.textContent = textOf(page);
  document.body.append(script);
} catch (error) {
  document.getElementById("notice").textContent = "This page needs a browser of 2023 or later (" + error.message + ").";
}`;

/** Without indents and empty lines. */
const flat = (text: string): string => text.replaceAll(/\n\s+/g, "\n");

/** Markup without the white space before elements that begin a line of their own. */
const flatMarkup = (html: string): string =>
  flat(html).replaceAll(/\n(?=<\/?(?:p|ol|li|h1|h2|header|main|section|div|footer)\b)/g, "");

/** Style rules without what they can do without. */
const flatRules = (css: string): string =>
  css.replaceAll(/\/\*[^]*?\*\//g, "").replaceAll(/\s*([{};:,>])\s+/g, "$1").replaceAll(/\s*{/g, "{")
    .replaceAll(";}", "}").replaceAll(/(?<![\d.])0\./g, ".");

/** The page as one HTML document. */
export const builtPage = async (): Promise<string> => {
  const drawing = await bundled("lib/page/browser/main.ts", insteadInDrawing);
  const page = flat(await read("lib/report/browser/viewer.js")) + drawing;
  const worker = await bundled("lib/page/browser/worker.ts", await insteadInWorker());
  const published = JSON.stringify(await publishedNow());
  const style = `:root{${variables(light)}}@media (prefers-color-scheme:dark){:root{${variables(dark)}}}\n` +
    flatRules(await read("lib/page/browser/lab.css"));
  const parts = [
    `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<title>Watch a network learn chaos</title><link rel="icon" href="data:,"><style>${style}</style></head><body>`,
    flatMarkup(await read("lib/page/browser/page.html")),
    `<script type="text/plain" id="code">${packed(page, worker, published)}</script>`,
    `<script type="module">${flat(START)}</script></body></html>\n`,
  ];
  return parts.join("\n");
};

if (import.meta.main) {
  const { out: given, print } = parseArgs(Deno.args, { string: ["out"], boolean: ["print"] });
  const out = String(given ?? "out/page.html");
  const html = await builtPage();
  const bytes = new TextEncoder().encode(html).length;
  if (bytes > MOST_BYTES) throw new Error(`The page has ${bytes} bytes, more than ${MOST_BYTES}`);
  if (print === true) console.log(html);
  else {
    await Deno.mkdir(dirname(out), { recursive: true });
    await Deno.writeTextFile(out, html);
    console.log(`${out}: ${bytes} bytes`);
  }
}
