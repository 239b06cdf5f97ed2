/** What every kind of figure must satisfy; a new kind is picked up from the catalogue. */
import { assert, assertEquals, assertMatch, assertNotMatch, assertStringIncludes } from "@std/assert/mod.js";
import { fromFileUrl } from "@std/path/mod.js";
import * as E from "fp-ts/Either.js";
import type { Read } from "../../../lib/core/catalogue.ts";
import type { FigureKind } from "../../../lib/report/figures/kind.ts";
import type { Result } from "../../../lib/results/result.ts";
import { figureCodec, figureKinds, figureOf, figureOrReason } from "../../../lib/report/figures/catalogue.ts";
import { BARE_WIDTH, bareFigure } from "../../../lib/report/figures/plot/bare.ts";
import { toSvg } from "../../../lib/report/figures/plot/draw.ts";
import type { Figure } from "../../../lib/report/figures/plot/figure.ts";
import { placedFigure } from "../../../lib/report/figures/plot/layout.ts";
import { ruleNames } from "../../../lib/report/figures/plot/rule_names.ts";
import { textOf } from "../../../lib/report/figures/plot/text.ts";
import { checksOfFigure } from "../../../lib/library/checks/figure.ts";
import { figureValues } from "../../../lib/report/figures/plot/values.ts";
import { decode } from "../../../lib/core/codec/codec.ts";
import { testAll } from "../../conformance.ts";
import { boxOfText, overlapping } from "./support/boxes.ts";
import { left, right } from "../../either.ts";
import {
  allDiverged,
  estimated,
  ledger,
  manySeeds,
  nothing,
  quickstart,
  recording,
  remedies,
  scalar,
  threeCells,
} from "./support/evidence.ts";

const fixtures = fromFileUrl(new URL("../../../fixtures/figures", import.meta.url));
const cases: Readonly<Record<string, Result>> = {
  quickstart,
  threeCells,
  manySeeds,
  remedies,
  recording,
  estimated,
  scalar,
  allDiverged,
  ledger,
  nothing,
};

const built = (kind: string, evidence: Result): E.Either<unknown, Figure> =>
  figureOf(right(decode(figureCodec, { kind })), evidence);

const published = {
  title: "Mikhaeil et al. (2022), mean ± SEM over 5 runs",
  curves: [
    {
      label: "PLRNN",
      points: [{ at: 5, value: 9.71, error: 1.33 }, { at: 30, value: 0.893, error: 1.1 }, {
        at: 500,
        value: 12,
      }],
    },
    {
      label: "LSTM",
      points: [{ at: 5, value: 4.36, error: 2.08 }, { at: 30, value: 0.0618, error: 0.0065 }],
    },
  ],
};

const figure = (kind: string, evidence: Result): Figure => right(built(kind, evidence));

const texts = (svg: string): readonly string[] => [...svg.matchAll(/>([^<]+)</g)].map((match) => match[1]!);

for (const [kind, definition] of Object.entries<FigureKind & Read>(figureKinds)) {
  testAll(kind, checksOfFigure(definition, cases));

  Deno.test(`${kind}: its caption says how many seeds it shows`, () => {
    assertMatch(figure(kind, quickstart).caption.join(" "), /\b(\d+ seeds?|one orbit)\b/);
  });

  Deno.test(`${kind}: no text covers another, wide, narrow or bare`, () => {
    for (const [name, evidence] of Object.entries(cases)) {
      const result = built(kind, evidence);
      if (E.isLeft(result)) continue;
      const layouts = [
        ...[720, 540, 340].map((width) => placedFigure(result.right, width, false)),
        placedFigure(bareFigure(result.right), BARE_WIDTH, true),
      ];
      for (const { texts, panels, width } of layouts) {
        const boxes = [...texts, ...panels.flatMap(ruleNames)].map(boxOfText);
        assertEquals(overlapping(boxes), [], `${kind} of ${name}, ${width} px`);
      }
    }
  });

  Deno.test(`${kind}: looks as it did (UPDATE_FIXTURES=1 after looking at the new picture)`, async () => {
    const svg = toSvg(figure(kind, quickstart), { theme: "light" });
    const file = `${fixtures}/${kind}.svg`;
    if (Deno.env.get("UPDATE_FIXTURES") === "1") await Deno.writeTextFile(file, svg);
    assertEquals(texts(svg), texts(await Deno.readTextFile(file)));
    assertEquals(svg, await Deno.readTextFile(file));
    assert(svg.length < 200_000, `${svg.length} bytes`);
  });
}

