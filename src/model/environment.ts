/**
 * What kind of environment a Platform is. It decides how namespaces are isolated and how strictly pods spread over zones,
 * and never replicas or engines.
 */
export class Environment {
  /** Deny by default, allow what connections say; zones are required. */
  public static production(): Environment {
    return new Environment('production', NetworkIsolation.CLOSED);
  }

  /** Deny by default, allow what connections say, traffic within the namespace, and monitoring; zones are required. */
  public static staging(): Environment {
    return new Environment('staging', NetworkIsolation.NAMESPACE);
  }

  /** Everything may talk to everything; zones are preferred. */
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
