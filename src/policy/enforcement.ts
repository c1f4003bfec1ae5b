/** What becomes of an object that breaks a rule. */
export class Enforcement {
  /** It is refused. */
  public static deny(): Enforcement {
    return new Enforcement('deny');
  }

  /** It is taken, and whoever applied it reads why it should not be so. */
  public static warn(): Enforcement {
    return new Enforcement('warn');
  }

  /** It is taken, and the audit log or the engine's reports say so. */
  public static audit(): Enforcement {
    return new Enforcement('audit');
  }

  private constructor(
    /** `deny`, `warn` or `audit`. */
    public readonly name: string,
  ) {}
}
