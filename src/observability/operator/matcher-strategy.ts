/** How the Alertmanager restricts an AlertmanagerConfig: the `type` of its `spec.alertmanagerConfigMatcherStrategy`. */
export enum MatcherStrategy {
  /**
   * To alerts of its own namespace, which is the operator's default. Each namespace gets an AlertmanagerConfig, and needs
   * the Secret of the webhook.
   */
  ON_NAMESPACE = 'OnNamespace',
  /** Not at all. One AlertmanagerConfig in the stack's namespace routes every alert of the Platform. */
  NONE = 'None',
}
