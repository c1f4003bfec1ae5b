import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { DEFAULT_TIMES, GROUP_BY, Inhibition, INHIBITIONS, LabelCondition, NOBODY, Notified, receiverRoutes } from '../alert-routing';

/** Equality is written as a regular expression: YAML 1.1 has a type for a lone `=`, and readers in Python refuse it. */
export interface Matcher {
  readonly name: string;
  readonly value: string;
  readonly matchType: '=~' | '!~';
}

export interface Route {
  readonly receiver: string;
  readonly matchers: Matcher[];
  readonly continue?: boolean;
  readonly groupBy?: string[];
  readonly groupWait?: string;
  readonly groupInterval?: string;
  readonly repeatInterval?: string;
  readonly routes?: Route[];
}

export interface AlertmanagerConfigSpec {
  readonly route: Route;
  /** Each with a name, and the list of its kind. */
  readonly receivers: object[];
  readonly inhibitRules: { readonly sourceMatch: Matcher[]; readonly targetMatch: Matcher[]; readonly equal: string[] }[];
}

/** Written by hand with the fields that we use: the generated binding has thousands of lines. */
export class AlertmanagerConfig extends ApiObject {
  public constructor(scope: Construct, id: string, props: { metadata: ApiObjectMetadata; spec: AlertmanagerConfigSpec }) {
    super(scope, id, { apiVersion: 'monitoring.coreos.com/v1alpha1', kind: 'AlertmanagerConfig', ...props });
  }
}

/** Routes the alerts of one Platform to its receivers, by severity and team. */
export function alertmanagerConfigSpec(platform: string, receivers: Notified[], further: Inhibition[]): AlertmanagerConfigSpec {
  const ofPlatform: LabelCondition = { label: 'platform', value: platform };
  return {
    route: {
      receiver: NOBODY,
      matchers: [matcher(ofPlatform)],
      groupBy: GROUP_BY,
      ...DEFAULT_TIMES,
      routes: receiverRoutes(receivers).map(({ receiver, matchers, further: more, groupWait, repeatInterval }) =>
        ({ receiver, matchers: matchers.map(matcher), ...more ? { continue: true } : {}, groupWait, repeatInterval })),
    },
    receivers: [{ name: NOBODY }, ...receivers.map(described)],
    inhibitRules: [...INHIBITIONS, ...further].map(({ source, target, equal }) => ({
      sourceMatch: [ofPlatform, ...source].map(matcher),
      targetMatch: [ofPlatform, ...target].map(matcher),
      equal,
    })),
  };
}

function described({ name, kind, secret }: Notified): object {
  return { name, [kind.operator.list]: [{ [kind.operator.entry]: { name: secret.secretName, key: kind.key }, sendResolved: true }] };
}

function matcher({ label, operator = '=', value }: LabelCondition): Matcher {
  return { name: label, value, matchType: operator === '=' ? '=~' : operator };
}
