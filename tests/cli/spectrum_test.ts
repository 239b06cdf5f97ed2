/** `lyap systems` and `lyap spectrum` as a user calls them. */
import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert/mod.js";
import { checkCommand } from "../../lib/cli/commands/check.ts";
import { spectrumCommand } from "../../lib/cli/commands/spectrum.ts";
import { systemsCommand } from "../../lib/cli/commands/systems.ts";
import { systems } from "../../lib/systems/catalogue.ts";
import { callCommand, inFile } from "./calling.ts";

Deno.test("spectrum --json has the agreed form", async () => {
  const { code, out } = await callCommand(spectrumCommand, "lorenz", "--param", "rho=38", "--json");
  assertEquals(code, 0);
  const document = JSON.parse(out);
  assertEquals(document.system, "lorenz");
  assertEquals(document.parameters, { sigma: 10, rho: 38, beta: 8 / 3 });
  assertEquals([document.unit, document.dt, document.converged], ["nats/time", 0.01, true]);
  assertEquals([document.exponents.length, document.standardErrors.length], [3, 3]);
  assertAlmostEquals(document.exponents[0], 1.104, 0.04);
  assertAlmostEquals(document.kaplanYorke.value, 2.075, 0.005);
  assert(document.kaplanYorke.standardError > 0);
  assertAlmostEquals(document.predictabilityTime.steps, 62.8, 2.5);
  assertAlmostEquals(document.predictabilityTime.time, 0.628, 0.025);
});

Deno.test("exponents of a map are per step, a regular system has no predictability time", async () => {
  const map = JSON.parse((await callCommand(spectrumCommand, "henon", "--json")).out);
  assertEquals([map.unit, map.dt], ["nats/step", 1]);
  const cycle = await callCommand(spectrumCommand, "van-der-pol", "--time", "300");
  assertMatch(cycle.out, /predictability time: none/);
  assertEquals(
    JSON.parse((await callCommand(spectrumCommand, "torus", "--json", "--time", "300")).out)
      .predictabilityTime,
    null,
  );
});

Deno.test("--k, --dt and --time are heeded", async () => {
  const { out } = await callCommand(
    spectrumCommand,
    "lorenz",
    "--k",
    "1",
    "--dt",
    "0.02",
    "--time",
    "50",
    "--json",
  );
  const document = JSON.parse(out);
  assertEquals([document.exponents.length, document.dt, document.steps], [1, 0.02, 2500]);
});

Deno.test("a named parameter set, and parameters on top of it", async () => {
  const { out } = await callCommand(
    spectrumCommand,
    ...["lorenz", "--set", "wolf", "--param", "beta=3", "--time", "20", "--transient", "5", "--json"],
  );
  assertEquals(JSON.parse(out).parameters, { sigma: 16, rho: 45.92, beta: 3 });
});

