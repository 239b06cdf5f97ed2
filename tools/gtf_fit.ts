/**
 * Fits the two recordings of table 1 of generalized teacher forcing as a user would, with a budget of minutes and nothing
 * else, and measures the chosen networks as the table does: `deno task gtffit --data DIRECTORY [--minutes 10]
 * [--recordings ecg,eeg] [--store DIRECTORY] [--jobs 2] [--machine TEXT]`.
 *
 * `fixtures/gtf_fit.json` keeps a line for each recording. A file that is not there is skipped with a message.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { parseArgs } from "@std/cli/parse_args.js";
import { join } from "@std/path/mod.js";
import { evaluationOfTable, published } from "../experiments/shared/gtf_table.ts";
import { describeError } from "../lib/core/program/errors.ts";
import { fitRecording } from "../lib/recordings/fit/on_this_machine.ts";

const fixture = new URL("../fixtures/gtf_fit.json", import.meta.url);

const files = {
  ecg: { train: "gtf/ECG_pecuzal_5d_train.npy", test: "gtf/ECG_pecuzal_5d_test.npy", rows: 100_000 },
  eeg: { train: "gtf/EEG_train.npy", test: "gtf/EEG_test.npy", rows: 9640 },
} as const;

type Recording = keyof typeof files;
type MeasureName = keyof typeof published;

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
  /** By the measures of the table; null where there is no value. */
  readonly values: Readonly<Record<MeasureName, number | null>>;
}

const options = parseArgs(Deno.args, {
  string: ["data", "minutes", "recordings", "store", "jobs", "machine"],
});

/** An option as it was given. */
const given = (name: keyof typeof options, otherwise: string): string => String(options[name] ?? otherwise);

const minutes = Number(given("minutes", "10"));
const directory = given("data", "../shared/data");
const jobs = Number(given("jobs", "0"));

const fitOf = async (recording: Recording): Promise<RecordedFit | null> => {
  const { train, test, rows } = files[recording];
  const [file, other] = [join(directory, train), join(directory, test)];
  try {
    await Deno.stat(file);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.log(`skipped: there is no ${file}`);
    return null;
  }
  const folder = await Deno.makeTempDir();
  try {
    const { steps, transient, measures } = evaluationOfTable(rows);
    const begin = Date.now();
    const found = await fitRecording({
      files: [file],
      test: other,
      out: join(folder, "fit"),
      minutes,
      store: given("store", ".lyap"),
      evaluation: { steps, transient, measures },
      ...(jobs > 0 ? { jobs } : {}),
    });
    if (E.isLeft(found)) throw new Error(describeError(found.left).join("\n"));
    const { result, chosen, level } = found.right;
    const run = result.runs.find(({ id }) => id === chosen)!;
    const names = Object.keys(published) as readonly MeasureName[];
    return {
      minutes,
      seconds: Math.round((Date.now() - begin) / 1000),
      machine: given("machine", "two cores"),
      networks: result.runs.length,
      level,
      chosen: String(chosen),
      values: Object.fromEntries(
        names.map((name) => [name, run.measures[name] ?? null]),
      ) as RecordedFit["values"],
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
};

const read = async (): Promise<Partial<Record<Recording, RecordedFit>>> => {
  try {
    return JSON.parse(await Deno.readTextFile(fixture));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
};

for (const recording of given("recordings", "ecg,eeg").split(",") as readonly Recording[]) {
  const made = await fitOf(recording);
  if (made === null) continue;
  await Deno.writeTextFile(fixture, JSON.stringify({ ...await read(), [recording]: made }, null, 2) + "\n");
}
