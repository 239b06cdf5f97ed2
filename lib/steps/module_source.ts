/**
 * What a module of a user's imports and what else it reaches for, as its source says: found without running it.
 *
 * The source is cut into tokens: comments, texts, templates and regular expressions are kept apart, so that an import in a
 * comment counts for nothing, and one behind a text that looks like the beginning of a comment counts.
 *
 * @module
 */

/** A piece of code that is neither space nor comment. */
interface Token {
  /** A word is a name, a key word or a number; a mark is a single sign. */
  readonly sort: "word" | "mark" | "text" | "template" | "regex";
  /** The word or the sign; of a text what is between its quotes. */
  readonly is: string;
  /** Where it begins. */
  readonly from: number;
  /** Where the next one may begin. */
  readonly to: number;
}

/** Key words after which a slash begins a regular expression; after any other word it divides. */
const BEFORE_REGEX =
  /^(?:return|typeof|instanceof|in|of|new|delete|void|throw|case|do|else|await|yield|export|default)$/;

const endOf = (pattern: RegExp, source: string, from: number): number => {
  pattern.lastIndex = from;
  return pattern.test(source) ? pattern.lastIndex : source.length;
};

/** The tokens of a source. One that is broken gives some tokens too: Deno says what is wrong with it. */
const tokensOf = (source: string): readonly Token[] => {
  const tokens: Token[] = [];
  /** For each open brace whether it is in a template, `${`. */
  const braces: boolean[] = [];
  const add = (sort: Token["sort"], is: string, from: number, to: number): number => {
    tokens.push({ sort, is, from, to });
    return to;
  };
  /** The rest of a template from a place within it: to its end, or to the next `${`. */
  const template = (from: number, begin: number): number => {
    const end = endOf(/(?:\\[^]|\$(?!\{)|[^\\`$])*(?:`|\$\{)/y, source, from);
    if (source[end - 1] === "{") braces.push(true);
    return add("template", source.slice(begin, end), begin, end);
  };
  let at = 0;
  while (at < source.length) {
    const sign = source[at]!;
    const two = source.slice(at, at + 2);
    const last = tokens.at(-1);
    if (/\s/.test(sign)) at++;
    else if (two === "//") at = endOf(/[^\n\r]*/y, source, at);
    else if (two === "/*") at = endOf(/\/\*[^]*?\*\//y, source, at);
    else if (sign === '"' || sign === "'") {
      const end = endOf(sign === '"' ? /"(?:\\[^]|[^\\"\n])*"?/y : /'(?:\\[^]|[^\\'\n])*'?/y, source, at);
      at = add("text", source.slice(at + 1, end - 1), at, end);
    } else if (sign === "`") at = template(at + 1, at);
    else if (sign === "}" && braces.pop() === true) at = template(at + 1, at);
    else if (/[\p{L}\p{N}_$#\\]/u.test(sign)) {
      const end = Math.max(endOf(/[\p{L}\p{N}\p{M}_$#\\\u200c\u200d]+/uy, source, at), at + 1);
      at = add("word", source.slice(at, end), at, end);
    } else if (
      sign === "/" &&
      (last === undefined ||
        (last.sort === "word" ? BEFORE_REGEX.test(last.is) : last.sort === "mark" && !/[)\]}]/.test(last.is)))
    ) {
      const end = endOf(/\/(?:\\[^\n]|\[(?:\\[^\n]|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y, source, at);
      at = end === source.length && !/\/[a-z]*$/.test(source)
        ? add("mark", sign, at, at + 1)
        : add("regex", source.slice(at, end), at, end);
    } else {
      if (sign === "{") braces.push(false);
      at = add("mark", sign, at, at + 1);
    }
  }
  return tokens;
};

/** One import of a source. */
interface Import {
  /** What is between its quotes. */
  readonly specifier: string;
  /** Where its quotes begin and end. */
  readonly from: number;
  readonly to: number;
}

/** What a source reaches for. */
interface Reaching {
  readonly imports: readonly Import[];
  /** An import whose address is computed, as it is written; null if there is none. */
  readonly computed: string | null;
  /** The first name by which it would reach what modules may not; null if there is none. */
  readonly forbidden: string | null;
}

/** Names of what reads, writes, starts or connects. */
const FORBIDDEN = new Set([
  "Deno",
  "globalThis",
  "XMLHttpRequest",
  "WebSocket",
  "WebSocketStream",
  "EventSource",
]);
/** Those that a user may well have for something else: they count where they are called or looked into. */
const FORBIDDEN_USES: Readonly<Record<string, RegExp>> = {
  fetch: /^\($/,
  eval: /^\($/,
  Function: /^\($/,
  require: /^\($/,
  Worker: /^\($/,
  SharedWorker: /^\($/,
  process: /^[.[]$/,
  localStorage: /^[.[]$/,
  sessionStorage: /^[.[]$/,
};

const reachingOf = (source: string): Reaching => {
  const tokens = tokensOf(source);
  const imports: Import[] = [];
  let computed: string | null = null;
  let forbidden: string | null = null;
  const is = (index: number, ...marks: readonly string[]): boolean =>
    tokens[index] !== undefined && tokens[index].sort !== "text" && marks.includes(tokens[index].is);
  const take = ({ is: specifier, from, to }: Token): void => {
    imports.push({ specifier, from, to });
  };
  /** An import with an argument in brackets, which begins at a token. */
  const takeCall = (index: number, begin: number): void => {
    const argument = tokens[index + 1];
    if (argument?.sort === "text" && !argument.is.includes("\\") && is(index + 2, ")", ",")) take(argument);
    else {computed ??= source.slice(begin, source.indexOf(")", begin) + 1).replaceAll(/\s+/g, " ").slice(
        0,
        60,
      );}
  };
  /** The first text behind a `from`, or at once, before anything that cannot be in an import. */
  const takeFrom = (index: number): void => {
    for (let i = index; i < tokens.length && !is(i, ";", "(", "="); i++) {
      const { sort } = tokens[i]!;
      if (sort === "text" && (i === index || is(i - 1, "from"))) return take(tokens[i]!);
    }
  };
  const declared = new Set(
    tokens.flatMap((token, index) => is(index - 1, "const", "let", "var", "function") ? [token.is] : []),
  );
  tokens.forEach((token, index) => {
    if (token.sort !== "word") return;
    const member = is(index - 1, ".");
    if (token.is === "import" && !member) {
      if (is(index + 1, "(")) takeCall(index + 1, token.from);
      else if (is(index + 1, ".") && is(index + 3, "(") && !is(index + 2, "meta")) {
        takeCall(index + 3, token.from);
      } else if (!is(index + 1, ".", ":")) takeFrom(index + 1);
    } else if (token.is === "export" && !member) {
      const first = is(index + 1, "type") ? index + 2 : index + 1;
      if (is(first, "*")) takeFrom(first);
      else if (is(first, "{")) {
        const close = tokens.findIndex((_, at) => at > first && is(at, "}"));
        if (close > 0 && is(close + 1, "from") && tokens[close + 2]?.sort === "text") {
          take(tokens[close + 2]!);
        }
      }
    } else if (
      FORBIDDEN.has(token.is) ||
      (!member && !declared.has(token.is) && Object.hasOwn(FORBIDDEN_USES, token.is) &&
        FORBIDDEN_USES[token.is]!.test(tokens[index + 1]?.is ?? ""))
    ) forbidden ??= token.is;
  });
  return { imports, computed, forbidden };
};

/** What a source imports, each once. */
export const importsOf = (source: string): readonly string[] => [
  ...new Set(reachingOf(source).imports.map(({ specifier }) => specifier)),
];

/**
 * A source with other addresses in its imports.
 *
 * @param addressOf The address that takes the place of one; undefined leaves it as it is.
 */
export const withImports = (source: string, addressOf: (specifier: string) => string | undefined): string =>
  reachingOf(source).imports.toReversed().reduce((text, { specifier, from, to }) => {
    const address = addressOf(specifier);
    return address === undefined ? text : `${text.slice(0, from)}"${address}"${text.slice(to)}`;
  }, source);

/**
 * Why a source may not be a module of an experiment, in a sentence about it; null if it may.
 *
 * It finds what is written out. Code that hides what it does is not found: a module is a program, and lyap says so.
 */
export const forbiddenIn = (source: string): string | null => {
  const { computed, forbidden } = reachingOf(source);
  return computed !== null
    ? `it imports what it computes, ${computed}`
    : forbidden !== null
    ? `it uses ${forbidden}`
    : null;
};

/** Key words without which nothing is computed for ever, but by functions that call themselves: those fill the stack. */
const LOOPS: ReadonlySet<string> = new Set(["for", "while", "do"]);

/** Whether a source has a loop, at its top level or elsewhere. */
export const hasLoop = (source: string): boolean =>
  tokensOf(source).some(({ sort, is }) => sort === "word" && LOOPS.has(is));

/** Functions whose last digits the engine chooses, or whose values are other ones each time. */
const ENGINE_NUMBERS: Readonly<Record<string, RegExp>> = {
  Math: /^(?:exp|expm1|log|log1p|log2|log10|pow|cbrt|hypot|a?(?:sin|cos|tan)h?|atan2|random)$/,
  Date: /^now$/,
  performance: /^now$/,
  crypto: /^(?:getRandomValues|randomUUID)$/,
};

/** What of the engine a source uses whose numbers are not the same everywhere, each once: "Math.sin", "**". */
export const engineNumbersIn = (source: string): readonly string[] => {
  const tokens = tokensOf(source);
  const found = tokens.flatMap(({ sort, is }, index) => {
    const [dot, name] = [tokens[index + 1], tokens[index + 2]];
    if (sort === "mark" && is === "*" && dot?.is === "*" && dot.from === tokens[index]!.to) return ["**"];
    return sort === "word" && Object.hasOwn(ENGINE_NUMBERS, is) && dot?.is === "." && name?.sort === "word" &&
        ENGINE_NUMBERS[is]!.test(name.is)
      ? [`${is}.${name.is}`]
      : [];
  });
  return [...new Set(found)];
};
