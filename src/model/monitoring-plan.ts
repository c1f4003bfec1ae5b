import { Duration } from 'cdk8s';
import { IConstruct } from 'constructs';
import { PodLocation } from './cluster-profile';

/** How loudly an alert speaks. */
export enum Severity {
  /** Somebody is woken. */
  CRITICAL = 'critical',
  /** Somebody looks at it in working hours. */
  WARNING = 'warning',
  /** Context for another alert. */
  INFO = 'info',
}

/** What stands between pods and a reader of their metrics, such as their network policy. */
export interface IScrapeAccess {
  /** Lets a reader in on a port of the pods. */
  admitScraper(reader: PodLocation, port: number): void;
}

/** Where metrics are read. */
export interface ScrapeEndpoint {
  /** The name of the port in the pods. */
  readonly port: string;
  /** The port's number. */
  readonly portNumber: number;
  /**
   * The HTTP path.
   *
   * @default /metrics
   */
  readonly path?: string;
  /** The labels of the pods. */
  readonly podLabels: Record<string, string>;
  /**
   * The label `job` of everything that is read here. Alerts select by it and by the namespace.
   *
   * @default - the pods' label `app.kubernetes.io/instance`, which is the workload's name
   */
  readonly job?: string;
  /**
   * What must let the reader in.
   *
   * @default - nothing stands in its way
   */
  readonly scrapeAccess?: IScrapeAccess;
}

/** One alert. */
export interface Alert {
  /** Stable for ever: people silence and change alerts by it. CamelCase, object first, state last. */
  readonly id: string;
  /**
   * What it is called in Prometheus. Alerts of one name are one matter: a critical one keeps its warning quiet.
   *
   * @default - its id
   */
  readonly name?: string;
  /** The PromQL expression; the alert is raised while it returns something. */
  readonly expr: string;
  /**
   * How long the expression must hold.
   *
   * @default - raised at once
   */
  readonly for?: Duration;
  /** How loudly it speaks. */
  readonly severity: Severity;
  /** A fixed sentence without values. */
  readonly summary: string;
  /** What is wrong and what to do first; may hold `{{ $labels.x }}` and `{{ $value }}`. */
  readonly description: string;
  /**
   * A link to what the person on call does.
   *
   * @default - none
   */
  readonly runbookUrl?: string;
  /**
   * Further labels.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;
}

/** A recording rule. */
export interface RecordingRule {
  /** The metric that it writes. */
  readonly record: string;
  /** The PromQL expression. */
  readonly expr: string;
  /**
   * Further labels.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;
}

/** A line in a panel. */
export interface PanelQuery {
  /** The PromQL expression; `$__rate_interval` is allowed. */
  readonly expr: string;
  /** The legend, such as `{{pod}}`. */
  readonly legend: string;
}

/** A panel of the part's dashboard. */
export interface Panel {
  /** Its title. */
  readonly title: string;
  /** What a reader should see in it. */
  readonly description: string;
  /** The unit as Grafana calls it, such as `s`, `reqps`, `percentunit`, `bytes`, `short`. */
  readonly unit: string;
  /** Its lines. */
  readonly queries: PanelQuery[];
}

/** What there is to watch of a part, as plain values: an ObservabilityStack renders it. */
export interface MonitoringPlan {
  /** The title of the part's dashboard. */
  readonly title: string;
  /** Where metrics are read. */
  readonly scrapes: ScrapeEndpoint[];
  /** What raises an alarm. */
  readonly alerts: Alert[];
  /** What is computed ahead; alerts may use it. */
  readonly recordings: RecordingRule[];
  /** What the dashboard shows. */
  readonly panels: Panel[];
}

/** A part that can be watched. */
export interface IMonitorable extends IConstruct {
  /** What there is to watch, as plain values. */
  toMonitoringPlan(): MonitoringPlan;
}
