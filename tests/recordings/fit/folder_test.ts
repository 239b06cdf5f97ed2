/** What lies in the folder of a fit, and what a hostile or changed one can make of it. */
import { assert, assertEquals, assertMatch } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { join } from "@std/path/mod.js";
import {
  checkWritable,
  deliver,
  type Destination,
  destinationOf,
} from "../../../lib/recordings/fit/folder.ts";
import { laySeries, stateFolderOf } from "../../../lib/recordings/fit/state_folder.ts";
import { describeError } from "../../../lib/core/program/errors.ts";
import type { Program } from "../../../lib/core/program/program.ts";
import { digestOfBytes } from "../../../lib/core/codec/canonical.ts";
import { copyReport } from "../../../lib/engine/experiment.ts";
import { denoCapabilities } from "../../../lib/steps/capabilities.ts";

const run = <A>(program: Program<A>) => program(denoCapabilities)();
const orThrow = async <A>(program: Program<A>): Promise<A> => {
  const result = await run(program);
  if (E.isLeft(result)) throw new Error(describeError(result.left).join("; "));
  return result.right;
};
const refusal = async (program: Program<unknown>): Promise<string> => {
  const result = await run(program);
  return E.isLeft(result) ? describeError(result.left).join("; ") : "not refused";
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const made = (files: Readonly<Record<string, string>>) => {
  const encoded = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, bytes(text)]));
  const digests = Object.fromEntries(
    Object.entries(encoded).map(([name, each]) => [name, digestOfBytes(each)]),
  );
  return {
    ...encoded,
    "fit.json": bytes(JSON.stringify({ title: "rec.csv", identity: "sha256:a", files: digests, sealed: [] })),
  };
};

const withFolder = async (test: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
};

const place = (out: string, overwrite = false): Program<Destination> =>
  destinationOf(out, "sha256:a", overwrite);

