/** Two halves of a batch against the whole: the same bits. */
import { assert, assertEquals } from "@std/assert/mod.js";
import { damagedAddress } from "../../../lib/networks/kernels/arena.ts";
import { kernelCells, kernelNames } from "../../../lib/networks/kernels/cells.ts";
import { canHalve, createHalf, type RolloutSettings } from "../../../lib/networks/kernels/rollout.ts";
import { right } from "../../either.ts";
import { kernelResult, randomCase, schedules } from "./support/cases.ts";

/** Batch, units, observations, steps, with every kind of remainder. */
const sizes = [
  [32, 30, 3, 20],
  [32, 31, 3, 11],
  [4, 2, 1, 5],
  [8, 7, 3, 19],
  [12, 1, 1, 7],
  [16, 13, 3, 70],
  [20, 5, 4, 18],
  [24, 10, 2, 40],
] as const;

/** Loss and gradients from both halves; each comes to them by itself. */
const joined = (
  settings: RolloutSettings,
  { weights, series, starts, schedule }: ReturnType<typeof randomCase>,
) => {
  const halves = ([0, 1] as const).map((half) => right(createHalf(settings, series, half)));
  const shares = halves.map((half) => {
    for (const [name, values] of Object.entries(weights)) half.parameters()[name]!.set(values);
    return half.share(starts, schedule);
  });
  const found = halves.map((half, index) => {
    const loss = half.join(shares[1 - index]!);
    const gradients = Object.entries(half.gradients()).map(([name, values]) =>
      [name, values.slice()] as const
    );
    return { loss, gradients: Object.fromEntries(gradients) };
  });
  assertEquals(damagedAddress(), null);
  halves.forEach((half) => half.release());
  return found;
};

Deno.test("a half writes its next share over what the other half gave it, so that no step leaves anything to collect", () => {
  const settings: RolloutSettings = {
    cell: "PLRNN",
    units: 5,
    observations: 3,
    batch: 8,
    length: 10,
    observationModel: "identity",
  };
  const { weights, series, starts, schedule } = randomCase(settings, Object.values(schedules)[0]!(10));
  const half = right(createHalf(settings, series, 0));
  for (const [name, values] of Object.entries(weights)) half.parameters()[name]!.set(values);
  const first = half.share(starts, schedule);
  const theirs = first.slice();
  half.join(theirs);
  const second = half.share(starts, schedule);
  assert(second === theirs);
  assertEquals(second, first);
  assert(half.share(starts, schedule) !== theirs);
  half.release();
});

for (const cell of kernelNames.filter((name) => kernelCells[name].halves)) {
  for (const observationModel of ["linear", "identity"] as const) {
    Deno.test(`${cell}, ${observationModel}: two halves of a batch make the bits of the whole`, () => {
      for (const [batch, units, observations, length] of sizes) {
        if (observationModel === "identity" && observations > units) continue;
        const ramps = (units + 1) >> 1;
        const settings: RolloutSettings = {
          cell,
          units,
          observations,
          batch,
          length,
          observationModel,
          ramps,
        };
        assert(canHalve(settings));
        for (const [name, schedule] of Object.entries(schedules)) {
          const example = randomCase(settings, schedule(length));
          const { loss, gradients } = kernelResult(example);
          assert(Number.isFinite(loss));
          for (const found of joined(settings, example)) {
            assertEquals(found, { loss, gradients }, `${JSON.stringify(settings)}, ${name}`);
          }
        }
      }
    });
  }
}

Deno.test("what cannot be halved is known: other cells, odd batches, a bias of the observations", () => {
  const settings = {
    cell: "PLRNN",
    units: 3,
    observations: 2,
    batch: 8,
    length: 5,
    observationModel: "linear",
  } as const;
  assert(canHalve(settings));
  assert(!canHalve({ ...settings, batch: 6 }));
  assert(!canHalve({ ...settings, observationModel: "affine" }));
  assert(!canHalve({ ...settings, cell: "GRU" }));
});
