import { TrafficPeer } from '../connections/traffic-peer';
import { DEPENDS_ON, OF_COMPONENT, OUTAGE, SYMPTOM } from '../model/alert-labels';
import { Severity } from '../model/monitoring-plan';
import { SecretSource } from '../secrets/secret-source';
import { Dependency } from './dependencies';
import { ReceiverKind } from './receiver-kinds';

/** Who is notified of what, before an engine renders it. */
export interface AlertRouting {
  /** The Platform: only its alerts are routed, where others share the Alertmanager. */
  readonly platform: string;
  /** Without any, no notifications are sent. */
  readonly receivers: Notified[];
}

/** A receiver, and the alerts of which it is notified. */
export interface Notified {
  readonly name: string;
  /** The volume with its credential. */
  readonly volume: string;
  readonly kind: ReceiverKind;
  /** The Secret with its credential, under the key of its kind. */
  readonly secret: SecretSource;
  readonly severities: Severity[];
  /** Every team, and alerts without one, if empty. */
  readonly teams: string[];
  /** Where it is, for the policies of an Alertmanager that the stack runs. */
  readonly destination: Destination;
}

/** Where notifications go, as far as policies need to know. */
export interface Destination {
  readonly peer: TrafficPeer;
  readonly port: number;
}

/** The receiver of `Alerting.webhook`. */
export const ON_CALL = 'oncall';
/** The receiver that sends no notifications, for alerts that are only context. */
export const NOBODY = 'nobody';
/** One notification per component, whichever of its alerts fire. */
export const GROUP_BY = ['namespace', 'service'];

/** How soon and how often a severity notifies. */
export interface SeverityRoute {
  readonly severity: Severity;
  readonly groupWait: string;
  readonly repeatInterval: string;
}

export const SEVERITY_ROUTES: SeverityRoute[] = [
  { severity: Severity.CRITICAL, groupWait: '30s', repeatInterval: '1h' },
  { severity: Severity.WARNING, groupWait: '1m', repeatInterval: '12h' },
];
export const DEFAULT_TIMES = { groupWait: '30s', groupInterval: '5m', repeatInterval: '12h' };

/** An alert label, and how its value compares; `=~` and `!~` take a regular expression. */
export interface LabelCondition {
  readonly label: string;
  /** `=` by default. */
  readonly operator?: '=' | '=~' | '!~';
  readonly value: string;
}

/** Which alerts notify a receiver, how soon and how often. */
export interface ReceiverRoute extends SeverityRoute {
  readonly receiver: string;
  readonly matchers: LabelCondition[];
  /** Whether receivers after it may take the alert as well. */
  readonly further: boolean;
}

/** By severity, then in the order of the receivers. */
export function receiverRoutes(receivers: Notified[]): ReceiverRoute[] {
  return SEVERITY_ROUTES.flatMap((times) => {
    const takers = receivers.filter(({ severities }) => severities.includes(times.severity));
    return takers.map((one, index) => ({
      ...times, receiver: one.name, matchers: [{ label: 'severity', value: times.severity }, ...ofTeams(one.teams)], further: index < takers.length - 1,
    }));
  });
}

function ofTeams(teams: string[]): LabelCondition[] {
  return teams.length === 0 ? [] : [{ label: 'team', operator: '=~', value: teams.map((team) => team.replace(/\./g, '[.]')).join('|') }];
}

/** While an alert of `source` fires, alerts of `target` with the same values of `equal` are not sent. */
export interface Inhibition {
  readonly source: LabelCondition[];
  readonly target: LabelCondition[];
  readonly equal: string[];
}

const ANY = '.+';
const CRITICAL: LabelCondition = { label: 'severity', value: Severity.CRITICAL };
/** An outage that pages: one that is only a warning, or silenced, must not keep a page from anybody. */
const COMPONENT_OUT: LabelCondition[] = [CRITICAL, { label: OUTAGE, value: OF_COMPONENT }];
const IS_SYMPTOM: LabelCondition = { label: SYMPTOM, value: 'true' };

/** What is inhibited within a component. */
export const INHIBITIONS: Inhibition[] = [
  {
    source: [CRITICAL],
    target: [{ label: 'severity', value: Severity.WARNING }],
    equal: ['alertname', 'namespace', 'service'],
  },
  { source: COMPONENT_OUT, target: [IS_SYMPTOM], equal: ['namespace', 'service'] },
  {
    source: [CRITICAL, { label: OUTAGE, operator: '=~', value: ANY }],
    // Labels that both lack are equal too: without the second condition an outage would silence whatever depends on nothing.
    target: [{ label: OUTAGE, operator: '!~', value: ANY }, { label: DEPENDS_ON, operator: '=~', value: ANY }],
    equal: ['namespace', DEPENDS_ON],
  },
];

/** While what a component depends on is out, its own symptoms are not sent. */
export function dependencyInhibitions(dependencies: Dependency[]): Inhibition[] {
  return dependencies.flatMap(({ client, on }) => [...new Set(on.map(({ namespace }) => namespace))].map((namespace) => ({
    source: [...COMPONENT_OUT, ...service(namespace, on.filter((one) => one.namespace === namespace).map(({ name }) => name))],
    target: [IS_SYMPTOM, ...service(client.namespace, [client.name])],
    equal: ['platform'],
  })));
}

function service(namespace: string | undefined, names: string[]): LabelCondition[] {
  return [
    ...namespace === undefined ? [] : [{ label: 'namespace', value: namespace }],
    { label: 'service', operator: names.length === 1 ? '=' : '=~', value: names.join('|') },
  ];
}
