/**
 * Fits recordings of generalized teacher forcing as a user would, with a budget of minutes and nothing else: `deno task gtffit
 * --data DIRECTORY [--fits ecg,eeg,lorenz,lorenz101,lorenz201,lorenz10] [--store DIRECTORY] [--jobs 2] [--machine TEXT]`.
 *
 * The electrocardiogram and the electroencephalogram of table 1 get ten minutes, and their networks are measured as the table
 * does. The Lorenz system with 5 % noise gets the default budget, from three seeds, and ten minutes, and is judged on a file without noise.
 * `fixtures/gtf_fit.json` keeps a line for each fit. A file that is not there is skipped with a message.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { join } from "@std/path/mod.js";
import { evaluationOfTable, publishedByGtf } from "../experiments/shared/gtf_table.ts";
import { decode } from "../lib/core/codec/codec.ts";
import { describeError, type LyapError } from "../lib/core/program/errors.ts";
import { evaluateMeasure, measureCodec } from "../lib/measures/catalogue.ts";
import { median } from "../lib/numerics/statistics.ts";
import { fitRecording } from "../lib/recordings/fit/on_this_machine.ts";
import { DEFAULT_MINUTES } from "../lib/recordings/fit/options.ts";
import { readSavedModel } from "../lib/recordings/fit/saved_model.ts";
import { simulate } from "../lib/recordings/fit/simulate.ts";
import { decodeNpy } from "../lib/series/npy.ts";
import { type Series, slice } from "../lib/series/series.ts";
import { standardise } from "../lib/series/standardise.ts";
import { toolOptions } from "./tool_options.ts";

const fixture = new URL("../fixtures/gtf_fit.json", import.meta.url);

/** What is fitted: two files, the budget in minutes, and what the files do not say. */
interface Fit {
  readonly train: string;
  readonly test: string;
  readonly minutes: number;
  readonly dt?: number;
  /** The first seed. Default: 1. */
  readonly seed?: number;
  /** Rows of the test file, where the measures are those of table 1. Default: the measures of every fit. */
  readonly rowsOfTable?: number;
}

const noisyLorenz = { train: "gtf/lorenz63_on0.05_train.npy", test: "gtf/lorenz63_test.npy", dt: 0.01 };

const fits: Readonly<Record<string, Fit>> = {
  ecg: {
    train: "gtf/ECG_pecuzal_5d_train.npy",
    test: "gtf/ECG_pecuzal_5d_test.npy",
    minutes: 10,
    rowsOfTable: 100_000,
  },
  eeg: { train: "gtf/EEG_train.npy", test: "gtf/EEG_test.npy", minutes: 10, rowsOfTable: 9640 },
  lorenz: { ...noisyLorenz, minutes: DEFAULT_MINUTES },
  lorenz101: { ...noisyLorenz, minutes: DEFAULT_MINUTES, seed: 101 },
  lorenz201: { ...noisyLorenz, minutes: DEFAULT_MINUTES, seed: 201 },
  lorenz10: { ...noisyLorenz, minutes: 10 },
};

/** What came of a fit. */
interface RecordedFit {
  readonly minutes: number;
  /** How long it took, in seconds. */
  readonly seconds: number;
  /** The machine on which the budget was spent. */
  readonly machine: string;
  /** How many networks were trained. */
  readonly networks: number;
  /** What the fit says of the chosen one. */
  readonly level: string;
  /** The chosen one. */
  readonly chosen: string;
  /** Its place among all on the test file. */
  readonly place: number | null;
  /** Its largest exponent per time unit. */
  readonly lambda1: number | null;
  /** By name of the measure; null where there is no value. */
  readonly values: Readonly<Record<string, number | null>>;
  /** D_stsp of free runs from other rows of the test file: the middle one, and the largest. Absent where it was not asked for. */
  readonly fromOtherRows?: { readonly rows: number; readonly median: number; readonly largest: number };
}

/** Other rows that free runs begin from, the steps of each, and those before them, as in every fit. */
const OTHER_ROWS = 19;
const FREE_RUN = { steps: 50_000, transient: 1000 } as const;

const orThrow = <A>(found: E.Either<LyapError | readonly unknown[], A>): A => {
  if (E.isRight(found)) return found.right;
  throw new Error("_tag" in found.left ? describeError(found.left).join("\n") : JSON.stringify(found.left));
};

