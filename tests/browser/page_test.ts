/**
 * The page that trains, in a real browser: `deno task test:browser`. Skipped with a message where there is no Chromium;
 * LYAP_CHROMIUM names one at another place.
 */
import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert/mod.js";
import { toFileUrl } from "@std/path/mod.js";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import quickstart from "../../experiments/quickstart.ts";
import { planExperiment } from "../../lib/engine/experiment.ts";
import { withTrainButton } from "../../lib/page/beside.ts";
import { firstSpec, type PageSpec, withChoices } from "../../lib/page/spec.ts";
import { right } from "../either.ts";
import { builtPage, MOST_BYTES } from "../../tools/build_page.ts";
import {
  excessWidth,
  focused,
  nextFrame,
  transferOf,
  viewerPixels,
  violations,
  widerThanScreen,
  withPartner,
  withProcessors,
} from "./probes.js";

const executable = Deno.env.get("LYAP_CHROMIUM") ?? "/usr/bin/chromium";
/** A loaded machine may take its time, in milliseconds. */
const patience = 240_000;
const present = await Deno.stat(executable).then(() => true, () => false);
if (!present) {
  console.warn(`skipped: the tests in a browser need Chromium at ${executable} (or set LYAP_CHROMIUM)`);
}

/** Starting a browser and building the page take longer than most tests: all share them. */
const started: { browser?: Browser; folder?: string; html?: string; file?: URL } = {};

const start = async () => {
  const folder = started.folder ??= await Deno.makeTempDir();
  const html = started.html ??= await builtPage();
  const file = started.file ??= toFileUrl(`${folder}/page.html`);
  await Deno.writeTextFile(file, html);
  const browser = started.browser ??= await chromium.launch({
    executablePath: executable,
    timeout: patience,
    args: [
      ..."--no-sandbox --disable-gpu --disable-quic --no-first-run".split(" "),
      ..."--disable-background-networking --disable-component-update --disable-sync".split(" "),
    ],
  });
  return { folder, html, file, browser };
};

Deno.test.afterAll(async () => {
  await started.browser?.close();
  if (started.folder !== undefined) await Deno.remove(started.folder, { recursive: true });
});

interface View {
  readonly width?: number;
  readonly scheme?: "light" | "dark";
  readonly motion?: "reduce" | "no-preference";
  readonly fragment?: string;
  /** How many processors the page believes there are. Default: as many as there are. */
  readonly processors?: number;
  /** What becomes of the third worker. */
  readonly partner?: "as it is" | "none" | "broken";
}

interface Opened {
  readonly page: Page;
  /** Errors, warnings and requests to the network. */
  readonly complaints: readonly string[];
  readonly folder: string;
  readonly html: string;
}

const phase = (page: Page): Promise<string> => page.locator("#phase").innerText();

const waitForPhase = async (page: Page, ...wanted: readonly string[]): Promise<void> => {
  await page.waitForFunction(
    // deno-lint-ignore no-explicit-any
    (words) => words.includes((globalThis as any).document.getElementById("phase").textContent),
    [...wanted],
  );
};

const READY = "Ready to train";

const opened = async (view: View = {}): Promise<Opened> => {
  const { browser, file, folder, html } = await start();
  const {
    width = 1280,
    scheme = "light",
    motion = "reduce",
    fragment = "",
    processors,
    partner = "as it is",
  } = view;
  const page = await browser.newPage({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    reducedMotion: motion,
  });
  page.setDefaultTimeout(patience);
  if (processors !== undefined) await page.addInitScript(withProcessors, processors);
  if (partner !== "as it is") await page.addInitScript(withPartner, partner);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (!/^(file|data|blob):/.test(request.url())) {
      complaints.push(`asked the network for ${request.url()}`);
    }
  });
  // A page that breaks when it starts fails the test at once, and not at the time limit.
  const broken = new Promise<never>((_, fail) => page.on("pageerror", fail));
  broken.catch(() => {});
  await page.goto(file.href + fragment);
  await Promise.race([waitForPhase(page, READY), broken]);
  return { page, complaints, folder, html };
};

const pageTest = (name: string, run: () => Promise<void>): void =>
  Deno.test({
    name: `page: ${name}`,
    ignore: !present,
    // The driver keeps its connection and timers over several tests.
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      try {
        await run();
      } finally {
        // A page that cannot be built has no browser yet, and its error is to be seen.
        await Promise.all((started.browser?.contexts() ?? []).map((context) => context.close()));
      }
    },
  });

