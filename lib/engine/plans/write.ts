/**
 * Writes the folder of a plan, and prepares the nodes that will work on it without a network.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { fromFileUrl, relative } from "@std/path/mod.js";
import { environmentFault } from "../../core/program/errors.ts";
import { failWith, type Program } from "../../core/program/program.ts";
import { digestOfBytes } from "../../core/codec/canonical.ts";
import { own } from "../../core/codec/own.ts";
import { lastWord } from "../../core/program/text.ts";
import { stepModule, stepVersions } from "../../steps/definitions.ts";
import type { StepName } from "../../steps/definitions.ts";
import { removeBelow, writeBelow } from "../../steps/store/folder.ts";
import { lookOfFile, mustBeFree, noteWritten, readWritten, type Written } from "../../steps/store/written.ts";
import { markPath } from "../../steps/store/layout.ts";
import { codeFlags, LYAP_FOLDER, moduleAddress } from "../../steps/place.ts";
import type { PlanFiles } from "./folder.ts";

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

const MEND = "name another folder with --out, or move it away";

/** Removes a file that an earlier plan left and this one does not have; one that was changed stays. */
const removeLeft = (folder: string, written: Written) => (name: string): Program<void> =>
  pipe(
    lookOfFile(folder, written)(name),
    RTE.chain((standing) => standing === "written" ? removeBelow(folder, name) : RTE.right(undefined)),
  );

/**
 * Writes the files of a plan, and the mark in the store by which nodes see that they share it. The files of an earlier plan
 * make room.
 *
 * @errors BadUsage where a file lies in the way that lyap did not write, or that was changed since; nothing is written then.
 */
export const writePlan = (
  folder: string,
  contents: PlanFiles,
  store: string,
  mark: string,
): Program<void> => {
  const bytes = Object.fromEntries(Object.entries(contents).map(([name, text]) => [name, encoded(text)]));
  const names = Object.keys(bytes);
  const wanted: Written = Object.fromEntries(names.map((name) => [name, [digestOfBytes(bytes[name]!)]]));
  const either = (before: Written): Written => ({
    ...before,
    ...Object.fromEntries(names.map((name) => [name, [...wanted[name]!, ...own(before, name) ?? []]])),
  });
  const record = (written: Written): Program<void> => noteWritten(folder, written);
  return pipe(
    readWritten(folder),
    RTE.chainFirst((before) => RTE.traverseSeqArray(mustBeFree(folder, before, MEND))(names)),
    RTE.chainFirst(() => writeBelow(store, relative(store, markPath(store, mark)), encoded(`${folder}\n`))),
    // What was left by a call that was cut short is lyap's, whichever of the two plans it is of.
    RTE.chainFirst((before) => record(either(before))),
    RTE.chainFirst((before) =>
      RTE.traverseSeqArray(removeLeft(folder, before))(
        Object.keys(before).filter((name) => !Object.hasOwn(bytes, name)),
      )
    ),
    RTE.chain(() => RTE.traverseSeqArray((name: string) => writeBelow(folder, name, bytes[name]!))(names)),
    RTE.chain(() => record(wanted)),
  );
};
