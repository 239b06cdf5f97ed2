/** What every cell must do, looped over the catalogue: a new cell is tested by its line there. */
import { assert, assertEquals, assertMatch } from "@std/assert/mod.js";
import { cellCodec, cellKinds } from "../../lib/networks/catalogue.ts";
import type { Cell } from "../../lib/networks/cell.ts";
import type { Read } from "../../lib/core/catalogue.ts";
import { loadTensorFlow } from "../../lib/networks/tensorflow.ts";
import { checksOfCell } from "../../lib/library/checks/cell.ts";
import { decode } from "../../lib/core/codec/codec.ts";
import { testAll } from "../conformance.ts";

await loadTensorFlow();

const kinds = Object.keys(cellKinds);

for (const cell of Object.values<Cell & Read>(cellKinds)) {
  testAll(cell.kind, checksOfCell(cell));
  Deno.test(`${cell.kind}: says where it comes from`, () => assert(cell.references.length > 0));
}

Deno.test("an unknown cell, an unknown option and a wrong number of units are each refused with what would be right", () => {
  const faultOf = (input: unknown) => {
    const decoded = decode(cellCodec, input);
    if (decoded._tag === "Right") throw new Error(`${JSON.stringify(input)} is taken`);
    return decoded.left[0]!;
  };
  for (const kind of kinds) {
    const misspelt = `${kind.slice(0, -1)}x`;
    assertEquals(faultOf({ kind: misspelt, units: 3 }).path, "$.kind");
  }
  assertMatch(faultOf({ kind: "plrnn", units: 3 }).expected, /did you mean "PLRNN"\?/);
  assertEquals(faultOf({ kind: "PLRNN", units: 0 }).path, "$.units");
  assertEquals(faultOf({ kind: "PLRNN", units: 3, hiden: 2 }).path, "$.hiden");
  assertEquals(faultOf({ kind: "PLRNN" }).path, "$.units");
  assertEquals(faultOf({ kind: "AL-RNN", units: 3, ramps: 4 }), {
    path: "$.ramps",
    found: "4",
    expected: "a whole number from 1 to the number of units, 3",
  });
});
