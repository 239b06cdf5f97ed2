/**
 * Initial weights, a free run and a Jacobian of every cell have the bits that fixtures/golden/cells.json
 * says, on every machine. `deno run -A tests/networks/golden_test.ts` writes that file again: for a new cell,
 * or when `NUMERICS_VERSION` was raised on purpose.
 */
import { assertEquals } from "@std/assert/mod.js";
import { cellCodec, cellKinds } from "../../lib/networks/catalogue.ts";
import { freeRun, initialState, type Model, modelMap } from "../../lib/networks/model.ts";
import { initialWeights, type Network } from "../../lib/networks/network.ts";
import { encodeWeights } from "../../lib/networks/safetensors.ts";
import { loadedFor } from "../../lib/training/rollout.ts";
import { digestOf, digestOfBytes } from "../../lib/core/codec/canonical.ts";
import { decode } from "../../lib/core/codec/codec.ts";

const file = new URL("../../fixtures/golden/cells.json", import.meta.url);
const bytesOf = (values: Float64Array): Uint8Array => new Uint8Array(values.buffer.slice(0));

const digestOfCell = async (kind: string): Promise<readonly [string, string]> => {
  const cell = decode(cellCodec, { kind, units: 13 });
  if (cell._tag === "Left") throw new Error(JSON.stringify(cell.left));
  const network: Network = { cell: cell.right, observation: { kind: "linear" }, observations: 3 };
  await loadedFor(network)();
  const model: Model = { ...network, weights: initialWeights(network, 1) };
  const run = freeRun(model, initialState(model, Float64Array.of(1, -0.5, 2)), 50);
  if (run.kind === "diverged") throw new Error(`${kind} diverged at step ${run.step}`);
  const map = modelMap(model);
  const jacobian = new Float64Array(map.dimension * map.dimension);
  map.jacobian(run.states.slice(0, map.dimension), jacobian);
  const digest = digestOf({
    weights: digestOfBytes(encodeWeights(model.weights)),
    states: digestOfBytes(bytesOf(run.states)),
    jacobian: digestOfBytes(bytesOf(jacobian)),
  });
  return [kind, digest];
};
const digests = async () => Object.fromEntries(await Promise.all(Object.keys(cellKinds).map(digestOfCell)));

Deno.test("initial weights, free run and Jacobian of every cell have the same bits everywhere", async () => {
  assertEquals(await digests(), JSON.parse(await Deno.readTextFile(file)));
});

if (import.meta.main) await Deno.writeTextFile(file, JSON.stringify(await digests(), null, 2) + "\n");
