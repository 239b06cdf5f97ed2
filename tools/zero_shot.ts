/**
 * Fits networks to DynaMix's contexts, and writes what comes of it: `deno task zero-shot --data DIRECTORY [--store DIRECTORY]
 * [--budgets 10,60,600] [--series lorenz63,chua,sprottM] [--jobs 2]`.
 *
 * `fixtures/zero_shot.json` keeps a line for each fit, those that are not made anew too; `docs/zero_shot.md` is written from
 * it. A file that is not there is skipped with a message.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { parseArgs } from "@std/cli/parse_args.js";
import { join } from "@std/path/mod.js";
import {
  AHEAD,
  notebookMeasures,
  notebookNames,
  shown,
  type ShownName,
} from "../experiments/shared/dynamix.ts";
import type { Learned } from "../lib/baselines/baseline.ts";
import { digestOfBytes, hexOf } from "../lib/codec/canonical.ts";
import { decode } from "../lib/codec/codec.ts";
import { measuredBaselines } from "../lib/measures/baselines.ts";
import { evaluationSettings } from "../lib/measures/settings.ts";
import { describeError } from "../lib/program/errors.ts";
import type { FitResult } from "../lib/recordings/fit/fit.ts";
import { fitRecording } from "../lib/recordings/fit/here.ts";
import { decodeNpy, encodeNpy } from "../lib/series/npy.ts";
import { type Series, slice } from "../lib/series/series.ts";
import { zeroShotPage } from "./zero_shot/page.ts";
import {
  type NotebookValues,
  published,
  type RecordedBaseline,
  type RecordedFit,
  type RecordedTraining,
  writtenZeroShot,
  type ZeroShotRecord,
} from "./zero_shot/record.ts";

const fixture = new URL("../fixtures/zero_shot.json", import.meta.url);
const page = new URL("../docs/zero_shot.md", import.meta.url);

const options = parseArgs(Deno.args, {
  string: ["data", "store", "budgets", "series", "jobs", "machine"],
});

/** An option as it was given. */
const given = (name: keyof typeof options, otherwise: string): string => String(options[name] ?? otherwise);

const directory = given("data", "../shared/data");
const wanted = given("series", Object.keys(shown).join(",")).split(",") as readonly ShownName[];
const budgets = given("budgets", "10,60,600").split(",").filter((text) => text !== "").map(Number);
const jobs = Number(given("jobs", "0"));

/** The file of a series; null, with a message, where it is not there or another one. */
const seriesOf = (name: ShownName): Series | null => {
  const { file, sha256 } = shown[name];
  const path = join(directory, file);
  let bytes: Uint8Array;
  try {
    bytes = Deno.readFileSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.error(`skipped: there is no ${path}; --data names the directory in which ${file} lies`);
    return null;
  }
  if (hexOf(digestOfBytes(bytes)) !== sha256) {
    console.error(`skipped: ${path} is another file than the published one`);
    return null;
  }
  const decoded = decodeNpy(bytes, file);
  if (E.isLeft(decoded)) throw new Error(describeError(decoded.left).join("\n"));
  const { shape: [rows, columns], values } = decoded.right;
  return { values: Float64Array.from(values), rows: rows!, columns: columns!, dt: 1 };
};

const valuesOf = (measures: Readonly<Record<string, number | null>>): NotebookValues => ({
  D_stsp: measures[notebookNames.D_stsp] ?? null,
  D_H: measures[notebookNames.D_H] ?? null,
  MASE: measures[notebookNames.MASE] ?? null,
});

const evaluation = { steps: AHEAD, transient: 0 };

const orThrow = <A>(found: E.Either<unknown, A>): A => {
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left));
  return found.right;
};

/** What needs no training, from all of the context. */
export const baselinesOf = (name: ShownName, series: Series): readonly RecordedBaseline[] => {
  const { context } = shown[name];
  const settings = orThrow(
    decode(evaluationSettings, {
      ...evaluation,
      measures: [...notebookMeasures],
      baselines: ["parroting", "reservoir"],
    }),
  );
  const learned: Learned = { series: slice(series, 0, context), stretches: [{ start: 0, end: context }] };
  const heldOut = slice(series, context - 1, context + AHEAD);
  return measuredBaselines(settings, learned, heldOut, null).map(({ title, measures }) => ({
    series: name,
    kind: title,
    values: valuesOf(
      Object.fromEntries(Object.entries(measures).map(([measure, { value }]) => [measure, value])),
    ),
  }));
};

const bytesOf = ({ values, rows, columns }: Series): Uint8Array =>
  encodeNpy({ shape: [rows, columns], values: values.slice() });

/** Fits of one series with one budget. */
const fitOf = async (name: ShownName, series: Series, budget: number): Promise<RecordedFit> => {
  const { context } = shown[name];
  const folder = await Deno.makeTempDir();
  try {
    const [file, test] = [join(folder, `${name}.npy`), join(folder, `${name}-test.npy`)];
    await Deno.writeFile(file, bytesOf(slice(series, 0, context - 1)));
    await Deno.writeFile(test, bytesOf(slice(series, context - 1, context + AHEAD)));
    const begin = Date.now();
    const found = await fitRecording({
      files: [file],
      test,
      out: join(folder, "fit"),
      minutes: budget / 60,
      evenLonger: true,
      store: given("store", ".lyap"),
      evaluation: { ...evaluation, measures: notebookMeasures },
      ...(jobs > 0 ? { jobs } : {}),
    });
    if (E.isLeft(found)) throw new Error(describeError(found.left).join("\n"));
    return recordedFit(found.right, { name, budget, seconds: (Date.now() - begin) / 1000 });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
};

const recordedFit = (
  { result, chosen, level, place }: FitResult,
  { name, budget, seconds }: { readonly name: ShownName; readonly budget: number; readonly seconds: number },
): RecordedFit => {
  const run = result.runs.find(({ id }) => id === chosen)!;
  const { cell, observation, forcing, batches, epochs, seed } = run
    .settings as unknown as RecordedTraining;
  const distances = result.runs.flatMap(({ measures }) => measures[notebookNames.D_stsp] ?? []);
  const own = run.measures[notebookNames.D_stsp] ?? Infinity;
  return {
    series: name,
    budget,
    seconds: Math.round(seconds),
    networks: result.runs.length,
    place,
    placeByD_stsp: 1 + distances.filter((each) => each < own).length,
    least: Math.min(...distances),
    level,
    training: { cell, observation, forcing, batches, epochs, seed },
    values: valuesOf(run.measures),
  };
};

if (import.meta.main) {
  let record: ZeroShotRecord = { ...published, machine: given("machine", published.machine) };
  const write = async (): Promise<void> => {
    await Deno.writeTextFile(fixture, writtenZeroShot(record));
    await Deno.writeTextFile(page, zeroShotPage(record));
  };
  const names = Object.keys(shown);
  const inOrder = <A extends { readonly series: ShownName }>(all: readonly A[]): readonly A[] =>
    all.toSorted((a, b) => names.indexOf(a.series) - names.indexOf(b.series));
  for (const name of wanted) {
    const series = seriesOf(name);
    if (series === null) continue;
    const others = record.baselines.filter((each) => each.series !== name);
    record = { ...record, baselines: inOrder([...others, ...baselinesOf(name, series)]) };
    for (const budget of budgets) {
      const made = await fitOf(name, series, budget);
      const kept = record.fits.filter((each) => each.series !== name || each.budget !== budget);
      record = { ...record, fits: inOrder([...kept, made].toSorted((a, b) => a.budget - b.budget)) };
      await write();
    }
  }
  await write();
}
