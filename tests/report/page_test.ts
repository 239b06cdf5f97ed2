import { assert, assertEquals } from "@std/assert/mod.js";
import { reportPage } from "../../lib/report/page.ts";
import { figureCodec, figureKinds, figureOrReason } from "../../lib/figures/catalogue.ts";
import { decode } from "../../lib/codec/codec.ts";
import { right } from "../figures/support/either.ts";
import {
  allDiverged,
  estimated,
  ledger,
  manySeeds,
  quickstart,
  remedies,
} from "../figures/support/evidence.ts";
import { quickstartReport } from "./support/report.ts";

const page = reportPage(quickstartReport);

Deno.test("the page is one file that needs no network, the same twice and under 3 MB", () => {
  assertEquals(page, reportPage(quickstartReport));
  assert(page.length < 3_000_000, `${page.length} bytes`);
  assertEquals([...page.matchAll(/(?:src|href|action)="(?!#|data:)[^"]*"/g)].map(String), []);
  assert(!/@import|url\((?!#)|fetch\(|XMLHttpRequest|import\(/.test(page));
});

Deno.test("verdicts come first, each with its statement and its numbers", () => {
  const order = ["verdicts", "figures", "viewer", "runs", "data", "measures", "spec", "provenance"]
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

Deno.test("a report from published numbers alone says what it cannot draw, and has all the rest", () => {
  const figures = Object.keys(figureKinds).map((kind) =>
    figureOrReason(right(decode(figureCodec, { kind })), ledger)
  );
  const written = reportPage({ ...quickstartReport, evidence: ledger, figures });
  assert(written.includes("Cannot draw attractors: neither the series nor"));
  assert(written.includes("not at hand; the figures are drawn from published numbers"));
  assert(!written.includes('id="viewer"'), "there is nothing to turn");
  assert(!/NaN|undefined/.test(written.replaceAll(/<script>.*?<\/script>/gs, "")));
  assertEquals(written.match(/<figure /g)?.length, figures.filter(({ panels }) => panels.length > 0).length);
});

Deno.test("runs whose free run diverged are counted at the top, and named among the runs", () => {
  const [first, ...others] = quickstartReport.evidence.runs;
  const lost = { ...first!, generated: null };
  const evidence = { ...quickstartReport.evidence, runs: [lost, ...others] };
  const written = reportPage({ ...quickstartReport, evidence });
  assert(written.includes("9 runs, 2 diverged"));
  assert(written.includes("trained, free run diverged"));
});

Deno.test("what lies deeper in the numbers of a verdict is words, not JSON", () => {
  const [first] = quickstartReport.verdicts;
  const evidence = {
    required: { low: 20, high: 50 },
    interval: { low: -0.361092690364237, converged: true },
    over: "τ",
    unit: "nats",
    requiredOfSystems: 0.001,
    points: [
      {
        at: 5,
        group: "for PLRNN at τ = 5",
        labels: { cell: "PLRNN", τ: 5 },
        n: 1,
        median: null,
        "median is": "infinite",
        values: [{ run: "a", value: 16.331862080188696 }, {
          run: "b",
          value: null,
          "value is": "infinite",
          why: "diverged",
        }],
      },
      { at: 30, labels: {} },
    ],
  };
  const written = reportPage({ ...quickstartReport, verdicts: [{ ...first!, evidence }] });
  for (
    const text of [
      "low 20, high 50",
      "low −0.3611, converged yes",
      "<dt>required of systems</dt>",
      "forcing interval τ",
      "number of runs",
      '>median<span class="unit"> (nats)<',
      '>value of each run<span class="unit"> (nats)<',
      ">for PLRNN at τ",
      ">infinite<",
      ">16.33; infinite (diverged)<",
      ">all<",
    ]
  ) assert(written.includes(text), text);
  assert(!/median is|cell PLRNN|requiredOfSystems<|>at</.test(written.split('<section id="figures"')[0]!));
  assert(!written.split("</li>")[0]!.includes("{&#x22;") && !written.includes("16.331862"));
});

Deno.test("numbers in verdicts are written as people write them", () => {
  const [first] = quickstartReport.verdicts;
  const because = "It is -6.28 % (-0.5 nats), at most 1.04e-14, and 2e+21 for seed-2.";
  const written = reportPage({ ...quickstartReport, verdicts: [{ ...first!, because }] });
  assert(
    written.includes(
      "It is −6.28\u00a0% (−0.5 nats), at most 1.04\u00a0×\u00a010⁻¹⁴, and 2\u00a0×\u00a010²¹ for seed-2.",
    ),
  );
});

Deno.test("a report of a recording does not speak of equations", () => {
  const figures = Object.keys(figureKinds).map((kind) =>
    figureOrReason(right(decode(figureCodec, { kind })), estimated)
  );
  const written = reportPage({ ...quickstartReport, evidence: estimated, figures });
  assert(!/from its equations|independent true trajectories|data units/.test(written));
  assert(written.includes("Lyapunov spectrum of the recording, estimated from the series"));
});

Deno.test("every measure is told with its version, its preset and the series it compares with", () => {
  const [run] = quickstart.runs;
  const measures = { ...run!.measures, "D_stsp (paper)": { value: 1 } };
  const evidence = { ...quickstart, runs: [{ ...run!, measures }, ...quickstart.runs.slice(1)] };
  const written = reportPage({ ...quickstartReport, evidence });
  assert(written.includes("version 1, preset default: every point counts"));
  assert(/preset paper: as the authors evaluate: 10 bins.*; against the training series/.test(written));
});

Deno.test("where there are many runs, the viewer has the median one of each setting and says so", () => {
  const options = (evidence: typeof quickstart) =>
    [...reportPage({ ...quickstartReport, evidence }).matchAll(/<option[^>]*>([^<]+)</g)].map((match) =>
      match[1]!
    );
  assertEquals(options(quickstart).length, 8);
  assertEquals(options(manySeeds).length, 10);
  assertEquals(new Set(options(manySeeds).map((id) => id.replace(/, seed \d+$/, ""))).size, 10);
  assertEquals(options(remedies).length, 30);
  assert(reportPage({ ...quickstartReport, evidence: manySeeds }).includes("Of 112 networks 10 are here"));
});
