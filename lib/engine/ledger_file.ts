/**
 * Ledgers on disk: one file for each experiment.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { join } from "@std/path/mod.js";
import { type Ledger, ledgerText, parseLedger } from "../results/ledger/ledger.ts";
import type { Program } from "../core/program/program.ts";
import { writeBelow } from "../steps/store/folder.ts";
import { holding } from "../steps/store/lock.ts";

/** Where ledgers lie by default. */
export const LEDGER_DIRECTORY = "fixtures/ledger";

/** The file of an experiment's ledger. */
export const ledgerPath = (directory: string, experiment: string): string =>
  join(directory, `${experiment}.json`);

/** The ledger of an experiment; null if nothing was published. */
export const readLedger = (directory: string, experiment: string): Program<Ledger | null> => ({ files }) => {
  const path = ledgerPath(directory, experiment);
  return pipe(
    files.exists(path),
    TE.chain((exists) =>
      exists
        ? pipe(
          files.read(path),
          TE.chainEitherK((bytes) => parseLedger(path, new TextDecoder().decode(bytes))),
        )
        : TE.right<never, Ledger | null>(null)
    ),
  );
};

const writeLedger = (directory: string, ledger: Ledger): Program<void> =>
  writeBelow(directory, `${ledger.experiment}.json`, new TextEncoder().encode(ledgerText(ledger)));

/** Held by the process that changes a ledger. It lies beside it, for processes with stores of their own may share it. */
const lockPath = (directory: string, experiment: string): string => join(directory, `.${experiment}.lock`);

/**
 * Changes the ledger of an experiment while no other process does.
 *
 * @param change What becomes of it. Where it gives the same ledger back, the file is left as it is.
 */
export const changeLedger = (
  directory: string,
  experiment: string,
  change: (ledger: Ledger | null) => Program<Ledger>,
): Program<void> =>
  holding(
    lockPath(directory, experiment),
    `the ledger of ${experiment}`,
    pipe(
      readLedger(directory, experiment),
      RTE.chain((ledger) =>
        pipe(
          change(ledger),
          RTE.chain((changed) => changed === ledger ? RTE.right(undefined) : writeLedger(directory, changed)),
        )
      ),
    ),
  );

/** All ledgers of a directory, by the names of their files. */
export const readLedgers = (directory: string): Program<readonly Ledger[]> =>
  pipe(
    RTE.asks(({ files }: Parameters<Program<unknown>>[0]) => files),
    RTE.chainTaskEitherK((files) =>
      pipe(
        files.exists(directory),
        TE.chain((exists) => exists ? files.list(directory) : TE.right([])),
      )
    ),
    RTE.chain((entries) =>
      pipe(
        entries.filter(({ name }) => name.endsWith(".json")).map(({ name }) =>
          name.slice(0, -".json".length)
        ),
        RTE.traverseSeqArray((name) => readLedger(directory, name)),
      )
    ),
    RTE.chainEitherK((ledgers) => E.right(ledgers.flatMap((ledger) => ledger === null ? [] : [ledger]))),
  );
