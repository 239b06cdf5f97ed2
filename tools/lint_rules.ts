/**
 * Lint rules of this project: numbers that reach an artifact must have the same bits on every machine, and the core
 * must run where there is no Deno.
 *
 * @module
 */

const engineDependent = new Set([
  ..."exp expm1 log log2 log10 log1p pow sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh cbrt hypot"
    .split(" "),
]);

const within = (context: Deno.lint.RuleContext, ...folders: readonly string[]): boolean =>
  folders.some((folder) => context.filename.replaceAll("\\", "/").includes(`/${folder}/`));

/** Folders where effects are at home. */
const edge = ["lib/steps", "lib/steps/store", "lib/engine", "lib/page/browser", "lib/cli"];

const plugin: Deno.lint.Plugin = {
  name: "lyap",
  rules: {
    "reproducible-numerics": {
      create: (context) => {
        if (!within(context, "lib") || within(context, "lib/numerics/assembly")) return {};
        return {
          MemberExpression: (node) => {
            if (node.object.type !== "Identifier" || node.property.type !== "Identifier") return;
            const [object, property] = [node.object.name, node.property.name];
            if (object === "Math" && engineDependent.has(property)) {
              context.report({
                node,
                message: `Math.${property} differs between engines in its last bits`,
                hint: `Import ${property} from lib/numerics/elementary.ts`,
              });
            }
            if (
              (object === "Math" && property === "random") ||
              (object === "tf" && property.startsWith("random"))
            ) {
              context.report({
                node,
                message: `${object}.${property} cannot be reproduced`,
                hint: "Draw from a named stream of lib/numerics/random.ts",
              });
            }
          },
          BinaryExpression: (node) => {
            if (node.operator !== "**") return;
            context.report({
              node,
              message: "The operator ** differs between engines in its last bits",
              hint: "Multiply, or import pow from lib/numerics/elementary.ts",
            });
          },
        };
      },
    },
    "effects-at-the-edge": {
      create: (context) => {
        if (!within(context, "lib") || within(context, ...edge)) return {};
        const report = (node: Deno.lint.Node, name: string) =>
          context.report({
            node,
            message: `${name} is an effect, and this file belongs to the pure core`,
            hint: "Take the value as an argument, or move the effect to steps, store, engines or cli",
          });
        return {
          MemberExpression: (node) => {
            if (node.object.type !== "Identifier" || node.property.type !== "Identifier") return;
            const [object, property] = [node.object.name, node.property.name];
            if (object === "Deno") report(node, "Deno");
            if (object === "Date" && property === "now") report(node, "The clock");
            if (object === "performance") report(node, "The clock");
          },
          NewExpression: (node) => {
            if (
              node.callee.type === "Identifier" && node.callee.name === "Date" && node.arguments.length === 0
            ) {
              report(node, "The clock");
            }
          },
        };
      },
    },
  },
};

export default plugin;
