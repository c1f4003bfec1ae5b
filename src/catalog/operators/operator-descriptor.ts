/** What is known of an operator, or of another extension of the cluster. */
export interface OperatorDescriptor {
  /** What people call it: `CloudNativePG`. */
  readonly name: string;
  /**
   * The API groups and versions that manifests use of it: `postgresql.cnpg.io/v1`.
   *
   * @default - none: it works on objects of Kubernetes
   */
  readonly apiVersions?: string[];
  /**
   * The namespace that its own installation uses.
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
   * The ports at which it connects to the pods that it runs.
   *
   * @default - it does not connect to pods
   */
  readonly podPorts?: number[];
  /**
   * The oldest version that takes what this library writes.
   *
   * @default - any
   */
  readonly minimumVersion?: string;
  /**
   * A page that says how to install it.
   *
   * @default - none
   */
  readonly docs?: string;
}
