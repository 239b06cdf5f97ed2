/**
 * The networks of published runs on disk: a file for each run, beside the ledger of its experiment.
 *
 * @module
 */
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { pipe } from "fp-ts/function.js";
import * as TE from "fp-ts/TaskEither.js";
import { join } from "@std/path/mod.js";
import type { PublishedRun, PublishedTraining } from "../results/ledger/ledger.ts";
import { type NetworkFiles, provedNetworks } from "../results/ledger/networks.ts";
import { badInput } from "../core/program/errors.ts";
import type { Program } from "../core/program/program.ts";
import { digestOfBytes } from "../core/codec/canonical.ts";
import { isAsWritten, placeBelow, removeBelow, writeBelow } from "../steps/store/folder.ts";

/** The file of a run's networks, below the directory of the ledgers. */
const networkName = (experiment: string, run: string): string => `${experiment}/${run}.safetensors`;

/** Where the networks of a run lie. */
export const networkPath = (directory: string, experiment: string, run: string): string =>
  join(directory, networkName(experiment, run));

/** A published run whose networks were kept. */
export type RunWithNetworks = PublishedRun & { readonly training: PublishedTraining };

/** Whether the networks of a run were kept. */
export const hasNetworks = (run: PublishedRun): run is RunWithNetworks => run.training !== undefined;

const MEND = "take it from the repository again, or publish the run again";

/**
 * The networks of a run, proved by the digests of its line in the ledger.
 *
 * @errors BadInput for a file that is missing, damaged or that of other networks.
 */
export const readNetworks = (
  directory: string,
  experiment: string,
  run: RunWithNetworks,
): Program<NetworkFiles> =>
  pipe(
    placeBelow(directory, networkName(experiment, run.id)),
    RTE.chain((path) => ({ files }) =>
      pipe(
        files.exists(path),
        TE.chain((exists) =>
          exists
            ? files.read(path)
            : TE.left(badInput(path, "it is not there, and the ledger says that it was published", MEND))
        ),
        TE.chainEitherK((bytes) => provedNetworks(path, bytes, run, run.training)),
      )
    ),
  );

/** Writes the networks of a run, unless that is what lies there. */
export const writeNetworks = (
  directory: string,
  experiment: string,
  run: string,
  bytes: Uint8Array,
): Program<void> => {
  const name = networkName(experiment, run);
  return pipe(
    isAsWritten(directory, name, digestOfBytes(bytes)),
    RTE.chain((same) => same ? RTE.right(undefined) : writeBelow(directory, name, bytes)),
  );
};

/** Removes the networks of runs that the ledger does not have any more. */
export const removeNetworks = (
  directory: string,
  experiment: string,
  runs: readonly string[],
): Program<void> =>
  pipe(
    runs,
    RTE.traverseSeqArray((run) => removeBelow(directory, networkName(experiment, run))),
    RTE.map(() => undefined),
  );
