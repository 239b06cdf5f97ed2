/** When a result has λ₁ along the rows: where it is asked for, agrees with what is known, and is known better. */
import { assert, assertEquals, assertLess } from "@std/assert/mod.js";
import { resolve } from "../../lib/engine/experiment.ts";
import type { DatasetRecord } from "../../lib/steps/dataset.ts";
import { datasetStep } from "../../lib/steps/dataset.ts";
import { encodeRecord, readRecord, readSeries } from "../../lib/steps/files.ts";
import { encodeSeries } from "../../lib/series/npy.ts";
import { dataResult } from "../../lib/steps/result.ts";
import { slice } from "../../lib/series/series.ts";
import { make } from "./making.ts";
import { right } from "../either.ts";

const dataset = { source: { kind: "system", system: "lorenz", steps: 4000 } } as const;
const made = await make(datasetStep, { ...dataset, exponentTimeScales: 50 }, {});
const record = right(readRecord<DatasetRecord>(made, "dataset.json"));
const series = right(readSeries(made, "series.npy", record.dt));

/** A result of which λ₁ is known as said, with half of the series as the validation part. */
const resultOf = (lambda1: number, error: number, asked: object) => {
  const spectrum = { ...record.spectrum!, exponents: [lambda1], standardErrors: [error] };
  const files = {
    ...made.files,
    "dataset.json": encodeRecord({ ...record, spectrum }),
    "series.npy": encodeSeries(slice(series, 0, 3000)),
    "validation.npy": encodeSeries(slice(series, 3000, 4000)),
  };
  const forcing = { kind: "none" } as const;
  const cell = { kind: "PLRNN", units: 3 } as const;
  const evaluation = { measures: [], ...asked };
  const experiment = { name: "a", title: "A", settings: { dataset, cell, forcing, evaluation } };
  const [run] = right(resolve("here", experiment, {})).runs;
  return right(dataResult({ ...made, files }, "data", run!.settings));
};

Deno.test("λ₁ along the rows is there where it is asked for, agrees, and is known better", () => {
  const asked = { exponentAlong: true };
  const found = resultOf(0.9, 0.3, asked).along;
  assert(found !== undefined);
  assertLess(Math.abs(found.lambda1 / record.dt - 0.906), 3 * found.standardError / record.dt);
  assertEquals(resultOf(0.9, 0.3, {}).along, undefined);
  assertEquals(resultOf(0.9, 0.01, asked).along, undefined);
  assertEquals(resultOf(3, 0.3, asked).along, undefined);
});
