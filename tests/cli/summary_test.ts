/** What a person reads at the end of a run: names in words, short ones, and no names of the code. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert/mod.js";
import { runInWords } from "../../lib/core/codec/labels.ts";
import type { RunDocument } from "../../lib/report/document.ts";
import { groupTable } from "../../lib/cli/summary.ts";

const run = (labels: RunDocument["labels"], seed: number, error: number | null = 0.2): RunDocument => ({
  id: `run-${JSON.stringify(labels)}-${seed}`,
  labels: { ...labels, seed },
  settings: {} as RunDocument["settings"],
  outcome: "trained",
  measures: { D_stsp: 1, lambda1_error: error },
  lyapunov: null,
  digest: "sha256:0" as RunDocument["digest"],
});

Deno.test("a table of groups says what tells them apart, by the words of the measures", () => {
  const shared = { cell: "PLRNN", units: 30, observation: "linear", epochs: 2000 };
  const lines = groupTable([
    run({ ...shared, forcing: "none" }, 1),
    run({ ...shared, forcing: "none" }, 2),
    run({ ...shared, forcing: "sparse", τ: 30 }, 1),
  ]);
  assertEquals(lines.map((line) => line.split(/ {2,}/)[0]), [
    "medians",
    "PLRNN, no forcing",
    "PLRNN, sparse forcing, τ = 30",
  ]);
  assertStringIncludes(lines[0]!, "relative error of λ₁");
  assert(!/lambda1_error|none forcing|epochs|observation/.test(lines.join("\n")), lines.join("\n"));
  assertEquals(groupTable([run(shared, 1)])[1]!.split(/ {2,}/)[0], "PLRNN");
});

Deno.test("a long name goes on in the next line, and the numbers stay beside its beginning", () => {
  const clip = (threshold: number) =>
    `norm of each parameter by itself, threshold ${threshold}, measured over all windows of a batch`;
  const lines = groupTable([
    run({ cell: "PLRNN", clipping: clip(1), batches: "some windows" }, 1),
    run({ cell: "PLRNN", clipping: clip(2), batches: "other windows" }, 1),
    run({ cell: "LSTM", clipping: "none at all", batches: "windows of which there are very many indeed" }, 1),
  ]);
  assert(lines.every((line) => line.length < 90), lines.join("\n"));
  assert(lines.some((line) => /^ {2}\S/.test(line)), lines.join("\n"));
});

Deno.test("a run in words has no label that only code would write", () => {
  assertEquals(
    runInWords({ cell: "PLRNN", units: 30, forcing: "none", observation: "linear", epochs: 100, seed: 2 }),
    "PLRNN, 30 units, no forcing, linear observation, 100 epochs, seed 2",
  );
});
