/**
 * What of a plan a store lacks.
 *
 * @module
 */
import * as A from "fp-ts/Array.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { join } from "@std/path/mod.js";
import { describeError, type LyapError } from "../core/program/errors.ts";
import type { DirectoryEntry, Program } from "../core/program/program.ts";
import { warn } from "../core/program/terminal.ts";
import { type PlannedStep, type StepGraph, stepInWords } from "../steps/plan.ts";
import type { Artifact } from "../steps/store/artifact.ts";
import { artifactPath, formerPath } from "../steps/store/layout.ts";
import { exclusively, lookUp, setAside, type Stored } from "../steps/store/store.ts";
import { nameOf } from "./process.ts";

/** Every byte of an artifact is verified; this many are read at a time, for a long sweep's do not fit into memory. */
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

/** Ids of the steps of a plan of which nothing was found. */
const without = ({ steps }: StepGraph, found: readonly Found[]): ReadonlySet<string> => {
  const present = new Set(found.map(({ planned }) => planned.id));
  return new Set(steps.map(({ id }) => id).filter((id) => !present.has(id)));
};

/** The directories in a store where artifacts lie. Folders are listed, which is far less work than a question for each. */
export const directoriesIn = (store: string): Program<ReadonlySet<string>> => ({ files }) => {
  const root = join(store, "artifacts");
  const listed = (folder: string): TE.TaskEither<LyapError, readonly string[]> =>
    pipe(files.list(folder), TE.map((entries) => entries.map(({ name }) => join(folder, name))));
  // What is no directory may be a link to one, or nothing of lyap's.
  const pathsIn = ({ name, isDirectory }: DirectoryEntry): TE.TaskEither<LyapError, readonly string[]> =>
    isDirectory
      ? listed(join(root, name))
      : pipe(listed(join(root, name)), TE.orElse(() => TE.right<LyapError, readonly string[]>([])));
  return pipe(
    TE.Do,
    TE.bindW("exists", () => files.exists(root)),
    TE.bindW("entries", ({ exists }) => exists ? files.list(root) : TE.right([])),
    TE.bindW("paths", ({ entries }) =>
      pipe(
        A.chunksOf(SIDE_BY_SIDE)(entries.filter(({ name }) => !name.includes("-"))),
        TE.traverseSeqArray(TE.traverseArray(pathsIn)),
      )),
    TE.map(({ entries, paths }): ReadonlySet<string> =>
      new Set([...entries.map(({ name }) => join(root, name)), ...paths.flat(2)])
    ),
  );
};

/** Which steps the store lacks; damaged artifacts are named and set aside. */
export const missingSteps = (plan: StepGraph, store: string): Program<{
  readonly missing: ReadonlySet<string>;
  readonly report: Artifact | null;
}> =>
  pipe(
    directoriesIn(store),
    RTE.map((directories) =>
      plan.steps.filter((planned) =>
        [artifactPath, formerPath].some((pathOf) => directories.has(pathOf(store, nameOf(planned))))
      )
    ),
    RTE.chain((there) =>
      pipe(A.chunksOf(SIDE_BY_SIDE)([...there]), RTE.traverseSeqArray(RTE.traverseArray(lookUpStep(store))))
    ),
    RTE.map((chunks) => chunks.flat()),
    RTE.map((found) => ({
      missing: without(plan, found.filter(({ present }) => present)),
      report: found.find(({ report }) => report !== null)?.report ?? null,
    })),
  );
