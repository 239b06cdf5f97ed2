/**
 * What makes a step a program: arguments, verified inputs, a sealed output, progress, exit codes.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { parseArgs } from "@std/cli/parse_args.js";
import { join } from "@std/path/mod.js";
import {
  badUsage,
  describeError,
  environmentFault,
  exitCodeOf,
  type LyapError,
} from "../core/program/errors.ts";
import type { Program } from "../core/program/program.ts";
import { withoutCommands } from "../core/program/text.ts";
import type { Digest, Json } from "../core/codec/canonical.ts";
import { decode } from "../core/codec/codec.ts";
import { LYAP_VERSION, NUMERICS_VERSION } from "../core/codec/version.ts";
import { type Artifact, readArtifact, readManifest, seal } from "./store/artifact.ts";
import { holding } from "./store/lock.ts";
import { denoCapabilities } from "./capabilities.ts";
import { loadModules, modulesIn } from "./modules.ts";
import { brokenStep } from "./thrown.ts";
import { artifactKey, versionOf } from "./definitions.ts";
import type { ArtifactRemarks, DataAccess, Probe, Step, Work } from "./step.ts";

/** A probe as an argument. */
export const probeText = ({ updates, digest }: Probe): string => `${updates}:${digest}`;

const probeOf = (text: string): E.Either<LyapError, Probe> => {
  const [, updates, digest] = /^(\d+):(sha256:[0-9a-f]{64})$/.exec(text) ?? [];
  return updates === undefined || digest === undefined
    ? E.left(badUsage(`--expected is "${text}"`, "write UPDATES:DIGEST, as --probe says them"))
    : E.right({ updates: Number(updates), digest: digest as Digest });
};

/** What a step says to the engine, a line of JSON each. */
export type StepMessage =
  | { readonly progress: number; readonly note: string }
  | { readonly probe: Probe }
  | { readonly error: LyapError };

interface Arguments {
  readonly spec: string;
  readonly out: string;
  readonly inputs: readonly (readonly [string, string])[];
  readonly data: DataAccess;
  /** The store that holds copies of modules. */
  readonly store: string | null;
  readonly machine: boolean;
  readonly probe: boolean;
  readonly expected: Probe | null;
}

const usage =
  "--spec FILE [--in NAME=DIRECTORY]… [--data DIRECTORY] [--download] [--store DIRECTORY] --out DIRECTORY " +
  "[--probe | --expected UPDATES:DIGEST]";

const parse = (args: readonly string[]): E.Either<LyapError, Arguments> => {
  const unknown: string[] = [];
  const { spec, out, in: inputs, data, store, download, machine, probe, expected } = parseArgs([...args], {
    string: ["spec", "out", "in", "data", "store", "expected"],
    boolean: ["machine", "download", "probe"],
    collect: ["in"],
    unknown: (name: string) => {
      unknown.push(name);
      return false;
    },
  });
  if (unknown.length > 0) {
    return E.left(badUsage(`Cannot understand ${unknown.join(" ")}`, `usage: ${usage}`));
  }
  if (!spec || !out) return E.left(badUsage("--spec and --out are needed", `usage: ${usage}`));
  const pairs = (inputs as string[]).map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, Math.max(at, 0)), pair.slice(at + 1)] as const;
  });
  const bad = pairs.find(([name, path]) => name === "" || path === "");
  if (bad !== undefined) {
    return E.left(badUsage(`Cannot understand --in ${bad.join("=")}`, "write --in NAME=DIRECTORY"));
  }
  return pipe(
    expected === undefined ? E.right<LyapError, Probe | null>(null) : probeOf(String(expected)),
    E.map((held) => ({
      spec: String(spec),
      out: String(out),
      inputs: pairs,
      data: { directory: data ? String(data) : null, mayDownload: download === true },
      store: store ? String(store) : null,
      machine: machine === true,
      probe: probe === true,
      expected: held,
    })),
  );
};

const parseJson = (source: string, bytes: Uint8Array): E.Either<LyapError, Json> =>
  E.tryCatch(
    () => JSON.parse(new TextDecoder().decode(bytes)) as Json,
    (error): LyapError => ({
      _tag: "InvalidSpec",
      source,
      faults: [{ path: "$", found: "not JSON", expected: `JSON (${(error as Error).message})` }],
    }),
  );

const alreadySealed = (directory: string, key: string): Program<boolean> =>
  pipe(
    readManifest(directory),
    RTE.map((manifest) => manifest.key === key),
    RTE.orElse((error) => error._tag === "DamagedArtifact" ? RTE.right(false) : RTE.left(error)),
  );

const readJson = (source: string): Program<Json> => ({ files }) =>
  pipe(files.read(source), TE.chainEitherK((bytes) => parseJson(source, bytes)));

/** A spec as it was written and as it decodes. */
interface Read<Spec> {
  readonly json: Json;
  readonly spec: Spec;
}

const readSpec = <Spec>(
  step: Step<Spec>,
  source: string,
  json: Json,
): E.Either<LyapError, Read<Spec>> =>
  pipe(
    decode(step.codec, json),
    E.bimap(
      (faults): LyapError => ({ _tag: "InvalidSpec", source, faults }),
      (spec) => ({ json: spec as Json, spec }),
    ),
  );

/** The modules of a spec, and of those by which the inputs were made. */
const readModules = (
  store: string | null,
  specs: readonly unknown[],
): Program<void> =>
  store === null && specs.flatMap(modulesIn).length > 0
    ? RTE.left(badUsage("The spec names a module", "give --store DIRECTORY, which holds its copy"))
    : loadModules(specs, store ?? "");

