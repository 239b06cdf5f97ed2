/** A training that is killed goes on from where it was and ends with the same bits. */
import { assert, assertEquals } from "@std/assert/mod.js";
import { fromFileUrl, join } from "@std/path/mod.js";

const root = fromFileUrl(new URL("../../", import.meta.url));

const stepArguments = (step: string, folder: string, ...args: readonly string[]): string[] => [
  ...["run", "--quiet", "--no-prompt", "--config", join(root, "deno.json"), `-P=${step}`],
  ...[`--allow-read=${folder}`, `--allow-write=${folder}`, join(root, `lib/steps/${step}.ts`), ...args],
];

const run = async (args: readonly string[]): Promise<void> => {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), { args: [...args] }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
};

const contentOf = async (folder: string): Promise<string> =>
  JSON.parse(await Deno.readTextFile(join(folder, "manifest.json"))).manifest.content;

Deno.test("a training that is killed goes on and ends with the same bits", async () => {
  const folder = await Deno.makeTempDir();
  const path = (name: string): string => join(folder, name);
  try {
    await Deno.writeTextFile(
      path("data.json"),
      JSON.stringify({ source: { kind: "system", system: "lorenz", steps: 3000 }, exponentTimeScales: 100 }),
    );
    await Deno.writeTextFile(
      path("train.json"),
      JSON.stringify({
        cell: { kind: "PLRNN", units: 8 },
        forcing: { kind: "random", interval: 10, spread: 4 },
        batches: { windows: 16, length: 50, perEpoch: 20 },
        epochs: 400,
        checkpoints: { every: 100 },
      }),
    );
    await run(stepArguments("dataset", folder, "--spec", path("data.json"), "--out", path("data")));
    const training = (out: string): string[] =>
      stepArguments(
        "train",
        folder,
        "--spec",
        path("train.json"),
        "--in",
        `data=${path("data")}`,
        "--out",
        path(out),
      );
    await run(training("straight"));

    const killed = new Deno.Command(Deno.execPath(), {
      args: training("killed"),
      stderr: "null",
      stdout: "null",
    }).spawn();
    const saved = async (): Promise<boolean> => {
      try {
        await Deno.stat(path("killed/state.safetensors"));
        return true;
      } catch {
        return false;
      }
    };
    while (!await saved()) await new Promise((resolve) => setTimeout(resolve, 5));
    killed.kill("SIGKILL");
    await killed.status;
    assert(
      ![...Deno.readDirSync(path("killed"))].some(({ name }) => name === "manifest.json"),
      "it ended too early",
    );
    await run(training("killed"));
    assertEquals(await contentOf(path("killed")), await contentOf(path("straight")));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
