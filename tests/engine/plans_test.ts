/** Plans for other engines as pure values: packs, submissions, words of a shell, bad input. */
import { assert, assertEquals, assertMatch } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import fc from "fast-check";
import { join } from "@std/path/mod.js";
import { planCommand } from "../../lib/cli/commands/plan.ts";
import { decodeOrders, encodeOrders } from "../../lib/engine/plans/orders.ts";
import { type Pack, packName, packsOf, secondsOf, stepByStep } from "../../lib/engine/plans/packs.ts";
import { writePlan } from "../../lib/engine/plans/write.ts";
import { digestOfBytes } from "../../lib/core/codec/canonical.ts";
import { describeError } from "../../lib/core/program/errors.ts";
import { denoCapabilities } from "../../lib/steps/capabilities.ts";
import { quoted, shellWord, wordsOf } from "../../lib/engine/plans/shell.ts";
import { ranges, submissionLine, submissionsOf } from "../../lib/engine/plans/submission.ts";
import { planned } from "../../lib/pipeline.ts";
import { modulesIn } from "../../lib/steps/modules.ts";
import type { Digest } from "../../lib/core/codec/canonical.ts";
import { callCommand } from "../cli/calling.ts";
import { call, inFolder, obtained, small } from "../clusters/here.ts";
import { toy } from "./toy.ts";

const plan = planned(toy(10, [1, 2, 3, 4, 5]));

/** Seconds of what is found of two networks, which is more than their trainings. */
const two = 2 * secondsOf(plan.steps.filter(({ id }) => /^(lyapunov|evaluate) seed1$/.test(id)));

const idsOf = (packs: readonly Pack[]) =>
  packs.map((pack) => `${packName(pack)}: ${pack.steps.map(({ id }) => id).join(", ")}`);

Deno.test("packs hold what fits into their time, and what is found of a network has the number of its training", () => {
  const { packs, aligned } = packsOf(plan, two);
  assertEquals(aligned, false);
  assertEquals(idsOf(packs), [
    "dataset-0: dataset 1",
    "train-0: train seed1, train seed2",
    "train-1: train seed3, train seed4",
    "train-2: train seed5",
    "evaluate-0: lyapunov seed1, evaluate seed1, lyapunov seed2, evaluate seed2",
    "evaluate-1: lyapunov seed3, evaluate seed3, lyapunov seed4, evaluate seed4",
    "evaluate-2: lyapunov seed5, evaluate seed5",
    "report-0: report",
  ]);
  assertEquals(packsOf(plan, 0).packs.length, 12);
  const whole = packsOf(plan, 1e9);
  assertEquals([whole.aligned, whole.packs.length], [true, 4]);
});

Deno.test("every step lies in one pack, and needs only its own pack and stages before it", () => {
  fc.assert(
    fc.property(fc.nat(8), fc.double({ min: 0, max: 60, noNaN: true }), (runs, seconds) => {
      const some = planned(toy(10, Array.from({ length: runs + 1 }, (_, seed) => seed)));
      for (const packs of [packsOf(some, seconds).packs, stepByStep(some)]) {
        const steps = packs.flatMap((pack) => pack.steps);
        assertEquals(steps.map(({ key }) => key).sort(), some.steps.map(({ key }) => key).sort());
        const seen = new Set<string>();
        for (
          const { steps: own } of packs.toSorted((a, b) =>
            "dter".indexOf(a.stage[0]!) - "dter".indexOf(b.stage[0]!)
          )
        ) {
          own.forEach(({ key, inputs }) => {
            Object.values(inputs).forEach((input) => assert(seen.has(input.key)));
            seen.add(key);
          });
        }
      }
    }),
    { numRuns: 30 },
  );
});

