import { Severity } from '../model/monitoring-plan';
import { SecretSource } from '../model/secret-source';

/** Who is told of what, before an engine writes it in its own words. */
export interface AlertRouting {
  /** The Platform: only its alerts are routed, where others share the Alertmanager. */
  readonly platform: string;
  /** The Secret with the webhook's address under WEBHOOK_KEY; nobody is told where it is missing. */
  readonly webhook?: SecretSource;
}

export const WEBHOOK_KEY = 'url';
/** The receiver that tells a person. */
export const ON_CALL = 'oncall';
/** The receiver that tells nobody: what is only context for other alerts ends there. */
export const NOBODY = 'nobody';
/** One message for one matter at one part. */
export const GROUP_BY = ['alertname', 'namespace', 'service'];

/** How soon and how often a severity speaks. */
export interface SeverityRoute {
  readonly severity: Severity;
  readonly groupWait: string;
  readonly repeatInterval: string;
}

export const SEVERITY_ROUTES: SeverityRoute[] = [
  { severity: Severity.CRITICAL, groupWait: '10s', repeatInterval: '1h' },
  { severity: Severity.WARNING, groupWait: '1m', repeatInterval: '12h' },
];
/** How long the first message waits for others of its group, how long later ones do, and when nothing new is said again. */
export const DEFAULT_TIMES = { groupWait: '30s', groupInterval: '5m', repeatInterval: '12h' };
