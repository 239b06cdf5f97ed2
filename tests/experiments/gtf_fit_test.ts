/** What docs/figures.md says of lyap fit on the recordings of table 1 is what its record says. */
import { assertStringIncludes } from "@std/assert/mod.js";
import record from "../../fixtures/gtf_fit.json" with { type: "json" };

const page = (await Deno.readTextFile(new URL("../../docs/figures.md", import.meta.url))).replaceAll(
  / +/g,
  " ",
);

for (const [recording, { minutes, values }] of Object.entries(record)) {
  Deno.test(`the row of lyap fit on the ${recording} has the values of its record`, () => {
    const shown = [
      values["D_stsp (gtf, burnIn 0)"],
      values["D_H (gtf, burnIn 0)"],
      values["PE (gtf, starts 25000)"],
    ].map((value) => Number(value.toPrecision(2)));
    assertStringIncludes(page, `| \`lyap fit\` by itself, ${minutes} minutes | ${shown.join(" | ")} |`);
  });
}
