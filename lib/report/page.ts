/**
 * The report of an experiment as one HTML file: the finding and the figure that shows it, the verdicts, the attractors,
 * the other figures with the numbers behind them, all runs, the resolved spec and where everything came from. It needs no network, and has the same bytes whenever it is written.
 *
 * @module
 */
import type { DataResult, Result, Verdict } from "../results/result.ts";
import type { Figure } from "./figures/plot/figure.ts";
import { shortNumber, withError } from "../numerics/format.ts";
import { perTime, timesIn } from "../series/time_unit.ts";
import { ceilingWords, exponentWords, floorWords } from "./figures/origin.ts";
import { dark, figureStyle, light } from "./figures/plot/palette.ts";
import { runNames } from "./figures/selection.ts";
import { measureWords } from "./figures/words.ts";
import { counted, listed } from "../core/program/text.ts";
import { type BibEntry, bibtex, type Citation, lyapItself, referenceText, worksOf } from "./bibliography.ts";
import { figureNode } from "./figure_node.ts";
import { commandNode } from "./command_node.ts";
import { type Advice, type Fitted, fittedNodes, fittedOf } from "./fitted.ts";
import { explanation, glossary } from "./glossary.ts";
import { claimsSummary, decisive, wordsNode } from "./lead.ts";
import { element, explainedOnce, htmlOf, type Node, prose, rich, trusted } from "./markup.ts";
import type { Typed } from "../core/program/typed.ts";
import { runsTable } from "./runs.ts";
import { definitions, sortableTable } from "./table.ts";
import { evidenceNodes, namedEvidence, verdictList } from "./verdicts.ts";
import { viewerOf } from "./viewer.ts";
import { figuresScript, pageCss, sortScript, viewerScript, wordsScript } from "./browser/texts.ts";
import { textOf } from "./figures/plot/text.ts";

/** Where a report comes from. */
export interface ReportProvenance {
  /** Versions and digests by name. */
  readonly entries: readonly (readonly [name: string, value: string])[];
  /** The command that does it all again. */
  readonly rerun: Typed;
}

/** What a report says. */
export interface Report {
  /** What was found. */
  readonly evidence: Result;
  /** One per claim. */
  readonly verdicts: readonly Verdict[];
  /** As the spec has them; those that cannot be drawn have no panels. */
  readonly figures: readonly Figure[];
  /** For each verdict the place of the figure that shows what it is about; null if none does. */
  readonly shownIn: readonly (number | null)[];
  /** What else a reader should know, a sentence each. */
  readonly notes: readonly string[];
  /** What to do next; null if nothing is advised. */
  readonly next: Advice | null;
  /** Where it comes from. */
  readonly provenance: ReportProvenance;
  /** The resolved spec. */
  readonly spec: unknown;
  /** What to cite; a publication may be listed several times. */
  readonly references: readonly Citation[];
}

