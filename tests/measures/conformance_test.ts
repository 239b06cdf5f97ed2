/** What every measure of the catalogue must satisfy, whatever it measures. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import * as fc from "fast-check";
import {
  evaluateMeasure,
  measureCodec,
  type MeasureKind,
  measureKinds,
  type MeasureSpec,
} from "../../lib/measures/catalogue.ts";
import type { Measure, MeasureContext } from "../../lib/measures/measure.ts";
import { fixedPointAtMean, scaleOf } from "../../lib/measures/scale.ts";
import { decode } from "../../lib/codec/codec.ts";
import { seriesOf, slice } from "../../lib/series/series.ts";
import { lorenzFlow, mapped, modelOf, orbit, settingsOf, valueOf } from "./support.ts";

const truth = orbit(lorenzFlow(38), [2, -3, 20], 0.01, 6000);
const other = orbit(lorenzFlow(38), [-7, 1, 25], 0.01, 6000);

for (const kind of Object.keys(measureKinds) as MeasureKind[]) {
  const measure = measureKinds[kind] as unknown as Measure;
  const spec = { kind } as MeasureSpec;
  const settings = settingsOf(spec);
  const worse = (a: number, b: number) => measure.better === "smaller" ? a > b : a < b;

  Deno.test(`${kind} says what it is`, () => {
    assertEquals(measure.kind, kind);
    assert(measure.version >= 1 && measure.title.length > 0);
    assert(measure.references.length > 0 && measure.references.every((text) => /\(\d{4}\)/.test(text)));
    assert("default" in measure.presets);
  });

  Deno.test(`${kind} decodes in every preset, in full, and is written back as it was read`, () => {
    for (const preset of Object.keys(measure.presets)) {
      const result = decode(measureCodec, { kind, preset });
      if (result._tag === "Left") throw new Error(JSON.stringify(result.left));
      assertEquals(result.right.preset, preset);
      assert(Object.values(result.right).every((option) => option !== undefined));
      const written = JSON.parse(JSON.stringify(measureCodec.encode(result.right)));
      assertEquals(decode(measureCodec, written), result);
    }
    const faults = decode(measureCodec, { kind, preset: "papr", bims: 3 });
    assertEquals(faults._tag === "Left" && faults.left.map((fault) => fault.path), ["$.preset", "$.bims"]);
  });

  Deno.test(`${kind} of a perfect model is the ideal`, () => {
    const value = valueOf(spec, modelOf(truth, 0));
    if (measure.ideal === null) assert(value > 5);
    else assertEquals(value, measure.ideal);
  });

  Deno.test(`${kind} grows worse with the model's error`, () => {
    const values = [0, 0.05, 0.2, 0.8, 3].map((error) => valueOf(spec, modelOf(truth, error)));
    values.slice(1).forEach((value, index) =>
      assert(
        measure.qualitative ? !worse(values[index]!, value) : worse(value, values[index]!),
        `${kind}: ${values.join(", ")}`,
      )
    );
  });

  Deno.test(`${kind} depends neither on the offset nor on the scale of the variables`, () => {
    const plain = valueOf(spec, modelOf(truth, 0.11));
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), fc.integer({ min: -1000, max: 1000 })),
          {
            minLength: 3,
            maxLength: 3,
          },
        ),
        (units) => {
          const change = (series: typeof truth) =>
            mapped(series, (value, column) => (value + units[column]![1]) * units[column]![0]);
          const model = modelOf(truth, 0.11);
          const changedTruth = change(truth);
          const { forecast } = modelOf(changedTruth, 0.11);
          const changed = { ...model, truth: changedTruth, generated: change(model.generated), forecast };
          const value = valueOf(spec, changed);
          // Rounding may carry a point across the edge of a cell.
          assertAlmostEquals(value, plain, 1e-3 * Math.abs(plain));
        },
      ),
      { numRuns: 8 },
    );
  });

  Deno.test(`${kind} is the same however large or small the variables are`, () => {
    const plain = valueOf(spec, modelOf(truth, 0.11));
    // Powers of two lose no digit, so that not even the last one may differ.
    for (const exponent of [-1015, -900, -500, -100, 100, 500, 900, 1015]) {
      const [half, rest] = [Math.floor(exponent / 2), Math.ceil(exponent / 2)];
      const change = (series: typeof truth) => mapped(series, (value) => value * 2 ** half * 2 ** rest);
      const model = modelOf(truth, 0.11);
      const changed = {
        ...model,
        truth: change(truth),
        generated: change(model.generated),
        forecast: (row: number, steps: number) =>
          model.forecast(row, steps).map((value) => value * 2 ** half * 2 ** rest),
      };
      // At the small end numbers have fewer digits of their own.
      const tolerance = exponent < -1000 ? 1e-3 * Math.abs(plain) : 1e-12 * Math.abs(plain);
      assertAlmostEquals(valueOf(spec, changed), plain, tolerance, `2^${exponent}`);
    }
  });

  Deno.test(`${kind} has a value or a reason for every input`, () => {
    const number = fc.oneof(
      fc.double(),
      fc.constantFrom(0, 1, -1, 1e300, -1e300, NaN, Infinity),
      fc.integer(),
    );
    const series = (columns: number) =>
      fc.array(fc.array(number, { minLength: columns, maxLength: columns }), { maxLength: 200 }).map((
        rows,
      ) => ({
        ...seriesOf(rows, 0.1),
        columns,
      }));
    fc.assert(fc.property(
      fc.integer({ min: 1, max: 3 }).chain((columns) => fc.tuple(series(columns), series(columns))),
      ([truth, generated]) => {
        for (const preset of Object.keys(measure.presets)) {
          const forecast = (_: number, steps: number) =>
            Float64Array.from(
              { length: steps * truth.columns },
              (_, index) => generated.values[index] ?? NaN,
            );
          const { value, why } = evaluateMeasure(settingsOf({ kind, preset } as MeasureSpec), {
            ...modelOf(truth, 0),
            generated,
            forecast,
          });
          if (value === null) assert(why !== undefined && why.length > 0);
          else assert(Number.isFinite(value));
        }
      },
    ));
  });

  Deno.test(`${kind} says what is missing`, () => {
    const { value, why } = evaluateMeasure(settings, { truth });
    assertEquals(value, null);
    for (const part of measure.needs) assert(why!.includes(part));
  });

  if (measure.needs.includes("generated")) {
    Deno.test(`${kind} has a value for constant, short and outlying free runs, and a reason for a diverged one`, () => {
      const context = (generated: MeasureContext["generated"]) => ({ truth, generated: generated! });
      const far = mapped(truth, (value) => 1e6 * value + 1e9);
      for (const run of [fixedPointAtMean(truth), fixedPointAtMean(truth, 20), slice(truth, 0, 17), far]) {
        valueOf(spec, context(run));
      }
      const diverged = { ...truth, values: truth.values.with(3 * 500 + 1, Infinity) };
      const { value, why } = evaluateMeasure(settings, context(diverged));
      assertEquals([value, why], [null, "the free run diverged at step 501 of 6000"]);
    });

    Deno.test(`${kind} puts the system between the ideal and a fixed point`, () => {
      const { floor, ceiling } = scaleOf(settings, truth, other);
      const short = measure.qualitative ? floor === measure.ideal : worse(floor!, measure.ideal!);
      assert(short && worse(ceiling!, floor!), `${floor}, ${ceiling}`);
    });
  }
}
