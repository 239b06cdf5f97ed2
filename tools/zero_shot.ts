/**
 * Fits networks to DynaMix's contexts, and writes what comes of it: `deno task zeroshot --data DIRECTORY [--store DIRECTORY]
 * [--budgets 10,60,600] [--series lorenz63,chua,sprottM] [--jobs 2]`.
 *
 * `fixtures/zero_shot.json` keeps a line for each fit, also for those that are not made again; `docs/zero_shot.md` is written from
 * it. A file that is not there is skipped with a message.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { join } from "@std/path/mod.js";
import { AHEAD, notebookMeasures, shown, type ShownName } from "../experiments/shared/dynamix.ts";
import { describeError } from "../lib/core/program/errors.ts";
import { fitRecording } from "../lib/recordings/fit/on_this_machine.ts";
import { encodeNpy } from "../lib/series/npy.ts";
import { type Series, slice } from "../lib/series/series.ts";
import { zeroShotPage } from "./zero_shot/page.ts";
import {
  publishedZeroShot,
  type RecordedFit,
  recordedFit,
  writtenZeroShot,
  type ZeroShotRecord,
} from "./zero_shot/record.ts";
import { baselinesOf, evaluation, shownSeries } from "./zero_shot/series.ts";
import { toolOptions } from "./tool_options.ts";

const fixture = new URL("../fixtures/zero_shot.json", import.meta.url);
const page = new URL("../docs/zero_shot.md", import.meta.url);

const given = toolOptions(
  `Fits networks to DynaMix's contexts, and writes fixtures/zero_shot.json and docs/zero_shot.md.

usage: deno task zeroshot [--data DIRECTORY] [--budgets 10,60,600] [--series ${Object.keys(shown).join(",")}]
         [--jobs 2] [--store DIRECTORY] [--machine TEXT]

--data is the directory in which dynamix/ lies; default ../shared/data. Budgets are in seconds.`,
  ...["data", "store", "budgets", "series", "jobs", "machine"] as const,
);

const directory = given("data", "../shared/data");
const wanted = given("series", Object.keys(shown).join(",")).split(",") as readonly ShownName[];
const budgets = given("budgets", "10,60,600").split(",").filter((text) => text !== "").map(Number);
const jobs = Number(given("jobs", "0"));
const strange = wanted.find((name) => shown[name] === undefined);
if (strange !== undefined) {
  throw new Error(`there is no series ${strange}; there are ${Object.keys(shown).join(", ")}`);
}
if (!budgets.every((budget) => budget > 0)) throw new Error("budgets are numbers of seconds above 0");

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

let record: ZeroShotRecord = { ...publishedZeroShot, machine: given("machine", publishedZeroShot.machine) };
const write = async (): Promise<void> => {
  await Deno.writeTextFile(fixture, writtenZeroShot(record));
  await Deno.writeTextFile(page, zeroShotPage(record));
};
const names = Object.keys(shown);
const inOrder = <A extends { readonly series: ShownName }>(all: readonly A[]): readonly A[] =>
  all.toSorted((a, b) => names.indexOf(a.series) - names.indexOf(b.series));
for (const name of wanted) {
  const series = shownSeries(name, directory);
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
