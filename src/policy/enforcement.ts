/** What happens to an object that breaks a rule. */
export class Enforcement {
  /** It is refused. */
  public static deny(): Enforcement {
    return new Enforcement('deny');
  }

  /** It is admitted, with a warning to the client that applied it. */
  public static warn(): Enforcement {
    return new Enforcement('warn');
  }

  /** It is admitted, and recorded in the audit log or the engine's reports. */
  public static audit(): Enforcement {
    return new Enforcement('audit');
  }

  private constructor(
    /** `deny`, `warn` or `audit`. */
    public readonly name: string,
  ) {}
}
