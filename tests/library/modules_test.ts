/** Modules of users beside each other: which is which, and whose fault it is when one throws. */
import { assertEquals, assertMatch } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { join } from "@std/path/mod.js";
import * as lyap from "../../mod.ts";
import { describeError } from "../../lib/core/program/errors.ts";
import { toSvg } from "../../lib/report/figures/plot/draw.ts";
import { inForeignProject } from "./foreign.ts";
import { right } from "../either.ts";

const DEFINE = 'from "@lyap/lyap/define";';

const system = (equations: string): string =>
  `import { defineSystem } ${DEFINE}
let calls = 0;
export default defineSystem({ kind: "map", variables: ["x"], parameters: { r: 4 }, initialState: [0.3],
  equations: ([x], { r }) => ${equations} });
`;
const measure = (kind: string, evaluate: string): string =>
  `import { defineMeasure, measured } ${DEFINE}
export default defineMeasure({ kind: "${kind}", title: "t", symbol: null, better: "smaller",
  evaluate: () => ${evaluate} });
`;
const claim = (judge: string): string =>
  `import { defineClaim } ${DEFINE}
export default defineClaim({ kind: "mine", says: "S.", options: {}, statement: () => "S.", groups: () => ({}),
  judge: () => ${judge} });
`;
const forcing = (schedule: string): string =>
  `import { defineForcing, emptySchedule } ${DEFINE}
export default defineForcing({ kind: "mine", title: "t", references: [], options: {}, span: null,
  schedule: (_, { length }) => ${schedule} });
`;
const figure = (title: string): string =>
  `import { defineFigure, drawn } ${DEFINE}
const axis = { quantity: "q", unit: null, scale: "linear", ticks: null, domain: [0, 1] };
export default defineFigure({ kind: "mine", options: {}, build: () => drawn({ kind: "mine", title: ${title},
  finding: ["F."], caption: ["C."], legend: [], columns: 1, aspect: 0.5, keepAspect: false, sharedY: false,
  panels: [{ title: "", note: "", x: axis, y: axis, marks: [], above: [], empty: null }],
  table: { columns: [], rows: [] } }) });
`;
const THROWS = '{ throw new Error("mine broke"); }';

/** A small experiment, with settings of its own. */
const small = (
  settings: Readonly<Record<string, unknown>>,
  rest: Readonly<Record<string, unknown>> = {},
): lyap.Complete => ({
  name: "mine",
  title: "Mine",
  settings: {
    dataset: { source: { kind: "system", system: "henon", steps: 500 } },
    cell: { kind: "PLRNN", units: 2 },
    forcing: { kind: "sparse", interval: 3 },
    batches: { windows: 2, length: 20, perEpoch: 1 },
    epochs: 1,
    lyapunov: { steps: 200, transient: 20 },
    evaluation: { steps: 200, transient: 0, measures: [] },
    ...settings,
  },
  ...rest,
} as unknown as lyap.Complete);

const made = (spec: lyap.Complete) => lyap.here(lyap.runInMemory()(spec));
const faultOf = async (spec: lyap.Complete): Promise<string> => {
  const result = await made(spec);
  return E.isLeft(result) ? describeError(result.left).join("\n") : "";
};
const use = (
  files: Readonly<Record<string, string>>,
  test: (file: (name: string) => { readonly kind: "module"; readonly module: string }) => Promise<void>,
): Promise<void> =>
  inForeignProject(files, (folder) => test((name) => ({ kind: "module", module: join(folder, name) })));

Deno.test("two figures of one kind are both drawn, each by its own file, in one experiment and in one after the other", async () => {
  await use({ "one.ts": figure('"one"'), "two.ts": figure('"two"') }, async (file) => {
    const titlesOf = async (...names: readonly string[]): Promise<readonly string[]> => {
      const { figures, report } = right(await made(small({}, { figures: names.map(file) })));
      figures.forEach((each) => assertMatch(toSvg(each), new RegExp(`>${each.title}<`)));
      const svgs = new Set(Object.keys(report).filter((name) => name.endsWith(".svg")));
      assertEquals(svgs.size, 2 * names.length, "light and dark");
      return figures.map(({ title }) => title);
    };
    assertEquals(await titlesOf("one.ts", "two.ts"), ["one", "two"]);
    assertEquals(await titlesOf("one.ts"), ["one"]);
    assertEquals(await titlesOf("two.ts"), ["two"]);
    assertEquals(await titlesOf("one.ts"), ["one"]);
  });
});

Deno.test("a name of a measure means the one of the experiment that runs, also where another had it before", async () => {
  const titled = (title: string) => measure("mine", "measured(1)").replace('"t"', `"${title}"`);
  await use({ "one.ts": titled("one"), "two.ts": titled("two") }, async (file) => {
    for (const title of ["one", "two", "one"]) {
      const spec = small({ evaluation: { steps: 200, transient: 0, measures: [file(`${title}.ts`)] } }, {
        figures: [{ kind: "measure", measure: "mine", over: "seed" }],
        sweep: [{ seed: [1, 2] }],
      });
      const { figures: [drawn] } = right(await made(spec));
      assertMatch(toSvg(drawn!), new RegExp(`>${title}\\b`));
    }
  });
});

