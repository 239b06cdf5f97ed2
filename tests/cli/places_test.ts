/**
 * Folders that a call names: a file in their place is refused with its whole path before anything is done.
 */
import { assertEquals, assertMatch } from "@std/assert/mod.js";
import { join } from "@std/path/mod.js";
import { commands } from "../../lib/cli/commands/catalogue.ts";
import { lyapIn, withFolder } from "./calling.ts";

const namesIn = (folder: string): readonly string[] => [...Deno.readDirSync(folder)].map(({ name }) => name);

Deno.test("a file where a folder should be ends with exit code 2, says which, and nothing is written", () =>
  withFolder(async (given) => {
    const folder = await Deno.realPath(given);
    const file = join(folder, "series.csv");
    await Deno.writeTextFile(file, "x\n1\n2\n");
    const whole = (name: string) =>
      new RegExp(`--${name} must be a folder, and ${file} is a file; name a folder`);
    const within = (name: string) =>
      new RegExp(
        `--${name} is "series.csv/x", but ${file} is a file, and a file cannot hold a folder; name a folder`,
      );
    const cases: readonly (readonly [string, RegExp])[] = [
      ["report quickstart --out series.csv", whole("out")],
      ["report quickstart --out series.csv/x", within("out")],
      ["fit series.csv --out series.csv", whole("out")],
      ["fit series.csv --out series.csv/x", within("out")],
      ["run quickstart --store series.csv/x", within("store")],
      ["run quickstart --data series.csv", whole("data")],
      ["plan quickstart --for slurm --out series.csv", whole("out")],
      ["export quickstart --author A --out series.csv/x", within("out")],
      [
        "generate lorenz --steps 5 --out series.csv/x.csv",
        /--out is "series\.csv\/x\.csv", but \/.*series\.csv is a file/,
      ],
      [
        "spectrum lorenz --svg series.csv/x.svg",
        /--svg is "series\.csv\/x\.svg", but \/.*series\.csv is a file/,
      ],
      [
        "generate lorenz --steps 5 --out none/x.csv",
        /There is no folder "none" for --out: \/.*\/none; make it first/,
      ],
    ];
    for (const [words, message] of cases) {
      const { code, out, err } = await lyapIn(folder, words.split(" "));
      assertEquals([code, out], [2, ""], words);
      assertMatch(err, message, words);
      assertEquals(err.trim().split("\n").length, 1, err);
    }
    assertEquals(namesIn(folder), ["series.csv"]);
  }));

Deno.test("every folder that a command writes into, or keeps things in, is checked so", async () => {
  for (const { name, load } of commands) {
    const { options } = await load();
    for (const option of ["out", "store", "ledger", "data"]) {
      const given =
        (options as Readonly<Record<string, { readonly value?: string; readonly isFolder?: true }>>)[option];
      if (given?.value === "DIR") assertEquals(given.isFolder, true, `${name} --${option}`);
    }
  }
});
