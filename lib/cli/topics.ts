/**
 * What `lyap docs` knows: the catalogues that a spec chooses from, each of their kinds with its options.
 *
 * @module
 */
import { type JsonSchema, schemaOf } from "../core/codec/schema.ts";
import { claimKinds } from "../results/claims/catalogue.ts";
import { figureKinds } from "../report/figures/catalogue.ts";
import { runSettings } from "../experiment/vocabulary.ts";
import { measureKinds } from "../measures/catalogue.ts";
import { cellKinds } from "../networks/catalogue.ts";
import { forcingKinds } from "../training/forcing/catalogue.ts";

/** An option of a kind. */
export interface DocumentedOption {
  readonly name: string;
  /** What it takes. */
  readonly takes: string;
  /** What holds where it is left out; undefined if it must be given, or where nothing holds then. */
  readonly otherwise?: unknown;
  readonly isRequired: boolean;
}

/** A kind of a catalogue. */
export interface DocumentedKind {
  /** Its name in a spec. */
  readonly kind: string;
  /** What it is. */
  readonly title: string;
  /** Lines on what it does: formulas, units, presets. */
  readonly details: readonly string[];
  readonly options: readonly DocumentedOption[];
  readonly references: readonly string[];
}

/** A catalogue. */
export interface Topic {
  readonly name: string;
  /** What a spec chooses there, and under which key. */
  readonly about: string;
  readonly kinds: readonly DocumentedKind[];
}

/** What a schema says of the values that it takes, in a few words. */
const takenBy = (schema: JsonSchema): string => {
  if (typeof schema.description === "string" && schema.description !== "") return schema.description;
  if (Array.isArray(schema.enum)) return schema.enum.map((each) => JSON.stringify(each)).join(" or ");
  const either = schema.oneOf ?? schema.anyOf;
  if (Array.isArray(either)) {
    const kinds = (either as readonly JsonSchema[]).flatMap((each) => kindsOf(each));
    return kinds.length > 0
      ? `{kind: ${kinds.map((kind) => JSON.stringify(kind)).join(" or ")}, …}`
      : (either as readonly JsonSchema[]).map(takenBy).join(", or ");
  }
  if (schema.type === "array") return `a list: ${takenBy((schema.items ?? {}) as JsonSchema)}`;
  if (schema.type === "null") return "null";
  if (schema.type === "object") {
    return schema.properties === undefined
      ? `{name: ${takenBy((schema.additionalProperties ?? {}) as JsonSchema)}}`
      : `{${Object.keys(schema.properties as object).join(", ")}}`;
  }
  return "a value";
};

const propertiesOf = ({ properties }: JsonSchema): Readonly<Record<string, JsonSchema>> =>
  (properties ?? {}) as Readonly<Record<string, JsonSchema>>;

const kindsOf = (schema: JsonSchema): readonly string[] =>
  (propertiesOf(schema).kind?.enum ?? []) as readonly string[];

/** The options that a schema has, apart from those named; those of a choice have the kind before their names. */
const optionsIn = (
  schema: JsonSchema,
  except: readonly string[] = ["kind"],
): readonly DocumentedOption[] => {
  if (Array.isArray(schema.oneOf)) {
    return (schema.oneOf as readonly JsonSchema[]).flatMap((each) =>
      optionsIn(each, except).map((option) => ({ ...option, name: `${kindsOf(each)[0]}.${option.name}` }))
    );
  }
  const required = (schema.required ?? []) as readonly string[];
  return Object.entries(propertiesOf(schema)).filter(([name]) => !except.includes(name)).map((
    [name, property],
  ) => ({
    name,
    takes: takenBy(property),
    ...(property.default === undefined ? {} : { otherwise: property.default }),
    isRequired: required.includes(name),
  }));
};

interface Titled {
  readonly kind: string;
  readonly codec: object;
  readonly title?: string;
  readonly references?: readonly string[];
}

const documented = (
  each: Titled,
  title: string,
  details: readonly string[] = [],
  except?: readonly string[],
): DocumentedKind => ({
  kind: each.kind,
  title,
  details,
  options: optionsIn(schemaOf(each.codec), except),
  references: each.references ?? [],
});

const cellsTopic = (): Topic => ({
  name: "cells",
  about: 'one step z\' = F(z) of a network: "cell": {"kind": "PLRNN", "units": 30}',
  kinds: Object.values(cellKinds).map((cell) =>
    documented(cell, cell.title, [
      cell.formula,
      ...Object.entries(cell.meanings).map(([name, meaning]) => `${name}: ${meaning}`),
    ])
  ),
});

const forcingTopic = (): Topic => ({
  name: "forcing",
  about: 'when the state is set back to the data in training: "forcing": {"kind": "sparse", "interval": 30}',
  kinds: Object.values(forcingKinds).map((scheme) => documented(scheme, scheme.title)),
});

const measuresTopic = (): Topic => ({
  name: "measures",
  about: 'how near a free run comes to the truth: "evaluation": {"measures": [{"kind": "D_stsp"}]}',
  kinds: Object.values(measureKinds).map((measure) => {
    const { unit, better, ideal, presets } = measure;
    return documented(measure, measure.title, [
      `unit: ${unit === "" ? "none, a pure number" : unit}; ${better} is better` +
      (ideal === null ? "" : `; a perfect network has ${ideal}`),
      ...Object.entries(presets).map(([name, { is, options }]) =>
        `preset ${name}: ${is}` + (Object.keys(options).length === 0 ? "" : ` ${JSON.stringify(options)}`)
      ),
    ]);
  }),
});

const COMMON_OF_CLAIMS = ["kind", "id", "restates", "states", "explanation"];

const claimsTopic = (): Topic => ({
  name: "claims",
  about:
    'what must come out: "claims": [{"kind": "exponent sum"}]; each also takes id, restates, states, explanation',
  kinds: Object.values(claimKinds).map((claim) => documented(claim, claim.says, [], COMMON_OF_CLAIMS)),
});

const figuresTopic = (): Topic => ({
  name: "figures",
  about: 'what is drawn: "figures": [{"kind": "attractor"}]',
  kinds: Object.values(figureKinds).map((figure) => documented(figure, "")),
});

/** Settings that are a topic of their own. */
const elsewhere: Readonly<Record<string, string>> = { cell: "cells", forcing: "forcing" };

/** The other settings of a run, which have no catalogue of their own. */
const settingsTopic = (): Topic => ({
  name: "settings",
  about: 'all that a spec says of a run: "settings": {…}',
  kinds: Object.entries(runSettings).map(([name, field]) => {
    const codec = "codec" in field ? field.codec : field;
    const schema = schemaOf(codec);
    const fallback = "codec" in field ? field.fallback as unknown : undefined;
    return {
      kind: name,
      title: takenBy(schema),
      details: [
        ...(fallback === undefined ? [] : [`default: ${JSON.stringify(fallback)}`]),
        ...(Object.hasOwn(elsewhere, name) ? [`see lyap docs ${elsewhere[name]}`] : []),
      ],
      options: Object.hasOwn(elsewhere, name) ? [] : optionsIn(schema),
      references: [],
    };
  }),
});

/** All topics. */
export const topics = (): readonly Topic[] => [
  cellsTopic(),
  forcingTopic(),
  measuresTopic(),
  claimsTopic(),
  figuresTopic(),
  settingsTopic(),
];
