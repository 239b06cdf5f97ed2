/**
 * One step of a plan as a process.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as TE from "fp-ts/TaskEither.js";
import { fromFileUrl, join } from "@std/path/mod.js";
import type { LyapError } from "../program/errors.ts";
import type { Program } from "../program/program.ts";
import { lastWord } from "../program/text.ts";
import { MANIFEST, readManifest } from "../store/artifact.ts";
import { type ArtifactName, artifactPath, specPath, workPath } from "../store/layout.ts";
import { stepModule } from "../steps/definitions.ts";
import type { DataAccess, StepMessage } from "../steps/harness.ts";
import type { PlannedStep } from "../steps/plan.ts";

const CONFIG = import.meta.resolve("../../deno.json");

/** The name in the store of what a step makes. */
export const nameOf = ({ step, key }: PlannedStep): ArtifactName => ({ step, key });

/** Paths as Deno's rights take them; a comma in a path is written twice. */
const pathList = (paths: readonly string[]): string =>
  paths.map((path) => path.replaceAll(",", ",,")).join(",");

/** The rights and the arguments that a step needs for a file of the user. */
const forFile = (
  { file }: PlannedStep,
  { directory, mayDownload }: DataAccess,
): {
  readonly read: readonly string[];
  readonly rights: readonly string[];
  readonly args: readonly string[];
} => {
  if (file === undefined) return { read: [], rights: [], args: [] };
  const download = mayDownload && file.address !== "";
  return {
    read: directory === null ? [] : [join(directory, file.name)],
    rights: download ? [`--allow-net=${new URL(file.address).host}`] : [],
    args: [
      ...(directory === null ? [] : ["--data", directory]),
      ...(download ? ["--download"] : []),
    ],
  };
};

const stepArguments = (
  planned: PlannedStep,
  store: string,
  data: DataAccess,
): readonly string[] => {
  const inputs = Object.entries(planned.inputs).map(([name, input]) =>
    [name, artifactPath(store, nameOf(input))] as const
  );
  const spec = specPath(store, nameOf(planned));
  const out = workPath(store, nameOf(planned));
  const user = forFile(planned, data);
  return [
    ...["run", "--quiet", "--no-prompt", "--config", fromFileUrl(CONFIG), `-P=${planned.permissions}`],
    `--allow-read=${pathList([spec, out, ...inputs.map(([, path]) => path), ...user.read])}`,
    `--allow-write=${pathList([out])}`,
    ...user.rights,
    stepModule(planned.step),
    ...["--machine", "--spec", spec, "--out", out],
    ...inputs.flatMap(([name, path]) => ["--in", `${name}=${path}`]),
    ...user.args,
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
    TE.chain(TE.traverseArray(({ name }) => capabilities.files.remove(join(directory, name)))),
    TE.map(() => undefined),
  );

/** The code of a process that SIGKILL ended. */
const KILLED = 128 + 9;

/** Runs one step as a process of its own, with no more rights than it needs. */
export const runProcess = (
  planned: PlannedStep,
  store: string,
  data: DataAccess,
  onProgress: (fraction: number, note: string) => void,
): Program<void> =>
(capabilities) =>
async () => {
  let reported: LyapError | undefined;
  const onLine = (line: string): void => {
    try {
      const message = JSON.parse(line) as StepMessage;
      if ("error" in message) reported = message.error;
      else onProgress(message.progress, message.note);
    } catch {
      capabilities.terminal.note(`${planned.id}: ${line}`);
    }
  };
  const end = await capabilities.processes.deno(stepArguments(planned, store, data), onLine)();
  if (E.isLeft(end)) return end;
  if (end.right.code === 0) return E.right(undefined);
  if (reported !== undefined) return E.left(reported);
  return E.left({
    _tag: "StepFailed",
    step: planned.id,
    what: end.right.code === KILLED
      ? "its process was killed, as happens where memory runs out; start again, with fewer --jobs perhaps"
      : `its process ended with code ${end.right.code} (${lastWord(end.right.errorTail)})`,
    code: 3,
  });
};
