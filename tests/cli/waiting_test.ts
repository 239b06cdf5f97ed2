/** What a person sees who waits: progress on a terminal, plain lines elsewhere, a last word after Ctrl-C, and refusals. */
import { assert, assertEquals, assertMatch, assertNotMatch, assertStringIncludes } from "@std/assert/mod.js";
import { fromFileUrl, join } from "@std/path/mod.js";
import { fitCommand } from "../../lib/cli/commands/fit.ts";
import { callCommand, rights, withFolder } from "./calling.ts";

const main = fromFileUrl(new URL("../../lib/cli/main.ts", import.meta.url));
const lyap = ["run", "--quiet", ...rights, main];
const repository = fromFileUrl(new URL("../../", import.meta.url));

/** The control sequence that begins what only a terminal understands. */
const ESCAPE = "\u001b[";

const hasTerminals = await new Deno.Command("script", { args: ["--version"], stdout: "null", stderr: "null" })
  .output().then(({ success }) => success, () => false);
if (!hasTerminals) console.warn("skipped: the tests of terminals need the program script of util-linux");

/** What a call prints on a terminal with a given number of columns. */
const onTerminal = async (columns: number, folder: string, args: readonly string[]): Promise<string> => {
  const call = [Deno.execPath(), ...lyap, ...args].map((word) => `'${word}'`).join(" ");
  const { stdout } = await new Deno.Command("script", {
    args: ["-qec", `stty cols ${columns}; ${call}`, "/dev/null"],
    cwd: folder,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  return new TextDecoder().decode(stdout);
};

Deno.test({
  name:
    "work of a second shows what is done on a terminal, and hopeless work asks first; one of width 0 gets plain lines",
  ignore: !hasTerminals,
  fn: () =>
    withFolder(async (folder) => {
      const generate = ["generate", "lorenz", "--steps", "2000", "--out", "a.csv", "--overwrite"];
      const wide = await onTerminal(80, folder, generate);
      assertStringIncludes(wide, `${ESCAPE}Kintegrates Lorenz-63: 2000 samples …`);
      const none = await onTerminal(0, folder, generate);
      assert(!none.includes(ESCAPE), JSON.stringify(none));
      assertMatch(none, /^2000 samples of x, y, z, .*a\.csv\r\n$/);
      const hopeless = await onTerminal(80, folder, ["spectrum", "lorenz", "--time", "1e12"]);
      assertMatch(hopeless, /^The spectrum of Lorenz-63: it would take about 3 years .*; go on\? \[y\/N\] /);
      assertMatch(hopeless, /error: .*say --yes/);
      const report = ["report", join(repository, "experiments/quickstart.ts"), "--profile", "paper"];
      const drawn = await onTerminal(80, folder, [
        ...report,
        "--ledger",
        join(repository, "fixtures/ledger"),
      ]);
      assertStringIncludes(drawn, "runs network 9 of 9 freely: PLRNN, τ = 200, seed 3");
      assertStringIncludes(drawn, "draws the figures and judges the claims …");
    }),
});

/** Starts a call, interrupts it after a time, and says how it ended. */
const interrupted = async (folder: string, args: readonly string[], milliseconds: number) => {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...lyap, ...args],
    cwd: folder,
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const timer = setTimeout(() => child.kill("SIGINT"), milliseconds);
  const { signal, stderr } = await child.output();
  clearTimeout(timer);
  return { signal, said: new TextDecoder().decode(stderr) };
};

Deno.test("Ctrl-C has a last word also while lyap itself computes", () =>
  withFolder(async (folder) => {
    // A loaded machine may take longer to begin.
    for (const milliseconds of [1000, 3000, 9000]) {
      const { signal, said } = await interrupted(
        folder,
        ["spectrum", "lorenz", "--time", "1e7"],
        milliseconds,
      );
      assertEquals(signal, "SIGINT", said);
      if (!said.includes("stopped") && milliseconds < 9000) continue;
      assertMatch(
        said,
        /^\d+ steps of 3 variables: about .*\nstopped; nothing was written, and the same command starts from the beginning\n$/,
      );
      break;
    }
  }));

Deno.test("a budget that cannot be kept is refused with the smallest that can, and what is no budget as such", () =>
  withFolder(async (folder) => {
    const file = join(folder, "recording.csv");
    const wave = Array.from({ length: 1000 }, (_, t) => `${t % 7 + (t % 11) / 3}`);
    await Deno.writeTextFile(file, `x\n${wave.join("\n")}\n`);
    const out = join(folder, "fitted");
    const store = join(folder, "store");
    const call = (minutes: string) =>
      callCommand(
        fitCommand,
        ...[file, "--minutes", minutes, "--out", out, "--store", store, "--jobs", "1"],
      );
    const { code, error } = await call("0.085");
    assertEquals(code, 2, error);
    assertMatch(
      error,
      /^The smallest fit of this recording takes longer than --minutes 0\.085; give --minutes [0-9.]+, or say --yes/,
    );
    assert(Number(/give --minutes ([0-9.]+)/.exec(error)![1]) > 0.085, error);
    const atOnce = await call("0.001");
    assertEquals(atOnce.code, 2, atOnce.error);
    assertMatch(
      atOnce.error,
      /^The smallest fit of any recording takes longer than --minutes 0\.001; give --minutes 1 /,
    );
    for (const wrong of ["0", "-1", "soon", "Infinity"]) {
      const refused = await call(wrong);
      assertEquals(refused.code, 2, wrong);
      assertMatch(refused.error, /--minutes/);
      assertNotMatch(refused.error, /smallest fit/);
    }
    assertEquals(
      [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) => name === "fitted"),
      [],
    );
  }));
