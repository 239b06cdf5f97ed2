/**
 * What a report cites: each work once, however its parts name it, with its DOI and as BibTeX.
 *
 * @module
 */
import { LYAP_VERSION } from "../core/codec/version.ts";

/** A publication that a part of the experiment rests on. */
export interface Citation {
  /** What of the experiment comes from it: "the PLRNN", "D_stsp", "the Lorenz system". */
  readonly of: string;
  /** Authors, year, title, where it was published. */
  readonly text: string;
}

/** A work with all that BibTeX wants of it. */
export interface BibEntry {
  /** Names it in BibTeX. */
  readonly key: string;
  /** The type of the entry. */
  readonly type: "article" | "inproceedings" | "book" | "incollection" | "misc" | "software";
  /** Fields in the order in which they are written; `author` has BibTeX's "and" between names. */
  readonly fields: Readonly<Record<string, string>>;
}

/** A work by what a catalogue's reference to it looks like. */
interface Known extends BibEntry {
  readonly pattern: RegExp;
}

const article = (
  key: string,
  pattern: RegExp,
  author: string,
  year: number,
  title: string,
  [journal, volume, pages]: readonly [string, string, string],
  doi: string,
): Known => ({
  key,
  pattern,
  type: "article",
  fields: { author, year: String(year), title, journal, volume, pages, doi },
});

const paper = (
  key: string,
  pattern: RegExp,
  author: string,
  year: number,
  title: string,
  booktitle: string,
  doi: string,
): Known => ({
  key,
  pattern,
  type: "inproceedings",
  fields: { author, year: String(year), title, booktitle, doi },
});

