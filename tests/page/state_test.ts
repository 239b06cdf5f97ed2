/** What follows from each event on the page. */
import { assert, assertEquals, assertMatch } from "@std/assert/mod.js";
import type { Digest } from "../../lib/core/codec/canonical.ts";
import type { BuiltIn, FromWorker, ToWorker } from "../../lib/page/messages.ts";
import { choicesOf, firstSpec, fragmentOf } from "../../lib/page/spec.ts";
import { type Effect, firstState, type PageEvent, type State, update } from "../../lib/page/state.ts";
import type { Artifact } from "../../lib/steps/store/artifact.ts";

const published: BuiltIn = { contents: {}, states: {}, points: [], networks: [], from: "" };
const digest = (digits: string): Digest => `sha256:${digits}`;
const artifact = {} as Artifact;

/** The state after some events, and what the last of them asked for. */
const after = (
  ...events: readonly PageEvent[]
): { readonly state: State; readonly effects: readonly Effect[] } =>
  events.reduce<{ readonly state: State; readonly effects: readonly Effect[] }>(({ state }, event) => {
    const [next, effects] = update(state, event);
    return { state: next, effects };
  }, { state: firstState, effects: [] });

const started: PageEvent = { kind: "started", fragment: "", published };
type Said<M> = M extends { readonly generation: number } ? Omit<M, "generation"> : never;
const says = (generation: number, message: Said<FromWorker>): PageEvent => ({
  kind: "heard",
  message: { generation, ...message } as FromWorker,
});
const prepared = (generation: number, states: Readonly<Record<string, Digest>> = {}): PageEvent =>
  says(generation, {
    kind: "prepared",
    view: {
      title: "Lorenz",
      variables: ["x", "y", "z"],
      dt: 0.01,
      exponent: 0.011,
      predictabilitySteps: 63,
      orbit: new Float32Array(3),
      scale: { floor: 0.07, ceiling: 16 },
      measure: "D_stsp",
    },
    checked: { content: digest("a"), published: null },
    data: artifact,
    states,
  });
const progress = (generation: number, epoch: number): PageEvent =>
  says(generation, {
    kind: "progress",
    epoch,
    epochs: 3000,
    losses: [[epoch, 1 / epoch]],
    rate: 1000,
    weights: {},
  });
const pressed = (button: "train" | "pause" | "continue" | "restart"): PageEvent => ({
  kind: "pressed",
  button,
});

const told = (effects: readonly Effect[], whom: "trainer" | "observer"): readonly ToWorker["kind"][] =>
  effects.flatMap((each) => each.kind === "send" && each.whom === whom ? [each.message.kind] : []);

Deno.test("an opened page makes its data and waits", () => {
  const { state, effects } = after(started);
  assertEquals(told(effects, "trainer"), ["published", "prepare"]);
  assertEquals(state.phase, { kind: "preparing", train: false });
  assertEquals(after(started, prepared(1)).state.phase.kind, "ready");
});

Deno.test("a preset trains as soon as its data are there", () => {
  const choices = { ...choicesOf(firstSpec), interval: 5 };
  const { state, effects } = after(started, { kind: "tried", choices }, prepared(2));
  assertEquals(state.phase.kind, "training");
  assertEquals(told(effects, "trainer"), ["train"]);
  assertEquals(told(effects, "observer"), ["data", "pictures"]);
  assertEquals(choicesOf(state.spec).interval, 5);
});

Deno.test("what older settings lead to is not heard", () => {
  const ready = after(started, prepared(1), pressed("train"), { kind: "chose", choices: { seed: 2 } }).state;
  assertEquals(update(ready, progress(1, 10)), [ready, []]);
  assertEquals(update(ready, says(1, { kind: "fault", lines: ["x"] })), [ready, []]);
});

Deno.test("pausing and going on change only that", () => {
  const training = after(started, prepared(1), pressed("train"), progress(1, 3)).state;
  const [paused, pausing] = update(training, pressed("pause"));
  assertEquals([paused.phase.kind, told(pausing, "trainer")], ["paused", ["pause"]]);
  const [again, going] = update(paused, pressed("continue"));
  assertEquals(told(going, "trainer"), ["continue"]);
  assertEquals(again, training);
  assertEquals(update(training, pressed("continue")), [training, []]);
});

Deno.test("the observer is asked for one look at a time, the newest next", () => {
  const one = after(started, prepared(1), pressed("train"), progress(1, 1));
  assertEquals(told(one.effects, "observer"), ["look"]);
  const [waiting, none] = update(update(one.state, progress(1, 2))[0], progress(1, 3));
  assertEquals(told(none, "observer"), []);
  const [next, effects] = update(waiting, says(1, { kind: "looked" }));
  assertEquals(
    effects.map((each) => each.kind === "send" && each.message.kind === "look" && each.message.epoch),
    [3],
  );
  assertEquals(next.observer.busy, true);
  assertEquals(update(next, says(1, { kind: "looked" }))[0].observer.busy, false);
});

Deno.test("a look that ends after the settings changed frees the observer, and is not shown", () => {
  const { state } = after(started, prepared(1), pressed("train"), progress(1, 1), {
    kind: "chose",
    choices: { seed: 2 },
  });
  const [next] = update(state, says(1, { kind: "look", epoch: 1, orbit: null }));
  assertEquals(next.look, null);
  assertEquals(update(next, says(1, { kind: "looked" }))[0].observer, { busy: false, next: null });
});

