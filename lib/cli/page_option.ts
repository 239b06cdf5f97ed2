/**
 * The option of the commands that write a report.
 *
 * @module
 */
import type { Options } from "./options.ts";

/** Whether the page that trains lies beside the report. */
export const pageOption = {
  "with-page": {
    takes: "nothing",
    help: "lay page.html beside the report, which trains its runs in a browser, with a button in the report",
  },
} as const satisfies Options;
