/**
 * Compiles the AssemblyScript sources to the WebAssembly modules that are committed beside them.
 * With `--check` it compiles to memory only and fails when the committed bytes differ.
 *
 * @module
 */
import asc from "assemblyscript/asc";

interface Target {
  readonly source: string;
  readonly module: string;
  readonly simd: boolean;
}

const targets: readonly Target[] = [
  { source: "lib/numerics/assembly/elementary.ts", module: "lib/numerics/elementary.wasm", simd: false },
  {
    source: "lib/numerics/assembly/linear_algebra.ts",
    module: "lib/numerics/linear_algebra.wasm",
    simd: true,
  },
  {
    source: "lib/networks/kernels/assembly/kernels.ts",
    module: "lib/networks/kernels/kernels.wasm",
    simd: true,
  },
];

/** Compiles a source with all that it imports; throws with the compiler's words where it cannot. */
export const compile = async (target: Pick<Target, "source" | "simd">): Promise<Uint8Array> => {
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [
      target.source,
      "-O3",
      "--runtime",
      "stub",
      "--use",
      "abort=",
      ...(target.simd ? ["--enable", "simd"] : []),
      "-o",
      "out.wasm",
    ],
    {
      writeFile: (name: string, contents: Uint8Array | string) => {
        if (name.endsWith(".wasm")) bytes = contents as Uint8Array;
      },
    },
  );
  if (error !== null || bytes === undefined) {
    throw new Error(`Cannot compile ${target.source}: ${error?.message}\n${stderr.toString()}`);
  }
  return bytes;
};

const same = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

if (import.meta.main) {
  const check = Deno.args.includes("--check");
  let stale = 0;
  for (const target of targets) {
    const bytes = await compile(target);
    if (!check) {
      await Deno.writeFile(target.module, bytes);
      console.log(`${target.module}: ${bytes.length} bytes`);
    } else if (same(bytes, await Deno.readFile(target.module))) {
      console.log(`${target.module}: agrees with its source`);
    } else {
      console.error(`${target.module}: differs from its source; run "deno task kernels" and commit it`);
      stale++;
    }
  }
  Deno.exit(stale > 0 ? 1 : 0);
}
