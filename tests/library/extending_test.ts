/** Every block of docs/extending.md is checked, has the lines that the page says, and runs in one experiment. */
import { assert, assertEquals, assertMatch, assertNotEquals, assertStringIncludes } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { fromFileUrl, join, toFileUrl } from "@std/path/mod.js";
import * as lyap from "../../mod.ts";
import { checkCommand } from "../../lib/cli/commands/check.ts";
import { systemsCommand } from "../../lib/cli/commands/systems.ts";
import { decode } from "../../lib/core/codec/codec.ts";
import { planExperiment, readWithModules } from "../../lib/engine/experiment.ts";
import { cellCodec } from "../../lib/networks/catalogue.ts";
import { clipping } from "../../lib/training/clipping.ts";
import { here } from "../../lib/library/run.ts";
import type { PlannedExperiment } from "../../lib/pipeline.ts";
import { callCommand } from "../cli/calling.ts";
import { denoIn, inForeignProject } from "./foreign.ts";
import { right } from "../either.ts";

const root = fromFileUrl(new URL("../../", import.meta.url));
const page = await Deno.readTextFile(join(root, "docs", "extending.md"));
const files: Readonly<Record<string, string>> = Object.fromEntries(
  [...page.matchAll(/^`(\w+\.ts)`\n\n```ts\n([^]*?)```/gm)].map(([, name, code]) => [name!, code!]),
);
const kinds = Object.keys(files).filter((name) => name.startsWith("my_"));

const inFolder = (use: (folder: string) => Promise<void>): Promise<void> => inForeignProject(files, use);

/** A cell whose map deviates from its step. */
const wrongCell = `
import { cellKind, tf, uniformParameter } from "@lyap/lyap/define";

export default cellKind({
  kind: "decay",
  title: "units that decay by themselves",
  references: [],
  formula: "z' = a ⊙ z",
  meanings: { a: "decay of each unit" },
  options: {},
  kernel: null,
  stateSize: ({ units }) => units,
  parameters: ({ units }) => [uniformParameter("a", [units], units)],
  step: ({ a }, z) => tf.mul(a!, z),
  map: ({ a }, { units }) => ({
    dimension: units,
    step: (z, out) => {
      for (let i = 0; i < units; i++) out[i] = 1.1 * a!.values[i]! * z[i]!;
    },
    jacobian: (_, out) => {
      out.fill(0);
      for (let i = 0; i < units; i++) out[i * units + i] = a!.values[i]!;
    },
  }),
});
`;

/** An experiment with a system, a measure and a claim of the page's. */
const small = {
  name: "mine",
  title: "Mine",
  settings: {
    dataset: { source: { kind: "module", module: "./my_system.ts", steps: 500 } },
    cell: { kind: "PLRNN", units: 4 },
    forcing: { kind: "sparse", interval: 5 },
    evaluation: { measures: [{ kind: "D_stsp" }, { kind: "module", module: "./my_measure.ts" }] },
  },
  claims: [{ kind: "module", module: "./my_claim.ts", measure: "peak_error" }],
};

const planIn = async (folder: string, spec: unknown): Promise<PlannedExperiment> => {
  const read = await here(readWithModules(join(folder, "experiment.json"), spec, join(folder, ".lyap")));
  return right(planExperiment("experiment.json", right(read), {}));
};

const keyOf = ({ steps }: PlannedExperiment, step: string): string =>
  steps.find((planned) => planned.step === step)!.key;

