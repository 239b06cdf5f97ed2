/**
 * Processor time of a gradient step as `train` makes it, batch assembly, optimiser and reports included: in a process
 * as the engine starts it, in one without flags, and in plain tfjs ops with tf's own Adam. Interleaved, minimum of many
 * blocks of steps.
 *
 *     deno run -A tests/bench/training.ts [seconds per cell]
 */
import { cellKinds } from "../../lib/networks/catalogue.ts";
import { hasKernel } from "../../lib/networks/kernels/cells.ts";
import { lyapChecked, lyapFast, plainTfjs, start, takeTurns } from "./contestants.ts";
import { acceptsFastFlags } from "./fast.ts";

const seconds = Number(Deno.args[0] ?? 4);
const fast = await acceptsFastFlags();
if (!fast) console.log("The fast process is left out: this deno does not accept its flags");

const column = (value: number | undefined, digits: number, width: number): string =>
  (value?.toFixed(digits) ?? "").padStart(width);

console.log("30 units, batches of 32 windows of 100 steps, τ = 30; ms of processor time per step, minimum");
console.log(
  "cell".padEnd(18),
  ...["fast", "checked", "plain tfjs", "share"].map((title) => title.padStart(11)),
);
for (const cell of Object.keys(cellKinds).filter(hasKernel)) {
  const size = { cell, units: 30, batch: 32, length: 100 };
  const entries = [...(fast ? [lyapFast(size)] : []), lyapChecked(size), plainTfjs(size)];
  const contestants = await Promise.all(entries.map(start));
  const measured = await takeTurns(contestants, seconds, { rare: ["plain tfjs"] });
  await Promise.all(contestants.map(({ close }) => close()));
  const of = (name: string): number | undefined =>
    measured.find((one) => one.name === name)?.processor.minimum;
  const [own, checked, plain] = [of("lyap"), of("lyap, checked"), of("plain tfjs")];
  console.log(
    cell.padEnd(18),
    column(own, 3, 11),
    column(checked, 3, 11),
    column(plain, 1, 11),
    `${column(100 * (own ?? checked!) / plain!, 2, 9)} %`,
  );
}
