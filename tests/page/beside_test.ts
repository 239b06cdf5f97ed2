/** The button of a report that opens a run in the page. */
import { assert, assertEquals } from "@std/assert/mod.js";
import quickstart from "../../experiments/quickstart.ts";
import { planExperiment } from "../../lib/engine/experiment.ts";
import { withTrainButton } from "../../lib/page/beside.ts";
import { plannedRun } from "../../lib/page/learning.ts";
import { right } from "../either.ts";

const { runs } = right(planExperiment("quickstart.ts", quickstart, {}));
const experiment = { name: "quickstart", title: "Sparse forcing </script>", runs };

const runsIn = (html: string) =>
  JSON.parse(/id="train-runs">(.*?)<\/script>/s.exec(html)![1]!) as {
    readonly name: string;
    readonly title: string;
    readonly common: object;
    readonly own: readonly { readonly id: string; readonly settings: object }[];
  };

Deno.test("the button comes last in the report, and holds specs that make the same runs", () => {
  const html = withTrainButton("<body><main><p>report</p></main></body>", experiment);
  assert(/^<body><main><p>report<\/p><section.*<\/section><\/main><\/body>$/s.test(html));
  const { name, title, common, own } = runsIn(html);
  assertEquals(own.map(({ id }) => id), runs.map(({ id }) => id));
  assertEquals(Object.keys(own[0]!.settings), ["forcing", "seed"]);
  for (const [index, { settings }] of own.entries()) {
    const measured = right(plannedRun({ name, title, settings: { ...common, ...settings } }));
    assertEquals(measured.measures.key, runs[index]!.measures.key);
  }
});

Deno.test("runs that need a module of the user's are left out, and a report of such runs stays as it is", () => {
  const modular = {
    ...runs[0]!,
    settings: { ...runs[0]!.settings, cell: { kind: "mine", units: 3, module: "sha256:00" } as never },
  };
  assertEquals(withTrainButton("<main></main>", { ...experiment, runs: [modular] }), "<main></main>");
  const html = withTrainButton("<main></main>", { ...experiment, runs: [modular, runs[1]!] });
  assertEquals(runsIn(html).own.map(({ id }) => id), [runs[1]!.id]);
});
