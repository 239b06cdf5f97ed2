import { assert, assertEquals, assertMatch, assertNotMatch, assertStringIncludes } from "@std/assert/mod.js";
import type { Result } from "../../../lib/results/result.ts";
import { figureCodec, figureOf } from "../../../lib/report/figures/catalogue.ts";
import { textOf } from "../../../lib/report/figures/plot/text.ts";
import { coloursAmong } from "../../../lib/report/figures/looks.ts";
import { multiplesOf } from "../../../lib/report/figures/multiples.ts";
import { cellKinds } from "../../../lib/networks/catalogue.ts";
import { classOf, COLOURS, dashOf } from "../../../lib/report/figures/plot/palette.ts";
import { groupsOf, quantileWithLosses, ranked, runNames } from "../../../lib/report/figures/selection.ts";
import { sweepFinding, type SweepPoint } from "../../../lib/report/figures/sweep.ts";
import { measureWords } from "../../../lib/report/figures/words.ts";
import { cos, exp, sin } from "../../../lib/numerics/elementary.ts";
import { decode } from "../../../lib/core/codec/codec.ts";
import { right } from "../../either.ts";
import { isAtRest, orbitView } from "../../../lib/report/figures/orbit.ts";
import { quickstart, scalar, threeCells } from "./support/evidence.ts";

Deno.test("a run without a value counts as the worst in a median, and is never dropped", () => {
  assertEquals(quantileWithLosses([1, 3, null], 0.5), 3);
  assertEquals(quantileWithLosses([1, null, null], 0.5), null);
  assertEquals(quantileWithLosses([1, 2, null, null], 0.5), null);
  assertEquals(quantileWithLosses([0.9, 0.5, null], 0.5, "larger"), 0.5);
  assertEquals(quantileWithLosses([1, 2, 3, 4], 0.5), 2.5);
  assertEquals(quantileWithLosses([], 0.5), null);
});

Deno.test("runs are ranked from the best to the worst, diverged ones last", () => {
  const runs = quickstart.runs.filter(({ labels }) => labels.τ === 200);
  assertEquals(ranked(runs, measureWords("D_stsp")).map(({ labels }) => labels.seed), [3, 1, 2]);
});

Deno.test("a cell has the same look in figures that spread out different labels", () => {
  const looks = (spread: readonly string[]) =>
    groupsOf(threeCells.runs, spread).map(({ name, look }) => [name, look]);
  assertEquals(looks(["τ"]), [["PLRNN", 0], ["RNN", 1], ["LSTM", 2]]);
});

Deno.test("options that all runs of a scheme share are not named: the scheme is", () => {
  const labelled = [
    { cell: "PLRNN", forcing: "sparse", τ: 30 },
    { cell: "PLRNN", forcing: "generalized", α: 0.1 },
    { cell: "PLRNN", forcing: "generalized", α: 0.3 },
    { cell: "PLRNN", forcing: "adaptive", every: 5, decay: 0.999, initial: 1 },
  ];
  const runs = labelled.map((labels, index) => ({
    ...quickstart.runs[index]!,
    labels: { ...labels, seed: 1 },
  }));
  const names = ["sparse forcing, τ = 30", "generalized forcing, α = 0.1", "generalized forcing, α = 0.3"];
  assertEquals(groupsOf(runs, []).map(({ name }) => name), [...names, "adaptive forcing"]);
  const varied = runs.map((run, index) =>
    index === 2 ? { ...runs[3]!, labels: { ...runs[3]!.labels, every: 9 } } : run
  );
  assertEquals(groupsOf(varied, []).map(({ name }) => name).slice(2), [
    "adaptive forcing, every = 9",
    "adaptive forcing, every = 5",
  ]);
});

