/** Who answers for what a Platform runs. */
export interface Owner {
  /** The team, as a label value: letters, digits, `-`, `_` and `.`, at most 63 characters. */
  readonly team: string;
  /**
   * Where to write to the team. It becomes the annotation `email` of workloads.
   *
   * @default - no annotation; the hardened security profile asks for it
   */
  readonly email?: string;
}
