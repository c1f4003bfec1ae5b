/** What is known of an operator, or of another extension of the cluster. */
export interface OperatorDescriptor {
  /** Its display name: `CloudNativePG`. */
  readonly name: string;
  /**
   * Its API groups and versions that the manifests use: `postgresql.cnpg.io/v1`.
   *
   * @default - none: it works on built-in resources
   */
  readonly apiVersions?: string[];
  /**
   * The namespace of its default installation.
   *
   * @default - it has no usual one
   */
  readonly namespace?: string;
  /**
   * The labels of its pods.
   *
   * @default - all pods of the namespace
   */
  readonly labels?: Record<string, string>;
  /**
   * The ports on which it connects to its pods.
   *
   * @default - it does not connect to pods
   */
  readonly podPorts?: number[];
  /**
   * The oldest supported version.
   *
   * @default - any
   */
  readonly minimumVersion?: string;
  /**
   * The URL of its installation guide.
   *
   * @default - none
   */
  readonly docs?: string;
}
