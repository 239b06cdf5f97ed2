/** The file of a run's networks: it gives back what went in, proved, and nothing else. */
import { assertEquals, assertMatch } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { encodeWeights } from "../../../lib/networks/safetensors.ts";
import { packNetworks, provedNetworks } from "../../../lib/results/ledger/networks.ts";
import { describeError } from "../../../lib/core/program/errors.ts";
import { digestOf, digestOfBytes } from "../../../lib/core/codec/canonical.ts";

const weights = (value: number): Uint8Array =>
  encodeWeights({
    A: { shape: [2], values: Float32Array.of(value, 0) },
    "B/C": { shape: [1], values: Float32Array.of(-value) },
  });

const files = {
  "weights.safetensors": weights(1),
  "weights-epoch000300.safetensors": weights(2),
};

const digests = (all: Readonly<Record<string, Uint8Array>>) =>
  Object.fromEntries(
    Object.entries(all).map(([name, bytes]) => [name, { bytes: bytes.length, digest: digestOfBytes(bytes) }]),
  );

const packed = (some: Readonly<Record<string, Uint8Array>>): Uint8Array => {
  const bytes = packNetworks(some);
  if (E.isLeft(bytes)) throw new Error("not packed");
  return bytes.right;
};

const all = digests({ ...files, "training.json": new TextEncoder().encode("{}") });
const run = {
  labels: { cell: "PLRNN", seed: 1 },
  artifacts: {
    dataset: digestOf("d"),
    train: digestOf(Object.fromEntries(Object.entries(all).map(([name, { digest }]) => [name, digest]))),
    lyapunov: digestOf("l"),
    evaluate: digestOf("e"),
  },
};
const training = { key: digestOf("key"), files: all, networks: Object.keys(files), states: [] };

const fault = (bytes: Uint8Array, as: typeof training = training): string => {
  const proved = provedNetworks("run.safetensors", bytes, run, as);
  return E.isLeft(proved) ? describeError(proved.left).join("") : "";
};

Deno.test("files of a training come back byte for byte", () => {
  assertEquals(provedNetworks("run.safetensors", packed(files), run, training), E.right(files));
});

Deno.test("the end of a training alone is the file that the training wrote", () => {
  const { "weights.safetensors": end } = files;
  assertEquals(packed({ "weights.safetensors": end }), end);
});

Deno.test("a value that was changed, a network that is missing, and one too many are seen", () => {
  const changed = packed(files);
  changed[changed.length - 1]! ^= 1;
  assertMatch(fault(changed), /are not the weights that were published of PLRNN, seed 1/);
  const { "weights.safetensors": end } = files;
  assertMatch(fault(packed({ "weights.safetensors": end })), /weights-epoch000300 are not/);
  assertMatch(
    fault(packed(files), { ...training, networks: ["weights.safetensors"] }),
    /weights-epoch000300 are not/,
  );
  assertMatch(fault(packed(files).slice(0, -4)), /it ends within the values/);
});

Deno.test("digests of files that do not make up the training's are no proof", () => {
  const forged = weights(3);
  const as = {
    ...training,
    files: { ...all, "weights.safetensors": { bytes: forged.length, digest: digestOfBytes(forged) } },
  };
  assertMatch(
    fault(packed({ ...files, "weights.safetensors": forged }), as),
    /the ledger lists files of PLRNN, seed 1 that are not those of its training/,
  );
});
