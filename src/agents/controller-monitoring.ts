import { Duration } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Guard } from '../internal/guard';
import { aggregate, Labels, rate, select } from '../internal/promql';
import { AlertOverride, applyOverrides } from '../model/alert-override';
import { Alert, IScrapeAccess, MonitoringPlan, Panel, Severity } from '../model/monitoring-plan';
import { targetMissing, workloadAlerts, workloadPanels } from '../workload/workload-alerts';

export interface ControllerMonitoring {
  readonly namespace?: string;
  readonly name: string;
  readonly metricsPort: number;
  readonly scrapeAccess: IScrapeAccess;
  readonly autoscaled: boolean;
  /** How long a Lease holds; undefined where the work is shared by locks. */
  readonly leaseDuration?: Duration;
  readonly overrides: Record<string, AlertOverride>;
}

const BY_JOB = ['namespace', 'job'];
const BY_LEASE = ['namespace', 'lease'];
const BY_CONTROLLER = ['namespace', 'job', 'controller'];
const BY_QUEUE = ['namespace', 'job', 'name'];
/** What a scrape of kube-state-metrics may be late, on top of the time that a Lease holds. */
const SCRAPE_SLACK_SECONDS = 45;

/** Who leads or which environments are owned, the work that waits, and the pods. */
export function controllerMonitoringPlan(controller: IConstruct, facts: ControllerMonitoring): MonitoringPlan {
  const { namespace, name, leaseDuration } = facts;
  const labels: Labels = { ...namespace === undefined ? {} : { namespace }, job: name };
  const lease: Labels = { ...namespace === undefined ? {} : { namespace }, lease: name };
  const workload = { namespace, name, kind: 'Deployment' as const, autoscaled: facts.autoscaled };
  const shared = leaseDuration
    ? { alerts: [...leaseAlerts(name, lease, leaseDuration), ...leaderAlerts(name, labels)], panels: leaderPanels(labels, lease) }
    : { alerts: ownershipAlerts(name, labels), panels: ownershipPanels(labels) };
  const alerts = [...shared.alerts, ...workAlerts(name, labels), targetMissing('Controller', name, labels), ...workloadAlerts(workload)];
  return {
    title: name,
    scrapes: [{ port: 'metrics', portNumber: facts.metricsPort, podLabels: { 'app.kubernetes.io/instance': name }, scrapeAccess: facts.scrapeAccess }],
    alerts: applyOverrides(new Guard(controller), alerts, facts.overrides),
    recordings: [],
    panels: [...shared.panels, ...workPanels(labels), ...workloadPanels(workload)],
  };
}

/** By the Lease itself: true of a controller in any language. */
function leaseAlerts(name: string, lease: Labels, duration: Duration): Alert[] {
  const limit = duration.toSeconds() + SCRAPE_SLACK_SECONDS;
  const holders = aggregate('count', [...BY_LEASE, 'lease_holder'], `last_over_time(${select('kube_lease_owner', { ...lease, lease_holder: '!' })}[30m])`);
  return [
    {
      id: 'ControllerLeaseNotRenewed',
      expr: `time() - ${aggregate('max', BY_LEASE, select('kube_lease_renew_time', lease))} > ${limit}`,
      for: Duration.minutes(2),
      severity: Severity.CRITICAL,
      summary: `Nobody leads ${name}: environments are not looked after.`,
      description: 'The Lease {{ $labels.lease }} was last renewed {{ $value | humanizeDuration }} ago. Look at the pods, and at whether they reach the API server.',
    },
    {
      id: 'ControllerLeaseMissing',
      expr: `absent(${select('kube_lease_renew_time', lease)})`,
      for: Duration.minutes(10),
      severity: Severity.WARNING,
      summary: `Nobody has ever led ${name}, or kube-state-metrics does not read Leases.`,
      description: 'There is no Lease of that name in what kube-state-metrics offers, so nobody would notice that nobody leads.',
    },
    {
      id: 'ControllerLeaderFlapping',
      expr: `${aggregate('count', BY_LEASE, holders)} > 3`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `The leader of ${name} changes again and again.`,
      description: '{{ $value }} pods have led in the last 30 minutes. Look for pods that end, are short of CPU, or lose the API server.',
    },
  ];
}

/** By what client-go's leader election says of itself; silent where a controller does not offer it. */
function leaderAlerts(name: string, labels: Labels): Alert[] {
  const leaders = aggregate('sum', BY_QUEUE, select('leader_election_master_status', labels));
  return [
    {
      id: 'ControllerNoLeader',
      expr: `${leaders} == 0`,
      for: Duration.minutes(5),
      severity: Severity.CRITICAL,
      summary: `No pod of ${name} says that it leads.`,
      description: 'All pods wait for the Lease {{ $labels.name }}. See who holds it: kubectl get lease.',
    },
    {
      id: 'ControllerTwoLeaders',
      expr: `${leaders} > 1`,
      for: Duration.minutes(1),
      severity: Severity.CRITICAL,
      summary: `Several pods of ${name} say that they lead: an environment may be handled twice.`,
      description: '{{ $value }} pods lead by the Lease {{ $labels.name }}. Delete those that do not hold it: kubectl get lease.',
    },
  ];
}

