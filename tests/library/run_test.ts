/** Experiments run from a program: with a process per step and in memory, with the same results as values. */
import { assert, assertEquals, assertMatch, assertNotEquals, assertStringIncludes } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { pipe } from "fp-ts/function.js";
import { join, toFileUrl } from "@std/path/mod.js";
import * as lyap from "../../mod.ts";
import { defineCell, tf } from "../../cells.ts";
import { column, emptySchedule, measured } from "../../define.ts";
import { summaryLines } from "../../lib/cli/summary.ts";
import type { Tensor2D } from "../../lib/networks/tensorflow.ts";
import { withModules } from "../../lib/steps/modules.ts";

const spec = pipe(
  lyap.experiment("small", "A small experiment"),
  lyap.dataset(lyap.system("henon"), { steps: 1500 }),
  lyap.train(lyap.cells.PLRNN(4), {
    batches: { windows: 4, length: 20, perEpoch: 2 },
    epochs: 3,
  }),
  lyap.sweep({ forcing: [2, 5].map(lyap.forcing.sparse) }),
  lyap.lyapunov({ steps: 400, transient: 20, longestGradient: 50 }),
  lyap.evaluate({ steps: 1000, keep: 100 }, lyap.measures.D_stsp()),
  lyap.claim({ kind: "exponent sum" }),
  lyap.report(lyap.figures.loss(), lyap.figures.spectra()),
);

const orThrow = <A>(either: E.Either<lyap.LyapError, A>): A => {
  if (E.isLeft(either)) {
    throw new Error(lyap.describeError(either.left).join("; "));
  }
  return either.right;
};

Deno.test("both interpreters make the same results, and a report is written where it is wanted", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const out = join(folder, "out");
    const inMemory = orThrow(
      await pipe(spec, lyap.runInMemory(), lyap.writeReport(out), lyap.here),
    );
    const stored = orThrow(
      await pipe(
        spec,
        lyap.run({ jobs: 2, store: join(folder, "store") }),
        lyap.here,
      ),
    );
    const texts = ({ report }: lyap.Results) =>
      Object.entries(report).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]).sort();
    assertEquals(texts(inMemory), texts(stored));
    assertEquals(inMemory.verdicts, stored.verdicts);
    assertEquals(inMemory.evidence, stored.evidence);
    assertEquals(
      inMemory.evidence.runs.map(({ id }) => id),
      ["PLRNN-tau2", "PLRNN-tau5"].map((id) => `${id}-seed1`),
    );
    assertEquals([...Deno.readDirSync(out)].map(({ name }) => name).sort(), [
      "figures",
      "index.html",
      "result.json",
    ]);
    assert(inMemory.verdicts.every(({ because }) => because !== ""));
    assertStringIncludes(lyap.toSvg(inMemory.figures[0]!), "<svg");
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    const onFile = await pipe(RTE.right(inMemory), lyap.writeReport(file), lyap.here);
    assert(E.isLeft(onFile));
    assertStringIncludes(
      lyap.describeError(onFile.left).join(" "),
      `There is a file where a folder should be: ${file}`,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a spec that does not decode is an error in words, with the place", async () => {
  const wrong = pipe(spec, lyap.settings({ epochs: -1 }));
  const said = pipe(
    await pipe(wrong, lyap.runInMemory(), lyap.here),
    E.match((error) => lyap.describeError(error).join("\n"), () => "it ran"),
  );
  assertStringIncludes(said, "$.settings.epochs");
});

const said = (result: E.Either<lyap.LyapError, unknown>): string =>
  pipe(result, E.match((error) => lyap.describeError(error).join("\n"), () => "it has a value"));