/** D_stsp of a saved network's free runs from rows that are spread over a test file, without the first one. */
const fromOtherRows = async (
  folder: string,
  test: string,
): Promise<NonNullable<RecordedFit["fromOtherRows"]>> => {
  const weights = join(folder, "model.safetensors");
  const saved = orThrow(
    readSavedModel(
      await Deno.readFile(weights),
      await Deno.readFile(join(folder, "model.json")),
      weights,
    ),
  );
  const { dt, standardisation } = saved.document;
  const { shape: [rows, columns], values } = orThrow(decodeNpy(await Deno.readFile(test), test));
  const truth: Series = { values: Float64Array.from(values), rows: rows!, columns: columns!, dt };
  const settings = orThrow(decode(measureCodec, { kind: "D_stsp" }));
  const distances = Array.from({ length: OTHER_ROWS }, (_, index) => {
    const start = Math.floor((index + 1) * rows! / (OTHER_ROWS + 1));
    const series = slice(truth, start, start + 1);
    const run = orThrow(simulate(saved, FREE_RUN.steps + FREE_RUN.transient, { series, time: null }));
    return evaluateMeasure(settings, {
      truth: standardise(truth, standardisation),
      generated: standardise(slice(run, FREE_RUN.transient), standardisation),
    }).value!;
  });
  return { rows: OTHER_ROWS, median: median(distances), largest: Math.max(...distances) };
};

const given = toolOptions(
  `Fits recordings of generalized teacher forcing, and writes fixtures/gtf_fit.json.

usage: deno task gtffit [--data DIRECTORY] [--fits ${Object.keys(fits).join(",")}]
         [--jobs 2] [--store DIRECTORY] [--machine TEXT]

--data is the directory in which gtf/ lies; default ../shared/data.`,
  ...["data", "fits", "store", "jobs", "machine"] as const,
);

const directory = given("data", "../shared/data");
const jobs = Number(given("jobs", "0"));

const fitOf = async ({ train, test, minutes, dt, seed, rowsOfTable }: Fit): Promise<RecordedFit | null> => {
  const [file, other] = [join(directory, train), join(directory, test)];
  try {
    await Deno.stat(file);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.error(`skipped: there is no ${file}; --data names the directory in which ${train} lies`);
    return null;
  }
  const folder = await Deno.makeTempDir();
  try {
    const table = rowsOfTable === undefined ? undefined : evaluationOfTable(rowsOfTable);
    const begin = Date.now();
    const found = await fitRecording({
      files: [file],
      test: other,
      out: join(folder, "fit"),
      minutes,
      ...(seed === undefined ? {} : { seed }),
      store: given("store", ".lyap"),
      ...(dt === undefined ? {} : { import: { dt } }),
      ...(table === undefined ? {} : {
        evaluation: { steps: table.steps, transient: table.transient, measures: table.measures },
      }),
      ...(jobs > 0 ? { jobs } : {}),
    });
    const { result, chosen, level, place } = orThrow(found);
    const run = result.runs.find(({ id }) => id === chosen)!;
    const names = table === undefined ? ["D_stsp", "D_H"] : Object.keys(publishedByGtf);
    const exponent = run.lyapunov?.exponents[0];
    return {
      minutes,
      seconds: Math.round((Date.now() - begin) / 1000),
      machine: given("machine", "two cores"),
      networks: result.runs.length,
      level,
      chosen: String(chosen),
      place,
      lambda1: exponent === undefined ? null : exponent / (dt ?? 1),
      values: Object.fromEntries(names.map((name) => [name, run.measures[name] ?? null])),
      ...(table === undefined ? { fromOtherRows: await fromOtherRows(join(folder, "fit"), other) } : {}),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
};

const read = async (): Promise<Readonly<Record<string, RecordedFit>>> => {
  try {
    return JSON.parse(await Deno.readTextFile(fixture));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
};

const wanted = given("fits", Object.keys(fits).join(",")).split(",");
const strange = wanted.find((name) => fits[name] === undefined);
if (strange !== undefined) {
  throw new Error(`there is no fit ${strange}; there are ${Object.keys(fits).join(", ")}`);
}
for (const name of wanted) {
  const made = await fitOf(fits[name]!);
  if (made === null) continue;
  const record = await read();
  // The same fit from the same store takes no time: what it took is what it took at first.
  const { seconds } = record[name]?.chosen === made.chosen ? record[name]! : made;
  await Deno.writeTextFile(
    fixture,
    JSON.stringify({ ...record, [name]: { ...made, seconds } }, null, 2) + "\n",
  );
}
