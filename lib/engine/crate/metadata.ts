/**
 * A crate's description of itself: a Workflow Run RO-Crate of the profile Provenance Run Crate, 0.5, as JSON-LD.
 *
 * The workflow is the spec, its steps are those of `lib/pipeline.ts`, and each execution of a step is an action with what
 * it read and what it made. An artifact that the crate does not hold is named by its digest.
 *
 * @source Leo et al. (2024), Recording provenance of workflow runs with RO-Crate, PLoS ONE 19, e0309210.
 * @module
 */
import { hexOf } from "../../core/codec/canonical.ts";
import { LYAP_VERSION } from "../../core/codec/version.ts";
import { counted } from "../../core/program/text.ts";
import { versionOf } from "../../steps/definitions.ts";
import {
  type Author,
  type CrateContent,
  type CrateFile,
  LEDGER,
  METADATA,
  README,
  REPORT,
  SPEC,
  type StepRecord,
} from "./content.ts";

/** A node of the graph. */
export type Entity = Readonly<Record<string, unknown>> & {
  readonly "@id": string;
  readonly "@type": string | readonly string[];
};

/** A crate's metadata as its file has it. */
export interface CrateMetadata {
  readonly "@context": readonly string[];
  readonly "@graph": readonly Entity[];
}

type Reference = { readonly "@id": string };

const to = (id: string): Reference => ({ "@id": id });

/** A property with its values: none is not said, and one is no list. */
const property = (name: string, values: readonly unknown[]): Readonly<Record<string, unknown>> =>
  values.length === 0 ? {} : { [name]: values.length === 1 ? values[0] : values };

const PROFILES: readonly (readonly [id: string, name: string, version: string])[] = [
  ["https://w3id.org/ro/wfrun/process/0.5", "Process Run Crate", "0.5"],
  ["https://w3id.org/ro/wfrun/workflow/0.5", "Workflow Run Crate", "0.5"],
  ["https://w3id.org/ro/wfrun/provenance/0.5", "Provenance Run Crate", "0.5"],
  ["https://w3id.org/workflowhub/workflow-ro-crate/1.0", "Workflow RO-Crate", "1.0"],
];

const FORMATS: Readonly<Record<string, string>> = {
  html: "text/html",
  json: "application/json",
  svg: "image/svg+xml",
  ts: "application/typescript",
  js: "text/javascript",
  cff: "application/yaml",
  md: "text/markdown",
  safetensors: "application/octet-stream",
};

const LANGUAGE = "#lyap-spec";
const ENGINE = "#lyap";
const RUN = "#run";
const PROFILE = "#profile";

/** The steps of the workflow, what each does, and what it makes. */
const STEPS = [
  ["dataset", "makes or imports the series, and splits it", "series"],
  ["train", "trains a network", "network"],
  ["lyapunov", "finds the network's Lyapunov exponents", "exponents"],
  ["evaluate", "compares a free run of the network with the series", "measures"],
  ["report", "draws the figures and judges the claims", "report"],
] as const;

type StepName = (typeof STEPS)[number][0];

/** The address of a file, relative to the crate. */
const addressOf = (name: string): string => name.split("/").map(encodeURIComponent).join("/");

/** An address within the crate's description. */
const within = (...parts: readonly string[]): string => `#${parts.map(encodeURIComponent).join("/")}`;

const artifactOf = ({ content }: StepRecord): string => within("artifact", hexOf(content));

const parameterOf = (step: StepName): string => within("parameter", step);

const networkFile = (experiment: string, run: string): string => `${LEDGER}/${experiment}/${run}.safetensors`;

const formatOf = (name: string): string =>
  FORMATS[name.slice(name.lastIndexOf(".") + 1)] ??
    (name === "LICENSE" ? "text/plain" : "application/octet-stream");

const titleOf = (name: string, { name: experiment }: CrateContent["experiment"]): string =>
  name === SPEC
    ? `the experiment ${experiment}`
    : name === `${LEDGER}/${experiment}.json`
    ? "what was published of all runs"
    : name.endsWith(".safetensors")
    ? `the networks of ${name.slice(name.lastIndexOf("/") + 1, -".safetensors".length)}`
    : name === `${REPORT}/index.html`
    ? "the report"
    : name.slice(name.lastIndexOf("/") + 1);

/** What an output of the workflow is an example of. */
const outputOf = (name: string, experiment: string): readonly Reference[] =>
  name === `${LEDGER}/${experiment}.json`
    ? [to("#ledger")]
    : name.endsWith(".safetensors")
    ? [to("#networks")]
    : name.startsWith(`${REPORT}/`)
    ? [to(parameterOf("report"))]
    : [];

const fileEntity = (file: CrateFile, content: CrateContent): Entity => {
  const { name, bytes, digest } = file;
  return {
    "@id": addressOf(name),
    "@type": "File",
    name: titleOf(name, content.experiment),
    encodingFormat: formatOf(name),
    contentSize: String(bytes),
    sha256: hexOf(digest),
    ...property("exampleOfWork", outputOf(name, content.experiment.name)),
    ...(name === README ? { about: to("./") } : {}),
  };
};

