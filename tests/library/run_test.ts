/** Experiments run from a program: with a process per step and in memory, with the same results as values. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { join } from "@std/path/mod.js";
import * as lyap from "../../mod.ts";

const spec = pipe(
  lyap.experiment("small", "A small experiment"),
  lyap.dataset(lyap.system("henon"), { steps: 1500 }),
  lyap.train(lyap.cells.PLRNN(4), {
    batches: { windows: 4, length: 20, perEpoch: 2 },
    epochs: 3,
  }),
  lyap.sweep({ forcing: [2, 5].map(lyap.forcing.sparse) }),
  lyap.lyapunov({ steps: 400, transient: 20, longestGradient: 50 }),
  lyap.evaluate({ steps: 1000, keep: 100 }, lyap.measures.D_stsp()),
  lyap.claim({ kind: "exponent sum" }),
  lyap.report(lyap.figures.loss(), lyap.figures.spectra()),
);

const orThrow = <A>(either: E.Either<lyap.LyapError, A>): A => {
  if (E.isLeft(either)) {
    throw new Error(lyap.describeError(either.left).join("; "));
  }
  return either.right;
};

Deno.test("both interpreters make the same results, and a report is written where it is wanted", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const out = join(folder, "out");
    const inMemory = orThrow(
      await pipe(spec, lyap.runInMemory(), lyap.writeReport(out), lyap.here),
    );
    const stored = orThrow(
      await pipe(
        spec,
        lyap.run({ jobs: 2, store: join(folder, "store") }),
        lyap.here,
      ),
    );
    const texts = ({ report }: lyap.Results) =>
      Object.entries(report).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]).sort();
    assertEquals(texts(inMemory), texts(stored));
    assertEquals(inMemory.verdicts, stored.verdicts);
    assertEquals(inMemory.evidence, stored.evidence);
    assertEquals(
      inMemory.evidence.runs.map(({ id }) => id),
      ["PLRNN-tau2", "PLRNN-tau5"].map((id) => `${id}-seed1`),
    );
    assertEquals([...Deno.readDirSync(out)].map(({ name }) => name).sort(), [
      "figures",
      "index.html",
      "result.json",
    ]);
    assert(inMemory.verdicts.every(({ because }) => because !== ""));
    assertStringIncludes(lyap.toSvg(inMemory.figures[0]!), "<svg");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a spec that does not decode is an error in words, with the place", async () => {
  const wrong = pipe(spec, lyap.settings({ epochs: -1 }));
  const said = pipe(
    await pipe(wrong, lyap.runInMemory(), lyap.here),
    E.match((error) => lyap.describeError(error).join("\n"), () => "it ran"),
  );
  assertStringIncludes(said, "$.settings.epochs");
});

Deno.test("a figure, a spectrum and a result show themselves in a notebook", async () => {
  const display: unique symbol = Symbol.for("Jupyter.display") as never;
  const shown = (value: unknown): Readonly<Record<string, string>> =>
    (value as { readonly [display]: () => Readonly<Record<string, string>> })
      [display]();
  const results = orThrow(await pipe(spec, lyap.runInMemory(), lyap.here));
  assertStringIncludes(shown(results.figures[1])["image/svg+xml"]!, "<svg");
  const page = shown(results)["text/html"]!;
  assertStringIncludes(page, "<h2>A small experiment</h2>");
  assertEquals([...page.matchAll(/<svg/g)].length, 2);
  const spectrum = orThrow(
    lyap.exponentsOf(lyap.systems.henon!, {}, { time: 2000 }),
  );
  assertStringIncludes(shown(spectrum)["image/svg+xml"]!, "λ");
  assertEquals(JSON.stringify({ ...spectrum }).includes("Jupyter"), false);
});

Deno.test("mod.ts has about 45 values, all counted", () => {
  const values = Object.keys(lyap);
  assert(values.length <= 49, `${values.length}: ${values.join(" ")}`);
});