Deno.test("the page has a file for each of the six, with as many lines as it says", () => {
  assertEquals(kinds.length, 6);
  const told = [...page.matchAll(/^## .*: 1 file, (\d+) lines$/gm)].map(([, count]) => Number(count));
  assertEquals(told, kinds.map((name) => files[name]!.trimEnd().split("\n").length));
});

Deno.test("its files are typed, run in one experiment, and appear in its report", async () => {
  await inFolder(async (folder) => {
    const checked = await denoIn(folder, "check", ...Object.keys(files));
    assertEquals(checked.code, 0, checked.error);
    const { code, out, error } = await denoIn(
      folder,
      "run",
      "-A",
      "--no-check",
      "experiment.ts",
      "--jobs",
      "2",
    );
    assertEquals(code, 0, out + error);
    assertMatch(out, /✓ upheld {3}Every run has a value of peak_error\./);
    const result = JSON.parse(
      await Deno.readTextFile(join(folder, ".lyap/reports/mine-quick/result.json")),
    );
    assertEquals(Object.keys(result.runs[0].measures), ["D_stsp", "peak_error"]);
    assertEquals(result.runs[0].labels, { cell: "leaky", forcing: "burst", E: 8, seed: 1 });
    const report = await Deno.readTextFile(join(folder, ".lyap/reports/mine-quick/index.html"));
    for (const words of ["Rössler (a = 0.2, b = 0.2, c = 5.6)", "peak_error of each run"]) {
      assertStringIncludes(report, words);
    }
  });
});

Deno.test("what they made is published, audited, drawn and exported from the ledger alone", async () => {
  const experiment = files["experiment.ts"]!.replace(
    "  lyap.report(",
    '  lyap.profile("paper", lyap.settings({ epochs: 4 })),\n  lyap.report(lyap.figures.attractor(), ',
  );
  await inForeignProject({ ...files, "experiment.ts": experiment }, async (folder) => {
    const call = async (...args: readonly string[]): Promise<string> => {
      const flags = ["-A", "--no-check", "--config", join(root, "deno.json")];
      const { code, out, error } = await denoIn(
        folder,
        "run",
        ...flags,
        join(root, "lib/cli/main.ts"),
        ...args,
      );
      assertEquals(code, 0, `${args.join(" ")}: ${out}${error}`);
      return out + error;
    };
    const paper = ["experiment.ts", "--profile", "paper", "--ledger", "ledger", "--store"];
    await call("run", ...paper, "store", "--publish", "--networks");
    assertMatch(
      await call("publish", "experiment.ts", "--store", "store", "--ledger", "other"),
      /1 of 1 runs are published, 1 with their networks/,
    );
    const drawn = await call("report", ...paper, "empty", "--out", "drawn");
    assertEquals(/left out/.test(drawn), false, drawn);
    assertMatch(await Deno.readTextFile(join(folder, "drawn/index.html")), /peak_error of each run/);
    await call("export", ...paper, "empty", "--out", "crate", "--author", "A", "--license", "CC0-1.0");
    const audited = await call(
      ...["verify", "experiment.ts", "--ledger", "ledger", "--store", "empty", "--audit-evaluations", "1"],
    );
    assertMatch(audited, /1 run audited, 1 the same/);
  });
});

Deno.test("lyap check executes nothing that no experiment would take, and says what no module has", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "hostile.ts");
    const said = async (source: string): Promise<readonly [number, string]> => {
      await Deno.writeTextFile(path, source);
      const { code, out, error } = await callCommand(checkCommand, path);
      return [code, out + error];
    };
    const [trace, body] = [join(folder, "trace"), files["my_measure.ts"]!];
    const [code, words] = await said(`${body}\nDeno.writeTextFileSync(${JSON.stringify(trace)}, "");`);
    assertEquals(code, 2);
    assertMatch(words, /hostile\.ts: it uses Deno; a module may not read, write/);
    await Deno.writeTextFile(
      join(folder, "beside.ts"),
      `Deno.writeTextFileSync(${JSON.stringify(trace)}, "");`,
    );
    assertMatch((await said(`import "./beside.ts";\n${body}`))[1], /beside\.ts: it uses Deno/);
    assertEquals([...Deno.readDirSync(folder)].some(({ name }) => name === "trace"), false);
    const [, lacking] = await said(
      `import { trajectory } from "@lyap/lyap";\nexport const used = trajectory;\n${body}`,
    );
    assertMatch(
      lacking,
      /it imports "trajectory" of lyap, and a module gets @lyap\/lyap\/define, which has none/,
    );
    const [thrown, place] = await said(
      `export const broken = (): never => { throw new Error("mine broke"); };\n${
        body.replace("const why =", "broken(); const why =")
      }`,
    );
    assertEquals(thrown, 1);
    assertMatch(place, /it throws at hostile\.ts:1:\d+: mine broke/);
    const helper = `import "./experiment.ts";\n${body}`;
    await Deno.writeTextFile(join(folder, "experiment.ts"), "export const steps = 1;\n");
    assertEquals((await said(helper))[0], 0, "a file beside it may have this name");
    const [untraced, why] = await said(files["my_cell.ts"]!.replace("tf.tanh(", "tf.erf("));
    assertEquals(untraced, 1);
    assertMatch(why, /✗ kernels run its step, with the same numbers on every machine\n.*Erf/);
  });
});