Deno.test("a pack is read as it was written, with steps of others as mere names", () => {
  const pack = packsOf(plan, two).packs.find((each) => packName(each) === "evaluate-0")!;
  const read = decodeOrders("pack", encodeOrders(pack.steps));
  assert(E.isRight(read));
  assertEquals(read.right.own, pack.steps.map(({ id }) => id));
  const own = read.right.steps.filter(({ id }) => read.right.own.includes(id));
  assertEquals(
    own.map(({ key, spec }) => ({ key, spec })),
    pack.steps.map(({ key, spec }) => ({ key, spec })),
  );
  assertEquals(
    own.map(({ inputs }) => Object.entries(inputs).map(([name, { key }]) => [name, key])),
    pack.steps.map(({ inputs }) => Object.entries(inputs).map(([name, { key }]) => [name, key])),
  );
  assert(E.isLeft(decodeOrders("pack", "{")));
  // A process that reads an artifact needs the modules of its spec.
  const module = `sha256:${"1".repeat(64)}` as const;
  const withModule = pack.steps.map((step) => ({
    ...step,
    inputs: { train: { ...step.inputs.train!, spec: { cell: { kind: "mine", module } } } },
  })) as unknown as typeof pack.steps;
  const reread = decodeOrders("pack", encodeOrders(withModule));
  assert(E.isRight(reread));
  const inputs = reread.right.steps.flatMap((step) => Object.values(step.inputs));
  assertEquals(inputs.map(({ spec }) => modulesIn(spec)), pack.steps.map(() => [module]));
});

Deno.test("what is missing is submitted, each array after what it needs of the others", () => {
  const { packs, aligned } = packsOf(plan, 0);
  const rows = packs.flatMap((pack) =>
    pack.steps.map(({ id, step, key }) => ({
      ...{ id, step, key, seconds: 1, pack: packName(pack) },
      ...{ stage: pack.stage, index: pack.index },
    }))
  );
  const lines = (missing: (id: string) => boolean, arraySize = 1000) =>
    submissionsOf(
      { aligned, arraySize },
      rows,
      new Set<Digest>(rows.filter(({ id }) => missing(id)).map(({ key }) => key)),
    ).map(submissionLine);
  assertEquals(lines(() => true), [
    "dataset:0. dataset 0 0 none -",
    "train:0. train 0 0-4 afterok dataset:",
    "evaluate:0. evaluate 0 0-4 aftercorr train:0.",
    "report:0. report 0 - afterany all",
  ]);
  assertEquals(lines((id) => /train seed[24]|evaluate seed[134]|report/.test(id)), [
    "train:0. train 0 1,3 none -",
    "evaluate:0. evaluate 0 3 aftercorr train:0.",
    "evaluate:0+. evaluate 0 0,2 none -",
    "report:0. report 0 - afterany all",
  ]);
  assertEquals(lines((id) => /^(train|report)/.test(id), 2), [
    "train:0. train 0 0-1 none -",
    "train:2. train 2 0-1 none -",
    "train:4. train 4 0 none -",
    "report:0. report 0 - afterany all",
  ]);
  assertEquals(lines((id) => id === "report"), ["report:0. report 0 - none -"]);
  assertEquals(lines(() => false), []);
  assertEquals(ranges([0, 1, 2, 5, 7, 8]), "0-2,5,7-8");
});

Deno.test("no matter what is missing, an element waits for the one with its number in the stage before it", () => {
  const stages = ["dataset", "train", "evaluate"] as const;
  const rows = stages.flatMap((stage) =>
    [0, 1, 2].map((index) => ({
      ...{ id: `${stage} ${index}`, step: stage, stage, index, pack: `${stage}-${index}`, seconds: 1 },
      key: `sha256:${stages.indexOf(stage)}${index}` as Digest,
    }))
  );
  for (let subset = 0; subset < 1 << rows.length; subset++) {
    const lacking = rows.filter((_, index) => (subset >> index) % 2 === 1);
    const missing = new Set(lacking.map(({ key }) => key));
    for (const arraySize of [2, 1000]) {
      const submissions = submissionsOf({ aligned: true, arraySize }, rows, missing);
      const waits = submissions.flatMap(({ stage, offset, elements, after }) =>
        elements!.map((element) => {
          const before = submissions.find(({ label }) => label === after?.on);
          const waited = before?.elements?.includes(element) && before.offset === offset;
          return `${stage} ${offset + element}${
            after === null ? "" : ` after ${waited ? before?.stage : "?"}`
          }`;
        })
      );
      const expected = lacking.map(({ id, stage, index }) => {
        const on = stages[stages.indexOf(stage) - 1];
        return lacking.some((each) => each.stage === on && each.index === index) ? `${id} after ${on}` : id;
      });
      assertEquals(waits.sort(), expected.sort());
      assertEquals(new Set(submissions.map(({ label }) => label)).size, submissions.length);
    }
  }
});

