/**
 * Commands on a page: as they are typed wherever the page comes to lie, and as they are typed where it lies.
 *
 * @module
 */
import { BESIDE, IN_A_CLONE, LYAP_IN_CLONE, lyapBeside, type Typed } from "../core/program/typed.ts";
import { element, htmlOf, type Node } from "./markup.ts";

/** A command in which no line ends between the dashes of an option. */
const unbrokenOptions = (command: string): readonly Node[] =>
  command.split(/(?<= )(--?[a-z][\w-]*)/).map((part, index) =>
    index % 2 === 0 ? part : element("span.option", {}, part)
  );

/** Where a command that has a store takes it from; filled where a page is laid. */
const storeNode = element("span.store", {});
/** Where a command that reads data takes them from. */
const dataNode = element("span.data", {});

const startNode = (lyap: string): Node => element("span.start", {}, ...unbrokenOptions(lyap));

/** A command that is typed, with the folder in which it is. */
export const commandNode = ({ from, command }: Typed): Node => {
  const start = [LYAP_IN_CLONE, lyapBeside].find((lyap) => command.startsWith(`${lyap} `)) ?? "";
  const rest = command.slice(start.length);
  const name = /^ ([\w-]+)/.exec(rest)?.[1] ?? "";
  return element(
    "div.command",
    {},
    element("p.quiet.small", {}, element("span.from", {}, from), ":"),
    // Regions of a page have names of their own: each says which command it is.
    element(
      "pre",
      { tabIndex: 0, role: "region", ariaLabel: `A command to type: lyap ${name}` },
      startNode(start),
      ...unbrokenOptions(rest),
      ...(["run", "fit"].includes(name) ? [storeNode] : []),
      ...(name === "run" ? [dataNode] : []),
    ),
    element("button.copy", { type: "button", hidden: true }, "Copy"),
  );
};

/** How lyap is typed in the folder of a page. */
export interface TypedHere {
  /** What starts lyap there. */
  readonly lyap: string;
  /** The folder in which commands are typed; null for that of the page. */
  readonly folder: string | null;
  /** The clone in which lyap lies; null if it lies elsewhere. */
  readonly clone: string | null;
  /** The store, as a shell takes it; null if lyap finds it by itself. */
  readonly store: string | null;
  /** The folder of the data, as a shell takes it; null if lyap finds them by itself. */
  readonly data: string | null;
}

const optionText = (name: string, value: string | null): string =>
  value === null ? "" : htmlOf(unbrokenOptions(` --${name} ${value}`));

/**
 * A page with its commands as they are typed on the machine on which it is laid.
 *
 * @param page As the step has made it, with what holds on any machine.
 */
export const pageLaid = (page: string, { lyap, folder, clone, store, data }: TypedHere): string => {
  const here = `In the folder ${folder ?? "of this page"}${clone === null ? "" : `, with lyap in ${clone}`}`;
  const started = [LYAP_IN_CLONE, lyapBeside].reduce(
    (text, start) => text.replaceAll(htmlOf([startNode(start)]), () => htmlOf([startNode(lyap)])),
    page,
  );
  return started
    .replaceAll(/<span class="from">([^<]*)<\/span>/g, (_, from: string) => {
      const base = [BESIDE, IN_A_CLONE].find((each) => from.startsWith(each)) ?? "";
      return `<span class="from">${htmlOf([here])}${data === null ? from.slice(base.length) : ""}</span>`;
    })
    .replaceAll(htmlOf([storeNode]), () => optionText("store", store))
    .replaceAll(htmlOf([dataNode]), () => optionText("data", data));
};
