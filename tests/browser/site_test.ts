/**
 * The documentation as a site: it builds without a broken link, and reads from disk in a real browser. Skipped with a
 * message where the generator cannot be fetched; the browser's part where there is no Chromium (LYAP_CHROMIUM names one at
 * another place).
 */
import { assert, assertEquals, assertGreater } from "@std/assert/mod.js";
import { fromFileUrl, toFileUrl } from "@std/path/mod.js";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { brokenLinks } from "../../tools/site/links.ts";
import { brightness, chooseTheme, widthOfPicture } from "./probes.js";

const root = fromFileUrl(new URL("../../", import.meta.url));
const executable = Deno.env.get("LYAP_CHROMIUM") ?? "/usr/bin/chromium";
const present = await Deno.stat(executable).then(() => true, () => false);
if (!present) console.warn(`skipped: reading the site in a browser needs Chromium at ${executable}`);

const SKIPPED = 77;

/** Types into the search, and waits until it finds a page. */
const findBy = async (page: Page, words: string, address: string): Promise<void> => {
  await page.keyboard.press("/");
  await page.locator("#tsd-search-input").fill(words);
  await page.locator(`#tsd-search-results a[href*="${address}"]`).first().waitFor({ timeout: 20_000 });
};

const readIn = async (context: BrowserContext, site: URL): Promise<void> => {
  const page = await context.newPage();
  const asked: string[] = [];
  page.on("request", (request) => void asked.push(request.url()));
  await page.goto(new URL("documents/figures.html", site).href);
  const pictures = page.locator(".tsd-typography img");
  assertGreater(await pictures.count(), 3);
  for (const picture of await pictures.all()) {
    await picture.scrollIntoViewIfNeeded();
    assertGreater(await picture.evaluate(widthOfPicture), 0);
  }
  // The reader's choice of a theme is what figures follow, and not only the machine's.
  for (const theme of ["light", "dark"]) {
    await page.evaluate(chooseTheme, theme);
    await page.reload();
    const shown = await page.evaluate(brightness, (await pictures.first().screenshot()).toString("base64"));
    assertEquals(
      shown > 0.5,
      theme === "light",
      `${theme} on a dark machine: ${shown}`,
    );
  }
  await findBy(page, "Kaplan", "documents/glossary.html");
  await findBy(page, "trainNetwork", "functions/mod.trainNetwork.html");
  assertEquals(asked.filter((url) => !/^(file|data|blob):/.test(url)), []);
  await page.close();
};

Deno.test("the documentation builds as a site in under a minute, with links that lead somewhere, and reads from disk", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const begin = performance.now();
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "tools/build_site.ts", "--out", folder],
      cwd: root,
    }).output();
    const said = new TextDecoder().decode(stderr);
    if (code === SKIPPED) return console.warn(`skipped: ${said.trim()}`);
    assertEquals(code, 0, said);
    assert(performance.now() - begin < 60_000, "a minute");
    if (!present) return;
    const browser = await chromium.launch({
      executablePath: executable,
      args: ["--no-sandbox", "--disable-gpu"],
    });
    try {
      await readIn(await browser.newContext({ colorScheme: "dark" }), toFileUrl(`${folder}/`));
    } finally {
      await browser.close();
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a link that leads nowhere is reported with the page and its address", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(
      `${folder}/a.html`,
      '<h1 id="top">A</h1><a href="b.html#here">b</a><a href="b.html#there">b</a><img src="c.svg"><a href="https://d">d</a>' +
        "<pre>&lt;a href=&quot;e.html&quot;&gt;</pre>",
    );
    await Deno.writeTextFile(`${folder}/b.html`, '<h1 class="x" id="here">B</h1><a href="a.html#top">a</a>');
    assertEquals(brokenLinks(toFileUrl(`${folder}/`)), [
      "a.html leads to b.html#there, which is not there",
      "a.html leads to c.svg, which is not there",
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