Deno.test("a person reads exponents with errors, convergence, dimension, time and sources", async () => {
  const { out } = await callCommand(spectrumCommand, "lorenz", "--time", "200");
  assertMatch(out, /λ1 {2}0\.\d+ ± 0\.\d+ +[▁-█]{32}/);
  assertMatch(out, /Kaplan–Yorke dimension 2\.\d+ ± /);
  assertMatch(out, /predictability time ln 2 \/ λ1: .* time units, .* steps/);
  assertMatch(out, /known: 0\.9056, 0, −14\.572 \(J\. C\. Sprott/);
});

Deno.test("a user's own file just works, and the result says where the Jacobian came from", async () => {
  const source = `export default {
    variables: ["x", "y"],
    kind: "map",
    parameters: { a: 1.4, b: 0.3 },
    initialState: [0.1, 0.1],
    equations: ([x, y], { a, b }) => [1 - a * x * x + y, b * x],
  };`;
  await inFile(".ts", source, async (path) => {
    const mine = JSON.parse((await callCommand(spectrumCommand, path, "--json")).out);
    assertAlmostEquals(mine.exponents[0], 0.4192, 0.015);
    assertEquals(mine.jacobian, "central differences of order 6");
    const other = JSON.parse((await callCommand(spectrumCommand, path, "--json", "--param", "a=1.2")).out);
    assertEquals(other.parameters, { a: 1.2, b: 0.3 });
  });
});

Deno.test("checks, method and trust are in the document; doubts end with the exit code 1", async () => {
  const good = await callCommand(spectrumCommand, "lorenz", "--time", "200", "--json");
  assertEquals(good.code, 0);
  const document = JSON.parse(good.out);
  assertEquals([document.trusted, document.doubts, document.method], [true, [], "tangent map"]);
  assertEquals(
    document.checks.map(({ name, passed }: Readonly<Record<string, unknown>>) => [name, passed]),
    [["zero exponent", true], ["sum", true], ["finite volumes", true], ["two starts", true]],
  );
  const point = await callCommand(spectrumCommand, "lorenz", "--time", "200", "--start", "0,0,0", "--json");
  assertEquals([point.code, JSON.parse(point.out).trusted], [1, false]);
  const told = await callCommand(spectrumCommand, "lorenz", "--time", "200", "--start", "0, 0, 0");
  assertMatch(told.out, /not to be trusted: the orbit sits on the fixed point \(0, 0, 0\)/);
  assertMatch(told.out, /predictability time: none, since λ1 is not that of an attractor/);
});

Deno.test("a superstable cycle has −∞, in JSON as a text", async () => {
  const { code, out } = await callCommand(
    spectrumCommand,
    ...["logistic", "--param", "r=2", "--start", "0.3", "--json"],
  );
  assertEquals([code, JSON.parse(out).exponents], [0, ["-Infinity"]]);
});

Deno.test("--renormalise-every changes rounding only", async () => {
  const [each, fifth] = await Promise.all(["1", "5"].map(async (every) =>
    JSON.parse(
      (await callCommand(
        spectrumCommand,
        ...["lorenz", "--time", "60", "--transient", "10", "--renormalise-every", every, "--json"],
      )).out,
    )
  ));
  each.exponents.forEach((value: number, i: number) => assertAlmostEquals(value, fifth.exponents[i], 1e-6));
});

Deno.test("--starts finds the attractors", async () => {
  const args = ["lorenz", "--param", "rho=15", "--starts", "6", "--time", "200"];
  const { attractors } = JSON.parse((await callCommand(spectrumCommand, ...args, "--json")).out);
  assertEquals(attractors.length, 2);
  assertMatch((await callCommand(spectrumCommand, ...args)).out, /6 starts, 2 attractors/);
});

Deno.test("--start has as many numbers as the system has variables at its parameters", async () => {
  const args = ["lorenz-96", "--param", "N=5", "--time", "50", "--json", "--start"];
  const { out } = await callCommand(spectrumCommand, ...args, "8,8,8,8,8.1");
  assertEquals(JSON.parse(out).exponents.length, 5);
  const { code, error } = await callCommand(spectrumCommand, ...args, "8,8,8,8");
  assertEquals(code, 2);
  assertMatch(error, /has the variables x1, x2, x3, x4, x5: give 5 numbers/);
});

Deno.test("bad input is named with its remedy, exit code 2", async () => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /takes one system/],
    [["lornez"], /did you mean "lorenz"\?/],
    [
      ["lorenz", "--param", "roh=38"],
      /Lorenz-63 has no parameter roh; it has sigma, rho, beta; did you mean "rho"\?/,
    ],
    [["lorenz", "--param", "rho"], /--param is "rho"; .*--param rho=38/],
    [["lorenz", "--param", "rho=many"], /--param is "rho=many"/],
    [["lorenz-96", "--param", "N=2.5"], /N of Lorenz-96 is 2\.5; it must be a whole number of 4 or more/],
    [["lorenz", "--dt=-1"], /--dt is "-1"; write a number above 0/],
    [["lorenz", "--time", "0"], /--time is "0"/],
    [["lorenz", "--k", "0"], /--k is "0"/],
    [["lorenz", "--start", "1,2"], /--start is "1,2"; Lorenz-63 has the variables x, y, z: give 3 numbers/],
    [
      ["lorenz", "--starts", "1"],
      /--starts is "1"; write a whole number of 2 or more, for example --starts 2/,
    ],
    [["lorenz", "--set", "papers"], /has no parameter set "papers"; it has standard, paper, wolf/],
    [["lorenz", "--k", "4"], /Lorenz-63 has 3; ask for 1 to 3/],
    [["lorenz", "--dt", "1"], /no longer finite after \d+ steps of 1; take a smaller dt/],
    [["mackey-glass", "--param", "tau=0"], /The delay of Mackey–Glass is 0; give the delay tau more than 0/],
    [["mackey-glass", "--param", "tau=-1"], /The delay of Mackey–Glass is -1; give the delay tau/],
    [
      ["mackey-glass", "--param", "tau=0.2", "--k", "2"],
      /is 0\.2: 2 steps of 0\.1, fewer than 4; give a dt of 0\.05 or less/,
    ],
    [["lorenz", "--tau", "1"], /There is no option --tau/],
  ];
  for (const [args, message] of cases) {
    const { code, error } = await callCommand(spectrumCommand, ...args);
    assertEquals(code, 2, error);
    assertMatch(error, message);
  }
  await inFile(
    ".ts",
    "export default { variables: ['x'], initialState: [1], equation: 1 };",
    async (path) => {
      const { code, error } = await callCommand(spectrumCommand, path);
      assertEquals(code, 2);
      assertMatch(error, /\$\.equations is missing; expected a function/);
      assertMatch(error, /\$\.equation: there is no such key; .*did you mean "equations"\?/);
    },
  );
  await inFile(".ts", "export const system = 1;", async (path) => {
    assertMatch((await callCommand(spectrumCommand, path)).error, /it has no default export/);
  });
  const missing = await callCommand(spectrumCommand, "no/such/file.ts");
  assertEquals(missing.code, 2);
  assertMatch(missing.error, /There is no file \/.*no\/such\/file\.ts/);
});