Deno.test("curves look as the legend says: by colour, by dash, and by markers where it has them", () => {
  for (const [name, evidence] of Object.entries(cases)) {
    for (const kind of Object.keys(figureKinds)) {
      const result = built(kind, evidence);
      if (E.isLeft(result)) continue;
      const marks = result.right.panels.flatMap((panel) => panel.marks);
      const where = `${kind} of ${name}`;
      for (const { look, sample } of result.right.legend) {
        if (typeof look !== "number" || (sample !== "line" && sample !== "line and points")) continue;
        const own = marks.filter((mark) => mark.type === "line" && mark.look === look);
        assert(own.every((mark) => mark.type === "line" && mark.dash !== "none"), where);
        if (sample === "line" || own.length === 0) continue;
        assert(marks.some((mark) => mark.type === "points" && mark.look === look && !mark.crossed), where);
      }
    }
  }
  const { legend } = figure("loss", threeCells);
  assertEquals(
    legend.map(({ look, sample }) => [look, sample]),
    [0, 1, 2].map((look) => [look, "line and points"]),
  );
  assertEquals(figure("loss", quickstart).legend.map(({ sample }) => sample), ["line"]);
});

Deno.test("legend and caption speak of a floor and a ceiling only where they are drawn", () => {
  const scaled = (floor: number | null, ceiling: number | null): Result => ({
    ...remedies,
    data: remedies.data.map((data) => ({ ...data, scale: { D_stsp: { floor, ceiling } } })),
  });
  const told = ({ legend, caption }: Figure) => [
    legend.filter(({ look, sample }) => look === "faint" && sample === "line").map(({ label }) => label),
    caption.find((sentence) => /^(?:Floor|Ceiling): /.test(sentence)) ?? "",
  ];
  for (const kind of ["measure", "comparison"]) {
    const of = (floor: number | null, ceiling: number | null) => told(figure(kind, scaled(floor, ceiling)));
    assertEquals(of(0.01, 12), [
      ["floor and ceiling"],
      "Floor: two independent true trajectories; ceiling: a fixed point at the mean.",
    ]);
    assertEquals(of(0.01, null), [["floor"], "Floor: two independent true trajectories."]);
    assertEquals(of(null, 12), [["ceiling"], "Ceiling: a fixed point at the mean."]);
    assertEquals(of(null, null), [[], ""]);
    // A logarithmic axis has no place for 0.
    assertEquals(of(0, 12), [["ceiling"], "Ceiling: a fixed point at the mean."]);
  }
});

Deno.test("published curves are beside those of their cells, in the same look, and in the legend", () => {
  const withCurves = (evidence: Result) =>
    right(figureOf(right(decode(figureCodec, { kind: "measure", reference: published })), evidence));
  const { legend, caption, panels, table } = withCurves(threeCells);
  const entry = (label: string) => legend.find((each) => each.label === label);
  const name = (cell: string) => `${cell}: ${published.title}`;
  assertEquals(entry(name("PLRNN"))?.look, entry("PLRNN: median and every seed")?.look);
  assertEquals(entry(name("LSTM"))?.look, entry("LSTM: median and every seed")?.look);
  assert(
    caption.includes(`Open markers and fine lines: ${published.title}, bars: ± 1 standard error.`),
    caption.join(" "),
  );
  assertEquals(caption.at(-1), `${published.title}: best PLRNN 0.893 at τ = 30 and LSTM 0.0618 at τ = 30.`);
  assert(panels[0]!.x.domain[1] > 500, "the axis reaches the last published point");
  assertEquals(table.rows.filter(([runs]) => runs === name("PLRNN")).map((row) => row.slice(1, 7)), [
    [5, null, null, null, 9.71, 1.33],
    [30, null, null, null, 0.893, 1.1],
    [500, null, null, null, 12, null],
  ]);
  // A curve of a cell that no run has is drawn nevertheless, in a look that no runs have.
  const looksOf = (built: Figure) =>
    built.legend.filter(({ sample }) => sample.startsWith("fine")).map(({ look }) => look);
  assertEquals(looksOf(withCurves(quickstart)), [0, 2]);
  // In small multiples each part has the curve of its own cell only.
  const split = { kind: "multiples", by: "cell", figure: { kind: "measure", reference: published } };
  const parts = right(figureOf(right(decode(figureCodec, split)), threeCells));
  assertEquals(
    parts.panels.map(({ marks }) =>
      marks.flatMap((mark) => mark.type === "line" && mark.dash === "fine" ? [mark.look] : [])
    ),
    [[0], [], [2]],
  );
});

