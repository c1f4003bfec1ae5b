import { Duration } from 'cdk8s';
import { IConstruct } from 'constructs';
import { PodLocation } from './cluster-facts';

/** Whom an alert notifies. */
export enum Severity {
  /** Pages the person on call, at any hour. */
  CRITICAL = 'critical',
  /** Notifies the team; it can wait for working hours. */
  WARNING = 'warning',
  /** Sends no notification: context for other alerts. */
  INFO = 'info',
}

/** Controls who may scrape pods, for example a network policy. */
export interface IScrapeAccess {
  /** Allows a scraper to reach a port of the pods. */
  admitScraper(reader: PodLocation, port: number): void;
}

/** Where metrics are scraped. */
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
   * The label `job` of the scraped metrics. Alerts select it together with the namespace.
   *
   * @default - the pods' label `app.kubernetes.io/instance`, which is the workload's name
   */
  readonly job?: string;
  /**
   * What controls access to the port.
   *
   * @default - nothing: the port is open
   */
  readonly scrapeAccess?: IScrapeAccess;
}

/** One alert. */
export interface Alert {
  /** Its stable id, by which users override it. CamelCase, object first, state last. */
  readonly id: string;
  /**
   * Its name in Prometheus. A critical alert inhibits warnings of the same name and component.
   *
   * @default - its id
   */
  readonly name?: string;
  /** The PromQL expression. */
  readonly expr: string;
  /**
   * How long the expression must hold.
   *
   * @default - fires at once
   */
  readonly for?: Duration;
  /** Its severity, which decides who is notified. */
  readonly severity: Severity;
  /** What is wrong, in one sentence, without values. */
  readonly summary: string;
  /** Details for the person on call; may contain `{{ $labels.x }}` and `{{ $value }}`. */
  readonly description: string;
  /**
   * The threshold, as it appears in the expression and the texts.
   *
   * @default - it has none
   */
  readonly threshold?: number;
  /**
   * The address of its runbook.
   *
   * @default - the page `runbook` below the address of the stack's runbooks
   */
  readonly runbookUrl?: string;
  /**
   * Its page among the stack's runbooks, without `.md`.
   *
   * @default - none
   */
  readonly runbook?: string;
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

/** A panel of the component's dashboard. */
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

/** How a component is monitored. An ObservabilityStack renders it. */
export interface MonitoringPlan {
  /** The title of the component's dashboard. */
  readonly title: string;
  /** Where metrics are scraped. */
  readonly scrapes: ScrapeEndpoint[];
  /** Its alerts. */
  readonly alerts: Alert[];
  /** Its recording rules; alerts may use them. */
  readonly recordings: RecordingRule[];
  /** What the dashboard shows. */
  readonly panels: Panel[];
}

/** A component that the ObservabilityStack of its Platform monitors. */
export interface IMonitorable extends IConstruct {
  /** How it is monitored. */
  toMonitoringPlan(): MonitoringPlan;
}