Deno.test("any word comes through a shell as it is, and lines are parted as a shell parts them", async () => {
  const words = ["it's", 'a "b"', "$HOME `x` \\", "", "τ\tλ", "--x=*"];
  const printed = await call("bash", ["-c", `printf '%s\\0' ${words.map(quoted).join(" ")}`]);
  assertEquals(printed.out.split("\0").slice(0, -1), words);
  const line = `apptainer exec  --bind '/a b':/c "it's \\"x\\"" d\\ e`;
  const parted = await call("bash", ["-c", `printf '%s\\0' ${line}`]);
  assertEquals(wordsOf(line), parted.out.split("\0").slice(0, -1));
  assertEquals([wordsOf(""), wordsOf("a 'b"), wordsOf('a "b')], [[], null, null]);
  assertEquals([shellWord("a b/$c"), shellWord("'")], ["a-b-c", "experiment"]);
});

Deno.test("scripts of every engine are clean for shellcheck with any paths and options, and load modules", async () => {
  const checks = await obtained("shellcheck");
  if (!checks) {
    console.log("skipped: shellcheck on the scripts of plans: Debian's shellcheck cannot be installed");
  }
  await inFolder(async (folder) => {
    for (const engine of ["slurm", "snakemake", "parallel", "make"]) {
      const out = join(folder, engine);
      const { code, error, out: said } = await callCommand(
        planCommand,
        ...[join(folder, "small.json"), "--for", engine, "--out", out, "--store", join(folder, "store")],
        ...["--modules", "gcc 'x y'", "--before", "apptainer exec 'my image.sif'", "--json"],
        ...(engine === "snakemake" ? [] : ["--cpus", "3"]),
        ...(engine === "slurm"
          ? ["--partition", "it's", "--account", 'a "b"', "--memory", "$(1)", "--sbatch", "--qos=long"]
          : []),
      );
      assertEquals([code, error], [0, ""]);
      assertEquals(JSON.parse(said).runs, 4);
      const scripts = [...Deno.readDirSync(out)].map(({ name }) => name).filter((name) =>
        name.endsWith(".sh")
      );
      if (checks) {
        const clean = await call("shellcheck", scripts.map((name) => join(out, name)));
        assertEquals([clean.code, clean.out], [0, ""]);
      }
      // What a site has for modules may read variables that are not set.
      const loading = await call("bash", [
        ...["-c", `module() { printf '%s,' "$SITE" "$@"; }; . "$1"; echo "$-"`, "bash", join(out, "lyap.sh")],
      ]);
      assertMatch(loading.out, /^,load,gcc,x y,[a-zA-Z]*u/, loading.err);
      for (const name of scripts) {
        assertEquals((await call("bash", ["-n", join(out, name)])).code, 0, name);
      }
    }
  });
});

