/** The ledgers of the repository: networks that runs say they have are there and proved, and no others lie about. */
import { assertEquals } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { fromFileUrl } from "@std/path/mod.js";
import { readLedgers } from "../../../lib/engine/ledger_file.ts";
import { hasNetworks, networkPath, readNetworks } from "../../../lib/engine/network_file.ts";
import { describeError } from "../../../lib/core/program/errors.ts";
import { denoCapabilities } from "../../../lib/steps/capabilities.ts";

const directory = fromFileUrl(new URL("../../../fixtures/ledger", import.meta.url));

const filesBelow = (folder: string): readonly string[] =>
  [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory
      ? [...Deno.readDirSync(`${folder}/${name}`)].map((file) => `${folder}/${name}/${file.name}`)
      : []
  );

Deno.test("published networks are there, proved by their ledgers, and are all that lies there", async () => {
  const ledgers = await readLedgers(directory)(denoCapabilities)();
  if (E.isLeft(ledgers)) throw new Error(describeError(ledgers.left).join());
  const kept = ledgers.right.flatMap(({ experiment, runs }) =>
    runs.filter(hasNetworks).map((run) => ({ experiment, run }))
  );
  const faults: string[] = [];
  for (const { experiment, run } of kept) {
    const networks = await readNetworks(directory, experiment, run)(denoCapabilities)();
    if (E.isLeft(networks)) faults.push(...describeError(networks.left));
  }
  assertEquals(faults, []);
  assertEquals(
    filesBelow(directory).toSorted(),
    kept.map(({ experiment, run }) => networkPath(directory, experiment, run.id)).toSorted(),
  );
});
