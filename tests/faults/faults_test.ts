/** The short campaign: a few trials of every kind, the same ones each time. `deno task faults` is the long one. */
import { chanceOf } from "./chance.ts";
import { kinds } from "./trials.ts";

for (const [name, { trial, few, possible }] of Object.entries(kinds)) {
  Deno.test({
    name: `faults: ${name}`,
    ignore: !(await possible?.() ?? true),
    fn: async () => {
      for (let number = 0; number < few; number++) {
        try {
          await trial(chanceOf(name, number));
        } catch (error) {
          throw new Error(`deno task faults --only "${name}" --seed ${number} --trials 1`, { cause: error });
        }
      }
    },
  });
}
