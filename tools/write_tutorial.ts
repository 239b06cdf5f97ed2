/**
 * Executes the commands of docs/tutorial.md, and writes what they print and draw into it.
 *
 *     npx -y deno@2.9.5 task tutorial
 *
 * @module
 */
import { executedTutorial, writeTutorial, writtenTutorial } from "./tutorial_page.ts";

await writeTutorial(await executedTutorial(await writtenTutorial()));
console.log("docs/tutorial.md");
