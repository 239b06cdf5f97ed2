/** `lyap fit` and `lyap simulate` as a user calls them, at sizes so small that no network can be good. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert/mod.js";
import { fromFileUrl, join } from "@std/path/mod.js";
import { decodeNpy } from "../../lib/series/npy.ts";
import { generate } from "../../lib/series/generate.ts";
import { systemSource } from "../../lib/series/generate_settings.ts";
import { digestOfBytes } from "../../lib/core/codec/canonical.ts";
import { decode } from "../../lib/core/codec/codec.ts";
import { rights, withFolder } from "./calling.ts";
import { csvOf } from "../series/import/support.ts";

const root = new URL("../../", import.meta.url);
const main = fromFileUrl(new URL("lib/cli/main.ts", root));
const config = fromFileUrl(new URL("deno.json", root));

const runDeno = async (cwd: string, ...args: readonly string[]) => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--config", config, ...rights, ...args],
    cwd,
    env: { NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
};

const lyap = (cwd: string, ...args: readonly string[]) => runDeno(cwd, main, ...args);

const namesIn = (folder: string): readonly string[] =>
  [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

const lorenz = (rows: number): string => {
  const source = decode(systemSource, { kind: "system", system: "lorenz", steps: rows, dt: 0.04 });
  assert(source._tag === "Right");
  const made = generate(source.right);
  assert(made._tag === "Right");
  const { values, dt } = made.right.series;
  const lines = Array.from(
    { length: rows },
    (_, row) => [(row * dt).toFixed(2), ...values.subarray(3 * row, 3 * row + 3)].join(","),
  );
  return ["t [s],x,y,z", ...lines].join("\n") + "\n";
};

const resultIn = (folder: string) => JSON.parse(Deno.readTextFileSync(join(folder, "result.json")));

Deno.test("the program of docs/recordings.md fits a recording, and its experiment gives the same bits again", () =>
  withFolder(async (folder) => {
    const page = await Deno.readTextFile(new URL("docs/recordings.md", root));
    const [, code] = /```ts\n([^]*?)```/.exec(page)!;
    assert(code!.trim().split("\n").length <= 20);
    await Deno.writeTextFile(
      join(folder, "example.ts"),
      code!.replace("minutes: 10", "minutes: 0.01, evenLonger: true"),
    );
    await Deno.writeTextFile(join(folder, "recording.csv"), lorenz(900));
    const { code: ended, out, err } = await runDeno(folder, "example.ts");
    assertEquals(ended, 0, err);
    assertMatch(out, /^(Not r|Partly r|R)econstructed.*\nreport: recording-fit.index\.html\n$/);

    const fitted = join(folder, "recording-fit");
    assertEquals(namesIn(fitted).filter((name) => !name.startsWith("generated")), [
      "experiment.json",
      "figures",
      "fit.json",
      "index.html",
      "model.json",
      "model.safetensors",
      "provenance.json",
      "result.json",
      "series.npy",
    ]);
    assert(namesIn(join(fitted, "figures")).every((name) => name.endsWith(".svg")));
    const { understood, estimate } = JSON.parse(await Deno.readTextFile(join(fitted, "fit.json")));
    assertStringIncludes(understood.join("\n"), "dt = 0.04 s (from the column t)");
    assert(["chaotic", "regular", "noise", "too short"].includes(estimate.verdict));
    // A column keeps its name where its line begins a sentence of the page.
    const { notes } = JSON.parse(await Deno.readTextFile(join(fitted, "experiment.json")));
    assertMatch(notes.join("\n"), /^x: \S+ to \S+\.$/m);

    assert(!namesIn(folder).some((name) => name.includes("unfinished")));

    const again = await lyap(
      folder,
      ..."run recording-fit/experiment.json --store other".split(" "),
    );
    assert(again.code <= 1, again.err);
    assertEquals(resultIn(join(folder, "other/reports/recording-quick")).digest, resultIn(fitted).digest);

    // The state of the recording after 800 of its 900 rows, and nothing else.
    const rows = lorenz(900).split("\n");
    await Deno.writeTextFile(join(folder, "newer.csv"), [rows[0], rows[800]].join("\n"));
    const from = await lyap(
      folder,
      ..."simulate recording-fit --steps 7 --from newer.csv --out a.csv".split(" "),
    );
    assertEquals(from.code, 0, from.err);
    const simulated = (await Deno.readTextFile(join(folder, "a.csv"))).trim().split("\n");
    assertEquals(simulated.length, 8);
    assertEquals(simulated.slice(0, 2).map((line) => line.split(",")[0]), ["t [s]", "32"]);

    // The recording's exponents beside the network's: both are there, and whether they agree is said.
    await Deno.writeTextFile(join(folder, "longer.csv"), lorenz(4000));
    const asked = "estimate longer.csv --spectrum --model recording-fit".split(" ");
    const beside = await lyap(folder, ...asked, "--json");
    assertEquals(beside.code, 0, beside.err);
    const { spectrum, network, agreement } = JSON.parse(beside.out);
    assertEquals(network.length, 3);
    assertEquals(agreement.length, Math.min(spectrum.exponents.length, network.length));
    for (const [index, { difference, standardError, agrees }] of agreement.entries()) {
      assertEquals(difference, spectrum.exponents[index].value - network[index].value);
      assertEquals(agrees, Math.abs(difference) <= 2 * standardError);
    }
    const read = await lyap(folder, ...asked);
    assertMatch(read.out, /of the network\n[^]*(both ways agree|the two ways)/);

    // Columns of other names are taken by their places, which is said.
    const renamed = [rows[0]!.replace("x", "speed"), rows[800]].join("\n");
    await Deno.writeTextFile(join(folder, "renamed.csv"), renamed);
    const taken = await lyap(
      folder,
      ..."simulate recording-fit --steps 7 --from renamed.csv --out r.csv".split(" "),
    );
    assertEquals(taken.code, 0, taken.err);
    assertStringIncludes(taken.err, "Takes speed, y, z of the data for x, y, z of the model.");
    assert(!from.err.includes("Takes"), from.err);

    const ended2 = await lyap(folder, ..."simulate recording-fit --steps 9 --out b.npy".split(" "));
    assertEquals(ended2.code, 0, ended2.err);
    const { startTime, generated } = JSON.parse(await Deno.readTextFile(join(fitted, "model.json")));
    assertEquals([startTime, generated.fromTime], [35.96, 28.8]);
    const tooLong = await lyap(folder, ..."simulate recording-fit --steps 2000000000".split(" "));
    assertEquals(tooLong.code, 2);
    assertMatch(tooLong.err, /--steps is 2000000000, .* at most \d+ for this network/);
    const array = decodeNpy(await Deno.readFile(join(folder, "b.npy")), "b.npy");
    assertEquals(array._tag === "Right" && array.right.shape, [9, 3]);

    const there = await lyap(folder, ..."simulate recording-fit --steps 9 --out b.npy".split(" "));
    assertEquals(there.code, 2);
    assertMatch(there.err, /"b\.npy" is there already; .*--overwrite/);
    const weights = await Deno.readFile(join(fitted, "model.safetensors"));
    weights[weights.length - 1]! ^= 1;
    await Deno.writeFile(join(fitted, "model.safetensors"), weights);
    const flipped = await lyap(folder, ..."simulate recording-fit --out c.npy".split(" "));
    assertEquals(flipped.code, 2);
    assertMatch(
      flipped.err,
      /model\.safetensors: it has changed since it was written; .*(lyap|main\.ts) seal/,
    );
    assertEquals((await lyap(folder, "seal", "recording-fit")).code, 0);
    assertEquals((await lyap(folder, ..."simulate recording-fit --out c.npy".split(" "))).code, 0);
    const { sealed, files } = JSON.parse(await Deno.readTextFile(join(fitted, "fit.json")));
    assertEquals(sealed, ["model.json", "model.safetensors"]);
    assertEquals(files["model.safetensors"], digestOfBytes(weights));
  }));

Deno.test("several recordings in one table, on a trend: one is held out whole, and simulate gives the trend back", () =>
  withFolder(async (folder) => {
    const rows = lorenz(1500).trim().split("\n").slice(1).map((line) => line.split(",").slice(1).map(Number));
    // Five animals of 300 rows, one of which misses a row; each begins at 50 s and rises by 40 in a second.
    const table = rows.flatMap((row, i) => {
      const time = 50 + (i % 300) * 0.04;
      const animal = `a${Math.floor(i / 300)}`;
      return i === 400
        ? []
        : [[animal, time.toFixed(2), ...row.map((value) => value + 1000 + 40 * time)].join(",")];
    });
    await Deno.writeTextFile(
      join(folder, "animals.csv"),
      ["animal,t [s],x [mV],y [mV],z [mV]", ...table].join("\n"),
    );
    const call = "fit animals.csv --group animal --gaps interpolate --detrend --minutes 0.01 --yes --jobs 1";
    const ended = await lyap(folder, ...call.split(" "));
    assertEquals(ended.code, 0, ended.err);
    assertStringIncludes(
      ended.err.replaceAll(/\s+/g, " "),
      "held out: all of animals.csv, animal a0, the longest of 5 trials; networks are chosen by animals.csv, animal a1",
    );
    const fitted = join(folder, "animals-fit");
    const { settings } = JSON.parse(await Deno.readTextFile(join(fitted, "experiment.json")));
    assertEquals(settings.dataset.source.wholeTrials, { validation: 1, heldOut: 0 });
    assertEquals(settings.dataset.source.trials.length, 5);
    const { trend, units, startTime } = JSON.parse(await Deno.readTextFile(join(fitted, "model.json")));
    assertEquals([trend.recordings, trend.time, units, startTime], [5, 50, ["mV", "mV", "mV"], 61.96]);
    const simulated = await lyap(folder, ..."simulate animals-fit --steps 20 --out s.csv".split(" "));
    assertEquals(simulated.code, 0, simulated.err);
    assertMatch(simulated.err, /The straight line .* continues in the values/);
    const [heading, first] = (await Deno.readTextFile(join(folder, "s.csv"))).split("\n");
    assertEquals(heading, "t [s],x [mV],y [mV],z [mV]");
    const [time, x] = first!.split(",").map(Number);
    // The line has 1000 + 40 · 62 there, and x stays within some 25 of it.
    assertEquals(time, 62);
    assert(Math.abs(x! - 3480) < 100, first);
  }));

Deno.test("a column that drives the others is given to networks, and simulate takes its future", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "rec.csv"), lorenz(900));
    const call = (text: string) => lyap(folder, ...text.split(" "));
    const missing = await call("fit rec.csv --input w --minutes 0.01 --yes");
    assertEquals(missing.code, 2);
    assertMatch(missing.err, /There is no column "w" for --input; there are x, y, z/);
    const ended = await call("fit rec.csv --columns x,y --input z --minutes 0.01 --yes --jobs 1");
    assertEquals(ended.code, 0, ended.err);
    assertStringIncludes(
      ended.err,
      "driven by z: networks are given it at every step, and make x and y only",
    );
    const { variables, inputs, tensors } = JSON.parse(
      await Deno.readTextFile(join(folder, "rec-fit/model.json")),
    );
    assertEquals([variables, inputs.names], [["x", "y"], ["z"]]);
    assert(tensors.length > 0);

    const alone = await call("simulate rec-fit --steps 9");
    assertEquals(alone.code, 2);
    assertMatch(alone.err, /The model needs its inputs: z; give their future with --input-file/);
    const rows = lorenz(900).split("\n");
    await Deno.writeTextFile(join(folder, "past.csv"), rows.slice(0, 801).join("\n"));
    const from = "simulate rec-fit --from past.csv --input-file rec.csv --out s.csv --steps";
    const long = await call(`${from} 200`);
    assertEquals(long.code, 2);
    // The last row of the past is the 800th of 900.
    assertMatch(long.err, /The inputs end after 101 steps of 200; give more of them, or --steps 101/);
    assertEquals((await call(`${from} 20`)).code, 0);
    const simulated = (await Deno.readTextFile(join(folder, "s.csv"))).trim().split("\n");
    assertEquals([simulated.length, simulated[0], simulated[1]!.split(",")[0]], [21, "t [s],x,y", "32"]);

    const again = await call("run rec-fit/experiment.json --store other");
    assert(again.code <= 1, again.err);
    assertEquals(
      resultIn(join(folder, "other/reports/rec-quick")).digest,
      resultIn(join(folder, "rec-fit")).digest,
    );
  }));

Deno.test("a folder that holds something else is left alone unless the user says otherwise", () =>
  withFolder(async (folder) => {
    const fitted = join(folder, "rec-fit");
    const fit = (...args: readonly string[]) =>
      lyap(folder, "fit", "rec.csv", "--minutes", "0.01", "--yes", ...args);
    const recordIn = () => JSON.parse(Deno.readTextFileSync(join(fitted, "fit.json")));
    await Deno.writeTextFile(join(folder, "rec.csv"), lorenz(700));
    await Deno.mkdir(fitted);
    await Deno.writeTextFile(join(fitted, "notes.txt"), "mine");

    const foreign = await fit();
    assertEquals(foreign.code, 2);
    assertMatch(foreign.err, /"rec-fit" holds what no lyap fit wrote: notes\.txt; .*--out.*--overwrite/);
    assertEquals([namesIn(fitted), namesIn(folder)], [["notes.txt"], ["rec-fit", "rec.csv"]]);
    const file = await fit("--out", "rec.csv");
    assertEquals(file.code, 2);
    assertMatch(file.err, /--out must be a folder, and \/.*\/rec\.csv is a file; name a folder/);

    assertEquals((await fit("--overwrite")).code, 0);
    assertEquals(Deno.readTextFileSync(join(fitted, "notes.txt")), "mine");
    const first = recordIn();
    assertEquals(
      Object.keys(first.files).filter((name) => !namesIn(fitted).includes(name.split("/")[0]!)),
      [],
    );

    const again = await fit();
    assertEquals(again.code, 0, again.err);
    assertEquals(recordIn(), first);
    assert(!again.err.includes("done   train"), again.err);

    await Deno.writeTextFile(join(folder, "rec.csv"), lorenz(720));
    const other = await fit();
    assertEquals(other.code, 2);
    assertMatch(other.err, /holds the fit of another recording, or with other settings: rec\.csv; /);
    assertEquals(recordIn(), first);
  }));

Deno.test("a fit that is killed leaves nothing but its store, and goes on when it is called again", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "rec.csv"), lorenz(700));
    const call = ["fit", "rec.csv", "--minutes", "0.01", "--yes", "--jobs", "1"];
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--config", config, ...rights, main, ...call],
      cwd: folder,
      stdout: "null",
      stderr: "piped",
    }).spawn();
    let said = "";
    for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
      said += text;
      if (said.includes("done   train")) break;
    }
    child.kill("SIGKILL");
    await child.status;
    assertEquals(namesIn(folder), [".lyap", "rec.csv"]);
    const again = await lyap(folder, ...call);
    assertEquals(again.code, 0, again.err);
    assertStringIncludes(again.err, "goes on with what an earlier call began");
    // The smallest fit has one network, which was trained before.
    assertEquals(again.err.match(/done {3}train/g), null);
    assertStringIncludes(again.err, "done   report");
    assertEquals(namesIn(folder), [".lyap", "rec-fit", "rec.csv"]);
  }));

Deno.test("--test judges on another file, and refuses one with other columns before anything is trained", () =>
  withFolder(async (folder) => {
    const whole = lorenz(1300).split("\n");
    await Deno.writeTextFile(join(folder, "rec.csv"), whole.slice(0, 701).join("\n"));
    await Deno.writeTextFile(join(folder, "more.csv"), [whole[0], ...whole.slice(701, 1301)].join("\n"));
    await Deno.writeTextFile(join(folder, "other.csv"), csvOf(400));
    const call = ["fit", "rec.csv", "--minutes", "0.01", "--yes", "--json", "--test"];
    const refused = await lyap(folder, ...call, "other.csv");
    assertEquals(refused.code, 2);
    assertStringIncludes(refused.out, "other.csv: it has the columns");
    const level = await lyap(folder, ...call, "more.csv", "--detrend");
    assertEquals(level.code, 2);
    assertStringIncludes(level.out, "leave --detrend or --test out");
    assertEquals(namesIn(folder), ["more.csv", "other.csv", "rec.csv"]);
    const { code, out, err } = await lyap(folder, ...call, "more.csv");
    assertEquals(code, 0, err);
    const found = JSON.parse(out);
    assertEquals([typeof found.because, "reservation" in found, found.place], ["string", true, 1]);
    assertStringIncludes(found.understood.join("\n"), "judged on all 600 rows of more.csv");
    const { source } = JSON.parse(Deno.readTextFileSync(join(folder, "rec-fit", "experiment.json"))).settings
      .dataset;
    assertEquals(Math.floor(source.heldOutShare * 1300), 600);
  }));

Deno.test("bad input: what was found where, exit code 2, and nothing written", () =>
  withFolder(async (folder) => {
    const cases: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
      ["image.csv", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0), /a PNG image/],
      ["gap.csv", csvOf(200, (cells, row) => row === 30 ? cells.with(1, "") : cells), /row 32, column x/],
      ["constant.csv", csvOf(200, (cells) => cells.with(2, "4")), /column y: all values are 4/],
    ];
    for (const [name, content, expected] of cases) {
      await Deno.writeFile(
        join(folder, name),
        typeof content === "string" ? new TextEncoder().encode(content) : content,
      );
      const { code, out, err } = await lyap(folder, "fit", name);
      assertEquals([code, out], [2, ""]);
      assertMatch(err, expected);
      assertMatch(err, /^error: Cannot read \S+\.csv.*\n$/);
    }
    const large = await Deno.open(join(folder, "large.csv"), { write: true, create: true });
    await large.truncate(2 ** 31);
    large.close();
    const refused = await lyap(folder, "fit", "large.csv");
    assertEquals(refused.code, 2);
    assertMatch(refused.err, /large\.csv: it has 2147483648 bytes; files up to 268435456/);
    assertEquals(namesIn(folder), ["constant.csv", "gap.csv", "image.csv", "large.csv"]);
    await Deno.writeTextFile(join(folder, "good.csv"), csvOf(400));
    const smooth = await lyap(folder, "fit", "good.csv", "--smooth", "1e9");
    assertEquals(smooth.code, 2);
    assertMatch(
      smooth.err,
      /kernel 1000000000 steps wide: the shortest part has 60 rows; give at most 15 steps/,
    );
    const directory = await lyap(folder, "fit", ".");
    assertEquals([directory.code, directory.err.includes("it is a folder; name its files")], [
      2,
      true,
    ]);
    const separator = await lyap(folder, "fit", "good.csv", "--separator", "xx");
    assertEquals([separator.code, separator.err.includes("give one character")], [2, true]);
    const wide = Array.from(
      { length: 300 },
      (_, row) =>
        Array.from({ length: 400 }, (_, c) => ((row * 37 + c * c * row * row) % 1009).toString()).join(","),
    );
    await Deno.writeTextFile(join(folder, "wide.csv"), wide.join("\n"));
    const many = await lyap(folder, "fit", "wide.csv", "--minutes", "1");
    assertEquals(many.code, 2);
    assertMatch(
      many.err,
      /exponent of 400 columns and 300 rows would alone take about 2 minutes; .*--columns/,
    );
    const wrong = await lyap(folder, "fit", "gap.csv", "--gaps", "fill", "--minutes", "1");
    assertEquals(wrong.code, 2);
    assertStringIncludes(wrong.err, "say refuse, interpolate or split");
  }));