const readInputs = (pairs: Arguments["inputs"]): Program<Readonly<Record<string, Artifact>>> =>
  pipe(
    pairs,
    RTE.traverseArray(([name, directory]) =>
      pipe(readArtifact(directory), RTE.map((artifact) => [name, artifact]))
    ),
    RTE.map((entries) => Object.fromEntries(entries)),
  );

const holdingDirectory = <A>(directory: string, report: Work["report"], program: Program<A>): Program<A> =>
  holding(join(directory, ".lock"), "the output directory", program, (line) => report(0, line));

const remarksOf = <Spec>(step: Step<Spec>, work: Work): Program<ArtifactRemarks> =>
  step.remarks?.(work) ?? RTE.right({});

const produce = <Spec>(
  step: Step<Spec>,
  { json, spec }: Read<Spec>,
  inputs: Readonly<Record<string, Artifact>>,
  work: Work,
): Program<string> =>
(capabilities) => {
  const inputKeys = Object.fromEntries(
    Object.entries(inputs).map(([name, { manifest }]) => [name, manifest.key]),
  );
  const key = artifactKey(step.name, json, inputKeys);
  const begin = capabilities.clock();
  const make = pipe(
    step.run(spec, inputs, work),
    RTE.chain((files) => pipe(remarksOf(step, work), RTE.map((remarks) => ({ files, remarks })))),
    RTE.chain(({ files, remarks }) =>
      seal(work.directory, {
        step: step.name,
        key,
        spec: json,
        inputs: inputKeys,
        versions: { step: versionOf(step.name), numerics: NUMERICS_VERSION },
        made: {
          lyap: LYAP_VERSION,
          deno: Deno.version.deno,
          platform: `${Deno.build.os} ${Deno.build.arch}`,
          seconds: Math.round((capabilities.clock() - begin) / 10) / 100,
          ...remarks,
        },
      }, files)
    ),
    RTE.map((): string => key),
  );
  return pipe(
    alreadySealed(work.directory, key),
    RTE.chain((done) => done ? RTE.right<typeof capabilities, LyapError, string>(key) : make),
  )(capabilities);
};

/** The probe of a step, said as a message; the directory of its work is only read. */
const runProbe = <Spec>(
  step: Step<Spec>,
  spec: Spec,
  inputs: Readonly<Record<string, Artifact>>,
  work: Work,
): Program<string> =>
  step.probe === undefined
    ? RTE.left(badUsage(`The step ${step.name} has no probe`, "leave --probe out"))
    : pipe(step.probe(spec, inputs, work), RTE.map((probe) => JSON.stringify({ probe })));

/** Does what the arguments ask for. */
const doStep = <Spec>(
  step: Step<Spec>,
  args: Arguments,
  read: Read<Spec>,
  inputs: Readonly<Record<string, Artifact>>,
  report: Work["report"],
): Program<string> => {
  const work: Work = {
    directory: args.out,
    data: args.data,
    report,
    ...(args.expected === null ? {} : { expected: args.expected }),
  };
  return args.probe
    ? runProbe(step, read.spec, inputs, work)
    : holdingDirectory(args.out, report, produce(step, read, inputs, work));
};

/** What the step made, for whoever reads: the key of its artifact, or its probe. */
const runStep = <Spec>(step: Step<Spec>, args: Arguments, report: Work["report"]): Program<string> => {
  const withInputs = (written: Json, inputs: Readonly<Record<string, Artifact>>): Program<string> =>
    pipe(
      readModules(args.store, [written, ...Object.values(inputs).map(({ manifest }) => manifest.spec)]),
      RTE.chainEitherK(() => readSpec(step, args.spec, written)),
      RTE.chain((read) => doStep(step, args, read, inputs, report)),
    );
  return pipe(
    readJson(args.spec),
    RTE.chain((written) => pipe(readInputs(args.inputs), RTE.chain((inputs) => withInputs(written, inputs)))),
  );
};

const say = (line: string): void => {
  try {
    Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
  } catch {
    // Nobody listens any more: the engine was killed, and what it wanted is of no use to it.
    Deno.exit(3);
  }
};

/** What broke a step in a way that it does not know. */
const unforeseen = (step: string, error: unknown): LyapError => {
  const what = error instanceof Error ? error.message : String(error);
  return error instanceof RangeError && /allocation|array length/i.test(what)
    ? environmentFault(
      `There is not enough memory (${what})`,
      `step ${step}`,
      "use fewer samples, units or windows",
    )
    : brokenStep(step, error);
};

/** Runs a step as a program and ends the process with its exit code. */
export const runAsStep = async <Spec>(step: Step<Spec>): Promise<never> => {
  const parsed = parse(Deno.args);
  const machine = E.isRight(parsed) && parsed.right.machine;
  const report: Work["report"] = (progress, note) =>
    machine
      ? say(JSON.stringify({ progress, note }))
      : console.error(withoutCommands(`${Math.round(100 * progress)} %  ${note}`));
  const result = E.isLeft(parsed)
    ? parsed
    : await runStep(step, parsed.right, report)(denoCapabilities)().catch(
      (error: unknown) => E.left(unforeseen(step.name, error)),
    );
  if (E.isRight(result)) {
    const isProbe = E.isRight(parsed) && parsed.right.probe;
    if (!machine || isProbe) say(result.right);
    Deno.exit(0);
  }
  if (machine) say(JSON.stringify({ error: result.left }));
  else describeError(result.left).forEach((line) => console.error(withoutCommands(line)));
  Deno.exit(exitCodeOf(result.left));
};
