import { IConstruct } from 'constructs';
import { redact } from './credentials';
import { Unreadable } from './frozen';
import { conflicts, invalid, needs, notAllowed, Reason } from './refusal';
import { show, shown } from './show';

/** Says no to bad input in words for the reader: where, which prop, what was given, what is allowed, and what to do. */
export abstract class Refusing {
  /** The message without the path, for validations: cdk8s writes the path in front of those. */
  public static message(prop: string, value: unknown, allowed: string, remedy: string, reason: Reason = 'Invalid'): string {
    return invalid(shown(prop), show(value, prop), redact(allowed), redact(remedy), reason);
  }

  public constructor(protected readonly scope: IConstruct, protected readonly prefix: string = '') {}

  /** The value itself is wrong. */
  public fail(prop: string, value: unknown, allowed: string, remedy: string, reason: Reason = value === undefined ? 'Required' : 'Invalid'): never {
    if (value instanceof Unreadable) {
      this.refuse(invalid(shown(this.prefix + prop), `unreadable (${show(value.cause, prop)})`, 'a value that can be read',
        'find out why its getter throws, or pass the value itself', 'Invalid'));
    }
    this.refuse(Refusing.message(this.prefix + prop, value, allowed, remedy, reason));
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

  private refuse(message: string): never {
    throw new Error(`[${userPath(this.scope)}] ${message}`);
  }
}

/** The path of the construct that the user wrote: the main child `Default` is ours. */
export function userPath(construct: IConstruct): string {
  return construct.node.path.replace(/(?<!\/Default)(?:\/Default)+$/, '');
}
