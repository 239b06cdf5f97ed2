/**
 * What of a plan a store lacks.
 *
 * @module
 */
import * as A from "fp-ts/Array.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { describeError, type LyapError } from "../program/errors.ts";
import type { Program } from "../program/program.ts";
import { warn } from "../program/terminal.ts";
import { type PlannedStep, type StepGraph, stepInWords } from "../steps/plan.ts";
import type { Artifact } from "../steps/store/artifact.ts";
import { exclusively, lookUp, setAside, type Stored } from "../steps/store/store.ts";
import { nameOf } from "./process.ts";

/** Every byte of an artifact is verified; so many are read at a time, for a long sweep's do not fit into memory. */
const SIDE_BY_SIDE = 8;

const nameDamage = (store: string, planned: PlannedStep, fault: LyapError): Program<void> =>
  pipe(
    setAside(store, nameOf(planned)),
    RTE.chain((path) =>
      warn(`${describeError(fault).join("")}; set aside as ${path}, "${stepInWords(planned)}" runs again`)
    ),
  );

/** Whether the store has what a step makes, and the report itself: of all else the bytes are let go. */
interface Found {
  readonly planned: PlannedStep;
  readonly present: boolean;
  readonly report: Artifact | null;
}

const foundOf = (planned: PlannedStep, stored: Stored): Found => {
  const present = stored.kind === "present";
  return { planned, present, report: present && planned.step === "report" ? stored.artifact : null };
};

/** What the store has for a step. What is damaged is looked at again alone: another engine may have mended it. */
const lookUpStep = (store: string) => (planned: PlannedStep): Program<Found> => {
  const name = nameOf(planned);
  const look = lookUp(store, name);
  return pipe(
    look,
    RTE.chain((stored) =>
      stored.kind !== "damaged" ? RTE.right(stored) : exclusively(
        store,
        name,
        pipe(
          look,
          RTE.chainFirst((now) =>
            now.kind === "damaged" ? nameDamage(store, planned, now.fault) : RTE.right(undefined)
          ),
        ),
      )
    ),
    RTE.map((stored) => foundOf(planned, stored)),
  );
};

/** Which steps the store lacks; damaged artifacts are named and set aside. */
export const missingSteps = (plan: StepGraph, store: string): Program<{
  readonly missing: ReadonlySet<string>;
  readonly report: Artifact | null;
}> =>
  pipe(
    A.chunksOf(SIDE_BY_SIDE)([...plan.steps]),
    RTE.traverseSeqArray(RTE.traverseArray(lookUpStep(store))),
    RTE.map((chunks) => chunks.flat()),
    RTE.map((found) => ({
      missing: new Set(found.filter(({ present }) => !present).map(({ planned }) => planned.id)),
      report: found.find(({ report }) => report !== null)?.report ?? null,
    })),
  );
