/**
 * Writes docs/cli.md from the table of commands.
 *
 *     npx -y deno@2.9.5 task cli
 *
 * @module
 */
import { cliPage } from "./cli_page.ts";

await Deno.writeTextFile(new URL("../docs/cli.md", import.meta.url), await cliPage());
console.log("docs/cli.md");