Deno.test("a cell has the same look on every page, whichever comes first and regardless of the others", () => {
  const named = (cellsInOrder: readonly string[], more: Readonly<Record<string, number>> = {}) =>
    cellsInOrder.map((cell, index) => ({
      ...quickstart.runs[index]!,
      labels: { cell, seed: index, ...more },
    }));
  const looks = (runs: Result["runs"], spread: readonly string[] = ["τ"]) =>
    groupsOf(runs, spread).map(({ name, look }) => [name, look]);
  assertEquals(looks(named(["LSTM", "RNN", "PLRNN"])), [["LSTM", 2], ["RNN", 1], ["PLRNN", 0]]);
  assertEquals(looks(named(["LSTM"])), [["LSTM", 2]]);
  const all = groupsOf(named(Object.keys(cellKinds)), []);
  assertEquals(all.map(({ look }) => look).slice(0, 6), [0, 1, 2, 3, 4, 5]);
  const drawn = all.map(({ look }) => `${classOf(look)} ${dashOf(look)}`);
  assertEquals(new Set(drawn).size, all.length, "no two cells have the same colour and dash");
  // Of several cells all groups have the colour of their cell, even if panels show the cell.
  const twice = [...named(["RNN"]), ...named(["PLRNN"]), ...named(["RNN"], { units: 5 })];
  assertEquals(looks(twice).map(([, look]) => look), [1, 0, 7]);
  assertEquals(classOf(7), classOf(1));
  assert(dashOf(7) !== dashOf(1));
  assertEquals(
    looks(twice, ["cell"]).map(([, look]) => look),
    [2, 1],
    "a group of several cells has a colour that no cell of the page has",
  );
  assertEquals(
    groupsOf([...named(["LSTM"]), ...named(["LSTM"], { units: 5 })], ["cell"])
      .map(({ look }) => look),
    [2, 8],
    "dashes show numbers",
  );
  // Small multiples of cells, and the picture of the chosen network, show the same looks.
  const lstmOnly = { ...threeCells, runs: threeCells.runs.filter(({ labels }) => labels.cell !== "PLRNN") };
  const built = (spec: Readonly<Record<string, unknown>>) =>
    right(figureOf(right(decode(figureCodec, spec)), lstmOnly));
  const parts = built({ kind: "multiples", by: "cell", figure: { kind: "loss" } });
  const lineLooks = (panel: typeof parts.panels[number]) =>
    new Set(panel.marks.flatMap((mark) => mark.type === "line" ? [mark.look] : []));
  assertEquals(lineLooks(parts.panels[0]!), new Set([1]));
  assertEquals(lineLooks(parts.panels.at(-1)!), new Set([2]));
  const networks = built({ kind: "chosen" }).panels.slice(1).map((
    { title, marks },
  ) => [title.includes("LSTM"), marks.flatMap((mark) => mark.type === "orbit" ? [mark.look] : [])[0]]);
  for (const [isLstm, look] of networks) assertEquals(look, isLstm ? 2 : 1);
});

Deno.test("one network has one colour in every figure of a page, regardless of what the figure spreads out or leaves out", () => {
  const labels = [
    { cell: "PLRNN", forcing: "sparse", "τ": 22, epochs: 800 },
    ...[800, 3200].flatMap((epochs) =>
      [0.13, 0.25].map((α) => ({ cell: "shPLRNN", forcing: "generalized", "α": α, epochs }))
    ),
  ];
  const runs = labels.map((own, index) => ({
    ...quickstart.runs[index]!,
    id: `run ${index}`,
    data: quickstart.data[0]!.id,
    labels: { ...own, seed: 1 },
  }));
  const coloursIn = (page: Result["runs"]) =>
    [["α"], ["τ"], ["cell"], ["epochs"], []].flatMap((spread) =>
      [page, page.slice(1), page.slice(3)].map((part) =>
        groupsOf(part, spread, page).flatMap((group) =>
          group.runs.map((run) => [run.id, group.look % COLOURS] as const)
        )
      )
    );
  // Two cells: the colour of each. One cell: one colour for all, as they differ in numbers only.
  for (const page of [runs, runs.slice(1)]) {
    const own = new Map(coloursIn(page).flat());
    assertEquals(own.size, page.length);
    for (const [id, colour] of coloursIn(page).flat()) assertEquals(colour, own.get(id), id);
    assertEquals(page.map((run) => own.get(run.id)), page.map((run) => coloursAmong(page)(run)));
    assertEquals(new Set(own.values()).size, new Set(page.map((run) => run.labels.cell)).size);
  }
});

