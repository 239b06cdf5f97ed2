/**
 * The report in a real browser: `deno task test:browser`. Skipped with a message where there is no Chromium;
 * LYAP_CHROMIUM names one at another place.
 */
import { assert, assertEquals, assertNotEquals } from "@std/assert/mod.js";
import { toFileUrl } from "@std/path/mod.js";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { claimCodec, judge } from "../../lib/results/claims/catalogue.ts";
import { figureCodec, figureOrReason } from "../../lib/report/figures/catalogue.ts";
import { toSvg } from "../../lib/report/figures/plot/draw.ts";
import { besideThePage } from "../../lib/core/program/typed.ts";
import { reportPage } from "../../lib/report/page.ts";
import { decode } from "../../lib/core/codec/codec.ts";
import { right } from "../either.ts";
import {
  estimated,
  manySeeds,
  nothing,
  remedies,
  scalar,
  threeCells,
} from "../report/figures/support/evidence.ts";
import { quickstartReport } from "../report/support/report.ts";
import {
  descriptions,
  displayOf,
  excessOfVerdicts,
  excessWidth,
  focused,
  misplacedTexts,
  nextFrame,
  openAll,
  papers,
  placeOfFirstValue,
  playedBeyond,
  poorContrasts,
  seedsInOrder,
  viewerPixels,
  viewerTurned,
  violations,
} from "./probes.js";
import { textOf } from "../../lib/report/figures/plot/text.ts";

const executable = Deno.env.get("LYAP_CHROMIUM") ?? "/usr/bin/chromium";
/** A loaded machine may take its time, in milliseconds. */
const patience = 240_000;
const present = await Deno.stat(executable).then(() => true, () => false);
if (!present) {
  console.warn(`skipped: the tests in a browser need Chromium at ${executable} (or set LYAP_CHROMIUM)`);
}

/** Starting a browser takes longer than most tests: all share one, and each has pages of its own. */
const started: { browser?: Browser; folder?: string; file?: URL } = {};

const start = async (): Promise<{ readonly browser: Browser; readonly file: URL }> => {
  if (started.browser === undefined || started.file === undefined) {
    started.folder = await Deno.makeTempDir();
    started.file = toFileUrl(`${started.folder}/index.html`);
    await Deno.writeTextFile(started.file, reportPage(quickstartReport));
    started.browser = await chromium.launch({
      executablePath: executable,
      timeout: patience,
      args: [
        ..."--no-sandbox --disable-gpu --disable-quic --no-first-run".split(" "),
        ..."--disable-background-networking --disable-component-update --disable-sync".split(" "),
      ],
    });
  }
  return { browser: started.browser, file: started.file };
};

Deno.test.afterAll(async () => {
  await started.browser?.close();
  if (started.folder !== undefined) await Deno.remove(started.folder, { recursive: true });
});

const browserTest = (name: string, run: (browser: Browser, file: URL) => Promise<void>): void =>
  Deno.test({
    name,
    ignore: !present,
    // The driver keeps its connection and timers over several tests.
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      const { browser, file } = await start();
      try {
        await run(browser, file);
      } finally {
        await Promise.all(browser.contexts().map((context) => context.close()));
      }
    },
  });

const pageOf = async (browser: Browser, { width, scheme }: View): Promise<Page> => {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  page.setDefaultTimeout(patience);
  return page;
};

interface View {
  readonly width: number;
  readonly scheme: "light" | "dark";
}

const views: readonly View[] = [
  { width: 1000, scheme: "light" },
  { width: 1000, scheme: "dark" },
  { width: 360, scheme: "light" },
  { width: 360, scheme: "dark" },
];

interface Opened {
  readonly page: Page;
  /** Errors, warnings and requests to the network. */
  readonly complaints: readonly string[];
}

const opened = async (browser: Browser, file: URL, view: View = views[0]!): Promise<Opened> => {
  const page = await pageOf(browser, view);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) complaints.push(`asked the network for ${request.url()}`);
  });
  await page.goto(file.href);
  await page.waitForFunction(viewerTurned, "");
  return { page, complaints };
};

browserTest(
  "opens from disk without an error, without the network, and fits the screen",
  async (browser, file) => {
    for (const view of views) {
      const { page, complaints } = await opened(browser, file, view);
      assertEquals(await page.evaluate(excessWidth), 0, JSON.stringify(view));
      await page.evaluate(openAll);
      assertEquals(await page.evaluate(excessWidth), 0, JSON.stringify(view));
      assertEquals(complaints, []);
      await page.close();
    }
  },
);

