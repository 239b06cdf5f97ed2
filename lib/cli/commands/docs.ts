/**
 * `lyap docs`: what a spec may choose from.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { nearest } from "../../core/codec/closest.ts";
import { badUsage, type LyapError } from "../../core/program/errors.ts";
import { failWith, type Program } from "../../core/program/program.ts";
import { print } from "../../core/program/terminal.ts";
import { type Call, command, type ExitCode } from "../command.ts";
import { wrapped } from "../../core/program/text.ts";
import { tableLines } from "../table.ts";
import { type DocumentedKind, type DocumentedOption, type Topic, topics } from "../topics.ts";

const WIDTH = 100;

const indented = (text: string, by: number): readonly string[] =>
  wrapped(text, WIDTH - by).map((line) => " ".repeat(by) + line);

const otherwise = ({ isRequired, otherwise: value }: DocumentedOption): string =>
  isRequired ? "must be given" : value === undefined ? "" : `default ${JSON.stringify(value)}`;

const optionLines = (options: readonly DocumentedOption[]): readonly string[] =>
  options.length === 0 ? [] : [
    "  options:",
    ...tableLines(options.map((option) => [`    ${option.name}`, option.takes, otherwise(option)])),
  ];

const kindLines = ({ kind, title, details, options, references }: DocumentedKind): readonly string[] => [
  title === "" || title === kind ? kind : `${kind}: ${title}`,
  ...details.flatMap((line) => indented(line, 2)),
  ...optionLines(options),
  ...references.flatMap((reference) => indented(reference, 2)),
  "",
];

const topicLines = ({ name, about, kinds }: Topic): readonly string[] => [
  `${name}: ${about}`,
  "",
  ...kinds.flatMap(kindLines),
];

const overview = (all: readonly Topic[]): readonly string[] => [
  ...all.flatMap(({ name, about, kinds }) => [
    `${name}: ${about}`,
    ...indented(kinds.map(({ kind }) => kind).join(", "), 2),
    "",
  ]),
  "lyap systems lists the systems. With a topic or a name: options, defaults, units and references.",
];

/** What one word asks for: a topic, or kinds of that name. */
const found = (all: readonly Topic[], word: string): readonly (Topic | DocumentedKind)[] => {
  const topic = all.filter(({ name }) => name === word);
  return topic.length > 0 ? topic : all.flatMap(({ kinds }) => kinds.filter(({ kind }) => kind === word));
};

const unknown = (all: readonly Topic[], word: string): LyapError => {
  if (word === "systems") return badUsage("systems have their own command", "lyap systems lists them");
  const names = [
    ...all.map(({ name }) => name),
    ...all.flatMap(({ kinds }) => kinds.map(({ kind }) => kind)),
  ];
  const near = nearest(word, names);
  return badUsage(
    `Nothing is called "${word}"`,
    near.length > 0
      ? `did you mean ${near.map((name) => `"${name}"`).join(" or ")}?`
      : `topics are ${all.map(({ name }) => name).join(", ")}`,
  );
};

const run = ({ operands, values }: Call): Program<ExitCode> => {
  const all = topics();
  const missing = operands.find((word) => found(all, word).length === 0);
  if (missing !== undefined) return failWith(unknown(all, missing));
  const chosen = operands.flatMap((word) => found(all, word));
  return pipe(
    values.json
      ? print(JSON.stringify({ docs: operands.length === 0 ? all : chosen }))
      : operands.length === 0
      ? print(...overview(all))
      : print(...chosen.flatMap((each) => "kinds" in each ? topicLines(each) : kindLines(each))),
    RTE.map((): ExitCode => 0),
  );
};

/** Explains what a spec may choose from. */
export const docsCommand = command({
  explanation: ["Without a topic: all topics, and the names in each."],
  options: {},
  examples: ["docs measures", "docs PLRNN D_stsp"],
  run,
});
