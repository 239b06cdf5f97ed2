/** What the source of a module imports and reaches for is found in every form in which it can be written. */
import { assertEquals } from "@std/assert/mod.js";
import { forbiddenIn, importsOf, withImports } from "../../lib/steps/module_source.ts";

Deno.test("every form of import and export is found, with any text around it", () => {
  const forms: Readonly<Record<string, readonly string[]>> = {
    'import "./a.ts"': ["./a.ts"],
    "import a from './a.ts'": ["./a.ts"],
    'import a, { b as c, type D } from "./a.ts";': ["./a.ts"],
    'import * as a from"./a.ts"': ["./a.ts"],
    'import type { A } from "./a.ts"': ["./a.ts"],
    'import data from "./a.json" with { type: "json" };': ["./a.json"],
    'import from from "./a.ts"': ["./a.ts"],
    'import { "a b" as c } from "./a.ts"': ["./a.ts"],
    'export * from "./a.ts"': ["./a.ts"],
    'export * as a from "./a.ts"': ["./a.ts"],
    'export { a, b as c } from "./a.ts"': ["./a.ts"],
    'export type { A } from "./a.ts"': ["./a.ts"],
    'const a = await import("./a.ts");': ["./a.ts"],
    'const a = await import( /* here */ "./a.json", { with: { type: "json" } });': ["./a.json"],
    'type A = import("./a.ts").A;': ["./a.ts"],
    'import "./a.ts"; import "./b.ts"': ["./a.ts", "./b.ts"],
    // A text, a template or a regular expression that looks like the beginning of a comment hides nothing.
    'const open = "/*";\nimport { a } from "./a.ts";\nconst close = "*/";': ["./a.ts"],
    'const open = `//`; import "./a.ts"': ["./a.ts"],
    'const open = `${"`"}/*`; import "./a.ts"; const close = "*/"': ["./a.ts"],
    'const open = /[/*]"/; import "./a.ts"': ["./a.ts"],
    'const half = (a) / 2; import "./a.ts"; const third = 1 / 3;': ["./a.ts"],
    "const it = 'it\\'s'; import './a.ts'": ["./a.ts"],
    'const a = `${b({ c: `${d}` })}`; import "./a.ts"': ["./a.ts"],
  };
  for (const [source, imports] of Object.entries(forms)) {
    assertEquals(importsOf(source), imports, source);
    assertEquals(forbiddenIn(source), null, source);
  }
});

Deno.test("what only looks like an import is none", () => {
  for (
    const source of [
      'export default 1; // import "npm:z"',
      '/** See `import y from "npm:left-pad"` for more. */',
      "const doc = 'please do import \"./nothing.ts\" yourself';",
      'const doc = `import "npm:z" ${1} import "npm:z"`;',
      'const found = /import "npm:z"/.test(text);',
      'export const from = "npm:z";',
      'export { a };\nconst from = "npm:z";',
      'const o = { import: "npm:z" }; o.import("npm:z");',
      'const a = import.meta.url + "npm:z";',
    ]
  ) {
    assertEquals(importsOf(source), [], source);
    assertEquals(forbiddenIn(source), null, source);
  }
});

Deno.test("a computed import is shown as it is written", () => {
  assertEquals(forbiddenIn('await import("npm:" + x)'), 'it imports what it computes, import("npm:" + x)');
  assertEquals(forbiddenIn("import(name).then(f)"), "it imports what it computes, import(name)");
  assertEquals(forbiddenIn("import(`npm:z`)"), "it imports what it computes, import(`npm:z`)");
  assertEquals(forbiddenIn('import("\\x6epm:z")'), 'it imports what it computes, import("\\x6epm:z")');
  assertEquals(
    forbiddenIn('import.defer("npm:" + x)'),
    'it imports what it computes, import.defer("npm:" + x)',
  );
});

Deno.test("what reads, writes or connects is named, and the user's own names are left alone", () => {
  const forbidden = {
    'Deno.writeTextFileSync("x", "")': "it uses Deno",
    "const { env } = self.Deno;": "it uses Deno",
    "globalThis['De' + 'no']": "it uses globalThis",
    'await fetch("http://localhost")': "it uses fetch",
    'new Function("return 1")()': "it uses Function",
    "const home = process.env.HOME": "it uses process",
    "const a = `${Deno.env}`": "it uses Deno",
  };
  for (const [source, says] of Object.entries(forbidden)) assertEquals(forbiddenIn(source), says, source);
  for (
    const source of [
      "const process = (x) => x; process.name;",
      "const text = 'Deno.readFile'; // Deno",
      "noise.process(1); const f: Function = g;",
      "const a = { fetch: 1 }; a.fetch(2);",
    ]
  ) assertEquals(forbiddenIn(source), null, source);
});

Deno.test("addresses are exchanged in imports, and nowhere else", () => {
  const source = `import { a } from './a.ts'; const b = "./a.ts"; // "./a.ts"\nexport * from "./b.ts";`;
  assertEquals(
    withImports(source, (each) => each === "./a.ts" ? "blob:1" : undefined),
    `import { a } from "blob:1"; const b = "./a.ts"; // "./a.ts"\nexport * from "./b.ts";`,
  );
});

Deno.test("the sources of lyap have the imports that Deno finds in them", async () => {
  const root = new URL("../../lib/steps/", import.meta.url);
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", new URL("evaluate.ts", root).href],
  }).output();
  assertEquals(code, 0);
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as {
    readonly modules: readonly {
      readonly specifier: string;
      readonly dependencies?: readonly { readonly specifier: string }[];
    }[];
  };
  const own = modules.filter(({ specifier }) => specifier.startsWith(new URL("../", root).href));
  for (const { specifier, dependencies = [] } of own) {
    const source = await Deno.readTextFile(new URL(specifier));
    // References to types in comments are no imports.
    const expected = dependencies.map((each) => each.specifier).filter((each) => !each.endsWith(".d.ts"));
    assertEquals([...importsOf(source)].sort(), [...new Set(expected)].sort(), specifier);
  }
});