Deno.test("what a program without types hands over as null or undefined is named, with what was expected", async () => {
  const nothing = null as never;
  const series = orThrow(lyap.trajectory(lyap.system("henon"), { steps: 300 }));
  const sizes = {
    forcing: lyap.forcing.sparse(2),
    epochs: 1,
    batches: { windows: 2, length: 10, perEpoch: 1 },
  };
  const network = orThrow(lyap.trainNetwork(series, lyap.cells.PLRNN(2), sizes));
  const { henon } = lyap.systems;
  const given: Readonly<Record<string, readonly E.Either<lyap.LyapError, unknown>[]>> = {
    "the series: $ is null; expected a series, as seriesOf and trajectory make it": [
      lyap.trainNetwork(nothing, lyap.cells.PLRNN(2), sizes),
      lyap.networkSpectrum(network, nothing),
      lyap.generated(network, nothing, 3),
      lyap.compare(lyap.measures.D_stsp(), nothing, series),
      lyap.compare(lyap.measures.D_stsp(), series, nothing),
      lyap.estimateExponent(nothing),
    ],
    "the series: $ is missing; expected a series, as seriesOf and trajectory make it": [
      lyap.estimateExponent(undefined as never),
    ],
    "the network: $ is null; expected a network, as trainNetwork makes it": [
      lyap.networkSpectrum(nothing, series),
      lyap.generated(nothing, series, 3),
    ],
    "the system: $ is null; expected a system": [
      lyap.trustedExponents(nothing),
      lyap.spectraOfStarts(nothing, {}, 2),
    ],
    "the parameters: $ is null; expected an object {name: number}": [
      lyap.exponentsOf(henon!, nothing),
      lyap.trustedExponents(henon!, nothing),
      lyap.spectraOfStarts(henon!, nothing, 2),
    ],
    "the options: $ is null; expected an object {option: value}": [
      lyap.exponentsOf(henon!, {}, nothing),
      lyap.trustedExponents(henon!, {}, nothing),
    ],
    "the settings: $ is null; expected an object {setting: value}": [lyap.estimateExponent(series, nothing)],
    "the experiment: $.settings.dataset is null; expected an object with ": [
      await pipe(spec, lyap.dataset<lyap.DatasetInput>(nothing), lyap.runInMemory(), lyap.here),
    ],
    "the experiment: $.settings.evaluation.measures[0] is null; expected a measure: ": [
      await pipe(spec, lyap.evaluate(nothing), lyap.runInMemory(), lyap.here),
    ],
  };
  for (const [says, ended] of Object.entries(given)) {
    for (const each of ended) {
      assertStringIncludes(E.isLeft(each) ? lyap.describeError(each.left).join("; ") : "no error", says);
    }
  }
});

Deno.test("steps one by one refuse what they cannot take: other variables, ragged rows, impossible numbers", () => {
  const waves = (columns: number): lyap.Series =>
    lyap.seriesOf(
      Array.from({ length: 400 }, (_, t) =>
        Array.from({ length: columns }, (_, c) => Math.sqrt(t * (c + 1)) % 1)),
      1,
    );
  const sizes = {
    forcing: lyap.forcing.none(),
    epochs: 1,
    batches: { windows: 2, length: 10, perEpoch: 1 },
  } as const;
  const network = orThrow(lyap.trainNetwork(waves(2), lyap.cells.PLRNN(3), sizes));
  const other = "The network was trained on 2 columns, and the series has 400 rows of 3 columns; " +
    "give a series of the same variables";
  assertEquals(said(lyap.generated(network, waves(3), 10)), other);
  assertEquals(said(lyap.networkSpectrum(network, waves(3), { steps: 10 })), other);
  assertStringIncludes(said(lyap.generated(network, lyap.seriesOf([], 1), 10)), "has 0 rows");
  for (const steps of [-5, 0, 1.5, NaN]) {
    assertStringIncludes(
      said(lyap.generated(network, waves(2), steps)),
      `$ is ${steps}; expected a whole number`,
    );
  }
  assertStringIncludes(said(lyap.generated(network, waves(2), 1e12)), "more memory than there is");
  const ragged = lyap.seriesOf([...Array.from({ length: 300 }, () => [1, 2]), [3]], 1);
  const why =
    "The series has 601 numbers, which do not make 301 rows of 2; give each row as many numbers as the first";
  assertEquals(said(lyap.trainNetwork(ragged, lyap.cells.PLRNN(3), sizes)), why);
  assertEquals(said(lyap.compare(lyap.measures.D_stsp(), waves(2), ragged)), why);
  assertEquals(said(lyap.compare(lyap.measures.D_stsp(), ragged, waves(2))), why);
});

Deno.test("a run in processes needs a core at least", async () => {
  for (const jobs of [0, -1, 1.5, NaN]) {
    const result = await pipe(spec, lyap.run({ jobs, store: "no-such-store" }), lyap.here);
    assertEquals(said(result), `jobs is ${jobs}; give a whole number, 1 or more`);
  }
});

