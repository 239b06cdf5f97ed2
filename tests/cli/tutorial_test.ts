/** docs/tutorial.md says what its commands print. */
import { assertEquals } from "@std/assert/mod.js";
import { executedTutorial, writtenTutorial } from "../../tools/tutorial_page.ts";

// Trains eight small networks, for the page is a session from a recording to an experiment.
Deno.test("the tutorial's commands print and draw what it shows (deno task tutorial writes it)", async () => {
  const written = await writtenTutorial();
  assertEquals(await executedTutorial(written), written);
});
