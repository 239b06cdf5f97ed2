/** Every check of a kind can fail: a kind that breaks it is reported. */
import { assertEquals, assertMatch } from "@std/assert/mod.js";
import { checkKind } from "../../lib/library/check.ts";
import { wordsOfCheck } from "../../lib/library/checks/check.ts";
import {
  cannotDraw,
  column,
  defineCell,
  defineClaim,
  defineFigure,
  defineForcing,
  defineMeasure,
  defineSystem,
  drawn,
  emptySchedule,
  exampleSweep,
  measured,
  positiveInteger,
  tf,
} from "../../define.ts";

/** What is wrong with a kind, by what must hold. */
const faultsOf = async (value: unknown, source = ""): Promise<Readonly<Record<string, string>>> => {
  const { checks } = await checkKind(value, "mine.ts", source);
  return Object.fromEntries(
    checks.flatMap((part) => part.fault === null ? [] : [[wordsOfCheck(part), part.fault]]),
  );
};

const assertFault = async (value: unknown, says: RegExp, fault: RegExp, source = ""): Promise<void> => {
  const faults = await faultsOf(value, source);
  const found = Object.entries(faults).find(([name]) => says.test(name));
  assertMatch(found?.[1] ?? `${says} holds; at fault are ${JSON.stringify(faults)}`, fault);
};

const map = (equations: (x: number) => number) =>
  defineSystem({
    kind: "map",
    variables: ["x"],
    parameters: { r: 4 },
    initialState: [0.3],
    equations: ([x]) => [equations(x!)],
  });

Deno.test("a system that draws numbers, remembers, runs away, throws, or differs between engines", async () => {
  let calls = 0;
  const logistic = (x: number) => 4 * x * (1 - x);
  assertEquals(await faultsOf(map(logistic)), {});
  const random = map((x) => (4 - 1e-3 * Math.random()) * x * (1 - x));
  await assertFault(random, /^the same state/, /^it remembers, or draws random numbers$/);
  await assertFault(map((x) => (4 - (calls++ % 7) * 1e-4) * x * (1 - x)), /^the same state/, /remembers/);
  await assertFault(map((x) => 2 * x + 1), /^its orbit stays finite/, /^it comes to Infinity/);
  await assertFault(
    map((x) => x > 0.9 ? JSON.parse("") : logistic(x)),
    /^its orbit stays finite/,
    /^it throws: /,
  );
  const source = "equations: ([x], { a }) => [Math.sin(a * x) ** 2 + Math.max(x, 0)]";
  await assertFault(
    map(logistic),
    /^it uses no function whose numbers differ/,
    /^Math\.sin and \*\* differ from one engine/,
    source,
  );
  assertEquals(await faultsOf(map(logistic), 'import { tf } from "@lyap/lyap/define"; import "./a.ts";'), {});
});

Deno.test("a cell whose shapes do not fit, or that draws numbers", async () => {
  const cell = (units: number, noise: () => number) =>
    defineCell({
      kind: "mine",
      parameters: () => ({ W: [units, units] }),
      step: ({ W }, z) => tf.add(tf.matMul(z, W), noise()),
    });
  await assertFault(cell(3, () => 0), /^a step leaves .* with 5 units/, /^it throws: .*matMul/);
  await assertFault(
    cell(5, Math.random),
    /^its step in tf ops and .* with 5 units/,
    /^entry \d of the new state is/,
  );
});

