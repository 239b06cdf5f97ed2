/** `lyap run` as a user calls it: a process of its own, on small experiments. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert/mod.js";
import { basename, dirname, join } from "@std/path/mod.js";
import { isKnown } from "../../lib/engine/fast.ts";
import { type Called, lyapIn, withFolder } from "./calling.ts";
import { denoCapabilities } from "../../lib/steps/capabilities.ts";

// The fast way is tested here, even where everything else is to be checked.
const lyap = (cwd: string, ...args: readonly string[]): Promise<Called> =>
  lyapIn(cwd, args, { LYAP_CHECKED: "0" });

const small = {
  name: "small",
  title: "A small experiment",
  settings: {
    dataset: {
      source: { kind: "system", system: "lorenz", parameters: { rho: 38 }, steps: 2000 },
      exponentTimeScales: 100,
    },
    cell: { kind: "PLRNN", units: 6 },
    forcing: { kind: "sparse", interval: 10 },
    batches: { windows: 4, length: 20, perEpoch: 2 },
    epochs: 20,
    lyapunov: { steps: 200, transient: 20, longestGradient: 40, gradientStarts: 2 },
    evaluation: { steps: 2000, transient: 10, keep: 500 },
  },
  sweep: [{ optimiser: [1e-3, 1e20].map((learningRate) => ({ kind: "adam", learningRate })), seed: [1, 2] }],
  claims: [{ kind: "exponent sum" }],
  figures: [{ kind: "attractor", over: "optimiser" }, { kind: "loss", over: "optimiser" }],
};

const write = async (folder: string, name: string, value: unknown): Promise<string> => {
  const path = join(folder, name);
  await Deno.writeTextFile(path, typeof value === "string" ? value : JSON.stringify(value));
  return path;
};

const namesIn = (folder: string): readonly string[] =>
  [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

Deno.test("an experiment runs, counts what diverged, and does nothing when it is called again", () =>
  withFolder(async (folder) => {
    const spec = await write(folder, "small.json", small);
    const first = await lyap(folder, "run", spec, "--json");
    assert(first.code <= 1, first.err);
    const document = JSON.parse(first.out);
    assertEquals(document.experiment, "small");
    assertEquals(document.profile, "quick");
    assertEquals(document.runs.length, 4);
    const outcomes = document.runs.map((run: { outcome: string }) => run.outcome);
    assertEquals(outcomes.slice(0, 2), ["trained", "trained"]);
    assertEquals(outcomes.includes("diverged"), true);
    for (const run of document.runs) {
      assertMatch(run.digest, /^sha256:[0-9a-f]{64}$/);
      assertEquals(Object.keys(run.measures).sort(), ["D_H", "D_stsp"]);
      if (run.outcome === "diverged") assertEquals([run.measures.D_stsp, run.lyapunov], [null, null]);
      else assertEquals([run.lyapunov.unit, run.lyapunov.exponents.length], ["nats/step", 6]);
    }
    assertEquals(["upheld", "refuted"].includes(document.claims[0].verdict), true);
    const page = await Deno.readTextFile(join(folder, document.report));
    assertStringIncludes(page, "diverged");
    assertEquals(/NaN|undefined/.test(page.replaceAll(/<script[^]*?<\/script>/g, "")), false);

    const second = await lyap(folder, "run", spec);
    assertStringIncludes(second.out, "nothing to do");
    assertEquals(second.code, first.code);

    const module = await write(folder, "small.ts", `export default ${JSON.stringify(small)};`);
    const other = await lyap(folder, "run", module, "--json", "--store", "other", "--jobs", "1", "--checked");
    const checkedDocument = JSON.parse(other.out);
    assertEquals(checkedDocument.digest, document.digest);

    const ways = async (page: string): Promise<readonly string[]> => {
      const text = await Deno.readTextFile(join(folder, dirname(page), "provenance.json"));
      return Object.values(JSON.parse(text).trainings).map((made) => (made as { process: string }).process);
    };
    const fast = isKnown(denoCapabilities.platform) ? "fast" : "checked";
    assertEquals(await ways(document.report), [fast, fast, fast, fast]);
    assertEquals(await ways(checkedDocument.report), ["checked", "checked", "checked", "checked"]);
    assertStringIncludes(first.err, fast === "fast" ? "4 fast, 0 checked" : "0 fast, 4 checked");
    assertStringIncludes(other.err, "0 fast, 4 checked");

    const report = await lyap(folder, "report", spec, "--format", "svg", "--out", "pictures");
    assertEquals([report.code, namesIn(join(folder, "pictures", "figures"))], [0, [
      "01-attractor.bare.svg",
      "01-attractor.svg",
      "02-loss.bare.svg",
      "02-loss.svg",
    ]]);
  }));

Deno.test("every fault of a spec is reported at once, with exit code 2, and nothing is written", () =>
  withFolder(async (folder) => {
    const { settings } = small;
    const spec = await write(folder, "bad.json", {
      ...small,
      settings: {
        ...settings,
        forcing: { kind: "sparse", interval: -3 },
        epocs: 3,
        cell: { kind: "PLRNN", units: "6" },
        batches: { windows: 4, length: 2000, perEpoch: 2 },
        dataset: { source: { ...settings.dataset.source, system: "lorens" } },
      },
    });
    const { code, out, err } = await lyap(folder, "run", spec);
    assertEquals([code, out], [2, ""]);
    for (
      const path of [
        "forcing.interval is -3",
        "epocs",
        "cell.units",
        "batches.length is 2000; expected at most 1999",
        'dataset.source.system is "lorens"',
      ]
    ) {
      assertStringIncludes(err, `$.settings.${path}`);
    }
    assertStringIncludes(err, 'did you mean "lorenz"');
    assertEquals(err.includes("    at "), false);
    const long = await write(folder, "long.json", {
      ...small,
      settings: { ...settings, batches: { windows: 4, length: 2000, perEpoch: 2 } },
    });
    const window = await lyap(folder, "run", long);
    assertEquals(window.code, 2);
    assertStringIncludes(window.err, "$.settings.batches.length is 2000; expected at most 1999");
    const group = await write(folder, "group.json", {
      ...small,
      claims: [{ kind: "exponent sum", group: { tau: 1 } }],
    });
    const claim = await lyap(folder, "run", group);
    assertEquals(claim.code, 2);
    assertStringIncludes(claim.err, "$.claims[0].group.tau");
    assertEquals(namesIn(folder), ["bad.json", "group.json", "long.json"]);
  }));

Deno.test("what is no spec at all, and what cannot be understood, is named in a line", () =>
  withFolder(async (folder) => {
    const broken = await write(folder, "broken.json", "{");
    const cases: readonly (readonly [readonly string[], number, RegExp])[] = [
      [["run", broken], 2, /broken\.json:1:2: it is not JSON \(unexpected end\)/],
      [["run", join(folder, "none.json")], 2, /There is no file \/.*none\.json/],
      [
        ["run", await write(folder, "notes.txt", "")],
        2,
        /is a recording, not an experiment; .*run -A .* fit|lyap fit/,
      ],
      [["run", await write(folder, "empty.ts", "export {};")], 2, /no default export/],
      [["run"], 2, /takes one experiment/],
      [["rum", broken], 2, /did you mean "run"/],
      [["run", broken, "--jbos", "2"], 2, /did you mean --jobs/],
      [["run", broken, "--jobs", "many"], 2, /--jobs is "many"/],
      [["run", broken, "--jobs", "0"], 2, /--jobs is "0"; write a whole number of 1 or more/],
      [["run", broken, "--seed", "1.5"], 2, /--seed is "1.5"; write a whole number/],
    ];
    for (const [args, code, message] of cases) {
      const ended = await lyap(folder, ...args);
      assertEquals([ended.code, ended.out], [code, ""], args.join(" "));
      assertMatch(ended.err, message);
      const notes = args[1]?.endsWith(".ts") ? 1 : 0;
      assertEquals(ended.err.trim().split("\n").length, 1 + notes, ended.err);
    }
  }));

Deno.test("a fault is a line without colours, quiet or not, and names what could not run", () =>
  withFolder(async (folder) => {
    const { settings } = small;
    const spec = await write(folder, "huge.json", {
      ...small,
      settings: {
        ...settings,
        dataset: { source: { ...settings.dataset.source, steps: 1e12 } },
      },
      sweep: [{ seed: [1] }],
      figures: [],
    });
    const refused = await lyap(folder, "run", spec, "--quiet");
    assertEquals([refused.code, refused.out, namesIn(folder)], [2, "", ["huge.json"]]);
    assertMatch(
      refused.err,
      /1 run of small: it would take about .* memory, and this machine has .*; say --yes/,
    );
    const { code, out, err } = await lyap(folder, "run", spec, "--yes", "--quiet", "--store", "one, two");
    assertEquals([code, out], [3, ""]);
    const [failed, count, skipped, ...more] = err.trim().split("\n");
    assertMatch(failed!, /^failed dataset 1: There is not enough memory .*use fewer samples/);
    assertEquals([count, more], ["1 of 5 steps failed: dataset 1", []]);
    assertMatch(skipped!, /^not run because of them: train .*; report$/);
  }));

Deno.test("what failed decides the exit code, also where a report of an earlier call is there", () =>
  withFolder(async (folder) => {
    const { sweep: _, figures: _figures, ...one } = small;
    const spec = await write(folder, "one.json", one);
    assertEquals((await lyap(folder, "run", spec)).code <= 1, true);
    const artifacts = join(folder, ".lyap/artifacts");
    const training = namesIn(artifacts).flatMap((shard) =>
      namesIn(join(artifacts, shard)).map((name) => join(artifacts, shard, name))
    ).find((path) => basename(path).startsWith("train-"))!;
    await Deno.writeTextFile(join(training, "training.json"), "{}");
    await Deno.remove(join(folder, ".lyap/work"), { recursive: true });
    await Deno.writeTextFile(join(folder, ".lyap/work"), "in the way");
    const { code, out, err } = await lyap(folder, "run", spec, "--quiet");
    assertEquals([code, out], [3, ""], err);
    assertMatch(err, /training\.json has 2 bytes instead of .*set aside as/);
    assertMatch(err, /\n1 of 5 steps failed: train .*\n/);
    assertMatch(err, /the report of an earlier call is in /);
    await Deno.remove(join(folder, ".lyap/work"));
    assertEquals((await lyap(folder, "run", spec, "--quiet")).code <= 1, true);
  }));