Deno.test("runs without the label are a level across the panel, and in legend, caption and table", () => {
  const [first] = threeCells.runs;
  const { "τ": _interval, ...labels } = first!.labels;
  const classical = [3, 5].map((value, seed) => ({
    ...first!,
    id: `classical-${seed}`,
    labels: { ...labels, forcing: "none", seed },
    measures: { D_stsp: { value } },
  }));
  const before = figure("measure", threeCells);
  const { panels, legend, caption, table } = figure("measure", {
    ...threeCells,
    runs: [...threeCells.runs, ...classical],
  });
  const rules = panels[0]!.marks.flatMap((mark) => mark.type === "rule" && mark.look === 0 ? [mark.at] : []);
  assertEquals(rules, [4]);
  assertEquals(
    legend.map(({ label }) => label).filter((label) => !before.legend.some((each) => each.label === label)),
    [`${labels.cell}: median with no τ`],
  );
  assert(caption.includes("Horizontal lines: median of the 2 runs without τ."), caption.join(" "));
  assertEquals(table.rows.length, before.table.rows.length + 1);
  const spectra = figure("spectra", { ...threeCells, runs: [...threeCells.runs, ...classical] });
  assertEquals(
    spectra.panels[0]!.marks.filter((mark) => mark.type === "rule" && mark.look === 0).length,
    1,
    "a level of the largest exponent too",
  );
  assert(spectra.legend.some(({ label }) => label === `${labels.cell}: median with no τ`));
});

Deno.test("a published growth of the gradient is in the panel of its cell, with its slope", () => {
  const curve = { label: "PLRNN", points: [{ at: 10, value: 1 }, { at: 1010, value: 11 }] };
  const reference = { title: "someone (2020)", curves: [curve, { ...curve, label: "GRU" }] };
  const input = { kind: "gradientNorms", over: "cell", reference };
  const { panels, caption, legend, table } = right(
    figureOf(right(decode(figureCodec, input)), threeCells),
  );
  const fine = panels.map(({ marks }) =>
    marks.filter((mark) => mark.type === "line" && mark.dash === "fine").length
  );
  assertEquals(fine, panels.map(({ title }) => title === "PLRNN" ? 1 : 0));
  assertEquals(fine.filter((count) => count > 0), [1]);
  assertEquals(caption.at(-1), "Someone (2020): PLRNN 0.023 nats per step.");
  assertEquals(legend.filter(({ sample }) => sample.startsWith("fine")).map(({ label }) => label), [
    "PLRNN: someone (2020)",
  ]);
  assertEquals(table.rows.map(([run]) => run).filter((run) => String(run).includes("someone")), [
    "PLRNN: someone (2020)",
  ]);
});

Deno.test("a band goes out of the panel where many seeds have no value", () => {
  const { panels } = figure("measure", manySeeds);
  const { marks, y } = panels[0]!;
  const band = marks.flatMap((mark) => mark.type === "area" ? mark.points : []);
  assertEquals(band.length, 10, "no value of τ is left out");
  assertEquals(band.map(([at, , high]) => high === y.domain[1] ? at : null).filter((at) => at !== null), [
    100,
    200,
  ]);
});

Deno.test("small multiples by dataset have each its own data, and the same axes", () => {
  const twoSets: Result = {
    ...quickstart,
    data: [quickstart.data[0]!, { ...quickstart.data[0]!, id: "other", title: "another dataset" }],
    runs: ["lorenz", "other"].flatMap((data) =>
      quickstart.runs.filter(({ labels }) => data === "lorenz" || labels.τ !== 5)
        .map((run) => ({ ...run, data, labels: { ...run.labels, dataset: data } }))
    ),
  };
  const spec = right(decode(figureCodec, { kind: "multiples", by: "dataset" }));
  const { panels, caption } = right(figureOf(spec, twoSets));
  assertEquals(panels.map(({ title }) => title), ["Lorenz-63", "other"]);
  assertEquals(panels[1]!.x, panels[0]!.x);
  assertEquals(panels[1]!.x.ticks?.map(({ label }) => label), ["5", "30", "200"]);
  assert(caption.includes("other: another dataset; 3 seeds per point."), caption.join(" "));
  assertEquals(caption.filter((sentence) => sentence === "Points: single seeds.").length, 1);
});

