/**
 * Traced cells have the bits that fixtures/golden/traced.json says, however the engine compiles the kernels'
 * instructions.
 * `deno run -A tests/training/traced_bits.ts > fixtures/golden/traced.json` writes that file again, when
 * `NUMERICS_VERSION` was raised on purpose.
 */
import { assert, assertEquals } from "@std/assert/mod.js";
import { fromFileUrl } from "@std/path/mod.js";
import { loadTensorFlow } from "../../lib/networks/tensorflow.ts";
import { damagedAddress } from "../../lib/networks/kernels/arena.ts";
import * as kernels from "../../lib/networks/kernels/kernels.wasm";
import { tracedDigests } from "./traced_bits.ts";

await loadTensorFlow();

const golden: Readonly<Record<string, string>> = JSON.parse(
  Deno.readTextFileSync(new URL("../../fixtures/golden/traced.json", import.meta.url)),
);

for (const pairs of [false, true]) {
  Deno.test(`traced cells have their golden bits, from blocks for engines that ${pairs ? "" : "do not "}pack pairs`, () => {
    kernels.setPairs(pairs ? 1 : 0);
    try {
      assertEquals(tracedDigests(), golden);
      assertEquals(damagedAddress(), null);
    } finally {
      kernels.setPairs(0);
    }
  });
}

Deno.test({
  name: "traced cells have their golden bits where V8 packs pairs (on x86-64 only)",
  ignore: Deno.build.arch !== "x86_64",
  fn: async () => {
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        "--v8-flags=--no-wasm-bounds-checks,--experimental-wasm-revectorize",
        fromFileUrl(new URL("traced_bits.ts", import.meta.url)),
        "--pairs",
      ],
      cwd: fromFileUrl(new URL("../..", import.meta.url)),
    }).output();
    assert(success, new TextDecoder().decode(stderr));
    assertEquals(JSON.parse(new TextDecoder().decode(stdout)), golden);
  },
});
