/**
 * What a CITATION.cff says of authors, licence and publications.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { parse } from "@std/yaml/mod.js";
import { badInput, type LyapError } from "../../core/program/errors.ts";
import type { About, Author } from "./content.ts";

/** What is known from it. */
export interface CitationFile extends Pick<About, "authors" | "citations"> {
  readonly licence?: string;
  readonly date?: string;
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const listOf = (value: unknown): readonly Fields[] => Array.isArray(value) ? value.filter(isFields) : [];

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

const nameOf = (author: Fields): string | undefined =>
  textOf(author.name) ??
    textOf(
      ["given-names", "name-particle", "family-names", "name-suffix"].flatMap((part) =>
        textOf(author[part]) ?? []
      )
        .join(" "),
    );

const authorOf = (author: Fields): readonly Author[] => {
  const name = nameOf(author);
  const [id, affiliation] = [textOf(author.orcid), textOf(author.affiliation)];
  return name === undefined ? [] : [{
    name,
    isPerson: author.name === undefined,
    ...(id === undefined ? {} : { id }),
    ...(affiliation === undefined ? {} : { affiliation }),
  }];
};

/** A publication in a line: authors, year, title, where. */
const lineOf = (reference: Fields): readonly string[] => {
  const title = textOf(reference.title);
  if (title === undefined) return [];
  const authors = listOf(reference.authors).flatMap((author) => nameOf(author) ?? []).join(", ");
  const year = typeof reference.year === "number" ? ` (${reference.year})` : "";
  const places = [reference.journal, reference["collection-title"], reference.doi, reference.url]
    .flatMap((place) => textOf(place) ?? []);
  return [[`${authors}${year}`.trim(), title, ...places].filter((part) => part !== "").join(", ")];
};

/**
 * Reads a CITATION.cff.
 *
 * @param file Its name, for messages.
 */
export const citationOf = (file: string, text: string): E.Either<LyapError, CitationFile> =>
  pipe(
    E.tryCatch(
      () => parse(text, { schema: "core" }),
      (error): LyapError =>
        badInput(
          file,
          `it is not YAML (${(error as Error).message.split("\n")[0]})`,
          "check its indentation",
        ),
    ),
    E.filterOrElse(
      isFields,
      (): LyapError =>
        badInput(file, "it holds no fields", "write it as citation-file-format.github.io says"),
    ),
    E.map((fields): CitationFile => {
      const licence = textOf(fields.license);
      const date = textOf(fields["date-released"]);
      return {
        authors: listOf(fields.authors).flatMap(authorOf),
        citations: listOf(fields.references).flatMap(lineOf),
        ...(licence === undefined ? {} : { licence }),
        ...(date === undefined ? {} : { date }),
      };
    }),
  );
