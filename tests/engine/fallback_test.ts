/** Stores of others: folders and addresses, sound and damaged. */
import { assertEquals, assertMatch } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { join } from "@std/path/mod.js";
import { isAddress, takeArtifacts } from "../../lib/engine/fallback.ts";
import { runPlan } from "../../lib/engine/local.ts";
import { planned } from "../../lib/pipeline.ts";
import type { Program, Terminal } from "../../lib/core/program/program.ts";
import { silent } from "../../lib/core/program/terminal.ts";
import { seal } from "../../lib/steps/store/artifact.ts";
import { artifactPath, formerPath } from "../../lib/steps/store/layout.ts";
import { lookUp } from "../../lib/steps/store/store.ts";
import { denoCapabilities } from "../../lib/steps/capabilities.ts";
import { toy } from "./toy.ts";

const plan = planned(toy(10, [1, 2]));

/** A machine without processes but those that fetch. */
const machine = () => {
  const warnings: string[] = [];
  const terminal: Terminal = {
    ...silent,
    say: (channel, line) => () => {
      if (channel === "warning") warnings.push(line);
    },
  };
  return { capabilities: { ...denoCapabilities, terminal }, warnings };
};

const orThrow = async <A>(program: Program<A>, capabilities = machine().capabilities): Promise<A> => {
  const result = await program(capabilities)();
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left));
  return result.right;
};

/** Puts an artifact for every step into a store; every other one where old stores kept it. */
const fill = async (store: string): Promise<void> => {
  for (const [index, { step, key, spec, id }] of plan.steps.entries()) {
    const path = index % 2 === 0 ? artifactPath(store, { step, key }) : formerPath(store, { step, key });
    await orThrow(seal(path, {
      ...{
        step,
        key,
        spec: JSON.parse(JSON.stringify(spec)),
        inputs: {},
        versions: { step: 1, numerics: 1 },
      },
      made: { lyap: "0", deno: "0", platform: "test", seconds: 0 },
    }, { "figures/τ 1.txt": new TextEncoder().encode(id) }));
  }
};

const withStores = async (test: (own: string, other: string) => Promise<void>): Promise<void> => {
  const root = await Deno.makeTempDir();
  try {
    await Deno.mkdir(join(root, "own, mine"));
    await fill(join(root, "other"));
    await test(join(root, "own, mine"), join(root, "other"));
  } finally {
    await Deno.remove(root, { recursive: true });
  }
};

/** Serves the files of a folder while something uses them. */
const served = async (folder: string, use: (address: string) => Promise<void>): Promise<void> => {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    try {
      return new Response(
        await Deno.readFile(join(folder, decodeURIComponent(new URL(request.url).pathname))),
      );
    } catch {
      return new Response("not there", { status: 404 });
    }
  });
  try {
    await use(`http://127.0.0.1:${server.addr.port}`);
  } finally {
    await server.shutdown();
  }
};

const left = (folder: string) => {
  try {
    return [...Deno.readDirSync(folder)].flatMap(({ name }) => [...Deno.readDirSync(join(folder, name))]);
  } catch {
    return [];
  }
};

for (const kind of ["folder", "address"]) {
  const through = (other: string, use: (place: string) => Promise<void>) =>
    kind === "folder" ? use(other) : served(other, use);

  Deno.test(`what another store holds is taken from its ${kind}, verified, and not made`, () =>
    withStores((own, other) =>
      through(other, async (place) => {
        const result = await orThrow(runPlan(plan, { store: own, fallbacks: [place], jobs: 1 }));
        assertEquals([result.made, result.failed, result.found.length], [[], [], plan.steps.length]);
        assertEquals(new TextDecoder().decode(result.report?.files["figures/τ 1.txt"]), "report");
        assertEquals(left(join(own, "work")), []);
      })
    ));

  Deno.test(`what is damaged in the ${kind} of another store is named and not taken`, () =>
    withStores(async (own, other) => {
      const [bad, worse] = [plan.steps[0]!, plan.steps[2]!];
      await Deno.writeTextFile(join(artifactPath(other, bad), "figures/τ 1.txt"), "dbtaset 1");
      const manifest = join(artifactPath(other, worse), "manifest.json");
      const text = await Deno.readTextFile(manifest);
      await Deno.writeTextFile(manifest, text.replace("figures/τ 1.txt", "../../../../escaped.txt"));
      await through(other, async (place) => {
        const { capabilities, warnings } = machine();
        const taken = await orThrow(takeArtifacts(own, [place], plan.steps), capabilities);
        assertEquals(
          [...taken],
          plan.steps.filter((step) => step !== bad && step !== worse).map(({ id }) => id),
        );
        assertEquals(warnings.length, 2);
        assertMatch(
          warnings.join("\n"),
          /Damaged artifact .*does not have the digest.*"dataset 1" is not taken from there/,
        );
        assertEquals((await orThrow(lookUp(own, bad))).kind, "absent");
        assertEquals(left(join(own, "work")), []);
      });
    }));
}

Deno.test("a store that cannot be reached is an error that names it", () =>
  withStores(async (own, other) => {
    for (const place of [join(other, "nowhere"), "http://127.0.0.1:1"]) {
      const result = await takeArtifacts(own, [place], plan.steps)(machine().capabilities)();
      assertEquals(E.isLeft(result) && result.left._tag === "EnvironmentFault" && result.left.where, place);
    }
  }));

Deno.test("an address below which no files can lie is refused before anything is asked", () =>
  withStores(async (own) => {
    for (
      const place of ["ftp://host/store", "https://[host", "HTTP://", "http://host/store?a=b", "http://h/#a"]
    ) {
      const result = await takeArtifacts(own, [place], plan.steps)(machine().capabilities)();
      assertEquals(
        E.isLeft(result) && result.left._tag === "BadUsage" && result.left.what.includes(place),
        true,
      );
    }
    assertEquals(["C:/store", "a:b", "store"].filter(isAddress), []);
  }));