const authorId = ({ id, name }: Author): string => id ?? within("author", name);

const authorEntity = (author: Author): readonly Entity[] => {
  const { name, isPerson, affiliation } = author;
  const place = affiliation === undefined ? undefined : within("affiliation", affiliation);
  return [
    {
      "@id": authorId(author),
      "@type": isPerson ? "Person" : "Organization",
      name,
      ...(place === undefined ? {} : { affiliation: to(place) }),
    },
    ...(place === undefined ? [] : [{ "@id": place, "@type": "Organization", name: affiliation }]),
  ];
};

const formalParameter = (id: string, name: string, additionalType: string, multiple = false): Entity => ({
  "@id": id,
  "@type": "FormalParameter",
  conformsTo: to("https://bioschemas.org/profiles/FormalParameter/1.0-RELEASE"),
  name,
  additionalType,
  ...(multiple ? { multipleValues: "True" } : {}),
});

const parameters: readonly Entity[] = [
  formalParameter(PROFILE, "profile", "Text"),
  formalParameter("#ledger", "ledger", "File"),
  formalParameter("#networks", "networks", "File", true),
  ...STEPS.map(([step, , makes]) =>
    formalParameter(parameterOf(step), makes, step === "report" ? "File" : "PropertyValue", step === "report")
  ),
];

/** What each step reads of what those before it made. */
const READS: Readonly<Record<StepName, readonly StepName[]>> = {
  dataset: [],
  train: ["dataset"],
  lyapunov: ["dataset", "train"],
  evaluate: ["dataset", "train", "lyapunov"],
  report: ["dataset", "train", "lyapunov", "evaluate"],
};

const tool = ([step, does]: (typeof STEPS)[number]): Entity => ({
  "@id": within("tool", step),
  "@type": "SoftwareApplication",
  name: `lyap ${step}`,
  description: does,
  softwareVersion: String(versionOf(step)),
  ...property("input", READS[step].map((each) => to(parameterOf(each)))),
  ...property("output", [to(parameterOf(step)), ...(step === "train" ? [to("#networks")] : [])]),
});

const howToStep = ([step, does]: (typeof STEPS)[number], index: number): Entity => ({
  "@id": within("step", step),
  "@type": "HowToStep",
  name: does,
  position: String(index + 1),
  workExample: to(within("tool", step)),
});

const workflow = (file: CrateFile, content: CrateContent): Entity => ({
  ...fileEntity(file, content),
  "@type": ["File", "SoftwareSourceCode", "ComputationalWorkflow", "HowTo"],
  description: content.experiment.title,
  conformsTo: to("https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE"),
  programmingLanguage: to(LANGUAGE),
  input: to(PROFILE),
  output: [to("#ledger"), to("#networks"), to(parameterOf("report"))],
  hasPart: STEPS.map(([step]) => to(within("tool", step))),
  step: STEPS.map(([step]) => to(within("step", step))),
});

const COMPLETED = "http://schema.org/CompletedActionStatus";

/** Who had an action done. */
const agentOf = ({ about }: CrateContent): Readonly<Record<string, unknown>> =>
  property("agent", about.authors.map((author) => to(authorId(author))));

const wordsOf = ({ made, versions }: StepRecord): string =>
  (made === null
    ? "made elsewhere and taken over by its digests"
    : `made by lyap ${made.lyap} with Deno ${made.deno} on ${made.platform} in ${made.seconds} s`) +
  `; version ${versions.step} of the step, ${versions.numerics} of the numerics`;

const actionId = ({ id }: Pick<StepRecord, "id">): string => within("action", id);
const controlId = ({ id }: Pick<StepRecord, "id">): string => within("control", id);

const control = (record: Pick<StepRecord, "id">, step: StepName): Entity => ({
  "@id": controlId(record),
  "@type": "ControlAction",
  name: `lyap has ${record.id} made`,
  instrument: to(within("step", step)),
  object: to(actionId(record)),
});

const stepEntities = (record: StepRecord, content: CrateContent): readonly Entity[] => {
  const { id, step, runs, content: digest } = record;
  const readBy = content.steps.filter((each) => record.inputs.includes(each.id));
  const networks = step !== "train"
    ? []
    : runs.map((run) => networkFile(content.experiment.name, run)).filter(
      (name) => content.files.some((file) => file.name === name),
    );
  return [
    {
      "@id": artifactOf(record),
      "@type": "PropertyValue",
      name: `digest of what ${id} made`,
      value: digest,
      exampleOfWork: to(parameterOf(step)),
    },
    {
      "@id": actionId(record),
      "@type": "CreateAction",
      name: id,
      description: wordsOf(record),
      actionStatus: COMPLETED,
      ...agentOf(content),
      instrument: to(within("tool", step)),
      ...property("object", readBy.map((each) => to(artifactOf(each)))),
      ...property("result", [to(artifactOf(record)), ...networks.map((name) => to(addressOf(name)))]),
    },
    control(record, step),
  ];
};

