import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert/mod.js";
import { cellCodec, cellKinds } from "../../../lib/networks/catalogue.ts";
import { freeRun, initialState, type Model, observe } from "../../../lib/networks/model.ts";
import { initialWeights } from "../../../lib/networks/network.ts";
import { encodeWeights } from "../../../lib/networks/safetensors.ts";
import { tensorMeanings } from "../../../lib/networks/tensor_meanings.ts";
import { importSeries } from "../../../lib/series/import/import_series.ts";
import { integers, stream, substream } from "../../../lib/numerics/random.ts";
import { decode } from "../../../lib/core/codec/codec.ts";
import { trendOf, withoutTrend } from "../../../lib/series/filter.ts";
import { seriesOf } from "../../../lib/series/series.ts";
import {
  columnsMatch,
  documentOf,
  documentText,
  type ModelDocument,
  readSavedModel,
  sealed,
} from "../../../lib/recordings/fit/saved_model.ts";
import { digestOfBytes } from "../../../lib/core/codec/canonical.ts";
import { encodeCsv, rowsNeeded, simulate } from "../../../lib/recordings/fit/simulate.ts";

const network = {
  cell: { kind: "PLRNN", units: 5 },
  observation: { kind: "linear" },
  observations: 3,
} as const;
const model: Model = { ...network, weights: initialWeights(network, 3) };

const about = {
  origin: { experiment: "a", run: "b", digest: "sha256:0" },
  variables: ["x"],
  units: ["mV"],
  dt: 0.1,
  timeUnit: "s",
  embedding: { dimension: 3, delay: 2 },
  detrend: false,
  smoothing: null,
  standardisation: { means: [1, 1, 1], deviations: [2, 2, 2] },
  start: [0.1, 0.2, 0.3],
  startTime: 11.9,
  generated: null,
  digests: { weights: digestOfBytes(encodeWeights(model.weights)), generated: null },
} satisfies Partial<ModelDocument>;

const document = documentOf(model, about);
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const weights = encodeWeights(model.weights);

Deno.test("a model survives being written and read", () => {
  const read = readSavedModel(weights, bytes(document), "model.safetensors");
  assert(read._tag === "Right", JSON.stringify(read));
  assertEquals(read.right.document, JSON.parse(JSON.stringify(document)));
  assertEquals(read.right.model.weights, model.weights);
});

Deno.test("every tensor of every cell is explained", () => {
  for (const kind of Object.keys(cellKinds)) {
    const cell = decode(cellCodec, { kind, units: 5 });
    assert(cell._tag === "Right");
    for (const { name, meaning } of tensorMeanings({ ...network, cell: cell.right })) {
      assert(meaning.length > 3, `${kind}: ${name}`);
    }
  }
});

Deno.test("a simulation goes on from the last embedded row, in the units of the recording", () => {
  const data = seriesOf(Array.from({ length: 9 }, (_, row) => [row]), 0.1);
  const simulated = simulate({ model, document }, 4, { series: data, time: null });
  assert(simulated._tag === "Right");
  // The last row holds x(t − 4), x(t − 2), x(t) = 4, 6, 8; standardised by mean 1 and deviation 2.
  const run = freeRun(model, initialState(model, Float64Array.of(1.5, 2.5, 3.5)), 4);
  assert(run.kind === "finite");
  const observed = observe(model, run.states);
  assertEquals([...simulated.right.values], [0, 1, 2, 3].map((row) => observed[3 * row + 2]! * 2 + 1));
  assertEquals([simulated.right.columns, simulated.right.dt], [1, 0.1]);
});

Deno.test("what is written as .csv is read back exactly", () => {
  const series = seriesOf(Array.from({ length: 120 }, (_, row) => [row * row / 7, 1 / (row + 1)]), 0.1);
  const csv = encodeCsv(series, { variables: ["x", "a, b"], units: ["mV", null], timeUnit: "s" }, 3.5);
  const read = importSeries([{ name: "a.csv", bytes: csv }]);
  assert(read._tag === "Right", JSON.stringify(read));
  assertEquals(read.right.series, series);
  assertEquals(read.right.variables.map(({ name, unit }) => [name, unit]), [["x", "mV"], ["a, b", null]]);
  assertEquals([read.right.time.unit, read.right.trials[0]!.startTime], ["s", 3.5]);
});

