/** The command line as a person meets it: help, names, messages, and what they say to type. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { fromFileUrl, join } from "@std/path/mod.js";
import { commands } from "../../lib/cli/commands/catalogue.ts";
import { checkCommand } from "../../lib/cli/commands/check.ts";
import { completionsCommand } from "../../lib/cli/commands/completions.ts";
import { docsCommand } from "../../lib/cli/commands/docs.ts";
import { estimateCommand } from "../../lib/cli/commands/estimate.ts";
import { fitCommand } from "../../lib/cli/commands/fit.ts";
import { generateCommand } from "../../lib/cli/commands/generate.ts";
import { reportCommand } from "../../lib/cli/commands/report.ts";
import { runCommand } from "../../lib/cli/commands/run.ts";
import { simulateCommand } from "../../lib/cli/commands/simulate.ts";
import { spectrumCommand } from "../../lib/cli/commands/spectrum.ts";
import { verifyCommand } from "../../lib/cli/commands/verify.ts";
import { commonOptions, describeOptions, parseOptions } from "../../lib/cli/options.ts";
import { ownExperiments } from "../../lib/core/program/typed.ts";
import { wordsOf } from "../../lib/engine/plans/shell.ts";
import { decodeNpy } from "../../lib/series/npy.ts";
import { callCommand, inFile, lyapIn, withFolder } from "./calling.ts";
import { small } from "./small.ts";

const root = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");

const bash = async (
  cwd: string,
  script: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> => {
  // Whoever started this test handed on where they stood, which a person's own shell would not.
  const { code, stdout, stderr } = await new Deno.Command("bash", {
    args: ["-c", `unset INIT_CWD; ${script}`],
    cwd,
    env: { NO_COLOR: "1", ...env },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
};

/** A clone of lyap in a folder of its own, so that its store is not that of the repository. */
const withClone = (use: (clone: string) => Promise<void>): Promise<void> =>
  withFolder(async (folder) => {
    const clone = await Deno.realPath(folder);
    for (const name of ["deno.json", "deno.lock"]) await Deno.copyFile(join(root, name), join(clone, name));
    await bash(root, `cp -r lib "${clone}/lib"`);
    for await (const { name } of Deno.readDir(root)) {
      if (!name.startsWith(".") && !name.startsWith("deno.") && name !== "lib") {
        await Deno.symlink(join(root, name), join(clone, name));
      }
    }
    await use(clone);
  });

Deno.test("every command has two examples whose options it takes, and explains each option once", async () => {
  for (const { name, load } of commands) {
    const { examples, options } = await load();
    for (const example of examples) {
      const [first, ...args] = wordsOf(example.replace(/ [>|].*$/, ""))!;
      assertEquals(first, name);
      assert(E.isRight(parseOptions(args, { ...options, ...commonOptions })), example);
    }
    const told = describeOptions({ ...options, ...commonOptions }).filter((line) => line.startsWith("  "));
    assertEquals(told.length, Object.keys({ ...options, ...commonOptions }).length, name);
    assert(!/^usage: .* {2}/m.test((await lyapIn(root, [name, "-h"])).out), name);
    assertEquals(Object.keys(options).filter((option) => option in commonOptions), []);
  }
});

Deno.test("the experiments that come with lyap are known by their names", async () => {
  const files = [...Deno.readDirSync(join(root, "experiments"))].filter(({ name }) => name.endsWith(".ts"));
  const names = await Promise.all(
    files.map(async ({ name }) => (await import(`../../experiments/${name}`)).default.name as string),
  );
  assertEquals(names.sort(), ownExperiments);
  // The list of the documentation has each of them in a row of its own.
  const listed = await Deno.readTextFile(join(root, "docs/figures.md"));
  assertEquals([...listed.matchAll(/^\| `([\w-]+)` +\|/gm)].map(([, name]) => name!).sort(), ownExperiments);
});