Deno.test("a part of small multiples over datasets is about the dataset of its runs", () => {
  const other = { ...quickstart.data[0]!, id: "other", title: "Another system" };
  const evidence: Result = {
    ...quickstart,
    data: [quickstart.data[0]!, other],
    runs: quickstart.runs.map((run, index) => ({
      ...run,
      data: index < 5 ? run.data : other.id,
      labels: { ...run.labels, dataset: index < 5 ? run.data : other.id },
    })),
  };
  const captions: string[] = [];
  const { table } = right(multiplesOf("dataset", evidence, (part) => {
    const figure = figureOf(right(decode(figureCodec, { kind: "loss" })), part);
    captions.push(right(figure).caption[0]!);
    return figure;
  }));
  assertEquals(captions.map((caption) => caption.split(" ")[0]), ["Lorenz-63", "Another"]);
  assertEquals(table.rows.map(([dataset]) => dataset), [
    ...Array(5).fill("lorenz"),
    ...Array(4).fill("other"),
  ]);
});

Deno.test("labels that follow from others, and options that all runs share, are left out", () => {
  const fitted = quickstart.runs.slice(0, 4).map((run, index) => ({
    ...run,
    labels: {
      cell: index < 2 ? "PLRNN" : "shPLRNN",
      units: index < 2 ? 30 : 3,
      observation: index < 2 ? "linear" : "identity",
      forcing: index < 2 ? "sparse" : "generalized",
      ...(index < 2 ? { τ: 30 + index } : { α: index / 10 }),
      optimiser: `adam, learning rate ${index < 2 ? 0.1 : 0.2}, beta1 0.9`,
      seed: 1,
    },
  }));
  assertEquals(groupsOf(fitted, ["optimiser"]).map(({ name }) => name), [
    "PLRNN, τ = 30",
    "PLRNN, τ = 31",
    "shPLRNN, α = 0.2",
    "shPLRNN, α = 0.3",
  ]);
  assertEquals(runNames(fitted)(fitted[0]!), "PLRNN, τ = 30, optimiser learning rate 0.1, seed 1");
  assertEquals(runNames(quickstart.runs)(quickstart.runs[0]!), "PLRNN, τ = 5, seed 1");
  const twins = [quickstart.runs[0]!, { ...quickstart.runs[0]!, id: "twin" }];
  assertEquals(runNames(twins)(twins[1]!), "twin", "a name that two runs share is none");
});

Deno.test("any scalar series is seen over a delay that unfolds it", () => {
  const { delay } = orbitView(scalar.data[0]!.series);
  assert(delay >= 10 && delay <= 20, `Lorenz's x unfolds at about 15 steps of 0.01, not at ${delay}`);
  for (const rows of [0, 1, 2, 3, 500]) {
    const constant = { values: new Float64Array(rows).fill(2), rows, columns: 1, dt: 1 };
    assert(orbitView(constant).delay >= 1, `${rows} rows`);
  }
});

Deno.test("a finding is one sentence, and names the cell where there are several", () => {
  const points = (name: string) => {
    const shared = {
      group: { name, look: 0, runs: [] },
      value: 5,
      values: [1],
      low: 1,
      high: 1,
      mean: 1,
    } as const;
    return [{ ...shared, median: 1, standardError: null, diverged: 0, unmeasured: 0 }] satisfies SweepPoint[];
  };
  const finding = (name: string) => sweepFinding(points(name), "tau", measureWords("D_stsp"), "median", 12);
  assertEquals(finding(""), "The median D_stsp is best at tau = 5 (1).");
  const both = [...points("shPLRNN"), ...points("RNN")];
  assertEquals(
    sweepFinding(both, "tau", measureWords("D_stsp"), "median", null),
    "The median D_stsp is best at tau = 5 for shPLRNN (1) and at tau = 5 for RNN (1).",
  );
});

