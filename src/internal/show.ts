import { redact } from './credentials';

/** Props that hold credentials, or would in the hands of who mistakes them: a string given there is never repeated. */
const SENSITIVE = new Set(['secrets', 'credentials', 'certificate', 'clientCertificates', 'authority', 'sealingKey', 'values', 'webhook', 'alerting', 'receivers', 'auth']);
/** Props that hold credentials by name. */
const NAMED_CREDENTIALS = new Set(['secrets', 'credentials', 'values', 'receivers']);

const LONGEST = 80;
/** What is looked at before a string is cut: a credential that is cut in two is not recognized. */
const WINDOW = 2000;
const RUN = /[A-Za-z0-9+/=_-]{16,}/g;
const NAMED = /(pass(?:word|wd)?|pwd|secret|token|api[_-]?key|signature|sig)(["']?[ ]?[=:][ ]?["']?)[^\s"'&]+/gi;
const PARAMETER = /([?&][^=&\s?]{1,64}=)[^&\s]+/g;

/** A value as messages may show it: not what a sensitive prop holds, nor what looks like a credential, nor more than fits in a line. */
export function show(value: unknown, prop: string = ''): string {
  if (typeof value === 'string') {
    return isSensitive(prop) ? `a string of ${value.length} characters` : JSON.stringify(shown(value));
  }
  if (typeof value === 'function') {
    return 'a function';
  }
  if (value === null || typeof value !== 'object') {
    return isSensitive(prop) && typeof value === 'bigint' ? 'a number' : shown(String(value));
  }
  return Array.isArray(value) ? `a list of ${value.length}` : withArticle(nameOf(value));
}

/** A text as messages may show it: without credentials, and cut. */
export function shown(text: string): string {
  const clean = scrub(text.slice(0, WINDOW));
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST - 3)}...` : clean;
}

export function withArticle(name: string): string {
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}

function isSensitive(prop: string): boolean {
  const [last, parent, grandparent] = prop.split(/[.[\]]/).filter((segment) => segment !== '').reverse();
  return SENSITIVE.has(last) || NAMED_CREDENTIALS.has(parent) || ['key', 'address'].includes(last) && NAMED_CREDENTIALS.has(grandparent);
}

function scrub(text: string): string {
  return withoutUsers(redact(text)).replace(PARAMETER, '$1***').replace(NAMED, '$1$2***').replace(RUN, (run) => isRandom(run) ? '***' : run);
}

/** Credentials before an `@`, as in `user:password@host`, with or without a scheme. An image digest does not match. */
function withoutUsers(text: string): string {
  const parts = text.split('@');
  return parts.map((part, index) => index === parts.length - 1 || parts[index + 1].startsWith('sha256:') ? part : withoutUser(part)).join('@');
}

function withoutUser(part: string): string {
  const word = part.split(/\s/).at(-1)!;
  const scheme = word.indexOf('://');
  const user = word.slice(scheme < 0 ? 0 : scheme + 3);
  return scheme < 0 && !user.includes(':') ? part : `${part.slice(0, part.length - user.length)}***`;
}

/** What no person would write: letters and digits mixed at random, or a long hexadecimal number. */
function isRandom(run: string): boolean {
  const changes = run.replace(/[^A-Za-z0-9]/g, '').split(/(?<=[0-9])(?=[A-Za-z])|(?<=[A-Za-z])(?=[0-9])/).length - 1;
  const mixed = /[a-z]/.test(run) && /[A-Z]/.test(run) && /[0-9]/.test(run);
  return changes >= 5 || mixed && run.length >= 20;
}

/** The name of a value's class, unless the value says so itself. */
function nameOf(value: object): string {
  const type = Object.getPrototypeOf(value)?.constructor;
  return typeof type === 'function' && typeof type.name === 'string' && type.name !== '' ? shown(type.name) : 'Object';
}
