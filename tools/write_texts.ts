/**
 * Writes lib/report/browser/texts.ts: the style and the scripts of the report's page as strings. JavaScript has no import
 * of text that every registry and every way to load a module takes.
 *
 *     deno task texts           writes it
 *     deno task texts --check   checks whether it agrees with the files
 *
 * @module
 */

const FOLDER = new URL("../lib/report/browser/", import.meta.url);

const TEXTS: readonly (readonly [name: string, file: string, what: string])[] = [
  ["pageCss", "page.css", "The style of the page."],
  ["figuresScript", "figures.js", "The script that shows the values of figures, and keeps figures as files."],
  ["sortScript", "sort.js", "The script that sorts tables."],
  ["viewerScript", "viewer.js", "The script that turns attractors."],
  ["wordsScript", "words.js", "The script that explains words, and copies commands."],
];

const literal = (text: string): string => "`" + text.replaceAll(/[\\`]|\$\{/g, "\\$&") + "`";

/** The widest line that the formatter leaves as it is. */
const WIDTH = 110;

const declared = (name: string, value: string): string => {
  const head = `export const ${name} =`;
  const [first] = value.split("\n");
  return `${head}${head.length + 1 + first!.length > WIDTH ? "\n  " : " "}${value};\n`;
};

const declarations = await Promise.all(TEXTS.map(async ([name, file, what]) => {
  const text = await Deno.readTextFile(new URL(file, FOLDER));
  return `/** ${what} */\n${declared(name, literal(text))}`;
}));

const written = `/**
 * The style and the scripts of the page, as \`deno task texts\` writes them from the files beside this one.
 *
 * @module
 */

${declarations.join("\n")}`;

const target = new URL("texts.ts", FOLDER);
if (!Deno.args.includes("--check")) await Deno.writeTextFile(target, written);
else if (await Deno.readTextFile(target) !== written) {
  console.error("lib/report/browser/texts.ts is not what its files say: run deno task texts");
  Deno.exit(1);
}
