/**
 * How strict the manifests are. Both postures meet the Pod Security Standard "restricted".
 */
export class Posture {
  /**
   * What people can live with: images by tag, credentials as environment variables, a CPU limit of several times the request.
   */
  public static standard(): Posture {
    return new Posture('standard', false);
  }

  /**
   * No finding with every optional rule of every scanner on: images by digest (from `images` of the Platform), credentials
   * as files, requests equal to limits, priority classes, an owner on every object.
   */
  public static hardened(): Posture {
    return new Posture('hardened', true);
  }

  private constructor(
    /** `standard` or `hardened`. */
    public readonly name: string,
    /** Whether this is the hardened posture. */
    public readonly isHardened: boolean,
  ) {}
}
