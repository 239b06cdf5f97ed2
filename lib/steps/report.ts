/**
 * The step `report`: judges the claims, draws the figures, and writes the page.
 *
 * Run alone: `deno run -P=report lib/steps/report.ts --spec FILE --in NAME=DIR … --out DIR`, with the inputs that the
 * plan names.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { cellOf } from "../networks/catalogue.ts";
import { judgeAll } from "../results/claims/catalogue.ts";
import type { Result } from "../results/result.ts";
import { FITTED_SERIES } from "../series/file_settings.ts";
import { toSvg } from "../report/figures/plot/draw.ts";
import { figureOrReason } from "../report/figures/catalogue.ts";
import type { Figure } from "../report/figures/plot/figure.ts";
import { measureOf } from "../measures/catalogue.ts";
import type { LyapError } from "../core/program/errors.ts";
import { runAgain, type Typed } from "../core/program/typed.ts";
import { RESULT_FILE, resultDocument, type WrittenReport } from "../report/document.ts";
import type { Citation } from "../report/bibliography.ts";
import { reportPage, type ReportProvenance } from "../report/page.ts";
import { shownIn } from "../report/shown_in.ts";
import { schemeOf } from "../training/forcing/catalogue.ts";
import { canonicalJson } from "../core/codec/canonical.ts";
import { type Codec, dictionary, list, optional, record, text, where } from "../core/codec/codec.ts";
import { anyText } from "../core/codec/json.ts";
import type { NextStep } from "../experiment/experiment.ts";
import { LYAP_VERSION, NUMERICS_VERSION } from "../core/codec/version.ts";
import type { Artifact } from "./store/artifact.ts";
import { stepVersions } from "./definitions.ts";
import type { DatasetRecord } from "./dataset.ts";
import { resultOfArtifacts } from "./result.ts";
import { readRecord } from "./files.ts";
import type { Step } from "./step.ts";
import { type ReportSpec, stepNamesOf } from "./report_spec.ts";
import { vocabulary } from "../experiment/vocabulary.ts";
import { untracedSentences } from "../results/sample.ts";

const label = where(
  "a text or a number",
  (value): value is string | number => typeof value === "string" || typeof value === "number",
  { type: ["string", "number"] },
);

const reportSpec = record({
  name: text,
  title: text,
  description: anyText,
  notes: optional(list(text) as Codec<readonly string[] | undefined, readonly string[]>, undefined),
  next: optional(
    record({ because: text, from: text, command: text }) as Codec<NextStep | undefined, NextStep>,
    undefined,
  ),
  timeUnit: optional(text as Codec<string | undefined, string>, undefined),
  profile: text,
  claims: list(vocabulary.claim),
  figures: list(vocabulary.figure),
  runs: list(record({
    id: text,
    labels: dictionary(label),
    settings: record(vocabulary.settings),
    data: text,
  })),
});

const methods: readonly Citation[] = [
  {
    of: "Lyapunov exponents by QR decomposition",
    text:
      "G. Benettin, L. Galgani, A. Giorgilli & J.-M. Strelcyn (1980), Lyapunov characteristic exponents for smooth " +
      "dynamical systems, Meccanica 15, 9–30",
  },
  {
    of: "Lyapunov exponents by QR decomposition",
    text:
      "I. Shimada & T. Nagashima (1979), A numerical approach to ergodic problem of dissipative dynamical systems, " +
      "Prog. Theor. Phys. 61, 1605–1616",
  },
];

/** Where the data of a report comes from. */
export type DataReferences = Pick<DatasetRecord, "title" | "references">;

/** The references of exactly the systems, cells, forcing schemes and measures that were used, each once. */
export const referencesOf = (spec: ReportSpec, records: readonly DataReferences[]): readonly Citation[] => {
  const used = spec.runs.flatMap(({ settings: { cell, forcing, evaluation } }) => [
    ...cellOf(cell).references.map((text) => ({ of: cellOf(cell).title, text })),
    ...schemeOf(forcing).references.map((text) => ({ of: `${forcing.kind} forcing`, text })),
    ...evaluation.measures.flatMap((each) => {
      const { references, presetReferences = {} } = measureOf(each);
      const ofPreset = "preset" in each ? presetReferences[each.preset] ?? [] : [];
      return [...references, ...ofPreset].map((text) => ({ of: each.kind, text }));
    }),
  ]);
  const data = records.flatMap(({ title, references }) => references.map((text) => ({ of: title, text })));
  const all = [...data, ...used, ...methods];
  return all.filter(({ of, text }, index) =>
    all.findIndex((other) => other.of === of && other.text === text) === index
  );
};

