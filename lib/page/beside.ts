/**
 * The page beside a report, whose runs it can train: a copy of the page, and a button in the report.
 *
 * @module
 */
import { escapedHtml } from "../core/program/text.ts";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { canonicalJson } from "../core/codec/canonical.ts";
import type { RunSettings } from "../experiment/run_settings.ts";
import { environmentFault, type LyapError } from "../core/program/errors.ts";
import type { Capabilities, Program } from "../core/program/program.ts";
import type { WrittenReport } from "../report/document.ts";
import type { Run } from "../results/result.ts";
import { codeFlags, moduleAddress } from "../steps/place.ts";

/** The name of the page beside a report. */
export const PAGE_FILE = "page.html";

/** What of an experiment the button needs. */
export interface TrainableExperiment {
  /** Its name. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** Its runs. */
  readonly runs: readonly Run<RunSettings>[];
}

/** Settings that all runs have, and those that each has of its own. */
const shared = (runs: readonly Run<RunSettings>[]) => {
  const [first] = runs;
  const entries = Object.entries(first?.settings ?? {}).filter(([name, value]) =>
    runs.every(({ settings }) => canonicalJson(settings[name as keyof RunSettings]) === canonicalJson(value))
  );
  const common = Object.fromEntries(entries);
  return {
    common,
    own: runs.map(({ id, settings }) => ({
      id,
      settings: Object.fromEntries(Object.entries(settings).filter(([name]) => !(name in common))),
    })),
  };
};

/** Sets the link to the run that is chosen. The page reads it as it reads every address. */
const script = `(() => {
  const { name, title, common, own } = JSON.parse(document.getElementById("train-runs").textContent);
  const [chosen, link] = ["train-run", "train-link"].map((id) => document.getElementById(id));
  const set = () => {
    const { id, settings } = own[Number(chosen.value)];
    const spec = { name, title: title + ", " + id, settings: { ...common, ...settings } };
    link.href = "${PAGE_FILE}#spec=" + encodeURIComponent(JSON.stringify(spec));
  };
  chosen.addEventListener("change", set);
  set();
})();`;

/** Whether the page can make a run: it reads no modules of users. */
const canTrain = ({ settings }: Run<RunSettings>): boolean => !canonicalJson(settings).includes('"module":');

/**
 * The page of a report with a button that opens the chosen run in the page.
 *
 * @param html The page of a report.
 * @param experiment Its name, its title, and its runs.
 * @returns The same page where the page can train none of its runs.
 */
export const withTrainButton = (html: string, { name, title, runs }: TrainableExperiment): string => {
  const trainable = runs.filter(canTrain);
  if (trainable.length === 0) return html;
  const held = canonicalJson({ name, title, ...shared(trainable) }).replaceAll("<", "\\u003c");
  const options = trainable.map(({ id }, index) => `<option value="${index}">${escapedHtml(id)}</option>`);
  const section = `<section id="train-here" aria-labelledby="train-title">` +
    `<h2 id="train-title">Train one of these networks in your browser</h2>` +
    `<p><label for="train-run">Run </label><select id="train-run">${options.join("")}</select> ` +
    `<a id="train-link" href="${PAGE_FILE}">Open it in the page</a></p>` +
    `<script type="application/json" id="train-runs">${held}</script><script>${script}</script></section>`;
  const at = html.lastIndexOf("</main>");
  return html.slice(0, at) + section + html.slice(at);
};

/** Builds the page, in a process that may do what a bundler does. */
const freshPage: Program<string> = ({ processes }: Capabilities) => {
  const lines: string[] = [];
  const tool = moduleAddress("tools/build_page");
  return pipe(
    processes.deno(["run", "--quiet", "-A", ...codeFlags, tool, "--print"], (line) => lines.push(line), {
      NO_COLOR: "1",
    }),
    TE.chain(({ code, errorTail }) =>
      code === 0 ? TE.right(lines.join("\n")) : TE.left<LyapError, string>(environmentFault(
        "Cannot build the page",
        errorTail.split("\n").find((line) => line.includes("rror:")) ?? tool,
        "run lyap from a clone of its repository, or leave --with-page out",
      ))
    ),
  );
};

/** A report with the page beside it. */
export const withPageBeside = (
  report: WrittenReport["files"],
  experiment: TrainableExperiment,
): Program<WrittenReport["files"]> =>
  pipe(
    freshPage,
    RTE.map((page) => {
      const html = withTrainButton(new TextDecoder().decode(report["index.html"]), experiment);
      const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
      return { ...report, "index.html": bytes(html), [PAGE_FILE]: bytes(page) };
    }),
  );