Deno.test("a model says what each of its fields means, and how many rows it needs to go on", () => {
  assertEquals(
    Object.keys(document.fields).sort(),
    Object.keys(document).filter((key) => key !== "fields").sort(),
  );
  assertEquals(rowsNeeded(document), 5);
  assertEquals(rowsNeeded({ ...document, embedding: null }), 1);
  const detrended = { ...document, embedding: null, detrend: true };
  assertEquals(rowsNeeded(detrended), 100);

  assertStringIncludes(
    JSON.stringify(
      simulate({ model, document: detrended }, 2, { series: seriesOf([[1], [2]], 0.1), time: null }),
    ),
    "needs 100 to go on",
  );
  const exactly = seriesOf(Array.from({ length: 5 }, (_, row) => [row]), 0.1);
  assertEquals(simulate({ model, document }, 2, { series: exactly, time: null })._tag, "Right");
});

Deno.test("the line that was taken off a recording is given back at the times of the rows", () => {
  const trend = { time: 2, offsets: [10], slopes: [5], recordings: 1 };
  const detrended = documentOf(model, { ...about, detrend: true, trend });
  const read = readSavedModel(weights, documentText(detrended), "model.safetensors");
  assert(read._tag === "Right", JSON.stringify(read));
  assertEquals(read.right.document.trend, trend);
  assertEquals(
    Object.keys(detrended.fields).sort(),
    Object.keys(detrended).filter((key) => key !== "fields").sort(),
  );
  assertEquals(rowsNeeded(detrended), 5);

  const ran = (document: ModelDocument, from: Parameters<typeof simulate>[2]) => {
    const found = simulate({ model, document }, 4, from);
    assert(found._tag === "Right", JSON.stringify(found));
    return [...found.right.values];
  };
  const close = (found: readonly number[], expected: readonly number[]) =>
    found.forEach((value, row) => assertAlmostEquals(value, expected[row]!, 1e-9));
  // The recording ends at 11.9, and a step is 0.1: the first value is of 12, where the line has 60.
  const deviations = ran(document, null);
  close(ran(detrended, null), deviations.map((value, row) => value + 60 + 0.5 * row));

  const level = seriesOf(Array.from({ length: 120 }, (_, row) => [Math.sin(row)]), 0.1);
  const onLine = { ...level, values: level.values.map((value, row) => value + 10 + 5 * (30 + row / 10 - 2)) };
  const expected = ran(document, { series: level, time: null });
  close(
    ran(detrended, { series: onLine, time: 30 }),
    expected.map((value, row) => value + 10 + 5 * (42 + row / 10 - 2)),
  );
  // Where the data lie on the line is not known, or each recording had one: they go on with their own.
  const own = trendOf(onLine);
  const offOwn = ran(document, { series: withoutTrend(onLine, own), time: null });
  const ownGoesOn = offOwn.map((value, row) => value + own.offsets[0]! + own.slopes[0]! * (120 + row));
  close(ran(detrended, { series: onLine, time: null }), ownGoesOn);
  const several = documentOf(model, { ...about, detrend: true, trend: { ...trend, recordings: 3 } });
  close(ran(several, { series: onLine, time: 30 }), ownGoesOn);
  assertEquals(rowsNeeded(several), 100);
  const short = { series: seriesOf(Array.from({ length: 20 }, (_, row) => [row]), 0.1), time: null };
  assertStringIncludes(
    JSON.stringify(simulate({ model, document: detrended }, 4, short)),
    "or give their times",
  );
});

Deno.test("what does not belong together is refused", () => {
  const other = encodeWeights(initialWeights({ ...network, observations: 2 }, 1));
  const refused = [
    readSavedModel(weights, new TextEncoder().encode("{"), "model.safetensors"),
    readSavedModel(weights, bytes({ ...document, dt: 0 }), "model.safetensors"),
    readSavedModel(other, bytes(document), "model.safetensors"),
    readSavedModel(new Uint8Array(3), bytes(document), "model.safetensors"),
    simulate({ model, document }, 4, { series: seriesOf([[1, 2], [3, 4]], 0.1), time: null }),
    simulate({ model, document }, 4, { series: seriesOf([[1], [3]], 0.1), time: null }),
  ];
  for (const each of refused) assertEquals(each._tag, "Left");
  const long = simulate({ model, document }, 2e9, null);
  assertStringIncludes(
    long._tag === "Left" && "mend" in long.left ? long.left.mend : "",
    "at most 6250000 steps",
  );
  const runaway = { ...model.weights, A: { shape: [5], values: new Float32Array(5).fill(30) } };
  const diverging = simulate({ model: { ...model, weights: runaway }, document }, 100, null);
  assertStringIncludes(
    diverging._tag === "Left" && "what" in diverging.left ? diverging.left.what : "",
    "diverges",
  );
});