Deno.test("what lyap plan cannot understand is refused in a line, before anything is written", () =>
  inFolder(async (folder) => {
    const spec = join(folder, "small.json");
    const out = join(folder, "plan");
    const refused = async (...args: readonly string[]) => {
      const { code, error } = await callCommand(planCommand, ...args, "--out", out);
      assertEquals([code, [...Deno.readDirSync(folder)].length], [2, 1]);
      return error;
    };
    assertMatch(await refused(spec), /add --for slurm, --for snakemake/);
    assertMatch(
      await refused(spec, "--for", "slrum"),
      /There are no plans for "slrum"; did you mean --for slurm\?/,
    );
    assertMatch(await refused(spec, "--for", "constructor"), /There are no plans for "constructor"/);
    assertMatch(await refused("--for", "slurm"), /takes one experiment/);
    assertMatch(await refused(spec, "--for", "slurm", "--before", "a 'b"), /a quote that is not closed/);
    const { code, error } = await callCommand(planCommand, spec, "--for", "slurm", "--out", `${out}\\x`);
    assertEquals(code, 2);
    assertMatch(error, /Slurm cannot write to a path with a backslash/);
    assertMatch(await refused(spec, "--for", "slurm", "--partition", "a\nb"), /a line break/);
    assertMatch(
      await refused(spec, "--for", "slurm", "--profile", "huge"),
      /has no profile "huge"; it has "quick"/,
    );
    assertMatch(await refused(spec, "--for", "make", "--memory", "2G"), /--memory is for slurm/);
    assertMatch(
      await refused(spec, "--for", "snakemake", "--cpus", "2"),
      /--cpus is for slurm, parallel, make; leave it out, and give Snakemake its own options: --cores/,
    );
    await Deno.writeTextFile(
      spec,
      JSON.stringify({
        ...small,
        sweep: [{
          seed: Array.from({ length: 1000 }, (_, seed) => seed),
          epochs: Array.from({ length: 1000 }, (_, epochs) => epochs + 1),
        }],
      }),
    );
    assertMatch(
      await refused(spec, "--for", "slurm"),
      /\$\.sweep is 1,000,000 runs; expected at most 10,000/,
    );
  }));

Deno.test("a plan writes over and removes nothing but what an earlier plan left as it was", () =>
  inFolder(async (folder) => {
    const [plan, store] = [join(folder, "plan"), join(folder, "store")];
    const write = (files: Readonly<Record<string, string>>) =>
      writePlan(plan, files, store, "mark")(denoCapabilities)();
    await Deno.mkdir(plan);
    await Deno.writeTextFile(join(plan, "Makefile"), "mine");
    const refused = await write({ "Makefile": "x", "steps.jsonl": "" });
    assert(
      E.isLeft(refused) &&
        /Makefile" is there already; name another folder/.test(describeError(refused.left).join()),
    );
    assertEquals(await Deno.readTextFile(join(plan, "Makefile")), "mine");
    await Deno.remove(join(plan, "Makefile"));
    assert(E.isRight(await write({ "Makefile": "x", "steps.jsonl": "", "packs/a.jsonl": "" })));
    await Deno.writeTextFile(join(plan, "packs", "notes.txt"), "mine");
    assert(E.isRight(await write({ "Makefile": "y", "steps.jsonl": "", "packs/b.jsonl": "" })));
    assertEquals([...Deno.readDirSync(join(plan, "packs"))].map(({ name }) => name).sort(), [
      "b.jsonl",
      "notes.txt",
    ]);
    assertEquals(await Deno.readTextFile(join(plan, "Makefile")), "y");

    // A file of the plan that its user has changed is theirs, and so is one beside them with such a name.
    await Deno.writeTextFile(join(plan, "Makefile"), "y and mine");
    await Deno.writeTextFile(join(plan, "packs", "c.jsonl"), "mine");
    for (
      const [files, says] of [[{ "Makefile": "z" }, /has changed since/], [
        { "packs/c.jsonl": "" },
        /there already/,
      ]] as const
    ) {
      const taken = await write({ ...files, "a": "" });
      assertMatch(E.isLeft(taken) ? describeError(taken.left).join() : "written", says);
    }
    assert(E.isRight(await write({ "other": "" })));
    assertEquals(await Deno.readTextFile(join(plan, "Makefile")), "y and mine");
    assertEquals([...Deno.readDirSync(plan)].map(({ name }) => name).sort(), [
      "Makefile",
      "other",
      "packs",
      "written.json",
    ]);
    assertEquals(await Deno.readTextFile(join(plan, "packs", "c.jsonl")), "mine");

    // A call that was cut short has noted what it meant to write, and what was there before.
    const noting = (record: object) => Deno.writeTextFile(join(plan, "written.json"), JSON.stringify(record));
    const digests = ["1", ""].map((text) => digestOfBytes(new TextEncoder().encode(text)));
    await noting({ other: digests });
    assert(E.isRight(await write({ "other": "1" })));
    await noting({ other: digests, "../victim": digests });
    assert(E.isLeft(await write({ "other": "2" })));
  }));
