/**
 * Options of the commands that may read files of users.
 *
 * @module
 */
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { pipe } from "fp-ts/function.js";
import { dirname, join } from "@std/path/mod.js";
import { FITTED_SERIES } from "../series/file_settings.ts";
import type { Program } from "../program/program.ts";
import type { DataAccess } from "../steps/step.ts";
import type { Options, Values } from "./options.ts";

/** Where files lie that a spec names, and whether they may be downloaded. */
export const dataOptions = {
  data: {
    takes: "text",
    value: "DIR",
    help: "where the files lie that a spec names; default data, or the folder of a spec that lyap fit wrote",
  },
  download: {
    takes: "nothing",
    help: "give leave to download files that are not there, where a spec says from where",
  },
} as const satisfies Options;

/** The data that a call may read. */
export const dataAccessOf = (
  { data, download }: Pick<Values<typeof dataOptions>, "data" | "download">,
): DataAccess => ({ directory: data ?? "data", mayDownload: download });

/** The data that a call on a spec may read: those beside a spec of `lyap fit`, unless the user says otherwise. */
export const dataAccessFor = (
  spec: string,
  values: Pick<Values<typeof dataOptions>, "data" | "download">,
): Program<DataAccess> =>
  values.data !== undefined || !spec.endsWith(".json")
    ? RTE.right(dataAccessOf(values))
    : ({ files }) =>
      pipe(
        RTE.fromTaskEither(files.exists(join(dirname(spec), FITTED_SERIES))),
        RTE.map((beside) => dataAccessOf(beside ? { ...values, data: dirname(spec) } : values)),
      )(undefined);
