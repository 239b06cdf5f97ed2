/**
 * The page of a report as it is laid into a folder: its commands can be typed there as they are.
 *
 * @module
 */
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { join, relative, resolve } from "@std/path/mod.js";
import type { Capabilities, Program } from "../core/program/program.ts";
import { LYAP_IN_CLONE, lyapOutside, shellQuoted } from "../core/program/typed.ts";
import { pageLaid } from "../report/command_node.ts";
import type { ReportFiles } from "./run_and_report.ts";

/** The page of a report. */
const PAGE = "index.html";

/** Where the content of a page was made. */
export interface LaidBy {
  /** The store. */
  readonly store: string;
  /** The folder of the data; null if there is none. Default: none. */
  readonly data?: string | null;
  /** The folder in which commands are typed, where it is not that of the page: that of a fit. Default: that of the page. */
  readonly typedIn?: string;
}

/** A folder or a file as a shell takes it from another folder: the shorter way. */
const pathFrom = (folder: string, path: string): string => {
  const [whole, part] = [resolve(path), relative(resolve(folder), resolve(path)) || "."];
  return shellQuoted(part.length < whole.length ? part : whole);
};

/**
 * A report with its page as it is laid into a folder: its commands name the clone of lyap, the store and the data as they
 * are typed there. The artifact in the store names no folder, and neither does a page that a program makes.
 *
 * @param folder In which it is laid.
 */
export const withPageLaid = (
  report: ReportFiles,
  folder: string,
  { store, data = null, typedIn = folder }: LaidBy,
): Program<ReportFiles> =>
  RTE.asks(({ place: { lyap, project } }: Capabilities) => {
    const page = report[PAGE];
    if (page === undefined || lyap === "lyap") return report;
    const clone = lyap === LYAP_IN_CLONE || lyap === lyapOutside(resolve(project)) ? resolve(project) : null;
    // Outside a clone what no option names is looked for where lyap is typed, which is beside the page.
    const found = (path: string, name: string): boolean =>
      clone !== null && resolve(path) === join(clone, name);
    const laid = pageLaid(new TextDecoder().decode(page), {
      lyap: clone === null ? lyap : lyapOutside(clone),
      folder: resolve(typedIn) === resolve(folder) ? null : resolve(typedIn),
      clone,
      store: found(store, ".lyap") ? null : pathFrom(typedIn, store),
      data: data === null || found(data, "data") ? null : pathFrom(typedIn, data),
    });
    return { ...report, [PAGE]: new TextEncoder().encode(laid) };
  });