/** A run that takes a few seconds: 300 epochs with a fixed seed. */
const quick: PageSpec = {
  name: "quick",
  title: "A small training",
  settings: {
    dataset: {
      source: { kind: "system", system: "lorenz", parameters: { rho: 38 }, dt: 0.01, steps: 4000 },
      exponentTimeScales: 200,
    },
    cell: { kind: "PLRNN", units: 10 },
    forcing: { kind: "sparse", interval: 20 },
    batches: { windows: 8, length: 50, perEpoch: 5 },
    epochs: 300,
    seed: 7,
    lyapunov: { steps: 1000, transient: 100, longestGradient: 100 },
    evaluation: { steps: 4000, keep: 1000 },
  },
};

const linkTo = (spec: unknown): string => `#spec=${encodeURIComponent(JSON.stringify(spec))}`;

const epochOf = async (page: Page): Promise<number> =>
  Number.parseInt(await page.locator("#read-epoch").innerText());

/** Trains to the end, and returns the digest that the page shows for the run. */
const digestOfRun = async (page: Page): Promise<string> => {
  await waitForPhase(page, "Done");
  return await page.locator("#proof-command code").innerText();
};

pageTest("opens from disk without the network, weighs little, and has no TensorFlow.js", async () => {
  const { page, complaints, html } = await opened({ processors: 2 });
  assert(new TextEncoder().encode(html).length <= MOST_BYTES);
  assertEquals(html.match(/(?:src|href)="(?!#|data:)[^"]*"/g), null);
  assertEquals(page.workers().length, 3);
  assertEquals(complaints, []);
  const alone = await opened({ processors: 1 });
  assertEquals(alone.page.workers().length, 2);
});

pageTest("makes sense before anything is touched: text, pictures and the published curve", async () => {
  const { page } = await opened();
  assertMatch(await page.locator("header").innerText(), /doubles every ln\s2\/λ₁ steps/);
  assertMatch(await page.locator("#text-predictability").innerText(), /63 steps/);
  assert(await page.locator("#figure-divergence circle.published").count() >= 40);
  assertEquals(await page.locator(".preset").count(), 3);
});

/** The digest of the run that `lyap run` makes of the file of a spec. */
const digestInTerminal = async (folder: string, name: string): Promise<string> => {
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--no-check", "lib/cli/main.ts", "run", `${folder}/${name}.json`],
      ...["--store", `${folder}/store`, "--json", "--quiet"],
    ],
    stderr: "null",
  }).output();
  assert(success);
  return JSON.parse(new TextDecoder().decode(stdout)).runs[0].digest;
};

