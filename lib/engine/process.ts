/**
 * One step of a plan as a process.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as TE from "fp-ts/TaskEither.js";
import { join } from "@std/path/mod.js";
import type { LyapError } from "../core/program/errors.ts";
import type { Program } from "../core/program/program.ts";
import { lastWord } from "../core/program/text.ts";
import { MANIFEST, readManifest } from "../steps/store/artifact.ts";
import { removeBelow } from "../steps/store/folder.ts";
import { type ArtifactName, artifactPath, specPath, workPath } from "../steps/store/layout.ts";
import { modulePath, modulesIn } from "../steps/modules.ts";
import { codeFlags, LYAP_FOLDER, rightsFlag } from "../steps/place.ts";
import { stepModule } from "../steps/definitions.ts";
import type { StepMessage } from "../steps/harness.ts";
import type { DataAccess, Probe } from "../steps/step.ts";
import { type PlannedStep, stepInWords } from "../steps/plan.ts";
import { flagArgument } from "./fast.ts";

/** How `deno` runs a program of lyap, before its flags and rights. */
export const denoProgram: readonly string[] = [
  ...["run", "--quiet", "--no-prompt"],
  ...codeFlags,
];

/** The name in the store of what a step makes. */
export const nameOf = ({ step, key }: PlannedStep): ArtifactName => ({ step, key });

/** Paths as Deno's rights take them; a comma in a path is written twice. */
const pathList = (paths: readonly string[]): string =>
  paths.map((path) => path.replaceAll(",", ",,")).join(",");

/** The rights and the arguments that a step needs for files of the user. */
const forFiles = (
  { files = [] }: PlannedStep,
  { directory, mayDownload }: DataAccess,
): {
  readonly read: readonly string[];
  readonly rights: readonly string[];
  readonly args: readonly string[];
} => {
  if (files.length === 0) return { read: [], rights: [], args: [] };
  const hosts = files.flatMap(({ address }) => mayDownload && address !== "" ? [new URL(address).host] : []);
  return {
    read: directory === null ? [] : files.map(({ name }) => join(directory, name)),
    rights: hosts.length === 0 ? [] : [`--allow-net=${[...new Set(hosts)].join(",")}`],
    args: [
      ...(directory === null ? [] : ["--data", directory]),
      ...(hosts.length === 0 ? [] : ["--download"]),
    ],
  };
};

/** How a process is started, apart from what its step needs. */
export interface Start {
  /** Flags for V8. */
  readonly flags: readonly string[];
  /** Further arguments of the step. */
  readonly args: readonly string[];
}

/** A process that does the whole step, as V8 runs programs by itself. */
export const CHECKED: Start = { flags: [], args: [] };

const stepArguments = (
  planned: PlannedStep,
  store: string,
  data: DataAccess,
  { flags, args }: Start,
): readonly string[] => {
  const inputs = Object.entries(planned.inputs).map(([name, input]) =>
    [name, artifactPath(store, nameOf(input))] as const
  );
  const spec = specPath(store, nameOf(planned));
  const out = workPath(store, nameOf(planned));
  const user = forFiles(planned, data);
  const modules = [
    ...new Set([planned, ...Object.values(planned.inputs)].flatMap((each) => modulesIn(each.spec))),
  ];
  const code = modules.length === 0
    ? []
    : [...modules.map((digest) => modulePath(store, digest)), ...(LYAP_FOLDER === null ? [] : [LYAP_FOLDER])];
  return [
    ...denoProgram,
    ...rightsFlag(planned.permissions),
    ...flagArgument(flags),
    `--allow-read=${pathList([spec, out, ...inputs.map(([, path]) => path), ...user.read, ...code])}`,
    `--allow-write=${pathList([out])}`,
    ...user.rights,
    stepModule(planned.step),
    ...["--machine", "--spec", spec, "--out", out],
    ...inputs.flatMap(([name, path]) => ["--in", `${name}=${path}`]),
    ...(modules.length === 0 ? [] : ["--store", store]),
    ...user.args,
    ...args,
  ];
};

/** Removes what the step needed only on its way: checkpoints, locks, files cut short. */
export const sweepWork = (directory: string): Program<void> => (capabilities) =>
  pipe(
    readManifest(directory)(capabilities),
    TE.chain((manifest) =>
      pipe(
        capabilities.files.list(directory),
        TE.map((entries) =>
          entries.filter(({ name }) =>
            ![MANIFEST, ...Object.keys(manifest.files)].some((file) =>
              file === name || file.startsWith(`${name}/`)
            )
          )
        ),
      )
    ),
    TE.chain(TE.traverseArray(({ name }) => removeBelow(directory, name)(capabilities))),
    TE.map(() => undefined),
  );

/** The code of a process that SIGKILL ended. */
const KILLED = 128 + 9;

/** What ends a process that leaves its memory, or whose code V8 finds broken, by its code. */
const CRASHES: Readonly<Record<number, string>> = {
  [128 + 4]: "SIGILL",
  [128 + 5]: "SIGTRAP",
  [128 + 6]: "SIGABRT",
  [128 + 7]: "SIGBUS",
  [128 + 10]: "SIGBUS",
  [128 + 11]: "SIGSEGV",
  [0xc0000005]: "an access violation",
  [-0x3ffffffb]: "an access violation",
};

/** What a process that said nothing of it failed of. */
export const failureOf = (step: string, code: number, errorTail: string): LyapError => {
  // V8 ends a process that has no memory left as it does one in which it finds a fault.
  const memoryRanOut = code === KILLED || /out of memory/i.test(errorTail);
  const crash = memoryRanOut ? undefined : CRASHES[code];
  return {
    _tag: "StepFailed",
    step,
    what: memoryRanOut
      ? "its process was killed, as happens when memory runs out; start again, perhaps with fewer --jobs"
      : crash !== undefined
      ? `its process crashed with ${crash}, as none should; please report it`
      : `its process ended with code ${code} (${lastWord(errorTail)})`,
    code: 3,
    ...(crash === undefined ? {} : { crash }),
  };
};

/**
 * Runs one step as a process of its own, with no more rights than it needs.
 *
 * @returns The probe that the process reported; null if it was not asked for one.
 */
export const runProcess = (
  planned: PlannedStep,
  store: string,
  data: DataAccess,
  onProgress: (fraction: number, note: string) => void,
  start: Start = CHECKED,
): Program<Probe | null> =>
(capabilities) =>
async () => {
  let reported: LyapError | undefined;
  let probe: Probe | null = null;
  const onLine = (line: string): void => {
    try {
      const message = JSON.parse(line) as StepMessage;
      if ("error" in message) reported = message.error;
      else if ("probe" in message) probe = message.probe;
      else onProgress(message.progress, message.note);
    } catch {
      capabilities.terminal.say("note", `${stepInWords(planned)}: ${line}`)();
    }
  };
  const end = await capabilities.processes.deno(stepArguments(planned, store, data, start), onLine)();
  if (E.isLeft(end)) return end;
  if (end.right.code === 0) return E.right(probe);
  return E.left(reported ?? failureOf(stepInWords(planned), end.right.code, end.right.errorTail));
};
