import { assert, assertEquals } from "@std/assert/mod.js";
import { reportPage } from "../../lib/report/page.ts";
import { allDiverged } from "../figures/support/evidence.ts";
import { quickstartReport } from "./support/report.ts";

const page = reportPage(quickstartReport);

Deno.test("the page is one file that needs no network, the same twice and under 3 MB", () => {
  assertEquals(page, reportPage(quickstartReport));
  assert(page.length < 3_000_000, `${page.length} bytes`);
  assertEquals([...page.matchAll(/(?:src|href|action)="(?!#|data:)[^"]*"/g)].map(String), []);
  assert(!/@import|url\((?!#)|fetch\(|XMLHttpRequest|import\(/.test(page));
});

Deno.test("verdicts come first, each with its statement and its numbers", () => {
  const order = ["verdicts", "figures", "viewer", "runs", "data", "spec", "provenance"]
    .map((id) => page.indexOf(`<section id="${id}"`) + page.indexOf(`<section class="${id}" id="${id}"`));
  assertEquals(order, order.toSorted((a, b) => a - b));
  assert(order.every((at) => at > 0), String(order));
  assert(page.includes("2 of 3 claims upheld; 9 runs, 1 diverged"));
  assert(page.includes("1.3\u00a0% off"), "no line is broken before a sign");
});

Deno.test("every figure has its caption, its numbers, and a name and description in either width", () => {
  const figures = [...page.matchAll(/<figure id="(figure-\d+)">(.*?)<\/figure>/gs)];
  assertEquals(figures.length, quickstartReport.figures.length);
  for (const [, id, content] of figures) {
    for (const width of ["wide", "narrow"]) {
      assert(content!.includes(`<title id="${id}-${width}-title">`));
      assert(content!.includes(`<desc id="${id}-${width}-desc">`));
    }
    assert(content!.includes("<figcaption>") && content!.includes("<table"));
  }
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
  assertEquals(ids.length, new Set(ids).size, "no id twice");
});

Deno.test("what comes from a spec or a file stays text", () => {
  assert(!page.includes("</script><b>"));
  const nasty = "<img src=x onerror=alert(1)>";
  const evidence = {
    ...quickstartReport.evidence,
    title: nasty,
    data: quickstartReport.evidence.data.map((data) => ({
      ...data,
      title: nasty,
      variables: [nasty, "</script>", "z"],
    })),
  };
  const other = reportPage({ ...quickstartReport, evidence });
  assert(!other.replaceAll(/="[^"]*"/g, "").includes("<img"), "not outside the values of attributes");
  assert(!other.includes('"</script>'));
});

Deno.test("a report in which all diverged, and one without claims and figures, can be written", () => {
  const bare = reportPage({
    ...quickstartReport,
    evidence: allDiverged,
    verdicts: [],
    figures: [],
    references: [],
  });
  assert(bare.includes("9 runs, 9 diverged"));
  assert(bare.includes("The spec makes no claims."));
  assert(!bare.includes("NaN"));
});
