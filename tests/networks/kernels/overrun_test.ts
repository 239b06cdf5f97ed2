/** What happens where a kernel writes beyond its block: planted into a copy of it, and caught. */
import { assertEquals, assertStringIncludes } from "@std/assert/mod.js";
import { fromFileUrl, join } from "@std/path/mod.js";
import { FAST_FLAGS, flagArgument } from "../../../lib/engine/fast.ts";
import { denoCapabilities } from "../../../lib/steps/capabilities.ts";
import { compile } from "../../../tools/build_kernels.ts";
import { acceptsFastFlags } from "../../bench/fast.ts";

const root = fromFileUrl(new URL("../../../", import.meta.url));
const isFastHere = await acceptsFastFlags();

const copy = async (from: string, to: string): Promise<void> => {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    await (isDirectory
      ? copy(join(from, name), join(to, name))
      : Deno.copyFile(join(from, name), join(to, name)));
  }
};

/** A copy of lyap whose kernels write one number after the mask of the lanes, in every batch. */
const plantOverrun = async (folder: string): Promise<void> => {
  await copy(join(root, "lib"), join(folder, "lib"));
  for (const file of ["deno.json", "deno.lock"]) await Deno.copyFile(join(root, file), join(folder, file));
  const source = join(folder, "lib/networks/kernels/assembly/kernels.ts");
  const sound = "return runCell(changetype<Rollout>(record), gradients);";
  const overrun = "const r = changetype<Rollout>(record);\n" +
    "  store<f32>(r.mask + (<usize> r.lanes << 2), 1);\n" +
    "  return runCell(r, gradients);";
  const text = await Deno.readTextFile(source);
  assertEquals(text.split(sound).length, 2);
  await Deno.writeTextFile(source, text.replace(sound, overrun));
  await Deno.writeFile(
    join(folder, "lib/networks/kernels/kernels.wasm"),
    await compile({ source, simd: true }),
  );
};

const deno = async (...args: readonly string[]): Promise<{ readonly code: number; readonly err: string }> => {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), { args: [...args] }).output();
  return { code, err: new TextDecoder().decode(stderr) };
};

Deno.test("a kernel that writes beyond its block fails the training, checked or fast, and nothing is sealed", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await plantOverrun(folder);
    const path = (name: string): string => join(folder, name);
    await Deno.writeTextFile(
      path("data.json"),
      JSON.stringify({ source: { kind: "system", system: "lorenz", steps: 2000 }, exponentTimeScales: 100 }),
    );
    await Deno.writeTextFile(
      path("train.json"),
      JSON.stringify({
        cell: { kind: "PLRNN", units: 4 },
        forcing: { kind: "sparse", interval: 10 },
        batches: { windows: 4, length: 20, perEpoch: 2 },
        epochs: 40,
      }),
    );
    const step = (name: string, flags: readonly string[], ...args: readonly string[]) =>
      deno(
        ...["run", "-A", "--quiet", "--no-check", "--config", path("deno.json"), ...flags],
        ...[path(`lib/steps/${name}.ts`), ...args],
      );
    const data = ["--spec", path("data.json"), "--out", path("data")];
    assertEquals(await step("dataset", [], ...data), { code: 0, err: "" });
    for (const flags of [[], ...(isFastHere ? [flagArgument(FAST_FLAGS)] : [])]) {
      const trained = await step(
        ...["train", flags, "--spec", path("train.json"), "--in", `data=${path("data")}`] as const,
        ...["--out", path("train")],
      );
      assertStringIncludes(trained.err, "a kernel wrote beyond its blocks of memory");
      assertEquals(trained.code, 3);
      assertEquals([...Deno.readDirSync(path("train"))], []);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test({
  name: "an access beyond the whole memory ends a fast process instead of giving a number",
  ignore: !isFastHere || Deno.build.os !== "linux",
  fn: async () => {
    const beyond = `
      const bytes = await Deno.readFile(Deno.args[0]);
      const { instance: { exports: { layOut, memory } } } = await WebAssembly.instantiate(bytes);
      const sizes = [0, 0, 4, 2, 4, 8, 0, 0, 100];
      layOut(memory.buffer.byteLength - 4096, ...sizes);
      console.log("within");
      layOut(Number(Deno.args[1]) + memory.buffer.byteLength, ...sizes);
      console.log("beyond");
    `;
    const module = join(root, "lib/networks/kernels/kernels.wasm");
    for (const distance of [0, 65536, 100_000_000]) {
      const run = (flags: readonly string[]) =>
        denoCapabilities.processes.deno(
          ["eval", ...flagArgument(flags), "--ext=ts", beyond, module, String(distance)],
          (line) => said.push(line),
        )();
      const said: string[] = [];
      const [checked, fast] = [await run([]), await run(FAST_FLAGS)];
      assertEquals(said, ["within", "within"]);
      assertEquals(checked._tag === "Right" && checked.right.code, 1);
      assertEquals(fast._tag === "Right" && fast.right.code, 139);
    }
  },
});