pageTest("300 epochs give the digest that lyap run gives for the saved spec", async () => {
  const { page, folder, complaints } = await opened({ fragment: linkTo(quick) });
  await page.click("#train");
  const digest = await digestOfRun(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#save")]);
  assertEquals(download.suggestedFilename(), "quick.json");
  await download.saveAs(`${folder}/quick.json`);
  assertEquals(digest, await digestInTerminal(folder, "quick"));
  assertMatch(await page.locator("#proof-says").innerText(), /Nobody has published this run/);
  assertEquals(complaints, []);
});

/** Of the paper's size, for which two workers have a half of every batch each. */
const shared = { batches: { windows: 32, length: 100, perEpoch: 5 }, epochs: 60 } as const;

for (const kind of ["PLRNN", "RNN", "LSTM"] as const) {
  pageTest(`two workers that train one ${kind}, and one alone, come to the digest of lyap run`, async () => {
    const name = `shared-${kind.toLowerCase()}`;
    const spec = { ...quick, name, settings: { ...quick.settings, ...shared, cell: { kind, units: 30 } } };
    const digests: string[] = [];
    const { folder } = await start();
    for (const processors of [2, 1]) {
      const { page, complaints } = await opened({ fragment: linkTo(spec), processors });
      await page.click("#train");
      digests.push(await digestOfRun(page));
      assertEquals(complaints, []);
    }
    await Deno.writeTextFile(`${folder}/${name}.json`, JSON.stringify(spec));
    const digest = await digestInTerminal(folder, name);
    assertEquals(digests, [digest, digest]);
  });
}

pageTest(
  "where the trainer's partner cannot be made, or stops, one worker comes to the same digest",
  async () => {
    const spec = { ...quick, settings: { ...quick.settings, ...shared, cell: { kind: "PLRNN", units: 30 } } };
    const digests: string[] = [];
    for (const partner of ["as it is", "none", "broken"] as const) {
      const { page } = await opened({ fragment: linkTo(spec), processors: 2, partner });
      await page.click("#train");
      digests.push(await digestOfRun(page));
    }
    assertEquals(digests, digests.map(() => digests[0]));
  },
);

pageTest("a link to a network of another cell than the presets' opens, with their pictures", async () => {
  const { page, complaints } = await opened({ fragment: linkTo(withChoices(firstSpec, { cell: "LSTM" })) });
  await page.waitForTimeout(1000);
  assertEquals(await phase(page), READY);
  assertEquals(await page.locator("#notice").innerText(), "");
  assertEquals(complaints, []);
});

pageTest(
  "a pause holds the training, and what is reloaded from its link comes to the same digest",
  async () => {
    // Of the paper's size, so that no machine is done before it is paused.
    const size = { ...shared, cell: { kind: "PLRNN", units: 30 }, epochs: 1500 } as const;
    const long: PageSpec = { ...quick, settings: { ...quick.settings, ...size } };
    const { page, complaints } = await opened({ fragment: linkTo(long), processors: 2 });
    await page.click("#train");
    await page.waitForFunction(
      // deno-lint-ignore no-explicit-any
      () => Number.parseInt((globalThis as any).document.getElementById("read-epoch").textContent) > 20,
    );
    await page.click("#train");
    await page.waitForTimeout(500);
    assertMatch(await phase(page), /Paused/);
    const held = await epochOf(page);
    await page.waitForTimeout(700);
    assertEquals(await epochOf(page), held);
    assert(held < 1500, "the training was over before it was paused");
    assertEquals(await page.locator("#train").innerText(), "Continue");
    await page.click("#train");
    const digest = await digestOfRun(page);
    await page.reload();
    await waitForPhase(page, READY);
    await page.click("#train");
    assertEquals(await digestOfRun(page), digest);
    assertEquals(complaints, []);
  },
);

pageTest("the golden run has its four digests, and the page says so", async () => {
  const { page } = await opened();
  await page.click("#golden");
  await waitForPhase(page, "Done");
  const golden = JSON.parse(
    await Deno.readTextFile(new URL("../../fixtures/golden/steps.json", import.meta.url)),
  );
  const said = await page.locator("#proof-list li.same").allInnerTexts();
  for (const [step, digest] of Object.entries(golden)) {
    assert(said.some((line) => line.includes(String(digest)) && line.includes("the same bits")), step);
  }
  assertMatch(await page.locator("#proof-says").innerText(), /Bit for bit/);
});

pageTest("a preset trains at once, and its first state is the published one", async () => {
  const { page } = await opened();
  await page.click("#preset-5");
  await page.waitForSelector("#proof-list li.same:has-text('state after 30 epochs')");
  assertEquals(await page.locator("#preset-5").getAttribute("aria-pressed"), "true");
  assertMatch(await page.locator("#proof-says").innerText(), /the same bits as the published training/);
  assert(await page.locator("#figure-loss path.network").count() === 1);
  await page.waitForSelector("#figure-growth circle");
  await page.waitForSelector("#figure-divergence circle.now");
});

/** The Hénon map as a table. */
const henon = (rows: number): readonly string[] => {
  let [x, y] = [0.1, 0.1];
  return [
    "x,y",
    ...Array.from({ length: rows }, () => {
      [x, y] = [1 - 1.4 * x * x + y, 0.3 * x];
      return `${x},${y}`;
    }),
  ];
};

/** Drops a file onto the page. */
const drop = async (page: Page, name: string, text: string): Promise<void> =>
  await page.dispatchEvent("body", "drop", {
    dataTransfer: await page.evaluateHandle(transferOf, { name, text }),
  });

pageTest("a table of the reader's is read, estimated and trained on; its link waits for it", async () => {
  const { page, complaints } = await opened();
  const csv = henon(1500).join("\n");
  await drop(page, "mine.csv", csv);
  await page.waitForSelector("#notice.news");
  await waitForPhase(page, READY);
  const notice = await page.locator("#notice").innerText();
  assertMatch(notice, /1,?500 rows/);
  assertMatch(notice, /chaotic/);
  assertMatch(await page.locator("#interval-mark").innerText(), /ln 2\/λ₁ = [12]$/);
  await page.locator("#epochs").fill("20");
  await page.locator("#epochs").press("Tab");
  await waitForPhase(page, READY);
  await page.click("#train");
  await waitForPhase(page, "Done");
  const digest = await page.locator("#proof-command code").innerText();
  assertMatch(await page.locator("#proof-command .command").innerText(), /--data \./);
  await page.reload();
  await waitForPhase(page, "Waiting for a file");
  await drop(page, "mine.csv", csv);
  await waitForPhase(page, READY);
  await page.click("#train");
  assertEquals(await digestOfRun(page), digest);
  assertEquals(complaints, []);
});

pageTest("a broken table is told with its row, and the page lives", async () => {
  const { page, complaints } = await opened({ fragment: linkTo(quick) });
  const lines = [...henon(300)];
  lines[150] = "0.3,oops";
  await drop(page, "broken.csv", lines.join("\n"));
  await page.waitForSelector("#notice.fault");
  assertMatch(await page.locator("#notice").innerText(), /broken\.csv, row 15\d/);
  await waitForPhase(page, READY);
  await page.click("#train");
  await waitForPhase(page, "Done");
  await drop(
    page,
    "wrong.json",
    JSON.stringify({ ...quick, settings: { ...quick.settings, cell: { kind: "PLRN", units: 3 } } }),
  );
  await page.waitForSelector("#notice.fault");
  assertMatch(await page.locator("#notice").innerText(), /did you mean "PLRNN"/);
  assertEquals(complaints, []);
});

pageTest("the spec of a sweep offers its runs", async () => {
  const { page } = await opened();
  const sweep = {
    ...quick,
    sweep: [{ seed: [1, 2, 3], forcing: [{ kind: "sparse", interval: 5 }, { kind: "none" }] }],
  };
  await drop(page, "sweep.json", JSON.stringify(sweep));
  await page.waitForSelector("#run-field:not([hidden])");
  const runs = page.locator("#run option");
  assertEquals(await runs.count(), 6);
  await page.locator("#run").selectOption({ index: 2 });
  await waitForPhase(page, READY);
  assertEquals(await page.locator("#seed").inputValue(), "3");
  assertEquals(await page.locator("#interval").inputValue(), "5");
});

/** Bytes of the page's heap after what nobody needs was collected. */
const heapOf = async (page: Page): Promise<number> => {
  const session = await page.context().newCDPSession(page);
  for (let i = 0; i < 3; i++) await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize;
};

pageTest("20 changes of settings in a row leave three workers and no memory behind", async () => {
  const size = { ...shared, cell: { kind: "PLRNN", units: 30 }, epochs: 300 } as const;
  const spec: PageSpec = { ...quick, settings: { ...quick.settings, ...size } };
  const { page, complaints } = await opened({ fragment: linkTo(spec), processors: 2 });
  const change = async (times: number): Promise<void> => {
    for (let i = 0; i < times; i++) {
      await page.locator("#seed").fill(String(100 + i));
      await page.locator("#seed").press("Tab");
      await page.click("#train");
      await page.waitForTimeout(60);
    }
    await page.locator("#seed").fill("7");
    await page.locator("#seed").press("Tab");
    await waitForPhase(page, READY);
    await page.waitForTimeout(1000);
  };
  await change(4);
  const before = await heapOf(page);
  await change(20);
  const grown = await heapOf(page) - before;
  assertEquals(page.workers().length, 3);
  assert(grown < 1_000_000, `the heap has grown by ${grown} bytes`);
  await page.click("#train");
  await waitForPhase(page, "Done");
  assertEquals(complaints, []);
});

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds of processor time. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

pageTest("the page is never blocked for more than 50 ms while it trains", async () => {
  const { browser } = await start();
  const { page } = await opened({ motion: "no-preference" });
  await page.click("#preset-30");
  await page.waitForSelector("#figure-divergence circle.now");
  await browser.startTracing(page, { categories: ["toplevel", "__metadata"] });
  await page.waitForTimeout(3000);
  const { traceEvents } = JSON.parse(new TextDecoder().decode(await browser.stopTracing())) as {
    readonly traceEvents: readonly TraceEvent[];
  };
  const mains = traceEvents.filter(({ name, args }) =>
    name === "thread_name" && args.name === "CrRendererMain"
  );
  const tasks = traceEvents.filter(({ pid, tid, tdur }) =>
    tdur !== undefined && mains.some((main) => main.pid === pid && main.tid === tid)
  );
  const longest = Math.max(...tasks.map(({ tdur }) => tdur!)) / 1000;
  assert(tasks.length > 100, `${tasks.length} tasks were seen`);
  // Processor time: a loaded machine lets every page wait.
  assert(longest < 50, `a task took ${longest} ms`);
});

pageTest(
  "keeps the rules of accessibility and fits the screen, light and dark, while it trains",
  async () => {
    for (const width of [1280, 760, 360]) {
      for (const scheme of ["light", "dark"] as const) {
        const { page } = await opened({ width, scheme, fragment: linkTo(quick) });
        await page.click("#train");
        await page.waitForSelector("#figure-loss path.network");
        assertEquals(await page.evaluate(widerThanScreen), [], `${width} px`);
        await waitForPhase(page, "Done");
        assertEquals(await page.evaluate(excessWidth), 0, `${width} px, done`);
        await page.evaluate(axe.source);
        assertEquals(await page.evaluate(violations), [], `${width} px, ${scheme}`);
        await page.close();
      }
    }
  },
);

pageTest("everything that can be used is reached with the keyboard, and the slider moves by it", async () => {
  const { page } = await opened({ fragment: linkTo(quick) });
  const reached = new Set<string>();
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(focused));
  }
  const ids = [
    ...["preset-5", "preset-30", "preset-200", "viewer-picture", "turning", "train", "interval"],
    ...["dataset", "cell", "units", "seed", "epochs", "files", "save", "copy", "golden"],
  ];
  for (const id of ids) assert(reached.has(id), `${id} is not reached, but ${[...reached].join(", ")}`);
  await page.locator("#interval").focus();
  await page.keyboard.press("ArrowRight");
  assertEquals(await page.locator("#interval-now").innerText(), "21");
  await waitForPhase(page, READY);
  assertMatch(decodeURIComponent(page.url()), /"interval":21/);
});