Deno.test("a measure that is no measurement, is drawn, has units, or grows better with errors", async () => {
  const measure = (evaluate: Parameters<typeof defineMeasure>[0]["evaluate"]) =>
    defineMeasure({ kind: "mine", title: "t", better: "smaller", ideal: 0, evaluate });
  const inUnits = measure((_, { truth, generated }) =>
    measured(Math.abs(Math.max(...column(truth, 0)) - Math.max(...column(generated!, 0))))
  );
  await assertFault(
    measure(() => 3 as never),
    /^a perfect model/,
    /^it has no value: mine returned 3 in the/,
  );
  await assertFault(measure(() => measured(Math.random())), /^the same series/, / and /);
  await assertFault(inUnits, /^it depends neither/, /with other units and origins/);
  await assertFault(
    inUnits,
    /^it does not depend on how large/,
    /where all variables are 2\^-?\d+ times as large/,
  );
  await assertFault(measure(() => measured(1)), /^it gets worse/, /it is 1, 1, 1, 1, 1$/);
  await assertFault(measure(() => measured(1)), /^a perfect model/, /^1, and the ideal is 0$/);
  await assertFault(measure(() => measured(0)), /^a free run that diverged/, /^0; notComparable/);
  await assertFault(measure(() => measured(0)), /^the system itself/, /the ideal is 0, another orbit has 0/);
});

Deno.test("a forcing scheme with a schedule of another length, or none, or that draws numbers", async () => {
  const forcing = (schedule: (length: number) => ReturnType<typeof emptySchedule>) =>
    defineForcing({
      kind: "mine",
      title: "t",
      references: [],
      options: {},
      span: null,
      schedule: (_, { length }) => schedule(length),
    });
  const started = (length: number, second: number) => {
    const schedule = emptySchedule(length);
    schedule.strength[0] = 1;
    if (length > 1) schedule.strength[1] = second;
    return schedule;
  };
  assertEquals(await faultsOf(forcing((length) => started(length, 0.5))), {});
  const says = /^its schedule .* with 9 steps$/;
  await assertFault(forcing((length) => started(length + 1, 0)), says, /^strength has 10 steps$/);
  await assertFault(forcing(() => ({}) as never), says, /^strength has no steps$/);
  await assertFault(forcing((length) => started(length, 2)), says, /^a strength is below 0 or above 1$/);
  await assertFault(forcing(emptySchedule), says, /^step 0 neither forces/);
  await assertFault(
    forcing((length) => started(length, Math.random())),
    /^the same random numbers/,
    /elsewhere/,
  );
  const needy = defineForcing({
    kind: "needy",
    title: "t",
    references: [],
    options: { every: positiveInteger },
    span: null,
    schedule: (_, { length }) => started(length, 0),
  });
  await assertFault(needy, /^its options have defaults/, /give it an `example`$/);
});

Deno.test("a claim whose verdict throws, is not a sentence, hides its evidence, or cannot be refuted", async () => {
  const claim = (judge: Parameters<typeof defineClaim>[0]["judge"], examples = {}) =>
    defineClaim({
      kind: "mine",
      says: "Something is so.",
      options: {},
      statement: () => "It is so.",
      groups: () => ({}),
      judge: judge as never,
      ...examples,
    });
  const finding = { upheld: true, evidence: {}, because: "The runs say so." };
  const verdict = /^it has a verdict, and a sentence/;
  assertEquals(await faultsOf(claim(() => finding)), {});
  await assertFault(claim(() => JSON.parse("")), verdict, /^it throws: /);
  await assertFault(
    claim(() => ({ ...finding, because: "so" })),
    verdict,
    /^its reason is not a sentence: "so"$/,
  );
  await assertFault(
    claim(() => ({ ...finding, because: "It is -1 of 2." })),
    verdict,
    /as a program writes it/,
  );
  await assertFault(claim(() => ({ ...finding, because: "It is so." })), verdict, /says what the claim says/);
  const examples = {
    upheldBy: () => exampleSweep("D_stsp", { 30: [1] }),
    refutedBy: () => exampleSweep("D_stsp", { 30: [null] }),
  };
  await assertFault(
    claim(() => finding, examples),
    /^its example is refuted/,
    /^it is upheld: The runs say so\.$/,
  );
  await assertFault(
    claim(() => finding, examples),
    /^its evidence has n/,
    /^it lacks n and diverged and effect/,
  );
  await assertFault(claim(() => finding, examples), /where runs, .* are missing$/, /^it is upheld/);
  await assertFault(claim(() => finding, examples), /first group diverged$/, /^it is upheld/);
});

