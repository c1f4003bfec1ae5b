import { Severity } from '../../model/monitoring-plan';
import { SecretSource } from '../../model/secret-source';
import { DEFAULT_TIMES, GROUP_BY, NOBODY, ON_CALL, SEVERITY_ROUTES, WEBHOOK_KEY } from '../alert-routing';

/** What Alertmanager is started with; the Secret is mounted below `/etc/alertmanager/secrets`. */
export function alertmanagerConfig(webhook: SecretSource): object {
  return {
    route: {
      receiver: NOBODY,
      group_by: GROUP_BY,
      group_wait: DEFAULT_TIMES.groupWait,
      group_interval: DEFAULT_TIMES.groupInterval,
      repeat_interval: DEFAULT_TIMES.repeatInterval,
      routes: SEVERITY_ROUTES.map(({ severity, groupWait, repeatInterval }) =>
        ({ receiver: ON_CALL, matchers: [matcher(severity)], group_wait: groupWait, repeat_interval: repeatInterval })),
    },
    inhibit_rules: [{ source_matchers: [matcher(Severity.CRITICAL)], target_matchers: [matcher(Severity.WARNING)], equal: GROUP_BY }],
    receivers: [
      { name: NOBODY },
      { name: ON_CALL, webhook_configs: [{ url_file: `/etc/alertmanager/secrets/${webhook.secretName}/${WEBHOOK_KEY}`, send_resolved: true }] },
    ],
  };
}

function matcher(severity: Severity): string {
  return `severity="${severity}"`;
}
