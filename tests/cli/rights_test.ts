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
  figures: [{ kind: "loss" }],
};

Deno.test("every command works with no more rights than it needs", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "rec.csv"), csvOf(400));
    await Deno.writeTextFile(join(folder, "spec.json"), JSON.stringify(spec));
    await Deno.copyFile(join(root, "fixtures/formats/one.h5"), join(folder, "one.h5"));
    const run = `--allow-run=${Deno.execPath()}`;
    const calls: readonly (readonly [readonly string[], string])[] = [
      [[], "--help"],
      [[], "systems lorenz"],
      [[], "spectrum lorenz --time 30"],
      [["--allow-read=.", "--allow-write=."], "spectrum lorenz --time 30 --svg a.svg"],
      [["--allow-read=rec.csv"], "estimate rec.csv"],
      [["--allow-read=one.h5"], "estimate one.h5"],
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
    await Deno.writeTextFile(join(folder, "mine", "index.html"), "dear");
    const changed = await lyap(folder, all, ...report);
    assertMatch(changed.err, /index\.html" has changed since lyap wrote it; .*--overwrite/);
    assertEquals([changed.code, await Deno.readTextFile(join(folder, "mine", "index.html"))], [2, "dear"]);
    // A user's own result.json makes no report of a folder, and a user's own picture is none of lyap's.
    await Deno.mkdir(join(folder, "own"));
    await Deno.writeTextFile(join(folder, "own", "result.json"), "{}");
    const own = "report spec.json --store store --out own".split(" ");
    assertMatch((await lyap(folder, all, ...own)).err, /"own" holds what no lyap report wrote: result\.json/);
    const drawn = "report spec.json --store store --format svg --out pictures".split(" ");
    assertEquals((await lyap(folder, all, ...drawn)).code, 0);
    const [{ name }] = [...Deno.readDirSync(join(folder, "pictures", "figures"))] as [Deno.DirEntry];
    assertEquals((await lyap(folder, all, ...drawn)).code, 0);
    await Deno.writeTextFile(join(folder, "pictures", "figures", name), "dear");
    const again = await lyap(folder, all, ...drawn);
    assertEquals([again.code, await Deno.readTextFile(join(folder, "pictures", "figures", name))], [
      2,
      "dear",
    ]);
  }));

Deno.test("--json-only loads no program, and a program is named once", () =>
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

Deno.test("a module that a spec names is a program too: refused, named, and executed only as it was written", () =>
  withFolder(async (folder) => {
    const withModule = {
      ...spec,
      settings: { ...spec.settings, cell: { kind: "module", module: "./cell.ts" } },
      nonsense: 1,
    };
    await Deno.writeTextFile(join(folder, "spec.json"), JSON.stringify(withModule));
    const rights = ["--allow-read", "--allow-write"];
    // Written out it is refused before it is executed; so hidden it is found by nobody, as docs/extending.md says.
    const writing = (name: string, host: string) =>
      Deno.writeTextFile(
        join(folder, "cell.ts"),
        `${host}.writeTextFileSync("${name}", ""); export default 1;`,
      );
    const hidden = '(() => {}).constructor("return this")()["De" + "no"]';
    await writing("plain", "Deno");
    const plain = await lyap(folder, rights, "run", "spec.json", "--quiet");
    assertMatch(plain.err, /cell\.ts: it uses Deno; a module may not read, write, start programs/);
    await writing("executed", hidden);
    const there = () => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    for (const command of ["run", "report", "verify"]) {
      const refused = await lyap(folder, rights, command, "spec.json", "--json-only");
      assertEquals(refused.code, 2, refused.err);
      assertMatch(refused.err, /"\.\/cell\.ts" is a program, and --json-only takes data alone/);
      assertEquals(there(), ["cell.ts", "spec.json"]);
    }
    const first = await lyap(folder, rights, "run", "spec.json", "--quiet");
    assertStringIncludes(first.err, "./cell.ts is a program: it may do all that lyap may");
    assertEquals(there(), [".lyap", "cell.ts", "executed", "spec.json"]);
    const second = await lyap(folder, rights, "verify", "spec.json");
    assertEquals([second.code, second.err.includes("is a program")], [2, false]);

    const modules = join(folder, ".lyap", "modules");
    const [{ name }] = [...Deno.readDirSync(modules)] as [Deno.DirEntry];
    const copy = join(modules, name, "cell.ts");
    await Deno.writeTextFile(copy, `${hidden}.writeTextFileSync("owned", ""); export default 1;`);
    const changed = await lyap(folder, rights, "run", "spec.json");
    assertMatch(changed.err, /a module is not as it was copied; set aside as \S+damaged.module-/);
    assertEquals(there().includes("owned"), false);
    assertStringIncludes(await Deno.readTextFile(copy), '"executed"');
    await Deno.remove(copy);
    await Deno.mkdir(copy);
    await lyap(folder, rights, "run", "spec.json");
    assertStringIncludes(await Deno.readTextFile(copy), '"executed"');
  }));

Deno.test("every command that takes a system of the user's names it", () =>
  withFolder(async (folder) => {
    await Deno.mkdir(join(folder, ".lyap"));
    await Deno.writeTextFile(join(folder, "mine.ts"), "export default 1;");
    for (const [index, command] of ["spectrum", "systems", "check"].entries()) {
      await Deno.writeTextFile(join(folder, "mine.ts"), `export default ${index};`);
      const { err } = await lyap(folder, ["--allow-read", "--allow-write"], command, "mine.ts");
      assertStringIncludes(err, "mine.ts is a program: it may do all that lyap may", command);
    }
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
