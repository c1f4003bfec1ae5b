import { Document, Scalar, Tags, visit } from 'yaml';
import { remembering } from './remembering';
import { ScalarWriter, writePlainTree } from './yaml-tree';

/** YAML 1.1 is what Go's readers take; numbers and the like are quoted where either version has them. */
const VERSION = '1.1';
/** Beyond what YAML calls printable, and what some readers take for a line break: DEL, C1 with NEL, U+2028, U+2029, BOM, U+FFFE, U+FFFF. */
const ESCAPED = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;
/** A text with one of these is written in double quotes, where every character can be escaped. */
// eslint-disable-next-line no-control-regex
const NEEDS_ESCAPES = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|(^|\n) *\t|\t(\n|$)/;
/** What Go reads as a number though YAML 1.1 does not (`0o` and prefixes in upper case), and the merge key. */
const NO_TEXT = /^([-+]?0[xob][0-9a-f_]+|<<)$/i;

/** One document for each of these, such that every YAML reader finds the same texts in it. */
export function stringify(...documents: unknown[]): string {
  return documents.map((document) => writePlainTree(document, WORDS) ?? writeAny(document)).join('---\n');
}

/** The same by the library alone: slow, and what the fast way is held against. */
export function stringifySlowly(...documents: unknown[]): string {
  return documents.map(writeAny).join('---\n');
}

/** What the library writes for a key, and behind one: a string, or `|` and lines that are indented by two. */
const WORDS: ScalarWriter = {
  key: remembering((key: string) => writeAny({ [key]: 0 }).slice(0, -': 0\n'.length)),
  value: remembering((value: string | number | boolean | null) => writeAny({ a: value }).slice('a: '.length, -1)),
};

function writeAny(content: unknown): string {
  const document = new Document(content, { version: VERSION, keepUndefined: true, aliasDuplicateObjects: false, customTags: withoutMerge });
  visit(document, { Scalar: (_, scalar) => quote(scalar) });
  return document.toString({ lineWidth: 0 }).replace(ESCAPED, escape);
}

/** With it, the key `<<` would be written without the quotes that make it a string. */
function withoutMerge(tags: Tags): Tags {
  return tags.filter((tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:merge');
}

function quote(scalar: Scalar): void {
  if (typeof scalar.value === 'string' && (NEEDS_ESCAPES.test(scalar.value) || NO_TEXT.test(scalar.value))) {
    scalar.type = Scalar.QUOTE_DOUBLE;
  }
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
