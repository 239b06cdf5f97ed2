/** How the benchmarks start a process as the engine does for `train`. */

/** What V8 is started with: no bounds checks of its own, 256-bit vectors, every function compiled once and for all. */
export const fastFlags: readonly string[] = [
  "--no-wasm-bounds-checks",
  "--experimental-wasm-revectorize",
  "--no-liftoff",
];

/** Whether this `deno` accepts the flags of a fast process; V8 has them on x86-64. */
export const acceptsFastFlags = async (): Promise<boolean> => {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", `--v8-flags=${fastFlags.join(",")}`, ""],
    stdout: "null",
    stderr: "null",
  }).output();
  return success;
};
