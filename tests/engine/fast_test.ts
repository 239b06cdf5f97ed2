/** When trainings are fast, what they are held against, and what happens where the fast way cannot be trusted. */
import { assertEquals, assertMatch } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { join } from "@std/path/mod.js";
import { audit, type Published } from "../../lib/engine/audit.ts";
import { type EngineOptions, type PlanResult, runPlan } from "../../lib/engine/local.ts";
import { FAST_FLAGS, flagArgument, REVECTORISED, UNCHECKED } from "../../lib/engine/fast.ts";
import { planned } from "../../lib/pipeline.ts";
import type { LyapError } from "../../lib/core/program/errors.ts";
import { environmentFault } from "../../lib/core/program/errors.ts";
import type { Capabilities, Processes } from "../../lib/core/program/program.ts";
import { silent } from "../../lib/core/program/terminal.ts";
import { seal } from "../../lib/steps/store/artifact.ts";
import { denoCapabilities } from "../../lib/steps/capabilities.ts";
import { toy } from "./toy.ts";

const experiment = toy(10, [1, 2]);
const plan = planned(experiment);

const probe = { updates: 7, digest: `sha256:${"5".repeat(64)}` };
const flagged = `--v8-flags=${FAST_FLAGS.join(",")}`;

/** How a process of the fake machine ends that does not do what it should. */
interface Failure {
  readonly error?: LyapError;
  readonly code: number;
  readonly errorTail?: string;
}

/** A machine whose deno knows the flags or does not, and whose fast trainings fail as the test says. */
const machine = (
  options: {
    readonly flagsEndWith?: number;
    readonly failure?: Failure;
    readonly platform?: Partial<Capabilities["platform"]>;
    readonly environment?: Readonly<Record<string, string>>;
  } = {},
) => {
  const asked: (readonly string[])[] = [];
  const trained: string[] = [];
  const warnings: string[] = [];
  const processes: Processes = {
    deno: (args, onLine) => async () => {
      if (args[0] === "eval") {
        asked.push(args);
        return E.right({ code: options.flagsEndWith ?? 0, errorTail: "error: V8 did not recognize flag" });
      }
      const valueOf = (name: string) => args[args.indexOf(name) + 1]!;
      const out = valueOf("--out");
      const planned = plan.steps.find(({ key }) => out.endsWith(key.slice("sha256:".length)))!;
      const fast = args.some((argument) => argument.startsWith("--v8-flags"));
      if (fast) assertEquals(args.includes(flagged), true);
      if (planned.step === "train") {
        const way = args.includes("--probe") ? "probe" : fast ? `fast ${valueOf("--expected")}` : "checked";
        trained.push(`${planned.id}: ${way}`);
        if (way === "probe") {
          onLine(JSON.stringify({ probe }));
          return E.right({ code: 0, errorTail: "" });
        }
        await Deno.mkdir(out, { recursive: true });
        if (fast && options.failure !== undefined) {
          await Deno.writeTextFile(join(out, "state.safetensors"), "not to be trusted");
          const { error, code, errorTail = "" } = options.failure;
          if (error !== undefined) onLine(JSON.stringify({ error }));
          return E.right({ code, errorTail });
        }
        const left = [...Deno.readDirSync(out)].map(({ name }) => name);
        assertEquals(left.includes("state.safetensors"), false, "goes on from what a fast process left");
      } else assertEquals(fast, false, `${planned.step} is fast`);
      await Deno.mkdir(out, { recursive: true });
      await seal(out, {
        step: planned.step,
        key: planned.key,
        spec: JSON.parse(await Deno.readTextFile(valueOf("--spec"))),
        inputs: {},
        versions: { step: 1, numerics: 1 },
        made: { lyap: "", deno: "", platform: "", seconds: 0 },
      }, { "a.txt": new TextEncoder().encode(planned.id) })(capabilities)();
      return E.right({ code: 0, errorTail: "" });
    },
  };
  const capabilities: Capabilities = {
    ...denoCapabilities,
    processes,
    platform: { deno: "2.9.5", v8: "15", os: "linux", arch: "x86_64", ...options.platform },
    environment: (name) => options.environment?.[name],
    terminal: {
      ...silent,
      say: (channel, line) => () => {
        if (channel === "warning") warnings.push(line);
      },
    },
  };
  return { capabilities, asked, trained, warnings };
};

