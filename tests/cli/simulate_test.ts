/** `lyap simulate` with a model by hand, that is driven: x goes on to x / 2 + u, where u is the drive at the time of x. */
import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert/mod.js";
import { fromFileUrl, join } from "@std/path/mod.js";
import { generateCommand } from "../../lib/cli/commands/generate.ts";
import { simulateCommand } from "../../lib/cli/commands/simulate.ts";
import { digestOfBytes } from "../../lib/core/codec/canonical.ts";
import { encodeWeights } from "../../lib/networks/safetensors.ts";
import { documentOf, documentText } from "../../lib/recordings/fit/saved_model.ts";
import { callCommand, withFolder } from "./calling.ts";

const parameter = (shape: readonly number[], ...values: readonly number[]) => ({
  shape,
  values: Float32Array.from(values),
});

const weights = {
  A: parameter([2], 0.5, 0),
  W: parameter([2, 2], 0, 1, 0, 0),
  h: parameter([2], 0, 0),
};
const model = {
  cell: { kind: "PLRNN", units: 2 },
  observation: { kind: "identity" },
  observations: 1,
  inputs: 1,
  weights,
} as const;

/** Writes the model into a folder. */
const saved = async (
  folder: string,
  { variable, input, dt, startTime }: {
    readonly variable: string;
    readonly input: string;
    readonly dt: number;
    readonly startTime: number;
  },
): Promise<string> => {
  const bytes = encodeWeights(weights);
  const document = documentOf(model, {
    origin: { experiment: "halves", run: "by hand", digest: "" },
    variables: [variable],
    units: ["m"],
    dt,
    timeUnit: "s",
    embedding: null,
    detrend: false,
    smoothing: null,
    standardisation: { means: [0], deviations: [1] },
    inputs: { names: [input], units: ["N"], standardisation: { means: [0], deviations: [1] } },
    start: [8],
    startTime,
    generated: null,
    digests: { weights: digestOfBytes(bytes), generated: null },
  });
  await Deno.writeFile(join(folder, "model.safetensors"), bytes);
  await Deno.writeFile(join(folder, "model.json"), documentText(document));
  return folder;
};

const lines = (heading: string, rows: number, cells: (row: number) => readonly (number | string)[]): string =>
  [heading, ...Array.from({ length: rows }, (_, row) => cells(row).join(","))].join("\n");

const columnsOf = async (path: string): Promise<readonly (readonly string[])[]> =>
  (await Deno.readTextFile(path)).trim().split("\n").map((line) => line.split(","));

Deno.test("the drive is taken from the time at which the data end, and refused where it does not fit", () =>
  withFolder(async (folder) => {
    await saved(folder, { variable: "x", input: "u", dt: 0.5, startTime: 10 });
    const out = join(folder, "s.csv");
    const simulate = async (text: string, ...more: readonly string[]) => {
      const file = join(folder, "drive.csv");
      await Deno.writeTextFile(file, text);
      return await callCommand(
        simulateCommand,
        ...[folder, "--input-file", file, "--out", out, "--overwrite", ...more],
      );
    };
    const drive = (first: number, unit = "N", name = "u") =>
      lines(`t [s],${name} [${unit}]`, 20, (row) => [first + 0.5 * row, row]);
    const ended = await simulate(drive(8), "--steps", "3");
    assertEquals(ended.code, 0, ended.error);
    // The row at time 10 is the fifth, of drive 4: 8 / 2 + 4, then + 5, then + 6.
    assertEquals((await columnsOf(out)).slice(1), [["10.5", "8"], ["11", "9"], ["11.5", "10.5"]]);
    assertEquals((await simulate(lines("u [N]", 3, (row) => [row + 4]), "--steps", "3")).code, 0);
    assertEquals((await columnsOf(out)).slice(1), [["10.5", "8"], ["11", "9"], ["11.5", "10.5"]]);
    const refused: readonly (readonly [string, RegExp])[] = [
      [drive(8.2), /The rows of the inputs are between those of the data: none is at 10/],
      [drive(12), /The inputs begin at 12, after the last row of the data at 10/],
      [drive(1), /The inputs end after 2 steps of 9; give more of them, or --steps 2/],
      [drive(8, "kN"), /The column u is in kN, and the model has it in N/],
      [drive(8, "N", "w"), /it has no column "u"; it has the columns t, w/],
      [drive(8).replace(/\n10.5,5\n/, "\n10.5,\n"), /row 7, column u: 1 value is missing/],
    ];
    for (const [text, reason] of refused) {
      assertMatch((await simulate(text, "--steps", "9")).error, reason);
    }
    assertMatch(
      (await callCommand(simulateCommand, folder, "--out", join(folder, "a.parquet"))).error,
      /lyap writes series as \.csv or \.npy, although it reads other formats/,
    );
    assertMatch(
      (await callCommand(generateCommand, "lorenz", "--out", join(folder, "a.h5"))).error,
      /lyap writes series as \.csv or \.npy/,
    );
  }));

