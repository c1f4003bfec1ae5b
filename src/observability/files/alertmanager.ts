import { DEFAULT_TIMES, GROUP_BY, Inhibition, INHIBITIONS, LabelCondition, NOBODY, Notified, receiverRoutes } from '../alert-routing';

export const SECRETS_FOLDER = '/etc/alertmanager/secrets';

/** The configuration of Alertmanager; Secrets are mounted below `/etc/alertmanager/secrets`. Without receivers no one is notified. */
export function alertmanagerConfig(receivers: Notified[], further: Inhibition[]): object {
  return {
    route: {
      receiver: NOBODY,
      group_by: GROUP_BY,
      group_wait: DEFAULT_TIMES.groupWait,
      group_interval: DEFAULT_TIMES.groupInterval,
      repeat_interval: DEFAULT_TIMES.repeatInterval,
      routes: receivers.length === 0 ? undefined
        : receiverRoutes(receivers).map(({ receiver, matchers, further: more, groupWait, repeatInterval }) => ({
          receiver, matchers: matchers.map(matcher), ...more ? { continue: true } : {}, group_wait: groupWait, repeat_interval: repeatInterval,
        })),
    },
    inhibit_rules: [...INHIBITIONS, ...further].map(({ source, target, equal }) => ({
      source_matchers: source.map(matcher), target_matchers: target.map(matcher), equal,
    })),
    receivers: [{ name: NOBODY }, ...receivers.map(described)],
  };
}

function described({ name, kind, secret }: Notified): object {
  return { name, [kind.file.list]: [{ [kind.file.entry]: `${SECRETS_FOLDER}/${secret.secretName}/${kind.key}`, send_resolved: true }] };
}

function matcher({ label, operator = '=', value }: LabelCondition): string {
  return `${label}${operator}"${value}"`;
}
