/**
 * Options that several commands take, and what they mean.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as TE from "fp-ts/TaskEither.js";
import { dirname, join, resolve } from "@std/path/mod.js";
import { isAddress } from "../engine/fallback.ts";
import { LEDGER_DIRECTORY } from "../engine/ledger_file.ts";
import type { Program } from "../core/program/program.ts";
import { FITTED_SERIES } from "../series/file_settings.ts";
import type { DataAccess } from "../steps/step.ts";
import type { Options, Values } from "./options.ts";

/** Headings of the help. */
const [PLACES, WORK] = ["Where things are", "How it works"] as const;

/** Where artifacts are kept. */
export const storeOption = {
  store: {
    takes: "text",
    value: "DIR",
    isFolder: true,
    inProject: ".lyap",
    group: PLACES,
    help: "the folder for artifacts; default .lyap",
  },
} as const satisfies Options;

/** Where what is published lies. */
export const ledgerOption = {
  ledger: {
    takes: "text",
    value: "DIR",
    isFolder: true,
    inProject: LEDGER_DIRECTORY,
    mustExist: { unless: "publish" },
    group: PLACES,
    help: `the folder of ledgers; default ${LEDGER_DIRECTORY}`,
  },
} as const satisfies Options;

/** Where what a call publishes is written. */
export const writtenLedgerOption = {
  ledger: { ...ledgerOption.ledger, mustExist: { unless: "ledger" } },
} as const satisfies Options;

/** How many steps run side by side. */
export const jobsOption = {
  jobs: {
    takes: "integer",
    least: 1,
    value: "N",
    group: WORK,
    help: "steps that run at the same time; default: the cores of this machine",
  },
} as const satisfies Options;

/** Whether trainings run with all checks. */
export const checkedOption = {
  checked: {
    takes: "nothing",
    group: WORK,
    help: "train with all checks of V8, which takes longer and gives the same bits; also LYAP_CHECKED=1",
  },
} as const satisfies Options;

/** Whether the page that trains lies beside the report. */
export const pageOption = {
  "with-page": {
    takes: "nothing",
    group: "Output",
    help: "put page.html beside the report, which trains its runs in a browser, with a button in the report",
  },
} as const satisfies Options;

/** Which form of an experiment is meant. */
export const profileOptions = {
  profile: { takes: "text", value: "NAME", help: "which profile of the experiment; default quick" },
  seed: { takes: "integer", value: "N", help: "first seed; a sweep over n seeds uses N … N+n−1" },
} as const satisfies Options;

/** What `profileOptions` chose. */
export const chosenOf = (
  { profile, seed }: Values<typeof profileOptions>,
): { readonly profile?: string; readonly seed?: number } => ({
  ...(profile === undefined ? {} : { profile }),
  ...(seed === undefined ? {} : { seed }),
});

/** Stores of others. */
export const fallbackOption = {
  fallback: {
    takes: "texts",
    value: "DIR",
    mustExist: true,
    group: PLACES,
    help: "a store that is only read, or the http address of one: what it holds is verified and copied",
  },
} as const satisfies Options;

/** The stores that a call names, with whole paths. */
export const fallbacksOf = ({ fallback }: Values<typeof fallbackOption>): readonly string[] =>
  (fallback ?? []).map((place) => isAddress(place) ? place.replace(/\/+$/, "") : resolve(place));

/** Where files lie that a spec names, and whether they may be downloaded. */
export const dataOptions = {
  data: {
    takes: "text",
    value: "DIR",
    isFolder: true,
    mustExist: true,
    group: PLACES,
    help:
      "the folder of the files that a spec names; default data, or the folder of a spec that lyap fit wrote",
  },
  download: {
    takes: "nothing",
    group: PLACES,
    help: "download missing files, if the spec says from where",
  },
} as const satisfies Options;

type GivenData = Pick<Values<typeof dataOptions>, "data" | "download">;

/** The data that a call may read. */
export const dataAccessOf =
  ({ data, download }: GivenData): Program<DataAccess> => ({ place: { project } }) =>
    TE.right({ directory: data ?? join(project, "data"), mayDownload: download });

/** The data that a call on a spec may read: those beside a spec of `lyap fit`, unless the user says otherwise. */
export const dataAccessFor = (spec: string, given: GivenData): Program<DataAccess> => (capabilities) =>
  pipe(
    given.data !== undefined || !spec.endsWith(".json")
      ? TE.right(false)
      : capabilities.files.exists(join(dirname(spec), FITTED_SERIES)),
    TE.chain((beside) => dataAccessOf(beside ? { ...given, data: dirname(spec) } : given)(capabilities)),
  );