Deno.test("small multiples keep the place of a part that cannot be drawn, and say why", () => {
  const lostAt200: Result = {
    ...quickstart,
    runs: quickstart.runs.map((run) => run.labels.τ === 200 ? allDiverged.runs[0]! : run)
      .map((run, index) => ({ ...run, labels: quickstart.runs[index]!.labels })),
  };
  const spec = right(decode(figureCodec, { kind: "multiples", by: "τ", figure: { kind: "powerSpectra" } }));
  const { panels, finding, table } = right(figureOf(spec, lostAt200));
  assertEquals(panels.map(({ empty }) => empty), [null, null, "nothing to draw"]);
  // Its panels say which part it is, and nothing of what the panels of another part show.
  const attractors = right(decode(figureCodec, {
    kind: "multiples",
    by: "dataset",
    figure: { kind: "attractor" },
  }));
  const [data, other] = [quickstart.data[0]!, { ...quickstart.data[0]!, id: "b" }];
  const absent = { ...other, series: { ...data.series, rows: 0, values: new Float64Array(0) } };
  const parts = right(figureOf(attractors, {
    ...quickstart,
    data: [data, absent],
    runs: [
      ...quickstart.runs.map((run) => ({ ...run, labels: { ...run.labels, dataset: "lorenz" } })),
      ...quickstart.runs.map((run) => ({
        ...run,
        data: "b",
        generated: null,
        labels: { ...run.labels, dataset: "b.npy" },
      })),
    ],
  })).panels;
  assertEquals(
    [...new Set(parts.filter(({ empty }) => empty === "nothing to draw").map(({ title }) => title))].length,
    1,
  );
  assert(textOf(finding).includes("τ = 200: Cannot draw power spectra"), textOf(finding));
  for (const row of table.rows) assertEquals(row.length, table.columns.length);
});

Deno.test("values of a label are shown by what differs", () => {
  const optimised: Result = {
    ...quickstart,
    runs: quickstart.runs.flatMap((run) =>
      [0.001, 10].map((rate) => ({
        ...run,
        labels: { ...run.labels, optimiser: `adam, learning rate ${rate}, beta1 0.9` },
      }))
    ),
  };
  const built = (spec: unknown) => right(figureOf(right(decode(figureCodec, spec)), optimised));
  const { legend } = built({ kind: "loss" });
  assertEquals(legend.map(({ label }) => label), [
    "optimiser learning rate 0.001",
    "optimiser learning rate 10",
  ]);
  const { panels } = built({ kind: "heatMap", rows: "optimiser" });
  assertEquals(panels[0]!.y.ticks?.map(({ label }) => label), ["learning rate 0.001", "learning rate 10"]);
});

Deno.test("a comparison has a row for each way of training, from the best to the worst, or those that the spec names", () => {
  const build = (options: Readonly<Record<string, unknown>>) =>
    right(figureOf(right(decode(figureCodec, { kind: "comparison", ...options })), remedies));
  const titles = (built: Figure) => built.panels[0]!.y.ticks!.map(({ label }) => label);
  const all = build({});
  assertEquals(titles(all).length, 17);
  assertEquals(titles(all)[0], "τ = 30, random forcing");
  assertEquals(all.panels[0]!.beside?.map(({ label }) => label), Array(4).fill("× 3 of 5"));
  assertEquals(all.table.rows.length, 34);
  const named = build({
    order: "spec",
    rows: [
      { title: "norm clip 1", runs: { clipping: "norm, threshold 1" } },
      { title: "forced every 30 steps", runs: { τ: 30, forcing: "sparse" } },
    ],
  });
  assertEquals(titles(named), ["norm clip 1", "forced every 30 steps"]);
  assert(named.caption.includes("160 runs of the experiment belong to no row."), named.caption.join(" "));
  assertEquals(named.panels[0]!.beside?.map(({ label }) => label), ["× 3 of 5", "no run"]);
});

