import { assert, assertEquals } from "@std/assert/mod.js";
import { isLeft } from "fp-ts/Either.js";
import { allocate, damagedAddress, memoryBuffer, release } from "../../../lib/networks/kernels/arena.ts";
import { type KernelName, kernelNames } from "../../../lib/networks/kernels/cells.ts";
import { createRollout, usePairs } from "../../../lib/networks/kernels/rollout.ts";
import { kernelResult, randomCase, rolloutOf, schedules } from "./support/cases.ts";

const sizes = { units: 7, observations: 3, batch: 5, length: 20, hidden: 9, bases: 4, ramps: 3 } as const;
const models = ["linear", "identity", "affine"] as const;

Deno.test("where there are no blocks nothing is damaged", () => {
  assertEquals(damagedAddress(), null);
});

for (const cell of kernelNames) {
  for (const observationModel of models) {
    const settings = { cell, ...sizes, observationModel };

    Deno.test(`${cell}, ${observationModel}: the same bits every time, with any content of the memory before`, () => {
      const example = randomCase(settings, schedules.everything!(sizes.length));
      const first = kernelResult(example);
      const largest = randomCase({ ...settings, batch: 40, length: 60 }, schedules.sparse!(60));
      const other = kernelResult({
        ...largest,
        weights: Object.fromEntries(
          Object.entries(largest.weights).map(([name, values]) => [name, values.map(() => NaN)]),
        ),
      });
      assertEquals(other.loss, NaN);
      assertEquals(kernelResult(example), first);
    });

    Deno.test(`${cell}, ${observationModel}: a state that overflows shows in the loss`, () => {
      const example = randomCase(settings, schedules.first!(sizes.length));
      for (const [name, index] of [[Object.keys(example.weights)[0]!, 1], ["series", 0]] as const) {
        const spoilt = name === "series" ? { ...example, series: example.series.map(() => NaN) } : {
          ...example,
          weights: { ...example.weights, [name]: example.weights[name]!.slice().fill(NaN, index) },
        };
        assert(!Number.isFinite(kernelResult(spoilt).loss), name);
      }
    });

    Deno.test(`${cell}, ${observationModel}: a window's share does not depend on the batch it is in`, () => {
      const example = randomCase(settings, schedules.sparse!(sizes.length));
      const losses = [...example.starts].map((start) =>
        kernelResult({
          ...example,
          settings: { ...settings, batch: 1 },
          starts: Int32Array.of(start),
        }).loss
      );
      const mean = losses.reduce((sum, loss) => sum + loss) / losses.length;
      assert(Math.abs(kernelResult(example).loss / mean - 1) < 1e-6);
    });

    Deno.test(`${cell}, ${observationModel}: the loss alone is the loss with gradients`, () => {
      const { series, weights, starts, schedule } = randomCase(settings, schedules.weak!(sizes.length));
      const rollout = rolloutOf(settings, series);
      const parameters = rollout.parameters();
      for (const [name, values] of Object.entries(weights)) parameters[name]!.set(values);
      assertEquals(rollout.loss(starts, schedule), rollout.run(starts, schedule));
      rollout.release();
    });

    Deno.test(`${cell}, ${observationModel}: nothing is written between the blocks, at even and uneven sizes`, () => {
      for (const units of [1, 3, 7, 10, 31]) {
        for (const batch of [1, 5, 16, 33]) {
          const observations = observationModel !== "identity" ? 5 : Math.min(units, 3);
          const odd = { ...settings, units, observations, batch, hidden: units + 2, ramps: units };
          const { series, weights, starts, schedule } = randomCase(odd, schedules.everything!(sizes.length));
          const rollout = rolloutOf(odd, series);
          const parameters = rollout.parameters();
          for (const [name, values] of Object.entries(weights)) parameters[name]!.set(values);
          for (const pairs of [true, false]) {
            usePairs(pairs);
            rollout.run(starts, schedule);
            rollout.loss(starts, schedule);
            assertEquals(damagedAddress(), null, `units ${units}, batch ${batch}, pairs ${pairs}`);
          }
          rollout.release();
        }
      }
    });
  }
}