browserTest("the numbers of a verdict are read without scrolling sideways", async (browser) => {
  const seeds = Array.from({ length: 20 }, (_, index) => index + 1);
  const points = [5, 30, 200].map((at) => ({
    at,
    group: `for PLRNN at τ = ${at}`,
    labels: { cell: "PLRNN", τ: at },
    n: seeds.length,
    diverged: 0,
    median: 16.3,
    values: seeds.map((seed) => ({
      run: `PLRNN-units30-tau${at}-epochs1500-seed${seed}`,
      value: 16 + 0.0101 * seed,
    })),
  }));
  const verdicts = [{ ...quickstartReport.verdicts[0]!, evidence: { over: "τ", unit: "nats", points } }];
  const page = await pageOf(browser, views[0]!);
  await page.setContent(reportPage({ ...quickstartReport, verdicts, figures: [], shownIn: [] }));
  await page.evaluate(openAll);
  assertEquals(await page.evaluate(excessOfVerdicts), 0);
});

browserTest("numbers of runs stand in one line, those of large sweeps too", async (browser, file) => {
  for (const width of [1440, 1024, 768, 390]) {
    const page = await pageOf(browser, { width, scheme: "light" });
    await page.goto(file.href);
    const size = page.locator("ul.verdicts .size").first();
    const heightOf = async (text: string): Promise<number | undefined> => {
      await size.evaluate((element, said) => element.textContent = said, text);
      return (await size.boundingBox())?.height;
    };
    assertEquals(await heightOf("n\u00a0=\u00a01500"), await heightOf("n\u00a0=\u00a09"), `${width} px`);
  }
});

browserTest(
  "keeps the rules of accessibility, contrast among them, light and dark",
  async (browser, file) => {
    for (const view of views) {
      const { page } = await opened(browser, file, view);
      await page.evaluate(openAll);
      await page.evaluate(axe.source);
      assertEquals(await page.evaluate(violations), [], JSON.stringify(view));
      await page.close();
    }
  },
);

browserTest("texts of figures have a contrast of 4.5 or more", async (browser, file) => {
  for (const view of views) {
    const { page } = await opened(browser, file, view);
    assertEquals(await page.evaluate(poorContrasts), []);
    await page.close();
  }
});

browserTest("every figure that is seen has a name and a description", async (browser, file) => {
  const { figures } = quickstartReport;
  for (const view of views) {
    const { page } = await opened(browser, file, view);
    assertEquals(await page.getByRole("img").count(), figures.length);
    for (const { title } of figures) {
      assertEquals(await page.getByRole("img", { name: title, exact: true }).count(), 1, title);
    }
    assertEquals(
      (await page.evaluate(descriptions)).toSorted(),
      figures.map(({ finding }) => textOf(finding)).toSorted(),
    );
    await page.close();
  }
});

browserTest("no text of a figure overlaps another or is cut, wide or narrow", async (browser, file) => {
  for (const view of views) {
    const { page } = await opened(browser, file, view);
    assertEquals(await page.evaluate(misplacedTexts), [], JSON.stringify(view));
    await page.close();
  }
});

browserTest("a picture that stands alone has its texts in place too", async (browser, file) => {
  const page = await pageOf(browser, views[0]!);
  await page.goto(file.href);
  const published = {
    title: "others, mean ± SEM",
    curves: [{ label: "RNN", points: [{ at: 500, value: 3 }] }],
  };
  const more = [
    [threeCells, { kind: "measure", reference: published }],
    [threeCells, { kind: "attractor" }],
    [threeCells, { kind: "heatMap" }],
    [threeCells, { kind: "multiples", figure: { kind: "measure", reference: published } }],
    [manySeeds, { kind: "spectra" }],
    [remedies, { kind: "comparison" }],
    [scalar, { kind: "attractor" }],
    [nothing, { kind: "attractor" }],
  ] as const;
  const drawn = more.map(([evidence, spec]) => figureOrReason(right(decode(figureCodec, spec)), evidence));
  for (const figure of [...quickstartReport.figures, ...drawn]) {
    for (const width of [720, 340]) {
      await page.setContent(toSvg(figure, { width }));
      assertEquals(await page.evaluate(misplacedTexts), [], `${figure.kind}, ${width} px`);
    }
  }
});

browserTest("the dark mode turns page and pictures dark, and print stays light", async (browser, file) => {
  const { page } = await opened(browser, file, { width: 1000, scheme: "dark" });
  assertEquals(await page.evaluate(papers), ["rgb(20, 23, 26)", "rgb(20, 23, 26)"]);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  assertEquals(await page.evaluate(papers), ["rgb(255, 255, 255)", "rgb(255, 255, 255)"]);
});

