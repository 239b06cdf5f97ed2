/** Tools that write over what is published do nothing before they know what they are told. */
import { assertEquals } from "@std/assert/mod.js";
import { readToolOptions } from "../../tools/tool_options.ts";

Deno.test("a tool shows its help, and refuses what it does not know, before it does anything", () => {
  const read = (...args: readonly string[]) => readToolOptions(args, "makes it", ["jobs", "data"]);
  assertEquals(read("--help"), { says: "makes it", code: 0 });
  assertEquals(read("--jobs", "2", "-h"), { says: "makes it", code: 0 });
  assertEquals(read(), { options: {} });
  assertEquals(read("--jobs", "2", "--data="), { options: { jobs: "2", data: "" } });
  const there = "there are --jobs, --data";
  assertEquals(read("--job", "2"), { says: `error: there is no option --job; ${there}`, code: 2 });
  assertEquals(read("ecg", "--jobs", "2"), { says: `error: "ecg" belongs to no option; ${there}`, code: 2 });
});
