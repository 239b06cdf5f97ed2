/**
 * The links of a folder of HTML pages: each has to lead to a file that is there, and to a place in it that is there.
 *
 * @module
 */

/** What a page of a site names: the addresses that it leads to, and the places in it that others may lead to. */
interface Page {
  readonly links: readonly string[];
  readonly places: ReadonlySet<string>;
}

const unescaped = (text: string): string =>
  text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

/** Shown code may look like a tag; it is escaped there, so that every `<a href="…">` is a link. */
const pageOf = (html: string): Page => ({
  links: [...html.matchAll(/<[a-z]+\b[^>]*? (?:href|src)="([^"]*)"/g)].map(([, link]) => unescaped(link!)),
  places: new Set([...html.matchAll(/<[a-z0-9]+\b[^>]*? id="([^"]*)"/g)].map(([, id]) => unescaped(id!))),
});

const filesBelow = (folder: URL): readonly URL[] =>
  [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesBelow(new URL(`${name}/`, folder)) : [new URL(encodeURIComponent(name), folder)]
  );

const isElsewhere = (link: string): boolean => /^(?:https?|mailto|data):/.test(link);

/**
 * The links that lead nowhere.
 *
 * @param folder The root of the site, a `file:` URL with a slash at its end.
 * @returns A line for each: the page, and the address as it is written there. Links to other sites are not followed.
 */
export const brokenLinks = (folder: URL): readonly string[] => {
  const files = filesBelow(folder);
  const there = new Set(files.map(({ href }) => href));
  const pages = new Map(
    files.filter(({ href }) => href.endsWith(".html")).map((file) =>
      [file.href, pageOf(Deno.readTextFileSync(file))] as const
    ),
  );
  return [...pages].flatMap(([from, { links }]) =>
    [...new Set(links)].filter((link) => !isElsewhere(link)).filter((link) => {
      const to = new URL(link, from);
      const place = decodeURIComponent(to.hash.slice(1));
      to.hash = to.search = "";
      return !there.has(to.href) || place !== "" && !(pages.get(to.href)?.places.has(place) ?? true);
    }).map((link) => `${from.slice(folder.href.length)} leads to ${link}, which is not there`)
  );
};
