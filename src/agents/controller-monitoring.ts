import { Duration } from 'cdk8s';
import { aggregate, Labels, rate, select } from '../internal/promql';
import { DEPENDS_ON, SYMPTOM } from '../model/alert-labels';
import { withThreshold } from '../model/alert-threshold';
import { Alert, MonitoringPlan, Panel, ScrapeEndpoint, Severity } from '../model/monitoring-plan';
import { targetMissing, WatchedWorkload, workloadAlerts, workloadPanels } from '../workload/workload-alerts';

export interface ControllerMonitoring {
  readonly workload: WatchedWorkload;
  readonly scrape: ScrapeEndpoint;
  /** The Lease duration; undefined where environments are sharded by locks. */
  readonly leaseDuration?: Duration;
}

const BY_JOB = ['namespace', 'job'];
const BY_LEASE = ['namespace', 'lease'];
const BY_CONTROLLER = ['namespace', 'job', 'controller'];
const BY_QUEUE = ['namespace', 'job', 'name'];
/** How old a sample of kube-state-metrics may be, on top of the Lease duration. */
const SCRAPE_SLACK_SECONDS = 45;

/** The leader or the ownership of environments, the work queues, and the pods. */
export function controllerMonitoringPlan({ workload, scrape, leaseDuration }: ControllerMonitoring): MonitoringPlan {
  const { namespace, name } = workload;
  const labels: Labels = { ...namespace === undefined ? {} : { namespace }, job: name };
  const lease: Labels = { ...namespace === undefined ? {} : { namespace }, lease: name };
  const shared = leaseDuration
    ? { alerts: [...leaseAlerts(name, lease, leaseDuration), ...leaderAlerts(name, labels)], panels: leaderPanels(labels, lease) }
    : { alerts: ownershipAlerts(name, labels), panels: ownershipPanels(labels) };
  const alerts = [...shared.alerts, ...workAlerts(name, labels), targetMissing('Controller', name, labels, workload), ...workloadAlerts(workload)];
  return {
    title: name,
    scrapes: [scrape],
    alerts,
    recordings: [],
    panels: [...shared.panels, ...workPanels(labels), ...workloadPanels(workload)],
  };
}

/** From the Lease itself: works for a controller in any language. */
function leaseAlerts(name: string, lease: Labels, duration: Duration): Alert[] {
  const usual = duration.toSeconds() + SCRAPE_SLACK_SECONDS;
  const holders = aggregate('count', [...BY_LEASE, 'lease_holder'], `last_over_time(${select('kube_lease_owner', { ...lease, lease_holder: '!' })}[30m])`);
  return [
    withThreshold({ usual, unit: 'seconds', min: 15, max: 3600 }, (limit) => ({
      id: 'ControllerLeaseNotRenewed',
      expr: `time() - ${aggregate('max', BY_LEASE, select('kube_lease_renew_time', lease))} > ${limit.value}`,
      for: Duration.minutes(2),
      severity: Severity.CRITICAL,
      summary: `${name} has no leader.`,
      description: 'Lease {{ $labels.namespace }}/{{ $labels.lease }} was last renewed {{ $value | humanizeDuration }} ago. No environment is being reconciled.',
      labels: { [DEPENDS_ON]: name },
    })),
    {
      id: 'ControllerLeaseMissing',
      expr: `absent(${select('kube_lease_renew_time', lease)})`,
      for: Duration.minutes(10),
      severity: Severity.WARNING,
      summary: `The Lease of ${name} is missing from kube-state-metrics.`,
      description: `${name} has never had a leader, or kube-state-metrics does not collect Leases. Until this is fixed, the loss of the leader cannot be detected.`,
      labels: { [DEPENDS_ON]: name },
    },
    withThreshold({ usual: 3, unit: 'count', min: 1, max: 100 }, (limit) => ({
      id: 'ControllerLeaderFlapping',
      expr: `${aggregate('count', BY_LEASE, holders)} > ${limit.value}`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `The leader of ${name} changes too often.`,
      description: 'Lease {{ $labels.namespace }}/{{ $labels.lease }} had {{ $value }} different holders in the last 30 minutes.',
    })),
  ];
}