Deno.test("-h, -V, -q, the table of commands, and errors as JSON", () =>
  withFolder(async (folder) => {
    const overview = await lyapIn(folder, ["-h"]);
    assertEquals(overview.code, 0);
    for (const { name } of commands) assertMatch(overview.out, new RegExp(`^  ${name} `, "m"));
    assertMatch((await lyapIn(folder, ["-V"])).out, /^\d+\.\d+\.\d+\n$/);
    const help = await lyapIn(folder, ["generate", "-h"]);
    assertMatch(help.out, /^generate: .*\n\nusage: .* generate <system or file\.ts> \[options\]/);
    assertMatch(
      help.out,
      /\nOutput:\n {2}--out FILE .*\nExamples:\n {2}\S.* generate .*\n {2}\S.* generate /s,
    );
    // Both ways to ask say what is typed in the person's folder.
    const outside = (...args: readonly string[]) => lyapIn(root, args, { INIT_CWD: folder });
    const [asked, short] = [await outside("help", "generate"), await outside("generate", "-h")];
    assertMatch(asked.out, /\nusage: npx -y deno@\S+ task --config \S+ lyap generate </);
    assertEquals(asked.out, short.out);
    const failed = await lyapIn(folder, ["run", "quickstat", "--json", "-q"]);
    assertEquals(failed.code, 2);
    assertEquals(JSON.parse(failed.out), {
      error: {
        kind: "BadUsage",
        code: 2,
        messages: ['There is no experiment "quickstat"; did you mean "quickstart"?'],
      },
    });
    assertMatch((await lyapIn(folder, ["systems", "--jobs", "2"])).err, /There is no option --jobs here/);
  }));

Deno.test("what a person confuses is recognised, and named with what would be right", async () => {
  const cases: readonly (readonly [Parameters<typeof callCommand>, RegExp])[] = [
    [[runCommand, "lorenz"], /"lorenz" is a system, not an experiment; lyap spectrum lorenz/],
    [
      [runCommand, "nothing-like-it"],
      /"nothing-like-it"; the experiments are .*eeg, .*zero-shot; give your own file/,
    ],
    [
      [runCommand, "./nope.ts"],
      /\/nope\.ts; check the path: [^;]*, or the name of an experiment, such as quickstart$/m,
    ],
    [[runCommand, "theory", "--cell", "GRU"], /There is no option --cell here; --help lists the options/],
    [[runCommand, "rec.csv"], new RegExp(`There is no file ${Deno.cwd()}/rec\\.csv; check the path`)],
    [[runCommand, "tests"], new RegExp(`The folder ${Deno.cwd()}/tests holds no experiment; give a file`)],
    [
      [runCommand, "README.md"],
      new RegExp(`The file ${Deno.cwd()}/README\\.md holds no experiment; give a file`),
    ],
    [
      [runCommand, "docs/clustrs.md"],
      /There is no file .*\/docs\/clustrs\.md; did you mean "docs\/clusters\.md"/,
    ],
    [[verifyCommand, "nope.zip"], new RegExp(`There is no file ${Deno.cwd()}/nope\\.zip; check the path`)],
    [
      [verifyCommand, "--ledger", "nope"],
      new RegExp(`There is no folder ${Deno.cwd()}/nope; --ledger names it`),
    ],
    [
      [runCommand, "theory", "--data", "nope"],
      /There is no folder \/.*\/nope; --data names it: check the path/,
    ],
    [[runCommand, "theory", "--fallback", "nope"], /There is no folder \/.*\/nope; --fallback names it/],
    [[runCommand, "lorenz-swep"], /did you mean "lorenz-sweep"/],
    [[runCommand, "none.json"], new RegExp(`There is no file ${Deno.cwd()}/none\\.json; `)],
    [[spectrumCommand, "quickstart"], /"quickstart" is an experiment, not a system; lyap run quickstart/],
    [[spectrumCommand, "deno.json"], /"deno\.json" is JSON, and your own system must be a \.ts file/],
    [[spectrumCommand, "lorens"], /There is no system "lorens"; did you mean "lorenz"/],
    [
      [simulateCommand, "quickstart"],
      /"quickstart" is an experiment, not a fit; lyap run quickstart runs it/,
    ],
    [
      [simulateCommand, "lorenz"],
      /"lorenz" is a system, not a fit; lyap spectrum lorenz finds its exponents/,
    ],
    [[checkCommand, "quickstart"], /"quickstart" is an experiment, not a program of your own; lyap run/],
    [[checkCommand, "experiments/quickstart.ts"], /is an experiment, not a kind of your own; lyap run/],
    [
      [fitCommand, "quickstart"],
      /"quickstart" is an experiment, not a recording; lyap run quickstart runs it/,
    ],
    [
      [spectrumCommand, "lorenz", "--param", "r=28"],
      /^Lorenz-63 has no parameter r; it has sigma, rho, beta$/,
    ],
    [
      [spectrumCommand, "lorenz", "--svg", "a.gif"],
      /--svg is "a\.gif"; give a name that ends in \.svg or \.png/,
    ],
    [[estimateCommand, "lorenz"], /"lorenz" is a system, not a recording; .* lyap generate lorenz/],
    [[fitCommand, "nope.csv"], /There is no file \/.*\/nope\.csv; check the path/],
    [[docsCommand, "D_stps"], /did you mean "D_stsp"/],
    [[checkCommand, "README.md"], /README\.md holds no program; name a file that ends in \.ts or \.js/],
  ];
  for (const [call, message] of cases) {
    const { code, out, error } = await callCommand(...call);
    assertEquals([code, out], [2, ""], error);
    assertMatch(error, message);
  }
});

