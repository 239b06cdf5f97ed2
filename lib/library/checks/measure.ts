/**
 * What must hold of every measure.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { Read } from "../../core/catalogue.ts";
import { canonicalJson } from "../../core/codec/canonical.ts";
import type { Measure, MeasureContext, Measurement, MeasureSettings } from "../../measures/measure.ts";
import { fixedPointAtMean } from "../../measures/scale.ts";
import { normals, stream, uniforms } from "../../numerics/random.ts";
import { seriesOf, slice } from "../../series/series.ts";
import type { Series } from "../../series/series.ts";
import { type Check, checksOfOptions, refuse } from "./check.ts";
import { chaoticSeries, erringModel, mapped } from "./model.ts";

/** The value or the reason of a measurement in a text; what is neither is shown as it is. */
const shown = (found: Measurement): string =>
  typeof found === "object" && found !== null
    ? String(found.value ?? `none: ${found.why}`)
    : JSON.stringify(found);

/** What is wrong with what a measure returned, for any input; null if nothing is. */
const wrongMeasurement = (found: Measurement): string | null => {
  if (typeof found !== "object" || found === null || !("value" in found)) {
    return `it returns ${JSON.stringify(found)} instead of measured(…) or undefinedBecause(…)`;
  }
  const { value, why } = found;
  return value === null
    ? typeof why === "string" && why !== "" ? null : "it has no value and no reason"
    : Number.isFinite(value)
    ? null
    : `its value is ${value}`;
};

/** What is wrong with the measurement of some series; null if it has a value or a reason. */
export const wrongOn = (
  measure: Measure,
  settings: MeasureSettings,
  truth: Series,
  generated: Series,
): string | null => {
  const forecast = (_: number, steps: number) =>
    Float64Array.from({ length: steps * truth.columns }, (_, index) => generated.values[index] ?? NaN);
  return wrongMeasurement(measure.evaluate(settings, { ...erringModel(truth, 0), generated, forecast }));
};

/** Series of some sizes, empty ones too, with numbers of all sizes and what is no number. */
const anySeries = (seed: number): readonly [Series, Series] => {
  const sizes = uniforms(stream(seed, "sizes"), 4);
  const [columns, more] = [1 + Math.floor(3 * sizes[0]!), 1 + Math.floor(3 * sizes[1]!)];
  const [few, many] = [Math.floor(200 * sizes[2]!), Math.floor(200 * sizes[3]!)];
  const source = (name: string, length: number): Float64Array => {
    const [signs, sizes] = [
      normals(stream(seed, name), length),
      uniforms(stream(seed, name, "sizes"), length),
    ];
    const odd = [0, 1, -1, 1e300, -1e300, NaN, Infinity, 5e-324];
    return signs.map((value, i) =>
      sizes[i]! < 0.1 && seed % 3 === 0
        ? odd[Math.floor(sizes[i]! * 80)]!
        : seed % 5 === 0
        ? Math.round(value)
        : value * powerOfTwo(Math.floor(20 * sizes[i]!))
    );
  };
  const of = (name: string, width: number, height: number): Series => ({
    values: source(name, width * height),
    rows: height,
    columns: width,
    dt: 0.1,
  });
  const width = seed % 7 === 0 ? more : columns;
  return [of("truth", columns, many), of("generated", width, seed % 2 === 0 ? many : few)];
};

/** Orders of magnitude between the units of variables. */
const SCALES: readonly number[] = [1e-3, 1e-2, 0.1, 1, 10, 100];

const powerOfTwo = (exponent: number): number => {
  let power = 1;
  for (let i = 0; i < Math.abs(exponent); i++) power *= exponent < 0 ? 0.5 : 2;
  return power;
};

/** Powers of two by which all variables are multiplied: they lose no digit, so that not even the last one may differ. */
const POWERS: readonly number[] = [-1015, -900, -500, -100, 100, 500, 900, 1015];

const near = (a: number, b: number, tolerance: number): boolean => Math.abs(a - b) <= tolerance;

