/**
 * Writes the folder of a plan, and prepares the nodes that will work on it without a network.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { fromFileUrl, join, relative } from "@std/path/mod.js";
import { environmentFault, type LyapError } from "../../program/errors.ts";
import { type Capabilities, failWith, type Program } from "../../program/program.ts";
import { lastWord } from "../../program/text.ts";
import { stepModule, stepVersions } from "../../steps/definitions.ts";
import type { StepName } from "../../steps/definitions.ts";
import { mayWrite, removeBelow, writeBelow } from "../../steps/store/folder.ts";
import { markPath } from "../../steps/store/layout.ts";
import { codeFlags, LYAP_FOLDER, moduleAddress } from "../../steps/place.ts";
import { PACKS, type PlanFiles, STEPS } from "./folder.ts";

/** The program that works on packs: a path, or an address where lyap's code is no file. */
export const WORKER: string = pipe(
  moduleAddress("lib/cli/worker"),
  (address) => LYAP_FOLDER === null ? address : fromFileUrl(address),
);

/** All that nodes import: lyap itself, and what modules of users may import of it. */
const modules: readonly string[] = [
  WORKER,
  ...["mod", "define", "cells"].map(moduleAddress),
  ...Object.keys(stepVersions).map((step) => stepModule(step as StepName)),
];

const runDeno =
  (args: readonly string[], cache: string | undefined): Program<readonly string[]> =>
  ({ processes, denoPath }) => {
    const lines: string[] = [];
    return pipe(
      processes.deno(args, (line) => lines.push(line), cache === undefined ? {} : { DENO_DIR: cache }),
      TE.chainEitherK(({ code, errorTail }) =>
        code === 0 ? E.right(lines) : E.left(environmentFault(
          `deno ${args[0]} failed (${lastWord(errorTail)})`,
          denoPath(),
          "plan on a machine that has a network, such as a login node",
        ))
      ),
    );
  };

/**
 * Puts everything that lyap imports into the folder where Deno looks for it.
 *
 * @param cache That folder. Default: where this `deno` looks.
 * @returns Where it is.
 */
export const prepareOffline = (cache: string | undefined): Program<string> =>
  pipe(
    runDeno(["cache", "--quiet", ...codeFlags, ...modules], cache),
    RTE.chain(() => runDeno(["info", "--json"], cache)),
    RTE.chain((lines): Program<string> => {
      const found = E.tryCatch(
        () => (JSON.parse(lines.join("\n")) as { readonly denoDir: string }).denoDir,
        () => null,
      );
      return E.isRight(found) && typeof found.right === "string" ? RTE.right(found.right) : failWith(
        environmentFault("deno does not say where its cache is", "deno info --json", "give --deno-dir DIR"),
      );
    }),
  );

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Removes the packs of an earlier plan; what else lies there is not lyap's. */
const removePacks = (folder: string): Program<void> =>
  pipe(
    RTE.asks(({ files }: Capabilities) => files),
    RTE.chainTaskEitherK((files) =>
      pipe(
        files.kind(join(folder, PACKS)),
        TE.chain((kind) => kind === "directory" ? files.list(join(folder, PACKS)) : TE.right([])),
      )
    ),
    RTE.chain((entries) =>
      pipe(
        entries.filter(({ name, isDirectory }) => !isDirectory && name.endsWith(".jsonl")),
        RTE.traverseSeqArray(({ name }) => removeBelow(folder, join(PACKS, name))),
      )
    ),
    RTE.map(() => undefined),
  );

/** Makes room in a folder: that of an earlier plan is taken over, and of any other no file is written over. */
const makeRoom = (folder: string, names: readonly string[]): Program<void> =>
  pipe(
    RTE.asks(({ files }: Capabilities) => files),
    RTE.chainTaskEitherK((files) => files.exists(join(folder, STEPS))),
    RTE.chain((isPlan) =>
      isPlan ? removePacks(folder) : pipe(
        names,
        RTE.traverseSeqArray((name) => mayWrite(join(folder, name), false)),
        RTE.mapLeft((error): LyapError =>
          error._tag === "BadUsage" ? { ...error, mend: "name another folder with --out" } : error
        ),
        RTE.map(() => undefined),
      )
    ),
  );

/** Writes the files of a plan, and the mark in the store by which nodes see that they share it. */
export const writePlan = (
  folder: string,
  contents: PlanFiles,
  store: string,
  mark: string,
): Program<void> =>
  pipe(
    makeRoom(folder, Object.keys(contents)),
    RTE.chain(() => writeBelow(store, relative(store, markPath(store, mark)), encoded(`${folder}\n`))),
    RTE.chain(() =>
      pipe(
        // First what tells the folder from others, so that a plan that was cut short can be written again.
        [STEPS, ...Object.keys(contents).filter((name) => name !== STEPS)],
        RTE.traverseSeqArray((name) => writeBelow(folder, name, encoded(contents[name]!))),
      )
    ),
    RTE.map(() => undefined),
  );