Deno.test("a file is recognised by what it holds, and the command that takes it is named", async () => {
  const system =
    'export default { variables: ["x"], parameters: {}, initialState: [1], equations: ([x]) => [-x] };';
  await inFile(".ts", system, async (path) => {
    for (const command of [runCommand, verifyCommand, reportCommand]) {
      const { code, error } = await callCommand(command, path);
      assertEquals(code, 2);
      assertStringIncludes(error, `"${path}" is a system, not an experiment; lyap spectrum ${path}`);
    }
  });
  await inFile(".json", JSON.stringify({ ...small, claims: [] }), async (path) => {
    for (const command of [checkCommand, simulateCommand, spectrumCommand]) {
      assertMatch(
        (await callCommand(command, path)).error,
        /" is an experiment, not a .*; lyap run .* runs it/,
      );
    }
  });
  await inFile(".csv", "t,x\n0,1\n", async (path) => {
    for (const command of [runCommand, checkCommand, simulateCommand, spectrumCommand]) {
      assertMatch(
        (await callCommand(command, path)).error,
        /" is a recording, not an? .*; lyap estimate .* finds its largest exponent, and lyap fit .* trains networks/,
      );
    }
  });
});

Deno.test("faults of files come with line and column, and without the operating system's numbers", async () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [".ts", "export default {\n  title: 5 5,\n};", /\.ts:2:12: it cannot be loaded \(Expected ','/],
    [".ts", "\nthrow new Error('no luck');", /\.ts:2:7: it cannot be loaded \(no luck\)/],
    [".ts", "throw { code: 5 };", /\.ts: it cannot be loaded \(\{ code: 5 \}\)/],
    [".ts", "throw { message: 'bare' };", /\.ts: it cannot be loaded \(bare\)/],
    [".json", '{\n  "name": x\n}', /\.json:2:11: it is not JSON \(unexpected token "x"\)/],
    [".json", '{\n  // a comment\n  "name": "a",\n}', /\$\.title is missing/],
    [".json", '{ "name": "a", "title": "b", "epocs": 3 }', /\$\.epocs: there is no such key; known are/],
  ];
  for (const [suffix, content, message] of cases) {
    await inFile(suffix, content, async (path) => {
      const { code, error } = await callCommand(runCommand, path);
      assertEquals(code, 2, error);
      assertMatch(error, message);
      assertMatch((await callCommand(runCommand, join(path, "a.json"))).error, /There is no file/);
    });
  }
  const equations = "export default { variables: ['x'], parameters: { a: 1 }, initialState: [1], " +
    "equations: ([x], { a, b }) => [a * x - b] };";
  await inFile(".ts", equations, async (path) => {
    const { code, error } = await callCommand(spectrumCommand, path);
    assertEquals(code, 2);
    assertMatch(error, /\$\.equations: it uses b, which parameters does not declare; it declares a/);
  });
  await inFile(".csv", "1,2\n", async (path) => {
    const { error } = await callCommand(generateCommand, "lorenz", "--out", join(path, "a.csv"));
    assert(!/os error/.test(error), error);
  });
});