browserTest("the viewer turns with arrow keys and mouse, and shows the chosen run", async (browser, file) => {
  const { page, complaints } = await opened(browser, file);
  const picture = page.locator("#viewer-picture");
  const angle = () => page.locator("#viewer-angle").textContent();
  const [first, firstAngle] = [await page.evaluate(viewerPixels), await angle()];
  await picture.focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(viewerTurned, firstAngle);
  const [turned, turnedAngle] = [await page.evaluate(viewerPixels), await angle()];
  assertNotEquals(turned, first);
  await picture.scrollIntoViewIfNeeded();
  const box = (await picture.boundingBox())!;
  await page.mouse.move(box.x + 100, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + 180, box.y + 130, { steps: 4 });
  await page.mouse.up();
  await page.waitForFunction(viewerTurned, turnedAngle);
  assertNotEquals(await page.evaluate(viewerPixels), turned);
  await page.keyboard.press("Home");
  await page.evaluate(nextFrame);
  assertEquals(await page.evaluate(viewerPixels), first);
  await page.locator("#viewer-run").selectOption({ label: "PLRNN, τ = 200, seed 1" });
  await page.evaluate(nextFrame);
  assertNotEquals(await page.evaluate(viewerPixels), first);
  assertEquals(complaints, []);
});

browserTest("everything that can be used is reached with the keyboard", async (browser, file) => {
  const { page } = await opened(browser, file);
  const reached = new Set<string>();
  for (let i = 0; i < 140; i++) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(focused));
  }
  const texts = ["Skip to the verdicts", "Figures", "How to read it", "The numbers of figure 1", "CSV"];
  for (
    const name of [...texts, "viewer-run", "viewer-play", "viewer-step", "viewer-reset", "viewer-picture"]
  ) {
    assert(reached.has(name), `${name} is not reached, but ${[...reached].join(", ")}`);
  }
});

browserTest(
  "the viewer plays the beginning of the orbits, stops at a step, and is reset",
  async (browser, file) => {
    const { page, complaints } = await opened(browser, file);
    const first = await page.evaluate(viewerPixels);
    const step = page.locator("#viewer-step");
    const last = await step.inputValue();
    await page.locator("#viewer-play").click();
    await page.waitForFunction(playedBeyond, 3);
    await page.locator("#viewer-play").click();
    const [stopped, text] = [await step.inputValue(), await page.locator("#viewer-time").textContent()];
    assert(Number(stopped) < Number(last) && text!.startsWith(`${stopped} (time `), `${stopped}: ${text}`);
    await page.evaluate(nextFrame);
    assertNotEquals(await page.evaluate(viewerPixels), first);
    assertEquals(await step.inputValue(), stopped, "it stays where it was stopped");
    await page.locator("#viewer-reset").click();
    await page.evaluate(nextFrame);
    assertEquals(await page.evaluate(viewerPixels), first);
    assertEquals(complaints, []);
  },
);

browserTest(
  "a figure shows the values under the pointer, and from one to the next by the keyboard",
  async (browser, file) => {
    for (const width of [1200, 360]) {
      const { page, complaints } = await opened(browser, file, { width, scheme: "light" });
      const plot = page.locator("#figure-3 .plot");
      const value = page.locator("#figure-3 output.value");
      await plot.focus();
      const texts = new Set<string>();
      for (let i = 0; i < 14; i++) {
        await page.keyboard.press("ArrowRight");
        texts.add((await value.textContent())!);
      }
      assert(
        [...texts].some((text) => text.includes("a seed; forcing interval τ 30 steps; ")),
        [...texts].join(" | "),
      );
      assert(texts.size > 5);
      await page.keyboard.press("Escape");
      assertEquals(await value.isVisible(), false);
      const ring = await page.evaluate(placeOfFirstValue, "#figure-3 .plot");
      await page.mouse.move(ring.x, ring.y);
      assertEquals(await value.isVisible(), true);
      assert((await value.textContent())!.includes("nats"));
      assertEquals(await page.evaluate(excessWidth), 0);
      assertEquals(complaints, []);
      await page.close();
    }
  },
);

browserTest("figures are kept as SVG, PNG and CSV", async (browser, file) => {
  const { page, complaints } = await opened(browser, file);
  const kept = async (format: string): Promise<Uint8Array> => {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: `Figure 3 as ${format}` }).click();
    const done = await download;
    assertEquals(
      done.suggestedFilename(),
      `${quickstartReport.evidence.experiment}-figure-3.${format.toLowerCase()}`,
    );
    return await Deno.readFile(await done.path());
  };
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const svg = text(await kept("SVG"));
  assert(svg.startsWith("<svg") && svg.includes("<style>") && svg.includes(".lyap-figure .stroke.c0"));
  assert(svg.includes(">D_stsp over the forcing interval τ<"), "its title is in it");
  assertEquals(
    [...(await kept("PNG")).subarray(1, 4)].map((code) => String.fromCharCode(code)).join(""),
    "PNG",
  );
  const [head, ...rows] = text(await kept("CSV")).trim().split("\r\n");
  const { columns, rows: expected } = quickstartReport.figures[2]!.table;
  assertEquals(rows.length, expected.length);
  assert(head!.startsWith("runs,forcing interval τ (steps),"), head);
  assert(rows.some((row) => row.includes(String(expected[0]![2]))), "numbers keep all their digits");
  assertEquals(columns.length > 5, true);
  assertEquals(complaints, []);
});