Deno.test("--svg draws the convergence", async () => {
  const path = await Deno.makeTempFile({ suffix: ".svg" });
  try {
    const call = (...more: readonly string[]) =>
      callCommand(spectrumCommand, "lorenz", "--time", "100", "--svg", path, ...more);
    assertMatch((await call()).error, /is there already; name another file, or say --overwrite/);
    assertEquals((await call("--overwrite")).code, 0);
    const svg = await Deno.readTextFile(path);
    assertMatch(svg, /^<svg[^]*role="img"[^]*Lyapunov exponents of Lorenz-63[^]*<\/svg>/);
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("systems lists the whole catalogue, and one system with its sources", async () => {
  const all = await callCommand(systemsCommand);
  for (const name of Object.keys(systems)) assert(all.out.includes(`${name} `), name);
  const document = JSON.parse((await callCommand(systemsCommand, "--json")).out);
  assertEquals(document.systems.length, Object.keys(systems).length);
  const [lorenz] = JSON.parse((await callCommand(systemsCommand, "lorenz", "--json")).out).systems;
  assertEquals([lorenz.dimension, lorenz.dt, lorenz.unit], [3, 0.01, "nats/time"]);
  assert(lorenz.literature.length >= 3 && lorenz.literature[0].source.length > 0);
  assertMatch((await callCommand(systemsCommand, "lorenz")).out, /x' = sigma \(y - x\)/);
  const unknown = await callCommand(systemsCommand, "rossler");
  assertEquals(unknown.code, 2);
  assertMatch(unknown.error, /did you mean "roessler"\?/);
});

Deno.test("systems shows the certified spectra, as JSON, for people, and as a table of values", async () => {
  const { certified } = JSON.parse((await callCommand(systemsCommand, "sprott-f", "--json")).out).systems[0];
  assertAlmostEquals(certified.exponents[0], 0.117, 0.003);
  assertEquals(certified.standardErrors.length, 3);
  assertMatch(
    (await callCommand(systemsCommand, "sprott-f")).out,
    /certified exponents .*\n {2}0\.11\d+ ± 0\.00/,
  );
  assertMatch((await callCommand(systemsCommand, "--csv", "--json")).error, /two forms of one output/);
  const [head, ...rows] = (await callCommand(systemsCommand, "--csv")).out.trimEnd().split("\n");
  assertMatch(head!, /^name,title,kind,dimension,unit,lambda_1,error_1,/);
  assertEquals(rows.map((row) => row.split(",")[0]), Object.keys(systems));
  const sprottF = rows.find((row) => row.startsWith("sprott-f,"))!;
  assertAlmostEquals(Number(sprottF.split(",")[5]), certified.exponents[0]);
  assertMatch(sprottF, /"J\. C\. Sprott \(1994\), Some simple chaotic flows, Phys\. Rev\. E 50, R647–R650"$/);
});

Deno.test("an orbit too short to say anything is not converged, and one without steps is refused", async () => {
  for (const time of ["2", "20"]) {
    const document = JSON.parse((await callCommand(spectrumCommand, "lorenz", "--time", time, "--json")).out);
    assertEquals(document.converged, false, `--time ${time}`);
  }
  const { code, error } = await callCommand(spectrumCommand, "lorenz", "--time", "0.001");
  assertEquals(code, 2);
  assertMatch(error, /0\.001 time units is 0\.1 steps, too short/);
});

Deno.test("the sum of some exponents is not printed as that of all", async () => {
  const sumOf = async (...more: readonly string[]): Promise<number | null> =>
    JSON.parse((await callCommand(spectrumCommand, "lorenz", "--time", "50", "--json", ...more)).out).sum;
  assertEquals(await sumOf("--k", "1"), null);
  assertAlmostEquals((await sumOf())!, -41 / 3, 1e-3);
});

Deno.test("a dt for a map, a parameter twice, and a picture without a folder are refused before anything runs", async () => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [["henon", "--dt", "0.1"], /Hénon map is a map; leave it out/],
    [["lorenz", "--param", "rho=28", "--param", "rho=38"], /gives rho twice/],
    [["lorenz", "--svg", "no/such/folder/a.svg"], /There is no folder "no\/such\/folder"/],
    [["lorenz", "--svg", "."], /--svg is the folder "\."/],
  ];
  for (const [args, message] of cases) {
    const { code, error } = await callCommand(spectrumCommand, ...args);
    assertEquals(code, 2, error);
    assertMatch(error, message);
  }
});

Deno.test("what a file throws when it is looked at is a fault of the file", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const files: Readonly<Record<string, string>> = {
      "getter.ts": 'export default { get variables() { throw new Error("boo"); } };',
      "proxy.ts": "export default new Proxy({}, { has: () => { throw 1; }, ownKeys: () => { throw 1; } });",
      "nameless.ts": "throw { toString() { throw 1; } };",
    };
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
      for (const command of [spectrumCommand, checkCommand]) {
        const { code, error, out } = await callCommand(command, `${folder}/${name}`);
        assert(code === 2 || code === 1, error);
        assertMatch(error + out, /it throws|it is a system|it cannot be loaded \(\{ toString: /);
      }
    }
    await Deno.writeTextFile(
      `${folder}/endless.ts`,
      `export default { variables: ["x"], parameters: {}, initialState: [1], dt: 1e-300, timeScale: 1, equations: ([x]) => [-x] };`,
    );
    const endless = await callCommand(checkCommand, `${folder}/endless.ts`);
    assertEquals(endless.code, 1);
    assertMatch(endless.out, /longer than the universe is old/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the help shows a system of your own that runs", async () => {
  const lines = spectrumCommand.explanation!.join("\n");
  const source = lines.slice(lines.indexOf("export default"), lines.indexOf("};") + 2);
  await inFile(".ts", source, async (path) => {
    const { code, out } = await callCommand(spectrumCommand, path, "--time", "600", "--json");
    assertEquals(code, 0);
    assertAlmostEquals(JSON.parse(out).exponents[0], 0.07, 0.03);
  });
});

Deno.test("the driven system of the help has the exponents that such a system has", async () => {
  const [, text] = /^ {2}(equations: .*)$/m.exec(spectrumCommand.explanation!.join("\n"))!;
  await inFile(".ts", `export default { ${text} };`, async (path) => {
    const { code, out } = await callCommand(spectrumCommand, path, "--time", "2000", "--json");
    assertEquals(code, 0);
    const { exponents } = JSON.parse(out);
    const sum = exponents.reduce((total: number, each: number) => total + each, 0);
    assertEquals(exponents.length, 3);
    assert(Math.abs(sum + 0.2) < 1e-3, `the divergence is -d: ${sum}`);
  });
});
