/**
 * How the trainings of a rung did on the validation part, from what their steps have made.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { nameOf } from "../../engine/process.ts";
import type { Measured } from "../../pipeline.ts";
import type { Program } from "../../core/program/program.ts";
import type { RunResult } from "../../results/result.ts";
import { reconstructionOf } from "../../results/reconstruction.ts";
import type { PlannedStep } from "../../steps/plan.ts";
import { dataResult, runResult } from "../../steps/result.ts";
import { type Artifact, verifyArtifact } from "../../steps/store/artifact.ts";
import { artifactPath } from "../../steps/store/layout.ts";
import type { TrainingScore } from "./halving.ts";
import type { FitTraining } from "./compose.ts";

/** A training with what is made for it. */
export interface TrainedRun extends Measured {
  /** What is trained. */
  readonly training: FitTraining;
}

/** The scores of runs whose steps have all been made. */
export const standingsOf = (
  runs: readonly TrainedRun[],
  store: string,
): Program<readonly TrainingScore[]> => {
  const [first] = runs;
  if (first === undefined) return RTE.right([]);
  const artifact = (planned: PlannedStep): Program<Artifact> =>
    verifyArtifact(artifactPath(store, nameOf(planned)), planned.key);
  // Baselines and the exponent along the rows are for the report.
  const { baselines: _, exponentAlong: __, ...evaluation } = first.settings.evaluation;
  const data = pipe(
    artifact(first.data),
    RTE.chainEitherK((made) => dataResult(made, first.data.id, { ...first.settings, evaluation })),
  );
  const resultOf = (run: TrainedRun): Program<RunResult> =>
    pipe(
      RTE.Do,
      RTE.apSW("network", artifact(run.network)),
      RTE.apSW("exponents", artifact(run.exponents)),
      RTE.apSW("measures", artifact(run.measures)),
      RTE.chainEitherK((made) => runResult({ ...run, data: run.data.id }, made)),
    );
  return pipe(
    RTE.Do,
    RTE.apSW("found", data),
    RTE.apSW("results", pipe(runs, RTE.traverseSeqArray(resultOf))),
    RTE.map(({ found, results }) => {
      const { candidates } = reconstructionOf(found, results);
      return runs.map(({ training }, index): TrainingScore => ({
        training,
        score: candidates[index]!.score,
      }));
    }),
  );
};