Deno.test("what is thrown where nobody waits for it is a fault of the module", async () => {
  const late = `import { defineMeasure, measured } from "@lyap/lyap/define";
setTimeout(() => { throw new Error("late"); }, 0);
export default defineMeasure({ kind: "late", title: "t", better: "smaller", evaluate: () => measured(0) });
`;
  const spec = {
    ...small,
    settings: { ...small.settings, evaluation: { measures: [{ kind: "module", module: "./late.ts" }] } },
  };
  const others = { "late.ts": late, "spec.json": JSON.stringify({ ...spec, claims: [] }) };
  await inForeignProject({ ...files, ...others }, async (folder) => {
    const flags = ["-A", "--no-check", "--config", join(root, "deno.json")];
    const { code, error } = await denoIn(
      folder,
      "run",
      ...flags,
      join(root, "lib/cli/main.ts"),
      "run",
      "spec.json",
    );
    assertEquals(code, 2, error);
    assertMatch(error, /error: late\.ts:2:\d+: it throws "late"; correct it there/);
  });
});

Deno.test("what a kind throws that a program holds is an error with its place in the program", async () => {
  const program = `import { pipe } from "fp-ts/function.js";
import * as E from "fp-ts/Either.js";
import * as lyap from "@lyap/lyap";
const broken = (): never => { throw new Error("mine broke"); };
const system = lyap.defineSystem({ kind: "map", variables: ["x"], parameters: { r: 4 }, initialState: [0.3], equations: ([x], { r }) => x > 0.99 ? broken() : [r * x * (1 - x)] });
const measure = lyap.defineMeasure({ kind: "mine", title: "t", better: "smaller", evaluate: broken });
const forcing = lyap.defineForcing({ kind: "mine", title: "t", references: [], options: {}, span: null, schedule: broken });
const figure = lyap.defineFigure({ kind: "mine", options: {}, build: broken });
const series = lyap.seriesOf(Array.from({ length: 400 }, (_, t) => [Math.cos(t / 8), Math.sin(t / 8)]), 1);
const spec = pipe(
  lyap.experiment("mine", "Mine"),
  lyap.dataset(lyap.system("henon"), { steps: 1500, exponentTimeScales: 100 }),
  lyap.train(lyap.cells.PLRNN(3), { forcing: lyap.forcing.sparse(2), epochs: 1, batches: { windows: 2, length: 10, perEpoch: 1 } }),
  lyap.evaluate({ steps: 1000, keep: 100 }, lyap.measures.D_stsp()),
  lyap.report(lyap.module(figure)),
);
const said = E.match(lyap.describeError, () => ["no error"]);
console.log([
  said(lyap.trajectory(lyap.module(system), { steps: 300 })),
  said(lyap.exponentsOf(system)),
  said(lyap.compare(lyap.module(measure), series, series)),
  said(lyap.trainNetwork(series, lyap.cells.PLRNN(3), { forcing: lyap.module(forcing) })),
  said(await pipe(spec, lyap.runInMemory(), lyap.here)),
].join("\\n"));
`;
  await inForeignProject({ "program.ts": program }, async (folder) => {
    const { out, error } = await denoIn(folder, "run", "-A", "--no-check", "program.ts");
    const lines = out.trim().split("\n").filter((line) => line !== "");
    assertEquals(lines.length, 5, out + error);
    for (const line of lines) {
      assertMatch(line, /program\.ts:4:\d+: it throws "mine broke"; correct it there/);
    }
  });
});