Deno.test("two measures, cells, forcing schemes or systems of one name are refused, with both files", async () => {
  const cell = `import { defineCell, tf } ${DEFINE}
export default defineCell({ kind: "mine", parameters: ({ units }) => ({ W: [units, units] }),
  step: ({ W }, z) => tf.tanh(tf.matMul(z, W)) });
`;
  const pair = (source: string) => [source, `// Another one.\n${source}`] as const;
  const sorts = {
    measure: pair(measure("mine", "measured(1)")),
    cell: pair(cell),
    "forcing scheme": pair(forcing("emptySchedule(length)")),
  };
  const specOf: Readonly<Record<string, (both: readonly unknown[]) => lyap.Complete>> = {
    measure: (measures) => small({ evaluation: { steps: 200, transient: 0, measures } }),
    cell: (cells) => small({}, { sweep: [{ cell: cells.map((each) => ({ ...each as object, units: 2 })) }] }),
    "forcing scheme": (forcing) => small({}, { sweep: [{ forcing }] }),
  };
  for (const [sort, [one, two]] of Object.entries(sorts)) {
    await use({ "one.ts": one, "two.ts": two }, async (file) => {
      assertMatch(
        await faultOf(specOf[sort]!([file("one.ts"), file("two.ts")])),
        new RegExp(
          `one\\.ts and \\S+two\\.ts are two ${sort}s of the name "mine"; give one of them another \`kind\``,
        ),
      );
    });
  }
  const map = system("[r * x * (1 - x)]");
  await inForeignProject({}, async (folder) => {
    for (const [name, source] of [["a", map], ["b", `// Another one.\n${map}`]] as const) {
      await Deno.mkdir(join(folder, name));
      await Deno.writeTextFile(join(folder, name, "my_map.ts"), source);
    }
    const datasets = ["a", "b"].map((name) => ({
      source: { kind: "module", module: join(folder, name, "my_map.ts"), steps: 500 },
    }));
    assertMatch(
      await faultOf(small({}, { sweep: [{ dataset: datasets }] })),
      /a.my_map\.ts and \S+b.my_map\.ts are two systems of the name "my_map"; give one of the files another name/,
    );
  });
});

Deno.test("kinds of two sorts may have the same name", async () => {
  await use(
    {
      "measure.ts": measure("mine", "measured(1)"),
      "figure.ts": figure('"one"'),
      "claim.ts": claim(
        '({ upheld: true, evidence: {}, because: "B." })',
      ),
    },
    async (file) => {
      const { evidence, verdicts } = right(
        await made(small({ evaluation: { steps: 200, transient: 0, measures: [file("measure.ts")] } }, {
          figures: [file("figure.ts")],
          claims: [file("claim.ts")],
        })),
      );
      assertEquals(evidence.runs[0]!.measures, { mine: { value: 1 } });
      assertEquals(verdicts.map(({ verdict }) => verdict), ["upheld"]);
    },
  );
});

Deno.test("an error that a module throws has its file and line, and is never a fault of lyap", async () => {
  const cases: Readonly<
    Record<string, readonly [source: string, specOf: (file: unknown) => lyap.Complete, line: number]>
  > = {
    "my_system.ts": [
      system("{ if (calls++ > 50) throw new Error('mine broke'); return [r * x * (1 - x)]; }"),
      (file) => small({ dataset: { source: { ...file as object, steps: 500 } } }),
      4,
    ],
    "my_measure.ts": [
      measure("mine", THROWS),
      (file) => small({ evaluation: { steps: 200, transient: 0, measures: [file] } }),
      3,
    ],
    "my_forcing.ts": [forcing(THROWS), (forcing) => small({ forcing }), 3],
    "my_claim.ts": [claim(THROWS), (file) => small({}, { claims: [file] }), 3],
    "my_figure.ts": [
      figure("(() => { throw new Error('mine broke'); })()"),
      (file) => small({}, { figures: [file] }),
      3,
    ],
  };
  for (const [name, [source, specOf, line]] of Object.entries(cases)) {
    await use({ [name]: source }, async (file) => {
      const spec = specOf(file(name));
      const says = new RegExp(`${name}:${line}:\\d+: it throws "mine broke"; .*lyap check ${name}`);
      assertMatch(await faultOf(spec), says);
      const store = await Deno.makeTempDir();
      const stored = await lyap.here(lyap.run({ jobs: 1, store })(spec));
      await Deno.remove(store, { recursive: true });
      assertMatch(E.isLeft(stored) ? describeError(stored.left).join("\n") : "", says);
    });
  }
});

Deno.test("a right that a module wants is named as one that no module has", async () => {
  // Written so that its source does not show it.
  const source = (body: string) =>
    `import { defineMeasure, measured } ${DEFINE}
const host = (() => {}).constructor("return this")()["De" + "no"];
export default defineMeasure({ kind: "mine", title: "t", better: "smaller", evaluate: () => ${body} });
`;
  await use({ "m.ts": source('measured(host.readTextFileSync("/etc/hostname").length)') }, async (file) => {
    const store = await Deno.makeTempDir();
    const result = await lyap.here(
      lyap.run({ jobs: 1, store })(
        small({ evaluation: { steps: 200, transient: 0, measures: [file("m.ts")] } }),
      ),
    );
    await Deno.remove(store, { recursive: true });
    assertMatch(
      E.isLeft(result) ? describeError(result.left).join("\n") : "",
      /m\.ts:3:\d+: it wants read access to "\/etc\/hostname", and a module may not read/,
    );
  });
  await use(
    { "m.ts": measure("mine", 'measured(Deno.readTextFileSync("/etc/hostname").length)') },
    async (file) => {
      assertMatch(
        await faultOf(small({ evaluation: { steps: 200, transient: 0, measures: [file("m.ts")] } })),
        /m\.ts: it uses Deno; a module may not read, write, start programs, or use the network or the environment/,
      );
    },
  );
});
