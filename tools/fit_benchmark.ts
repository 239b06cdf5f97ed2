/**
 * Fits networks to recordings of systems that are not in the catalogue, and counts how often that succeeds: `deno task fitbench
 * [--minutes 60] [--budget 4] [--jobs 2] [--store DIRECTORY]`.
 *
 * `fixtures/fit_benchmark.csv` is written after each fit, so that a run that was stopped goes on where it was, and
 * `docs/fit_benchmark.md` is written from it.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { join } from "@std/path/mod.js";
import { decode } from "../lib/core/codec/codec.ts";
import { exponentsOfSystem } from "../lib/lyapunov/exponents.ts";
import { evaluateMeasure, measureCodec } from "../lib/measures/catalogue.ts";
import { describeError, type LyapError } from "../lib/core/program/errors.ts";
import { fitRecording } from "../lib/recordings/fit/on_this_machine.ts";
import { embed, type Embedding } from "../lib/series/embed.ts";
import { withNoise } from "../lib/series/noise.ts";
import { decodeNpy, encodeNpy } from "../lib/series/npy.ts";
import { column, type Series, slice } from "../lib/series/series.ts";
import { orbitOf } from "../lib/systems/orbit.ts";
import type { System } from "../lib/systems/system.ts";
import { benchmarkPage } from "./fit_benchmark/page.ts";
import {
  benchmarkCells,
  type BenchmarkRecord,
  cellName,
  type FittedCell,
  kindsOfRecording,
  parseBenchmark,
  type RecordingKind,
  writtenBenchmark,
} from "./fit_benchmark/record.ts";
import { benchmarkSystems } from "./fit_benchmark/systems.ts";
import { toolOptions } from "./tool_options.ts";

const fixture = new URL("../fixtures/fit_benchmark.csv", import.meta.url);
const page = new URL("../docs/fit_benchmark.md", import.meta.url);

const given = toolOptions(
  `Fits recordings of systems that are not in the catalogue, and writes fixtures/fit_benchmark.csv and docs/fit_benchmark.md.

usage: deno task fitbench [--minutes 60] [--budget 4] [--jobs 2] [--store DIRECTORY]

It makes what the file lacks, begins no fit after --minutes, and gives each fit --budget minutes.`,
  ...["minutes", "budget", "jobs", "store"] as const,
);

const jobs = Number(given("jobs", "0"));

/** Samples in a typical time of a system, typical times before the first one, and rows of each clean orbit. */
const SAMPLING = { perTime: 40, transient: 100, rows: 20_000 };
/** Typical times along which exponents of the equations are found. */
const EXPONENT_TIMES = 4000;
/** Seed of the noise. */
const SEED = 18;

const orThrow = <A>(found: E.Either<unknown, A>): A => {
  if (E.isLeft(found)) {
    const error = found.left as LyapError;
    throw new Error("_tag" in error ? describeError(error).join("\n") : JSON.stringify(error));
  }
  return found.right;
};

/** An orbit of three times as many rows: what is recorded, and two that it is compared with. */
const orbit = (system: System): Series => {
  const { advance, observe, start, variables, dt } = orbitOf(system, system.parameters);
  const substeps = Math.max(1, Math.round(system.timeScale / (SAMPLING.perTime * dt)));
  const [state, columns, rows] = [start.slice(), variables.length, 3 * SAMPLING.rows];
  advance(state, Math.round(SAMPLING.transient * system.timeScale / dt));
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    observe(state, values.subarray(row * columns, (row + 1) * columns));
    advance(state, substeps);
  }
  return { values, rows, columns, dt: dt * substeps };
};

const firstColumn = (series: Series): Series => ({ ...series, values: column(series, 0), columns: 1 });

const embedded = (series: Series, embedding: Embedding | undefined): Series =>
  embedding === undefined ? series : orThrow(
    embed({ series, variables: Array.from({ length: series.columns }, (_, i) => `x${i}`) }, embedding),
  )
    .series;

const distanceOf = (truth: Series, generated: Series): number | null =>
  evaluateMeasure(orThrow(decode(measureCodec, { kind: "D_stsp" })), { truth, generated }).value;

const seriesIn = async (path: string, dt: number): Promise<Series | null> => {
  try {
    const { shape: [rows, columns], values } = orThrow(decodeNpy(await Deno.readFile(path), path));
    return { values: Float64Array.from(values), rows: rows!, columns: columns!, dt };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
};

/** Fits one recording, and holds the chosen network against clean orbits and the equations. */
const fitCell = async (system: System, kind: RecordingKind): Promise<FittedCell> => {
  const { rows, noise, columns } = kindsOfRecording[kind];
  const whole = columns === "all" ? orbit(system) : firstColumn(orbit(system));
  const part = (index: number) => slice(whole, index * SAMPLING.rows, (index + 1) * SAMPLING.rows);
  const recording = withNoise(slice(whole, 0, rows), noise, SEED);
  const folder = await Deno.makeTempDir();
  try {
    const file = join(folder, `${system.name}.npy`);
    await Deno.writeFile(
      file,
      encodeNpy({ shape: [recording.rows, recording.columns], values: recording.values.slice() }),
    );
    const { result, chosen, level, place } = orThrow(
      await fitRecording({
        files: [file],
        out: join(folder, "fit"),
        minutes: Number(given("budget", "4")),
        import: { dt: recording.dt },
        store: given("store", ".lyap"),
        ...(jobs > 0 ? { jobs } : {}),
      }),
    );
    const experiment = JSON.parse(await Deno.readTextFile(join(folder, "fit", "experiment.json")));
    const embedding = experiment.settings.dataset.embed as Embedding | undefined;
    const generated = await seriesIn(join(folder, "fit", "generated.npy"), recording.dt);
    const [truth, other] = [embedded(part(1), embedding), embedded(part(2), embedding)];
    const exponents = result.runs.find(({ id }) => id === chosen)?.lyapunov?.exponents;
    const { spectrum } = orThrow(
      exponentsOfSystem(system, {}, { time: EXPONENT_TIMES * system.timeScale }),
    );
    return {
      level,
      distance: generated === null ? null : distanceOf(
        truth,
        generated.columns === truth.columns ? generated : embedded(generated, embedding),
      ),
      floor: distanceOf(truth, other)!,
      lambda1: exponents === undefined ? null : exponents[0]! / recording.dt,
      truth: spectrum.exponents[0]!,
      networks: result.runs.length,
      place,
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
};

const read = async (): Promise<BenchmarkRecord> => {
  try {
    return parseBenchmark(await Deno.readTextFile(fixture));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return new Map();
    throw error;
  }
};

const record = new Map(await read());
const until = Date.now() + 60_000 * Number(given("minutes", "Infinity"));
const write = async (): Promise<void> => {
  await Deno.writeTextFile(fixture, writtenBenchmark(record));
  await Deno.writeTextFile(page, benchmarkPage(record));
};
for (const cell of benchmarkCells) {
  if (record.has(cellName(cell)) || Date.now() >= until) continue;
  const system = benchmarkSystems.find(({ name }) => name === cell.system)!;
  record.set(cellName(cell), await fitCell(system, cell.kind));
  await write();
}
await write();