Deno.test("a cell in tf ops that is used before TensorFlow.js is loaded gives an error that says what to write", async () => {
  const program = `import * as E from "fp-ts/Either.js";
import * as lyap from "@lyap/lyap";
import { defineCell, tf } from "@lyap/lyap/cells";
const cell = defineCell({ kind: "mine", parameters: ({ units }) => ({ W: [units, units] }), step: ({ W }, z) => tf.tanh(tf.matMul(z, W)) });
const series = lyap.seriesOf(Array.from({ length: 400 }, (_, t) => [Math.cos(t / 8), Math.sin(t / 8)]), 1);
const network = lyap.trainNetwork(series, cell.of({ units: 3 }), { forcing: lyap.forcing.sparse(5) });
console.log(E.isLeft(network) ? lyap.describeError(network.left).join("; ") : "trained");
`;
  await inForeignProject({ "program.ts": program }, async (folder) => {
    const { out, error } = await denoIn(folder, "run", "-A", "--no-check", "program.ts");
    assertMatch(
      out,
      /The cell "mine" is written in TensorFlow\.js, which is not loaded; .*await loadTensorFlow\(\)/,
      error,
    );
  });
});

Deno.test("lyap check upholds each of them, and says what is wrong with a broken one", async () => {
  await inFolder(async (folder) => {
    for (const name of kinds) {
      const { code, out, error } = await callCommand(checkCommand, join(folder, name));
      assertEquals([code, error], [0, ""], out);
      assertMatch(out, /✓/);
    }
    await Deno.writeTextFile(join(folder, "wrong.ts"), wrongCell);
    const { code, out } = await callCommand(checkCommand, join(folder, "wrong.ts"));
    assertEquals(code, 1);
    assertMatch(
      out,
      /✗ its step in tf ops and its float64 map agree, .* with 1, 5 and 8 units\n {4}entry 1 of the new state is/,
    );
    assertMatch(
      out,
      /✗ its Jacobian is the derivative of its map, with 1, 5 and 8 units\n {4}row 1, column 1/,
    );
    const system = await callCommand(systemsCommand, join(folder, "my_system.ts"));
    assertMatch(
      system.out,
      /^Rössler \(my_system\), a flow\n\n {2}equations: see the function in its file\n/,
    );
    assertMatch(system.out, /typical time: 6$/, "no references are announced where there are none");
    const { code: refused, error } = await callCommand(systemsCommand, join(folder, "my_cell.ts"));
    assertEquals(refused, 2);
    assertMatch(error, /^"\S+my_cell\.ts" is a cell, not a system; lyap check \S+my_cell\.ts tries it$/);
  });
});

Deno.test("in memory, without a store, the results are the same", async () => {
  await inFolder(async (folder) => {
    const spec = pipe(
      lyap.experiment("mine", "Mine"),
      lyap.dataset(lyap.module(join(folder, "my_system.ts")), { steps: 500, exponentTimeScales: 100 }),
      lyap.train(lyap.cells.PLRNN(4), {
        forcing: lyap.module(toFileUrl(join(folder, "my_forcing.ts")), { every: 8 }),
        batches: { windows: 4, length: 20, perEpoch: 2 },
        epochs: 2,
      }),
      lyap.lyapunov({ steps: 400, transient: 20, longestGradient: 50 }),
      lyap.evaluate({ steps: 400, keep: 100 }, lyap.module(join(folder, "my_measure.ts"))),
      lyap.claim(lyap.module(join(folder, "my_claim.ts"), { measure: "peak_error" })),
      lyap.report(lyap.module(join(folder, "my_figure.ts"), { measure: "peak_error" })),
    );
    const inMemory = right(await pipe(spec, lyap.runInMemory(), lyap.here));
    const stored = right(await pipe(spec, lyap.run({ jobs: 2, store: join(folder, "store") }), lyap.here));
    assertEquals(inMemory.evidence, stored.evidence);
    assertEquals(inMemory.verdicts.map(({ verdict }) => verdict), ["upheld"]);
    assertEquals(inMemory.figures.map(({ title }) => title), ["peak_error of each run"]);
  });
});