const durstewitz = "Durstewitz, Daniel";
const known: readonly Known[] = [
  paper(
    "mikhaeil2022difficulty",
    /Mikhaeil.*Monfared|Monfared, Mikhaeil/,
    `Mikhaeil, Jonas M. and Monfared, Zahra and ${durstewitz}`,
    2022,
    "On the difficulty of learning chaotic dynamics with RNNs",
    "Advances in Neural Information Processing Systems 35",
    "10.48550/arXiv.2110.07238",
  ),
  paper(
    "hess2023generalized",
    /Hess, .*Monfared.*2023/,
    `Hess, Florian and Monfared, Zahra and Brenner, Manuel and ${durstewitz}`,
    2023,
    "Generalized teacher forcing for learning chaotic dynamics",
    "Proceedings of the 40th International Conference on Machine Learning, PMLR 202, 13017–13049",
    "10.48550/arXiv.2306.04406",
  ),
  paper(
    "brenner2022tractable",
    /Brenner et al\. \(2022\)/,
    `Brenner, Manuel and Hess, Florian and Mikhaeil, Jonas M. and Bereska, Leonard F. and Monfared, Zahra and Kuo, Po-Chen and ${durstewitz}`,
    2022,
    "Tractable dendritic RNNs for reconstructing nonlinear dynamical systems",
    "Proceedings of the 39th International Conference on Machine Learning, PMLR 162, 2292–2320",
    "10.48550/arXiv.2207.02542",
  ),
  paper(
    "brenner2024almost",
    /Brenner, .*Hemmer.*2024/,
    `Brenner, Manuel and Hemmer, Christoph Jürgen and Monfared, Zahra and ${durstewitz}`,
    2024,
    "Almost-linear RNNs yield highly interpretable symbolic codes in dynamical systems reconstruction",
    "Advances in Neural Information Processing Systems 37",
    "10.48550/arXiv.2410.14240",
  ),
  paper(
    "hemmer2025true",
    /Hemmer, D\. Durstewitz.*2025/,
    `Hemmer, Christoph Jürgen and ${durstewitz}`,
    2025,
    "True zero-shot inference of dynamical systems preserving long-term statistics",
    "Advances in Neural Information Processing Systems 38",
    "10.48550/arXiv.2505.13192",
  ),
  paper(
    "eisenmann2023bifurcations",
    /Eisenmann.*2023/,
    `Eisenmann, Lukas and Monfared, Zahra and Göring, Niclas and ${durstewitz}`,
    2023,
    "Bifurcations and loss jumps in RNN training",
    "Advances in Neural Information Processing Systems 36",
    "10.48550/arXiv.2310.17561",
  ),
  article(
    "koppe2019identifying",
    /Koppe, .*2019/,
    `Koppe, Georgia and Toutounji, Hazem and Kirsch, Peter and Lis, Stefanie and ${durstewitz}`,
    2019,
    "Identifying nonlinear dynamical systems via generative recurrent neural networks with applications to fMRI",
    ["PLoS Computational Biology", "15", "e1007263"],
    "10.1371/journal.pcbi.1007263",
  ),
  {
    key: "talathi2015improving",
    pattern: /Talathi.*2015/,
    type: "misc",
    fields: {
      author: "Talathi, Sachin S. and Vartak, Aniket",
      year: "2015",
      title: "Improving performance of recurrent neural network with relu nonlinearity",
      doi: "10.48550/arXiv.1511.03771",
    },
  },
  article(
    "huang2006extreme",
    /Huang.*2006/,
    "Huang, Guang-Bin and Zhu, Qin-Yu and Siew, Chee-Kheong",
    2006,
    "Extreme learning machine: Theory and applications",
    ["Neurocomputing", "70", "489–501"],
    "10.1016/j.neucom.2005.12.126",
  ),
  article(
    "elman1990finding",
    /Elman \(1990\)/,
    "Elman, Jeffrey L.",
    1990,
    "Finding structure in time",
    ["Cognitive Science", "14", "179–211"],
    "10.1207/s15516709cog1402_1",
  ),
  article(
    "hochreiter1997long",
    /Hochreiter.*1997/,
    "Hochreiter, Sepp and Schmidhuber, Jürgen",
    1997,
    "Long short-term memory",
    ["Neural Computation", "9", "1735–1780"],
    "10.1162/neco.1997.9.8.1735",
  ),
  article(
    "gers2000learning",
    /Gers, .*2000/,
    "Gers, Felix A. and Schmidhuber, Jürgen and Cummins, Fred",
    2000,
    "Learning to forget: continual prediction with LSTM",
    ["Neural Computation", "12", "2451–2471"],
    "10.1162/089976600300015015",
  ),
  paper(
    "cho2014learning",
    /Cho et al\. \(2014\)/,
    "Cho, Kyunghyun and van Merriënboer, Bart and Gulcehre, Caglar and Bahdanau, Dzmitry and Bougares, Fethi and " +
      "Schwenk, Holger and Bengio, Yoshua",
    2014,
    "Learning phrase representations using RNN encoder–decoder for statistical machine translation",
    "Proceedings of EMNLP, 1724–1734",
    "10.3115/v1/D14-1179",
  ),
  article(
    "rumelhart1986learning",
    /Rumelhart.*1986/,
    "Rumelhart, David E. and Hinton, Geoffrey E. and Williams, Ronald J.",
    1986,
    "Learning representations by back-propagating errors",
    ["Nature", "323", "533–536"],
    "10.1038/323533a0",
  ),
  article(
    "williams1990efficient",
    /Williams & Peng \(1990\)/,
    "Williams, Ronald J. and Peng, Jing",
    1990,
    "An efficient gradient-based algorithm for on-line training of recurrent network trajectories",
    ["Neural Computation", "2", "490–501"],
    "10.1162/neco.1990.2.4.490",
  ),
  {
    key: "kaplan1979chaotic",
    pattern: /Kaplan, .*Yorke.*1979/,
    type: "incollection",
    fields: {
      author: "Kaplan, James L. and Yorke, James A.",
      year: "1979",
      title: "Chaotic behavior of multidimensional difference equations",
      booktitle: "Functional Differential Equations and Approximation of Fixed Points",
      pages: "204–227",
      publisher: "Springer",
      doi: "10.1007/BFb0064319",
    },
  },
  article(
    "vlachas2020backpropagation",
    /Vlachas.*2020/,
    "Vlachas, Pantelis R. and Pathak, Jaideep and Hunt, Brian R. and Sapsis, Themistoklis P. and Girvan, Michelle and " +
      "Ott, Edward and Koumoutsakos, Petros",
    2020,
    "Backpropagation algorithms and reservoir computing in recurrent neural networks for the forecasting of complex " +
      "spatiotemporal dynamics",
    ["Neural Networks", "126", "191–217"],
    "10.1016/j.neunet.2020.02.016",
  ),
  article(
    "pathak2017using",
    /Pathak, .*2017/,
    "Pathak, Jaideep and Lu, Zhixin and Hunt, Brian R. and Girvan, Michelle and Ott, Edward",
    2017,
    "Using machine learning to replicate chaotic attractors and calculate Lyapunov exponents from data",
    ["Chaos", "27", "121102"],
    "10.1063/1.5010300",
  ),
  article(
    "hyndman2006another",
    /Hyndman.*2006/,
    "Hyndman, Rob J. and Koehler, Anne B.",
    2006,
    "Another look at measures of forecast accuracy",
    ["International Journal of Forecasting", "22", "679–688"],
    "10.1016/j.ijforecast.2006.03.001",
  ),
  article(
    "welch1967use",
    /Welch.*1967/,
    "Welch, Peter D.",
    1967,
    "The use of fast Fourier transform for the estimation of power spectra",
    ["IEEE Transactions on Audio and Electroacoustics", "15", "70–73"],
    "10.1109/TAU.1967.1161901",
  ),
  {
    key: "scott1992multivariate",
    pattern: /Scott.*1992/,
    type: "book",
    fields: {
      author: "Scott, David W.",
      year: "1992",
      title: "Multivariate density estimation",
      publisher: "Wiley",
      doi: "10.1002/9780470316849",
    },
  },
  article(
    "benettin1980lyapunov",
    /Benettin.*1980/,
    "Benettin, Giancarlo and Galgani, Luigi and Giorgilli, Antonio and Strelcyn, Jean-Marie",
    1980,
    "Lyapunov characteristic exponents for smooth dynamical systems and for Hamiltonian systems; a method for computing " +
      "all of them",
    ["Meccanica", "15", "9–30"],
    "10.1007/BF02128236",
  ),
  article(
    "shimada1979numerical",
    /Shimada.*1979/,
    "Shimada, Ippei and Nagashima, Tomomasa",
    1979,
    "A numerical approach to ergodic problem of dissipative dynamical systems",
    ["Progress of Theoretical Physics", "61", "1605–1616"],
    "10.1143/PTP.61.1605",
  ),
  article(
    "rosenstein1993practical",
    /Rosenstein.*1993/,
    "Rosenstein, Michael T. and Collins, James J. and De Luca, Carlo J.",
    1993,
    "A practical method for calculating largest Lyapunov exponents from small data sets",
    ["Physica D", "65", "117–134"],
    "10.1016/0167-2789(93)90009-P",
  ),
  article(
    "kantz1994robust",
    /Kantz.*1994/,
    "Kantz, Holger",
    1994,
    "A robust method to estimate the maximal Lyapunov exponent of a time series",
    ["Physics Letters A", "185", "77–87"],
    "10.1016/0375-9601(94)90991-1",
  ),
  article(
    "lorenz1963deterministic",
    /Lorenz \(1963\)/,
    "Lorenz, Edward N.",
    1963,
    "Deterministic nonperiodic flow",
    ["Journal of the Atmospheric Sciences", "20", "130–141"],
    "10.1175/1520-0469(1963)020<0130:DNF>2.0.CO;2",
  ),
  article(
    "rossler1976equation",
    /Rössler \(1976\)/,
    "Rössler, Otto E.",
    1976,
    "An equation for continuous chaos",
    ["Physics Letters A", "57", "397–398"],
    "10.1016/0375-9601(76)90101-8",
  ),
  article(
    "mackey1977oscillation",
    /Mackey.*Glass \(1977\)/,
    "Mackey, Michael C. and Glass, Leon",
    1977,
    "Oscillation and chaos in physiological control systems",
    ["Science", "197", "287–289"],
    "10.1126/science.267326",
  ),
  article(
    "henon1976two",
    /Hénon \(1976\)/,
    "Hénon, Michel",
    1976,
    "A two-dimensional mapping with a strange attractor",
    ["Communications in Mathematical Physics", "50", "69–77"],
    "10.1007/BF01608556",
  ),
  article(
    "may1976simple",
    /May \(1976\)/,
    "May, Robert M.",
    1976,
    "Simple mathematical models with very complicated dynamics",
    ["Nature", "261", "459–467"],
    "10.1038/261459a0",
  ),
  article(
    "schalk2004bci2000",
    /Schalk et al\. \(2004\)/,
    "Schalk, Gerwin and McFarland, Dennis J. and Hinterberger, Thilo and Birbaumer, Niels and Wolpaw, Jonathan R.",
    2004,
    "BCI2000: a general-purpose brain-computer interface (BCI) system",
    ["IEEE Transactions on Biomedical Engineering", "51", "1034–1043"],
    "10.1109/TBME.2004.827072",
  ),
];

