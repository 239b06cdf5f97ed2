/** Ledgers as values: what goes into a file comes back, changes are seen, and evidence survives but for its series. */
import { assertEquals, assertMatch } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import type { RunResult } from "../../../lib/results/result.ts";
import { sampleOf } from "../../../lib/results/sample.ts";
import { quantityOf } from "../../../lib/results/quantity.ts";
import { publishedData, publishedRun, resultOfLedger } from "../../../lib/results/ledger/source.ts";
import {
  emptyLedger,
  type Ledger,
  ledgerText,
  parseLedger,
  withRun,
} from "../../../lib/results/ledger/ledger.ts";
import { describeError } from "../../../lib/core/program/errors.ts";
import { type Digest, digestOf } from "../../../lib/core/codec/canonical.ts";
import { right } from "../../either.ts";
import { quickstart } from "../../report/figures/support/evidence.ts";

const digest = (value: unknown): Digest => digestOf(value);
const order = quickstart.runs.map(({ id }) => id);

const published = (run: RunResult) =>
  publishedRun(run, {
    key: digest([run.id, "key"]),
    data: digest("data"),
    artifacts: { dataset: digest("d"), train: digest(run.id), lyapunov: digest("l"), evaluate: digest("e") },
  });

const data = publishedData(digest("data"), quickstart.data[0]!, ["A paper"]);

const ledgerOf = (runs: readonly RunResult[]): Ledger =>
  runs.reduce(
    (ledger, run) => withRun(ledger, published(run), data, order),
    emptyLedger("quickstart", "paper", 1),
  );

const parsed = (text: string): Ledger => {
  const ledger = parseLedger("quickstart.json", text);
  if (E.isLeft(ledger)) throw new Error(describeError(ledger.left).join(""));
  return ledger.right;
};

Deno.test("a ledger comes back from its file, numbers that JSON cannot say too", () => {
  const [first, ...others] = quickstart.runs;
  const odd: RunResult = {
    ...first!,
    gradientNorms: {
      lengths: [10, 100],
      logNorms: [-1, -Infinity],
      standardErrors: [0, NaN],
      slope: { value: -Infinity, standardError: NaN },
    },
  };
  const ledger = ledgerOf([odd, ...others]);
  assertEquals(parsed(ledgerText(ledger)), ledger);
});

Deno.test("runs have the order of the experiment, not that in which they came", () => {
  const ledger = ledgerOf([...quickstart.runs].reverse());
  assertEquals(ledger.runs.map(({ id }) => id), order);
  assertEquals(ledgerText(ledger), ledgerText(ledgerOf(quickstart.runs)));
});

Deno.test("a run that is published again takes the place of the old one, and one that is gone goes", () => {
  const ledger = ledgerOf(quickstart.runs);
  const again = withRun(
    ledger,
    { ...published(quickstart.runs[0]!), key: digest("new") },
    data,
    order.slice(0, 3),
  );
  assertEquals(again.runs.map(({ id }) => id), order.slice(0, 3));
  assertEquals(again.runs[0]!.key, digest("new"));
});

Deno.test("any change in the file is seen", () => {
  const text = ledgerText(ledgerOf(quickstart.runs));
  for (
    const changed of [text.replace(/"loss":\[\d/, '"loss":[7'), text.replace('numerics":1', 'numerics":2')]
  ) {
    const ledger = parseLedger("quickstart.json", changed);
    assertMatch(
      E.isLeft(ledger) ? describeError(ledger.left).join("") : "",
      /changed since it was published/,
    );
  }
  const cut = parseLedger("quickstart.json", text.slice(0, -20));
  assertMatch(E.isLeft(cut) ? describeError(cut.left).join("") : "", /it is not JSON/);
});

Deno.test("evidence from a ledger has all numbers, and knows a kept series from a free run that diverged", () => {
  const missing = { D_stsp: { value: null, why: "no point lies within the bins" } };
  const [finite, diverged] = quickstart.runs;
  const runs = [
    { ...finite!, measures: missing },
    { ...diverged!, measures: missing, generated: null },
  ];
  const experiment = { ...quickstart, name: "quickstart", runs };
  const evidence = right(resultOfLedger(parsed(ledgerText(ledgerOf(runs))), experiment));
  assertEquals(
    evidence.runs.map(({ spectrum }) => spectrum?.exponents),
    runs.map((run) => run.spectrum?.exponents),
  );
  assertEquals(evidence.runs.map(({ outcome }) => outcome), runs.map(({ outcome }) => outcome));
  assertEquals(evidence.data[0]!.predictabilityTime, quickstart.data[0]!.predictabilityTime);
  const direct = sampleOf({ ...quickstart, runs }, {}, quantityOf("D_stsp"));
  assertEquals(sampleOf(evidence, {}, quantityOf("D_stsp")).diverged, direct.diverged);
});

Deno.test("a history keeps its end and its steepest epoch", () => {
  const { history } = published(quickstart.runs[0]!);
  const whole = quickstart.runs[0]!.history;
  assertEquals(history.epochs.at(-1), whole.epochs.at(-1));
  assertEquals(history.loss.at(-1), whole.loss.at(-1));
  assertEquals(Math.max(...history.gradientNorm), Math.max(...whole.gradientNorm));
  assertEquals(history.epochs.length <= 25, true);
  // What is published once more from there is the same.
  assertEquals(published({ ...quickstart.runs[0]!, history }).history, history);
});
