/**
 * Writes docs/glossary.md from the glossary of the reports: `deno task glossary`.
 *
 * @module
 */
import { glossaryPage } from "../lib/report/glossary.ts";

await Deno.writeTextFile("docs/glossary.md", glossaryPage());
