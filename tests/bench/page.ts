/**
 * Gradient steps per second of the page as a reader has it, in Chromium, beside those of a training of the command line as the
 * engine starts it: by the clock, in turns, the most of several blocks.
 *
 *     deno run -A tests/bench/page.ts [rounds] [cell …]
 *
 * Where others use the processors, the page's share falls: two workers wait for each other, and one process waits for nobody.
 */
import { toFileUrl } from "@std/path/mod.js";
import { type Browser, chromium } from "playwright-core";
import { firstSpec, fragmentOf, withChoices } from "../../lib/page/spec.ts";
import { builtPage } from "../../tools/build_page.ts";
import { lyapChecked, lyapFast, start } from "./contestants.ts";
import { acceptsFastFlags } from "./fast.ts";
import { epochTime, withProcessors } from "../browser/probes.js";

const [given, ...named] = Deno.args;
const rounds = Number(given ?? 5);
const cells = (["PLRNN", "RNN", "LSTM"] as const).filter((cell) =>
  named.length === 0 || named.includes(cell)
);
/** Milliseconds of a block. */
const BLOCK = 1500;
/** Of the paper's sizes. */
const size = { units: 30, batch: 32, length: 100 } as const;
const PER_EPOCH = 10;

interface Driven {
  /** Gradient steps per second while the page trains for a block. */
  readonly rate: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/** The page with a training that goes on for a block at a time. */
const opened = async (browser: Browser, file: URL, cell: string, processors?: number): Promise<Driven> => {
  const page = await browser.newPage();
  if (processors !== undefined) await page.addInitScript(withProcessors, processors);
  await page.goto(file.href + fragmentOf(withChoices(firstSpec, { cell, epochs: 1_000_000 })));
  await page.waitForSelector("#train:not([disabled])");
  return {
    rate: async () => {
      await page.click("#train:has-text('Train'), #train:has-text('Continue')");
      const epoch = await page.evaluate(epochTime, BLOCK);
      await page.click("#train:has-text('Pause')");
      await page.waitForTimeout(300);
      return 1000 * PER_EPOCH / epoch;
    },
    close: () => page.close(),
  };
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
  `Chromium ${browser.version()}, Deno ${Deno.version.deno}, ${navigator.hardwareConcurrency} processors; ` +
    `gradient steps per second, most of ${rounds}`,
);
for (const cell of cells) {
  const command = await start((fast ? lyapFast : lyapChecked)({ cell, ...size }));
  const rates: { terminal: number[]; page: number[]; alone: number[] } = {
    terminal: [],
    page: [],
    alone: [],
  };
  // A page that waits still turns its picture, so there is one at a time.
  for (const [name, processors] of [["page", undefined], ["alone", 1]] as const) {
    const page = await opened(browser, file, cell, processors);
    await page.rate();
    for (let round = 0; round < rounds; round++) {
      const { steps, wall } = await command.steps(BLOCK);
      rates.terminal.push(steps / wall);
      rates[name].push(await page.rate());
    }
    await page.close();
  }
  await command.close();
  const [terminal, page, alone] = [rates.terminal, rates.page, rates.alone].map((each) => Math.max(...each));
  console.log(
    `${cell.padEnd(6)} page ${page!.toFixed(0)}  command line ${terminal!.toFixed(0)}  share ${
      (page! / terminal!).toFixed(2)
    }  (with one worker ${(alone! / terminal!).toFixed(2)})`,
  );
}
await browser.close();
await Deno.remove(folder, { recursive: true });
