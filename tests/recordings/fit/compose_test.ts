import { assert, assertEquals, assertStringIncludes } from "@std/assert/mod.js";
import { importSeries } from "../../../lib/series/import/import_series.ts";
import { planExperiment } from "../../../lib/engine/experiment.ts";
import { sizesFor } from "../../../lib/recordings/fit/budget.ts";
import { networksOf } from "../../../lib/recordings/fit/sizes.ts";
import {
  batchesFor,
  composeExperiment,
  sourceOf,
  startsUnder,
  trainingsFor,
  usualCells,
} from "../../../lib/recordings/fit/compose.ts";
import { designOf } from "../../../lib/recordings/fit/design.ts";
import { csvOf, fileOf } from "../../series/import/support.ts";

const imported = (rows: number, files = 1) => {
  const result = importSeries(
    Array.from({ length: files }, (_, index) => fileOf(`run ${index + 1}.csv`, csvOf(rows + index))),
  );
  assert(result._tag === "Right");
  return result.right;
};

Deno.test("a long table is one series with a stretch for each of its trials", () => {
  const [heading, ...rows] = csvOf(200).trim().split("\n");
  const trials = ["A", "B"].flatMap((name, trial) => rows.slice(trial).map((row) => `${name},${row}`));
  const result = importSeries([fileOf("a.csv", [`animal,${heading}`, ...trials].join("\n"))]);
  assert(result._tag === "Right");
  const source = sourceOf(result.right, "0".repeat(64), "a recording", {});
  assertEquals(source.trials, [{ start: 0, end: 200 }, { start: 200, end: 399 }]);
  assertEquals(source.variables, ["x", "y"]);
});

Deno.test("for all sizes and numbers of variables, the experiment compiles to a plan", () => {
  const costs = {
    sparseUpdate: 1e-3,
    generalizedUpdate: 1e-3,
    perRun: 7,
    once: 10,
    perRegression: 10,
    comparisons: 15,
  };
  const source = sourceOf(imported(400), "0".repeat(64), "a recording", { detrend: true, smoothing: 1.5 });
  for (const observed of [1, 2, 3, 7, 12, 40]) {
    for (const minutes of [0, 1, 4, 30, 300]) {
      const { sizes } = sizesFor(minutes, costs, 2);
      const plan = planExperiment(
        "here",
        composeExperiment({
          name: "a-recording",
          title: "A recording",
          description: "What was understood.",
          source: { ...source, variables: Array.from({ length: observed }, (_, index) => `x${index + 1}`) },
          embedding: observed === 1 ? { dimension: 3, delay: 2 } : null,
          cells: usualCells(observed === 1 ? 3 : observed),
          trainings: trainingsFor(
            { intervals: [20, 30, 12, 40, 8], strengths: [0.2, 0.1, 0.3], starts: startsUnder(0) },
            sizes,
            5,
          ),
          batches: batchesFor(300, 40),
          chaotic: observed > 1,
        }),
        {},
      );
      assert(plan._tag === "Right", JSON.stringify(plan));
      assertEquals(plan.right.steps.length, 2 + 3 * networksOf(sizes));
    }
  }
});

Deno.test("a variable with spikes is given to the network whose orbits stay bounded, unless the user chose another", () => {
  const spiky = (every: number) => {
    const result = importSeries([
      fileOf("spikes.csv", csvOf(900, (cells, row) => row % every === 0 ? cells.with(2, "300") : cells)),
    ]);
    assert(result._tag === "Right");
    return result.right;
  };
  const design = designOf(spiky(50), {});
  assert(design._tag === "Right");
  assertEquals(design.right.cells.generalized.kind, "clipped shPLRNN");
  assertStringIncludes(design.right.remarks.join(), "A variable has spikes (its kurtosis is ");
  const usual = designOf(spiky(3), {});
  assertEquals(usual._tag === "Right" && [usual.right.cells.generalized.kind, usual.right.remarks], [
    "shPLRNN",
    [],
  ]);
  const generalized = { kind: "shPLRNN", units: 2 } as const;
  const chosen = designOf(spiky(50), { cells: { generalized } });
  assertEquals(chosen._tag === "Right" && chosen.right.cells.generalized, generalized);
});

Deno.test("noise asks for larger penalties, and inputs for no start by regression", () => {
  const least = (noise: number) => Math.min(...startsUnder(noise).map(({ ridge }) => ridge));
  assert(least(0.02) > 100 * Math.max(...startsUnder(0).map(({ ridge }) => ridge)));
  assertEquals(new Set(startsUnder(0).map((start) => JSON.stringify(start))).size, startsUnder(0).length);
  const starts = (inputs?: readonly string[]) => {
    const design = designOf(imported(400), inputs === undefined ? {} : { preparation: { inputs } });
    assert(design._tag === "Right");
    return design.right.starts.length;
  };
  assert(starts() > 0);
  assertEquals(starts(["y"]), 0);
});

Deno.test("a recording that is too short without its held-out part is refused with the rows that are enough", () => {
  const short = designOf(imported(120), {});
  assert(short._tag === "Left" && short.left._tag === "CannotCompute");
  assertEquals(short.left, {
    _tag: "CannotCompute",
    what:
      "96 of the 120 rows are for training and choosing, too few for an exponent; the others are held out",
    mend: "give at least 125 rows; several thousand are usual",
  });
  assertEquals(designOf(imported(125), {})._tag, "Right");
});

Deno.test("windows always fit into the training part", () => {
  for (const rows of [20, 65, 300, 1000, 50_000]) {
    for (const interval of [1, 40, 4000]) {
      const { length, windows } = batchesFor(rows, interval);
      assert(length >= 2 && windows >= 1 && rows - length >= windows);
    }
  }
});

Deno.test("the design of several trials keeps their borders and names the experiment after the first file", () => {
  const recording = imported(300, 3);
  const design = designOf(recording, {});
  assert(design._tag === "Right");
  assertEquals(design.right.name, "run-1");
  assertEquals(design.right.source.trials, [
    { start: 0, end: 300 },
    { start: 300, end: 601 },
    { start: 601, end: 903 },
  ]);
  assertEquals(design.right.training.rows, 301);
  assertEquals(
    design.right.estimatedFrom,
    "the training and validation parts, 843 of 903 rows in 3 trials",
  );
});
