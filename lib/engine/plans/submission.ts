/**
 * What of a plan is submitted to a scheduler: arrays of the packs that lack something, each with what it waits for.
 *
 * @module
 */
import type { Digest } from "../../core/codec/canonical.ts";
import type { PlanRecord, StepRow } from "./folder.ts";
import { type Stage, STAGES } from "./packs.ts";

/** An array of jobs, or a single job. */
export interface Submission {
  /** Unique; what waits for it names it, or how its name begins. */
  readonly label: string;
  readonly stage: Stage;
  /** Number of the pack that the element 0 makes. */
  readonly offset: number;
  /** Elements; null for a job that is no array. */
  readonly elements: readonly number[] | null;
  /** What it waits for; null if it waits for nothing. `all` means everything before it. */
  readonly after: { readonly kind: "afterok" | "afterany" | "aftercorr"; readonly on: string } | null;
}

/** Numbers as Slurm writes them: `0-3,7`. */
export const ranges = (numbers: readonly number[]): string => {
  const runs: [number, number][] = [];
  for (const each of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === each - 1) last[1] = each;
    else runs.push([each, each]);
  }
  return runs.map(([from, to]) => from === to ? `${from}` : `${from}-${to}`).join(",");
};

/** Elements of a stage that wait for the same. No array waits for elements that another one lacks. */
interface Group {
  /** What ends the labels of its arrays. */
  readonly ending: string;
  readonly indices: readonly number[];
  /** What the array waits for that begins at a pack. */
  readonly after: (offset: number) => Submission["after"];
}

const labelOf = (stage: Stage, offset: number, ending: string): string => `${stage}:${offset}${ending}`;

/** Packs by the offset of the array in which they are elements. */
const chunksOf = (indices: readonly number[], size: number): ReadonlyMap<number, readonly number[]> => {
  const chunks = new Map<number, number[]>();
  for (const index of indices) {
    const offset = size * Math.floor(index / size);
    chunks.set(offset, [...chunks.get(offset) ?? [], index - offset]);
  }
  return chunks;
};

const indicesOf = (rows: readonly StepRow[], stage: Stage): readonly number[] =>
  [...new Set(rows.filter((row) => row.stage === stage).map(({ index }) => index))].sort((a, b) => a - b);

/**
 * The arrays that make what is missing.
 *
 * @param missing Keys of the artifacts that the store lacks.
 */
export const submissionsOf = (
  { aligned, arraySize }: Pick<PlanRecord, "aligned" | "arraySize">,
  rows: readonly StepRow[],
  missing: ReadonlySet<Digest>,
): readonly Submission[] => {
  const lacking = rows.filter(({ key }) => missing.has(key));
  const of = Object.fromEntries(STAGES.map((stage) => [stage, indicesOf(lacking, stage)])) as Readonly<
    Record<Stage, readonly number[]>
  >;
  const arrays = (stage: Stage, groups: readonly Group[]): readonly Submission[] =>
    groups.flatMap(({ ending, indices, after }) =>
      [...chunksOf(indices, arraySize)].map(([offset, elements]) => ({
        label: labelOf(stage, offset, ending),
        stage,
        offset,
        elements,
        after: after(offset),
      }))
    );
  /** Elements that wait for the one with their number, group by group, and those of which that one has ended long ago. */
  const corresponding = (stage: Stage, on: Stage, groups: readonly Group[]): readonly Group[] => {
    const waited = new Set(groups.flatMap(({ indices }) => indices));
    return [
      ...groups.map(({ ending, indices }): Group => {
        const those = new Set(indices);
        return {
          ending,
          indices: of[stage].filter((index) => those.has(index)),
          after: (offset) => ({ kind: "aftercorr", on: labelOf(on, offset, ending) }),
        };
      }),
      {
        ending: `${"+".repeat(groups.length)}.`,
        indices: of[stage].filter((index) => !waited.has(index)),
        after: () => null,
      },
    ];
  };
  const anyDataset: Submission["after"] = of.dataset.length === 0
    ? null
    : { kind: of.dataset.length === 1 ? "afterok" : "afterany", on: "dataset:" };
  const datasets: readonly Group[] = [{ ending: ".", indices: of.dataset, after: () => null }];
  const trainings: readonly Group[] = aligned
    ? corresponding("train", "dataset", datasets)
    : [{ ending: ".", indices: of.train, after: () => anyDataset }];
  return [
    ...arrays("dataset", datasets),
    ...arrays("train", trainings),
    ...arrays("evaluate", corresponding("evaluate", "train", trainings)),
    ...(of.report.length === 0 ? [] : [{
      label: labelOf("report", 0, "."),
      stage: "report" as const,
      offset: 0,
      elements: null,
      after: lacking.length === 1 ? null : { kind: "afterany" as const, on: "all" },
    }]),
  ];
};

/** A submission as a line that the script of Slurm reads. */
export const submissionLine = ({ label, stage, offset, elements, after }: Submission): string =>
  [label, stage, offset, elements === null ? "-" : ranges(elements), after?.kind ?? "none", after?.on ?? "-"]
    .join(" ");
