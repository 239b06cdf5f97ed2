/**
 * Readers of files under hostile bytes: each says what is wrong, and none breaks; what has a digest is right or refused.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert/mod.js";
import { decodeWeights, encodeWeights } from "../../lib/networks/safetensors.ts";
import { readStored } from "../../lib/series/import/stored/read_stored.ts";
import { storedKindOf } from "../../lib/series/import/stored/stored_kind.ts";
import { importSeries } from "../../lib/series/import/import_series.ts";
import { decodeNpy, encodeNpy } from "../../lib/series/npy.ts";
import { planExperiment } from "../../lib/engine/experiment.ts";
import { documentOf, documentText, readSavedModel } from "../../lib/recordings/fit/saved_model.ts";
import { parseFitRecord } from "../../lib/recordings/fit/folder.ts";
import { emptyLedger, ledgerText, parseLedger } from "../../lib/results/ledger/ledger.ts";
import { describeError } from "../../lib/core/program/errors.ts";
import { canonicalJson, digestOfBytes } from "../../lib/core/codec/canonical.ts";
import { isFilePath } from "../../lib/core/codec/file_name.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../lib/steps/checkpoint.ts";
import { csvOf } from "../series/import/support.ts";
import quickstart from "../../experiments/quickstart.ts";
import sweep from "../../experiments/lorenz_sweep.ts";
import weather from "../../experiments/weather.ts";
import { type Chance, damaged, mutated } from "./chance.ts";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

type Result = { readonly _tag: string; readonly left?: unknown };

/** A refusal has words that a person can read. */
const hasWords = (result: Result): void => {
  if (result._tag === "Left") {
    const lines = describeError(result.left as never);
    assert(lines.length > 0 && lines.every((line) => line.length > 0), canonicalJson(result.left));
  }
};

const weights = {
  A: { shape: [2], values: Float32Array.of(0.5, -0.25) },
  W: { shape: [2, 2], values: Float32Array.of(0, 0.1, 0.2, 0) },
  h: { shape: [2], values: Float32Array.of(0, 1) },
  B: { shape: [1, 2], values: Float32Array.of(1, 0) },
};
const model = {
  cell: { kind: "PLRNN", units: 2 },
  observation: { kind: "linear" },
  observations: 1,
  weights,
} as const;
const safetensors = encodeWeights(weights);
const generated = encodeNpy({ shape: [4, 1], values: Float64Array.of(1, 2, 3, 4) });
const document = documentOf(model, {
  origin: { experiment: "a", run: "b", digest: "sha256:0" },
  variables: ["x"],
  units: [null],
  dt: 0.1,
  timeUnit: null,
  embedding: null,
  detrend: false,
  smoothing: null,
  standardisation: { means: [0], deviations: [1] },
  start: [0.5],
  startTime: 1,
  generated: { fromTime: 0, leftOut: 0, startTime: 0.1 },
  digests: { weights: digestOfBytes(safetensors), generated: digestOfBytes(generated) },
});

const formats = new URL("../../fixtures/formats/", import.meta.url);
const storedFiles = [...Deno.readDirSync(formats)].map(({ name }) => name).sort()
  .map((name) => [name, Deno.readFileSync(new URL(name, formats))] as const)
  .filter(([, bytes]) => storedKindOf(bytes) !== null);

const ledger = emptyLedger("theory", "paper", 1);
const ledgerFile = text(ledgerText(ledger));

const checkpoint = {
  epoch: 3,
  weights,
  firstMoments: weights,
  secondMoments: weights,
} as unknown as Parameters<typeof encodeCheckpoint>[0];

/** Trials on readers, by the name of what is read. */
export const readers: Readonly<Record<string, (chance: Chance) => void | Promise<void>>> = {
  npy: (chance) =>
    hasWords(decodeNpy(
      damaged(
        encodeNpy({ shape: [3, 2], values: Float64Array.from({ length: 6 }, (_, i) => i / 7) }),
        chance,
      ),
      "a.npy",
    )),
  safetensors: (chance) => hasWords(decodeWeights(damaged(safetensors, chance), "a.safetensors")),
  series: (chance) => {
    const name = chance.one(["a.csv", "a.tsv", "a.json", "a.npy", "a.txt", "a.csv.gz"]);
    const file = name === "a.npy"
      ? generated
      : name === "a.json"
      ? text("[[1,2],[3,4],[5,7]]")
      : text(csvOf(150));
    hasWords(importSeries([{ name, bytes: damaged(file, chance) }]));
  },
  stored: async (chance) => {
    const [name, bytes] = chance.one(storedFiles);
    let changed = damaged(bytes, chance);
    if (chance.below(2) === 0 && changed.length > 0) {
      changed = changed.slice();
      for (let i = chance.below(8); i >= 0; i--) changed[chance.below(changed.length)] = chance.below(256);
    }
    // Even if the first bytes have changed, the reader of the original gets the others.
    hasWords(await readStored({ name, bytes: changed }, storedKindOf(bytes)!, { lastRows: 1000 }));
  },
  model: (chance) => {
    const files = { weights: safetensors, document: documentText(document), generated };
    const name = chance.one(["weights", "document", "generated"] as const);
    const found = readSavedModel(
      name === "weights" ? damaged(files.weights, chance) : files.weights,
      name === "document" ? damaged(files.document, chance) : files.document,
      "m.safetensors",
      name === "generated" ? damaged(files.generated, chance) : files.generated,
    );
    hasWords(found);
    if (found._tag === "Right") assertEquals(canonicalJson(found.right.document), canonicalJson(document));
  },
  "fit record": (chance) => {
    const files = { "index.html": digestOfBytes(text("a")), "figures/01.svg": digestOfBytes(text("b")) };
    const record = mutated({ title: "a", identity: "sha256:a", files, sealed: ["index.html"] }, chance);
    const found = parseFitRecord(damaged(text(JSON.stringify(record)), chance)) ??
      parseFitRecord(text(JSON.stringify(record)));
    assert(found === null || [...Object.keys(found.files), ...found.sealed].every(isFilePath));
  },
  ledger: (chance) => {
    const found = parseLedger("a.json", new TextDecoder().decode(damaged(ledgerFile, chance)));
    hasWords(found);
    if (found._tag === "Right") assertEquals(canonicalJson(found.right), canonicalJson(ledger));
    hasWords(parseLedger("a.json", JSON.stringify(mutated(JSON.parse(ledgerText(ledger)), chance))));
  },
  checkpoint: (chance) => {
    const bytes = encodeCheckpoint(checkpoint);
    const changed = damaged(bytes, chance);
    const found = decodeCheckpoint(changed);
    assert(found === undefined || canonicalJson(changed) === canonicalJson(bytes));
  },
  spec: (chance) => {
    const spec = JSON.parse(JSON.stringify(chance.one<unknown>([quickstart, sweep, weather])));
    const profile = chance.one(["quick", "paper", "ci", "constructor", "../x"]);
    hasWords(planExperiment("a.json", mutated(mutated(spec, chance), chance), { profile }));
  },
};
