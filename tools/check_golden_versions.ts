/**
 * Golden digests may change only together with a version: every commit since this check exists that changes or removes a
 * value in `fixtures/golden` must also raise `NUMERICS_VERSION` or the version of a step. New values are always welcome.
 * Plans are left out: they change with the specification of an experiment, and their own test says when.
 *
 * Exit code 0: so it is; 1: a commit breaks the rule; 77: the history is not there (no git, or a shallow clone).
 *
 * @module
 */
const OWN_PATH = "tools/check_golden_versions.ts";

const git = async (...args: readonly string[]): Promise<string | null> => {
  try {
    const { code, stdout } = await new Deno.Command("git", { args: [...args], stderr: "null" }).output();
    return code === 0 ? new TextDecoder().decode(stdout) : null;
  } catch {
    return null;
  }
};

const skip = (why: string): never => {
  console.log(`golden versions: not checked, ${why}`);
  Deno.exit(77);
};

const linesOf = (text: string | null): readonly string[] => (text ?? "").split("\n").filter((line) => line);

/** Every value of a JSON document by its path. */
const leavesOf = (value: unknown, path = ""): ReadonlyMap<string, string> =>
  typeof value === "object" && value !== null
    ? new Map(Object.entries(value).flatMap(([key, entry]) => [...leavesOf(entry, `${path}/${key}`)]))
    : new Map([[path, JSON.stringify(value)]]);

/** All versions that a commit's sources declare, by name: of the numerics and of the steps. */
const versionsAt = async (commit: string): Promise<ReadonlyMap<string, number>> => {
  const numerics = linesOf(await git("grep", "-hE", "NUMERICS_VERSION = [0-9]+", commit, "--", "lib"));
  const steps = linesOf(
    await git(
      "grep",
      "-hE",
      "^  (dataset|train|lyapunov|evaluate|report): [0-9]+,",
      commit,
      "--",
      "lib/steps",
    ),
  );
  return new Map(
    [...numerics, ...steps].flatMap((line) => {
      const found = /(\w+)(?: =|:) (\d+)/.exec(line);
      return found === null ? [] : [[found[1]!, Number(found[2])] as const];
    }),
  );
};

/** What a commit changes or removes in the golden files. */
const changesOf = async (commit: string): Promise<readonly string[]> => {
  const files = linesOf(
    await git("diff", "--name-only", "--no-renames", `${commit}^`, commit, "--", "fixtures/golden"),
  ).filter((file) => file.endsWith(".json") && !file.endsWith("/plans.json"));
  const changes = await Promise.all(files.map(async (file) => {
    const [before, after] = await Promise.all(
      [`${commit}^:${file}`, `${commit}:${file}`].map((place) => git("show", place)),
    );
    if (before === null) return [];
    const now = after === null ? new Map<string, string>() : leavesOf(JSON.parse(after!));
    return [...leavesOf(JSON.parse(before!))]
      .filter(([path, value]) => now.get(path) !== value)
      .map(([path]) => `${file}${path}`);
  }));
  return changes.flat();
};

if (await git("rev-parse", "HEAD") === null) skip("there is no git history here");
if ((await git("rev-parse", "--is-shallow-repository"))?.trim() === "true") skip("the clone is shallow");

const [since] = linesOf(await git("log", "--format=%H", "--diff-filter=A", "--reverse", "--", OWN_PATH));
if (since === undefined) skip("this check is not committed yet");
const commits = linesOf(
  await git("log", "--no-merges", "--format=%H", `${since}..HEAD`, "--", "fixtures/golden"),
);
let broken = 0;
for (const commit of commits) {
  const changes = await changesOf(commit);
  if (changes.length === 0) continue;
  const [before, after] = await Promise.all([versionsAt(`${commit}^`), versionsAt(commit)]);
  if ([...after].some(([name, version]) => version > (before.get(name) ?? Infinity))) continue;
  console.error(
    `commit ${commit.slice(0, 10)} changes ${changes.slice(0, 5).join(", ")}` +
      `${changes.length > 5 ? ` and ${changes.length - 5} more` : ""} without raising a version`,
  );
  broken++;
}
console.log(`golden versions: ${commits.length} commits checked, ${broken} break the rule`);
Deno.exit(broken > 0 ? 1 : 0);
