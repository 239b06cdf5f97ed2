import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert/mod.js";
import { claimCodec, judge } from "../../lib/results/claims/catalogue.ts";
import { measureKinds } from "../../lib/measures/catalogue.ts";
import type { Measure } from "../../lib/measures/measure.ts";
import { cellKinds } from "../../lib/networks/catalogue.ts";
import type { Cell } from "../../lib/networks/cell.ts";
import { bibtex, lyapItself, worksOf } from "../../lib/report/bibliography.ts";
import { resultDocument } from "../../lib/report/document.ts";
import { glossaryPage } from "../../lib/report/glossary.ts";
import { besideThePage } from "../../lib/core/program/typed.ts";
import { fittedNodes, fittedOf } from "../../lib/report/fitted.ts";
import { explainedOnce, htmlOf } from "../../lib/report/markup.ts";
import { reportPage } from "../../lib/report/page.ts";
import { exampleSpectrum } from "../../lib/results/example.ts";
import { figureCodec, figureKinds, figureOf, figureOrReason } from "../../lib/report/figures/catalogue.ts";
import { decode } from "../../lib/core/codec/codec.ts";
import { right } from "../either.ts";
import {
  allDiverged,
  estimated,
  ledger,
  manySeeds,
  quickstart,
  remedies,
} from "./figures/support/evidence.ts";
import { quickstartReport } from "./support/report.ts";

const page = reportPage(quickstartReport);