pageTest("the attractors turn by themselves, but not for those who want no motion", async () => {
  const still = await opened({ motion: "reduce" });
  assertEquals(await still.page.locator("#turning").getAttribute("aria-pressed"), "false");
  await still.page.evaluate(nextFrame);
  const before = await still.page.evaluate(viewerPixels);
  await still.page.waitForTimeout(800);
  assertEquals(await still.page.evaluate(viewerPixels), before);
  await still.page.locator("#viewer-picture").focus();
  await still.page.keyboard.press("ArrowRight");
  await still.page.evaluate(nextFrame);
  assertNotEquals(await still.page.evaluate(viewerPixels), before);

  const moving = await opened({ motion: "no-preference" });
  const first = await moving.page.evaluate(viewerPixels);
  await moving.page.waitForTimeout(800);
  assertNotEquals(await moving.page.evaluate(viewerPixels), first);
});

pageTest("the button of a report opens the chosen run", async () => {
  const { browser, folder } = await start();
  const { runs } = right(planExperiment("quickstart.ts", quickstart, {}));
  const report = withTrainButton("<!DOCTYPE html><main></main>", {
    name: "quickstart",
    title: "Quickstart",
    runs,
  });
  await Deno.writeTextFile(`${folder}/index.html`, report);
  const page = await browser.newPage();
  page.setDefaultTimeout(patience);
  await page.goto(toFileUrl(`${folder}/index.html`).href);
  await page.locator("#train-run").selectOption({ label: "PLRNN-tau200-seed3" });
  await page.click("#train-link");
  await waitForPhase(page, READY);
  assertEquals(await page.locator("#interval").inputValue(), "200");
  assertEquals(await page.locator("#seed").inputValue(), "3");
  // The spec of a report says all that may be left out, and is still the run that was published.
  assertMatch(await page.locator("#proof-says").innerText(), /This run was published/);
});
