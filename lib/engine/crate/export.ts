/**
 * Writes a crate: an experiment with its ledger, networks, report, verdicts and provenance, as files that describe
 * themselves.
 *
 * The crate takes what the ledger of the experiment holds, and adds what the store holds. Nothing is trained.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { join } from "@std/path/mod.js";
import { markdownTable } from "markdown-table";
import { canonicalJson, digestOfBytes, type Json } from "../../core/codec/canonical.ts";
import { LYAP_VERSION } from "../../core/codec/version.ts";
import type { Resolved } from "../../experiment/vocabulary.ts";
import { planned, type PlannedExperiment } from "../../pipeline.ts";
import { badUsage, cannotCompute, type LyapError } from "../../core/program/errors.ts";
import { type Capabilities, failWith, type Program } from "../../core/program/program.ts";
import { counted } from "../../core/program/text.ts";
import type { Ledger } from "../../results/ledger/ledger.ts";
import { type Expected, judgedClaims } from "../../results/verification/verification.ts";
import { versionOf } from "../../steps/definitions.ts";
import { plain } from "../../results/verification/people.ts";
import { copyModules } from "../../steps/modules.ts";
import { referencesOf } from "../../steps/report.ts";
import { readManifest } from "../../steps/store/artifact.ts";
import { writeBelow } from "../../steps/store/folder.ts";
import { artifactPath } from "../../steps/store/layout.ts";
import { readLedger } from "../ledger_file.ts";
import { reportFromLedger, specOf } from "../ledger_report.ts";
import { mergeLedger } from "../merge_ledgers.ts";
import { nameOf } from "../process.ts";
import { currentPart, publishFinished } from "../publish.ts";
import type { RemakeOptions } from "../remade.ts";
import { verdictsOnLedger } from "../verify.ts";
import { attestationOf } from "./attestation.ts";
import {
  type About,
  ATTESTATION,
  type CrateContent,
  type CrateFile,
  type CrateVerdicts,
  LEDGER,
  METADATA,
  README,
  REPORT,
  SPEC,
  type StepRecord,
  STEPS_FILE,
  VERDICTS_FILE,
} from "./content.ts";
import { crateMetadata } from "./metadata.ts";

/** How a crate is written. */
export interface ExportOptions extends RemakeOptions {
  /** What a person types to make what is missing. */
  readonly runIt: string;
  /** The folder of the crate, which must be empty or not be there. */
  readonly out: string;
  readonly about: About;
  /** Files that go along as they are: LICENSE, CITATION.cff. */
  readonly papers: Readonly<Record<string, Uint8Array>>;
  /** The verdicts that are expected. */
  readonly expected: Expected;
  /** Whether the statement about the verdicts is written too. */
  readonly attest: boolean;
}

/** What a crate came to. */
export interface ExportedCrate {
  readonly files: readonly CrateFile[];
  readonly verdicts: CrateVerdicts;
  /** Whether the runs' networks are all there. */
  readonly networks: number;
}

const mustBeEmpty = (out: string): Program<void> => ({ files }) =>
  pipe(
    files.exists(out),
    TE.chain((exists) => exists ? files.list(out) : TE.right([])),
    TE.chain(([first]) =>
      first === undefined ? TE.right(undefined) : TE.left<LyapError, void>(
        badUsage(`"${out}" holds ${first.name} already`, "name a folder that is empty"),
      )
    ),
  );

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const readableJson = (value: unknown): Uint8Array =>
  bytesOf(`${JSON.stringify(JSON.parse(canonicalJson(value)), null, 2)}\n`);

