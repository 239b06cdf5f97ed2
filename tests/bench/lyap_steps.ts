/**
 * Gradient steps as `train` makes them: batch, loss, gradient, optimiser and the report of every epoch. With `--fast` as
 * the step of the engine makes them in a process whose V8 packs pairs.
 */
import { toUnion } from "fp-ts/Either.js";
import { normals, stream } from "../../lib/numerics/random.ts";
import { usePairs } from "../../lib/training/rollout.ts";
import { trainEpochs } from "../../lib/training/train.ts";
import { compete, settingsOf, sizeFromArguments } from "./compete.ts";
import { OBSERVATIONS } from "./kernel_cases.ts";

usePairs(Deno.args.includes("--fast"));
const size = sizeFromArguments();
const settings = settingsOf(size);
const rows = 10 * size.length;
const series = {
  values: normals(stream(1, "series"), rows * OBSERVATIONS),
  rows,
  columns: OBSERVATIONS,
  dt: 1,
};
const epochs = toUnion(trainEpochs(settings, series, { predictabilitySteps: null }));
if ("_tag" in epochs) throw new Error(JSON.stringify(epochs));
await compete(() => epochs.next(), settings.batches.perEpoch, {
  Deno: Deno.version.deno,
  V8: Deno.version.v8,
});
