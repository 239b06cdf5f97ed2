/** Ledgers on disk: what several processes write at once is all there. */
import { assertEquals } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { changeLedger, readLedger } from "../../lib/engine/ledger_file.ts";
import { emptyLedger, type PublishedData } from "../../lib/results/ledger/ledger.ts";
import { denoCapabilities } from "../../lib/steps/capabilities.ts";

const data = (title: string): PublishedData => ({
  key: `sha256:${"0".repeat(64)}`,
  title,
  variables: [],
  dt: 1,
  spectrum: null,
  predictabilityTime: null,
  scale: {},
  references: [],
  content: `sha256:${"0".repeat(64)}`,
});

Deno.test("several publishers at once, with any stores, lose nothing of each other's", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const titles = Array.from({ length: 20 }, (_, index) => String(index));
    const ended = await Promise.all(
      titles.map((title) =>
        changeLedger(directory, "shared", (ledger) => {
          const known = ledger ?? emptyLedger("shared", "paper", 1);
          return RTE.right({ ...known, data: [...known.data, data(title)] });
        })(denoCapabilities)()
      ),
    );
    assertEquals(ended.filter(E.isLeft), []);
    const ledger = await readLedger(directory, "shared")(denoCapabilities)();
    const found = E.isRight(ledger) ? ledger.right?.data.map(({ title }) => Number(title)) : undefined;
    assertEquals(found?.toSorted((a, b) => a - b), titles.map(Number));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