browserTest(
  "a word is explained where it first occurs, by the pointer and by the keyboard",
  async (browser, file) => {
    const { page } = await opened(browser, file);
    const word = page.locator("a.word").first();
    await word.focus();
    assertEquals(await page.locator(".tip").isVisible(), true);
    assert((await page.locator(".tip").textContent())!.length > 30);
    await page.keyboard.press("Escape");
    assertEquals(await page.locator(".tip").isVisible(), false);
    await word.hover();
    assertEquals(await page.locator(".tip").isVisible(), true);
  },
);

browserTest(
  "on a phone a row of a table is a card, on a desk its first cell stays",
  async (browser, file) => {
    const phone = await opened(browser, file, { width: 360, scheme: "light" });
    const cell = phone.page.locator("#runs tbody tr").first().locator("td").first();
    assertEquals(await cell.getAttribute("data-name"), "D_stsp (nats) ↕".replace("_", "").replace(" ↕", ""));
    assertEquals(await cell.evaluate(displayOf), "flex");
    const desk = await opened(browser, file, { width: 700, scheme: "light" });
    const head = desk.page.locator("#runs tbody th").first();
    const left = async () => (await head.boundingBox())!.x;
    const before = await left();
    await desk.page.locator("#runs .scroll").evaluate((element) => element.scrollLeft = 200);
    assertEquals(await left(), before);
  },
);

browserTest("the table of all runs fits its box until all columns are asked for", async (browser, file) => {
  const { page } = await opened(browser, file, { width: 1440, scheme: "light" });
  const excess = () =>
    page.locator("#runs .scroll").evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
  assertEquals(await excess(), 0);
  await page.locator("#runs .unfold").click();
  assert(await excess() > 0);
});

browserTest(
  "on a phone the tiles of a fit come before its figure, and the next step after it",
  async (browser) => {
    const claim = right(decode(claimCodec, { kind: "reconstruction" }));
    const written = reportPage({
      ...quickstartReport,
      evidence: estimated,
      verdicts: [judge(claim, estimated)],
      figures: [figureOrReason(right(decode(figureCodec, { kind: "chosen" })), estimated)],
      shownIn: [0],
      next: { because: "It had 1 min.", ...besideThePage("fit rec.csv --minutes 10") },
    });
    for (const width of [390, 700]) {
      const page = await pageOf(browser, { width, scheme: "light" });
      await page.setContent(written);
      const top = async (selector: string) => (await page.locator(selector).first().boundingBox())!.y;
      const tops = [await top(".level"), await top(".tiles"), await top("figure.lead"), await top(".next")];
      assertEquals(tops, tops.toSorted((a, b) => a - b), `${width} px`);
      await page.evaluate(axe.source);
      assertEquals(await page.evaluate(violations), [], `${width} px`);
      await page.close();
    }
  },
);

browserTest("no command is broken within an option", async (browser) => {
  const page = await pageOf(browser, { width: 390, scheme: "light" });
  const rerun = besideThePage("run a.json --profile paper --checked --jobs 2 --store here --ledger there");
  await page.setContent(
    reportPage({ ...quickstartReport, provenance: { ...quickstartReport.provenance, rerun } }),
  );
  const command = page.locator("#provenance .command pre");
  assertEquals(await command.textContent(), rerun.command);
  const options = command.locator(".option");
  assertEquals(await options.allTextContents(), [
    ...["-y", "--config", "--profile", "--checked", "--jobs", "--store", "--ledger"],
  ]);
  const heights = await Promise.all(
    (await options.all()).map(async (each) => (await each.boundingBox())!.height),
  );
  assertEquals(new Set(heights).size, 1, String(heights));
});

browserTest("tables sort by a column, up and down, with the keyboard", async (browser, file) => {
  const { page } = await opened(browser, file);
  const seed = page.locator("#runs th button", { hasText: "seed" });
  assertEquals(await seed.isVisible(), false);
  await page.locator("#runs .unfold input").focus();
  await page.keyboard.press("Space");
  assertEquals(await seed.isVisible(), true);
  await seed.focus();
  await page.keyboard.press("Enter");
  assertEquals(await page.evaluate(seedsInOrder), ["1", "1", "1", "2", "2", "2", "3", "3", "3"]);
  await page.keyboard.press("Enter");
  assertEquals(await page.evaluate(seedsInOrder), ["3", "3", "3", "2", "2", "2", "1", "1", "1"]);
  assertEquals(await page.locator("#runs th[aria-sort=descending]").count(), 1);
});
