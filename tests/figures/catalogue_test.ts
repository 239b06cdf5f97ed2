/** What every kind of figure must satisfy; a new kind is picked up from the catalogue. */
import { assert, assertEquals, assertNotEquals } from "@std/assert/mod.js";
import { fromFileUrl } from "@std/path/mod.js";
import * as E from "fp-ts/Either.js";
import type { Evidence } from "../../lib/claims/evidence.ts";
import { figureCodec, figureKinds, figureOf } from "../../lib/figures/catalogue.ts";
import { drawFigure } from "../../lib/figures/draw.ts";
import type { Figure } from "../../lib/figures/figure.ts";
import { layoutOf } from "../../lib/figures/layout.ts";
import { textWidth } from "../../lib/figures/text.ts";
import { decode } from "../../lib/spec/codec.ts";
import { left, right } from "./support/either.ts";
import { allDiverged, quickstart, recording, scalar, threeCells } from "./support/evidence.ts";

const fixtures = fromFileUrl(new URL("../../fixtures/figures", import.meta.url));
const cases: Readonly<Record<string, Evidence>> = { quickstart, threeCells, recording, scalar, allDiverged };

const built = (kind: string, evidence: Evidence): E.Either<unknown, Figure> =>
  figureOf(right(decode(figureCodec, { kind })), evidence);

const figure = (kind: string, evidence: Evidence): Figure => right(built(kind, evidence));

const texts = (svg: string): readonly string[] => [...svg.matchAll(/>([^<]+)</g)].map((match) => match[1]!);

for (const kind of Object.keys(figureKinds)) {
  Deno.test(`${kind}: says what it shows, with n, units and the numbers behind it`, () => {
    const { title, finding, caption, panels, table } = figure(kind, quickstart);
    for (const text of [title, finding, caption]) {
      assertNotEquals(text, "");
      assert(!/NaN|undefined|null|\[object/.test(text), text);
    }
    assert(/\b(\d+ seeds?|one orbit)\b/.test(caption), `the caption says n: ${caption}`);
    assert(panels.length > 0);
    for (const { x, y } of panels) assert(x.quantity !== "" && y.quantity !== "");
    assert(table.rows.length > 0);
    for (const row of table.rows) assertEquals(row.length, table.columns.length);
  });

  Deno.test(`${kind}: is drawn the same twice, with name and description, and every coordinate is a number`, () => {
    for (const [name, evidence] of Object.entries(cases)) {
      const result = built(kind, evidence);
      if (E.isLeft(result)) continue;
      for (const width of [720, 340]) {
        const svg = drawFigure(result.right, { width });
        assertEquals(svg, drawFigure(figure(kind, evidence), { width }));
        assert(!/NaN|undefined|Infinity/.test(svg), `${kind} of ${name}`);
        assert(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"'));
        assert(svg.includes('role="img"'));
        assert(/aria-labelledby="(\S+)".*<title id="\1">[^<]+<\/title>/.test(svg));
        assert(/aria-describedby="(\S+)".*<desc id="\1">[^<]+<\/desc>/.test(svg));
        assert(!svg.includes("&nbsp;"), "XML has no such entity");
      }
    }
  });

  Deno.test(`${kind}: no text leaves the picture, wide or narrow`, () => {
    for (const evidence of Object.values(cases)) {
      const result = built(kind, evidence);
      if (E.isLeft(result)) continue;
      for (const width of [720, 340]) {
        const placed = layoutOf(result.right, width, true);
        for (const text of placed.texts) {
          const size = textWidth(text.text, text.size);
          const left = text.x - (text.anchor === "start" ? 0 : text.anchor === "end" ? size : size / 2);
          assert(left >= -1 && left + size <= width + 1, `${kind}, ${width} px: ${text.text}`);
          assert(text.y > 0 && text.y < placed.height, `${kind}, ${width} px: ${text.text}`);
        }
      }
    }
  });

  Deno.test(`${kind}: looks as it did (UPDATE_FIXTURES=1 after looking at the new picture)`, async () => {
    const svg = drawFigure(figure(kind, quickstart), { theme: "light" });
    const file = `${fixtures}/${kind}.svg`;
    if (Deno.env.get("UPDATE_FIXTURES") === "1") await Deno.writeTextFile(file, svg);
    assertEquals(texts(svg), texts(await Deno.readTextFile(file)));
    assertEquals(svg, await Deno.readTextFile(file));
    assert(svg.length < 200_000, `${svg.length} bytes`);
  });
}

Deno.test("a figure that the evidence cannot give says what is missing", () => {
  for (const kind of Object.keys(figureKinds)) {
    const result = built(kind, { ...quickstart, data: [], runs: [] });
    assert(E.isLeft(result));
  }
  const spec = right(decode(figureCodec, { kind: "measure", measure: "D_none" }));
  assert(JSON.stringify(left(figureOf(spec, quickstart))).includes("D_none"));
});

Deno.test("a misspelt kind or option of a figure is named with its path", () => {
  const paths = (written: unknown) => left(decode(figureCodec, written)).map(({ path }) => path);
  assertEquals(paths({ kind: "atractor" }), ["$.kind"]);
  assertEquals(paths({ kind: "measure", mesure: "D_H" }), ["$.mesure"]);
});
