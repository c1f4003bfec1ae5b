import { DEPENDS_ON, OUTAGE } from '../model/alert-labels';
import { Severity } from '../model/monitoring-plan';
import { SecretSource } from '../model/secret-source';

/** Who is notified of what, before an engine renders it. */
export interface AlertRouting {
  /** The Platform: only its alerts are routed, where others share the Alertmanager. */
  readonly platform: string;
  /** The Secret with the webhook's address under WEBHOOK_KEY; nobody is notified without it. */
  readonly webhook?: SecretSource;
}

export const WEBHOOK_KEY = 'url';
/** The receiver that notifies a person. */
export const ON_CALL = 'oncall';
/** The receiver that notifies nobody: alerts that are only context end there. */
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

/** An alert label, and how its value compares; `=~` takes a regular expression. */
export interface LabelCondition {
  readonly label: string;
  /** `=` by default. */
  readonly operator?: '=' | '!=' | '=~';
  readonly value: string;
}

/** While an alert of `source` fires, alerts of `target` with the same values of `equal` notify nobody. */
export interface Inhibition {
  readonly source: LabelCondition[];
  readonly target: LabelCondition[];
  readonly equal: string[];
}

export const INHIBITIONS: Inhibition[] = [
  {
    source: [{ label: 'severity', value: Severity.CRITICAL }],
    target: [{ label: 'severity', value: Severity.WARNING }],
    equal: ['alertname', 'namespace', 'service'],
  },
  {
    source: [{ label: OUTAGE, value: 'true' }],
    // Labels that both lack are equal too: without the second condition an outage would silence whatever depends on nothing.
    target: [{ label: OUTAGE, operator: '!=', value: 'true' }, { label: DEPENDS_ON, operator: '=~', value: '.+' }],
    equal: ['namespace', DEPENDS_ON],
  },
];
