/**
 * The report of an experiment as one HTML file: verdicts first, then figures with the numbers behind them, all runs, the
 * resolved spec and where everything came from. It needs no network, and has the same bytes whenever it is written.
 *
 * @module
 */
import type { DataResult, Result, Verdict } from "../results/result.ts";
import { toSvg } from "../figures/plot/draw.ts";
import type { Figure } from "../figures/plot/figure.ts";
import { shortNumber, withError } from "../numerics/format.ts";
import { ceilingWords, exponentWords, floorWords } from "../figures/origin.ts";
import { dark, figureStyle, light } from "../figures/plot/palette.ts";
import { hasDiverged } from "../figures/selection.ts";
import { measureWords } from "../figures/words.ts";
import { counted, listed } from "../program/text.ts";
import { element, htmlOf, type Node, rich, trusted } from "./markup.ts";
import { runsTable } from "./runs.ts";
import { definitions, sortableTable } from "./table.ts";
import { verdictItem } from "./verdicts.ts";
import { viewerOf } from "./viewer.ts";
import { pageCss, sortScript, viewerScript } from "./browser/texts.ts";
import { textOf } from "../figures/plot/text.ts";

/** A publication that a part of the experiment rests on. */
export interface Citation {
  /** What of the experiment comes from it: "the PLRNN", "D_stsp", "the Lorenz system". */
  readonly of: string;
  /** Authors, year, title, where it was published. */
  readonly text: string;
}

/** Where a report comes from. */
export interface ReportProvenance {
  /** Versions and digests by name. */
  readonly entries: readonly (readonly [name: string, value: string])[];
  /** Command lines that do it all again. */
  readonly rerun: readonly string[];
}

/** What a report says. */
export interface Report {
  /** What was found. */
  readonly evidence: Result;
  /** One per claim. */
  readonly verdicts: readonly Verdict[];
  /** In the order in which they are shown. */
  readonly figures: readonly Figure[];
  /** Where it comes from. */
  readonly provenance: ReportProvenance;
  /** The resolved spec. */
  readonly spec: unknown;
  /** What to cite; a publication may stand here several times. */
  readonly references: readonly Citation[];
}

/** What is measured of a picture's width on wide and narrow screens, in pixels. */
const widths = { wide: 740, narrow: 340 } as const;

const figureNode = (figure: Figure, index: number): Node => {
  const id = `figure-${index + 1}`;
  const heading = element("h3", {}, `Figure ${index + 1}. `, ...rich(figure.title));
  const finding = element("p", {}, ...rich(textOf(figure.finding)));
  if (figure.panels.length === 0) return element("section", { id }, heading, finding);
  const drawn = (width: "wide" | "narrow"): Node =>
    trusted(
      toSvg(figure, { width: widths[width], standalone: false, class: width, id: `${id}-${width}` }),
    );
  return element(
    "figure",
    { id },
    heading,
    finding,
    drawn("wide"),
    drawn("narrow"),
    element("figcaption", {}, ...rich(figure.caption.join(" "))),
    element(
      "details",
      {},
      element("summary", {}, `The numbers of figure ${index + 1}`),
      sortableTable(`The numbers of figure ${index + 1}`, figure.table),
    ),
  );
};

const dataNode = (data: DataResult): Node => {
  const { title, series, variables, spectrum, predictabilityTime, scale, digest } = data;
  return element(
    "div",
    {},
    element("h3", {}, title),
    definitions([
      [
        "series",
        series.rows === 0
          ? "not at hand; the figures are drawn from published numbers"
          : `${shortNumber(series.rows)} samples of ${variables.join(", ")}, every ${
            shortNumber(series.dt)
          } time units`,
      ],
      ...(spectrum === null ? [] : [
        [
          `Lyapunov spectrum of the ${exponentWords(data).legend}`,
          spectrum.exponents.map((value, i) => withError(value, spectrum.standardErrors[i] ?? 0)).join(
            ";  ",
          ) +
          ` ${spectrum.unit === "nats/time" ? "nats per time unit" : "nats per step"}`,
        ] as const,
        ...(spectrum.kaplanYorke === null ? [] : [
          [
            "Kaplan–Yorke dimension",
            withError(spectrum.kaplanYorke.value, spectrum.kaplanYorke.standardError),
          ] as const,
        ]),
      ]),
      ...(predictabilityTime === null ? [] : [
        [
          "predictability time",
          `ln 2 / λ₁ = ${
            withError(predictabilityTime.time.value, predictabilityTime.time.standardError)
          } time units = ` +
          `${withError(predictabilityTime.steps.value, predictabilityTime.steps.standardError)} steps`,
        ] as const,
      ]),
      ...Object.entries(scale).map(([measure, { floor, ceiling }]) =>
        [
          `scale of ${measure}`,
          `floor ${floor === null ? "none" : shortNumber(floor)} (${floorWords(data)}), ` +
          `ceiling ${ceiling === null ? "none" : shortNumber(ceiling)} (${ceilingWords})`,
        ] as const
      ),
      ["digest", digest],
    ]),
  );
};

/** Which measures there are, in which preset and version. */
const measuresSection = ({ runs }: Result): readonly Node[] => {
  const names = [...new Set(runs.flatMap(({ measures }) => Object.keys(measures)))];
  return names.length === 0 ? [] : [section(
    "measures",
    "Measures",
    definitions(names.map((name) => [name, measureWords(name).meaning ?? "not in the catalogue"])),
  )];
};