Deno.test("rollouts side by side don't disturb each other, and released memory is used again", () => {
  const make = (cell: KernelName) =>
    randomCase({ cell, ...sizes, observationModel: "linear" }, schedules.sparse!(sizes.length));
  const examples = kernelNames.map(make);
  const alone = examples.map(kernelResult);
  const together = examples.map((example) => ({
    example,
    rollout: rolloutOf(example.settings, example.series),
  }));
  for (const { example, rollout } of together) {
    const parameters = rollout.parameters();
    for (const [name, values] of Object.entries(example.weights)) parameters[name]!.set(values);
  }
  const losses = together.map(({ example, rollout }) => rollout.run(example.starts, example.schedule));
  assertEquals(losses, alone.map(({ loss }) => loss));
  for (const { rollout } of together) rollout.release();
  const before = memoryBuffer().byteLength;
  for (let i = 0; i < 200; i++) kernelResult(examples[i % examples.length]!);
  assertEquals(memoryBuffer().byteLength, before);
});

Deno.test("sizes that don't fit together are refused with a reason", () => {
  const good = { cell: "PLRNN", ...sizes, observationModel: "linear" } as const;
  const series = new Float32Array(3 * 30);
  const faults = [
    createRollout({ ...good, units: 0 }, series),
    createRollout({ ...good, batch: 1.5 }, series),
    createRollout({ ...good, length: 30 }, series),
    createRollout({ ...good, observations: 8, observationModel: "identity" }, new Float32Array(8 * 30)),
    createRollout({ ...good, cell: "shPLRNN", hidden: 0 }, series),
    createRollout({ ...good, cell: "dendPLRNN", bases: 1.5 }, series),
    createRollout({ ...good, cell: "AL-RNN", ramps: sizes.units + 1 }, series),
    createRollout(good, new Float32Array(100)),
    createRollout({ ...good, units: 40000, batch: 4096 }, series),
  ];
  assertEquals(faults.map(isLeft), faults.map(() => true));
});

Deno.test("windows outside the series and schedules of another length are refused", () => {
  const example = randomCase({ cell: "RNN", ...sizes, observationModel: "linear" }, schedules.free!(20));
  const rollout = rolloutOf(example.settings, example.series);
  const refused = [
    () => rollout.run(example.starts.map(() => 8), example.schedule),
    () => rollout.run(example.starts.map(() => -1), example.schedule),
    () => rollout.run(example.starts.subarray(1), example.schedule),
    () => rollout.run(example.starts, schedules.free!(19)),
  ].map((call) => {
    try {
      call();
      return false;
    } catch (error) {
      return error instanceof RangeError;
    }
  });
  rollout.release();
  assertEquals(refused, [true, true, true, true]);
});

const spoil = (address: number): void => {
  const words = new Uint32Array(memoryBuffer());
  const before = words[address / 4]!;
  words[address / 4] = 0;
  assertEquals(damagedAddress(), address);
  words[address / 4] = before;
  assertEquals(damagedAddress(), null);
};

Deno.test("a write after a block and in the page after the last one is seen", () => {
  const [first, second] = [allocate(100)!, allocate(4096)!];
  for (let address = first + 100; address < second; address += 4) spoil(address);
  for (let address = second + 4096; address < second + 4096 + 64 + 65536; address += 4) spoil(address);
  release(second);
  release(first);
});

Deno.test("a write after the parameters of a rollout is seen", () => {
  const { settings, series } = randomCase(
    { cell: "RNN", ...sizes, observationModel: "linear" },
    schedules.free!(sizes.length),
  );
  const rollout = rolloutOf(settings, series);
  const views = Object.values(rollout.parameters());
  spoil(16 * Math.ceil(Math.max(...views.map((view) => view.byteOffset + view.byteLength)) / 16));
  rollout.release();
});