Deno.test("the page is one file that needs no network, the same twice and under 3 MB", () => {
  assertEquals(page, reportPage(quickstartReport));
  assert(page.length < 3_000_000, `${page.length} bytes`);
  assertEquals([...page.matchAll(/(?:src|href|action)="(?!#|data:)[^"]*"/g)].map(String), []);
  assert(!/@import|url\((?!#)|fetch\(|XMLHttpRequest|import\(/.test(page));
});

Deno.test("the finding comes first with its figure, then the verdicts and the attractors", () => {
  const order = [
    "finding",
    "verdicts",
    "viewer",
    "figures",
    "runs",
    "data",
    "measures",
    "words",
    "spec",
    "provenance",
    "cite",
  ]
    .map((id) => page.search(new RegExp(`<section (?:class="[^"]*" )?id="${id}"`)));
  assertEquals(order, order.toSorted((a, b) => a - b));
  assert(order.every((at) => at > 0), String(order));
  assert(page.includes("2 of 3 claims hold, 1 is refuted; 9 runs, 1 diverged"));
  assert(page.includes("1.3\u00a0% off"), "no line is broken before a sign");
  const [first] = page.split('<section id="verdicts"');
  assert(first!.includes('<figure class="lead" id="figure-3"'), "the figure of the first claim");
  assert(first!.includes('<p class="finding">The median '));
});

Deno.test("refuted claims come first, each with its number and its figure, and runs have names", () => {
  const list = /<ul class="verdicts">(.*?)<\/ul>\s*<\/section>/s.exec(page)![1]!;
  const items = list.split('<li class="').slice(1);
  assertEquals(items.map((item) => item.split('"')[0]), ["refuted", "upheld", "upheld"]);
  assert(items[0]!.includes("PLRNN, τ\u00a0=\u00a05, seed 2") && !items[0]!.includes("PLRNN-tau5-seed2"));
  assert(items[1]!.includes('<a class="shown" href="#figure-3">'));
  const effect = {
    effect: 1.5,
    interval: { low: -0.25, high: Infinity },
    effectIs: "ratio of the medians",
    effectUnit: "×",
    n: 4,
  };
  const [verdict] = quickstartReport.verdicts;
  const told = (evidence: object) => {
    const written = reportPage({
      ...quickstartReport,
      verdicts: [{ ...verdict!, evidence: { ...evidence } }],
    });
    return /<span class="effect">(.*?)<\/summary>/s.exec(written)![1]!.replaceAll(/<[^>]*>/g, " ").replaceAll(
      /\s+/g,
      " ",
    ).trim();
  };
  assertEquals(told(effect), "1.5 × (−0.25 to infinite) ratio of the medians n = 4");
  assertEquals(
    told({ ...effect, effectIs: "relative deviation of the median", effectUnit: "%", interval: null }),
    "150 % relative deviation of the median n = 4",
  );
  assertEquals(
    told({ ...effect, effectIs: "median", effectUnit: "nats", interval: null }),
    "1.5 nats median n = 4",
  );
});

Deno.test("each word of the glossary is explained once, where it first occurs, and is one that the page has", () => {
  const links = [...page.matchAll(/<a class="word" href="#word-([\w-]+)">/g)].map((match) => match[1]!);
  assertEquals(links.length, new Set(links).size);
  for (const id of links) assert(page.includes(`<dd id="word-${id}">`), id);
  assert(links.includes("d-stsp") && links.includes("tau"), links.join());
  assert(!/data-word=/.test(page.replaceAll(/<script>.*?<\/script>/gs, "")), "no mark is left");
});

Deno.test("docs/glossary.md is the glossary of the pages: deno task glossary", async () => {
  assertEquals(await Deno.readTextFile(new URL("../../docs/glossary.md", import.meta.url)), glossaryPage());
});

Deno.test("lyap is cited as CITATION.cff has it", async () => {
  const file = await Deno.readTextFile(new URL("../../CITATION.cff", import.meta.url));
  const { title, version, license, author } = lyapItself.fields;
  for (
    const line of [
      `title: "${title}"`,
      `version: ${version}`,
      `license: ${license}`,
      `- name: ${author!.slice(1, -1)}`,
    ]
  ) {
    assert(file.includes(line), line);
  }
});

Deno.test("what every catalogue refers to is a work with a DOI, or one with author, year and title", () => {
  const references = [
    ...Object.values<Cell>(cellKinds).flatMap(({ references }) => references),
    ...Object.values<Measure>(measureKinds as unknown as Readonly<Record<string, Measure>>).flatMap((
      { references },
    ) => references),
  ].map((text) => ({ of: "a part", text }));
  const works = worksOf(references);
  assert(works.length >= 12 && works.length < references.length);
  for (const work of works) assert(work.fields.doi !== undefined, work.text);
  assertEquals(new Set(works.map(({ key }) => key)).size, works.length);
  assert(bibtex(works[0]!).startsWith(`@${works[0]!.type}{${works[0]!.key},\n  author = {`));
  const [other] = worksOf([{ of: "x", text: "J. Doe & A. B. Roe (1999), A title, J. of Things 3, 1–2" }]);
  assertEquals(other!.fields, {
    author: "J. Doe and A. B. Roe",
    year: "1999",
    title: "A title",
    howpublished: "J. of Things 3, 1–2",
  });
});

Deno.test("every figure has its caption, its numbers, and a name and description in either width", () => {
  const figures = [...page.matchAll(/<figure (?:class="lead" )?id="(figure-\d+)">(.*?)<\/figure>/gs)];
  assertEquals(figures.length, quickstartReport.figures.length);
  for (const [, id, content] of figures) {
    for (const width of ["wide", "narrow"]) {
      assert(content!.includes(`<title id="${id}-${width}-title">`));
      assert(content!.includes(`<desc id="${id}-${width}-desc">`));
    }
    assert(content!.includes('<div class="caption">') && content!.includes("<table"));
    for (const format of ["SVG", "PNG", "CSV"]) assert(content!.includes(` as ${format}"`), format);
  }
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
  assertEquals(ids.length, new Set(ids).size, "no id twice");
});

Deno.test("a fit says whether it reconstructed, why, by which numbers, and what to do next", () => {
  const figures = [right(figureOf(right(decode(figureCodec, { kind: "chosen" })), estimated))];
  const claim = right(decode(claimCodec, { kind: "reconstruction" }));
  const verdicts = [judge(claim, estimated)];
  const next = { because: "It had 1 min.", ...besideThePage("fit rec.csv --minutes 10") };
  const written = reportPage({
    ...quickstartReport,
    evidence: estimated,
    verdicts,
    figures,
    shownIn: [0],
    notes: ["Seen."],
    next,
  });
  assert(
    /<p class="level (?:reconstructed|partly|not)"><strong>(?:Reconstructed|Partly reconstructed|Not reconstructed)</
      .test(written),
  );
  assertEquals([...written.matchAll(/<div class="tile (?:good|fair|poor)">/g)].length, 3);
  for (const name of ["Geometry", "Spectrum", "Instability"]) assert(written.includes(`<h3>${name}<`), name);
  assert(!written.includes('<section id="verdicts"') && written.includes("How it was judged"));
  const level = (verdicts[0]!.evidence as { readonly level: string }).level;
  assertEquals(typeof level, "string");
  // One sentence with its numbers and n, then the two commands.
  const [, quote] = /<p class="finding">(.*?)<\/p>/.exec(written)!;
  const plain = quote!.replaceAll(/<[^>]*>/g, "");
  assertMatch(
    plain,
    /the best of \d+ networks on the (?:validation part|held-out part itself) \(.+\) .+; on [\d,]+ held-out rows it comes to D_?stsp [\d.,]+ \(floor [\d.,]+\), /,
  );
  assertEquals(plain.match(/\.(?: |$)/g)?.length, 1, plain);
  const typed = written.replaceAll(/<\/?span[^>]*>/g, "");
  assert(typed.includes("lyap fit rec.csv --minutes 10") && typed.includes("lyap simulate . --steps 500"));
  assert(written.includes("<li>Seen.</li>"));
});

Deno.test("a reconstruction that does not beat parroting says so where it says that it is one", () => {
  const data = estimated.data.map((each) => ({
    ...each,
    scale: { D_stsp: { floor: 1, ceiling: 16 }, D_H: { floor: 0.05, ceiling: 1 } },
    spectrum: exampleSpectrum([0.5 / each.series.dt], { errors: [0.01], unit: "nats/time" }),
    estimate: { verdict: "chaotic" as const, because: "by hand" },
    baselines: [{
      kind: "parroting",
      title: "context parroting",
      measures: { D_stsp: { value: 0.1 }, D_H: { value: 0.2 } },
      lambda1: 0,
    }],
  }));
  const measures = { D_stsp: { value: 1.1 }, D_H: { value: 0.1 } };
  const runs = estimated.runs.map((run) => ({
    ...run,
    measures,
    validation: measures,
    spectrum: exampleSpectrum([0.5, 0]),
  }));
  const fitted = fittedOf({ ...estimated, data, runs }, [{ evidence: { level: "reconstructed" } }])!;
  const { finding } = fittedNodes(fitted, null);
  // The finding leads, and the reservation follows it at once.
  assertMatch(
    htmlOf(explainedOnce(finding).nodes).replaceAll(/<[^>]*>/g, ""),
    /^Reconstructed[^]*\.But context parroting, which only repeats the past, comes closer to the data in geometry\.$/,
  );
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
    shownIn: [],
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
  const written = reportPage({ ...quickstartReport, evidence: ledger, figures, shownIn: [] });
  assert(written.includes("Cannot draw attractors: neither the series nor"));
  assert(written.includes("not available; the figures are drawn from published numbers"));
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
        median: Infinity,
        values: [{ run: "a", value: 16.331862080188696 }, {
          run: "b",
          value: Infinity,
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

Deno.test("in JSON a number of a verdict that is infinite or not defined is null, with a text beside it", () => {
  const [first] = quickstartReport.verdicts;
  const evidence = { effect: Infinity, values: [{ run: "a", value: NaN }], left: undefined };
  const [claim] = resultDocument(quickstart, [{ ...first!, evidence }]).claims;
  assertEquals(claim!.evidence, {
    effect: null,
    "effect is": "infinite",
    values: [{ run: "a", value: null, "value is": "not defined" }],
  });
});

Deno.test("a report of a recording does not speak of equations", () => {
  const figures = Object.keys(figureKinds).map((kind) =>
    figureOrReason(right(decode(figureCodec, { kind })), estimated)
  );
  const written = reportPage({ ...quickstartReport, evidence: estimated, figures, shownIn: [] });
  assert(!/from its equations|independent true trajectories|data units/.test(written));
  assert(written.includes("Lyapunov spectrum of the recording, estimated from the series"));
});

Deno.test("every measure comes with its version, its preset and the series it compares with", () => {
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

Deno.test("the table of all runs shows the columns that matter, and the others on demand", () => {
  const [first, ...others] = quickstart.runs;
  const measures = {
    ...first!.measures,
    lambda1_error: { value: null, why: "lambda1_error needs systemSpectrum" },
    "D_stsp (paper)": { value: 1 },
  };
  const evidence = {
    ...quickstart,
    data: quickstart.data.map((data) => ({
      ...data,
      scale: { ...data.scale, lambda1_error: { floor: null, ceiling: null } },
    })),
    runs: [{ ...first!, measures }, ...others],
  };
  const written = reportPage({ ...quickstartReport, evidence });
  const table = /<section id="runs".*?<\/section>/s.exec(written)![0];
  const heads = [...table.matchAll(/<th (class="folded" )?scope="col".*?<button[^>]*>(.*?)<\/button>/gs)]
    .map(([, folded, name]) => [folded === undefined, name!.replaceAll(/<[^>]*>/g, "")] as const);
  const [shown, folded] = [true, false].map((is) =>
    heads.filter(([each]) => each === is).map(([, name]) => name)
  );
  assertEquals(shown!.slice(0, 3), ["network", "Dstsp (nats)", "λ₁ (nats per step)"]);
  assert(shown!.length <= 9 && shown!.at(-1) === "outcome", shown!.join());
  assertEquals(folded!.at(-1), "digest");
  assert(folded!.includes("Dstsp (paper) (nats)"), folded!.join());
  assertStringIncludes(table, `<input type="checkbox"> Show all ${heads.length} columns</label>`);
  assertStringIncludes(table, "relative error of λ₁ needs the Lyapunov exponents of the data");
  // What a person reads has no names of the code, and a scale without ends is no line.
  const read = written.split('<section id="spec"')[0]!.replaceAll(/<script.*?<\/script>/gs, "");
  assert(!/lambda1_error|systemSpectrum/.test(read));
  assert(!read.includes("scale of relative error"));
});

Deno.test("the sentence of a fit says of its only network by regression that it is one", () => {
  const measures = { D_stsp: { value: 1.1 }, D_H: { value: 0.1 } };
  const data = estimated.data.map((each) => ({
    ...each,
    scale: { D_stsp: { floor: 1, ceiling: 16 }, D_H: { floor: 0.05, ceiling: 1 } },
  }));
  const of = (labels: Readonly<Record<string, string | number>>, value: number) => ({
    ...estimated.runs[0]!,
    id: String(labels.cell),
    labels,
    measures,
    validation: { ...measures, D_stsp: { value } },
  });
  const start = "scale 0.8, ridge 1e-11";
  const found = fittedOf({
    ...estimated,
    data,
    runs: [
      of({ cell: "shRNN", forcing: "none", epochs: 0, start, seed: 1 }, 1),
      of({ cell: "shPLRNN", forcing: "generalized", epochs: 100, "α": 0.3, seed: 1 }, 12),
    ],
  }, [{ evidence: { level: "reconstructed" } }])!;
  assertEquals(found.name, "shRNN by regression with scale 0.8 and ridge 1e-11, seed 1");
});

Deno.test("a tile of a fit puts its number into words", () => {
  const told = (own: number, divergence: number, error: number, ...inputs: readonly string[]) => {
    const data = estimated.data.map((each) => ({
      ...each,
      ...(inputs.length === 0 ? {} : { inputs }),
      scale: { D_stsp: { floor: 1, ceiling: 16 }, D_H: { floor: 0.05, ceiling: 1 } },
      spectrum: exampleSpectrum([0.5], { errors: [error], unit: "nats/time" }),
      estimate: { verdict: "chaotic" as const, because: "by hand" },
    }));
    const runs = estimated.runs.map((run) => ({
      ...run,
      measures: { D_stsp: { value: divergence }, D_H: { value: 0.145 } },
      validation: { D_stsp: { value: 1 }, D_H: { value: 0.1 } },
      spectrum: exampleSpectrum([own * data[0]!.series.dt, 0]),
    }));
    const fitted = fittedOf({ ...estimated, data, runs }, [{ evidence: { level: "reconstructed" } }])!;
    const { tiles, finding } = fittedNodes(fitted, null);
    const plain = htmlOf(explainedOnce([tiles]).nodes);
    return {
      says: [...plain.matchAll(/<p class="says">(.*?)<\/p>/g)].map(([, words]) =>
        words!.replaceAll(/<[^>]*>/g, "")
      ),
      ends: [...plain.matchAll(/<\/div><p class="ends">(.*?)<\/p>/g)].map(([, ends]) =>
        ends!.split("</span><span>").map((end) => end.replaceAll(/<[^>]*>/g, ""))
      ),
      finding: htmlOf(explainedOnce(finding).nodes).replaceAll(/<[^>]*>/g, ""),
    };
  };
  const near = told(0.55, 0.9, 0.03);
  assertEquals(near.says, [
    "no farther than two parts of the data are from each other",
    "10\u00a0% of the way from floor to ceiling",
    "off by 0.05, 10\u00a0% above the recording's, which is itself known only to 6\u00a0%; good would be 15\u00a0% for both together",
  ]);
  assertEquals(near.ends, [["floor 1", "ceiling 16"], ["floor 0.05", "ceiling 1"], [
    "floor ±0.03",
    "ceiling ±0.5",
  ]]);
  assertStringIncludes(near.finding, "the best of 9 networks on the validation part (");
  assertMatch(near.finding, /; on [^]* of the data; 8 of the 9 come to this verdict\./);
  const far = told(0.75, 17, 0.03);
  assertEquals([far.says[0], far.says[2]], [
    "no closer than a fixed point at the mean",
    "off by 0.25, 50\u00a0% above the recording's: farther than two standard errors",
  ]);
  assertEquals(
    told(0.25, 17, 0.03, "F").says[2],
    "off by 0.25, 50\u00a0% below the recording's, which may be that of the inputs",
  );
});

Deno.test("of many verdicts the first are shown, the refuted ones among them, and the others with a tick and in print", () => {
  const [verdict] = quickstartReport.verdicts;
  const verdicts = Array.from({ length: 21 }, (_, index) => ({
    ...verdict!,
    id: `claim-${index}`,
    verdict: index === 20 ? "refuted" as const : "upheld" as const,
  }));
  const listOf = (count: number): readonly string[] =>
    reportPage({ ...quickstartReport, verdicts: verdicts.slice(-count), shownIn: [] })
      .match(/<li class="(?:upheld|refuted)[^"]*"/g)!;
  assertEquals(listOf(10).filter((item) => item.includes("folded")), []);
  const many = listOf(21);
  assertEquals([many.length, many.filter((item) => item.includes("folded")).length], [21, 13]);
  assertEquals(many[0], '<li class="refuted"');
});
