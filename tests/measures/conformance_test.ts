/** What every measure of the catalogue must satisfy. */
import { assert, assertEquals } from "@std/assert/mod.js";
import * as fc from "fast-check";
import type { Read } from "../../lib/core/catalogue.ts";
import { measureKinds, type MeasureSpec } from "../../lib/measures/catalogue.ts";
import type { Measure } from "../../lib/measures/measure.ts";
import { checksOfMeasure, wrongOn } from "../../lib/library/checks/measure.ts";
import { chaoticSeries, erringModel } from "../../lib/library/checks/model.ts";
import { seriesOf } from "../../lib/series/series.ts";
import { testAll } from "../conformance.ts";
import { settingsOf, valueOf } from "./support.ts";

const truth = chaoticSeries([2, -3, 20]);

for (const [kind, measure] of Object.entries<Measure & Read>(measureKinds)) {
  const spec = { kind } as MeasureSpec;
  testAll(kind, checksOfMeasure(measure));

  Deno.test(`${kind} is listed under its name, and says where it comes from, with the year`, () => {
    assertEquals(measure.kind, kind);
    assert(measure.references.length > 0 && measure.references.every((text) => /\(\d{4}\)/.test(text)));
    if (measure.ideal === null) assert(valueOf(spec, erringModel(truth, 0)) > 5);
  });

  Deno.test(`${kind} has a value or a reason for any input that a generator thinks of`, () => {
    const number = fc.oneof(
      fc.double(),
      fc.constantFrom(0, 1, -1, 1e300, -1e300, NaN, Infinity),
      fc.integer(),
    );
    const series = (columns: number) =>
      fc.array(fc.array(number, { minLength: columns, maxLength: columns }), { maxLength: 200 })
        .map((rows) => ({ ...seriesOf(rows, 0.1), columns }));
    fc.assert(fc.property(
      fc.integer({ min: 1, max: 3 }).chain((columns) => fc.tuple(series(columns), series(columns))),
      ([truth, generated]) => {
        for (const preset of Object.keys(measure.presets)) {
          const settings = settingsOf({ kind, preset } as MeasureSpec);
          assertEquals(wrongOn(measure, settings, truth, generated), null);
        }
      },
    ));
  });

  if (measure.needs.includes("generated")) {
    Deno.test(`${kind} says at which step of how many a free run diverged`, () => {
      const generated = { ...truth, values: truth.values.with(3 * 500 + 1, Infinity) };
      const { value, why } = measure.evaluate(settingsOf(spec), { truth, generated });
      assertEquals([value, why], [null, "the free run diverged at step 501 of 6000"]);
    });
  }
}