const dataNode = (data: DataResult): Node => {
  const { title, series, variables, spectrum, predictabilityTime, scale, digest, timeUnit } = data;
  return element(
    "div",
    {},
    element("h3", {}, title),
    definitions([
      [
        "series",
        series.rows === 0
          ? "not available; the figures are drawn from published numbers"
          : `${shortNumber(series.rows)} samples of ${variables.join(", ")}, every ${
            shortNumber(series.dt)
          } ${timesIn(timeUnit)}`,
      ],
      ...(spectrum === null ? [] : [
        [
          `Lyapunov spectrum of the ${exponentWords(data).legend}`,
          spectrum.exponents.map((value, i) => withError(value, spectrum.standardErrors[i] ?? 0)).join(
            ";  ",
          ) +
          ` ${spectrum.unit === "nats/time" ? `nats ${perTime(timeUnit)}` : "nats per step"}`,
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
          `ln 2 / λ₁ = ${withError(predictabilityTime.time.value, predictabilityTime.time.standardError)} ${
            timesIn(timeUnit)
          } = ` +
          `${withError(predictabilityTime.steps.value, predictabilityTime.steps.standardError)} steps`,
        ] as const,
      ]),
      ...Object.entries(scale).flatMap(([measure, { floor, ceiling }]) => {
        const ends = [
          ...(floor === null ? [] : [`floor ${shortNumber(floor)} (${floorWords(data)})`]),
          ...(ceiling === null ? [] : [`ceiling ${shortNumber(ceiling)} (${ceilingWords})`]),
        ];
        return ends.length === 0
          ? []
          : [[`scale of ${measureWords(measure).called}`, ends.join(", ")] as const];
      }),
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
    definitions(names.map((name) => {
      const { called, meaning } = measureWords(name);
      return [called, meaning ?? "not in the catalogue"];
    })),
  )];
};

const isDigest = (value: string): boolean => value.startsWith("sha256:");

const digestsOf = (
  { entries }: ReportProvenance,
  named: (text: string) => string,
): readonly Node[] => {
  const digests = entries.filter(([, value]) => isDigest(value));
  return digests.length === 0 ? [] : [
    element(
      "details",
      {},
      element("summary", {}, `Digests of ${counted(digests.length, "artifact")}`),
      element("div.small", {}, definitions(digests.map(([name, digest]) => [named(name), digest] as const))),
    ),
  ];
};

/** Each work once, with its DOI and all that comes from it; BibTeX of all of them to copy. */
const citeNodes = (references: readonly Citation[]): readonly Node[] => {
  const works = worksOf(references);
  const doiNode = ({ fields: { doi } }: BibEntry): readonly Node[] =>
    doi === undefined ? [] : [`, doi:${doi}`];
  return [
    element(
      "ul.works",
      {},
      element("li", {}, referenceText(lyapItself), " — ", "this report"),
      ...works.map((work) =>
        element(
          "li",
          {},
          work.text,
          ...doiNode(work),
          element("span.quiet", {}, " — ", ...rich(listed(work.of))),
        )
      ),
    ),
    element(
      "details",
      {},
      element("summary", {}, "BibTeX"),
      element(
        "div.command",
        {},
        element(
          "pre",
          { tabIndex: 0, role: "region", ariaLabel: "BibTeX" },
          [lyapItself, ...works].map(bibtex).join("\n\n"),
        ),
        element("button.copy", { type: "button", hidden: true }, "Copy"),
      ),
    ),
  ];
};

/** The words that are explained on a page, for those who look them up. */
const glossaryNode = (ids: readonly string[]): Node =>
  section(
    "words",
    "Words",
    element(
      "dl",
      {},
      ...glossary.filter(({ id }) => ids.includes(id)).flatMap((word) => [
        element("dt", {}, ...rich(word.term)),
        element("dd", { id: `word-${word.id}` }, ...rich(explanation(word))),
      ]),
    ),
  );

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

/** The number of a figure on the page: those that are drawn are counted. */
const numberOf = (figures: readonly Figure[], index: number): number =>
  figures.slice(0, index + 1).filter(({ panels }) => panels.length > 0).length;

/** Figures that could not be drawn, in a line each. */
const leftOut = (figures: readonly Figure[]): readonly Node[] => {
  const missing = figures.filter(({ panels }) => panels.length === 0);
  return missing.length === 0 ? [] : [
    element(
      "div.left-out",
      {},
      element("p.quiet", {}, "Left out:"),
      element(
        "ul.quiet.small",
        {},
        ...missing.map(({ finding }) => element("li", {}, ...rich(textOf(finding)))),
      ),
    ),
  ];
};

/** Writes the ids of runs in a text as their names. */
const namesFor = ({ runs }: Result): (text: string) => string => {
  const nameOf = runNames(runs);
  const names = new Map(runs.map((run) => [run.id, nameOf(run)]));
  const ids = [...names.keys()].sort((a, b) => b.length - a.length)
    .map((id) => id.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (ids.length === 0) return (text) => text;
  const anyId = new RegExp(`(?<![\\w-])(?:${ids.join("|")})(?![\\w-])`, "g");
  return (text) => text.replaceAll(anyId, (id) => names.get(id)!);
};

/** A description that is longer than this unfolds. */
const LONG = 330;

const descriptionNodes = (text: string): readonly Node[] =>
  text === ""
    ? []
    : text.length <= LONG
    ? [element("p.description", {}, ...prose(text))]
    : [element("details.notes", {}, element("summary", {}, "About"), element("p", {}, ...prose(text)))];

const notesNodes = (notes: readonly string[]): readonly Node[] =>
  notes.length === 0 ? [] : [
    element(
      "details.notes",
      {},
      element("summary", {}, "What was understood of the data"),
      element("ul", {}, ...notes.map((note) => element("li", {}, ...prose(note)))),
    ),
  ];

/** The first screen. */
const leadNode = (report: Report, decisiveAt: number | null, fitted: Fitted | null): Node => {
  const { evidence, verdicts, figures, notes, next } = report;
  const figure = decisiveAt === null ? undefined : figures[decisiveAt];
  const about = fitted === null ? null : fittedNodes(fitted, next);
  return element(
    "section.first",
    { id: "finding", ariaLabelledBy: "finding-title" },
    element(
      "div.found",
      {},
      element("h2.hidden", { id: "finding-title" }, "The finding"),
      ...(about === null
        ? [
          ...(figure === undefined ? [] : [element("p.finding", {}, ...prose(textOf(figure.finding)))]),
          element("p.summary", {}, element("strong", {}, claimsSummary(evidence, verdicts))),
          ...descriptionNodes(evidence.description),
          ...wordsNode(figure),
        ]
        : [
          ...about.finding,
          about.tiles,
          ...about.next,
          ...descriptionNodes(evidence.description),
          ...notesNodes(notes),
        ]),
    ),
    ...(figure === undefined ? [] : [figureNode(figure, numberOf(figures, decisiveAt!), true)]),
    ...(about === null ? [] : [
      element(
        "details.judged",
        {},
        element("summary", {}, "How it was judged, network by network"),
        ...evidenceNodes(verdicts[0]!.id, namedEvidence(verdicts[0]!.evidence, namesFor(evidence))),
      ),
    ]),
  );
};

/**
 * The page of a report.
 *
 * @param report Evidence, verdicts, figures and where they come from.
 * @returns One HTML document with pictures, styles and scripts in it. The same report gives the same bytes.
 */
export const reportPage = (report: Report): string => {
  const { evidence, verdicts, figures, shownIn, notes, provenance, spec, references } = report;
  const fitted = fittedOf(evidence, verdicts);
  const viewer = viewerOf(evidence);
  const measured = measuresSection(evidence);
  const runs = runsTable(evidence);
  const lead = decisive(figures, shownIn);
  const others = figures.map((figure, index) => ({ figure, index }))
    .filter(({ figure, index }) => figure.panels.length > 0 && index !== lead);
  const parts: readonly (readonly [id: string, title: string])[] = [
    ...(fitted === null ? [["verdicts", "Verdicts"] as const] : []),
    ...(viewer === null ? [] : [["viewer", "Attractors"] as const]),
    ...(others.length === 0 ? [] : [["figures", "Figures"] as const]),
    ["runs", "Runs"],
    ["data", "Data"],
    ...(measured.length === 0 ? [] : [["measures", "Measures"] as const]),
    ["words", "Words"],
    ["spec", "Spec"],
    ["provenance", "Provenance"],
    ["cite", "Cite"],
  ];
  const content = [
    element(
      "a.skip",
      { href: fitted === null ? "#verdicts" : "#runs" },
      fitted === null ? "Skip to the verdicts" : "Skip to the runs",
    ),
    element(
      "header",
      {},
      element("p.kicker", {}, `lyap report · ${evidence.experiment} · profile ${evidence.profile}`),
      element("h1", {}, ...rich(evidence.title)),
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
  ];
  const main = [
    leadNode(report, lead, fitted),
    ...(fitted === null
      ? [
        section(
          "verdicts",
          "Verdicts",
          ...(verdicts.length === 0 ? [element("p", {}, "The spec makes no claims.")] : verdictList(
            verdicts,
            shownIn.map((index) => index === null ? null : numberOf(figures, index)),
            namesFor(evidence),
          )),
        ),
        ...(notes.length === 0 ? [] : notesNodes(notes)),
      ]
      : []),
    ...(viewer === null ? [] : [viewer]),
    ...(others.length === 0 && leftOut(figures).length === 0 ? [] : [section(
      "figures",
      "Figures",
      ...others.map(({ figure, index }) => figureNode(figure, numberOf(figures, index), false)),
      ...leftOut(figures),
    )]),
    section(
      "runs",
      "All runs",
      element("p", {}, "A click on a column's name sorts by it."),
      sortableTable("Table of all runs", runs, runs.foremost),
    ),
    section("data", "Data", ...evidence.data.map(dataNode)),
    ...measured,
  ];
  const after = [
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
      ...digestsOf(provenance, namesFor(evidence)),
      element("h3", {}, "To run it again"),
      commandNode(provenance.rerun),
      element(
        "p.quiet.small",
        {},
        "lyap takes and checks what was made already, here or by those who published it, and trains only the rest. With ",
        element("code", {}, "--dry-run"),
        " the command says how long that takes, and makes nothing. With ",
        element("code", {}, "report"),
        " in place of ",
        element("code", {}, "run"),
        " it only draws this page again from what is there.",
      ),
    ),
    section("cite", "To cite", ...citeNodes(references)),
  ];
  const { nodes, words } = explainedOnce(main);
  const body = [
    ...content,
    element("main", {}, ...nodes, glossaryNode(words), ...after),
    element("footer.small", {}, `${evidence.experiment}, profile ${evidence.profile}`),
    ...[sortScript, figuresScript, wordsScript, ...(viewer === null ? [] : [viewerScript])]
      .map((script) => trusted(`<script>${script}</script>`)),
  ];
  const head = [
    element("meta", { charSet: "utf-8" }),
    element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    element("meta", {
      name: "description",
      content: `${evidence.description} ${claimsSummary(evidence, verdicts)}`.trim(),
    }),
    element("link", { rel: "icon", href: "data:," }),
    element("title", {}, evidence.title),
    trusted(`<style>${style}</style>`),
  ];
  return `<!doctype html>\n${
    htmlOf([
      element(
        "html",
        { lang: "en" },
        element("head", {}, ...head),
        element("body", { dataName: evidence.experiment }, ...body),
      ),
    ])
  }\n`;
};