const withStore = async (test: (store: string) => Promise<void>): Promise<void> => {
  const store = await Deno.makeTempDir();
  try {
    await test(store);
  } finally {
    await Deno.remove(store, { recursive: true });
  }
};

const run = async (
  { capabilities }: ReturnType<typeof machine>,
  store: string,
  options: Partial<EngineOptions> = {},
): Promise<PlanResult> => {
  const result = await runPlan(plan, { store, jobs: 1, ...options })(capabilities)();
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left));
  return result.right;
};

/** Forgets what was made, but not what is known of this deno. */
const forgetArtifacts = (store: string): Promise<void> =>
  Deno.remove(join(store, "artifacts"), { recursive: true });

const expected = `7:${probe.digest}`;
const allFast = [
  "train seed1: probe",
  `train seed1: fast ${expected}`,
  "train seed2: probe",
  `train seed2: fast ${expected}`,
];
const allChecked = ["train seed1: checked", "train seed2: checked"];

Deno.test("trainings, and only they, are fast once a checked process has made their first updates", () =>
  withStore(async (store) => {
    const fake = machine();
    const { failed } = await run(fake, store);
    assertEquals([failed, fake.trained, fake.warnings], [[], allFast, []]);
    assertEquals([UNCHECKED, REVECTORISED].every((flag) => flagged.includes(flag)), true);
    assertEquals(fake.asked.map((args) => args.includes(flagged)), [true]);
  }));

Deno.test("a deno is asked once per store whether it takes the flags, and another one again", () =>
  withStore(async (store) => {
    for (const refuses of [false, true]) {
      const flagsEndWith = refuses ? 1 : 0;
      const [first, second] = [machine({ flagsEndWith }), machine({ flagsEndWith })];
      const platform = { deno: refuses ? "2.9.6" : "2.9.5" };
      for (const [fake, asked] of [[first, 1], [second, 0]] as const) {
        Object.assign(fake.capabilities.platform, platform);
        await run(fake, store);
        await forgetArtifacts(store);
        assertEquals([fake.asked.length, fake.trained], [asked, refuses ? allChecked : allFast]);
      }
    }
  }));

Deno.test("a deno ends with 1 at a flag that it does not know", async () => {
  const args = ["eval", "--quiet", ...flagArgument([...FAST_FLAGS, "--no-such-flag"]), ""];
  const end = await denoCapabilities.processes.deno(args, () => {})();
  assertEquals(E.isRight(end) && end.right.code, 1);
});

Deno.test("a deno that was killed before it could answer is asked again by the next call", () =>
  withStore(async (store) => {
    const [killed, next] = [machine({ flagsEndWith: 137 }), machine()];
    await run(killed, store);
    await forgetArtifacts(store);
    await run(next, store);
    assertEquals([killed.trained, next.asked.length, next.trained], [allChecked, 1, allFast]);
  }));

Deno.test("a deno is asked again where what the store remembers cannot be understood", () =>
  withStore(async (store) => {
    const deno = "2.9.5, V8 15, linux x86_64";
    for (
      const damaged of [
        "",
        "fast",
        "null",
        "[]",
        JSON.stringify({ deno }),
        JSON.stringify({ deno, refused: 5 }),
      ]
    ) {
      await Deno.writeTextFile(join(store, "fast.json"), damaged);
      const fake = machine();
      await run(fake, store);
      await forgetArtifacts(store);
      assertEquals([fake.asked.length, fake.trained], [1, allFast], damaged);
      assertEquals(JSON.parse(await Deno.readTextFile(join(store, "fast.json"))), { deno, refused: null });
    }
  }));

