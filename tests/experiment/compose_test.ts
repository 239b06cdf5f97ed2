/** Specs are composed by builders; what is missing does not compile, and the message says what it is. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert/mod.js";
import { flow, pipe } from "fp-ts/function.js";
import * as E from "fp-ts/Either.js";
import { planExperiment } from "../../lib/engine/experiment.ts";
import * as compose from "../../lib/experiment/compose.ts";
import * as kinds from "../../lib/experiment/kinds.ts";
import { cellKinds } from "../../lib/networks/catalogue.ts";
import { figureKinds } from "../../lib/report/figures/catalogue.ts";
import { measureKinds } from "../../lib/measures/catalogue.ts";
import { canonicalJson } from "../../lib/core/codec/canonical.ts";
import { forcingKinds } from "../../lib/training/forcing/catalogue.ts";

const { experiment, dataset, train, sweep, lyapunov, evaluate, claim, report, profile, settings } = compose;
const { system } = kinds;
const { PLRNN, LSTM } = kinds.cells;
const { sparse } = kinds.forcing;
const { D_stsp, D_H } = kinds.measures;
const { attractor, measure, loss } = kinds.figures;

const begun = experiment("toy", "Toy", "In words.");
const henon = dataset(system("henon"), { steps: 2000, standardise: false });

const composed = pipe(
  begun,
  henon,
  train(PLRNN(4), { epochs: 3 }),
  sweep({ forcing: [2, 5].map(sparse), seed: [1, 2] }),
  lyapunov({ steps: 500 }),
  evaluate({ steps: 900 }, D_stsp(), D_H({ preset: "paper" })),
  claim({ kind: "exponent sum" }),
  report(attractor(), measure("D_stsp", { over: "τ" }), loss()),
  profile(
    "paper",
    settings({ epochs: 9 }),
    sweep({ forcing: [sparse(3)] }),
    claim({ kind: "exponent sum", id: "sum" }),
  ),
);

const literal = experiment({
  name: "toy",
  title: "Toy",
  description: "In words.",
  settings: {
    dataset: { source: { kind: "system", system: "henon", steps: 2000 }, standardise: false },
    cell: { kind: "PLRNN", units: 4 },
    epochs: 3,
    lyapunov: { steps: 500 },
    evaluation: { steps: 900, measures: [{ kind: "D_stsp" }, { kind: "D_H", preset: "paper" }] },
  },
  sweep: [{ forcing: [{ kind: "sparse", interval: 2 }, { kind: "sparse", interval: 5 }], seed: [1, 2] }],
  claims: [{ kind: "exponent sum" }],
  figures: [{ kind: "attractor" }, { kind: "measure", measure: "D_stsp", over: "τ" }, { kind: "loss" }],
  profiles: {
    paper: {
      settings: { epochs: 9 },
      sweep: [{ forcing: [{ kind: "sparse", interval: 3 }] }],
      claims: [{ kind: "exponent sum", id: "sum" }],
    },
  },
});

Deno.test("builders and a literal make the same canonical JSON, and a plan", () => {
  assertEquals(canonicalJson(composed), canonicalJson(literal));
  const plan = planExperiment("toy", composed, {});
  assertEquals(E.isLeft(plan) ? plan.left : plan.right.steps.length, 1 + 4 * 3 + 1);
});

Deno.test("a builder leaves what it is given as it was, and nothing can be changed afterwards", () => {
  const before = canonicalJson(begun);
  const one = pipe(begun, henon, train(PLRNN(4)));
  const other = pipe(begun, henon, train(LSTM(4)));
  assertEquals(canonicalJson(begun), before);
  assertEquals([one.settings?.cell?.kind, other.settings?.cell?.kind], ["PLRNN", "LSTM"]);
  assert(Object.isFrozen(one) && Object.isFrozen(one.settings?.dataset?.source));
});

Deno.test("parts are shared as functions, and calls add up", () => {
  const shared = flow(report(loss()), claim({ kind: "exponent sum" }));
  const spec = pipe(begun, henon, train(PLRNN(4)), shared, report(attractor()), profile("ci", shared));
  assertEquals(spec.figures?.map(({ kind }) => kind), ["loss", "attractor"]);
  assertEquals(spec.profiles?.ci, { figures: [{ kind: "loss" }], claims: [{ kind: "exponent sum" }] });
});

Deno.test("every kind of the catalogues has a function, which says what a literal says", () => {
  type Given = (...given: readonly unknown[]) => unknown;
  const catalogues = [
    [kinds.cells, cellKinds],
    [kinds.forcing, forcingKinds],
    [kinds.measures, measureKinds],
    [kinds.figures, figureKinds],
  ] as const;
  for (const [functions, known] of catalogues) {
    for (const kind of Object.keys(known)) {
      const made = (functions as Readonly<Record<string, Given>>)[kind]!;
      assertEquals((made() as { readonly kind: string }).kind, kind);
    }
  }
  assertEquals(kinds.cells["AL-RNN"](30, { ramps: 2 }), { kind: "AL-RNN", units: 30, ramps: 2 });
  assertEquals(kinds.forcing.none(), { kind: "none" });
  assertEquals([0.1, 0.2].map(kinds.forcing.generalized), [
    { kind: "generalized", alpha: 0.1 },
    { kind: "generalized", alpha: 0.2 },
  ]);
  assertEquals(kinds.forcing.windowing({ predictabilityTimes: 1 }), {
    kind: "windowing",
    length: { predictabilityTimes: 1 },
  });
  assertEquals(kinds.figures.loss({ over: "forcing" }), { kind: "loss", over: "forcing" });
});

Deno.test("the functions of a catalogue can be listed, and those of kinds that it lacks are there by name", () => {
  assertEquals(Object.keys(kinds.cells), Object.keys(cellKinds));
  assertEquals(Object.keys(kinds.forcing), Object.keys(forcingKinds));
  assertEquals(Object.keys(kinds.measures), Object.keys(measureKinds));
  assertEquals(Object.keys(kinds.figures), Object.keys(figureKinds));
  assertEquals(["PLRNN", "nobody's"].map((kind) => kind in kinds.cells), [true, false]);
  assertEquals(kinds.cells.PLRNN(3), { kind: "PLRNN", units: 3 });
});

Deno.test("a dataset replaces the one that a complete spec has, in a profile too", () => {
  const [short, long] = [1000, 5000].map((steps) => dataset(system("henon"), { steps }));
  const forced = train(PLRNN(4), { forcing: sparse(2) });
  const whole: compose.Complete = pipe(begun, short!, forced, profile("long", long!), long!);
  const sourceOf = (given: typeof whole.settings) => given?.dataset?.source;
  assertEquals(sourceOf(whole.settings), { kind: "system", system: "henon", steps: 5000 });
  assertEquals(sourceOf(whole.profiles?.long?.settings), sourceOf(whole.settings));
});

const freeSettings = {
  dataset: { source: { kind: "system", system: "henon", steps: 2000 } },
  cell: { kind: "PLRNN", units: 4 },
} as const;

Deno.test("the forcing may be said by any part, and in any order", () => {
  const free = pipe(begun, henon, train(PLRNN(4)));
  const listed: readonly compose.Block[] = [{ forcing: [sparse(2)] }];
  const short = flow(settings({ epochs: 3 }), lyapunov({ steps: 500 }));
  const forced = flow(lyapunov(), settings({ forcing: sparse(2) }), report(loss()));
  const mine: compose.AnyPart = (spec) => ({ ...spec, notes: ["mine"] });
  const specs: readonly compose.Complete[] = [
    pipe(
      free,
      lyapunov(),
      claim({ kind: "exponent sum" }),
      sweep({ forcing: [sparse(2)] }, { forcing: [sparse(5)], seed: [2] }),
    ),
    pipe(free, sweep(...listed)),
    pipe(free, settings({ forcing: kinds.forcing.none() }), mine),
    pipe(free, short, profile("ci", short), forced),
    pipe(free, profile("quick", report(loss()), sweep({ forcing: [sparse(2), kinds.forcing.none()] }))),
    pipe(free, compose.all(short, sweep({ forcing: [2, 5].map(sparse) }))),
    pipe(
      free,
      sweep({ forcing: [{ kind: "sparse", interval: 2 }, { kind: "none" }] }),
      mine,
      compose.all(mine),
    ),
    experiment({ name: "a", title: "A", settings: freeSettings, sweep: [{ forcing: [{ kind: "none" }] }] }),
  ];
  for (const spec of specs) {
    const plan = planExperiment("toy", spec, {});
    assertEquals(E.isLeft(plan) ? plan.left : "planned", "planned");
  }
});

Deno.test("what is out of order does not compile", () => {
  const never = (): void => {
    // @ts-expect-error a training needs a dataset
    pipe(begun, train(PLRNN(4)));
    // @ts-expect-error a report needs a training
    pipe(begun, henon, report(loss()));
    // @ts-expect-error so does a sweep
    pipe(begun, henon, sweep({ seed: [1] }));
    // @ts-expect-error and what is run is complete
    const _complete: compose.Complete = pipe(begun, henon);
    // @ts-expect-error and has a forcing scheme
    const _free: compose.Complete = pipe(begun, henon, train(PLRNN(4)), lyapunov(), sweep({ seed: [1] }));
    // @ts-expect-error so has a literal
    const _freeLiteral: compose.Complete = experiment({ name: "a", title: "A", settings: freeSettings });
    // @ts-expect-error a misspelt setting does not hide behind a forcing scheme
    train(PLRNN(4), { forcing: sparse(2), epoch: 3 });
    // @ts-expect-error nor in a sweep
    sweep({ forcing: [sparse(2)], seeds: [1] });
    // @ts-expect-error nor in settings
    settings({ forcing: sparse(2), epoch: 3 });
    // @ts-expect-error and a forcing scheme has its own options only
    train(PLRNN(4), { forcing: { kind: "sparse", interval: 2, spread: 3 } });
    // @ts-expect-error a kind has its own options only
    LSTM(4, { hidden: 3 });
    // @ts-expect-error T, the number of samples, is needed
    dataset(system("henon"), { standardise: false });
    // @ts-expect-error so it is where nothing else is said
    dataset(system("henon"));
    // @ts-expect-error a literal needs a dataset and a training too
    const _literal: compose.Complete = experiment({ name: "a", title: "A" });
    // @ts-expect-error each of them
    const _half: compose.Complete = experiment({
      name: "a",
      title: "A",
      settings: { dataset: { source: { kind: "system", system: "henon", steps: 9 } } },
    });
    const _swept: compose.Complete = experiment({
      name: "a",
      title: "A",
      settings: { cell: { kind: "PLRNN", units: 4 }, forcing: { kind: "none" } },
      sweep: [{ dataset: [{ source: { kind: "system", system: "henon", steps: 9 } }] }],
    });
  };
  assertEquals(typeof never, "function");
});

const messageOf = async (code: string): Promise<string> => {
  const path = await Deno.makeTempFile({ suffix: ".ts" });
  const address = (name: string) => import.meta.resolve(`../../lib/experiment/${name}.ts`);
  await Deno.writeTextFile(
    path,
    `import { pipe } from "fp-ts/function.js";
import * as lyap from "${address("compose")}";
import { cells, figures, system } from "${address("kinds")}";
const [{ loss }, { PLRNN }] = [figures, cells];
${code}`,
  );
  try {
    const config = new URL("../../deno.json", import.meta.url).pathname;
    const check = new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "--config", config, path],
      env: { NO_COLOR: "1" },
    });
    const { code: exit, stderr } = await check.output();
    assertEquals(exit, 1);
    return new TextDecoder().decode(stderr);
  } finally {
    await Deno.remove(path);
  }
};

Deno.test("the compiler's message says what is missing", async () => {
  const message = await messageOf(`
    pipe(lyap.experiment("a", "A"), lyap.train(PLRNN(3)));
    pipe(lyap.experiment("a", "A"), lyap.dataset(system("henon"), { steps: 9 }), lyap.report(loss()));
    pipe(lyap.experiment("a", "A"), lyap.dataset(system("henon")), lyap.train(PLRNN(3)));
    const henon = lyap.dataset(system("henon"), { steps: 9 });
    const free: lyap.Complete = pipe(lyap.experiment("a", "A"), henon, lyap.train(PLRNN(3)), lyap.report(loss()));`);
  const [, dataset, training, , steps, forcing, ...more] = message.split(/TS\d+ \[ERROR\]/);
  assertStringIncludes(dataset!, `Types of property 'missing' are incompatible`);
  assertStringIncludes(dataset!, `Type '"a dataset: add dataset(…)"' is not assignable`);
  assertStringIncludes(training!, `Type '"a training: add train(…)"' is not assignable`);
  assertStringIncludes(steps!, "Arguments for the rest parameter 'optionsWithSteps' were not provided");
  assertStringIncludes(
    forcing!,
    `Type '"a forcing scheme: add sweep({ forcing: […] }), or train(…, { forcing: … })"' is not assignable`,
  );
  assertEquals(more, []);
});