/** By what the application contract asks of shards. */
function ownershipAlerts(name: string, labels: Labels): Alert[] {
  const known = aggregate('max', BY_JOB, select('agent_controller_environments', labels));
  const owned = aggregate('sum', BY_JOB, select('agent_controller_environments_owned', labels));
  return [
    {
      id: 'ControllerEnvironmentsUnowned',
      expr: `${known} - ${owned} > 0`,
      for: Duration.minutes(10),
      severity: Severity.CRITICAL,
      summary: `Environments of customers are owned by no pod of ${name}.`,
      description: '{{ $value }} environments are not looked after. Look at whether the pods reach the store of their locks, and whether they are too few.',
    },
    {
      id: 'ControllerEnvironmentsOwnedTwice',
      expr: `${owned} - ${known} > 0`,
      for: Duration.minutes(5),
      severity: Severity.CRITICAL,
      summary: `Environments of customers are owned by several pods of ${name} at once.`,
      description: '{{ $value }} more environments are owned than there are. Look for locks that ended while their owner went on.',
    },
    {
      id: 'ControllerNoMetrics',
      expr: `${aggregate('sum', BY_JOB, select('up', labels))} > 0 unless ${owned}`,
      for: Duration.hours(1),
      severity: Severity.INFO,
      summary: `${name} does not say which environments it owns.`,
      description: 'Its pods are read, but offer no agent_controller_environments_owned: nobody would notice an environment without an owner. '
        + 'See the application contract.',
    },
  ];
}

/** By what controller-runtime offers; silent where a controller does not. */
function workAlerts(name: string, labels: Labels): Alert[] {
  return [
    {
      id: 'ControllerReconcileErrors',
      expr: `${errorRatio(labels, '5m')} > 0.1`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `${name} fails at more than 10 % of what it does.`,
      description: '{{ $value | humanizePercentage }} of the reconciliations of {{ $labels.controller }} end with an error. Read its log.',
    },
    {
      id: 'ControllerReconcilePanics',
      expr: `${aggregate('sum', BY_CONTROLLER, `increase(${select('controller_runtime_reconcile_panics_total', labels)}[10m])`)} > 0`,
      severity: Severity.CRITICAL,
      summary: `${name} panics while it reconciles.`,
      description: '{{ $labels.controller }} panicked in the last 10 minutes: a fault in the program. Read its log, and roll back if it is new.',
    },
    {
      id: 'ControllerQueueDeep',
      expr: `${queueDepth(labels)} > 100`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `Work of ${name} waits.`,
      description: '{{ $value }} items wait in the queue {{ $labels.name }}. It is too slow, or something makes work without end.',
    },
    {
      id: 'ControllerWorkStuck',
      expr: `${aggregate('max', BY_QUEUE, select('workqueue_longest_running_processor_seconds', labels))} > 600`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `${name} hangs at one piece of work.`,
      description: 'An item of the queue {{ $labels.name }} has been worked on for {{ $value | humanizeDuration }}.',
    },
  ];
}

function leaderPanels(labels: Labels, lease: Labels): Panel[] {
  return [
    {
      title: 'Leader', description: 'Which pod leads; exactly one line at any time.', unit: 'short',
      queries: [{ expr: aggregate('max', ['lease_holder'], select('kube_lease_owner', { ...lease, lease_holder: '!' })), legend: '{{lease_holder}}' }],
    },
    {
      title: 'Lease age', description: 'Seconds since the Lease was renewed; a saw that stays low.', unit: 's',
      queries: [{ expr: `time() - ${aggregate('max', BY_LEASE, select('kube_lease_renew_time', lease))}`, legend: 'age' }],
    },
    {
      title: 'Pods that lead', description: 'How many pods say that they lead: 1.', unit: 'short',
      queries: [{ expr: aggregate('sum', ['name'], select('leader_election_master_status', labels)), legend: '{{name}}' }],
    },
  ];
}

function ownershipPanels(labels: Labels): Panel[] {
  return [
    {
      title: 'Environments', description: 'How many environments there are, and how many have an owner. The lines lie on each other.', unit: 'short',
      queries: [
        { expr: aggregate('max', BY_JOB, select('agent_controller_environments', labels)), legend: 'known' },
        { expr: aggregate('sum', BY_JOB, select('agent_controller_environments_owned', labels)), legend: 'owned' },
      ],
    },
    {
      title: 'Environments by pod', description: 'How evenly the environments are shared.', unit: 'short',
      queries: [{ expr: aggregate('sum', ['pod'], select('agent_controller_environments_owned', labels)), legend: '{{pod}}' }],
    },
  ];
}

function workPanels(labels: Labels): Panel[] {
  const window = '$__rate_interval';
  return [
    {
      title: 'Reconciliations', description: 'Reconciliations per second by how they ended.', unit: 'ops',
      queries: [{
        expr: aggregate('sum', ['controller', 'result'], rate('controller_runtime_reconcile_total', labels, window)), legend: '{{controller}} {{result}}',
      }],
    },
    {
      title: 'Reconciliation errors', description: 'Share of reconciliations that end with an error.', unit: 'percentunit',
      queries: [{ expr: errorRatio(labels, window), legend: '{{controller}}' }],
    },
    {
      title: 'Queue', description: 'Items that wait.', unit: 'short',
      queries: [{ expr: queueDepth(labels), legend: '{{name}}' }],
    },
  ];
}

function errorRatio(labels: Labels, window: string): string {
  const errors = aggregate('sum', BY_CONTROLLER, rate('controller_runtime_reconcile_errors_total', labels, window));
  const all = aggregate('sum', BY_CONTROLLER, rate('controller_runtime_reconcile_total', labels, window));
  return `${errors} / ${all}`;
}

/** Over priorities, which newer versions count apart. */
function queueDepth(labels: Labels): string {
  return aggregate('sum', BY_QUEUE, select('workqueue_depth', labels));
}
