/** What the workers of the page compute, without a browser. */
import { assert, assertEquals, assertMatch } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { goldenSpec } from "../../lib/page/golden.ts";
import {
  dataView,
  faultLines,
  fileOf,
  finalLook,
  holdsSpec,
  lookAt,
  lookDeeply,
  madeData,
  madeMeasures,
  openedRuns,
  ownData,
  plannedRun,
  watched,
} from "../../lib/page/learning.ts";
import { firstSpec, specText } from "../../lib/page/spec.ts";
import { encodeNpy } from "../../lib/series/npy.ts";
import { artifactOf } from "../../lib/steps/made.ts";
import { neededOf, trainingFiles } from "../../lib/steps/train.ts";
import type { Artifact } from "../../lib/steps/store/artifact.ts";
import type { TrainingSettings } from "../../lib/training/settings.ts";
import { trainEpochs } from "../../lib/training/train.ts";
import quickstart from "../../experiments/quickstart.ts";
import { right } from "../either.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Trains as the worker does. */
const trained = (settings: TrainingSettings, data: Artifact) => {
  const { series, options } = right(neededOf({ data }));
  const training = right(trainEpochs(settings, series, options));
  let next = training.next();
  while (!next.done) next = training.next();
  return next.value;
};

Deno.test("the page makes the golden digests of data, training, exponents and measures", async () => {
  const golden = JSON.parse(
    await Deno.readTextFile(new URL("../../fixtures/golden/steps.json", import.meta.url)),
  );
  const measured = right(plannedRun(goldenSpec));
  const data = right(await madeData(measured, null));
  const result = trained(measured.settings, data);
  const network = await artifactOf(measured.network, trainingFiles(result, {}));
  const { lyapunov, evaluate } = right(await madeMeasures(measured, data, network));
  assertEquals({
    data: data.manifest.content,
    train: network.manifest.content,
    lyapunov: lyapunov.manifest.content,
    evaluate: evaluate.manifest.content,
  }, golden);

  const on = right(watched(measured, data));
  const view = dataView(on);
  assertEquals(Math.round(view.predictabilitySteps!), 63);
  assert(view.scale.floor! < view.scale.ceiling!);
  assert(view.orbit.every((value) => Math.abs(value) <= 1.000001), "the true attractor fills its frame");
  assert(lookAt(on, result.weights)!.every(Number.isFinite));
  const deep = lookDeeply(on, result.weights, 20);
  const final = right(finalLook(measured, lyapunov, evaluate));
  assertEquals(deep.divergence, final.divergence);
  assert(deep.growth.length > 10 && Math.abs(deep.exponent! - final.exponent!) < 0.01);
});

Deno.test("a spec with a sweep opens as its runs, each a spec of its own", () => {
  const runs = right(openedRuns("quickstart.json", JSON.stringify(quickstart)));
  assertEquals(runs.length, 9);
  const again = right(openedRuns("one.json", specText(runs[4]!.spec)));
  assertEquals(right(plannedRun(again[0]!.spec)).measures.key, right(plannedRun(runs[4]!.spec)).measures.key);
});

Deno.test("the first spec is a run of the quickstart, whole", () => {
  const keys = right(openedRuns("quickstart.json", JSON.stringify(quickstart)))
    .map(({ spec }) => right(plannedRun(spec)).measures.key);
  assert(keys.includes(right(plannedRun(firstSpec)).measures.key));
});

Deno.test("a fault of a spec comes with its path", () => {
  const wrong = { ...firstSpec, settings: { ...firstSpec.settings, cell: { kind: "PLRN", units: 30 } } };
  const opened = openedRuns("wrong.json", JSON.stringify(wrong));
  assertMatch(
    E.isLeft(opened) ? faultLines(opened.left).join() : "",
    /settings\.cell\.kind.*did you mean "PLRNN"/,
  );
  const modular = {
    ...firstSpec,
    settings: { ...firstSpec.settings, cell: { kind: "module", module: "a.ts", units: 3 } },
  };
  assert(E.isLeft(openedRuns("modular.json", JSON.stringify(modular))));
  for (const text of ["{", "[1, 2]", "null", '{"a": 1}']) {
    assert(E.isLeft(openedRuns("other.json", text)), text);
  }
});

Deno.test("a JSON file is a spec or rows of numbers", () => {
  assertEquals(holdsSpec({ name: "a.json", bytes: bytesOf(specText(firstSpec)) }), true);
  assertEquals(holdsSpec({ name: "a.json", bytes: bytesOf("[[1, 2], [3, 4]]") }), false);
  assertEquals(holdsSpec({ name: "a.json", bytes: bytesOf("{") }), false);
  assertEquals(holdsSpec({ name: "a.csv", bytes: bytesOf("settings") }), false);
});

/** The Hénon map as a table. */
const henon = (rows: number): string => {
  let [x, y] = [0.1, 0.1];
  const lines = ["x,y"];
  for (let row = 0; row < rows; row++) {
    [x, y] = [1 - 1.4 * x * x + y, 0.3 * x];
    lines.push(`${x},${y}`);
  }
  return lines.join("\n");
};

Deno.test("a reader's recording becomes a spec that trains on it, and its file opens a link to it", async () => {
  const csv = { name: "my recording.csv", bytes: bytesOf(henon(2000)) };
  const own = right(ownData([csv], null));
  assertMatch(own.lines.join("\n"), /2000 rows/);
  assertMatch(own.lines.join("\n"), /chaotic/);
  assertEquals(fileOf(own.spec), "series.npy");
  const measured = right(plannedRun(own.spec));
  const data = right(await madeData(measured, own.file));
  const view = dataView(right(watched(measured, data)));
  assert(view.predictabilitySteps! > 1 && view.predictabilitySteps! < 3, `${view.predictabilitySteps} steps`);
  // The recording again, or what was saved of it, is what a link to it waits for; another one is not.
  assertEquals(right(ownData([csv], own.spec)).spec, own.spec);
  assertEquals(right(ownData([{ ...own.file, name: "saved.npy" }], own.spec)).spec, own.spec);
  const other = { name: "other.csv", bytes: bytesOf(henon(1500)) };
  assert(right(ownData([other], own.spec)).spec !== own.spec);
});

Deno.test("a .npy file is read, and a broken table says where it is broken", () => {
  const values = Float64Array.from({ length: 1200 }, (_, i) => Math.sin(i / 7) + Math.sin(i / 3));
  assert(E.isRight(ownData([{ name: "a.npy", bytes: encodeNpy({ shape: [1200, 1], values }) }], null)));
  const lines = henon(300).split("\n");
  lines[150] = "0.3,oops";
  const broken = ownData([{ name: "broken.csv", bytes: bytesOf(lines.join("\n")) }], null);
  assertMatch(E.isLeft(broken) ? faultLines(broken.left).join() : "", /broken\.csv, row 15\d/);
});

Deno.test("what the page leaves out is refused before anything is made", () => {
  const { settings, ...rest } = goldenSpec;
  const source = {
    kind: "file",
    file: "room.npy",
    sha256: "0".repeat(64),
    dt: 1,
    inputs: ["heating"],
  };
  const driven = plannedRun({ ...rest, settings: { ...settings, dataset: { source } as never } });
  assert(E.isLeft(driven));
  assertMatch(faultLines(driven.left).join("\n"), /no networks that inputs drive.*lyap run/s);

  const modular = plannedRun({
    ...rest,
    settings: { ...settings, cell: { kind: "module", module: "./mine.ts" } as never },
  });
  assert(E.isLeft(modular));
  assertMatch(faultLines(modular.left).join("\n"), /module/);
});
