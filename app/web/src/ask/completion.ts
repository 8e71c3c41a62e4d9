import type {
  Completion,
  CompletionContext,
  CompletionResult,
  CompletionSource,
} from "@codemirror/autocomplete";
import type { EntityItem, Vocabulary } from "../api/types";
import type { Translate } from "../i18n";
import { shorten } from "./terms";

/** What is being typed: a variable, or a word with or without a prefix. */
const TYPED = /[?$][\p{L}\p{N}_]*$|[\p{L}\p{N}_-]*:?[\p{L}\p{N}_.-]*$/u;
const VARIABLE = /[?$][\p{L}\p{N}_]+/gu;
const HAN = /\p{Script=Han}/u;

const KEYWORDS = (
  "SELECT DISTINCT WHERE OPTIONAL FILTER UNION MINUS VALUES BIND GRAPH ORDER BY GROUP BY HAVING LIMIT OFFSET " +
  "CONSTRUCT ASK DESCRIBE COUNT SUM AVG MIN MAX GROUP_CONCAT SAMPLE IF BOUND CONTAINS REGEX STR LANG SUBSTR ASC DESC"
).split(" ");

/** Finds the entities whose names hold a text. */
export type FindEntities = (text: string) => Promise<readonly EntityItem[]>;

/**
 * Completes variables of the query, keywords, our prefixes, classes and properties by name or Chinese label, and
 * entities by their names: who types 签约率 gets the IRI.
 */
export function completion(
  vocabulary: Promise<Vocabulary>,
  find: FindEntities,
  t: Translate,
): CompletionSource {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const typed = context.matchBefore(TYPED);
    if (!typed || (typed.from === typed.to && !context.explicit)) return null;
    const { text, from } = typed;
    if (/^[?$]/.test(text))
      return { from, options: variables(context, text), validFor: /^[?$][\p{L}\p{N}_]*$/u };
    const { prefixes, terms } = await vocabulary;
    const words: Completion[] = terms
      .filter(({ name, label }) => fits(text, name, label))
      .map(({ name, label, definition, kind }) => ({
        label: name,
        detail: label,
        type: kind,
        ...(definition && { info: definition }),
        boost: 1,
      }));
    const names: Completion[] = Object.entries(prefixes)
      .filter(([prefix]) => !text.includes(":") && prefix.startsWith(text.toLowerCase()))
      .map(([prefix, iri]) => ({ label: `${prefix}:`, detail: iri }));
    const keywords: Completion[] = KEYWORDS.filter((word) => word.startsWith(text.toUpperCase())).map(
      (word) => ({ label: word, boost: 2 }),
    );
    const entities = await found(text, find);
    if (context.aborted) return null;
    return {
      from,
      options: [
        ...keywords,
        ...words,
        ...names,
        ...entities.map((entity) => ({
          label: shorten(entity.iri, prefixes),
          displayLabel: entity.label,
          detail: [t(`type.${entity.type}`), entity.region?.label].filter(Boolean).join(" · "),
        })),
      ],
      // what fits has been told already, by labels that the editor does not know
      filter: false,
    };
  };
}

async function found(text: string, find: FindEntities): Promise<readonly EntityItem[]> {
  const name = text.replace(/^[\w-]*:/, "");
  if (!HAN.test(name) && (text.includes(":") || name.length < 3)) return [];
  try {
    return await find(name);
  } catch {
    return []; // the reader is typing; what is wrong shows when the query runs
  }
}

function fits(text: string, name: string, label: string): boolean {
  const typed = text.toLowerCase();
  if (typed.includes(":")) return name.toLowerCase().startsWith(typed);
  const [, local = ""] = name.toLowerCase().split(":");
  return local.startsWith(typed) || label.includes(text);
}

function variables(context: CompletionContext, typed: string): Completion[] {
  const names = new Set(context.state.doc.toString().match(VARIABLE) ?? []);
  names.delete(typed);
  return [...names].map((label) => ({ label, type: "variable" }));
}
