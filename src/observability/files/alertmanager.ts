import { SecretSource } from '../../secrets/secret-source';
import { DEFAULT_TIMES, GROUP_BY, Inhibition, INHIBITIONS, LabelCondition, NOBODY, ON_CALL, SEVERITY_ROUTES, WEBHOOK_KEY } from '../alert-routing';

export const SECRETS_FOLDER = '/etc/alertmanager/secrets';

/** The configuration of Alertmanager; the Secret is mounted below `/etc/alertmanager/secrets`. Without a webhook nobody is notified. */
export function alertmanagerConfig(webhook: SecretSource | undefined, further: Inhibition[]): object {
  return {
    route: {
      receiver: NOBODY,
      group_by: GROUP_BY,
      group_wait: DEFAULT_TIMES.groupWait,
      group_interval: DEFAULT_TIMES.groupInterval,
      repeat_interval: DEFAULT_TIMES.repeatInterval,
      routes: webhook && SEVERITY_ROUTES.map(({ severity, groupWait, repeatInterval }) =>
        ({ receiver: ON_CALL, matchers: [matcher({ label: 'severity', value: severity })], group_wait: groupWait, repeat_interval: repeatInterval })),
    },
    inhibit_rules: [...INHIBITIONS, ...further].map(({ source, target, equal }) => ({
      source_matchers: source.map(matcher), target_matchers: target.map(matcher), equal,
    })),
    receivers: [{ name: NOBODY }, ...webhook ? [onCall(webhook)] : []],
  };
}

function onCall({ secretName }: SecretSource): object {
  return { name: ON_CALL, webhook_configs: [{ url_file: `${SECRETS_FOLDER}/${secretName}/${WEBHOOK_KEY}`, send_resolved: true }] };
}

function matcher({ label, operator = '=', value }: LabelCondition): string {
  return `${label}${operator}"${value}"`;
}