const namesIn = (folder: string): readonly string[] =>
  [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

Deno.test("a record that names what lies beside its folder removes nothing there", () =>
  withFolder(async (folder) => {
    const out = join(folder, "rec-fit");
    await Deno.mkdir(out);
    await Deno.mkdir(join(folder, "victim"));
    await Deno.writeTextFile(join(folder, "victim", "data"), "dear");
    await Deno.writeTextFile(join(out, "notes"), "mine");
    const digest = digestOfBytes(bytes("dear"));
    for (
      const files of [["../victim", "notes"], {
        "../victim/data": digest,
        "../victim": digest,
        [join(folder, "victim", "data")]: digest,
        notes: digestOfBytes(bytes("another")),
        ".": digest,
      }]
    ) {
      const record = { title: "rec.csv", identity: "sha256:a", files };
      await Deno.writeTextFile(join(out, "fit.json"), JSON.stringify(record));
      await orThrow(deliver(out, await orThrow(place(out, true)), made({ "index.html": "page" })));
      assertEquals(await Deno.readTextFile(join(folder, "victim", "data")), "dear");
      assertEquals(await Deno.readTextFile(join(out, "notes")), "mine");
      await Deno.remove(join(out, "index.html"));
    }
  }));

Deno.test("the fit of the same is refreshed: what it wrote goes, what others wrote or changed stays", () =>
  withFolder(async (folder) => {
    const out = join(folder, "rec-fit");
    await orThrow(deliver(out, await orThrow(place(out)), made({ "a": "1", "figures/01.svg": "x" })));
    await Deno.writeTextFile(join(out, "notes"), "mine");
    await orThrow(deliver(out, await orThrow(place(out)), made({ "a": "2" })));
    assertEquals([namesIn(out), namesIn(join(out, "figures"))], [["a", "figures", "fit.json", "notes"], []]);
    await Deno.writeTextFile(join(out, "a"), "by hand");
    assertMatch(await refusal(place(out)), /a" has changed since lyap fit wrote it; .*--overwrite/);
    await orThrow(deliver(out, await orThrow(place(out, true)), made({ "a": "3" })));
    assertEquals(await Deno.readTextFile(join(out, "a")), "3");
    await Deno.writeTextFile(join(out, "b"), "mine too");
    const foreign = deliver(out, await orThrow(place(out)), made({ "a": "4", "b": "ours" }));
    assertMatch(await refusal(foreign), /b" is there already, and no lyap fit wrote it/);
    assertEquals([await Deno.readTextFile(join(out, "a")), await Deno.readTextFile(join(out, "b"))], [
      "3",
      "mine too",
    ]);
  }));

Deno.test("a file that was changed on purpose and sealed is not written over", () =>
  withFolder(async (folder) => {
    const out = join(folder, "rec-fit");
    await orThrow(deliver(out, await orThrow(place(out)), made({ "model.json": "{}" })));
    const record = JSON.parse(await Deno.readTextFile(join(out, "fit.json")));
    await Deno.writeTextFile(join(out, "fit.json"), JSON.stringify({ ...record, sealed: ["model.json"] }));
    assertMatch(await refusal(place(out)), /model\.json" has changed/);
  }));

Deno.test("of two fits into one folder the second is refused, never mixed in", () =>
  withFolder(async (folder) => {
    const out = join(folder, "rec-fit");
    const [one, other] = [await orThrow(place(out)), await orThrow(place(out))];
    await orThrow(deliver(out, one, made({ "a": "1", "b": "1" })));
    assert(E.isLeft(await run(deliver(out, other, made({ "a": "2", "b": "2" })))));
    const [third, fourth] = [await orThrow(place(out)), await orThrow(place(out))];
    const both = await Promise.all([
      run(deliver(out, third, made({ "a": "3", "b": "3" }))),
      run(deliver(out, fourth, made({ "a": "4", "b": "4" }))),
    ]);
    assertEquals(both.filter(E.isLeft).length, 1);
    assertEquals(Deno.readTextFileSync(join(out, "a")), Deno.readTextFileSync(join(out, "b")));
    assertEquals(namesIn(folder), ["rec-fit"]);
  }));

Deno.test("a user's folder of the name that a fit would use on its way is left alone", () =>
  withFolder(async (folder) => {
    const out = join(folder, "rec-fit");
    const users = join(folder, ".rec-fit.unfinished");
    await Deno.mkdir(users);
    await Deno.writeTextFile(join(users, "thesis.tex"), "dear");
    await orThrow(checkWritable(out));
    await orThrow(deliver(out, await orThrow(place(out)), made({ "a": "1" })));
    assertEquals(namesIn(users), ["thesis.tex"]);
    assertEquals(namesIn(folder), [".rec-fit.unfinished", "rec-fit"]);
  }));

Deno.test("no link is followed: neither figures/ of a fit or a report, nor the folder of a report", () =>
  withFolder(async (folder) => {
    const [out, outside] = [join(folder, "rec-fit"), join(folder, "outside")];
    await Deno.mkdir(outside);
    await orThrow(deliver(out, await orThrow(place(out)), made({ "a": "1" })));
    await Deno.symlink(outside, join(out, "figures"));
    const through = deliver(out, await orThrow(place(out, true)), made({ "figures/01.svg": "x" }));
    assertMatch(await refusal(through), /There is a link where lyap would write/);
    const report = { "index.html": bytes("page"), "figures/01.svg": bytes("x") };
    assertMatch(await refusal(copyReport(report, out)), /There is a link where/);
    await Deno.mkdir(join(folder, "store", "reports"), { recursive: true });
    await Deno.symlink(outside, join(folder, "store", "reports", "x-quick"));
    const store = join(folder, "store");
    assertMatch(
      await refusal(copyReport(report, join(store, "reports", "x-quick"), store)),
      /There is a link where/,
    );
    assertMatch(
      await refusal(copyReport({ "../../payload.sh": bytes("rm") }, out)),
      /leads out of its folder/,
    );
    assertEquals(namesIn(outside), []);
    await Deno.symlink(out, join(folder, "mine"));
    await orThrow(copyReport({ "index.html": bytes("page") }, join(folder, "mine")));
  }));

Deno.test("a folder that is named by a link is filled, and a link that leads nowhere is refused at once", () =>
  withFolder(async (folder) => {
    const [real, out] = [join(folder, "real"), join(folder, "rec-fit")];
    await Deno.symlink(real, out);
    assertMatch(await refusal(place(out)), /rec-fit" is a link that leads nowhere/);
    await Deno.mkdir(real);
    for (const text of ["first", "second"]) {
      const destination = await orThrow(place(out));
      await orThrow(deliver(out, destination, made({ "index.html": text })));
      assertEquals(await Deno.readTextFile(join(real, "index.html")), text);
    }
    assertEquals(namesIn(real), ["fit.json", "index.html"]);
    assertEquals(namesIn(folder), ["real", "rec-fit"]);
  }));

Deno.test("what a fit keeps in the store is not written through links, and a folder in its place is set aside", () =>
  withFolder(async (folder) => {
    const [store, victim] = [join(folder, "store"), join(folder, "victim")];
    await Deno.mkdir(victim);
    await Deno.mkdir(store);
    const stateFolder = stateFolderOf(store, `sha256:${"a".repeat(64)}`);
    await Deno.symlink(victim, join(store, "fits"));
    assertMatch(await refusal(laySeries(stateFolder, bytes("x"))), /There is a link where lyap would write/);
    assertEquals(namesIn(victim), []);
    await Deno.remove(join(store, "fits"));
    await Deno.mkdir(join(stateFolder, "series.npy", "inner"), { recursive: true });
    await orThrow(laySeries(stateFolder, bytes("x")));
    assertEquals(await Deno.readTextFile(join(stateFolder, "series.npy")), "x");
  }));