/** From the metrics of client-go's leader election; silent for a controller that does not expose them. */
function leaderAlerts(name: string, labels: Labels): Alert[] {
  const leaders = aggregate('sum', BY_QUEUE, select('leader_election_master_status', labels));
  return [
    {
      id: 'ControllerNoLeader',
      expr: `${leaders} == 0`,
      for: Duration.minutes(5),
      severity: Severity.CRITICAL,
      summary: `No pod of ${name} is the leader.`,
      description: `All running pods of ${name} are waiting for Lease {{ $labels.name }}. No environment is being reconciled.`,
      labels: { [DEPENDS_ON]: name },
    },
    {
      id: 'ControllerTwoLeaders',
      expr: `${leaders} > 1`,
      for: Duration.minutes(1),
      severity: Severity.CRITICAL,
      summary: `${name} has more than one leader.`,
      description: '{{ $value }} pods consider themselves the holder of Lease {{ $labels.name }}. An environment may be reconciled by two pods at once.',
    },
  ];
}

/** From the metrics that the application contract requires of shards. */
function ownershipAlerts(name: string, labels: Labels): Alert[] {
  const known = aggregate('max', BY_JOB, select('agent_controller_environments', labels));
  const owned = aggregate('sum', BY_JOB, select('agent_controller_environments_owned', labels));
  return [
    withThreshold({ usual: 0, unit: 'count', min: 0, max: 1000000 }, (limit) => ({
      id: 'ControllerEnvironmentsUnowned',
      expr: `${known} - ${owned} > ${limit.value}`,
      for: Duration.minutes(10),
      severity: Severity.CRITICAL,
      summary: limit.value === 0 ? `${name} has environments that no pod owns.` : `${name} has more than ${limit.text} environments that no pod owns.`,
      description: '{{ $value }} environments are owned by no pod and are not being reconciled.',
      labels: { [DEPENDS_ON]: name },
    })),
    {
      id: 'ControllerEnvironmentsOwnedTwice',
      expr: `${owned} - ${known} > 0`,
      for: Duration.minutes(5),
      severity: Severity.CRITICAL,
      summary: `${name} has environments that more than one pod owns.`,
      description: 'The pods own {{ $value }} more environments than exist. An environment may be reconciled by two pods at once.',
    },
    {
      id: 'ControllerNoMetrics',
      expr: `${aggregate('sum', BY_JOB, select('up', labels))} > 0 unless ${owned}`,
      for: Duration.hours(1),
      severity: Severity.INFO,
      summary: `${name} exposes no ownership metrics.`,
      description: `The pods of ${name} are scraped, but do not expose agent_controller_environments_owned, so an environment without an owner cannot be detected.`,
    },
  ];
}

/** A few errors among few reconciliations are a high ratio, and no reason for an alert. */
const MINIMUM_ERRORS = 10;