/** What is published of an experiment, in the crate's own ledger. */
const gathered = (experiment: Resolved, { ledger, store, out, runIt }: ExportOptions): Program<Ledger> => {
  const own = join(out, LEDGER);
  const plan = planned(experiment);
  return pipe(
    readLedger(ledger, experiment.name),
    RTE.chain((published) =>
      published?.profile === experiment.profile
        ? pipe(mergeLedger(experiment, ledger, own), RTE.map(({ refused }) => refused))
        : RTE.right([])
    ),
    RTE.chain((refused) =>
      pipe(
        publishFinished(experiment, { store, ledger: own }),
        RTE.map((publication) => [...refused, ...publication.refused]),
      )
    ),
    RTE.chain(([refused]): Program<Ledger | null> =>
      refused === undefined ? readLedger(own, experiment.name) : failWith(refused)
    ),
    RTE.chainEitherK((found): E.Either<LyapError, Ledger> => {
      const current = found === null ? null : currentPart(found, plan);
      const there = current?.runs.length ?? 0;
      return current !== null && there === experiment.runs.length ? E.right(current) : E.left(cannotCompute(
        `${there} of the ${experiment.runs.length} runs of ${experiment.name} (${experiment.profile}) are in the ` +
          `ledger ${ledger} or in the store ${store}`,
        `run the others first: ${runIt}`,
      ));
    }),
  );
};

type RunStep = PlannedExperiment["runs"][number]["data" | "network" | "exponents" | "measures"];

/** How a step was made that the store holds; null if it was made elsewhere. */
const madeIn = (store: string, planned: RunStep, content: string): Program<StepRecord["made"]> =>
  pipe(
    readManifest(artifactPath(store, nameOf(planned))),
    RTE.map((manifest) => {
      if (manifest.content !== content || manifest.taken !== undefined) return null;
      const { lyap, deno, platform, seconds } = manifest.made;
      return { lyap, deno, platform, seconds };
    }),
    RTE.orElse(() => RTE.right<Capabilities, LyapError, StepRecord["made"]>(null)),
  );

/** All steps of all runs, a shared one once. */
const stepRecords = (
  plan: PlannedExperiment,
  { runs, numerics }: Ledger,
  store: string,
): Program<readonly StepRecord[]> => {
  const steps = plan.runs.flatMap((run) => {
    const { dataset, train, lyapunov, evaluate } = runs.find(({ id }) => id === run.id)!.artifacts;
    const made = [
      [run.data, dataset],
      [run.network, train],
      [run.exponents, lyapunov],
      [run.measures, evaluate],
    ] as const;
    return made.map(([planned, content]) => ({ run: run.id, planned: planned as RunStep, content }));
  });
  const distinct = steps.filter(({ planned }, index) =>
    steps.findIndex((each) => each.planned.key === planned.key) === index
  );
  return pipe(
    distinct,
    RTE.traverseSeqArray(({ planned, content }) =>
      pipe(
        madeIn(store, planned, content),
        RTE.map((made): StepRecord => ({
          id: planned.id,
          step: planned.step,
          runs: steps.filter((each) => each.planned.key === planned.key).map(({ run }) => run),
          key: planned.key,
          content,
          versions: { step: versionOf(planned.step), numerics },
          inputs: Object.values(planned.inputs).map(({ id }) => id),
          made,
        })),
      )
    ),
  );
};

const verdictsOf = (
  experiment: Resolved,
  ledger: Ledger,
  expected: Expected,
): E.Either<LyapError, CrateVerdicts> => {
  const { status, note, verdicts } = verdictsOnLedger(ledger, experiment);
  return status !== "judged"
    ? E.left(cannotCompute(`The claims of ${experiment.name} cannot be judged: ${note}`, "publish it again"))
    : E.right({
      experiment: experiment.name,
      profile: experiment.profile,
      claims: judgedClaims(
        verdicts,
        experiment.name,
        expected[experiment.name]?.ledger !== undefined ? "ledger" : experiment.profile,
        expected,
      ).filter(({ verdict }) => verdict !== "gone"),
    });
};

/** All files below a folder, by their names there, `/` between segments. Hidden ones are left out. */
export const filesIn = (root: string): Program<readonly CrateFile[]> => ({ files }) => {
  const below = (folder: string): TE.TaskEither<LyapError, readonly CrateFile[]> =>
    pipe(
      files.list(join(root, folder)),
      TE.map((entries) => entries.filter(({ name }) => !name.startsWith("."))),
      TE.chain(TE.traverseSeqArray(({ name, isDirectory }) => {
        const path = folder === "" ? name : `${folder}/${name}`;
        return isDirectory ? below(path) : pipe(
          files.read(join(root, path)),
          TE.map((bytes) => [{ name: path, bytes: bytes.length, digest: digestOfBytes(bytes) }]),
        );
      })),
      TE.map((found) => found.flat().toSorted((a, b) => a.name < b.name ? -1 : 1)),
    );
  return below("");
};

