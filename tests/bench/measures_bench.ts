/**
 * Time of the measures at the sizes of the paper: 100,000 × 3 against 100,000 × 3 for binning and spectra (at most 0.3 s
 * each), 10,000 × 10 for mixtures (at most 5 s).
 */
import { evaluateMeasure, type MeasureSpec } from "../../lib/measures/catalogue.ts";
import { normals, stream } from "../../lib/numerics/random.ts";
import { lorenzFlow, orbit, settingsOf } from "../measures/support.ts";

const truth = orbit(lorenzFlow(38), [2, -3, 20], 0.01, 100_000);
const generated = orbit(lorenzFlow(38), [-7, 1, 25], 0.01, 100_000);
const cloud = (name: string) => ({
  values: normals(stream(1, name), 100_000),
  rows: 10_000,
  columns: 10,
  dt: 1,
});
const [wideTruth, wideGenerated] = [cloud("a"), cloud("b")];

for (const preset of ["default", "paper", "gtf"] as const) {
  for (const kind of ["D_stsp", "D_H"] as const) {
    const settings = settingsOf({ kind, preset });
    Deno.bench(`${kind} ${preset}, 100,000 × 3`, { group: "at most 0.3 s" }, () => {
      evaluateMeasure(settings, { truth, generated });
    });
  }
  const mixtures: MeasureSpec = { kind: "D_stsp", preset, method: "mixtures" };
  Deno.bench(`D_stsp ${preset} by mixtures, 10,000 × 10`, { group: "at most 5 s", n: 3, warmup: 1 }, () => {
    evaluateMeasure(settingsOf(mixtures), { truth: wideTruth, generated: wideGenerated });
  });
}

for (const preset of ["default", "paper"] as const) {
  const settings = settingsOf({ kind: "PSC", preset });
  Deno.bench(`PSC ${preset}, 100,000 × 3`, { group: "at most 0.3 s" }, () => {
    evaluateMeasure(settings, { truth, generated });
  });
}
