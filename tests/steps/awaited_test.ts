/** Modules that never finish loading. */
import { assertEquals, assertStringIncludes } from "@std/assert/mod.js";
import { importWithin } from "../../lib/steps/awaited.ts";

/** What a module that does not load says. */
const saidBy = (source: string, patience: number): Promise<string> =>
  importWithin(address(source), patience).then(() => "it is loaded", ({ message }: Error) => message);

const address = (source: string): string => `data:text/javascript,${encodeURIComponent(source)}`;

Deno.test("a module that awaits what never happens is an error that says so", async () => {
  const waiting = "await new Promise((done) => globalThis.addEventListener('enough', done, { once: true }));";
  const said = await saidBy(waiting, 0.05);
  assertStringIncludes(said, "awaits at its top level has not happened after 0.05 s");
  // Deno wants every module of a test to end.
  globalThis.dispatchEvent(new Event("enough"));
});

Deno.test("a module that computes longer than that is loaded, and one that throws throws", async () => {
  const busy = "const end = performance.now() + 200; while (performance.now() < end); export default 3;";
  assertEquals((await importWithin(address(busy), 0.05)).default, 3);
  assertEquals(await saidBy("throw new Error('oh')", 1), "oh");
});