Deno.test("data whose columns are in another order or have other units are refused, nameless ones taken", () => {
  const model = { variables: ["x", "y"], units: ["mV", null] };
  const outcome = (...columns: readonly (readonly [string, string | null])[]) =>
    columnsMatch(columns.map(([name, unit]) => ({ name, unit })), model);
  for (const fitting of [outcome(["x", "mV"], ["y", "s"]), outcome(["x1", null], ["x2", null])]) {
    assertEquals(fitting._tag, "Right");
  }
  const refused = [
    [outcome(["y", null], ["x", "mV"]), "The data have the columns y, x, and the model has x, y"],
    [outcome(["x", "V"], ["y", null]), "The column x is in V, and the model has it in mV"],
    [outcome(["x", "mV"], ["y", null], ["z", null]), "The data have 3 columns, and the model knows 2: x, y"],
  ] as const;
  for (const [found, what] of refused) {
    assertEquals(found._tag === "Left" && "what" in found.left && found.left.what, what);
  }
  const [[permuted]] = refused;
  assertEquals(
    permuted._tag === "Left" && "mend" in permuted.left && permuted.left.mend,
    "say --columns x,y",
  );
});

Deno.test("no flipped bit of the weights, the document or the generated series changes a number silently", () => {
  const generated = Uint8Array.from({ length: 64 }, (_, at) => at);
  const whole = documentOf(model, {
    ...about,
    digests: { ...about.digests, generated: digestOfBytes(generated) },
  });
  const files = { weights, document: documentText(whole), generated };
  const read = ({ weights, document, generated }: typeof files) =>
    readSavedModel(weights, document, "model.safetensors", generated);
  assertEquals(read(files)._tag, "Right");
  for (const name of ["weights", "document", "generated"] as const) {
    for (const at of integers(substream(stream(1, "flips"), name), 400, 8 * files[name].length)) {
      const flipped = files[name].slice();
      flipped[at >> 3]! ^= 1 << (at & 7);
      const found = read({ ...files, [name]: flipped });
      const same = found._tag === "Right" && JSON.stringify(found.right.document) === JSON.stringify(whole);
      assert(found._tag === "Left" || (name === "document" && same), name);
    }
  }
});

Deno.test("a change made on purpose is sealed, also of a document that had no digests", () => {
  const other = encodeWeights(initialWeights(network, 4));
  const files = { weights: other, document: documentText(document) };
  const refused = readSavedModel(files.weights, files.document, "m/model.safetensors");
  assertStringIncludes(JSON.stringify(refused), "m/model.safetensors");
  assertStringIncludes(JSON.stringify(refused), "lyap seal");
  const { digest: _, digests: _digests, ...unsealed } = document;
  for (const value of [document, { ...unsealed, format: "lyap model 2" }]) {
    const seal = sealed({ weights: other, document: bytes(value) }, "model.safetensors");
    assert(seal._tag === "Right", JSON.stringify(seal));
    assertEquals(readSavedModel(other, documentText(seal.right), "model.safetensors")._tag, "Right");
  }
  assertEquals(
    sealed({ weights: other, document: bytes({ ...document, dt: 0 }) }, "m.safetensors")._tag,
    "Left",
  );
  assertEquals(sealed({ weights: other, document: bytes(null) }, "m.safetensors")._tag, "Left");
});

Deno.test("a run that overflows is a divergence, in any units", () => {
  const large = { ...document, standardisation: { means: [0, 0, 1.7e308], deviations: [1, 1, 1e308] } };
  const found = simulate({ model, document: { ...large, start: [1, 1, 3] } }, 50, null);
  assertStringIncludes(JSON.stringify(found), "diverges at step");
});

Deno.test("headings of a .csv file begin no formula and hold no control characters", () => {
  const series = seriesOf([[1, 2, 3]], 0.1);
  const about = { variables: ["=1+1", "@x\u001b[2J", "-y"], units: ["\n=z", null, null], timeUnit: null };
  const csv = new TextDecoder().decode(encodeCsv(series, about));
  assertEquals(csv.split("\n")[0], "t,'=1+1 [=z],'@x[2J,'-y");
  const read = ["'=1+1", "'@x[2J", "'-y"].map((name) => ({ name, unit: null }));
  assertEquals(columnsMatch(read, about)._tag, "Right");
});
