/** What docs/paper.md says of the LSTMs at τ = 5 that PyTorch trained is what their record says. */
import { assertEquals, assertStringIncludes } from "@std/assert/mod.js";
import { published, sameTraining, wantedTrainings } from "../../tools/left_branch/record.ts";

const preface = await Deno.readTextFile(new URL("../../docs/paper.preface.md", import.meta.url));

/** The seeds of one way, the best first, with two significant digits; the mean and its standard error. */
const row = (values: readonly number[]): string => {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const squares = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const error = Math.sqrt(squares / (values.length - 1) / values.length);
  const seeds = values.toSorted((a, b) => a - b).map((each) => each.toFixed(2)).join(", ");
  return `${seeds} | ${mean.toFixed(2)} ± ${error.toFixed(2)}`;
};

Deno.test("each training of the record is wanted, and occurs once", () => {
  for (const training of published) {
    assertEquals(wantedTrainings.filter((wanted) => sameTraining(wanted, training)).length, 1);
    assertEquals(published.filter((other) => sameTraining(other, training)).length, 1);
  }
});

for (const forcing of ["sparse", "annealed"] as const) {
  Deno.test(`the table has the five seeds of ${forcing} forcing as PyTorch trained them`, () => {
    const values = published.filter((each) => each.forcing === forcing && each.precision === "float32")
      .map(({ D_stsp }) => D_stsp);
    assertEquals(values.length, 5);
    const way = forcing === "sparse" ? "sparse, every 5 steps" : "annealed from 1 to 5";
    assertStringIncludes(
      preface.replaceAll(/ +/g, " "),
      `| ${way}, trained by PyTorch | 200 steps | ${row(values)}`,
    );
  });
}
