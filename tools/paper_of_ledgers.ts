/**
 * The text of docs/paper.md, from the experiments, their ledgers and the expected verdicts of the repository.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { fromFileUrl } from "@std/path/mod.js";
import { resolve } from "../lib/engine/experiment.ts";
import { readLedger } from "../lib/engine/ledger_file.ts";
import { PUBLISHED_PROFILE, verdictsOnLedger } from "../lib/engine/verify.ts";
import { describeError, type LyapError } from "../lib/core/program/errors.ts";
import { denoCapabilities } from "../lib/steps/capabilities.ts";
import type { Experiment } from "../lib/experiment/vocabulary.ts";
import { paperDocument, type PaperSection } from "../lib/results/verification/paper.ts";
import { type Expected, judgedClaims } from "../lib/results/verification/verification.ts";

const root = new URL("../", import.meta.url);

const rightOf = <A>(result: E.Either<LyapError, A>): A => {
  if (E.isLeft(result)) throw new Error(describeError(result.left).join("; "));
  return result.right;
};

const sectionOf = async (file: string, expected: Expected): Promise<readonly PaperSection[]> => {
  const { default: spec } = await import(new URL(`experiments/${file}`, root).href) as {
    readonly default: Experiment;
  };
  if (spec.profiles?.[PUBLISHED_PROFILE] === undefined) return [];
  const experiment = rightOf(resolve(file, spec, { profile: PUBLISHED_PROFILE }));
  const directory = fromFileUrl(new URL("fixtures/ledger", root));
  const ledger = rightOf(await readLedger(directory, experiment.name)(denoCapabilities)());
  const { verdicts, ...found } = verdictsOnLedger(ledger, experiment);
  const claims = found.status === "judged" ? judgedClaims(verdicts, experiment.name, "ledger", expected) : [];
  const judged = { experiment: experiment.name, from: "ledger", ...found, seconds: 0, claims };
  return [{ title: experiment.title, judged }];
};

/** The text of docs/paper.md as it should be. */
export const paperOfLedgers = async (): Promise<string> => {
  const expected = JSON.parse(await Deno.readTextFile(new URL("fixtures/verdicts.json", root))) as Expected;
  const files = [...Deno.readDirSync(new URL("experiments", root))]
    .filter(({ isFile, name }) => isFile && name.endsWith(".ts")).map(({ name }) => name).sort();
  const sections: PaperSection[] = [];
  for (const file of files) sections.push(...await sectionOf(file, expected));
  return paperDocument(await Deno.readTextFile(new URL("docs/paper.preface.md", root)), sections);
};