/** The command that makes a report again. */
const rerunOf = ({ name, profile, runs }: ReportSpec): Typed => {
  const files = runs.flatMap(({ settings: { dataset: { source } } }) =>
    source.kind !== "file" ? [] : [source.file, ...(source.test === undefined ? [] : [source.test.file])]
  );
  return runAgain({
    name,
    profile,
    files: [...new Set(files)].filter((file) => file !== FITTED_SERIES),
    isFit: files.includes(FITTED_SERIES),
  });
};

/**
 * @param runs Those that no kernel could train are named.
 * @param digests By name what the report is made from.
 */
const provenanceOf = (
  spec: ReportSpec,
  runs: Result["runs"],
  digests: readonly (readonly [string, string])[],
): ReportProvenance => ({
  entries: [
    ["lyap", LYAP_VERSION],
    ["numerics", `version ${NUMERICS_VERSION}`],
    ["steps", Object.entries(stepVersions).map(([name, version]) => `${name} ${version}`).join(", ")],
    ...untracedSentences(runs).map((sentence) => ["trainings", sentence] as const),
    ...digests,
  ],
  rerun: rerunOf(spec),
});

/**
 * File names of figures: their place in the report and their kind.
 *
 * @param variant ".bare" for the one without a caption, for slides and other pages. Default: none.
 */
const figureName = (index: number, { kind }: Figure, variant = ""): string =>
  `figures/${String(index + 1).padStart(2, "0")}-${kind.replaceAll(/[^a-z0-9]+/gi, "-")}${variant}.svg`;

const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);

/** What a report is made of. */
export interface ReportMaterial {
  readonly evidence: Result;
  readonly data: readonly DataReferences[];
  /** By name what it is made from. */
  readonly digests: readonly (readonly [string, string])[];
}

/** A report: the page, the figures, and the result as JSON and as a value. */
export const drawnReport = (
  spec: ReportSpec,
  { evidence, data, digests }: ReportMaterial,
): WrittenReport => {
  const figures = spec.figures.map((figure) => figureOrReason(figure, evidence));
  const verdicts = judgeAll(spec.claims, evidence);
  const shown = shownIn(
    spec.claims,
    spec.figures,
    figures,
    (label) => evidence.runs.find(({ labels }) => labels.dataset === label)?.data,
    evidence.runs.map(({ labels }) => labels),
  );
  const provenance = provenanceOf(spec, evidence.runs, digests);
  const references = referencesOf(spec, data);
  // The settings of runs are listed by name, as the spec's file has them, and not as the codecs order them.
  const listed = { ...spec, runs: JSON.parse(canonicalJson(spec.runs)) as unknown };
  const page = reportPage({
    evidence,
    verdicts,
    figures,
    shownIn: shown,
    notes: spec.notes ?? [],
    next: spec.next ?? null,
    provenance,
    spec: listed,
    references,
  });
  const result = resultDocument(evidence, verdicts);
  const files = {
    "index.html": bytes(page),
    [RESULT_FILE]: bytes(canonicalJson(result) + "\n"),
    ...Object.fromEntries(
      figures.flatMap((figure, index) =>
        figure.panels.length === 0 ? [] : [
          [figureName(index, figure), bytes(toSvg(figure))] as const,
          [figureName(index, figure, ".bare"), bytes(toSvg(figure, { bare: true }))] as const,
        ]
      ),
    ),
  };
  return { files, result };
};

/** The inputs in the order of the runs, in whichever order they were given: the page lists them so. */
const inOrderOfRuns = (
  { runs }: ReportSpec,
  inputs: Readonly<Record<string, Artifact>>,
): readonly (readonly [string, Artifact])[] => {
  const names = new Set(runs.flatMap(({ id, data }) => [data, ...Object.values(stepNamesOf(id))]));
  return [...names].flatMap((name) => {
    const artifact = inputs[name];
    return artifact === undefined ? [] : [[name, artifact] as const];
  });
};

const write = (
  spec: ReportSpec,
  inputs: Readonly<Record<string, Artifact>>,
): E.Either<LyapError, Readonly<Record<string, Uint8Array>>> => {
  const ordered = inOrderOfRuns(spec, inputs);
  return pipe(
    E.Do,
    E.bindW("evidence", () => resultOfArtifacts(spec, inputs)),
    E.bindW("data", () =>
      pipe(
        ordered.map(([, artifact]) => artifact).filter(({ manifest }) => manifest.step === "dataset"),
        E.traverseArray((artifact) => readRecord<DatasetRecord>(artifact, "dataset.json")),
      )),
    E.map(({ evidence, data }) =>
      drawnReport(spec, {
        evidence,
        data,
        digests: ordered.map(([name, { manifest }]) => [name, manifest.content]),
      }).files
    ),
  );
};

/** The step as a value, for programs that run it without a process of its own. */
export const reportStep: Step<ReportSpec> = {
  name: "report",
  codec: reportSpec,
  run: (spec, inputs) => RTE.fromEither(write(spec, inputs)),
};

if (import.meta.main) await (await import("./harness.ts")).runAsStep(reportStep);
