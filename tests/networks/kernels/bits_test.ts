/**
 * The kernels have the bits that fixtures/golden/kernels.json says, however the engine compiles their
 * instructions.
 * `deno run -A tests/networks/kernels/support/bits.ts > fixtures/golden/kernels.json` writes that file again, when
 * `NUMERICS_VERSION` was raised on purpose.
 */
import { assert, assertEquals } from "@std/assert/mod.js";
import { fromFileUrl } from "@std/path/mod.js";
import { FAST_FLAGS, REVECTORISED, UNCHECKED } from "../../../lib/engine/fast.ts";
import * as kernels from "../../../lib/networks/kernels/kernels.wasm";
import { acceptsFastFlags } from "../../bench/fast.ts";
import { kernelDigests } from "./support/bits.ts";

/** Functions of the kernels that V8 packs, of all that have pairs of stores, and the Deno in which they were counted. */
const PACKED = { functions: 20, deno: "2.9.5" };

const isFastHere = await acceptsFastFlags();

/** Whether a vector of this processor holds 256 bits; where nobody says, it is taken for granted. */
const hasWideVectors = Deno.build.os !== "linux" ||
  /\bavx2\b/.test(await Deno.readTextFile("/proc/cpuinfo"));

const golden: Readonly<Record<string, string>> = JSON.parse(
  Deno.readTextFileSync(new URL("../../../fixtures/golden/kernels.json", import.meta.url)),
);

/** What a process of its own under some flags of V8 prints: the digests, after the engine's own lines. */
const printed = async (flags: readonly string[], ...args: readonly string[]): Promise<string> => {
  const script = fromFileUrl(new URL("support/bits.ts", import.meta.url));
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", ...(flags.length > 0 ? [`--v8-flags=${flags.join(",")}`] : []), script, ...args],
    cwd: fromFileUrl(new URL("../../..", import.meta.url)),
  });
  const { success, stdout, stderr } = await command.output();
  assert(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
};
const digestsIn = (output: string) => JSON.parse(output.slice(output.lastIndexOf("\n{\n") + 1));

for (const pairs of [false, true]) {
  Deno.test(`all kernels have their golden bits, from blocks for engines that ${pairs ? "" : "do not "}pack pairs`, () => {
    kernels.setPairs(pairs ? 1 : 0);
    try {
      assertEquals(kernelDigests(), golden);
    } finally {
      kernels.setPairs(0);
    }
  });
}

const settings = [[UNCHECKED], [REVECTORISED], [UNCHECKED, REVECTORISED], ["--no-enable-avx2"]] as const;

for (const flags of settings) {
  Deno.test({
    name: `all kernels have their golden bits under ${flags.join(" ")}, where V8 knows that`,
    ignore: !isFastHere,
    fn: async () => {
      for (const args of [[], ["--pairs"]]) assertEquals(digestsIn(await printed(flags, ...args)), golden);
    },
  });
}

Deno.test({
  name:
    `V8 packs the kernels' pairs into 256 bits, and their bits stay (on x86-64 with AVX2, in Deno ${PACKED.deno})`,
  ignore: !isFastHere || !hasWideVectors || Deno.version.deno !== PACKED.deno,
  fn: async () => {
    const output = await printed([...FAST_FLAGS, "--trace-wasm-revectorize"], "--pairs");
    assertEquals(digestsIn(output), golden);
    const packed = output.match(/Decided to vectorize, \d+ revectorizable nodes/g)?.length ?? 0;
    assert(packed >= PACKED.functions, `V8 packs ${packed} functions, and packed ${PACKED.functions} before`);
  },
});