Deno.test("nothing that holds of equations only is said of a recording", () => {
  const untrue = /equations|independent true trajectories|of the system|data units|\bsd\b/;
  for (const kind of Object.keys(figureKinds)) {
    const result = built(kind, estimated);
    if (E.isLeft(result)) continue;
    const drawn = texts(toSvg(result.right)).join(" ") + JSON.stringify(result.right.table);
    assert(!untrue.test(drawn), `${kind}: ${untrue.exec(drawn)}`);
  }
  const { legend, finding } = figure("spectra", estimated);
  assertEquals(legend[0]!.label, "recording, estimated from the series");
  assert(
    textOf(finding).startsWith("The recording's largest exponent is 0.0102 nats per step"),
    textOf(finding),
  );
  assert(
    figure("measure", estimated).caption.some((sentence) =>
      sentence.startsWith("Floor: two parts of the recording")
    ),
  );
  assert(figure("spectra", quickstart).legend[0]!.label === "system, from its equations");
  assertEquals(figure("forecast", quickstart).panels[0]!.y.unit, "sd");
  assertEquals(figure("forecast", estimated).panels[0]!.y.unit, "units of the recording");
});

Deno.test("a picture that cannot be drawn leaves a sentence in its place", () => {
  for (const kind of Object.keys(figureKinds)) {
    const spec = right(decode(figureCodec, { kind }));
    const instead = figureOrReason(spec, nothing);
    assert(/^Cannot .*; .*\.$/.test(textOf(instead.finding)), `${kind}: ${textOf(instead.finding)}`);
    assert(toSvg(instead).includes("<desc"));
    assert(!/NaN|Infinity|undefined/.test(toSvg(instead)));
  }
  for (const kind of ["measure", "spectra", "comparison", "heatMap"]) {
    assert(figureOrReason(right(decode(figureCodec, { kind })), ledger).panels.length > 0, kind);
  }
});

Deno.test("a figure that the evidence cannot give says what is missing", () => {
  for (const kind of Object.keys(figureKinds)) {
    const result = built(kind, { ...quickstart, data: [], runs: [] });
    assert(E.isLeft(result));
  }
  const spec = right(decode(figureCodec, { kind: "measure", measure: "D_none" }));
  assert(JSON.stringify(left(figureOf(spec, quickstart))).includes("D_none"));
});

Deno.test("a misspelt kind or option of a figure is named with its path", () => {
  const paths = (written: unknown) => left(decode(figureCodec, written)).map(({ path }) => path);
  assertEquals(paths({ kind: "atractor" }), ["$.kind"]);
  assertEquals(paths({ kind: "measure", mesure: "D_H" }), ["$.mesure"]);
});

Deno.test("no more is drawn of a network than there is of the truth", () => {
  const [data] = quickstart.data;
  const short = {
    ...data!.series,
    rows: 300,
    values: data!.series.values.subarray(0, 300 * data!.series.columns),
  };
  const { caption } = figure("chosen", { ...quickstart, data: [{ ...data!, series: short }] });
  assert(caption.join(" ").includes("; 300 steps of each"), caption.join(" "));
});

Deno.test("beside a regular recording the exponents of networks are drawn in their own range", () => {
  const [data] = estimated.data;
  const spectrum = { ...data!.spectrum!, exponents: [0] };
  const { panels } = figure("spectra", { ...estimated, data: [{ ...data!, spectrum }] });
  const [low, high] = panels[0]!.y.domain;
  assert(high - low < 0.1, `${low} to ${high}`);
});

Deno.test("a run whose free run diverged while it was measured counts as diverged, and is not a run without reason", () => {
  const lost: Result = {
    ...quickstart,
    runs: quickstart.runs.map((run) =>
      run.labels.τ === 30 && run.labels.seed === 1
        ? {
          ...run,
          generated: null,
          measures: { D_stsp: { value: null, why: "the free run diverged at step 5280" } },
        }
        : run
    ),
  };
  const draw = (kind: string) => right(figureOf(right(decode(figureCodec, { kind })), lost));
  const { caption, panels } = draw("measure");
  assert(!caption.join(" ").includes("did not diverge"), caption.join(" "));
  assert(panels[0]!.above.some(({ at, label }) => at === 30 && label === "× 1 of 3"));
  // Its spectrum, along a shorter free run, is there all the same.
  assert(
    draw("spectra").panels.every(({ title, note }) => !title.includes("30") || !note.includes("diverged")),
  );
});

Deno.test("where all medians are the same no place is called the best", () => {
  const same: Result = {
    ...quickstart,
    runs: quickstart.runs.map((run) => ({ ...run, measures: { D_stsp: { value: 11.6 } } })),
  };
  assertMatch(
    textOf(figure("measure", same).finding),
    /the same at τ = 5, 30 and 200 for PLRNN \(11\.6\)\.$/,
  );
});