const summaryOf = ({ evidence, verdicts }: Report): string => {
  const upheld = verdicts.filter(({ verdict }) => verdict === "upheld").length;
  const diverged = evidence.runs.filter(hasDiverged).length;
  const claims = verdicts.length === 0
    ? "No claim was made"
    : `${upheld} of ${counted(verdicts.length, "claim")} upheld`;
  return `${claims}; ${counted(evidence.runs.length, "run")}, ${
    diverged === 0 ? "none" : diverged
  } diverged; profile ${evidence.profile}.`;
};

const isDigest = (value: string): boolean => value.startsWith("sha256:");

const digestsOf = ({ entries }: ReportProvenance): readonly Node[] => {
  const digests = entries.filter(([, value]) => isDigest(value));
  return digests.length === 0 ? [] : [
    element(
      "details",
      {},
      element("summary", {}, `Digests of ${counted(digests.length, "artifact")}`),
      element("div.small", {}, definitions(digests)),
    ),
  ];
};

/** Each publication once, with all that comes from it. */
const citations = (references: readonly Citation[]): readonly Node[] =>
  [...new Set(references.map(({ text }) => text))].map((text) => {
    const uses = references.filter((reference) => reference.text === text).map(({ of }) => of);
    return element("li", {}, text, " — ", ...rich(listed([...new Set(uses)])));
  });

const variables = ({ paper, text, quiet, grid, palette }: typeof light): string =>
  `--paper:${paper};--text:${text};--quiet:${quiet};--grid:${grid};--link:${palette[0]};` +
  palette.map((colour, index) => `--c${index}:${colour}`).join(";");

const style = `:root{${variables(light)}}` +
  `@media screen and (prefers-color-scheme:dark){:root{${variables(dark)}}}\n${pageCss}${figureStyle()}`;

const section = (id: string, title: string, ...children: readonly Node[]): Node =>
  element(
    "section",
    { id, ariaLabelledBy: `${id}-title` },
    element("h2", { id: `${id}-title` }, title),
    ...children,
  );

/**
 * The page of a report.
 *
 * @param report Evidence, verdicts, figures and where they come from.
 * @returns One HTML document with pictures, styles and scripts in it. The same report gives the same bytes.
 */
export const reportPage = (report: Report): string => {
  const { evidence, verdicts, figures, provenance, spec, references } = report;
  const viewer = viewerOf(evidence);
  const measured = measuresSection(evidence);
  const parts: readonly (readonly [id: string, title: string])[] = [
    ["verdicts", "Verdicts"],
    ["figures", "Figures"],
    ...(viewer === null ? [] : [["viewer", "Attractors"] as const]),
    ["runs", "Runs"],
    ["data", "Data"],
    ...(measured.length === 0 ? [] : [["measures", "Measures"] as const]),
    ["spec", "Spec"],
    ["provenance", "Provenance"],
  ];
  const body = [
    element("a.skip", { href: "#verdicts" }, "Skip to the verdicts"),
    element(
      "header",
      {},
      element("h1", {}, ...rich(evidence.title)),
      element("p", {}, ...rich(evidence.description)),
      element("p.summary", {}, element("strong", {}, summaryOf(report))),
      element(
        "nav",
        { ariaLabel: "Parts of this report" },
        element(
          "ul",
          {},
          ...parts.map(([id, title]) => element("li", {}, element("a", { href: `#${id}` }, title))),
        ),
      ),
    ),
    element(
      "main",
      {},
      section(
        "verdicts",
        "Verdicts",
        verdicts.length === 0
          ? element("p", {}, "The spec makes no claims.")
          : element("ul.verdicts", {}, ...verdicts.map(verdictItem)),
      ),
      section(
        "figures",
        "Figures",
        ...(figures.length === 0
          ? [element("p", {}, "The spec asks for no figures.")]
          : figures.map(figureNode)),
      ),
      ...(viewer === null ? [] : [viewer]),
      section(
        "runs",
        "All runs",
        element("p", {}, "A click on a column's name sorts by it. Exponents in nats per step."),
        sortableTable("Table of all runs", runsTable(evidence)),
      ),
      section("data", "Data", ...evidence.data.map(dataNode)),
      ...measured,
      section(
        "spec",
        "The resolved spec",
        element(
          "details",
          {},
          element("summary", {}, "Everything that determines the result, nothing left to default"),
          element(
            "pre",
            { tabIndex: 0, role: "region", ariaLabel: "The spec as JSON" },
            JSON.stringify(spec, null, 2),
          ),
        ),
      ),
      section(
        "provenance",
        "Provenance",
        definitions(provenance.entries.filter(([, value]) => !isDigest(value))),
        ...digestsOf(provenance),
        element("h3", {}, "To run it again"),
        element(
          "pre",
          { tabIndex: 0, role: "region", ariaLabel: "Commands that run it again" },
          provenance.rerun.join("\n"),
        ),
        element("h3", {}, "To cite"),
        references.length === 0
          ? element("p", {}, "No references.")
          : element("ul", {}, ...citations(references)),
      ),
    ),
    element("footer.small", {}, `${evidence.experiment}, profile ${evidence.profile}`),
    trusted(`<script>${sortScript}</script>`),
    ...(viewer === null ? [] : [trusted(`<script>${viewerScript}</script>`)]),
  ];
  const head = [
    element("meta", { charSet: "utf-8" }),
    element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    element("meta", { name: "description", content: `${evidence.description} ${summaryOf(report)}` }),
    element("link", { rel: "icon", href: "data:," }),
    element("title", {}, evidence.title),
    trusted(`<style>${style}</style>`),
  ];
  return `<!doctype html>\n${
    htmlOf([element("html", { lang: "en" }, element("head", {}, ...head), element("body", {}, ...body))])
  }\n`;
};