Deno.test("a state is held against the one that was published for its epoch", () => {
  const states = { 30: digest("a"), 300: digest("b") };
  const { state } = after(
    started,
    prepared(1, states),
    pressed("train"),
    ...[[30, "a"], [100, "c"], [300, "x"]].map(([epoch, digits]) =>
      says(1, { kind: "state", epoch: Number(epoch), digest: digest(String(digits)) })
    ),
  );
  assertEquals(state.milestones.map(({ same }) => same), [true, null, false]);
});

Deno.test("a trained network is measured, then done, and stays in the figure over τ when another is tried", () => {
  const checked = { content: digest("a"), published: null };
  const { state, effects } = after(
    started,
    prepared(1),
    pressed("train"),
    says(1, { kind: "trained", outcome: { kind: "trained" }, checked, train: artifact }),
  );
  assertEquals([state.phase.kind, told(effects, "observer")], ["measuring", ["finish"]]);
  const deep = { epoch: 3000, divergence: 0.2, exponent: 0.011, growth: [] };
  const [done] = update(
    state,
    says(1, { kind: "finished", lyapunov: checked, evaluate: checked, digest: digest("d"), deep }),
  );
  assertEquals([done.phase.kind, done.digest], ["done", digest("d")]);
  const [other] = update(done, { kind: "chose", choices: { interval: 50 } });
  assertEquals(other.tried.map(({ interval, value, ended }) => ({ interval, value, ended })), [
    { interval: 30, value: 0.2, ended: true },
  ]);
  assertEquals([other.digest, other.losses, other.checks], [null, [], {}]);
  assertEquals(update(done, { kind: "chose", choices: { dataset: "chen" } })[0].tried, []);
});

Deno.test("another dataset takes the pictures of the last one away at once", () => {
  const { state } = after(started, prepared(1), { kind: "chose", choices: { dataset: "chen" } });
  assertEquals([state.data, state.phase.kind], [null, "preparing"]);
});

Deno.test("a file that cannot be read changes no settings, and says why", () => {
  const ready = after(started, prepared(1)).state;
  const [reading, effects] = update(ready, {
    kind: "dropped",
    files: [{ name: "a.csv", bytes: new Uint8Array(1) }],
  });
  assertEquals(told(effects, "trainer"), ["stop", "import"]);
  const [next, then] = update(reading, says(2, { kind: "fault", lines: ["Cannot read a.csv, row 3"] }));
  assertEquals(next.spec, ready.spec);
  assertEquals(next.notice, { tone: "fault", lines: ["Cannot read a.csv, row 3"] });
  assertEquals(told(then, "trainer"), ["prepare"]);
  const [usable] = update(next, prepared(3));
  assertEquals([usable.phase.kind, usable.notice], ["ready", next.notice]);
});

Deno.test("settings that cannot train say why, and others can be chosen", () => {
  const { state } = after(started, says(1, { kind: "fault", lines: ["too long a window"] }));
  assertEquals(state.phase.kind, "stuck");
  assertEquals(update(state, { kind: "chose", choices: { units: 20 } })[0].phase.kind, "preparing");
});

Deno.test("a link opens its spec; of several runs the first, and others can be chosen", () => {
  const { effects } = after({ kind: "started", fragment: fragmentOf(firstSpec), published });
  assertEquals(told(effects, "trainer"), ["published", "stop", "open"]);
  const runs = ["a", "b"].map((id, index) => ({
    id,
    spec: { ...firstSpec, settings: { ...firstSpec.settings, seed: index + 1 } },
  }));
  const { state } = after(
    { kind: "started", fragment: fragmentOf(firstSpec), published },
    says(1, { kind: "opened", name: "the address", runs }),
  );
  assertEquals(state.spec, runs[0]!.spec);
  const [chosen] = update(state, { kind: "choseRun", id: "b" });
  assertEquals([chosen.spec, chosen.runs.length], [runs[1]!.spec, 2]);
});

Deno.test("a damaged link says so and opens the first spec", () => {
  const { state } = after({ kind: "started", fragment: "#spec=%7B%2", published });
  assertEquals(state.spec, firstSpec);
  assertMatch(state.notice!.lines.join(), /cut short/);
});

Deno.test("a link to a recording waits for its file, and hands it the spec", () => {
  const { state } = after(started, says(1, { kind: "awaits", file: "series.npy" }));
  assertEquals(state.phase, { kind: "awaiting", file: "series.npy" });
  const [, effects] = update(state, { kind: "dropped", files: [] });
  const last = effects[effects.length - 1]!;
  assert(last.kind === "send" && last.message.kind === "import");
  assertEquals(last.message.awaited, state.spec);
});

Deno.test("losses of a long training are thinned", () => {
  const many = Array.from({ length: 3000 }, (_, index) => [index + 1, 1] as const);
  const { state } = after(
    started,
    prepared(1),
    pressed("train"),
    says(1, { kind: "progress", epoch: 3000, epochs: 3000, losses: many, rate: 1, weights: {} }),
  );
  assert(state.losses.length <= 1200 && state.losses.length > 500, `${state.losses.length} losses`);
  assertEquals(state.losses[state.losses.length - 1]![0], 3000);
});

Deno.test("restarting while a network is measured makes a new generation", () => {
  const checked = { content: digest("a"), published: null };
  const { state } = after(
    started,
    prepared(1),
    pressed("train"),
    says(1, { kind: "trained", outcome: { kind: "trained" }, checked, train: artifact }),
  );
  const [next, effects] = update(state, pressed("restart"));
  assertEquals([next.generation, next.phase], [2, { kind: "preparing", train: true }]);
  assertEquals(told(effects, "trainer"), ["prepare"]);
});
