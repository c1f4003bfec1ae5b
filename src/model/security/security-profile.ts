import { HARDENED } from './hardened';
import { SecurityDemands } from './security-demands';
import { STANDARD } from './standard';

/**
 * How strict the manifests are. Both security profiles meet the Pod Security Standard "restricted".
 */
export class SecurityProfile {
  /**
   * Images by tag, credentials as environment variables, a CPU limit of several times the request.
   */
  public static standard(): SecurityProfile {
    return new SecurityProfile(STANDARD);
  }

  /**
   * Passes every optional rule of common scanners: images by digest (from `images` of the Platform), credentials
   * as files, requests equal to limits, priority classes, an owner on every object.
   */
  public static hardened(): SecurityProfile {
    return new SecurityProfile(HARDENED);
  }

  /** `standard` or `hardened`. */
  public readonly name: string;

  private constructor(
    /** @internal */
    public readonly _demands: SecurityDemands,
  ) {
    this.name = _demands.name;
  }
}
