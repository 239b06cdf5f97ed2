/** What each step could do if it were turned against its user: nothing beyond its own folder. */
import { assertEquals, assertMatch } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { dirname, fromFileUrl, join } from "@std/path/mod.js";
import { nameOf, runProcess } from "../../lib/engine/process.ts";
import { planned } from "../../lib/pipeline.ts";
import { denoCapabilities } from "../../lib/steps/capabilities.ts";
import { stepModule, type StepName, stepVersions } from "../../lib/steps/definitions.ts";
import type { PlannedStep } from "../../lib/steps/plan.ts";
import type { DataAccess } from "../../lib/steps/step.ts";
import { specPath, workPath } from "../../lib/steps/store/layout.ts";
import { toy } from "../engine/toy.ts";

const plan = planned(toy(1, [1]));

const beyond = fromFileUrl(new URL("support/beyond.ts", import.meta.url));

/** The arguments with which the engine starts a step. */
const argumentsOf = async (
  each: PlannedStep,
  store: string,
  data: DataAccess = { directory: null, mayDownload: false },
): Promise<readonly string[]> => {
  let given: readonly string[] = [];
  const capabilities = {
    ...denoCapabilities,
    processes: {
      deno: (args: readonly string[]) => async () => {
        await Promise.resolve();
        given = args;
        return E.right({ code: 0, errorTail: "" });
      },
    },
  };
  await runProcess(each, store, data, () => {})(capabilities)();
  return given;
};

for (const step of Object.keys(stepVersions) as readonly StepName[]) {
  Deno.test(`the step ${step} can do nothing beyond its own folder`, async () => {
    const root = await Deno.makeTempDir();
    const server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      () => new Response("x"),
    );
    try {
      const [outside, store] = [join(root, "outside"), join(root, "store")];
      await Deno.mkdir(outside);
      await Deno.writeTextFile(join(outside, "secret"), "dear");
      await Deno.writeTextFile(join(outside, "module.ts"), "export default 1;");
      const each = plan.steps.find((one) => one.step === step)!;
      const out = workPath(store, nameOf(each));
      await Deno.mkdir(out, { recursive: true });
      await Deno.mkdir(dirname(specPath(store, nameOf(each))), { recursive: true });
      await Deno.writeTextFile(specPath(store, nameOf(each)), "{}");
      const given = await argumentsOf(each, store);
      const at = given.indexOf(stepModule(step));
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: [...given.slice(0, at), beyond, outside, String(server.addr.port), out],
      }).output();
      assertEquals(code, 0, new TextDecoder().decode(stderr));
      assertEquals(JSON.parse(new TextDecoder().decode(stdout)), { succeeded: [], own: "mine" });
      assertEquals(await Deno.readTextFile(join(outside, "secret")), "dear");
      assertEquals([...Deno.readDirSync(outside)].length, 2);
    } finally {
      await server.shutdown();
      await Deno.remove(root, { recursive: true });
    }
  });
}

Deno.test("a step with files of the user may read these, and reach where they are published with leave only", async () => {
  const sha256 = "0".repeat(64);
  const files = [
    { name: "train.npy", sha256, address: "https://one.example/train.npy" },
    { name: "other/test.npy", sha256, address: "https://one.example/test.npy" },
    { name: "mine.npy", sha256, address: "" },
  ];
  const each = { ...plan.steps.find(({ step }) => step === "dataset")!, files };
  const store = await Deno.makeTempDir();
  try {
    const given = await argumentsOf(each, store, { directory: "data", mayDownload: true });
    const read = given.find((argument) => argument.startsWith("--allow-read="))!;
    assertEquals(
      files.map(({ name }) => read.split(/[=,]/).includes(join("data", name))),
      [true, true, true],
    );
    assertEquals(given.filter((argument) => argument.startsWith("--allow-net")), ["--allow-net=one.example"]);
    const without = await argumentsOf(each, store, { directory: "data", mayDownload: false });
    assertEquals(without.some((argument) => /^--(allow-net|download)/.test(argument)), false);
  } finally {
    await Deno.remove(store, { recursive: true });
  }
});

Deno.test("the page of a report is the same in any environment, an empty one too", async () => {
  const draw = async (env: Readonly<Record<string, string>>, rights: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--quiet", "--no-prompt", "--allow-read", ...rights],
        ...["--config", fromFileUrl(new URL("../../deno.json", import.meta.url))],
        fromFileUrl(new URL("support/draw_page.ts", import.meta.url)),
      ],
      clearEnv: true,
      env,
    }).output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  };
  const home = { HOME: Deno.env.get("HOME") ?? "/root", DENO_DIR: Deno.env.get("DENO_DIR") ?? "" };
  const kept = Object.fromEntries(Object.entries(home).filter(([, value]) => value !== ""));
  const plain = await draw(kept, []);
  assertMatch(plain, /<svg/);
  assertEquals(
    await draw({ ...kept, NODE_ENV: "production", DEBUG: "*", TZ: "Asia/Tokyo", LANG: "de_DE" }, [
      "--allow-env",
    ]),
    plain,
  );
});