Deno.test("generate writes what estimate and fit read, and nothing that is there is written over", () =>
  withFolder(async (folder) => {
    const file = join(folder, "lorenz.csv");
    const call = (...args: readonly string[]) => callCommand(generateCommand, "lorenz", ...args);
    assertEquals((await call("--steps", "400", "--param", "rho=38", "--out", file)).code, 0);
    const lines = (await Deno.readTextFile(file)).trimEnd().split("\n");
    assertEquals([lines.length, lines[0], lines[2]!.split(",")[0]], [401, "t,x,y,z", "0.01"]);
    assertMatch((await call("--out", file)).error, /is there already; name another file, or say --overwrite/);
    const array = join(folder, "x.npy");
    assertEquals((await call("--steps", "30", "--observe", "x", "--noise", "0.1", "--out", array)).code, 0);
    const read = decodeNpy(await Deno.readFile(array), "x.npy");
    assertEquals(read._tag === "Right" && read.right.shape, [30, 1]);
    assertMatch((await call("--param", "r=1", "--out", "a.csv")).error, /Lorenz-63 has no parameter r/);
    assertMatch(
      (await call("--observe", "w", "--out", join(folder, "a.csv"))).error,
      /expected one of x, y, z/,
    );
    assertMatch((await call("--steps", "100000000000")).error, /100000000000 samples of Lorenz-63: .*--yes/);
    const estimated = await callCommand(estimateCommand, file, "--json");
    assertEquals([estimated.code, JSON.parse(estimated.out).dt], [0, 0.01]);
  }));

Deno.test("a picture may be a PNG", () =>
  withFolder(async (folder) => {
    const path = join(folder, "a.png");
    const { code, error } = await callCommand(spectrumCommand, "henon", "--time", "100", "--svg", path);
    assertEquals(code, 0, error);
    assertEquals([...(await Deno.readFile(path)).slice(1, 4)], [...new TextEncoder().encode("PNG")]);
  }));

