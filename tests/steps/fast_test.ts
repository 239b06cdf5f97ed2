/** A fast process has the bits of a checked one, is held against it, and says which it was. */
import { assert, assertEquals, assertNotEquals } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { fromFileUrl, join } from "@std/path/mod.js";
import { FAST_FLAGS, flagArgument } from "../../lib/engine/fast.ts";
import { decode } from "../../lib/core/codec/codec.ts";
import { denoCapabilities } from "../../lib/steps/capabilities.ts";
import { encodeCheckpoint } from "../../lib/steps/checkpoint.ts";
import { datasetStep } from "../../lib/steps/dataset.ts";
import { readSeries } from "../../lib/steps/files.ts";
import type { Probe, Work } from "../../lib/steps/step.ts";
import { trainStep } from "../../lib/steps/train.ts";
import type { Artifact } from "../../lib/steps/store/artifact.ts";
import type { Checkpoint } from "../../lib/training/checkpoint.ts";
import { trainEpochs } from "../../lib/training/train.ts";
import { acceptsFastFlags } from "../bench/fast.ts";
import { make } from "./making.ts";

const root = fromFileUrl(new URL("../../", import.meta.url));

const deno = async (...args: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args: [...args] }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  assertEquals(code, 0, `${text(stdout)}\n${text(stderr)}`);
  return text(stdout);
};

const valueOf = <A>(found: E.Either<unknown, A>): A => {
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left));
  return found.right;
};

const written = {
  cell: { kind: "PLRNN", units: 5 },
  forcing: { kind: "random", interval: 10, spread: 4 },
  batches: { windows: 5, length: 30, perEpoch: 3 },
  epochs: 4000,
} as const;
const settings = valueOf(decode(trainStep.codec, written));

const dataset = (): Promise<Artifact> =>
  make(
    datasetStep,
    { source: { kind: "system", system: "lorenz", steps: 2000 }, exponentTimeScales: 100 },
    {},
  );

const inFolder = async (test: (work: Work) => Promise<void>): Promise<void> => {
  const directory = await Deno.makeTempDir();
  try {
    await test({ directory, data: { directory: null, mayDownload: false }, report: () => {} });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
};

const namesIn = (folder: string): readonly string[] => [...Deno.readDirSync(folder)].map(({ name }) => name);

/** Time of which every look at the clock takes 10 ms, so that a probe makes five updates. */
const clock = (): () => number => {
  let now = 0;
  return () => now += 10;
};

const probe = async (data: Artifact, work: Work): Promise<Probe> =>
  valueOf(await trainStep.probe!(settings, { data }, work)({ ...denoCapabilities, clock: clock() })());

const run = (data: Artifact, work: Work, expected?: Probe) =>
  trainStep.run(settings, { data }, { ...work, ...(expected === undefined ? {} : { expected }) })(
    denoCapabilities,
  )();

const processOf = async (work: Work): Promise<string | undefined> =>
  valueOf(await trainStep.remarks!(work)(denoCapabilities)()).process;

/** The state of the training after an epoch. */
const stateAfter = (data: Artifact, epoch: number): Checkpoint => {
  const series = valueOf(readSeries(data, "series.npy", 0.01));
  const training = valueOf(trainEpochs(settings, series, { predictabilitySteps: null }));
  for (const report of training) if (report.epoch === epoch) return report.checkpoint();
  throw new Error("there is no such epoch");
};

Deno.test("a probe writes nothing, and a training that comes to it has the same files as any other", async () => {
  const data = await dataset();
  await inFolder(async (work) => {
    const found = await probe(data, work);
    assertEquals(found.updates, 5);
    assertEquals(namesIn(work.directory), []);
    const fast = valueOf(await run(data, work, found));
    assertEquals(await processOf(work), "fast");
    await inFolder(async (other) => {
      assertEquals(valueOf(await run(data, other)), fast);
      assertEquals(await processOf(other), "checked");
    });
  });
});

Deno.test("a training that comes to something else than the probe writes nothing", async () => {
  const data = await dataset();
  await inFolder(async (work) => {
    const found = await probe(data, work);
    const wrong: readonly Probe[] = [
      { ...found, digest: found.digest.replace(/.$/, (last) => last === "0" ? "1" : "0") as Probe["digest"] },
      { ...found, updates: found.updates - 1 },
      { ...found, updates: found.updates + 1 },
    ];
    for (const expected of wrong) {
      const result = await run(data, work, expected);
      assertEquals(E.isLeft(result) && result.left._tag, "OtherBits");
      assertEquals(namesIn(work.directory), []);
    }
  });
});

Deno.test("a training that goes on is held against a process that goes on from the same state", async () => {
  const data = await dataset();
  const straight = await make(trainStep, written, { data });
  await inFolder(async (work) => {
    const fresh = await probe(data, work);
    await Deno.writeFile(join(work.directory, "state.safetensors"), encodeCheckpoint(stateAfter(data, 300)));
    const resumed = await probe(data, work);
    assertNotEquals(resumed.digest, fresh.digest);
    assertEquals(E.isLeft(await run(data, work, fresh)), true);
    assertEquals(valueOf(await run(data, work, resumed)), straight.files);
    assertEquals(await processOf(work), "fast");
  });
});

Deno.test("a training of which a fast process made a part is fast, unless it starts again", async () => {
  const data = await dataset();
  await inFolder(async (work) => {
    const state = join(work.directory, "state.safetensors");
    valueOf(await run(data, work, await probe(data, work)));
    await Deno.writeFile(state, encodeCheckpoint(stateAfter(data, 20)));
    valueOf(await run(data, work));
    assertEquals(await processOf(work), "fast");
    await Deno.remove(state);
    valueOf(await run(data, work));
    assertEquals(await processOf(work), "checked");
  });
});

Deno.test("a training that diverges at once is held against a probe too", async () => {
  const data = await dataset();
  const diverging = valueOf(
    decode(trainStep.codec, { ...written, optimiser: { kind: "adam", learningRate: 1e30 } }),
  );
  await inFolder(async (work) => {
    const found = valueOf(await trainStep.probe!(diverging, { data }, work)(denoCapabilities)());
    assert(found.updates < 10, String(found.updates));
    valueOf(await trainStep.run(diverging, { data }, { ...work, expected: found })(denoCapabilities)());
  });
});

const isFastHere = await acceptsFastFlags();

Deno.test({
  name: "the golden training and all cells have the same bits in a fast process",
  ignore: !isFastHere,
  fn: async () => {
    await deno(
      ...["test", "-A", "--quiet", "--no-check", "--config", join(root, "deno.json")],
      ...flagArgument(FAST_FLAGS),
      ...["tests/steps/golden_test.ts", "tests/networks/golden_test.ts"].map((file) => join(root, file)),
    );
  },
});