Deno.test("a cell of the program's own runs in memory under its name, and the result says that no kernel ran it", async () => {
  const leaky = defineCell({
    kind: "leaky",
    parameters: ({ units }) => ({ a: [units], W: [units, units], h: [units] }),
    step: ({ a, W, h }, z) => {
      const target: Tensor2D = tf.erf(tf.add(tf.matMul(z, W, false, true), h));
      return tf.add(z, tf.mul(tf.sigmoid(a), tf.sub(target, z)));
    },
  });
  const mine = pipe(
    lyap.experiment("mine", "A cell of my own"),
    lyap.dataset(lyap.system("henon"), { steps: 1500, exponentTimeScales: 100 }),
    lyap.train(leaky.of({ units: 4 }), {
      forcing: lyap.forcing.sparse(3),
      batches: { windows: 4, length: 20, perEpoch: 2 },
      epochs: 2,
    }),
    lyap.lyapunov({ steps: 400, transient: 20, longestGradient: 50 }),
    lyap.evaluate({ steps: 1000, keep: 100 }, lyap.measures.D_stsp()),
  );
  const { evidence, report } = orThrow(await pipe(mine, lyap.runInMemory(), lyap.here));
  assertEquals(evidence.runs.map(({ labels }) => labels.cell), ["leaky"]);
  assertMatch(evidence.runs[0]!.untraced ?? "", /Erf/);
  const text = (name: string) => new TextDecoder().decode(report[name]);
  const { runs } = JSON.parse(text("result.json")) as lyap.ResultDocument;
  assertEquals(runs[0]!.untraced, evidence.runs[0]!.untraced);
  const [told] = summaryLines(JSON.parse(text("result.json")), false, 80).slice(-1);
  assertMatch(told!, /TensorFlow.js ran 1 of 1 training: .*Erf/);
  assertStringIncludes(text("index.html"), told!.trim());
  // Two cells whose code reads the same are two cells.
  const other = (units: number) =>
    defineCell({
      kind: "leaky",
      parameters: () => ({ W: [units, units] }),
      step: ({ W }, z) => tf.matMul(z, W),
    });
  const [one, two] = [other(4), other(4)].map((cell) => lyap.settings({ cell: cell.of({ units: 4 }) }));
  const digests = await Promise.all([one!, two!].map(async (part) => {
    const read = orThrow(await lyap.here(withModules(pipe(mine, part), "", null)));
    return (read as typeof mine).settings!.cell;
  }));
  assertNotEquals(digests[0], digests[1]);
  const elsewhere = await pipe(mine, lyap.run({ store: "no-such-store" }), lyap.here);
  assert(E.isLeft(elsewhere));
  assertStringIncludes(lyap.describeError(elsewhere.left).join(), "lyap.module");
});

Deno.test("a figure, a spectrum and a result show themselves in a notebook", async () => {
  const display: unique symbol = Symbol.for("Jupyter.display") as never;
  const shown = (value: unknown): Readonly<Record<string, string>> =>
    (value as { readonly [display]: () => Readonly<Record<string, string>> })
      [display]();
  const results = orThrow(await pipe(spec, lyap.runInMemory(), lyap.here));
  assertStringIncludes(shown(results.figures[1])["image/svg+xml"]!, "<svg");
  const page = shown(results)["text/html"]!;
  assertStringIncludes(page, "<h2>A small experiment</h2>");
  assertEquals([...page.matchAll(/<svg/g)].length, 2);
  const spectrum = orThrow(
    lyap.exponentsOf(lyap.systems.henon!, {}, { time: 2000 }),
  );
  assertStringIncludes(shown(spectrum)["image/svg+xml"]!, "λ");
  assertEquals(JSON.stringify({ ...spectrum }).includes("Jupyter"), false);
});

/** Kinds of this program, one of each sort. */
const mine = {
  system: lyap.defineSystem({
    kind: "map",
    title: "Logistic",
    variables: ["x"],
    parameters: { r: 4 },
    initialState: [0.3],
    equations: ([x], { r }) => [r * x * (1 - x)],
  }),
  measure: lyap.defineMeasure({
    kind: "peak",
    title: "difference of the largest values",
    better: "smaller",
    evaluate: (_, { truth, generated }) =>
      measured(Math.abs(Math.max(...column(truth, 0)) - Math.max(...column(generated!, 0)))),
  }),
  forcing: lyap.defineForcing({
    kind: "first",
    title: "the first step alone",
    references: [],
    options: {},
    span: null,
    schedule: (_, { length }) => {
      const schedule = emptySchedule(length);
      schedule.strength[0] = 1;
      return schedule;
    },
  }),
  cell: defineCell({
    kind: "ramp",
    parameters: ({ units }) => ({ W: [units, units], h: [units] }),
    step: ({ W, h }, z) => tf.tanh(tf.add(tf.matMul(z, W, false, true), h)),
  }),
};

