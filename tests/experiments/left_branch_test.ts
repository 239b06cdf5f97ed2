/** What docs/paper.md says of the LSTMs at τ = 5 that PyTorch trained is what their record says. */
import { assertEquals, assertStringIncludes } from "@std/assert/mod.js";
import spec from "../../experiments/left_branch.ts";
import { planExperiment } from "../../lib/engine/experiment.ts";
import { measures } from "../../lib/experiment/kinds.ts";
import { compare, generated } from "../../lib/library/steps.ts";
import { decodeWeights } from "../../lib/networks/safetensors.ts";
import { publishedBranches, sameTraining, wantedTrainings } from "../../tools/left_branch/record.ts";
import { right } from "../either.ts";
import { trainingRows } from "./support/recording.ts";

const preface = await Deno.readTextFile(new URL("../../docs/paper.preface.md", import.meta.url));

/** The seeds of one way, the best first, with two significant digits; the mean and its standard error. */
const row = (values: readonly number[]): string => {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const squares = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const error = Math.sqrt(squares / (values.length - 1) / values.length);
  const seeds = values.toSorted((a, b) => a - b).map((each) => each.toFixed(2)).join(", ");
  return `${seeds} | ${mean.toFixed(2)} ± ${error.toFixed(2)}`;
};

Deno.test("each training of the record is wanted, and is there once", () => {
  for (const training of publishedBranches) {
    assertEquals(wantedTrainings.filter((wanted) => sameTraining(wanted, training)).length, 1);
    assertEquals(publishedBranches.filter((other) => sameTraining(other, training)).length, 1);
  }
});

const ways = [
  ["sparse", "float32", "sparse, every 5 steps, trained by PyTorch"],
  ["sparse", "float64", "sparse, every 5 steps, trained by PyTorch in float64"],
  ["annealed", "float32", "annealed from 1 to 5, trained by PyTorch"],
] as const;

for (const [forcing, precision, title] of ways) {
  Deno.test(`the table has the five seeds of ${forcing} forcing as PyTorch trained them in ${precision}`, () => {
    const values = publishedBranches.filter((each) =>
      each.forcing === forcing && each.precision === precision
    )
      .map(({ D_stsp }) => D_stsp);
    assertEquals(values.length, 5);
    assertStringIncludes(preface.replaceAll(/ +/g, " "), `| ${title} | 200 steps | ${row(values)}`);
  });
}

const root = new URL("../../", import.meta.url);
Deno.test("the published values are those of a free run from the first row, without a burn-in", () => {
  const truth = trainingRows("lorenz.npy", 0.01, 0.01);
  if (truth === undefined) return;
  const ledger: {
    readonly runs: readonly { readonly id: string; readonly measures: Record<string, unknown> }[];
  } = JSON
    .parse(Deno.readTextFileSync(new URL("fixtures/ledger/left-branch.json", root)));
  const { runs } = right(planExperiment("left_branch.ts", spec, { profile: "paper" }));
  for (const forcing of ["sparse", "annealed"]) {
    const { id, settings: { cell, observation } } = runs.find(({ labels }) =>
      labels["cell"] === "LSTM" && labels["forcing"] === forcing && labels["epoch"] === "last" &&
      labels["seed"] === 1
    )!;
    const bytes = Deno.readFileSync(new URL(`fixtures/ledger/left-branch/${id}.safetensors`, root));
    const { weights } = right(decodeWeights(bytes, id));
    const free = right(generated({ cell, observation, observations: 3, weights }, truth, 100_000));
    assertEquals(
      { value: right(compare(measures.D_stsp({ preset: "paper" }), truth, free)) },
      ledger.runs.find((run) => run.id === id)!.measures["D_stsp (paper)"],
    );
  }
});
