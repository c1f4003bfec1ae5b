/**
 * The kind of environment. It determines network isolation and how strictly pods spread over zones, but never
 * replicas or engines.
 */
export class Environment {
  /** Default deny, except for connections; zones are required. */
  public static production(): Environment {
    return new Environment('production', NetworkIsolation.CLOSED);
  }

  /** Default deny, except for connections, traffic within the namespace, and monitoring; zones are required. */
  public static staging(): Environment {
    return new Environment('staging', NetworkIsolation.NAMESPACE);
  }

  /** Everything may connect to everything; zones are preferred. */
  public static development(): Environment {
    return new Environment('development', NetworkIsolation.OPEN);
  }

  private constructor(
    /** `production`, `staging` or `development`: the value of the label `env`. */
    public readonly name: string,
    /** @internal */
    public readonly _isolation: NetworkIsolation,
  ) {}
}

/**
 * @internal
 */
export enum NetworkIsolation {
  CLOSED,
  NAMESPACE,
  OPEN,
}