Deno.test("columns are found again by the names that lyap gave them, and by names with commas", () =>
  withFolder(async (folder) => {
    const file = join(folder, "data");
    const out = join(folder, "s.csv");
    const cases: readonly (readonly [string, string, string])[] = [
      ["x1", "x2", lines("0,3,8", 9, (row) => [row * 0.5, 3, row])],
      ["a", "a (2)", lines("t,a,a", 9, (row) => [row * 0.5, 3, row])],
      ["Lage, x", "Antrieb, außen", lines('t,"Lage, x","Antrieb, außen"', 9, (row) => [row * 0.5, 3, row])],
    ];
    for (const [variable, input, text] of cases) {
      await saved(folder, { variable, input, dt: 0.5, startTime: 0 });
      await Deno.writeTextFile(`${file}.csv`, text.replace("0,3,8\n", ""));
      await Deno.writeTextFile(
        `${file}-2.csv`,
        text.split("\n").slice(0, -6).join("\n").replace("0,3,8\n", ""),
      );
      const ended = await callCommand(
        simulateCommand,
        ...[folder, "--from", `${file}-2.csv`, "--input-file", `${file}.csv`, "--steps", "2", "--out", out],
        "--overwrite",
      );
      assertEquals(ended.code, 0, ended.error);
      const [, first, second] = (await Deno.readTextFile(out)).split("\n").map((line) =>
        line.split(",").at(-1)
      );
      // The data end with the third row, at which the drive is 2.
      assertEquals([first, second], ["3.5", "4.75"], variable);
    }
    await saved(folder, { variable: "x1", input: "x2", dt: 0.5, startTime: 0 });
    await Deno.writeTextFile(`${file}.csv`, "0,3,0\n0.5,3,1\n");
    const short = await callCommand(
      simulateCommand,
      folder,
      "--from",
      `${file}.csv`,
      "--out",
      out,
      "--overwrite",
    );
    assertMatch(short.error, /it has no column "x1"; it has the columns 1, 2, 3/);
  }));

Deno.test("arrays are chosen of the data and of the inputs each for itself", () =>
  withFolder(async (folder) => {
    await saved(folder, { variable: "v", input: "x", dt: 0.02, startTime: 0 });
    const file = join(folder, "data.csv");
    await Deno.writeTextFile(file, lines("t [s],v [m]", 9, (row) => [row * 0.02, 0]));
    const inputs = fromFileUrl(new URL("../../fixtures/formats/several.h5", import.meta.url));
    const call = (...more: readonly string[]) =>
      callCommand(
        simulateCommand,
        ...[folder, "--from", file, "--input-file", inputs, "--steps", "1", "--overwrite"],
        ...["--out", join(folder, "s.csv"), ...more],
      );
    assertMatch((await call()).error, /several\.h5: it holds several arrays/);
    const ended = await call("--input-variable", "a/x");
    assertEquals(ended.code, 0, ended.error);
    const [, [time, value]] = await columnsOf(join(folder, "s.csv")) as [unknown, readonly string[]];
    // The data end at time 0.16.
    assertEquals(time, "0.18");
    assertAlmostEquals(Number(value), Math.sin(1.7 * 0.16) + 0.3 * Math.sin(4.1 * 0.16), 1e-6);
  }));

Deno.test("dates of which milliseconds count are written to the millisecond", () =>
  withFolder(async (folder) => {
    await saved(folder, { variable: "x", input: "u", dt: 0.001, startTime: 1714564803 });
    const file = join(folder, "drive.csv");
    await Deno.writeTextFile(file, lines("u", 5, () => [1]));
    const out = join(folder, "s.csv");
    const { code, error, out: said } = await callCommand(
      simulateCommand,
      ...[folder, "--input-file", file, "--steps", "3", "--out", out],
    );
    assertEquals(code, 0, error);
    assert(said.includes("3 steps"));
    assertEquals((await columnsOf(out)).slice(1).map(([time]) => time), [
      "1714564803.001",
      "1714564803.002",
      "1714564803.003",
    ]);
  }));
