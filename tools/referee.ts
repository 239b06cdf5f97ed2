/**
 * Makes what the referee's record lacks: `deno task referee [--jobs 2] [--minutes 60] [--anew] [--again REASONS]`.
 *
 * The file `fixtures/referee.csv` is written as the series are judged, so that a run that was stopped goes on where it
 * was. `--anew` starts from nothing, which an estimator that has changed asks for; `--again "long memory,few periods"` judges
 * those lines again that gave one of these reasons, which is enough where nothing else has changed. At the end, or after `--minutes`, it
 * writes the page `docs/referee.md`, and `fixtures/referee_aims.json` for the experiment. Run it under `nice -n 19` beside other work.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse_args.js";
import { idOf, refereeCells } from "./referee/cells.ts";
import type { JudgedSeries } from "./referee/judge.ts";
import { refereePage } from "./referee/page.ts";
import { aimsOf } from "./referee/aims.ts";
import { judgedCells, parseRecord, writtenRecord } from "./referee/record.ts";

const file = new URL("../fixtures/referee.csv", import.meta.url);
const page = new URL("../docs/referee.md", import.meta.url);
const aims = new URL("../fixtures/referee_aims.json", import.meta.url);

const read = async (): Promise<string> => {
  try {
    return await Deno.readTextFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
};

const { jobs = "1", minutes = "Infinity", anew, again } = parseArgs(Deno.args, {
  string: ["jobs", "minutes", "again"],
  boolean: ["anew"],
});
const reasons = String(again ?? "").split(",");
const record = new Map<string, JudgedSeries>(
  [...parseRecord(anew ? "" : await read())].filter(([, { reason }]) => !reasons.includes(reason)),
);
const waiting = refereeCells.map((_, index) => index).filter((index) =>
  !record.has(idOf(refereeCells[index]!))
);
const until = Date.now() + 60_000 * Number(minutes);
const all = waiting.length;
/** Series between two writings of the file. */
const OFTEN = 20;
let done = 0;

const work = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./referee/worker.ts", import.meta.url), { type: "module" });
    const next = (): void => {
      const index = Date.now() < until ? waiting.shift() : undefined;
      if (index !== undefined) return worker.postMessage(index);
      worker.terminate();
      resolve();
    };
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = (
      { data }: MessageEvent<{ readonly index: number; readonly judged: JudgedSeries }>,
    ) => {
      record.set(idOf(refereeCells[data.index]!), data.judged);
      done++;
      if (done % OFTEN === 0) {
        Deno.writeTextFileSync(file, writtenRecord(record));
        console.error(`${done} of ${all}`);
      }
      next();
    };
    next();
  });

await Promise.all(Array.from({ length: Number(jobs) }, work));
await Deno.writeTextFile(file, writtenRecord(record));
await Deno.writeTextFile(page, refereePage(record));
const counted = aimsOf(judgedCells(record)).filter(({ of }) => of > 0);
await Deno.writeTextFile(aims, `${JSON.stringify(counted, null, 2)}\n`);
console.error(`${record.size} of ${refereeCells.length} series are judged`);
