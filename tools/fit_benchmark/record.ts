/**
 * The record of the benchmark of `lyap fit`: a line for each recording that was fitted.
 *
 * @module
 */
import type { Level } from "../../lib/results/reconstruction.ts";
import { benchmarkSystems } from "./systems.ts";

/** The kinds of recordings of each system. */
export const kindsOfRecording = {
  clean: { rows: 20_000, noise: 0, columns: "all" },
  noisy: { rows: 20_000, noise: 0.02, columns: "all" },
  short: { rows: 5000, noise: 0, columns: "all" },
  "one column": { rows: 20_000, noise: 0, columns: "x" },
} as const;

/** A kind of recording. */
export type RecordingKind = keyof typeof kindsOfRecording;

/** All recordings, the kind with the clearest aim first. */
export const benchmarkCells: readonly { readonly system: string; readonly kind: RecordingKind }[] =
  (Object.keys(kindsOfRecording) as readonly RecordingKind[]).flatMap((kind) =>
    benchmarkSystems.map(({ name }) => ({ system: name, kind }))
  );

/** What came of a fit. */
export interface FittedCell {
  /** What the fit says. */
  readonly level: Level;
  /** D_stsp of the chosen network's free run from a clean orbit, and that of another clean orbit; null after divergence. */
  readonly distance: number | null;
  readonly floor: number;
  /** λ₁ of the chosen network and from the equations, in nats per time unit; null after divergence. */
  readonly lambda1: number | null;
  readonly truth: number;
  /** How many networks were trained, and the place of the chosen one on the held-out part. */
  readonly networks: number;
  readonly place: number | null;
}

/** The record, by the names of system and kind. */
export type BenchmarkRecord = ReadonlyMap<string, FittedCell>;

/** A cell's name in the record. */
export const cellName = ({ system, kind }: (typeof benchmarkCells)[number]): string => `${system},${kind}`;

const HEADER = "system,recording,level,distance,floor,lambda1,truth,networks,place";

const numberOf = (text: string): number | null => text === "" ? null : Number(text);

/** Reads a record. */
export const parseBenchmark = (text: string): BenchmarkRecord =>
  new Map(
    text.split("\n").slice(1).filter((line) => line !== "").map((line) => {
      const [system, kind, level, distance, floor, lambda1, truth, networks, place] = line.split(",");
      return [`${system},${kind}`, {
        level: level as Level,
        distance: numberOf(distance!),
        floor: Number(floor),
        lambda1: numberOf(lambda1!),
        truth: Number(truth),
        networks: Number(networks),
        place: numberOf(place!),
      }];
    }),
  );

/** Writes a record, in the order of the cells, every digit of every number. */
export const writtenBenchmark = (record: BenchmarkRecord): string =>
  [
    HEADER,
    ...benchmarkCells.map(cellName).filter((name) => record.has(name)).map((name) => {
      const { level, distance, floor, lambda1, truth, networks, place } = record.get(name)!;
      return [name, level, distance ?? "", floor, lambda1 ?? "", truth, networks, place ?? ""].join(",");
    }),
    "",
  ].join("\n");

/** Nats that D_stsp may exceed its floor by, and the share that λ₁ may be off by, where a network is a reconstruction. */
const NEAR = { nats: 0.3, share: 0.15 };

/** Whether the chosen network is a reconstruction, no matter what the fit says. */
export const isReconstruction = ({ distance, floor, lambda1, truth }: FittedCell): boolean =>
  distance !== null && lambda1 !== null && distance - floor <= NEAR.nats &&
  Math.abs(lambda1 / truth - 1) <= NEAR.share;