/** From the metrics of controller-runtime; silent for a controller that does not expose them. */
function workAlerts(name: string, labels: Labels): Alert[] {
  const errors = (window: string): string =>
    aggregate('sum', BY_CONTROLLER, `increase(${select('controller_runtime_reconcile_errors_total', labels)}[${window}])`);
  return [
    withThreshold({ usual: 0.1, unit: 'share', min: 0.001, max: 0.99 }, (limit) => ({
      id: 'ControllerReconcileErrors',
      expr: `${errorRatio(labels, '5m')} > ${limit.value} and ${errors('30m')} >= ${MINIMUM_ERRORS}`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `More than ${limit.text} of reconciliations of ${name} fail.`,
      description: '{{ $value | humanizePercentage }} of reconciliations of controller {{ $labels.controller }} return an error.',
      labels: { [SYMPTOM]: 'true' },
    })),
    {
      id: 'ControllerReconcilePanics',
      expr: `${aggregate('sum', BY_CONTROLLER, `increase(${select('controller_runtime_reconcile_panics_total', labels)}[10m])`)} > 0`,
      severity: Severity.CRITICAL,
      summary: `${name} panics during reconciliation.`,
      description: 'Controller {{ $labels.controller }} panicked in the last 10 minutes. The affected environments are not being reconciled.',
    },
    withThreshold({ usual: 100, unit: 'count', min: 1, max: 1000000 }, (limit) => ({
      id: 'ControllerQueueDeep',
      expr: `${queueDepth(labels)} > ${limit.value}`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `A work queue of ${name} holds more than ${limit.text} items.`,
      description: '{{ $value }} items are waiting in queue {{ $labels.name }}. Changes take effect late.',
    })),
    withThreshold({ usual: 600, unit: 'seconds', min: 1, max: 86400 }, (limit) => ({
      id: 'ControllerWorkStuck',
      expr: `${aggregate('max', BY_QUEUE, select('workqueue_longest_running_processor_seconds', labels))} > ${limit.value}`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A reconciliation of ${name} has been running for more than ${limit.text}.`,
      description: 'An item of queue {{ $labels.name }} has been processed for {{ $value | humanizeDuration }}.',
    })),
  ];
}

function leaderPanels(labels: Labels, lease: Labels): Panel[] {
  return [
    {
      title: 'Leader', description: 'Which pod leads; exactly one line at any time.', unit: 'short',
      queries: [{ expr: aggregate('max', ['lease_holder'], select('kube_lease_owner', { ...lease, lease_holder: '!' })), legend: '{{lease_holder}}' }],
    },
    {
      title: 'Lease age', description: 'Seconds since the Lease was renewed.', unit: 's',
      queries: [{ expr: `time() - ${aggregate('max', BY_LEASE, select('kube_lease_renew_time', lease))}`, legend: 'age' }],
    },
    {
      title: 'Leaders', description: 'The number of pods that consider themselves the leader; it should be 1.', unit: 'short',
      queries: [{ expr: aggregate('sum', ['name'], select('leader_election_master_status', labels)), legend: '{{name}}' }],
    },
  ];
}

function ownershipPanels(labels: Labels): Panel[] {
  return [
    {
      title: 'Environments', description: 'Environments that exist, and environments that a pod owns; the lines should coincide.', unit: 'short',
      queries: [
        { expr: aggregate('max', BY_JOB, select('agent_controller_environments', labels)), legend: 'known' },
        { expr: aggregate('sum', BY_JOB, select('agent_controller_environments_owned', labels)), legend: 'owned' },
      ],
    },
    {
      title: 'Environments by pod', description: 'Environments that each pod owns.', unit: 'short',
      queries: [{ expr: aggregate('sum', ['pod'], select('agent_controller_environments_owned', labels)), legend: '{{pod}}' }],
    },
  ];
}

function workPanels(labels: Labels): Panel[] {
  const window = '$__rate_interval';
  return [
    {
      title: 'Reconciliations', description: 'Reconciliations per second by result.', unit: 'ops',
      queries: [{
        expr: aggregate('sum', ['controller', 'result'], rate('controller_runtime_reconcile_total', labels, window)), legend: '{{controller}} {{result}}',
      }],
    },
    {
      title: 'Reconciliation errors', description: 'Ratio of reconciliations that return an error.', unit: 'percentunit',
      queries: [{ expr: errorRatio(labels, window), legend: '{{controller}}' }],
    },
    {
      title: 'Queue', description: 'Items waiting in each work queue.', unit: 'short',
      queries: [{ expr: queueDepth(labels), legend: '{{name}}' }],
    },
  ];
}

function errorRatio(labels: Labels, window: string): string {
  const errors = aggregate('sum', BY_CONTROLLER, rate('controller_runtime_reconcile_errors_total', labels, window));
  const all = aggregate('sum', BY_CONTROLLER, rate('controller_runtime_reconcile_total', labels, window));
  return `${errors} / (${all} > 0)`;
}

/** Summed over priorities, which newer versions count separately. */
function queueDepth(labels: Labels): string {
  return aggregate('sum', BY_QUEUE, select('workqueue_depth', labels));
}
