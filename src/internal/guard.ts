import { Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { IConstruct } from 'constructs';
import { packageInstalledTwice } from './copies';
import { cpuMillis } from './cpu';
import { credentialIn, redact } from './credentials';
import { isCidr } from './forms/cidr';
import { CronForm, CronSchedule, isFault } from './forms/cron';
import { parseImage, saysVersion } from './forms/image';
import { frozen, isPlain } from './frozen';
import { conflicts, invalid, needs, notAllowed, numberReason, Reason, typeReason } from './refusal';
import { show, shown, withArticle } from './show';

/** What a whole number may be. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const DNS_NAME = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/;
// Neither a folder nor what the kubelet keeps for itself; and not __proto__, which JavaScript would take for a type.
const SECRET_KEY = /^(?!__proto__$|\.$|\.\.)[-._a-zA-Z0-9]{1,253}$/;
const LABEL_KEY = /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
const VARIABLE = /^[A-Z_][A-Z0-9_]{0,99}$/;
const PATH = /^\/[-A-Za-z0-9._~!$&'()*+,;=:@%/]{0,254}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const EMAIL = /^[^@\s]{1,64}@[a-zA-Z0-9.-]{1,190}\.[a-zA-Z]{2,}$/;

/**
 * Says no to bad input in words for the reader: where, which prop, what was given, what is allowed, and what to do.
 *
 * Every check returns the value that it was given, so that a check and an assignment are one line.
 */
export class Guard {
  /** The message without the path, for validations: cdk8s writes the path in front of those. */
  public static message(prop: string, value: unknown, allowed: string, remedy: string, reason: Reason = 'Invalid'): string {
    return invalid(shown(prop), show(value, prop), redact(allowed), redact(remedy), reason);
  }

  public constructor(private readonly scope: IConstruct, private readonly prefix: string = '') {}

  /** A guard for the props of a struct or choice in the prop `name`. */
  public within(name: string): Guard {
    return new Guard(this.scope, `${this.prefix}${name}.`);
  }

  /** The value itself is wrong. */
  public fail(prop: string, value: unknown, allowed: string, remedy: string, reason: Reason = value === undefined ? 'Required' : 'Invalid'): never {
    this.refuse(Guard.message(this.prefix + prop, value, allowed, remedy, reason));
  }

  /** The value is well formed, but must not be used here. */
  public notAllowed(prop: string, problem: string, remedy: string, reason?: Reason): never {
    this.refuse(notAllowed(shown(this.prefix + prop), redact(problem), redact(remedy), reason));
  }

  /** The choice needs something that is not there. */
  public needs(prop: string, what: string, remedy: string, reason?: Reason): never {
    this.refuse(needs(shown(this.prefix + prop), redact(what), redact(remedy), reason));
  }

  /** The value contradicts another one. */
  public conflicts(prop: string, withWhat: string, remedy: string, reason?: Reason): never {
    this.refuse(conflicts(shown(this.prefix + prop), redact(withWhat), redact(remedy), reason));
  }

  public integer(prop: string, value: number, range: Range, remedy: string): number {
    if (!Number.isInteger(value) || value < range.min || value > range.max) {
      this.fail(prop, value, `a whole number from ${range.min} to ${range.max}`, remedy, numberReason(value));
    }
    return value;
  }

  /** A percentage, fractions allowed; both ends are excluded where `exclusive`. */
  public percent(prop: string, value: number, range: Range, remedy: string): number {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < range.min || value > range.max) {
      this.fail(prop, value, `a number from ${range.min} to ${range.max} (percent)`, remedy, numberReason(value));
    }
    return value;
  }

  public port(prop: string, value: number): number {
    this.integer(prop, value, { min: 1, max: 65535 }, 'give the number on which the program listens, such as 8080');
    return value;
  }

  /** A port of one of our own pods: they run without the right to bind low ports, and 22 and 2222 look like SSH to every scanner. */
  public podPort(prop: string, value: number): number {
    this.integer(prop, value, { min: 1024, max: 65535 }, 'pods run without privileges: let the program listen on a high port such as 8080');
    if (value === 2222) {
      this.fail(prop, value, 'a port other than 2222', 'scanners take it for SSH; choose another high port');
    }
    return value;
  }

  public dnsLabel(prop: string, value: string, maximum: number = 63): string {
    if (typeof value !== 'string' || !DNS_LABEL.test(value) || value.length > maximum) {
      this.fail(prop, value, `a DNS label (a-z, 0-9 and -, at most ${maximum} characters)`, 'shorten it or use lower case, digits and dashes');
    }
    return value;
  }

  public host(prop: string, value: string): string {
    if (typeof value !== 'string' || !DNS_NAME.test(value)) {
      this.fail(prop, value, 'a host name in lower case', 'give a name such as api.example.com, without scheme, port or path');
    }
    return value;
  }

  /** A name of an object as Kubernetes takes it for Secrets and the like. */
  public objectName(prop: string, value: string): string {
    if (typeof value !== 'string' || !DNS_NAME.test(value)) {
      this.fail(prop, value, 'an object name (a-z, 0-9, - and ., at most 253 characters)', 'use the name that kubectl shows');
    }
    return value;
  }

  public secretKey(prop: string, value: string): string {
    return this.matching(prop, value, SECRET_KEY, 'a key of a Secret (letters, digits, -, _ and .)', 'use the key as it stands in the Secret');
  }

  /** A file of a ConfigMap. */
  public fileName(prop: string, value: string): string {
    return this.matching(prop, value, SECRET_KEY, 'a file name (letters, digits, -, _ and .)', 'files stand side by side, without folders');
  }

  public labelValue(prop: string, value: string): string {
    return this.matching(prop, value, LABEL_VALUE, 'a label value (letters, digits, -, _ and ., at most 63 characters)',
      'shorten it and leave out spaces and @');
  }

  public labels(prop: string, value: Record<string, string>): Record<string, string> {
    const labels = this.struct(prop, value);
    for (const [key, label] of Object.entries(labels)) {
      this.matching(prop, key, LABEL_KEY, 'label names (letters, digits, -, _ and ., at most 63 characters, behind an optional domain and /)',
        'write it like team or example.com/team');
      this.labelValue(`${prop}.${key}`, label);
    }
    return labels;
  }

  public variable(prop: string, value: string): string {
    return this.matching(prop, value, VARIABLE, 'an environment variable name (A-Z, 0-9 and _)', 'write it like MODEL_HOST');
  }

  public path(prop: string, value: string): string {
    return this.matching(prop, value, PATH, 'a URL path that begins with /', 'write it like /v1');
  }

  public email(prop: string, value: string): string {
    return this.matching(prop, value, EMAIL, 'an e-mail address', 'write it like agents@example.com');
  }

  /** A text that ends up in a manifest; the message does not repeat it. */
  public withoutCredentials(prop: string, value: string): string {
    const found = credentialIn(value);
    if (found) {
      this.fail(prop, found, 'a text without credentials', 'a manifest is read by many: pass the credential with "secrets"');
    }
    return value;
  }

  public digest(prop: string, value: string): string {
    return this.matching(prop, value, DIGEST, 'sha256: and 64 hexadecimal digits', 'copy it from the registry: crane digest <image>');
  }

  /** An image with a tag that says a version; `latest` and no tag are refused, because nobody knows what they will run. */
  public image(prop: string, value: string): string {
    const remedy = 'write it like ghcr.io/acme/agent-api:1.8.0';
    const parts = typeof value === 'string' ? parseImage(value) : undefined;
    if (!parts) {
      this.fail(prop, value, 'an image reference with a tag', remedy);
    }
    if (!parts.tag) {
      this.fail(prop, value, 'an image reference with a tag', `no tag means latest; ${remedy}`);
    }
    if (parts.tag === 'latest') {
      this.fail(prop, value, 'an image with a tag that says a version', `latest is another program tomorrow; ${remedy}`);
    }
    if (!saysVersion(parts.tag)) {
      this.fail(prop, value, 'an image with a tag that says a version', `a variable was empty where the tag was made; ${remedy}`);
    }
    return value;
  }

  public cidr(prop: string, value: string): string {
    if (typeof value !== 'string' || !isCidr(value)) {
      this.fail(prop, value, 'an IPv4 range in CIDR notation', 'write it like 203.0.113.0/24, a single address as 203.0.113.7/32');
    }
    return value;
  }

  /** A schedule that Kubernetes takes and that runs at some time. */
  public cron(prop: string, value: string, form: CronForm = CronForm.FIVE_FIELDS): string {
    const read = typeof value === 'string' ? CronSchedule.parse(value, form) : { fault: '' };
    if (isFault(read)) {
      const [count, example] = form === CronForm.SIX_FIELDS ? ['six', '0 0 2 * * *'] : ['five', '0 2 * * *'];
      this.fail(prop, value, `a cron expression of ${count} fields${read.fault && ` (${read.fault})`}`, `write it like "${example}" (02:00 every day)`);
    }
    return value;
  }

  public duration(prop: string, value: Duration, range: Range, remedy: string): Duration {
    const allowed = `a Duration from ${range.min} to ${range.max} seconds`;
    this.ofClass(prop, value, Duration, allowed, 'Duration.seconds(30)');
    const seconds = value.toSeconds({ integral: false });
    if (!Number.isInteger(seconds) || seconds < range.min || seconds > range.max) {
      this.fail(prop, `${seconds}s`, `${allowed}, in whole seconds`, remedy, 'OutOfRange');
    }
    return value;
  }

  public size(prop: string, value: Size, range: { min: Size; max: Size }, remedy: string): Size {
    const [min, max] = [range.min, range.max].map((end) => end.toMebibytes({ rounding: SizeRoundingBehavior.NONE }));
    const allowed = `a Size from ${min}Mi to ${max}Mi`;
    this.ofClass(prop, value, Size, allowed, 'Size.gibibytes(50)');
    const mebibytes = value.toKibibytes({ rounding: SizeRoundingBehavior.NONE }) / 1024;
    if (!Number.isInteger(mebibytes) || mebibytes < min || mebibytes > max) {
      this.fail(prop, `${mebibytes}Mi`, `${allowed}, in whole mebibytes`, remedy, 'OutOfRange');
    }
    return value;
  }

  public cpu(prop: string, value: Cpu, range: Range, remedy: string): Cpu {
    const allowed = `a Cpu from ${range.min}m to ${range.max}m`;
    this.ofClass(prop, value, Cpu, allowed, 'Cpu.millis(250)');
    const millis = cpuMillis(value);
    if (!Number.isInteger(millis) || millis < range.min || millis > range.max) {
      this.fail(prop, value.amount, allowed, remedy, 'OutOfRange');
    }
    return value;
  }

  /** A value of one of our classes, so that a string in its place is not a TypeError three floors down. */
  public instance<T>(prop: string, value: T, type: Function, example: string): T {
    this.ofClass(prop, value, type, withArticle(type.name), example);
    return value;
  }

  public text(prop: string, value: string, maximum: number = 1024): string {
    if (typeof value !== 'string' || value.length === 0 || value.length > maximum) {
      this.fail(prop, value, `a text of 1 to ${maximum} characters`, 'shorten it or leave the prop out');
    }
    return value;
  }

  /** A frozen copy of `{ ... }`; a Map or a value of another class would read as if nothing was in it. */
  public struct<T>(prop: string, value: T): T {
    if (!isPlain(value)) {
      this.fail(prop, value, 'a set of named values', 'write it like { name: value }', typeReason(value));
    }
    return this.copy(prop, value);
  }

  /** A frozen copy of a list without holes: a hole in a list of ports would open all of them. */
  public list<T>(prop: string, value: T[], minimum: number, remedy: string): T[] {
    if (!Array.isArray(value) || value.length < minimum) {
      this.fail(prop, value, minimum === 0 ? 'a list' : `a list of at least ${minimum}`, remedy, Array.isArray(value) ? 'Required' : typeReason(value));
    }
    Array.from(value).forEach((entry, index) => {
      if (entry === undefined || entry === null) {
        this.fail(`${prop}[${index}]`, entry, 'a value', 'leave it out, or is the variable set that it is read from?');
      }
    });
    return this.copy(prop, value);
  }

  public oneOf<T>(prop: string, value: T, allowed: T[], remedy: string): T {
    if (!allowed.includes(value)) {
      this.fail(prop, value, `one of ${allowed.map((one) => show(one)).join(', ')}`, remedy, 'NotSupported');
    }
    return value;
  }

  private copy<T>(prop: string, value: T): T {
    try {
      return frozen(value);
    } catch (error) {
      return this.fail(prop, `a value that cannot be read (${(error as Error)?.message})`, 'plain data', 'pass values, not getters that throw');
    }
  }

  private ofClass(prop: string, value: unknown, type: Function, allowed: string, example: string): void {
    if (value instanceof type) {
      return;
    }
    const twice = packageInstalledTwice(value, type);
    if (twice) {
      this.fail(prop, value, `${withArticle(type.name)} of the same copy of ${twice}`,
        `two copies of ${twice} are installed; find them with npm ls ${twice} and leave one with npm dedupe`, 'TypeInvalid');
    }
    this.fail(prop, value, allowed, `write it like ${example}`, typeReason(value));
  }

  private refuse(message: string): never {
    throw new Error(`[${userPath(this.scope)}] ${message}`);
  }

  private matching(prop: string, value: string, pattern: RegExp, allowed: string, remedy: string): string {
    if (typeof value !== 'string' || !pattern.test(value)) {
      this.fail(prop, value, allowed, remedy);
    }
    return value;
  }
}

/** The path of the construct that the user wrote: the main child `Default` is ours. */
export function userPath(construct: IConstruct): string {
  return construct.node.path.replace(/(?<!\/Default)(?:\/Default)+$/, '');
}
