/**
 * Completion of the command line in shells, from the table of commands itself.
 *
 * @module
 */
import type { AnyCommand, Listed } from "./command.ts";
import { commonOptions, type Option, type Options } from "./options.ts";

/** A command as a shell completes it. */
export interface Completed extends Pick<Listed, "name" | "summary"> {
  readonly options: Options;
  /** Words that may be operands, in addition to files. */
  readonly words: readonly string[];
}

/** A command with its options and the words of its operands. */
export const completed = (
  { name, summary, operands }: Listed,
  { options }: AnyCommand,
  words: Readonly<Record<string, readonly string[]>>,
): Completed => ({
  name,
  summary,
  options: { ...options, ...commonOptions },
  words: Object.entries(words).flatMap(([what, all]) => operands.includes(what) ? all : []),
});

const optionWords = (options: Options): readonly string[] =>
  Object.entries(options).flatMap((
    [name, { short }],
  ) => [...(short === undefined ? [] : [`-${short}`]), `--${name}`]);

const choices = (options: Options): readonly (readonly [string, readonly string[]])[] =>
  Object.entries(options).flatMap(([name, { among }]) => among === undefined ? [] : [[name, among] as const]);

/** For bash: a function that looks at the word before, at the command, and at the beginning of the word. */
export const bashCompletion = (commands: readonly Completed[]): readonly string[] => [
  "# Completion of lyap for bash: source it, or save it as lyap in ~/.local/share/bash-completion/completions.",
  "_lyap() {",
  '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" command="${COMP_WORDS[1]}"',
  '  local options="" words=""',
  '  if [ "$COMP_CWORD" -eq 1 ]; then',
  `    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")} --help --version" -- "$word"))`,
  "    return",
  "  fi",
  '  case "$command $before" in',
  ...commands.flatMap(({ name, options }) =>
    choices(options).map(([option, among]) =>
      `    "${name} --${option}") COMPREPLY=($(compgen -W "${among.join(" ")}" -- "$word")); return ;;`
    )
  ),
  "  esac",
  '  case "$command" in',
  ...commands.map(({ name, options, words }) =>
    `    ${name}) options="${optionWords(options).join(" ")}"; words="${words.join(" ")}" ;;`
  ),
  "  esac",
  '  case "$word" in',
  '    -*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;',
  '    *) case "$before" in -*) ;; *) COMPREPLY=($(compgen -W "$words" -- "$word")) ;; esac ;;',
  "  esac",
  "}",
  "complete -o default -F _lyap lyap",
];

/** A text in single quotes, as zsh and fish take it. */
const quotedText = (text: string): string => `'${text.replaceAll("'", `'"'"'`)}'`;

const zshOption = (
  [name, { short, takes, among, value, help }]: readonly [string, Option],
): readonly string[] => {
  const says = help.replaceAll(/[[\]:\\]/g, " ");
  const argument = takes === "nothing"
    ? ""
    : `:${value ?? "value"}:${among === undefined ? "_files" : `(${among.join(" ")})`}`;
  return [
    quotedText(`--${name}[${says}]${argument}`),
    ...(short === undefined ? [] : [quotedText(`-${short}[${says}]`)]),
  ];
};

/** For zsh. */
export const zshCompletion = (commands: readonly Completed[]): readonly string[] => [
  "#compdef lyap",
  "# Completion of lyap for zsh: save it as _lyap in a folder of $fpath.",
  "_lyap() {",
  "  local -a commands",
  "  commands=(",
  ...commands.map(({ name, summary }) => `    ${quotedText(`${name}:${summary.replaceAll(":", " -")}`)}`),
  "  )",
  "  if (( CURRENT == 2 )); then",
  "    _describe command commands",
  "    return",
  "  fi",
  "  local command=$words[2]",
  "  shift words",
  "  (( CURRENT-- ))",
  "  case $command in",
  ...commands.flatMap(({ name, options, words }) => [
    `    ${name})`,
    "      _arguments \\",
    ...Object.entries(options).flatMap(zshOption).map((line) => `        ${line} \\`),
    `        '*:operand:${
      words.length === 0 ? "_files" : `_alternative "words:name:(${words.join(" ")})" "files:file:_files"`
    }'`,
    "      ;;",
  ]),
  "  esac",
  "}",
  'if [ "$funcstack[1]" = _lyap ]; then _lyap "$@"; else compdef _lyap lyap; fi',
];

const fishOption = (
  name: string,
  [option, { short, takes, among, help }]: readonly [string, Option],
): string =>
  [
    `complete -c lyap -n '__fish_seen_subcommand_from ${name}' -l ${option}`,
    ...(short === undefined ? [] : [`-s ${short}`]),
    ...(takes === "nothing" ? [] : among === undefined ? ["-r"] : [`-x -a ${quotedText(among.join(" "))}`]),
    `-d ${quotedText(help)}`,
  ].join(" ");

/** For fish. */
export const fishCompletion = (commands: readonly Completed[]): readonly string[] => [
  "# Completion of lyap for fish: save it as lyap.fish in ~/.config/fish/completions.",
  ...commands.map(({ name, summary }) =>
    `complete -c lyap -f -n __fish_use_subcommand -a ${name} -d ${quotedText(summary)}`
  ),
  ...commands.flatMap(({ name, options, words }) => [
    ...Object.entries(options).map((option) => fishOption(name, option)),
    ...(words.length === 0
      ? []
      : [`complete -c lyap -n '__fish_seen_subcommand_from ${name}' -a ${quotedText(words.join(" "))}`]),
  ]),
];