Deno.test("runs without the label have a panel of their own, or are counted where there is no place for them", () => {
  const some: Result = {
    ...threeCells,
    runs: threeCells.runs.map((run) => {
      const { τ: _interval, ...others } = run.labels;
      return run.labels.cell === "RNN" ? { ...run, labels: others } : run;
    }),
  };
  const count = some.runs.filter(({ labels }) => labels.τ === undefined).length;
  assert(count > 0);
  for (const kind of ["loss", "forecast", "powerSpectra", "gradientNorms"]) {
    assertEquals(figure(kind, some).panels.map(({ title }) => title).at(-1), "no τ", kind);
  }
  const attractors = figure("attractor", some).panels;
  assertEquals(attractors.map(({ title }) => title).at(-1), "RNN");
  assert(attractors.at(-1)!.marks.some((mark) => mark.type === "orbit" && mark.points.length > 100));
  const shares = figure("shareOfRuns", some);
  assertEquals(shares.panels[0]!.marks.filter(({ type }) => type === "rule").length, 1);
  assertStringIncludes(shares.caption.join(" "), `Horizontal lines: the ${count} runs without τ.`);
});

Deno.test("each kind of network has its own best panel among its attractors, and what has no τ says so", () => {
  const intervals = [5, 10, 20, 30, 60];
  const best: Record<string, number> = { PLRNN: 20, RNN: 10, LSTM: 60 };
  const some: Result = {
    ...threeCells,
    runs: Object.entries(best).flatMap(([cell, chosen]) => {
      const like = threeCells.runs.find(({ labels }) => labels.cell === cell)!;
      const { τ: _interval, ...labels } = like.labels;
      const placed = intervals.map((τ) => ({
        ...like,
        id: `${cell}-${τ}`,
        labels: { ...labels, clipping: "none", τ },
        measures: { ...like.measures, D_stsp: { ...like.measures.D_stsp!, value: τ === chosen ? 0.1 : 5 } },
      }));
      return [...placed, { ...like, id: cell, labels: { ...labels, clipping: "norm, threshold 1" } }];
    }),
  };
  const { panels, caption } = figure("attractor", some);
  assertEquals(panels.map(({ title }) => title), [
    ...["true data", "PLRNN, τ = 5", "PLRNN, τ = 20", "PLRNN, τ = 60"],
    ...["true data", "RNN, τ = 5", "RNN, τ = 10", "RNN, τ = 60"],
    ...["true data", "LSTM, τ = 5", "LSTM, τ = 10", "LSTM, τ = 60"],
    ...["PLRNN, no τ", "RNN, no τ", "LSTM, no τ"],
  ]);
  assertStringIncludes(
    caption.join(" "),
    "Of 5 values of τ each kind of network has 3 panels: the first, its best, and the last.",
  );
});

Deno.test("attractors by cell are named by the cell first", () => {
  const { panels } = right(
    figureOf(right(decode(figureCodec, { kind: "attractor", over: "cell" })), threeCells),
  );
  const titles = panels.map(({ title }) => title).filter((title) => title !== "true data");
  assert(titles.length > 0);
  for (const title of titles) assertMatch(title, /^(PLRNN|RNN|LSTM), τ = \d+$/);
});

Deno.test("spikes of a loss are drawn at the upper edge and named; a gradient norm is drawn as it is", () => {
  const some: Result = {
    ...threeCells,
    runs: threeCells.runs.map((run, index) => {
      const spiked = (values: readonly number[]) =>
        values.map((value, at) => index === 0 && at === 1 ? 1e34 : value);
      const { loss, gradientNorm } = run.history;
      return { ...run, history: { ...run.history, loss: spiked(loss), gradientNorm: spiked(gradientNorm) } };
    }),
  };
  const loss = figure("loss", some);
  const [low, high] = loss.panels[0]!.y.domain;
  assert(high < 1e6, `the axis ends at ${high}`);
  for (const { marks } of loss.panels) {
    for (const mark of marks) {
      if (mark.type !== "line" && mark.type !== "points") continue;
      for (const [, value] of mark.points) assert(Number.isNaN(value) || (value >= low && value <= high));
    }
  }
  assertMatch(
    loss.caption.join(" "),
    /Values above \S+ are drawn at the upper edge; the largest is 1 × 10³⁴\./,
  );
  assertNotMatch(figure("loss", threeCells).caption.join(" "), /edge/);
  const norms = figure("gradientNormOverEpochs", some);
  assert(norms.panels[0]!.y.domain[1] > 1e33);
  assertNotMatch(norms.caption.join(" "), /edge/);
});