Deno.test("a changed file, or one that it imports, is another artifact, and what does not depend on it stays", async () => {
  await inFolder(async (folder) => {
    const measure = join(folder, "my_measure.ts");
    const before = await planIn(folder, small);
    assertEquals(keyOf(await planIn(folder, small), "report"), keyOf(before, "report"));
    await Deno.writeTextFile(join(folder, "ideal.ts"), "export const ideal = 0;\n");
    await Deno.writeTextFile(
      measure,
      `import { ideal } from "./ideal.ts";\n${files["my_measure.ts"]!.replace("ideal: 0", "ideal")}`,
    );
    const between = await planIn(folder, small);
    await Deno.writeTextFile(join(folder, "ideal.ts"), "export const ideal = 0.5;\n");
    const after = await planIn(folder, small);
    const evaluations = [before, between, after].map((plan) => keyOf(plan, "evaluate"));
    assertEquals(new Set(evaluations).size, 3);
    assertEquals(keyOf(after, "train"), keyOf(before, "train"));
    await Deno.writeTextFile(join(folder, "my_system.ts"), files["my_system.ts"]!.replace("5.7", "5.8"));
    assertNotEquals(keyOf(await planIn(folder, small), "dataset"), keyOf(before, "dataset"));
  });
});

Deno.test("the key of a module does not depend on the folder in which it is", async () => {
  const keys: string[] = [];
  for (let copy = 0; copy < 2; copy++) {
    await inFolder(async (folder) => void keys.push(keyOf(await planIn(folder, small), "report")));
  }
  assertEquals(keys[0], keys[1]);
});

Deno.test("a module that imports more is refused by name, and so is one that is not there", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "my_measure.ts");
    const faultOf = async (source: string | null): Promise<string> => {
      if (source === null) await Deno.remove(path);
      else await Deno.writeTextFile(path, source);
      const read = await here(readWithModules(join(folder, "experiment.json"), small, join(folder, ".lyap")));
      return E.isLeft(read) ? JSON.stringify(read.left) : "";
    };
    assertMatch(
      await faultOf(`import x from "npm:lodash";\n${files["my_measure.ts"]}`),
      /imports \\"npm:lodash\\"/,
    );
    assertMatch(await faultOf(`import "https://deno.land/x.ts";`), /imports \\"https:/);
    assertMatch(await faultOf(`// import "npm:lodash";\nthrow new Error("no")`), /cannot be loaded \(no\)/);
    assertMatch(await faultOf(null), /Cannot find the module/);
  });
});

Deno.test("a module that exports something else is refused with its place, and so is a name that is taken", async () => {
  await inFolder(async (folder) => {
    const faultsOf = async (spec: unknown): Promise<string> => {
      const read = right(
        await here(readWithModules(join(folder, "experiment.json"), spec, join(folder, ".lyap"))),
      );
      const plan = planExperiment("experiment.json", read, {});
      return E.isLeft(plan) ? JSON.stringify(plan.left) : "";
    };
    const misplaced = { ...small, claims: [{ kind: "module", module: "./my_measure.ts" }] };
    assertMatch(
      await faultsOf(misplaced),
      /\$\.claims\[0\]\.module.*\S+my_measure\.ts lacks statement, groups, judge/,
    );
    const option = { ...small, claims: [{ ...small.claims[0], colour: 1 }] };
    assertMatch(await faultsOf(option), /\$\.claims\[0\]\.colour/);
    await Deno.writeTextFile(
      join(folder, "my_measure.ts"),
      files["my_measure.ts"]!.replace('"peak_error"', '"D_stsp"'),
    );
    assertMatch(await faultsOf(small), /\\"D_stsp\\", the `kind` of \S*my_measure\.ts, is taken/);
  });
});

Deno.test("a module that nobody has loaded does not decode, and where lyap has all kinds there is none", () => {
  const faultOf = <A>(
    decoded: E.Either<readonly { readonly path: string; readonly expected: string }[], A>,
  ) => E.isLeft(decoded) ? `${decoded.left[0]!.path}: ${decoded.left[0]!.expected}` : "";
  const module = `sha256:${"0".repeat(64)}`;
  assertMatch(
    faultOf(decode(cellCodec, { kind: "leaky", module, units: 3 })),
    /^\$\.module: the digest of a module that has been loaded/,
  );
  assert(faultOf(decode(clipping, { kind: "module", module })) !== "");
});
