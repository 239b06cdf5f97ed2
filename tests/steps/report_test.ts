/** The report is a function of its spec and its inputs, in any order. */
import { assertEquals, assertGreater } from "@std/assert/mod.js";
import type { Json } from "../../lib/core/codec/canonical.ts";
import { planExperiment } from "../../lib/engine/experiment.ts";
import { inputsOf, makeInMemory } from "../../lib/engine/memory.ts";
import { denoCapabilities } from "../../lib/steps/capabilities.ts";
import { reportStep } from "../../lib/steps/report.ts";
import { make } from "./making.ts";
import { right } from "../either.ts";

const tiny = {
  name: "tiny",
  title: "Tiny",
  description: "Two small networks.",
  settings: {
    dataset: { source: { kind: "system", system: "lorenz", dt: 0.02, steps: 3000 } },
    cell: { kind: "PLRNN", units: 5 },
    epochs: 5,
    batches: { windows: 8, length: 30, perEpoch: 5 },
    lyapunov: { steps: 300, transient: 50, longestGradient: 50 },
    evaluation: { steps: 2000, measures: [{ kind: "D_stsp" }] },
  },
  sweep: [{ forcing: [{ kind: "sparse", interval: 5 }, { kind: "sparse", interval: 10 }], seed: [1] }],
  claims: [{ kind: "exponent sum" }],
  figures: [{ kind: "loss" }],
};

Deno.test("a report has the same bytes in any order of its inputs, and lists settings by name", async () => {
  const plan = right(planExperiment("the test", tiny, {}));
  const inputs = inputsOf(plan.report, right(await makeInMemory(plan)(denoCapabilities)()));
  const spec = plan.report.spec as unknown as Json;
  const report = await make(reportStep, spec, inputs);
  const turned = await make(reportStep, spec, Object.fromEntries(Object.entries(inputs).reverse()));
  assertEquals(turned.manifest.content, report.manifest.content);
  const page = new TextDecoder().decode(report.files["index.html"]);
  const [listed] = /"batches": \{[^]*?"seed": \d+/.exec(page)!;
  const names = [...listed.matchAll(/^ {8}"(\w+)":/gm)].map(([, name]) => name!);
  assertGreater(names.length, 3);
  assertEquals(names, names.toSorted());
});