/** lyap itself, as CITATION.cff has it. */
export const lyapItself: BibEntry = {
  key: "lyap",
  type: "software",
  fields: {
    author: "{The lyap authors}",
    title: "lyap: recurrent networks on chaotic time series, with claims that are checked",
    version: LYAP_VERSION,
    license: "MIT",
  },
};

const keyOf = (text: string): string => {
  const [name = "work"] = /\p{Lu}\p{Ll}+/u.exec(text) ?? [];
  const [year = ""] = /(?<=\()\d{4}/.exec(text) ?? [];
  return `${name.normalize("NFD").replaceAll(/[^A-Za-z]/g, "").toLowerCase()}${year}`;
};

/** A work that is not known, from a text as "A. Author & B. Author (1999), Title, Journal 1, 2–3". */
const workOf = (text: string): BibEntry => {
  const [, author, year, rest] = /^([^(]+) \((\d{4})\), (.+)$/.exec(text) ?? [];
  if (author === undefined) return { key: keyOf(text), type: "misc", fields: { note: text } };
  const parts = rest!.split(", ");
  // If there is a number in the first part, it is a journal, and the reference has no title.
  const [title, place] = /\d/.test(parts[0]!) ? [undefined, parts] : [parts[0], parts.slice(1)];
  return {
    key: keyOf(text),
    type: "misc",
    fields: {
      author: author.split(/, (?=\p{Lu}\.)| & | and /u).join(" and "),
      year: year!,
      ...(title === undefined ? {} : { title }),
      ...(place.length === 0 ? {} : { howpublished: place.join(", ") }),
    },
  };
};

/** A work with all that comes from it. */
export interface CitedWork extends BibEntry {
  /** What of the experiment comes from it, each once. */
  readonly of: readonly string[];
  /** Its reference in a line. */
  readonly text: string;
}

const places = ["journal", "booktitle", "howpublished", "publisher"] as const;

/** "Mikhaeil, Jonas M. and Monfared, Zahra" as "Jonas M. Mikhaeil and Zahra Monfared". */
const namesInWords = (author: string): string => {
  const names = author.replaceAll(/[{}]/g, "").split(" and ")
    .map((name) => name.split(", ").reverse().join(" "));
  return names.length < 3
    ? names.join(" and ")
    : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
};

/** A reference in a line, as it is read. */
export const referenceText = ({ fields }: BibEntry): string => {
  const { author, year, title, volume, pages, note, version } = fields;
  if (author === undefined) return note ?? "";
  const place = places.flatMap((name) => fields[name] ?? [])[0];
  return [
    `${namesInWords(author)}${year === undefined ? "" : ` (${year})`}`,
    ...(title === undefined ? [] : [title]),
    ...(place === undefined ? [] : [`${place}${volume === undefined ? "" : ` ${volume}`}`]),
    ...(pages === undefined ? [] : [pages]),
    ...(version === undefined ? [] : [`version ${version}`]),
  ].join(", ");
};

/**
 * The works behind references, each once, in the order in which they first occur.
 *
 * @example One work in two spellings
 * ```ts
 * import { worksOf } from "./bibliography.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const works = worksOf([
 *   { of: "PLRNN", text: "Monfared, Mikhaeil & Durstewitz (2022), arXiv 2110.07238" },
 *   { of: "sparse forcing", text: "Mikhaeil, Monfared & Durstewitz (2022), NeurIPS 35, arXiv 2110.07238" },
 * ]);
 * assertEquals(works.map(({ key, of }) => [key, of]), [["mikhaeil2022difficulty", ["PLRNN", "sparse forcing"]]]);
 * ```
 */
export const worksOf = (references: readonly Citation[]): readonly CitedWork[] => {
  const found = references.map(({ of, text }) => {
    const work = /^github\.com/.test(text) ? undefined : known.find(({ pattern }) => pattern.test(text));
    const { key, type, fields } = work ?? workOf(text);
    return { of, key, type, fields, text: work === undefined ? text : referenceText({ key, type, fields }) };
  });
  return found.filter(({ text }, index) => found.findIndex((other) => other.text === text) === index).map((
    work,
  ) => ({
    ...work,
    of: [...new Set(found.filter(({ text }) => text === work.text).map(({ of }) => of))],
  }));
};

/** An entry of BibTeX. */
export const bibtex = ({ key, type, fields }: BibEntry): string =>
  `@${type}{${key},\n${
    Object.entries(fields).map(([name, value]) =>
      `  ${name} = {${name === "pages" ? value.replace("–", "--") : value}}`
    )
      .join(",\n")
  }\n}`;
