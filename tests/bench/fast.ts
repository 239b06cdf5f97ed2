/** How benchmarks and tests start a process as the engine does for `train`. */
import { FAST_FLAGS, flagArgument, isKnown } from "../../lib/engine/fast.ts";

/** What V8 is started with. */
export const fastFlags = FAST_FLAGS;

/** Whether the engine would start a fast process with this `deno`. */
export const acceptsFastFlags = async (): Promise<boolean> => {
  const { os, arch } = Deno.build;
  if (!isKnown({ deno: Deno.version.deno, v8: Deno.version.v8, os, arch })) return false;
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", ...flagArgument(fastFlags), ""],
    stdout: "null",
    stderr: "null",
  }).output();
  return success;
};