Deno.test("a dry run shows settings, runs and time, and makes nothing", () =>
  inFile(".json", JSON.stringify(small), async (path) => {
    await withFolder(async (folder) => {
      const store = join(folder, "store");
      const call = (...more: readonly string[]) =>
        callCommand(runCommand, path, "--dry-run", "--store", store, ...more);
      const { code, out } = await call();
      assertEquals(code, 0);
      assertMatch(out, /^ {2}cell: PLRNN, units 6$/m);
      assert(!/[{}"]/.test(out), "no JSON for people");
      assert(out.split("\n").every((line) => [...line].length <= 80), "no line is longer than a terminal");
      assertMatch(out, /2 runs, 0 of them there already:\n {2}· PLRNN, τ = 5, seed 1\n/);
      assertMatch(out, /8 of 8 steps to make: about .* on \d+ cores?, .* of memory$/);
      const document = JSON.parse((await call("--json")).out);
      assertEquals([document.runs.length, document.missing, document.claims.length], [2, 8, 2]);
      assertEquals([...Deno.readDirSync(folder)].length, 0);
    });
  }));

Deno.test("docs shows options, defaults, units and references of everything that a spec chooses from", async () => {
  const all = JSON.parse((await callCommand(docsCommand, "--json")).out).docs;
  assertEquals(all.map(({ name }: { name: string }) => name), [
    ...["cells", "forcing", "measures", "claims", "figures", "settings"],
  ]);
  const { out } = await callCommand(docsCommand, "D_stsp", "PLRNN", "batches");
  assertMatch(out, /D_stsp: state-space divergence\n {2}unit: nats; smaller is better/);
  assertMatch(out, /z' = A ⊙ z \+ W relu\(z\) \+ h/);
  assertMatch(out, /units +a whole number of 1 or more +must be given/);
  assertMatch(out, /perEpoch +a whole number of 1 or more +default 10/);
  assertMatch(out, /Koppe/);
});

Deno.test("bash completes commands, names, options and their values", async () => {
  const { code, out } = await callCommand(completionsCommand, "bash");
  assertEquals(code, 0);
  const script = join(await Deno.makeTempDir(), "lyap.bash");
  await Deno.writeTextFile(script, out);
  const complete = async (...words: readonly string[]): Promise<readonly string[]> => {
    const quoted = words.map((word) => `'${word}'`).join(" ");
    const found = await bash(
      "/",
      `source ${script}; COMP_WORDS=(${quoted}); COMP_CWORD=${
        words.length - 1
      }; _lyap; printf '%s\n' "\${COMPREPLY[@]}"`,
    );
    return found.out.trim().split("\n");
  };
  assertEquals(await complete("lyap", "re"), ["report"]);
  assertEquals(await complete("lyap", "run", "quick"), ["quickstart"]);
  assertEquals(await complete("lyap", "fit", "rec.csv", "--min"), ["--minutes"]);
  assertEquals(await complete("lyap", "report", "x", "--format", "p"), ["png"]);
  assertEquals(await complete("lyap", "spectrum", "mackey"), ["mackey-glass"]);
  await Deno.remove(script);
  for (const shell of ["zsh", "fish"]) {
    const { out: other } = await callCommand(completionsCommand, shell);
    for (const { name } of commands) assertStringIncludes(other, name);
    if ((await bash("/", `command -v ${shell}`)).code === 0) {
      await inFile(`.${shell}`, other, async (path) => {
        assertEquals((await bash("/", `${shell} -n ${path}`)).code, 0, shell);
      });
    }
  }
});

Deno.test("a named experiment without its data ends with exit code 3", async () => {
  await withFolder(async (folder) => {
    const { code, out } = await callCommand(
      verifyCommand,
      "eeg",
      ...[
        "--data",
        folder,
        "--store",
        join(folder, "store"),
        "--ledger",
        folder,
        "--verdicts",
        join(folder, "v.json"),
        "--accept",
      ],
    );
    assertEquals(code, 3);
    assertMatch(out, /0 claims, 0 not as expected; not judged, for lack of data: eeg/);
  });
});

Deno.test("paths are taken from the folder of the person, and what a message says to type works there", () =>
  withClone((clone) =>
    withFolder(async (folder) => {
      const task = (...args: readonly string[]) =>
        bash(folder, `"${Deno.execPath()}" task -q --config ${clone}/deno.json lyap ${args.join(" ")}`);
      const refused = await task("generate");
      assertEquals(refused.code, 2);
      const [, typed] = /for example: (.*)$/m.exec(refused.err)!;
      assertEquals(
        typed,
        `npx -y deno@2.9.5 task --config ${clone}/deno.json lyap generate lorenz --steps 5000`,
      );
      const made = await bash(folder, typed!);
      assertEquals(made.code, 0, made.err);
      assertEquals((await Deno.readTextFile(join(folder, "lorenz.csv"))).trimEnd().split("\n").length, 5001);
      const missing = await task("estimate", "../nope.csv");
      assertStringIncludes(missing.err, `There is no file ${join(folder, "..", "nope.csv")}`);

      await Deno.mkdir(join(clone, "notes"));
      const inside = await bash(
        join(clone, "notes"),
        `"${Deno.execPath()}" task -q lyap run quickstart --dry-run -h`,
      );
      assertMatch(inside.out, /^usage: npx -y deno@2\.9\.5 task lyap run /m);
      await Deno.remove(join(clone, "notes"));
      // INIT_CWD that another process has handed on counts nowhere but in the folder of the task.
      const direct = await lyapIn(folder, ["estimate", "nope.csv"], { INIT_CWD: "/" });
      assertStringIncludes(direct.err, `There is no file ${join(folder, "nope.csv")}`);
    })
  ));

/** A page as a reader sees its commands: without what keeps their options together. */
const seenOn = (page: string): string =>
  page.replaceAll(/<\/?span[^>]*>/g, "").replaceAll("&quot;", '"').replaceAll("&#x22;", '"');

/** The commands of a page, as a reader copies them. */
const commandsOn = async (page: string): Promise<readonly string[]> =>
  [...seenOn(await Deno.readTextFile(page)).matchAll(/<pre[^>]*aria-label="A command[^>]*>([^<]*)<\/pre>/g)]
    .map(([, command]) => command!.replaceAll("&#x27;", "'").replaceAll("&#x26;", "&"));

/** lyap as a person types it outside the clone. */
const taskOf = (clone: string, folder: string) => (...args: readonly string[]) =>
  bash(folder, `"${Deno.execPath()}" task -q --config ${clone}/deno.json lyap ${args.join(" ")}`);

Deno.test("a page says how to run its experiment again, and that works from its folder, in the same store", () =>
  withClone((clone) =>
    withFolder(async (given) => {
      const folder = await Deno.realPath(given);
      await Deno.writeTextFile(join(folder, "small.json"), JSON.stringify({ ...small, claims: [] }));
      const first = await taskOf(clone, folder)("run", "small.json", "--store", "'my store'");
      assertEquals(first.code, 0, first.err);
      const [, link] = /^report: (file:\S+)$/m.exec(first.out)!;
      assertMatch(first.out, /medians +n +D_stsp +λ₁ per step\nPLRNN, τ = 5 +1 /);
      const beside = fromFileUrl(new URL("./", link));
      const [command, ...others] = await commandsOn(join(beside, "index.html"));
      assertEquals(others, []);
      assertStringIncludes(command!, " run experiment.json --store ../..");
      const again = await bash(beside, command!);
      assertEquals(again.code, 0, again.err);
      assertMatch(again.out, /^small \(quick\) is finished: nothing to do$/m);
      assert(
        await Deno.stat(join(clone, ".lyap")).then(() => false, () => true),
        "nothing lies in the clone",
      );
      // A page laid elsewhere names the same store, the shorter way.
      const laid = await taskOf(clone, folder)(
        "report",
        "small.json",
        "--store",
        "'my store'",
        "--out",
        "page",
      );
      assertEquals(laid.code, 0, laid.err);
      const [typed] = await commandsOn(join(folder, "page/index.html"));
      assertStringIncludes(typed!, " run experiment.json --store '../my store'");
      const third = await bash(join(folder, "page"), typed!);
      assertMatch(third.out, /^small \(quick\) is finished: nothing to do$/m);
      // What lies in the store names no folder of this machine.
      const found = await bash(folder, "grep -l 'A command to type' -r 'my store/artifacts'");
      const stored = await Deno.readTextFile(join(folder, found.out.trim()));
      assert(!stored.includes(clone) && seenOn(stored).includes('--config "$LYAP/deno.json" lyap run'));
    })
  ));

Deno.test("what the page of a fit advises works from its folder", () =>
  withClone((clone) =>
    withFolder(async (folder) => {
      const rows = Array.from({ length: 300 }, (_, t) =>
        `${0.1 * t},${Math.sin(0.35 * t)},${Math.cos(0.35 * t)}`);
      await Deno.writeTextFile(join(folder, "my recording.csv"), ["t [s],x,y", ...rows].join("\n"));
      const task = taskOf(clone, folder);
      const fitted = await task("fit", "'my recording.csv' --minutes 0.01 --yes --out first --store kept");
      assertEquals(fitted.code, 0, fitted.err);
      const commands = await commandsOn(join(folder, "first/index.html"));
      const [fit, simulate, run] = ["fit", "simulate", "run"].map((name) =>
        commands.find((command) =>
          command.includes(` lyap ${name} `)
        )
      );
      assertMatch(run!, / run experiment\.json --store \.\.\/kept$/);
      assertMatch(simulate!, / simulate \. --steps 500 --out ahead\.csv$/);
      if (fit !== undefined) {
        assertMatch(
          fit,
          / fit '\.\.\/my recording\.csv' --minutes \d+ --out \.\.\/first-\d+min --store \.\.\/kept$/,
        );
        // Typed as it is, but with fewer minutes.
        const again = await bash(
          join(folder, "first"),
          fit.replace(/--minutes \d+/, "--minutes 0.01 --yes"),
        );
        assertEquals(again.code, 0, again.err);
        const [, other] = / --out \.\.\/(\S+)/.exec(fit)!;
        assert((await Deno.stat(join(folder, other!, "index.html"))).isFile);
      }
      const simulated = await bash(join(folder, "first"), simulate!.replace("500", "5"));
      assertEquals(simulated.code, 0, simulated.err);
      assertEquals((await Deno.readTextFile(join(folder, "first/ahead.csv"))).trim().split("\n").length, 6);
      // A copy of the page says what is typed in the folder of the fit.
      await task("report", "first", "--out", "copy", "--store", "kept");
      const copied = seenOn(await Deno.readTextFile(join(folder, "copy/index.html")));
      assertStringIncludes(
        copied,
        `In the folder ${await Deno.realPath(join(folder, "first"))}, with lyap in`,
      );
      assertMatch(copied, /per second against|as regular dynamics|per second/);
    })
  ));

Deno.test("Ctrl-C says that the same command goes on, and where", () =>
  withFolder(async (folder) => {
    const long = { ...small, settings: { ...small.settings, epochs: 1_000_000 }, claims: [] };
    await Deno.writeTextFile(join(folder, "long.json"), JSON.stringify(long));
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "-A", join(root, "lib/cli/main.ts"), "run", "long.json", "--jobs", "1"],
      cwd: folder,
      stdout: "null",
      stderr: "piped",
    }).spawn();
    let said = "";
    for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
      said += text;
      if (said.includes("done   dataset") && !said.includes("stopped")) {
        setTimeout(() => child.kill("SIGINT"), 1500);
        said += " ";
      }
    }
    assertEquals((await child.status).code, 130);
    const store = join(await Deno.realPath(folder), ".lyap");
    assertStringIncludes(
      said,
      `stopped; the same command goes on from here, and what is finished is in ${store}`,
    );
  }));
