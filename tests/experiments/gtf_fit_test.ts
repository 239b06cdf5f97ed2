/** What docs/figures.md says of lyap fit on the recordings of generalized teacher forcing is what its record says. */
import { assertStringIncludes } from "@std/assert/mod.js";
import record from "../../fixtures/gtf_fit.json" with { type: "json" };
import { numberInWords } from "../../lib/numerics/format.ts";

const page = (await Deno.readTextFile(new URL("../../docs/figures.md", import.meta.url))).replaceAll(
  / +/g,
  " ",
);

const rowOf = (cells: readonly unknown[]): string => `| ${cells.join(" | ")} |`;

for (const [name, fitted] of Object.entries(record)) {
  const { minutes, values, lambda1, networks, place } = fitted;
  Deno.test(`the row of lyap fit on the recording ${name} has the values of its record`, () => {
    assertStringIncludes(
      page,
      "fromOtherRows" in fitted
        ? rowOf([
          `\`lyap fit\`, ${minutes} minutes${
            name === "lorenz101" || name === "lorenz201" ? `, seeds from ${name.slice(6)}` : ""
          }`,
          ...Object.values(values).map((value) => numberInWords(value)),
          numberInWords(fitted.fromOtherRows.median),
          numberInWords(fitted.fromOtherRows.largest),
          numberInWords(lambda1),
          networks,
          place,
        ])
        : rowOf([
          `\`lyap fit\` by itself, ${minutes} minutes`,
          ...Object.values(values).map((value) => Number(value.toPrecision(2))),
        ]),
    );
  });
}
