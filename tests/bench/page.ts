/**
 * Processor time of a gradient step in the page's worker, in Chromium, beside that of a training of the command line as the
 * engine starts it: in turns, minimum of several blocks.
 *
 *     deno run -A tests/bench/page.ts [rounds]
 */
import { toFileUrl } from "@std/path/mod.js";
import { type Browser, chromium, type Page } from "playwright-core";
import { firstSpec, withChoices } from "../../lib/page/spec.ts";
import { builtPage } from "../../tools/build_page.ts";
import type { Block } from "./compete.ts";
import { lyapChecked, lyapFast, start } from "./contestants.ts";
import { acceptsFastFlags } from "./fast.ts";
import { startTrainer, trainedEpochs } from "../browser/probes.js";

const rounds = Number(Deno.args[0] ?? 5);
/** Milliseconds of a block. */
const BLOCK = 1500;
/** Of the paper's sizes. */
const size = { units: 30, batch: 32, length: 100 } as const;
const PER_EPOCH = 10;

interface TraceEvent {
  readonly name: string;
  readonly tid: number;
  /** Microseconds of processor time. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** Gradient steps of the page's trainer, and the processor time of its thread. */
const pageBlock = async (browser: Browser, page: Page): Promise<Block> => {
  await browser.startTracing(page, { categories: ["toplevel", "__metadata"] });
  const [epochs, begin] = [await page.evaluate(trainedEpochs), performance.now()];
  await page.waitForTimeout(BLOCK);
  const done = await page.evaluate(trainedEpochs) - epochs;
  const wall = (performance.now() - begin) / 1000;
  const { traceEvents } = JSON.parse(new TextDecoder().decode(await browser.stopTracing())) as {
    readonly traceEvents: readonly TraceEvent[];
  };
  const workers = traceEvents.filter(({ name, args }) =>
    name === "thread_name" && args.name === "DedicatedWorker thread"
  ).map(({ tid }) => tid);
  const spent = workers.map((worker) =>
    traceEvents.filter(({ tid, tdur }) => tid === worker && tdur !== undefined)
      .reduce((sum, { tdur }) => sum + tdur!, 0)
  );
  return { steps: PER_EPOCH * done, processor: Math.max(...spent) / 1e6, wall };
};

const folder = await Deno.makeTempDir();
const file = toFileUrl(`${folder}/page.html`);
await Deno.writeTextFile(file, await builtPage());
const browser = await chromium.launch({
  executablePath: Deno.env.get("LYAP_CHROMIUM") ?? "/usr/bin/chromium",
  args: "--no-sandbox --disable-gpu --disable-background-networking".split(" "),
});
const fast = await acceptsFastFlags();
console.log(
  `Chromium ${browser.version()}, Deno ${Deno.version.deno}; ms of processor time per step, minimum of ${rounds}`,
);
for (const cell of ["PLRNN", "RNN", "LSTM"] as const) {
  const page = await browser.newPage();
  await page.goto(file.href);
  const spec = withChoices(firstSpec, { cell, epochs: 1_000_000 });
  await page.evaluate(startTrainer, { spec });
  const command = await start((fast ? lyapFast : lyapChecked)({ cell, ...size }));
  const times: { page: number[]; command: number[] } = { page: [], command: [] };
  const perStep = ({ steps, processor }: Block): number => 1000 * processor / steps;
  for (let round = 0; round < rounds; round++) {
    times.command.push(perStep(await command.steps(BLOCK)));
    times.page.push(perStep(await pageBlock(browser, page)));
  }
  await command.close();
  await page.close();
  const [own, other] = [Math.min(...times.page), Math.min(...times.command)];
  console.log(
    `${cell.padEnd(6)} page ${own.toFixed(3)}  command line ${other.toFixed(3)}  share ${
      (other / own).toFixed(2)
    }`,
  );
}
await browser.close();
await Deno.remove(folder, { recursive: true });
