import { Guard } from '../../internal/guard';
import { RETIRED } from './find';

/**
 * Accepts that a Platform uses something retired, with the reason. Otherwise it is a warning if it comes from
 * the program, and an error if it is a choice of this library.
 *
 * @example
 * new Platform(app, 'production', { retired: [Retired.accept('promtail', 'until the agents of the nodes are moved to Alloy')] });
 */
export class Retired {
  /**
   * Accepts something retired.
   *
   * @param name Its name in the catalogue: see docs/retired.md
   * @param reason Why it is still there, for those who come later: 10 to 200 characters
   */
  public static accept(name: string, reason: string): Retired {
    return new Retired(name, reason);
  }

  private constructor(
    /** The name in the catalogue. */
    public readonly name: string,
    /** Why it is still there. */
    public readonly reason: string,
  ) {}

  /**
   * @internal
   */
  public _validate(guard: Guard): void {
    const acceptable = RETIRED.filter(({ refused }) => !refused).map(({ name }) => name);
    guard.oneOf('name', this.name, acceptable, 'what the API server refuses cannot be accepted');
    if (typeof this.reason !== 'string' || this.reason.length < 10) {
      guard.fail('reason', this.reason, 'a string of at least 10 characters', 'say why it is still used, and until when');
    }
    guard.text('reason', this.reason, 200);
  }
}

/** Refuses a choice of this library that is retired, where the Platform does not accept it by name. */
export function requireAccepted(guard: Guard, prop: string, name: string, accepted: readonly Retired[]): void {
  const { fate, successor } = RETIRED.find((entry) => entry.name === name)!;
  if (!accepted.some((one) => one.name === name)) {
    guard.needs(prop, `consent, for ${name} ${fate}`, `use ${successor}, or give the Platform retired: [Retired.accept('${name}', reason)]`, 'Forbidden');
  }
}
