import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { Severity } from '../../model/monitoring-plan';
import { SecretSource } from '../../secrets/secret-source';
import { DEFAULT_TIMES, GROUP_BY, Inhibition, INHIBITIONS, LabelCondition, NOBODY, ON_CALL, SEVERITY_ROUTES, WEBHOOK_KEY } from '../alert-routing';

/** Equality is written as a regular expression: YAML 1.1 has a type for a lone `=`, and readers in Python refuse it. */
export interface Matcher {
  readonly name: string;
  readonly value: string;
  readonly matchType: '=~' | '!~';
}

export interface Route {
  readonly receiver: string;
  readonly matchers: Matcher[];
  readonly groupBy?: string[];
  readonly groupWait?: string;
  readonly groupInterval?: string;
  readonly repeatInterval?: string;
  readonly routes?: Route[];
}

export interface AlertmanagerConfigSpec {
  readonly route: Route;
  readonly receivers: {
    readonly name: string;
    readonly webhookConfigs?: { readonly urlSecret: { readonly name: string; readonly key: string }; readonly sendResolved: boolean }[];
  }[];
  readonly inhibitRules: { readonly sourceMatch: Matcher[]; readonly targetMatch: Matcher[]; readonly equal: string[] }[];
}

/** Written by hand with the fields that we use: the generated binding has thousands of lines. */
export class AlertmanagerConfig extends ApiObject {
  public constructor(scope: Construct, id: string, props: { metadata: ApiObjectMetadata; spec: AlertmanagerConfigSpec }) {
    super(scope, id, { apiVersion: 'monitoring.coreos.com/v1alpha1', kind: 'AlertmanagerConfig', ...props });
  }
}

/** Routes the alerts of one Platform to its webhook, by severity. */
export function alertmanagerConfigSpec(platform: string, webhook: SecretSource, further: Inhibition[]): AlertmanagerConfigSpec {
  const ofPlatform: LabelCondition = { label: 'platform', value: platform };
  const ofSeverity = (severity: Severity): LabelCondition => ({ label: 'severity', value: severity });
  return {
    route: {
      receiver: NOBODY,
      matchers: [matcher(ofPlatform)],
      groupBy: GROUP_BY,
      ...DEFAULT_TIMES,
      routes: SEVERITY_ROUTES.map(({ severity, ...times }) => ({ receiver: ON_CALL, matchers: [matcher(ofSeverity(severity))], ...times })),
    },
    receivers: [
      { name: NOBODY },
      { name: ON_CALL, webhookConfigs: [{ urlSecret: { name: webhook.secretName, key: WEBHOOK_KEY }, sendResolved: true }] },
    ],
    inhibitRules: [...INHIBITIONS, ...further].map(({ source, target, equal }) => ({
      sourceMatch: [ofPlatform, ...source].map(matcher),
      targetMatch: [ofPlatform, ...target].map(matcher),
      equal,
    })),
  };
}

function matcher({ label, operator = '=', value }: LabelCondition): Matcher {
  return { name: label, value, matchType: operator === '=' ? '=~' : operator };
}