Deno.test("a finding calls nothing best that is no better than a fixed point at the mean", () => {
  const pointsOf = (name: string, medians: readonly (number | null)[]): readonly SweepPoint[] => {
    const group = { name, look: 0, runs: [] };
    return medians.map((median, index) => ({
      group,
      value: 5 * (index + 1),
      values: [median],
      median,
      low: null,
      high: null,
      mean: median,
      standardError: null,
      diverged: 0,
      unmeasured: 0,
    }));
  };
  const finding = (points: readonly SweepPoint[], measure = "D_stsp", ceiling: number | null = 11.3) =>
    sweepFinding(points, "τ", measureWords(measure), "median", ceiling);
  assertEquals(
    finding([
      ...pointsOf("PLRNN", [19, 11.5]),
      ...pointsOf("RNN", [8.33, 15]),
      ...pointsOf("GRU", [null, null]),
    ]),
    "The median D_stsp is best at τ = 5 for RNN (8.33) and not known for GRU, as half of the runs or more have no " +
      "value; PLRNN learned nothing: even its best median (11.5 at τ = 10) is no better than the ceiling (11.3), " +
      "a fixed point at the mean.",
  );
  assertEquals(
    finding([
      ...pointsOf("PLRNN", [19, 11.5]),
      ...pointsOf("RNN", [11.2999, 15]),
      ...pointsOf("LSTM", [5, 6]),
    ]),
    "The median D_stsp is best at τ = 5 for LSTM (5); PLRNN and RNN learned nothing: even their best medians " +
      "(11.5 at τ = 10 and 11.3 at τ = 5) are no better than the ceiling (11.3), a fixed point at the mean.",
  );
  assertEquals(
    finding(pointsOf("", [19, 11.5])),
    "Nothing was learned: even the best median D_stsp (11.5 at τ = 10) is no better than the ceiling (11.3), " +
      "a fixed point at the mean, against 19 at 5.",
  );
  assertEquals(
    finding([...pointsOf("PLRNN", [0.1, 0.2]), ...pointsOf("RNN", [-0.3, 0])], "PSC", 0.2),
    "Nothing was learned: even the best median PSC (0.2 at τ = 10 for PLRNN and 0 at τ = 10 for RNN) is no better " +
      "than the ceiling (0.2), a fixed point at the mean.",
  );
  assertStringIncludes(finding(pointsOf("", [19, 11.5]), "D_stsp", null), "best at τ = 10 (11.5)");
});

Deno.test("all that names a best run says where that is no better than the ceiling", () => {
  const data = quickstart.data.map((each) => ({ ...each, scale: { D_stsp: { floor: 0, ceiling: 1e-9 } } }));
  for (const kind of ["measure", "heatMap", "comparison", "attractor", "chosen"]) {
    const told = (of: Result) => textOf(right(figureOf(right(decode(figureCodec, { kind })), of)).finding);
    assertMatch(told({ ...quickstart, data }), /no better than the ceiling \(/, kind);
    assertNotMatch(told(quickstart), /ceiling/, kind);
  }
});

Deno.test("an orbit that jumps, as a map's does, is dots, and that of a flow a line", () => {
  const jumpsIn = (series: Result["data"][number]["series"]) => {
    const data = quickstart.data.map((each) => ({ ...each, series }));
    const { panels } = right(
      figureOf(right(decode(figureCodec, { kind: "attractor" })), { ...quickstart, data }),
    );
    return panels.map(({ marks }) => marks[0]!).map((mark) => mark.type === "orbit" && mark.jumps);
  };
  const flow = quickstart.data[0]!.series;
  assertEquals(new Set(jumpsIn(flow)), new Set([false]));
  const values = flow.values.map((_, index) => ((index * 13) % 11) / 11);
  assertEquals(new Set(jumpsIn({ ...flow, values })), new Set([true]));
});

Deno.test("a network is at a fixed point where its free run comes to rest, not where it spirals slowly", () => {
  const data = quickstart.data[0]!.series;
  const spiral = (start: number, growth: number) => {
    const rows = 5000;
    const values = new Float64Array(3 * rows).fill(0.5);
    for (let t = 0; t < rows; t++) {
      const radius = start * exp(growth * t);
      values[3 * t] = 0.5 + radius * cos(0.05 * t);
      values[3 * t + 1] = 0.5 + radius * sin(0.05 * t);
    }
    return { values, rows, columns: 3, dt: data.dt };
  };
  assert(isAtRest(spiral(0.5, -0.01), data), "it falls into the fixed point");
  assert(!isAtRest(spiral(1e-5, 0.0012), data), "it leaves the fixed point, by less than the eye can see");
  const noteOf = (start: number, growth: number): string => {
    const generated = spiral(start, growth);
    const evidence = { ...quickstart, runs: quickstart.runs.map((run) => ({ ...run, generated })) };
    return right(figureOf(right(decode(figureCodec, { kind: "attractor" })), evidence)).panels[1]!.note;
  };
  assert(noteOf(0.5, -0.01).includes("; fixed point"), noteOf(0.5, -0.01));
  assert(noteOf(1e-5, 0.0012).includes("; moves little"), noteOf(1e-5, 0.0012));
});
