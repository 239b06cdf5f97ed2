/** The narrowest rights with which each command works, as SECURITY.md lists them. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert/mod.js";
import { fromFileUrl, join } from "@std/path/mod.js";
import { csvOf } from "../series/import/support.ts";

const root = fromFileUrl(new URL("../../", import.meta.url));
const main = join(root, "lib/cli/main.ts");

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const lyap = async (cwd: string, rights: readonly string[], ...args: readonly string[]): Promise<Ended> => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "--config", join(root, "deno.json"), ...rights, main, ...args],
    cwd,
    env: { NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
};

const withFolder = async (test: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
};

const spec = {
  name: "small",
  title: "A small experiment",
  settings: {
    dataset: { source: { kind: "system", system: "lorenz", steps: 500 }, exponentTimeScales: 20 },
    cell: { kind: "PLRNN", units: 3 },
    forcing: { kind: "sparse", interval: 10 },
    batches: { windows: 4, length: 20, perEpoch: 2 },
    epochs: 2,
    lyapunov: { steps: 50, transient: 5, longestGradient: 20, gradientStarts: 1 },
    evaluation: { steps: 500, transient: 10, keep: 100, measures: [{ kind: "D_H" }] },
  },
};

Deno.test("every command works with no more rights than it needs", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "rec.csv"), csvOf(400));
    await Deno.writeTextFile(join(folder, "spec.json"), JSON.stringify(spec));
    const run = `--allow-run=${Deno.execPath()}`;
    const calls: readonly (readonly [readonly string[], string])[] = [
      [[], "--help"],
      [[], "systems lorenz"],
      [[], "spectrum lorenz --time 30"],
      [["--allow-read=.", "--allow-write=."], "spectrum lorenz --time 30 --svg a.svg"],
      [["--allow-read=rec.csv"], "estimate rec.csv"],
      [["--allow-read=.", "--allow-write=store", run], "run spec.json --json-only --store store"],
      [["--allow-read=.", "--allow-write=store", run], "report spec.json --json-only --store store"],
      [["--allow-read=.", "--allow-write=.", run], "fit rec.csv --minutes 0.01 --yes --store store --jobs 2"],
      [["--allow-read=.", "--allow-write=."], "simulate rec-fit --steps 5"],
      [["--allow-read=.", "--allow-write=rec-fit"], "seal rec-fit"],
    ];
    await Deno.mkdir(join(folder, "mine"));
    await Deno.writeTextFile(join(folder, "mine", "index.html"), "dear");
    for (const [rights, call] of calls) {
      const { code, err } = await lyap(folder, rights, ...call.split(" "));
      assertEquals(code, 0, `${call}: ${err}`);
    }
    const all = ["--allow-read=.", "--allow-write=.", run];
    const report = "report spec.json --store store --out mine".split(" ");
    const foreign = await lyap(folder, all, ...report);
    assertMatch(foreign.err, /"mine" holds what no lyap report wrote: index\.html; .*--overwrite/);
    assertEquals([foreign.code, await Deno.readTextFile(join(folder, "mine", "index.html"))], [2, "dear"]);
    assertEquals((await lyap(folder, all, ...report, "--overwrite")).code, 0);
    assertEquals((await lyap(folder, all, ...report)).code, 0);
  }));

Deno.test("--json-only loads no program, and a program is told of once", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(
      join(folder, "spec.ts"),
      `Deno.writeTextFileSync("executed", ""); export default ${JSON.stringify({ ...spec, nonsense: 1 })};`,
    );
    const rights = ["--allow-read", "--allow-write"];
    for (const call of ["run spec.ts", "report spec.ts", "spectrum spec.ts", "verify spec.ts"]) {
      const refused = await lyap(folder, rights, ...call.split(" "), "--json-only");
      assertEquals(refused.code, 2, refused.err);
      assertMatch(refused.err, /"spec\.ts" is a program, and --json-only takes data alone/);
    }
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["spec.ts"]);
    await Deno.mkdir(join(folder, ".lyap"));
    const first = await lyap(folder, rights, "run", "spec.ts");
    assertStringIncludes(first.err, "spec.ts is a program: it may do all that lyap may");
    const second = await lyap(folder, rights, "run", "spec.ts");
    assertEquals([second.code, second.err.includes("is a program")], [2, false]);
    const verified = await lyap(folder, rights, "verify", "spec.ts");
    assertStringIncludes(verified.err, "executing spec.ts: programs with the rights of lyap");
  }));

Deno.test("no escape sequence of a file reaches the terminal", () =>
  withFolder(async (folder) => {
    const rows = csvOf(400).split("\n");
    const hostile = ['t,"x\u001b[2J\u001b]0;owned","y\u009b2J\u202e"', ...rows.slice(1)].join("\n");
    await Deno.writeTextFile(join(folder, "rec.csv"), hostile);
    await Deno.writeTextFile(join(folder, "bad.json"), JSON.stringify({ ...spec, "k\u001b[2J": 1 }));
    for (
      const call of [
        "estimate rec.csv",
        "estimate rec.csv --json",
        "run bad.json",
        "estimate rec.csv --columns \u001b[2J",
      ]
    ) {
      const { out, err } = await lyap(folder, ["--allow-read"], ...call.split(" "));
      // deno-lint-ignore no-control-regex
      assertEquals(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/.test(out + err), false, call);
      if (call.endsWith("--json")) assertEquals(JSON.parse(out).columns[0], "x\u001b[2J\u001b]0;owned");
    }
  }));

Deno.test("the lock file of the packages is not rewritten, and the task asks for no more than it needs", async () => {
  const { lock, tasks, permissions } = JSON.parse(await Deno.readTextFile(join(root, "deno.json")));
  assertEquals(lock, { path: "./deno.lock", frozen: true });
  const flags = tasks.lyap.match(/--allow-\S+/g);
  assertEquals(flags, [
    "--allow-read",
    "--allow-write",
    "--allow-run",
    "--allow-env=LYAP_CHECKED,INIT_CWD",
    "--allow-sys=systemMemoryInfo",
  ]);
  for (const set of Object.values(permissions)) {
    assertEquals(Object.keys(set as object).sort(), ["read", "write"]);
  }
});
