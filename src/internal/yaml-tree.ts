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

/** A tree of maps, lists and scalars in the block style of the library, or nothing where it is anything else. */
export function writePlainTree(document: unknown, scalars: ScalarWriter): string | undefined {
  if (!isMap(document) || Object.keys(document).length === 0 || !isUsual(document)) {
    return undefined;
  }
  const lines: string[] = [];
  writeMap(document, '', '', lines, scalars);
  return `${lines.join('\n')}\n`;
}

/** Whether a tree is what manifests consist of: anything else is left to the library. */
function isUsual(value: unknown): boolean {
  if (Array.isArray(value)) {
    // A hole is undefined here, and skipped by every().
    return !value.includes(undefined) && value.every(isUsual);
  }
  if (isMap(value)) {
    return Object.entries(value).every(([key, entry]) => key.length <= LONGEST_KEY && !key.includes('\n') && !MARKER.test(key) && isUsual(entry));
  }
  return isScalar(value) && !(typeof value === 'string' && MARKER.test(value));
}

/** `lead` precedes the first line: the indentation, or the start of a list item. */
function writeMap(map: Record<string, unknown>, indent: string, lead: string, lines: string[], scalars: ScalarWriter): void {
  let start = lead;
  for (const [key, entry] of Object.entries(map)) {
    writeEntry(`${start}${keyText(key, scalars)}:`, entry, indent, lines, scalars);
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
    }
    start = indent;
  }
}

function keyText(key: string, scalars: ScalarWriter): string {
  return isSimple(key) ? key : scalars.key(key);
}

function valueText(value: ScalarValue, scalars: ScalarWriter): string {
  return typeof value === 'string' && isSimple(value) ? value : scalars.value(value);
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