Deno.test("trainings are checked where somebody asks for it and on platforms that are not known", () =>
  withStore(async (store) => {
    const cases = [
      { fake: machine(), checked: true },
      { fake: machine({ environment: { LYAP_CHECKED: "1" } }) },
      { fake: machine({ platform: { arch: "aarch64" } }) },
      { fake: machine({ platform: { os: "freebsd" } }) },
    ];
    for (const { fake, checked = false } of cases) {
      await run(fake, store, { checked });
      await forgetArtifacts(store);
      assertEquals([fake.asked, fake.trained], [[], allChecked]);
    }
  }));

const doubts: readonly (readonly [string, Failure, RegExp])[] = [
  [
    "other bits",
    { code: 3, error: { _tag: "OtherBits", what: "a instead of b" } },
    /other bits.*a instead of b/,
  ],
  ["a crash", { code: 139 }, /train PLRNN, seed 1 failed: its process crashed with SIGSEGV/],
  ["a fault that V8 finds in itself", { code: 133, errorTail: "# Fatal error" }, /crashed with SIGTRAP/],
];

for (const [name, failure, reason] of doubts) {
  Deno.test(`after ${name} this training is made again, it and all later ones checked, which is said once`, () =>
    withStore(async (store) => {
      const fake = machine({ failure });
      const { failed, made } = await run(fake, store);
      assertEquals([failed, made.length], [[], plan.steps.length]);
      assertEquals(fake.trained, [
        "train seed1: probe",
        `train seed1: fast ${expected}`,
        "train seed1: checked",
        "train seed2: checked",
      ]);
      assertEquals(fake.warnings.length, 1);
      assertMatch(fake.warnings[0]!, reason);
      await forgetArtifacts(store);
      const later = machine({ failure });
      await run(later, store);
      assertEquals([later.asked, later.trained, later.warnings], [[], allChecked, []]);
    }));

  Deno.test(`after ${name} in two trainings side by side both end well, which is said once`, () =>
    withStore(async (store) => {
      const fake = machine({ failure });
      const { failed, made } = await run(fake, store, { jobs: 2 });
      assertEquals([failed, made.length, fake.warnings.length], [[], plan.steps.length, 1]);
    }));
}

Deno.test("other failures of a fast process are failures of the training", () =>
  withStore(async (store) => {
    const failures: readonly Failure[] = [
      { code: 3, error: environmentFault("The disk is full", "/x", "free some space") },
      { code: 3, error: { _tag: "StepFailed", step: "train", what: "a kernel wrote beyond", code: 3 } },
      { code: 137 },
      { code: 133, errorTail: "FATAL ERROR: Reached heap limit. JavaScript heap out of memory" },
    ];
    for (const failure of failures) {
      const fake = machine({ failure });
      const { failed } = await run(fake, store);
      assertEquals(failed.map(({ id }) => id), ["train seed1", "train seed2"]);
      assertEquals([fake.trained.length, fake.warnings.length], [4, 2]);
      await Deno.remove(join(store, "work"), { recursive: true });
    }
  }));

Deno.test("an audit trains checked unless it is to be fast", () =>
  withStore(async (store) => {
    const published = {
      ledger: { experiment: "toy" },
      run: { id: "seed1", labels: { seed: 1 }, key: plan.runs[0]!.measures.key, artifacts: {} },
      experiment,
    } as unknown as Published;
    for (const [options, ways] of [[{}, 1], [{ checked: true }, 1], [{ checked: false }, 2]] as const) {
      const fake = machine();
      await audit([published], { kind: "whole" }, { store, ledger: "", jobs: 1, ...options })(
        fake.capabilities,
      )();
      assertEquals(fake.trained, ways === 1 ? allChecked.slice(0, 1) : allFast.slice(0, 2));
    }
  }));
