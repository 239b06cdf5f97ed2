/** Publishing, verifying and auditing as a user calls them: a process each, on a small experiment. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert/mod.js";
import { join } from "@std/path/mod.js";
import { ledgerText, parseLedger } from "../../lib/results/ledger/ledger.ts";
import { lyap, small as spec } from "./small.ts";

Deno.test("what is published is not run again, is verified, and is audited", async () => {
  const folder = await Deno.makeTempDir();
  const call = (...args: readonly string[]) => lyap(folder, ...args);
  const ledgerFile = join(folder, "fixtures/ledger/small.json");
  try {
    await Deno.writeTextFile(join(folder, "small.json"), JSON.stringify(spec));
    const publish = (store: string) =>
      call("run", "small.json", "--profile", "paper", "--publish", "--store", store, "--json");
    const first = await publish("one");
    assertEquals(first.code, 1, first.err);
    const ledger = await Deno.readTextFile(ledgerFile);

    // On another machine, with an empty store: the report comes from the ledger, only the data are made again.
    const second = await publish("two");
    assertMatch(second.err, /^done +dataset [^\n]*\n$/);
    assertEquals(JSON.parse(second.out).digest, JSON.parse(first.out).digest);
    assertEquals(await Deno.readTextFile(ledgerFile), ledger);

    const files = ["--junit", "out/junit.xml", "--markdown", "out/summary.md"];
    const flipped = await call("verify", "small.json", "--store", "one", ...files);
    assertEquals(flipped.code, 1, flipped.err);
    assertMatch(flipped.out, /✓ +small +quick +exponent-sum +upheld/);
    assertMatch(flipped.out, /✗ +small +ledger +impossible +refuted, but upheld is expected/);
    const junit = await Deno.readTextFile(join(folder, "out/junit.xml"));
    assertStringIncludes(junit, '<testsuite name="small (ledger)" tests="2" failures="1"');
    assertStringIncludes(
      await Deno.readTextFile(join(folder, "out/summary.md")),
      "4 claims, 2 of them not as expected",
    );

    assertEquals((await call("verify", "small.json", "--store", "one", "--accept")).code, 0);
    // What an audit that was killed left behind is no run made again.
    await Deno.mkdir(join(folder, "one/audit"));
    await Deno.rename(join(folder, "one/artifacts"), join(folder, "one/audit/artifacts"));
    const audited = await call("verify", "small.json", "--store", "one", "--audit", "1", "--seed", "1");
    assertEquals(audited.code, 0, audited.out + audited.err);
    assertEquals(
      audited.err.match(/^done +train /gm)?.length,
      3,
      "two runs for the claims and one for the audit",
    );
    assertMatch(audited.out, /audit with seed 1:\n✓ +small +PLRNN, τ = \d+, seed 1 +in full +the same bits/);

    // A ledger on which verdicts are expected must not go missing.
    await Deno.remove(ledgerFile);
    const lost = await call("verify", "small.json", "--store", "one");
    assertEquals(lost.code, 3, lost.out);
    assertMatch(lost.out, /✗ +small +ledger +failed +the ledger holds 0 of 2 runs/);
    await Deno.writeTextFile(ledgerFile, ledger);

    const parsed = parseLedger(ledgerFile, ledger);
    if (parsed._tag === "Left") throw new Error("no ledger");
    const reportTo = (out: string) =>
      call("report", "small.json", "--profile", "paper", "--store", "three", "--out", out);
    // A ledger that is not complete says so, and nothing is judged by it.
    await Deno.writeTextFile(
      ledgerFile,
      ledgerText({ ...parsed.right, runs: parsed.right.runs.slice(0, 1) }),
    );
    const partial = await reportTo("partial");
    assertEquals(partial.code, 0, partial.err);
    const page = await Deno.readTextFile(join(folder, "partial/index.html"));
    assertStringIncludes(page, "Only 1 of the 2 runs are published so far.");
    assertEquals(page.includes("impossible"), false);
    await Deno.writeTextFile(ledgerFile, ledger);

    // What was published of an older spec is not shown as what the spec of today gives.
    const longer = { ...spec, settings: { ...spec.settings, epochs: 11 } };
    await Deno.writeTextFile(join(folder, "small.json"), JSON.stringify(longer));
    const older = await reportTo("older");
    assertEquals(older.code, 2, older.out);
    assertMatch(older.err, /have not run, and fixtures\/ledger\/small\.json holds an older spec/);
    assertMatch(older.err, /run small\.json --profile paper --store three/);
    await Deno.writeTextFile(join(folder, "small.json"), JSON.stringify(spec));

    // A published digest that is not that of the run is found, and named with the first artifact that differs.
    const wrong = {
      ...parsed.right,
      runs: parsed.right.runs.map((run) => ({
        ...run,
        artifacts: { ...run.artifacts, train: `sha256:${"0".repeat(64)}` as const },
      })),
    };
    await Deno.writeTextFile(ledgerFile, ledgerText(wrong));
    const different = await call("verify", "small.json", "--store", "one", "--audit", "1", "--seed", "1");
    assertEquals(different.code, 1);
    assertMatch(
      different.out,
      /✗ +small +PLRNN, τ = \d+, seed 1 +in full +train differs: published sha256:0{64}/,
    );

    // A number that was changed by hand: the ledger is not believed.
    await Deno.writeTextFile(ledgerFile, ledger.replace(/"loss":\[0/, '"loss":[1'));
    const broken = await call("run", "small.json", "--profile", "paper", "--publish", "--store", "one");
    assertEquals(broken.code, 2);
    assertMatch(broken.err, /small\.json: it has changed since it was published/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the answer to a wrong call says what would be right", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(join(folder, "small.json"), JSON.stringify(spec));
    const calls: readonly (readonly [readonly string[], RegExp])[] = [
      [["verify", "small.json", "--audit", "0"], /--audit is "0"; write a whole number of 1 or more/],
      [["verify", "small.json", "--audit", "1"], /holds 0 published runs/],
      [["verify", "small.json", "--verdicts", "verdict.json"], /verdict\.json: it is not there/],
      [["verify", "smal"], /There is no experiment "smal"/],
      [["run", "small.json", "--publish"], /--publish goes with the profile paper/],
      [
        ["verify", "small.json", "--profile", "none"],
        /small has no profile "none"; it has "quick" and "paper"/,
      ],
    ];
    for (const [args, message] of calls) {
      const { code, err } = await lyap(folder, ...args);
      assertEquals(code, 2, err);
      assertMatch(err, message);
    }
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["small.json"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("an experiment whose data is not there is listed as such, and the others are verified", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const source = { kind: "file", file: "absent.npy", sha256: "0".repeat(64) };
    await Deno.writeTextFile(
      join(folder, "absent.json"),
      JSON.stringify({
        ...spec,
        name: "absent",
        settings: { ...spec.settings, dataset: { source } },
        profiles: {},
      }),
    );
    await Deno.writeTextFile(
      join(folder, "small.json"),
      JSON.stringify({ ...spec, claims: [{ kind: "exponent sum" }], profiles: {} }),
    );
    const { code, out, err } = await lyap(folder, "verify", "absent.json", "small.json");
    assertEquals(code, 3, err);
    assertMatch(out, /not judged, for lack of data: absent/);
    assertMatch(out, /– +absent +quick +data not present +absent\.npy is not there/);
    assertMatch(out, /✓ +small +quick +exponent-sum +upheld/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