Deno.test("bare, a curve has its name beside it once, and levels of the same look stay in the legend", () => {
  const [first] = threeCells.runs.filter(({ labels }) => labels.cell === "RNN");
  const { τ: _interval, ...others } = first!.labels;
  const some: Result = {
    ...threeCells,
    runs: [...threeCells.runs, { ...first!, id: "none", labels: others }],
  };
  const bare = bareFigure(figure("measure", some));
  assertEquals(bare.panels[0]!.beside?.map(({ label }) => label).toSorted(), ["LSTM", "PLRNN", "RNN"]);
  assertEquals(bare.legend.map(({ label }) => label), ["RNN, no τ"]);
});

Deno.test("where no run has the label, the advice names those that there are", () => {
  const some: Result = {
    ...threeCells,
    runs: threeCells.runs.map((run) => ({ ...run, labels: { cell: run.labels.cell!, nobodysLabel: 8 } })),
  };
  const { finding } = figureOrReason(right(decode(figureCodec, { kind: "attractor" })), some);
  assertMatch(
    textOf(finding),
    /no run .* has that label; let `over` name a label that the runs have: cell, nobodysLabel/,
  );
});

Deno.test("where no run has τ, a figure that names no label is over the option of the runs' own scheme", () => {
  const some: Result = {
    ...threeCells,
    runs: threeCells.runs.map((run) => {
      const { τ, ...others } = run.labels;
      return { ...run, labels: { ...others, α: Number(τ) / 1000 } };
    }),
  };
  for (const kind of ["measure", "loss", "spectra", "attractor", "forecast", "heatMap"]) {
    const { panels, finding } = figure(kind, some);
    const drawn = [...panels.flatMap(({ title, x }) => [title, x.quantity]), textOf(finding)].join(" ");
    assertMatch(drawn, /α/, kind);
    assert(!drawn.includes("τ"), `${kind}: ${drawn}`);
  }
  const parts = figure("multiples", some).panels;
  assert(parts.length > 0 && parts.every(({ x }) => x.quantity.includes("α")));
});

Deno.test("what would be a single point is left out, and says so", () => {
  const one = { ...quickstart, runs: quickstart.runs.filter(({ labels }) => labels.τ === 30) };
  for (const kind of ["measure", "shareOfRuns"]) {
    const { panels, finding } = figureOrReason(right(decode(figureCodec, { kind })), one);
    assertEquals(panels, []);
    assertMatch(textOf(finding), /would be a single point, at τ = 30; sweep over several values/);
  }
  // Beside a published curve one value has something to be compared with.
  const beside = figureOrReason(right(decode(figureCodec, { kind: "measure", reference: published })), one);
  assertEquals(beside.panels.length, 1);
});

Deno.test("bare, a figure has its finding as the title, names beside its lines and no caption", () => {
  const drawn = figure("measure", threeCells);
  const bare = bareFigure(drawn);
  assertEquals([bare.title, bare.finding, bare.caption], [textOf(drawn.finding).replace(/\.$/, ""), [], []]);
  assertEquals(bare.panels[0]!.beside?.map(({ label }) => label).toSorted(), ["LSTM", "PLRNN", "RNN"]);
  assertEquals(bare.legend, []);
  assertEquals(bareFigure(figure("loss", threeCells)).legend.map(({ label }) => label), [
    "PLRNN",
    "RNN",
    "LSTM",
  ]);
  const svg = toSvg(drawn, { bare: true });
  assertStringIncludes(svg, 'viewBox="0 0 440 ');
  assertStringIncludes(svg, 'width="720"');
  assertStringIncludes(svg, "#0d1117");
  assert(!texts(svg).some((text) => text.includes("Lines: median")));
  // At 400 pixels the smallest letters are 10 pixels high.
  const smallest = Math.min(
    ...[...svg.matchAll(/<text[^>]* font-size="([\d.]+)"/g)].map((match) => Number(match[1])),
  );
  assert(smallest * 400 / 440 >= 10, `${smallest}`);
  for (const kind of Object.keys(figureKinds)) {
    for (const [name, evidence] of Object.entries(cases)) {
      const result = built(kind, evidence);
      if (E.isLeft(result)) continue;
      assert(!/NaN|undefined|Infinity/.test(toSvg(result.right, { bare: true })), `${kind} of ${name}`);
    }
  }
});

