/**
 * The engines for which plans are written, one line each.
 *
 * @module
 */
import type { PlannedExperiment } from "../../pipeline.ts";
import type { Place, PlanFiles } from "./folder.ts";
import { makePlan, parallelPlan } from "./parallel.ts";
import { type SlurmOptions, slurmPlan } from "./slurm.ts";
import { snakemakePlan } from "./snakemake.ts";

/** What makes the files of a plan, and how the plan is started. */
export interface PlanWriter {
  readonly files: (planned: PlannedExperiment, place: Place, options: SlurmOptions) => PlanFiles;
  /** What a person types, from the quoted folder. */
  readonly start: (folder: string, levels: number) => string;
}

/** The writers by the names of their engines. */
export const planWriters = {
  slurm: { files: slurmPlan, start: (folder) => `sbatch ${folder}/submit.sh` },
  snakemake: { files: snakemakePlan, start: (folder) => `snakemake -s ${folder}/Snakefile --cores 8` },
  parallel: {
    files: parallelPlan,
    start: (folder, levels) =>
      Array.from({ length: levels }, (_, level) => `parallel < ${folder}/level-${level + 1}.txt`).join("; "),
  },
  make: { files: makePlan, start: (folder) => `make -f ${folder}/Makefile -k -j 8` },
} as const satisfies Readonly<Record<string, PlanWriter>>;

/** The name of an engine that plans are written for. */
export type PlannedFor = keyof typeof planWriters;
