/** What a security profile demands beyond the Pod Security Standard "restricted": everything that the library asks about it. */
export interface SecurityDemands {
  /** How a user knows it, also for `--security-profile` of the command-line check. */
  readonly name: string;
  /** Containers request as much CPU as they may use. */
  readonly requestsEqualLimits: boolean;
  /** Images are named by digest. */
  readonly imagesByDigest: boolean;
  /** Credentials and bindings are files, and no variable is called like a credential. */
  readonly credentialsAsFiles: boolean;
  /** Pods have a priority class, and the Platform makes those classes. */
  readonly priorityClasses: boolean;
  /** Pods look up names with two dots as they are, before they try the search domains. */
  readonly shortLookups: boolean;
  /** The Platform has an owner with an e-mail address, and every object a label for it. */
  readonly ownedObjects: boolean;
  /** The rules marked as hardened hold, in the policy bundle too. */
  readonly hardenedRules: boolean;
}
