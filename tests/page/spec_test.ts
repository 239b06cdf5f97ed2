/** The spec of the page: as choices, as an address, as a file. */
import { assert, assertEquals } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { decode } from "../../lib/core/codec/codec.ts";
import { goldenSpec } from "../../lib/page/golden.ts";
import {
  choicesOf,
  firstSpec,
  fragmentOf,
  INTERVALS,
  offeredDatasets,
  presets,
  specText,
  textInFragment,
  withChoices,
} from "../../lib/page/spec.ts";
import { datasetSettings } from "../../lib/series/dataset.ts";

Deno.test("a spec comes back from the address", () => {
  for (const spec of [firstSpec, goldenSpec, { ...firstSpec, title: 'ρ = 38 % & "more" #2' }]) {
    const text = textInFragment(fragmentOf(spec));
    assertEquals(E.isRight(text) && JSON.parse(text.right!), JSON.parse(specText(spec)));
  }
  assertEquals(textInFragment(""), E.right(null));
  assertEquals(textInFragment("#proof"), E.right(null));
});

Deno.test("an address that was cut within a character says so", () => {
  assert(E.isLeft(textInFragment("#spec=%7B%2")));
});

Deno.test("choices change what they name and nothing else", () => {
  const changed = withChoices(goldenSpec, { interval: 5 });
  assertEquals(changed.settings.forcing, { kind: "sparse", interval: 5 });
  assertEquals(changed.settings.lyapunov, goldenSpec.settings.lyapunov);
  assertEquals(choicesOf(withChoices(firstSpec, { cell: "LSTM", units: 12, seed: 7 })), {
    ...choicesOf(firstSpec),
    cell: "LSTM",
    units: 12,
    seed: 7,
  });
});

Deno.test("the options of a cell stay when its units change, and go with the cell", () => {
  const shallow = {
    ...firstSpec,
    settings: { ...firstSpec.settings, cell: { kind: "shPLRNN" as const, units: 3, hidden: 50 } },
  };
  assertEquals(withChoices(shallow, { units: 4 }).settings.cell, { kind: "shPLRNN", units: 4, hidden: 50 });
  assertEquals(withChoices(shallow, { cell: "RNN" }).settings.cell, { kind: "RNN", units: 3 });
});

Deno.test("a forcing that has no interval shows as none until one is chosen", () => {
  const unforced = {
    ...firstSpec,
    settings: { ...firstSpec.settings, forcing: { kind: "none" as const } },
  };
  assertEquals(choicesOf(unforced).interval, null);
  assertEquals(choicesOf(withChoices(unforced, { seed: 2 })).interval, null);
  assertEquals(choicesOf(withChoices(unforced, { interval: 9 })).interval, 9);
});

Deno.test("the offered datasets decode, and the presets lie on the slider", () => {
  for (const { name, dataset } of offeredDatasets) assert(E.isRight(decode(datasetSettings, dataset)), name);
  assert(presets.every(({ interval }) => interval >= INTERVALS.least && interval <= INTERVALS.most));
});