Deno.test("a figure that throws, is none, says nothing about its runs, leaves the picture, or is drawn in two ways", async () => {
  const axis = { quantity: "q", unit: null, scale: "linear", ticks: null } as const;
  const figure = (change: object = {}) =>
    defineFigure({
      kind: "of mine",
      options: {},
      build: (_, { runs }) =>
        runs.length === 0 ? cannotDraw("Cannot draw it: there are no runs", "run some") : drawn({
          kind: "of mine",
          title: "T",
          finding: ["F."],
          caption: ["Points: 3 runs."],
          panels: [{
            title: "",
            note: "",
            x: { ...axis, domain: [0, 1] },
            y: { ...axis, domain: [0, 1] },
            marks: [{ type: "points", points: [[0.5, 0.5]], look: 0, filled: true, crossed: false, size: 4 }],
            above: [],
            empty: null,
          }],
          columns: 1,
          aspect: 0.5,
          keepAspect: false,
          sharedY: false,
          legend: [],
          table: { columns: [{ name: "q", unit: null }], rows: [[1]] },
          ...change,
        }),
    });
  const building = (build: () => unknown) =>
    defineFigure({ kind: "of mine", options: {}, build: build as ReturnType<typeof figure>["build"] });
  const words = /^it says what it shows/;
  assertEquals(await faultsOf(figure()), {});
  assertEquals(
    await faultsOf(building(() => cannotDraw("Cannot draw it: there are no runs", "run some"))),
    {},
  );
  await assertFault(building(() => JSON.parse("")), /^it draws a figure/, /^it throws: /);
  await assertFault(building(() => 3), /^it draws a figure/, /^it returns neither/);
  await assertFault(
    building(() => drawn({ bad: 1 } as never)),
    /^it is drawn the same twice/,
    /^it throws: /,
  );
  await assertFault(figure({ caption: ["Points."] }), words, /does not say how many runs/);
  await assertFault(figure({ title: "undefined of it" }), words, /a text is "undefined of it"/);
  await assertFault(figure({ table: { columns: [], rows: [[1]] } }), words, /more or fewer entries/);
  await assertFault(figure({ title: "x".repeat(400) }), /^no text leaves/, /pixels wide: x/);
  await assertFault(
    figure({ legend: [{ label: "NaN", look: 0, sample: "line" }] }),
    /^it is drawn the same twice/,
    /it has NaN in it/,
  );
  let calls = 0;
  const sweep = exampleSweep("a", { 3: [1] });
  const moving = building(() => figure({ finding: [`F${calls++}.`] }).build({ kind: "of mine" }, sweep));
  await assertFault(moving, /^without runs and data/, /^it draws a figure of nothing$/);
  await assertFault(
    building(() => cannotDraw("no", "way")),
    /^it draws a figure, or/,
    /"no; way"; write cannotDraw/,
  );
  await assertFault(moving, /^it is drawn the same twice/, /drawn in two ways/);
});

Deno.test("a value that is none of them is refused with what it could be", async () => {
  await assertFault({ kind: "mine" }, /^it is a system, cell, measure/, /equations/);
  await assertFault(
    { kind: "D_stsp", evaluate: () => 0 },
    /^it is a measure/,
    /"D_stsp", the `kind` of mine\.ts, is taken/,
  );
});

Deno.test("a measure without a name or a direction, and a figure whose builder returns nothing", async () => {
  const measure = (kind: string, better: string) =>
    defineMeasure({ kind, title: "mine", better: better as "smaller", evaluate: () => measured(0) });
  await assertFault(measure("", "smaller"), /^it says what it is/, /^its kind is empty/);
  await assertFault(
    measure("mine", "sideways"),
    /^it says what it is/,
    /^better is "sideways"; expected "smaller"/,
  );
  const faults = Object.values(
    await faultsOf(defineFigure({ kind: "mine", options: {}, build: () => undefined as never })),
  );
  assertEquals([...new Set(faults)], ["it returns neither drawn(…) nor cannotDraw(…)"]);
});
