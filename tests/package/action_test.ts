/** The action as a repository of somebody else runs it: every `run` step of action.yml, from a clean clone of lyap. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert/mod.js";
import { dirname, fromFileUrl, join } from "@std/path/mod.js";
import { parse } from "@std/yaml/mod.js";
import { small } from "../cli/small.ts";

const root = fromFileUrl(new URL("../../", import.meta.url));

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const action = parse(await Deno.readTextFile(join(root, "action.yml"))) as Action;

const git = async (cwd: string, ...args: readonly string[]): Promise<Uint8Array> => {
  const { code, stdout, stderr } = await new Deno.Command("git", { args: [...args], cwd }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  return stdout;
};

/** A clone of this repository, with what has changed here since the last commit. */
const cloneTo = async (folder: string): Promise<void> => {
  await git(dirname(folder), "clone", "--quiet", "--depth", "1", `file://${root}`, folder);
  const changed = await git(root, "ls-files", "-z", "--modified", "--others", "--exclude-standard");
  for (const name of new TextDecoder().decode(changed).split("\0").filter((each) => each !== "")) {
    await Deno.mkdir(join(folder, dirname(name)), { recursive: true });
    await Deno.copyFile(join(root, name), join(folder, name)).catch(() => {});
  }
};

/** What GitHub puts in the place of an expression. */
const evaluated = (text: string, known: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\$\{\{ ([\w.-]+) \}\}/g, (_, name) => {
    const value = known[name];
    if (value === undefined) throw new Error(`the action speaks of ${name}, which has no value`);
    return value;
  });

interface Ran {
  readonly code: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly said: string;
}

/** Runs the steps as GitHub does: one after the other, after a failure only those that always run. */
const runAction = async (
  clone: string,
  workspace: string,
  inputs: Readonly<Record<string, string>>,
): Promise<Ran> => {
  const files = await Deno.makeTempDir();
  const [output, summary] = [join(files, "output"), join(files, "summary")];
  await Promise.all([output, summary].map((file) => Deno.writeTextFile(file, "")));
  const known: Record<string, string> = {
    "github.action_path": clone,
    "github.sha": "0",
    ...Object.fromEntries(
      Object.entries(action.inputs).map(([name, each]) => [`inputs.${name}`, inputs[name] ?? each.default]),
    ),
  };
  const said: string[] = [];
  let code = 0;
  for (const step of action.runs.steps) {
    if (step.run === undefined || (code !== 0 && step.if !== "always()")) continue;
    await Deno.writeTextFile(output, "");
    const script = join(files, "script");
    await Deno.writeTextFile(script, step.run);
    const ended = await new Deno.Command("bash", {
      args: ["--noprofile", "--norc", "-eo", "pipefail", script],
      cwd: workspace,
      env: {
        ...Object.fromEntries(
          Object.entries(step.env ?? {}).map(([name, value]) => [name, evaluated(value, known)]),
        ),
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        NO_COLOR: "1",
      },
    }).output();
    code ||= ended.code;
    said.push(...[ended.stdout, ended.stderr].map((bytes) => new TextDecoder().decode(bytes)));
    for (const line of (await Deno.readTextFile(output)).split("\n").filter((each) => each !== "")) {
      const at = line.indexOf("=");
      known[`steps.${step.id}.outputs.${line.slice(0, at)}`] = line.slice(at + 1);
    }
  }
  const outputs = Object.fromEntries(
    Object.entries(action.outputs).map(([name, { value }]) => [name, evaluated(value, known)]),
  );
  const shown = await Deno.readTextFile(summary);
  await Deno.remove(files, { recursive: true });
  return { code, outputs, summary: shown, said: said.join("") };
};

Deno.test("the action is composite, and every run step names its shell", () => {
  assertEquals(action.runs.using, "composite");
  const runs = action.runs.steps.filter(({ run }) => run !== undefined);
  assertEquals(runs.map((step) => (step as { readonly shell?: string }).shell), ["bash", "bash"]);
  for (const { run } of runs) assert(!run!.includes("${{"), "inputs reach a script only by its environment");
});

Deno.test("the action verifies, accepts and audits the experiments of another repository", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const [clone, workspace] = [join(folder, "lyap"), join(folder, "theirs")];
    await cloneTo(clone);
    await Deno.mkdir(workspace);
    await Deno.writeTextFile(join(workspace, "small.json"), JSON.stringify(small));
    const inputs = { experiments: "small.json", verdicts: "verdicts.json", ledger: "ledger" };

    const flipped = await runAction(clone, workspace, inputs);
    assertEquals([flipped.code, flipped.outputs["exit-code"]], [1, "1"], flipped.said);
    assertStringIncludes(flipped.summary, "refuted, but upheld is expected");
    const badge = JSON.parse(await Deno.readTextFile(join(workspace, flipped.outputs["badge-json"]!)));
    assertEquals([badge.schemaVersion, badge.message, badge.color], [1, "1 of 2 flipped", "#b3261e"]);
    assertMatch(await Deno.readTextFile(join(workspace, flipped.outputs["badge-svg"]!)), /^<svg/);
    assertMatch(await Deno.readTextFile(join(workspace, flipped.outputs.junit!)), /<testsuites/);

    const accepted = await runAction(clone, workspace, { ...inputs, accept: "true" });
    assertEquals(accepted.code, 0, accepted.said);
    assertEquals(JSON.parse(await Deno.readTextFile(join(workspace, "verdicts.json"))).small.quick, {
      "exponent-sum": "upheld",
      "impossible": "refuted",
    });

    const publish = await new Deno.Command("bash", {
      args: [join(clone, "tools/lyap.sh"), "run", "small.json", "--profile", "paper", "--publish"].concat(
        ["--ledger", "ledger", "--quiet"],
      ),
      cwd: workspace,
    }).output();
    assert(publish.code <= 1, new TextDecoder().decode(publish.stderr));
    const audited = await runAction(clone, workspace, { ...inputs, accept: "true", audit: "1" });
    assertEquals(audited.code, 0, audited.said);
    assertMatch(audited.said, /1 run audited, 1 the same/);
    assertStringIncludes(audited.summary, "the same bits");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
