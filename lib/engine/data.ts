/**
 * Files of users that a plan needs, and which of them are not there.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { join } from "@std/path/mod.js";
import { environmentFault, type LyapError } from "../core/program/errors.ts";
import type { Program } from "../core/program/program.ts";
import type { DataAccess } from "../steps/step.ts";
import type { DataFile, StepGraph } from "../steps/plan.ts";

/** No file of a user may be read. */
export const NO_DATA: DataAccess = { directory: null, mayDownload: false };

const isThere = (file: DataFile, { directory, mayDownload }: DataAccess): Program<boolean> =>
  mayDownload && file.address !== ""
    ? RTE.right(true)
    : directory === null
    ? RTE.right(false)
    : ({ files }) => files.exists(join(directory, file.name));

/**
 * The files that some steps of a plan would read and that can't be had.
 *
 * @param wanted Ids of the steps that would run.
 */
export const absentFiles = (
  plan: StepGraph,
  wanted: ReadonlySet<string>,
  data: DataAccess,
): Program<readonly DataFile[]> =>
  pipe(
    plan.steps.flatMap(({ id, files = [] }) => wanted.has(id) ? files : []),
    RTE.traverseArray((file) =>
      pipe(isThere(file, data), RTE.map((there): readonly DataFile[] => there ? [] : [file]))
    ),
    RTE.map((found) => found.flat()),
  );

/** What a person reads who lacks a data file. */
export const dataNotPresent = ({ name, sha256, address }: DataFile, { directory }: DataAccess): LyapError =>
  environmentFault(
    "Data not present",
    directory === null ? name : join(directory, name),
    (address === ""
      ? "put it there, or name another folder with --data"
      : `fetch it from ${address}, allow that with --download, or name another folder with --data`) +
      `; its SHA-256 is ${sha256}`,
  );
