/**
 * Every step of every experiment in every profile has the key that fixtures/golden/plans.json says, so what is stored or
 * published today is found again. `deno run -A tests/pipeline/plans_test.ts` writes that file again, when an experiment, the
 * version of a step or `NUMERICS_VERSION` was changed on purpose.
 */
import { assertEquals } from "@std/assert/mod.js";
import { fromFileUrl } from "@std/path/mod.js";
import * as E from "fp-ts/Either.js";
import { planExperiment, resolve } from "../../lib/engine/experiment.ts";
import { type Digest, digestOf } from "../../lib/core/codec/canonical.ts";
import { withModules } from "../../lib/steps/modules.ts";
import { type Experiment, here } from "../../mod.ts";

const file = new URL("../../fixtures/golden/plans.json", import.meta.url);
const folder = new URL("../../experiments/", import.meta.url);

interface Recorded {
  /** The resolved spec, as canonical JSON. */
  readonly spec: Digest;
  /** The whole plan with ids, keys, specs, inputs, permissions, files, costs and their order. */
  readonly plan: Digest;
  /** By its id the beginning of each step's key, in the order of the plan; `plan` covers the keys in full. */
  readonly steps: Readonly<Record<string, string>>;
}

/** Hexadecimal digits that tell steps apart. */
const SHORT = 12;

const orThrow = <A>(either: E.Either<unknown, A>): A => {
  if (E.isLeft(either)) throw new Error(JSON.stringify(either.left));
  return either.right;
};

const profilesOf = ({ profiles = {} }: Experiment): readonly string[] => [
  ...new Set(["quick", ...Object.keys(profiles)]),
];

const record = (source: string, spec: Experiment, profile: string): Recorded => {
  const plan = orThrow(planExperiment(source, spec, { profile }));
  const steps = plan.steps.map(({ id, step, key, spec, inputs, permissions, files = [], cost }) => ({
    id,
    step,
    key,
    spec,
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.id])),
    permissions,
    ...(files.length === 0 ? {} : { file: files[0] }),
    ...(files.length < 2 ? {} : { besides: files.slice(1) }),
    cost,
  }));
  return {
    spec: digestOf(orThrow(resolve(source, spec, { profile }))),
    plan: digestOf({ experiment: plan.experiment, profile: plan.profile, steps }),
    steps: Object.fromEntries(
      plan.steps.map(({ id, key }) => [id, key.slice("sha256:".length, "sha256:".length + SHORT)]),
    ),
  };
};

const experiments = async (): Promise<readonly (readonly [source: string, spec: Experiment])[]> => {
  const names = [...Deno.readDirSync(folder)].filter(({ isFile, name }) => isFile && !name.startsWith("."))
    .map(({ name }) => name).sort();
  return await Promise.all(names.map(async (name) => {
    const { default: spec } = await import(new URL(name, folder).href) as { readonly default: Experiment };
    const loaded = orThrow(await here(withModules(spec, fromFileUrl(folder), null, true)));
    return [name, loaded as Experiment] as const;
  }));
};

const found = async (): Promise<Record<string, Recorded>> =>
  Object.fromEntries(
    (await experiments()).flatMap(([source, spec]) =>
      profilesOf(spec).map((profile) => [`${spec.name} ${profile}`, record(source, spec, profile)])
    ),
  );

if (import.meta.main) await Deno.writeTextFile(file, JSON.stringify(await found()) + "\n");
else {
  const expected = JSON.parse(await Deno.readTextFile(file)) as Readonly<Record<string, Recorded>>;
  const now = await found();

  Deno.test("the fixture of the plans knows every experiment and profile", () => {
    assertEquals(Object.keys(now), Object.keys(expected));
  });

  for (const [name, recorded] of Object.entries(expected)) {
    Deno.test(`${name}: spec, plan and the key of every step are as ever`, () => {
      assertEquals(now[name], recorded);
      assertEquals(Object.keys(now[name]!.steps), Object.keys(recorded.steps));
    });
  }
}