const checksWith = (measure: Measure & Read, settings: MeasureSettings): readonly Check[] => {
  const truth = chaoticSeries([2, -3, 20]);
  const evaluate = (context: MeasureContext): Measurement => measure.evaluate(settings, context);
  /** The value for a context that has one. */
  const valueOf = (context: MeasureContext): number => {
    const found = evaluate(context);
    const wrong = wrongMeasurement(found);
    return wrong === null ? found.value ?? refuse(`it has no value: ${found.why}`) : refuse(wrong);
  };
  const worse = (a: number, b: number): boolean => measure.better === "smaller" ? a > b : a < b;
  /** A model that errs a little, with all variables changed, itself and its forecasts alike. */
  const changed = (change: (value: number, column: number) => number): number => {
    const model = erringModel(truth, 0.11);
    const { forecast } = model;
    return valueOf({
      ...model,
      truth: mapped(truth, change),
      generated: mapped(model.generated, change),
      forecast: (row, steps) =>
        forecast(row, steps).map((value, index) => change(value, index % truth.columns)),
    });
  };
  const ofRuns: readonly Check[] = !measure.needs.includes("generated") ? [] : [
    {
      says: "constant, short and outlying free runs have a value",
      fault: () => {
        const far = mapped(truth, (value) => 1e6 * value + 1e9);
        const runs = [fixedPointAtMean(truth), fixedPointAtMean(truth, 20), slice(truth, 0, 17), far];
        runs.forEach((generated) => valueOf({ truth, generated }));
        return null;
      },
    },
    {
      says: "a free run that diverged has no value, and the reason says at which step",
      fault: () => {
        const generated = { ...truth, values: truth.values.with(3 * 500 + 1, Infinity) };
        const found = evaluate({ truth, generated });
        return wrongMeasurement(found) ??
          (found.value === null && /\b501\b/.test(found.why ?? "")
            ? null
            : `${shown(found)}; notComparable(truth, generated) finds the reason`);
      },
    },
    {
      says: "the system itself scores between the ideal and a fixed point",
      fault: () => {
        const floor = valueOf({ truth, generated: chaoticSeries([-7, 1, 25]) });
        const ceiling = valueOf({
          truth,
          generated: fixedPointAtMean(truth),
          forecast: (_, steps) => fixedPointAtMean(truth, steps).values,
        });
        const short = measure.ideal === null ||
          (measure.qualitative ? floor === measure.ideal : worse(floor, measure.ideal));
        return short && worse(ceiling, floor)
          ? null
          : `the ideal is ${measure.ideal}, another orbit has ${floor}, a fixed point ${ceiling}`;
      },
    },
  ];
  return [
    {
      says: "it says what is missing",
      fault: () => {
        const found = evaluate({ truth });
        const missing = measure.needs.filter((part) => !(found.why ?? "").includes(part));
        return measure.needs.length === 0 || (found.value === null && missing.length === 0)
          ? null
          : `without ${measure.needs.join(" and ")}: ${shown(found)}`;
      },
    },
    {
      says: "a perfect model has the ideal value",
      fault: () => {
        const value = valueOf(erringModel(truth, 0));
        // Where no ideal is known, a perfect model goes as far as it is looked at.
        const ideal = measure.ideal === null
          ? worse(valueOf(erringModel(truth, 3)), value)
          : value === measure.ideal;
        return ideal ? null : `${value}, and the ideal is ${measure.ideal}`;
      },
    },
    {
      says: "it gets worse as the model's error grows",
      fault: () => {
        const values = [0, 0.05, 0.2, 0.8, 3].map((error) => valueOf(erringModel(truth, error)));
        return values.slice(1).every((value, index) =>
            measure.qualitative ? !worse(values[index]!, value) : worse(value, values[index]!)
          )
          ? null
          : `with errors of 0, 0.05, 0.2, 0.8 and 3 standard deviations it is ${values.join(", ")}`;
      },
    },
    {
      says: "it depends neither on the offset nor on the scale of the variables",
      fault: () => {
        const plain = valueOf(erringModel(truth, 0.11));
        for (let seed = 1; seed <= 8; seed++) {
          const scales = uniforms(stream(seed, "scales"), 3).map((value) =>
            SCALES[Math.floor(SCALES.length * value)]! * (1 + value)
          );
          const offsets = uniforms(stream(seed, "offsets"), 3).map((value) =>
            Math.round(2000 * value - 1000)
          );
          const value = changed((each, column) => (each + offsets[column]!) * scales[column]!);
          // Rounding may carry a point across the edge of a cell.
          if (!near(value, plain, 1e-3 * Math.abs(plain))) {
            return `${plain}, and ${value} with other units and origins; divide by what grows with the variables`;
          }
        }
        return null;
      },
    },
    {
      says: "it does not depend on how large or small the variables are",
      fault: () => {
        const plain = valueOf(erringModel(truth, 0.11));
        for (const exponent of POWERS) {
          const [half, rest] = [Math.floor(exponent / 2), Math.ceil(exponent / 2)];
          const value = changed((each) => each * powerOfTwo(half) * powerOfTwo(rest));
          // At the small end numbers have fewer digits of their own.
          if (!near(value, plain, exponent < -1000 ? 1e-3 * Math.abs(plain) : 1e-12 * Math.abs(plain))) {
            return `${plain}, and ${value} where all variables are 2^${exponent} times as large`;
          }
        }
        return null;
      },
    },
    {
      says: "it has a value or a reason for every input",
      fault: () => {
        const inputs: readonly (readonly [Series, Series])[] = [
          ...Array.from({ length: 100 }, (_, seed) => anySeries(seed)),
          [seriesOf([], 0.1), seriesOf([], 0.1)],
          [seriesOf([[1], [1], [1]], 0.1), seriesOf([[1], [1]], 0.1)],
        ];
        for (const preset of Object.keys(measure.presets)) {
          const read = measure.codec.decode({ kind: measure.kind, preset });
          if (E.isLeft(read)) return `the preset ${preset} does not decode`;
          for (const [index, [some, generated]] of inputs.entries()) {
            const wrong = wrongOn(measure, read.right as MeasureSettings, some, generated);
            if (wrong !== null) {
              return `${wrong}, for series ${index} of ${some.rows} and ${generated.rows} rows`;
            }
          }
        }
        return null;
      },
    },
    {
      says: "the same series have the same value",
      fault: () => {
        const [one, two] = [0, 1].map(() => shown(evaluate(erringModel(truth, 0.2))));
        return one === two ? null : `${one} and ${two}`;
      },
    },
    ...ofRuns,
  ];
};

