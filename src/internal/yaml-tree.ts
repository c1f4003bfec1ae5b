type ScalarValue = string | number | boolean | null;

/** How scalars are written that are not simple. */
export interface ScalarWriter {
  readonly key: (key: string) => string;
  readonly value: (value: ScalarValue) => string;
}

/** Nothing that a reader of any version could take for a number, a truth or nothing. */
const SIMPLE = /^[A-Za-z][A-Za-z0-9_./-]*$/;
const WORDS = /^(y|yes|n|no|on|off|true|false|null)$/i;
/** What begins or ends a document is written in another way at the left edge. */
const MARKER = /^(---|\.\.\.)/m;
/** Longer keys are written in another form. */
const LONGEST_KEY = 100;

/** A tree that is none of what manifests consist of: whoever asked writes it in another way. */
class Unusual extends Error {}

/** A tree of maps, lists and scalars in the block style of the library, or nothing where it is anything else. */
export function writePlainTree(document: unknown, scalars: ScalarWriter): string | undefined {
  if (!isMap(document) || Object.keys(document).length === 0) {
    return undefined;
  }
  try {
    const lines: string[] = [];
    writeMap(document, '', '', lines, scalars);
    return `${lines.join('\n')}\n`;
  } catch (error) {
    if (error instanceof Unusual) {
      return undefined;
    }
    throw error;
  }
}

/** `lead` stands before the first line: the indentation, or what begins an item of a list. */
function writeMap(map: Record<string, unknown>, indent: string, lead: string, lines: string[], scalars: ScalarWriter): void {
  let start = lead;
  for (const key of Object.keys(map)) {
    writeEntry(`${start}${keyText(key, scalars)}:`, map[key], indent, lines, scalars);
    start = indent;
  }
}

function writeEntry(head: string, value: unknown, indent: string, lines: string[], scalars: ScalarWriter): void {
  const deeper = `${indent}  `;
  if (isScalar(value)) {
    lines.push(`${head} ${indented(valueText(value, scalars), indent)}`);
  } else if (Array.isArray(value)) {
    value.length === 0 ? lines.push(`${head} []`) : lines.push(head) && writeList(value, deeper, deeper, lines, scalars);
  } else if (isMap(value)) {
    Object.keys(value).length === 0 ? lines.push(`${head} {}`) : lines.push(head) && writeMap(value, deeper, deeper, lines, scalars);
  } else {
    throw new Unusual();
  }
}

function writeList(list: unknown[], indent: string, lead: string, lines: string[], scalars: ScalarWriter): void {
  let start = lead;
  for (const value of list) {
    const head = `${start}- `;
    if (isScalar(value)) {
      lines.push(`${head}${indented(valueText(value, scalars), indent)}`);
    } else if (Array.isArray(value)) {
      value.length === 0 ? lines.push(`${head}[]`) : writeList(value, `${indent}  `, head, lines, scalars);
    } else if (isMap(value)) {
      Object.keys(value).length === 0 ? lines.push(`${head}{}`) : writeMap(value, `${indent}  `, head, lines, scalars);
    } else {
      throw new Unusual();
    }
    start = indent;
  }
}

function keyText(key: string, scalars: ScalarWriter): string {
  if (key.length > LONGEST_KEY || key.includes('\n') || MARKER.test(key)) {
    throw new Unusual();
  }
  return isSimple(key) ? key : scalars.key(key);
}

function valueText(value: ScalarValue, scalars: ScalarWriter): string {
  if (typeof value !== 'string') {
    return scalars.value(value);
  }
  if (MARKER.test(value)) {
    throw new Unusual();
  }
  return isSimple(value) ? value : scalars.value(value);
}

function isSimple(text: string): boolean {
  return SIMPLE.test(text) && !WORDS.test(text);
}

/** Lines behind the first, deeper by an indentation; empty ones stay empty. */
function indented(text: string, indent: string): string {
  return indent !== '' && text.includes('\n') ? text.replace(/\n(?!\n|$)/g, `\n${indent}`) : text;
}

function isScalar(value: unknown): value is ScalarValue {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !('toJSON' in value)
    && (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null);
}
