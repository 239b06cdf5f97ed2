/**
 * Writes docs/paper.md: the paper's sentences with its numbers, beside what the published runs say.
 *
 *     npx -y deno@2.9.5 task paper
 *
 * The text before the tables is docs/paper.preface.md.
 *
 * @module
 */
import { paperOfLedgers } from "./paper_of_ledgers.ts";

const path = new URL("../docs/paper.md", import.meta.url);

await Deno.writeTextFile(path, await paperOfLedgers());
console.log("docs/paper.md");
