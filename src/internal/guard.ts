import { Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { packageInstalledTwice } from './copies';
import { cpuMillis } from './cpu';
import { FormatGuard } from './format-guard';
import { frozen, isPlain, Unreadable, unreadableIn } from './frozen';
import { numberReason, typeReason } from './refusal';
import { show, withArticle } from './show';

/** What a whole number may be. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** What a constructor or factory takes as a whole: messages name its entries alone. */
const WHOLES = ['props', 'options', 'facts', 'changes', 'permission', 'descriptor', 'toConnectable'];

/**
 * Checks what a program gives: formats, measures, classes, and that values of several entries can be read.
 *
 * Every check returns the value that it was given, so that a check and an assignment are one line.
 */
export class Guard extends FormatGuard {
  /** A guard for the props of a struct or choice in the prop `name`. */
  public within(name: string): Guard {
    return new Guard(this.scope, `${this.prefix}${name}.`);
  }

  public integer(prop: string, value: number, range: Range, remedy: string): number {
    if (!Number.isInteger(value) || value < range.min || value > range.max) {
      this.fail(prop, value, `a whole number from ${range.min} to ${range.max}`, remedy, numberReason(value));
    }
    return value;
  }

  /** A percentage; fractions are allowed. */
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

  public labels(prop: string, value: Record<string, string>): Record<string, string> {
    const labels = this.struct(prop, value);
    for (const [key, label] of Object.entries(labels)) {
      this.labelKey(prop, key);
      this.labelValue(`${prop}.${key}`, label);
    }
    return labels;
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

  /** A value of one of the library's classes, so that a string in its place does not cause a TypeError deep inside. */
  public instance<T>(prop: string, value: T, type: Function, example: string): T {
    this.ofClass(prop, value, type, withArticle(type.name), example);
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
      this.fail(prop, value, minimum === 0 ? 'a list' : `a list of at least ${minimum} ${minimum === 1 ? 'entry' : 'entries'}`, remedy, Array.isArray(value) ? 'Required' : typeReason(value));
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
    const copied = this.tried(prop, () => frozen(value));
    const unreadable = this.tried(prop, () => unreadableIn(copied));
    if (unreadable) {
      const entry = WHOLES.includes(prop) ? unreadable.path.replace(/^\./, '') : prop + unreadable.path;
      this.fail(entry, unreadable.value, 'a value', 'pass values that are there');
    }
    return copied;
  }

  /** Objects that answer by a program, such as a Proxy, may throw at any question. */
  private tried<T>(prop: string, read: () => T): T {
    try {
      return read();
    } catch (error) {
      return this.fail(prop, new Unreadable(error), 'a value', 'pass values that are there');
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

}
