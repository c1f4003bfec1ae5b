/** How Alertmanager and the Prometheus operator configure one kind of receiver. */
export interface ReceiverKind {
  readonly name: string;
  /** The key of its Secret. */
  readonly key: string;
  /** The list in Alertmanager's configuration, and its entry that takes the path of the credential. */
  readonly file: { readonly list: string; readonly entry: string };
  /** The same of an AlertmanagerConfig, where the entry names a key of a Secret. */
  readonly operator: { readonly list: string; readonly entry: string };
}

export const WEBHOOK: ReceiverKind = {
  name: 'webhook', key: 'url', file: { list: 'webhook_configs', entry: 'url_file' }, operator: { list: 'webhookConfigs', entry: 'urlSecret' },
};
export const SLACK: ReceiverKind = {
  name: 'slack', key: 'url', file: { list: 'slack_configs', entry: 'api_url_file' }, operator: { list: 'slackConfigs', entry: 'apiURL' },
};
export const PAGER_DUTY: ReceiverKind = {
  name: 'pagerduty', key: 'routing-key', file: { list: 'pagerduty_configs', entry: 'routing_key_file' }, operator: { list: 'pagerdutyConfigs', entry: 'routingKey' },
};
export const OPSGENIE: ReceiverKind = {
  name: 'opsgenie', key: 'api-key', file: { list: 'opsgenie_configs', entry: 'api_key_file' }, operator: { list: 'opsgenieConfigs', entry: 'apiKey' },
};
export const TEAMS: ReceiverKind = {
  name: 'teams', key: 'url', file: { list: 'msteamsv2_configs', entry: 'webhook_url_file' }, operator: { list: 'msteamsv2Configs', entry: 'webhookURL' },
};