const writeAll = (out: string, files: Readonly<Record<string, Uint8Array>>): Program<void> =>
  pipe(
    Object.entries(files),
    RTE.traverseSeqArray(([name, bytes]) => writeBelow(out, name, bytes)),
    RTE.map(() => undefined),
  );

const readmeOf = (
  { title, description, profile, runs }: Resolved,
  { claims }: CrateVerdicts,
  { authors, licence, date }: About,
): string =>
  [
    `# ${title}`,
    "",
    ...(description === "" ? [] : [description, ""]),
    `${authors.map(({ name }) => name).join(", ")}, ${date}. Licence: ${licence}.`,
    "",
    `${counted(runs.length, "run")} of the profile ${profile}. The report is ${REPORT}/index.html.`,
    "",
    markdownTable([
      ["verdict", "claim", "because"],
      ...claims.map(({ verdict, statement, because }) => [verdict, plain(statement), plain(because)]),
    ]),
    "",
    "`lyap verify` on this folder checks every digest and judges the claims again from the published values. With",
    "`--audit N` it also trains N of the networks again, bit for bit. It needs no network.",
    "",
  ].join("\n");

const linesOf = (experiment: Resolved, ledger: Ledger): readonly string[] => [
  ...new Set(referencesOf(specOf(experiment, ledger), ledger.data).map(({ text }) => text)),
];

/**
 * Writes the crate of an experiment.
 *
 * @param spec The content of the experiment's file, with its modules in the store.
 * @errors BadUsage for a folder that holds something; CannotCompute while runs are missing in the ledger and in the store.
 */
export const exportCrate = (
  spec: unknown,
  experiment: Resolved,
  options: ExportOptions,
): Program<ExportedCrate> => {
  const { out, store, about } = options;
  const plan = planned(experiment);
  return pipe(
    RTE.Do,
    RTE.chainFirst(() => mustBeEmpty(out)),
    RTE.bindW("ledger", () => gathered(experiment, options)),
    RTE.bindW("verdicts", ({ ledger }) => RTE.fromEither(verdictsOf(experiment, ledger, options.expected))),
    RTE.bindW(
      "report",
      ({ ledger }) => reportFromLedger(experiment, ledger, { ...options, ledger: join(out, LEDGER) }),
    ),
    RTE.bindW("steps", ({ ledger }) => stepRecords(plan, ledger, store)),
    RTE.chainFirstW(() => copyModules([spec], store, out)),
    RTE.chainFirstW(({ report, steps, verdicts }) =>
      writeAll(out, {
        ...options.papers,
        [README]: bytesOf(readmeOf(experiment, verdicts, about)),
        [SPEC]: readableJson(spec as Json),
        [STEPS_FILE]: readableJson({ lyap: LYAP_VERSION, steps }),
        [VERDICTS_FILE]: readableJson(verdicts),
        ...Object.fromEntries(
          Object.entries(report.files).map(([name, bytes]) => [`${REPORT}/${name}`, bytes]),
        ),
      })
    ),
    RTE.bindW("before", () => filesIn(out)),
    RTE.chainFirstW(({ verdicts, before }) =>
      options.attest
        ? writeBelow(out, ATTESTATION, readableJson(attestationOf(verdicts, before)))
        : RTE.right(undefined)
    ),
    RTE.bindW("files", () => filesIn(out)),
    RTE.chainFirstW(({ files, steps, verdicts, ledger }) => {
      const citations = [...about.citations, ...linesOf(experiment, ledger)];
      const content: CrateContent = { experiment, about: { ...about, citations }, files, steps, verdicts };
      return writeBelow(out, METADATA, bytesOf(`${JSON.stringify(crateMetadata(content), null, 2)}\n`));
    }),
    RTE.map(({ files, verdicts }): ExportedCrate => ({
      files,
      verdicts,
      networks: files.filter(({ name }) => name.endsWith(".safetensors")).length,
    })),
  );
};
