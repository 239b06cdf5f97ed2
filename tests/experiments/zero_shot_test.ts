/** The record of DynaMix's contexts: its page is current, it is complete, and parts of it come out again, every digit. */
import { assert, assertEquals, assertMatch, assertNotMatch } from "@std/assert/mod.js";
import { fromFileUrl } from "@std/path/mod.js";
import spec from "../../experiments/zero_shot.ts";
import { shown, type ShownName } from "../../experiments/shared/dynamix.ts";
import { planExperiment } from "../../lib/engine/experiment.ts";
import { makeInMemory } from "../../lib/engine/memory.ts";
import { denoCapabilities } from "../../lib/steps/capabilities.ts";
import type { EvaluationRecord } from "../../lib/steps/evaluate.ts";
import { readRecord } from "../../lib/steps/files.ts";
import { zeroShotPage } from "../../tools/zero_shot/page.ts";
import { exampleResult, exampleRun } from "../../lib/results/example.ts";
import { resultDocument } from "../../lib/report/document.ts";
import {
  publishedZeroShot,
  type RecordedFit,
  recordedFit,
  valuesOf,
  writtenZeroShot,
} from "../../tools/zero_shot/record.ts";
import { baselinesOf, shownSeries } from "../../tools/zero_shot/series.ts";
import { right } from "../either.ts";

const root = new URL("../../", import.meta.url);
const directory = Deno.env.get("LYAP_DATA") ?? fromFileUrl(new URL("../shared/data", root));
const names = Object.keys(shown) as readonly ShownName[];
const budgets: Readonly<Record<string, number>> = { quick: 10, minute: 60, paper: 600 };

Deno.test("the page of the zero-shot record is the one that its record gives", async () => {
  assertEquals(await Deno.readTextFile(new URL("docs/zero_shot.md", root)), zeroShotPage(publishedZeroShot));
  assertEquals(
    await Deno.readTextFile(new URL("fixtures/zero_shot.json", root)),
    writtenZeroShot(publishedZeroShot),
  );
});

Deno.test("the record has each series with each budget once, and both baselines", () => {
  assertEquals(
    publishedZeroShot.fits.map(({ series, budget }) => `${series} ${budget}`),
    names.flatMap((name) => Object.values(budgets).map((budget) => `${name} ${budget}`)),
  );
  assertEquals(
    publishedZeroShot.baselines.map(({ series }) => series),
    names.flatMap((name) => [name, name]),
  );
});

Deno.test("each profile of the experiment trains exactly the networks that were chosen within its budget", () => {
  for (const [profile, budget] of Object.entries(budgets)) {
    const { runs } = right(planExperiment("zero_shot.ts", spec, { profile }));
    const chosen = publishedZeroShot.fits.filter((fit) => fit.budget === budget);
    assertEquals(
      runs.map(({ settings: { epochs, seed, batches } }) => ({ epochs, seed, batches })),
      chosen.map(({ training: { epochs, seed, batches } }) => ({ epochs, seed, batches })),
    );
  }
});

Deno.test("a chosen network by regression is recorded with its start, and the page says what is older than such networks", () => {
  const { training } = publishedZeroShot.fits.find(({ training }) => training.start === undefined)!;
  const start = { scale: 0.4, ridge: 1e-13 };
  const runs = [
    exampleRun({ seed: 1 }, { settings: { ...training, epochs: 0, start } }),
    exampleRun({ seed: 2 }, { settings: { ...training } }),
  ];
  const { runs: documents } = resultDocument(exampleResult(runs), []);
  const recorded = ({ id }: { readonly id: string }) =>
    recordedFit({ result: { runs: documents }, chosen: id, level: "reconstructed", place: 1 }, {
      name: "lorenz63",
      budget: 600,
      seconds: 599.6,
    });
  const [byRegression, trained] = runs.map(recorded) as [RecordedFit, RecordedFit];
  assertEquals([byRegression.training.start, byRegression.regressions], [start, 1]);
  assertEquals([trained.training, trained.regressions], [training, 1]);
  const page = zeroShotPage({ ...publishedZeroShot, fits: [byRegression] });
  assertMatch(page, /by regression, scale 0.4, penalty 1e-13, seed 1/);
  assertNotMatch(page, /were made before/);
  const { regressions: _, ...older } = byRegression;
  assertMatch(zeroShotPage({ ...publishedZeroShot, fits: [older] }), /All of these fits were made before/);
  assertMatch(
    zeroShotPage({ ...publishedZeroShot, fits: [older, byRegression] }),
    /1 of these fits were made before/,
  );
});

const lorenz = shownSeries("lorenz63", directory);

Deno.test({
  name:
    "what needs no training comes out again, and so does the chosen network of the shortest fit, every digit",
  ignore: lorenz === null,
  fn: async () => {
    assertEquals(
      baselinesOf("lorenz63", lorenz!),
      publishedZeroShot.baselines.filter(({ series }) => series === "lorenz63"),
    );
    const fit = publishedZeroShot.fits.find(({ series, budget }) => series === "lorenz63" && budget === 10)!;
    const { runs, steps } = right(planExperiment("zero_shot.ts", spec, { profile: "quick" }));
    const run = runs.find(({ settings }) =>
      JSON.stringify(settings.dataset).includes(shown.lorenz63.sha256)
    )!;
    const needed = new Set([run.data, run.network, run.exponents, run.measures].map(({ key }) => key));
    const made = right(
      await makeInMemory({ steps: steps.filter(({ key }) => needed.has(key)) }, {
        data: { directory, mayDownload: false },
      })(denoCapabilities)(),
    );
    const { measures } = right(readRecord<EvaluationRecord>(made.get(run.measures.key)!, "measures.json"));
    const found = Object.fromEntries(Object.entries(measures).map(([name, { value }]) => [name, value]));
    assertEquals(valuesOf(found), fit.values);
    assert(fit.values.D_stsp !== null);
  },
});
