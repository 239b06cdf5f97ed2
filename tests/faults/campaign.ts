/**
 * The long campaign: `deno task faults [--minutes 60] [--seed 1] [--only KIND]`. A trial that did harm is
 * reported with its kind and its number; `--only KIND --seed NUMBER --trials 1` makes it again.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse_args.js";
import { chanceOf } from "./chance.ts";
import { kinds } from "./trials.ts";

const { minutes, seed, only, trials } = parseArgs(Deno.args, {
  string: ["minutes", "seed", "only", "trials"],
});
const until = performance.now() + 60_000 * Number(minutes ?? 60);
const most = Number(trials ?? Infinity);

const chosen = Object.entries(kinds).filter(([name]) => only === undefined || name === only);
if (chosen.length === 0) {
  console.error(`There is no kind "${only}"; there are ${Object.keys(kinds).join(", ")}`);
  Deno.exit(2);
}
const made = new Map<string, number>();
const harm: string[] = [];

const possible = new Map<string, boolean>();
for (const [name, kind] of chosen) possible.set(name, await kind.possible?.() ?? true);

const isOver = (): boolean => performance.now() > until;

while (!isOver() && chosen.some(([name]) => possible.get(name) && (made.get(name) ?? 0) < most)) {
  for (const [name, { trial, many }] of chosen) {
    if (!possible.get(name)) continue;
    for (let count = 0; count < many && !isOver() && (made.get(name) ?? 0) < most; count++) {
      const number = Number(seed ?? 1) + (made.get(name) ?? 0);
      made.set(name, (made.get(name) ?? 0) + 1);
      try {
        await trial(chanceOf(name, number));
      } catch (error) {
        const what = error instanceof Error ? error.stack ?? error.message : String(error);
        harm.push(`${name} ${number}`);
        console.error(`${name} ${number}: ${what}`);
      }
    }
  }
}

for (const [name] of chosen) {
  console.log(possible.get(name) ? `${name}: ${made.get(name) ?? 0} trials` : `${name}: not possible here`);
}
console.log(harm.length === 0 ? "no harm was done" : `harm was done by ${harm.join(", ")}`);
Deno.exit(harm.length === 0 ? 0 : 1);
