/** Which figure a claim links to. */
import { assertEquals } from "@std/assert/mod.js";
import { shownIn } from "../../lib/report/shown_in.ts";
import { quickstartReport } from "./support/report.ts";

const [drawn] = quickstartReport.figures.filter(({ panels }) => panels.length > 0);

Deno.test("of figures that show one dataset each a claim links to that of its own", () => {
  const claims = ["torus", "lorenz", "absent"].map((dataset) => ({
    kind: "at most",
    measure: "gradient growth rate",
    group: { dataset },
  }));
  const all = { kind: "growth rate equals" };
  const specs = ["dataset 2", "dataset 1"].map((data) => ({ kind: "gradientNorms", data }));
  const idOf = (label: string) => ({ torus: "dataset 1", lorenz: "dataset 2" })[label];
  assertEquals(shownIn([...claims, all], specs, [drawn!, drawn!], idOf), [1, 0, null, 0]);
});

Deno.test("a figure that compares rows shows claims on the runs of these rows, and no others", () => {
  const claims = ["LSTM", "RNN"].map((cell) => ({ kind: "at most", measure: "D_stsp", group: { cell } }));
  const rowsOf = (...forcings: readonly string[]) => ({
    kind: "comparison",
    measure: "D_stsp",
    rows: forcings.map((forcing) => ({ title: forcing, runs: { forcing } })),
  });
  const specs = [rowsOf("generalized"), rowsOf("sparse", "none")];
  const runs = [{ cell: "LSTM", forcing: "sparse" }, { cell: "RNN", forcing: "generalized" }];
  assertEquals(shownIn(claims, specs, [drawn!, drawn!], () => undefined, runs), [1, 0]);
});
