/**
 * Options of the commands that may read files of users.
 *
 * @module
 */
import type { DataAccess } from "../steps/harness.ts";
import type { Options, Values } from "./options.ts";

/** Where files lie that a spec names, and whether they may be downloaded. */
export const dataOptions = {
  data: { takes: "text", value: "DIR", help: "where the files lie that a spec names; default data" },
  download: {
    takes: "nothing",
    help: "give leave to download files that are not there, where a spec says from where",
  },
} as const satisfies Options;

/** The data that a call may read. */
export const dataAccessOf = (
  { data, download }: Pick<Values<typeof dataOptions>, "data" | "download">,
): DataAccess => ({ directory: data ?? "data", mayDownload: download });