Deno.test("the values that a reader points at are those of the marks, with the names of the legend", () => {
  const [panel] = figureValues(figure("measure", threeCells));
  const names = panel!.m.map(({ n }) => n);
  for (const cell of ["PLRNN", "RNN", "LSTM"]) {
    assert(names.includes(`${cell}, median`) && names.includes(`${cell}, a seed`), names.join("; "));
  }
  const marks = figure("measure", threeCells).panels[0]!.marks;
  const points = marks.flatMap((mark) => mark.type === "points" || mark.type === "line" ? mark.points : []);
  assertEquals(panel!.m.reduce((sum, { p }) => sum + p.length / 2, 0), points.length);
  const runs = figureValues(figure("loss", quickstart)).flatMap(({ m }) => m.map(({ n }) => n));
  assert(runs.includes("PLRNN, τ = 5, seed 1"), runs.join("; "));
  for (const kind of Object.keys(figureKinds)) {
    const values = figureValues(figure(kind, threeCells));
    const count = values.reduce((sum, { m }) => sum + m.reduce((all, { p }) => all + p.length / 2, 0), 0);
    assert(count <= 6000, `${kind}: ${count} points`);
    assert(!/null|NaN/.test(JSON.stringify(values.map(({ m }) => m))), kind);
  }
});

Deno.test("seeds are counted for each kind of network of a panel", () => {
  const seeds = new Set(threeCells.runs.map(({ labels }) => labels.seed)).size;
  assertStringIncludes(figure("gradientNorms", threeCells).caption.join(" "), `${seeds} seed`);
  assertStringIncludes(figure("gradientNorms", threeCells).caption.join(" "), "of each kind per panel");
});

Deno.test("shares of runs count every seed above the value, and diverged ones as runs", () => {
  const of = (options: object) =>
    right(figureOf(right(decode(figureCodec, { kind: "shareOfRuns", ...options })), threeCells));
  const rows = of({ measure: "D_stsp", above: 1 }).table.rows;
  for (const [cell, interval, above, seeds] of rows) {
    const runs = threeCells.runs.filter(({ labels }) => labels.cell === cell && labels["τ"] === interval);
    assertEquals([above, seeds], [
      runs.filter(({ measures }) => (measures["D_stsp"]?.value ?? 0) > 1).length,
      runs.length,
    ]);
  }
  assert(rows.some(([, , above]) => Number(above) > 0) && rows.some(([, , above, n]) => above !== n));
  const lost: Result = {
    ...threeCells,
    runs: threeCells.runs.map((run) =>
      run.labels["τ"] !== 5
        ? run
        : { ...run, generated: null, spectrum: null, measures: { D_stsp: { value: null } } }
    ),
  };
  const { table, caption } = right(
    figureOf(right(decode(figureCodec, { kind: "shareOfRuns", above: 1 })), lost),
  );
  assertEquals(table.rows.filter(([, interval]) => interval === 5).length, 3);
  assert(
    table.rows.every(([, interval, above, n, diverged]) => interval !== 5 || (above === 0 && diverged === n)),
  );
  assertMatch(caption.join(" "), /diverged; they count as runs/);
  assert(of({ measure: "D_stsp", above: 1e9 }).table.rows.every(([, , above]) => above === 0));
});

Deno.test("of several datasets a figure says of which it is, in its title and in what it finds", () => {
  const spec = right(decode(figureCodec, { kind: "measure" }));
  const [first] = quickstart.data;
  const runs = quickstart.runs.filter(({ data }) => data === first!.id);
  const labelledRuns = runs.map((run) => ({ ...run, labels: { ...run.labels, dataset: "lorenz.npy" } }));
  const alone = figureOrReason(spec, { ...quickstart, data: [first!], runs: labelledRuns });
  const among = figureOrReason(spec, {
    ...quickstart,
    data: [first!, { ...first!, id: "another" }],
    runs: labelledRuns,
  });
  assert(!/lorenz\.npy/.test(alone.title + textOf(alone.finding)));
  assertEquals(among.title, `${alone.title}, lorenz.npy`);
  assert(textOf(among.finding).startsWith("lorenz.npy: "));
});
