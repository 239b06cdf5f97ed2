/** Modules that never finish loading. */
import { assertEquals, assertStringIncludes } from "@std/assert/mod.js";
import { importWithin } from "../../lib/steps/awaited.ts";
import { mayLoop } from "../../lib/steps/modules.ts";

const address = (source: string): string => `data:text/javascript,${encodeURIComponent(source)}`;

/** What a module that does not load says. */
const saidBy = (source: string, awaits: number): Promise<string> =>
  importWithin(address(source), { awaits, computes: 60 }).then(
    () => "it is loaded",
    ({ message }: Error) => message,
  );

Deno.test("a module that awaits what never happens is an error that says so", async () => {
  const waiting = "await new Promise((done) => globalThis.addEventListener('enough', done, { once: true }));";
  const said = await saidBy(waiting, 0.05);
  assertStringIncludes(said, "awaits at its top level has not happened after 0.05 s");
  // Deno wants every module of a test to end.
  globalThis.dispatchEvent(new Event("enough"));
});

Deno.test("a module that computes longer than that is loaded, and one that throws throws", async () => {
  const busy = "const end = performance.now() + 200; while (performance.now() < end); export default 3;";
  assertEquals((await importWithin(address(busy), { awaits: 0.05, computes: 60 }, "busy.ts")).default, 3);
  assertEquals(await saidBy("throw new Error('oh')", 1), "oh");
});

/** How a process ends that loads a module, which may compute for a second. */
const loading = async (source: string) => {
  const awaited = import.meta.resolve("../../lib/steps/awaited.ts");
  const { stdout, stderr, signal } = await new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      "--quiet",
      `import { importWithin } from "${awaited}";
      const patience = { awaits: 30, computes: 1 };
      const { default: value } = await importWithin(${JSON.stringify(address(source))}, patience, "mine.ts");
      console.log(value);`,
    ],
    cwd: new URL("../../", import.meta.url),
    env: { NO_COLOR: "1" },
  }).output();
  const [value, said] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes).trim());
  return { value, said, signal };
};

Deno.test("a module that computes for ever is named, and ends the process", async () => {
  const { value, said, signal } = await loading("while (true); export default 3;");
  assertEquals([value, signal], ["", "SIGTERM"]);
  assertEquals(
    said,
    "error: Cannot read mine.ts: it still computes at its top level after 1 s; " +
      "end its loop, or move what takes long into a function",
  );
});

Deno.test("a module that awaits for longer than it may compute is loaded, and so is one with a loop that ends", async () => {
  const waiting =
    "for (let i = 0; i < 9; i++) await new Promise((done) => setTimeout(done, 300)); export default 3;";
  assertEquals(await loading(waiting), { value: "3", said: "", signal: null });
});

Deno.test("only a program that may have a loop is watched", () => {
  const lyap = import.meta.resolve("../../experiment.ts");
  const programs: Readonly<Record<string, boolean>> = {
    'import { pipe } from "fp-ts/function.js"; import * as lyap from "@lyap/lyap/experiment"; export default 1;':
      false,
    [`import * as lyap from "${lyap}"; export default 1; // for people`]: false,
    "export default 1; while (true) {}": true,
    "do { f(); } while (g());": true,
    "export default [...numbers()]; function* numbers() { for (;;) yield 1; }": true,
    'import { sizes } from "./sizes.ts"; export default sizes;': true,
  };
  for (const [source, watched] of Object.entries(programs)) {
    assertEquals(mayLoop(source, "mine.ts"), watched, source);
  }
});
