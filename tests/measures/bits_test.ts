/** Measures have the same bits on every machine: what they are made of is plain arithmetic in a fixed order. */
import { assertEquals } from "@std/assert/mod.js";
import { lorenzFlow, orbit, valueOf } from "./support.ts";

const truth = orbit(lorenzFlow(38), [2, -3, 20], 0.01, 5000);
const generated = orbit(lorenzFlow(35), [-7, 1, 25], 0.01, 5000);

Deno.test("the bits of measures are those of every other machine", () => {
  const context = { truth, generated };
  assertEquals(
    [
      valueOf({ kind: "D_stsp" }, context),
      valueOf({ kind: "D_stsp", method: "mixtures", components: 500, samples: 50 }, context),
      valueOf({ kind: "D_H" }, context),
      valueOf({ kind: "PSC" }, context),
    ],
    [5.203100860831938, 0.13114606783676763, 0.17118993906513236, 0.9988114307096359],
  );
});