/** What must hold of a measure. */
export const checksOfMeasure = (measure: Measure & Read): readonly Check[] => {
  const presets = Object.keys(measure.presets);
  const read = measure.codec.decode({ kind: measure.kind });
  return [
    {
      says: "it says what it is: a version, a title, and a preset `default`",
      fault: () =>
        !(measure.version >= 1)
          ? `its version is ${measure.version}`
          : measure.kind.length === 0
          ? "its kind is empty, and it would have no name"
          : measure.title.length === 0
          ? "its title is empty"
          : measure.better !== "smaller" && measure.better !== "larger"
          ? `better is "${measure.better}"; expected "smaller" or "larger"`
          : "default" in measure.presets
          ? null
          : "it has no preset of that name",
    },
    ...checksOfOptions(measure),
    {
      says: "every preset decodes, in full, and is written back as it was read",
      fault: () => {
        for (const preset of presets) {
          const found = measure.codec.decode({ kind: measure.kind, preset });
          if (E.isLeft(found)) return `${preset} does not decode`;
          const settings = found.right as MeasureSettings;
          if (settings.preset !== preset || Object.values(settings).includes(undefined as never)) {
            return `${preset} is not complete: ${JSON.stringify(settings)}`;
          }
          const back = measure.codec.decode(JSON.parse(JSON.stringify(measure.codec.encode(settings))));
          if (E.isLeft(back) || canonicalJson(back.right) !== canonicalJson(settings)) {
            return `${preset} does not come back`;
          }
        }
        return E.isLeft(measure.codec.decode({ kind: measure.kind, preset: "no such preset" }))
          ? null
          : "it takes any preset";
      },
    },
    ...(E.isLeft(read) ? [] : checksWith(measure, read.right as MeasureSettings)),
  ];
};