Deno.test("a spec that stays in memory holds kinds of the program itself, and so do the steps one by one", async () => {
  const sizes = { batches: { windows: 4, length: 20, perEpoch: 2 }, epochs: 2 };
  const forcing = lyap.module(mine.forcing);
  const whole = pipe(
    lyap.experiment("mine", "Kinds of this program"),
    lyap.dataset(lyap.module(mine.system, { parameters: { r: 3.9 } }), {
      steps: 1500,
      exponentTimeScales: 100,
    }),
    lyap.train(mine.cell.of({ units: 4 }), { forcing, ...sizes }),
    lyap.lyapunov({ steps: 400, transient: 20, longestGradient: 50 }),
    lyap.evaluate({ steps: 1000, keep: 100 }, lyap.module(mine.measure)),
  );
  const { evidence } = orThrow(await pipe(whole, lyap.runInMemory(), lyap.here));
  assertEquals(evidence.runs.map(({ labels }) => [labels.cell, labels.forcing]), [["ramp", "first"]]);
  assertEquals(Object.keys(evidence.runs[0]!.measures), ["peak"]);
  const elsewhere = await pipe(whole, lyap.run({ store: "no-such-store" }), lyap.here);
  assertMatch(
    pipe(elsewhere, E.match((error) => lyap.describeError(error).join("\n"), () => "")),
    /cannot have "Logistic", which is in this program only/,
  );
  const byHand = pipe(
    E.Do,
    E.bindW("series", () => lyap.trajectory(lyap.module(mine.system), { steps: 1500 })),
    E.bindW("network", ({ series }) => lyap.trainNetwork(series, lyap.cells.PLRNN(4), { forcing, ...sizes })),
    E.bindW("free", ({ network, series }) => lyap.generated(network, series, 500)),
    E.chainW(({ series, free }) => lyap.compare(lyap.module(mine.measure), series, free)),
  );
  assert(orThrow(byHand) >= 0);
});

Deno.test("paths of modules are relative to the file that the program names, else to the working directory", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(
      join(folder, "mine.ts"),
      `import { defineSystem } from "@lyap/lyap/define";
export default defineSystem({ kind: "map", variables: ["x"], initialState: [0.3], equations: ([x]) => [4 * x * (1 - x)] });
`,
    );
    const whole = pipe(
      lyap.experiment("mine", "A system beside the program"),
      lyap.dataset(lyap.module("./mine.ts"), { steps: 1500, exponentTimeScales: 100 }),
      lyap.train(lyap.cells.PLRNN(4), {
        forcing: lyap.forcing.sparse(2),
        batches: { windows: 4, length: 20, perEpoch: 2 },
        epochs: 2,
      }),
      lyap.evaluate({ steps: 1000, keep: 100 }, lyap.measures.D_stsp()),
    );
    const beside = toFileUrl(join(folder, "program.ts"));
    assertEquals(orThrow(await pipe(whole, lyap.runInMemory({ beside }), lyap.here)).evidence.runs.length, 1);
    const astray = await pipe(whole, lyap.runInMemory(), lyap.here);
    assertMatch(
      pipe(astray, E.match((error) => lyap.describeError(error).join("\n"), () => "")),
      /Cannot find the module/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("an estimate from a series and a spectrum with its checks show themselves", () => {
  const series = orThrow(lyap.trajectory(lyap.system("henon"), { steps: 2000 }));
  const shown = (value: object) =>
    (value as unknown as Readonly<Record<symbol, () => lyap.Shown>>)[Symbol.for("Jupyter.display")]!();
  for (
    const value of [
      orThrow(lyap.estimateExponent(series)),
      orThrow(lyap.trustedExponents(lyap.systems.henon!, {}, { time: 2000 })),
    ]
  ) assertStringIncludes(shown(value)["image/svg+xml"]!, "<svg");
});

Deno.test("mod.ts has about 45 values, all counted", () => {
  const values = Object.keys(lyap);
  assert(values.length <= 49, `${values.length}: ${values.join(" ")}`);
});
