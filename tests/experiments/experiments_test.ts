/** Every experiment of the repository compiles in every profile, and says what it restates of the paper. */
import { assert, assertEquals } from "@std/assert/mod.js";
import { fromFileUrl } from "@std/path/mod.js";
import * as E from "fp-ts/Either.js";
import { planExperiment, resolve } from "../../lib/engine/experiment.ts";
import { verdictsOnLedger } from "../../lib/engine/verify.ts";
import { parseLedger } from "../../lib/results/ledger/ledger.ts";
import { decode } from "../../lib/core/codec/codec.ts";
import { expectedCodec } from "../../lib/results/verification/verification.ts";
import { authorsCurves } from "../../experiments/shared/authors_curves.ts";
import { withModules } from "../../lib/steps/modules.ts";
import { type Experiment, here } from "../../mod.ts";

const folder = new URL("../../experiments/", import.meta.url);
const files = [...Deno.readDirSync(folder)].filter(({ isFile, name }) => isFile && !name.startsWith("."))
  .map(({ name }) => name).sort();

for (const file of files) {
  const { default: written } = await import(new URL(file, folder).href) as { readonly default: Experiment };
  const loaded = await here(withModules(written, fromFileUrl(folder), null, true));
  if (E.isLeft(loaded)) throw new Error(JSON.stringify(loaded.left));
  const spec = loaded.right as Experiment;
  const profiles = ["quick", ...Object.keys(spec.profiles ?? {}).filter((name) => name !== "quick")];

  Deno.test(`${file}: bears its name and compiles in the profiles ${profiles.join(", ")}`, () => {
    assertEquals(file, `${spec.name.replaceAll("-", "_")}.ts`);
    for (const profile of profiles) {
      const plan = planExperiment(file, spec, { profile });
      assertEquals(E.isLeft(plan) ? plan.left : [], []);
    }
  });

  Deno.test(`${file}: claims something, draws something, and restates the paper`, () => {
    for (const profile of profiles) {
      const { claims = spec.claims ?? [], figures = spec.figures ?? [] } = spec.profiles?.[profile] ?? {};
      assert(claims.length > 0 && figures.length > 0, profile);
      assert(claims.some(({ restates }) => restates !== undefined && restates !== ""), profile);
    }
  });

  Deno.test(`${file}: the numbers of the paper occur in the sentence that states them`, () => {
    for (const profile of profiles) {
      const { claims = spec.claims ?? [] } = spec.profiles?.[profile] ?? {};
      for (const { restates = "", states = "" } of claims) {
        for (
          const number of states.split(/, | to | and | ± | nats\/step$| steps$/).filter((each) => each !== "")
        ) {
          assert(restates.includes(number), `"${restates}" does not state ${number}`);
        }
      }
    }
  });
}

const expected = decode(
  expectedCodec,
  JSON.parse(Deno.readTextFileSync(new URL("../../fixtures/verdicts.json", import.meta.url))),
);

for (const [name, verdicts] of Object.entries(E.isRight(expected) ? expected.right : {})) {
  if (verdicts.ledger === undefined) continue;
  Deno.test(`${name}: the published runs decide as is expected, and what they refute is explained`, async () => {
    const file = `${name.replaceAll("-", "_")}.ts`;
    const { default: spec } = await import(new URL(file, folder).href) as { readonly default: Experiment };
    const experiment = resolve(file, spec, { profile: "paper" });
    if (E.isLeft(experiment)) throw new Error(JSON.stringify(experiment.left));
    const path = new URL(`../../fixtures/ledger/${name}.json`, import.meta.url);
    const ledger = parseLedger(path.pathname, Deno.readTextFileSync(path));
    if (E.isLeft(ledger)) throw new Error(JSON.stringify(ledger.left));
    const found = verdictsOnLedger(ledger.right, experiment.right).verdicts;
    assertEquals(Object.fromEntries(found.map(({ id, verdict }) => [id, verdict])), verdicts.ledger);
    assertEquals(
      found.filter(({ verdict, explanation }) => verdict === "refuted" && explanation === undefined),
      [],
    );
  });
}

Deno.test("the authors' curves: those of the LSTM on Lorenz data have their minimum at τ = 30", () => {
  const { curves } = authorsCurves("lorenz", "D_stsp");
  const lstm = curves.find(({ label }) => label === "LSTM")!;
  const least = lstm.points.reduce((a, b) => b.value < a.value ? b : a);
  assertEquals([least.at, least.value, least.error], [30, 0.0618, 0.0065]);
  assertEquals(curves.map(({ label }) => label), ["PLRNN", "RNN", "LSTM"]);
});
