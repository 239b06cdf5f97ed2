/** An experiment's file is a program: `deno run` on it runs the experiment that it holds. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert/mod.js";
import { fromFileUrl, join } from "@std/path/mod.js";

const root = fromFileUrl(new URL("../../", import.meta.url));

const program = async (
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly error: string }> => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--config", join(root, "deno.json"), ...args],
    env: { NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), error: text(stderr) };
};

Deno.test("an experiment that is started as a program runs, and is evaluated once", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = join(folder, "tiny.ts");
    await Deno.writeTextFile(
      file,
      `import { pipe } from "fp-ts/function.js";
import * as lyap from ${JSON.stringify(import.meta.resolve("../../mod.ts"))};
console.error("evaluated");
const spec = pipe(
  lyap.experiment("tiny", "A tiny experiment"),
  lyap.dataset(lyap.system("henon"), { steps: 1500 }),
  lyap.train(lyap.cells.PLRNN(4), { forcing: lyap.forcing.sparse(2), epochs: 2, batches: { windows: 4, length: 20, perEpoch: 2 } }),
  lyap.lyapunov({ steps: 400, transient: 20, longestGradient: 50 }),
  lyap.evaluate({ steps: 1000, keep: 100 }, lyap.measures.D_stsp()),
  lyap.claim({ kind: "exponent sum" }),
  lyap.report(lyap.figures.loss()),
);
export default spec;
await lyap.main(spec, import.meta);
`,
    );
    const { code, out, error } = await program(file, "--store", join(folder, "store"), "--json", "--quiet");
    assertEquals([code, [...error.matchAll(/evaluated/g)].length], [0, 1], error);
    const result = JSON.parse(out);
    assertEquals(result.claims.map(({ verdict }: { verdict: string }) => verdict), ["upheld"]);
    assertStringIncludes(await Deno.readTextFile(result.report), "A tiny experiment");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the experiments of the repository are programs that take the options of lyap run", async () => {
  const file = join(root, "experiments", "quickstart.ts");
  const help = await program(file, "--help");
  assertEquals(help.code, 0);
  assertStringIncludes(help.out, "run: runs an experiment");
  const wrong = await program(file, "--profile", "none-of-these");
  assertEquals(wrong.code, 2);
  assertStringIncludes(
    wrong.error,
    `error: quickstart has no profile "none-of-these"; it has "quick", "ci" and "paper"\n`,
  );
  const near = await program(file, "--profile", "papr");
  assertStringIncludes(near.error, `it has "quick", "ci" and "paper"; did you mean "paper"?`);
  assert(!near.error.includes("$"), near.error);
});