const REPORTING = { id: "report" };

/** The step that the export itself has made, and the run as a whole. */
const actions = (content: CrateContent): readonly Entity[] => {
  const { files, steps, experiment } = content;
  const below = (folder: string) => files.filter(({ name }) => name.startsWith(`${folder}/`));
  const outputs = [...below(LEDGER), ...below(REPORT)].map(({ name }) => to(addressOf(name)));
  return [
    ...steps.flatMap((record) => stepEntities(record, content)),
    {
      "@id": actionId(REPORTING),
      "@type": "CreateAction",
      name: "report",
      description: `drawn and judged from the ledger by lyap ${LYAP_VERSION}`,
      actionStatus: COMPLETED,
      ...agentOf(content),
      instrument: to(within("tool", "report")),
      ...property("object", steps.map((record) => to(artifactOf(record)))),
      ...property("result", below(REPORT).map(({ name }) => to(addressOf(name)))),
    },
    control(REPORTING, "report"),
    {
      "@id": RUN,
      "@type": "CreateAction",
      name: `${experiment.name} in the profile ${experiment.profile}`,
      description: `all steps of ${counted(experiment.runs.length, "run")}, and the report on them`,
      actionStatus: COMPLETED,
      ...agentOf(content),
      instrument: to(SPEC),
      object: to(`${PROFILE}-value`),
      ...property("result", outputs),
    },
    {
      "@id": "#organize",
      "@type": "OrganizeAction",
      name: "lyap makes the plan of the experiment",
      instrument: to(ENGINE),
      object: [...steps, REPORTING].map((record) => to(controlId(record))),
      result: to(RUN),
    },
    {
      "@id": `${PROFILE}-value`,
      "@type": "PropertyValue",
      name: "profile",
      value: experiment.profile,
      exampleOfWork: to(PROFILE),
    },
  ];
};

const citationEntity = (text: string, index: number): Entity => ({
  "@id": within("citation", String(index + 1)),
  "@type": "CreativeWork",
  name: text,
});

/** The metadata of a crate. */
export const crateMetadata = (content: CrateContent): CrateMetadata => {
  const { experiment, about, files, verdicts } = content;
  const licence = `https://spdx.org/licenses/${about.licence}`;
  const upheld = verdicts.claims.filter(({ verdict }) => verdict === "upheld").length;
  const citations = about.citations.map(citationEntity);
  const spec = files.find(({ name }) => name === SPEC);
  return {
    "@context": ["https://w3id.org/ro/crate/1.1/context", "https://w3id.org/ro/terms/workflow-run/context"],
    "@graph": [
      {
        "@id": METADATA,
        "@type": "CreativeWork",
        about: to("./"),
        conformsTo: [
          to("https://w3id.org/ro/crate/1.1"),
          to("https://w3id.org/workflowhub/workflow-ro-crate/1.0"),
        ],
      },
      {
        "@id": "./",
        "@type": "Dataset",
        conformsTo: PROFILES.map(([id]) => to(id)),
        name: experiment.title,
        description: `${experiment.description === "" ? `${experiment.title}:` : experiment.description} ` +
          `${counted(experiment.runs.length, "run")} of the profile ${experiment.profile}; ` +
          `${upheld} of ${verdicts.claims.length} claims hold.`,
        datePublished: about.date,
        license: to(licence),
        ...property("author", about.authors.map((author) => to(authorId(author)))),
        ...property(
          "publisher",
          about.authors.filter(({ isPerson }) => !isPerson).map((each) => to(authorId(each))),
        ),
        mainEntity: to(SPEC),
        hasPart: files.map(({ name }) => to(addressOf(name))),
        mentions: [
          to(RUN),
          to("#organize"),
          ...[...content.steps, REPORTING].map((record) => to(actionId(record))),
        ],
        ...property("citation", citations.map((each) => to(each["@id"]))),
      },
      ...PROFILES.map(([id, name, version]) => ({ "@id": id, "@type": "CreativeWork", name, version })),
      { "@id": licence, "@type": "CreativeWork", name: about.licence, identifier: licence },
      ...about.authors.flatMap(authorEntity),
      ...citations,
      {
        "@id": LANGUAGE,
        "@type": "ComputerLanguage",
        name: "spec of lyap",
        version: LYAP_VERSION,
        url: "https://jsr.io/@lyap/lyap",
      },
      {
        "@id": ENGINE,
        "@type": "SoftwareApplication",
        name: "lyap",
        softwareVersion: LYAP_VERSION,
        url: "https://jsr.io/@lyap/lyap",
      },
      ...parameters,
      ...STEPS.map(tool),
      ...STEPS.map(howToStep),
      ...(spec === undefined ? [] : [workflow(spec, content)]),
      ...files.filter(({ name }) => name !== SPEC).map((file) => fileEntity(file, content)),
      ...actions(content),
    ],
  };
};
