import { Duration } from 'cdk8s';
import { aggregate, Labels, select } from '../../internal/promql';
import { withThreshold } from '../../model/alert-threshold';
import { Alert, MonitoringPlan, Panel, ScrapeEndpoint, Severity } from '../../model/monitoring-plan';
import { targetMissing, WatchedWorkload, workloadAlerts, workloadPanels } from '../../workload/workload-alerts';

/** What is watched of a pooler. */
export interface PoolerWatch {
  readonly namespace?: string;
  readonly name: string;
  /** Clients that each pod takes. */
  readonly maxClients: number;
  readonly scrape: ScrapeEndpoint;
}

const BY = ['namespace', 'job', 'pod'];

/** From the metrics of the operator's exporter, which runs in each pod of PgBouncer. */
export function poolerMonitoring(watch: PoolerWatch): MonitoringPlan {
  const { namespace, name, scrape } = watch;
  const labels: Labels = { ...namespace ? { namespace } : {}, job: name };
  const workload: WatchedWorkload = { namespace, name, kind: 'Deployment', autoscaled: false, essential: true };
  return {
    title: name,
    scrapes: [scrape],
    alerts: [targetMissing('PostgresPooler', name, labels, workload), ...poolAlerts(watch, labels), ...workloadAlerts(workload)],
    recordings: [],
    panels: [...poolPanels(watch, labels), ...workloadPanels(workload)],
  };
}

function poolAlerts({ name, maxClients }: PoolerWatch, labels: Labels): Alert[] {
  return [
    {
      id: 'PostgresPoolerDown',
      expr: `${aggregate('max', BY, select('cnpg_pgbouncer_last_collection_error', labels))} == 1`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A pod of ${name} does not answer its exporter.`,
      description: 'PgBouncer in pod {{ $labels.namespace }}/{{ $labels.pod }} does not answer SHOW commands. It is down, or overloaded.',
    },
    withThreshold({ usual: 5, unit: 'seconds', min: 1, max: 3600 }, (limit) => ({
      id: 'PostgresPoolerClientsWaiting',
      expr: `${aggregate('max', BY, select('cnpg_pgbouncer_pools_maxwait', labels))} > ${limit.value}`,
      for: Duration.minutes(2),
      severity: Severity.WARNING,
      summary: `Clients of ${name} wait for more than ${limit.text} for a connection.`,
      description: 'The oldest client in the queue of pod {{ $labels.namespace }}/{{ $labels.pod }} has been waiting for {{ $value | humanizeDuration }}:'
        + ' the pool is too small, or transactions are too slow.',
    })),
    withThreshold({ usual: 0.8, unit: 'share', min: 0.1, max: 0.99 }, (limit) => ({
      id: 'PostgresPoolerClientsNearMax',
      expr: `${clients(labels)} / ${maxClients} > ${limit.value}`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `${name} has more than ${limit.text} of the clients that it accepts.`,
      description: `Pod {{ $labels.namespace }}/{{ $labels.pod }} has {{ $value | humanizePercentage }} of the ${maxClients} clients that it accepts, and rejects clients at 100%.`,
    })),
  ];
}

function poolPanels({ maxClients }: PoolerWatch, labels: Labels): Panel[] {
  const byPod = (metric: string): string => aggregate('sum', ['pod'], select(metric, labels));
  return [
    {
      title: 'Clients', description: 'Clients with a server connection, and clients that wait for one.', unit: 'short',
      queries: [
        { expr: byPod('cnpg_pgbouncer_pools_cl_active'), legend: '{{pod}} active' },
        { expr: byPod('cnpg_pgbouncer_pools_cl_waiting'), legend: '{{pod}} waiting' },
      ],
    },
    {
      title: 'Server connections', description: 'Connections to PostgreSQL, in use and idle.', unit: 'short',
      queries: [
        { expr: byPod('cnpg_pgbouncer_pools_sv_active'), legend: '{{pod}} in use' },
        { expr: byPod('cnpg_pgbouncer_pools_sv_idle'), legend: '{{pod}} idle' },
      ],
    },
    {
      title: 'Longest wait', description: 'How long the oldest client in the queue has been waiting.', unit: 's',
      queries: [{ expr: aggregate('max', ['pod'], select('cnpg_pgbouncer_pools_maxwait', labels)), legend: '{{pod}}' }],
    },
    {
      title: 'Client limit', description: 'Clients as a share of those that a pod accepts.', unit: 'percentunit',
      queries: [{ expr: `${clients(labels)} / ${maxClients}`, legend: '{{pod}}' }],
    },
  ];
}

function clients(labels: Labels): string {
  const count = (state: string): string => aggregate('sum', BY, select(`cnpg_pgbouncer_pools_${state}`, labels));
  return `(${count('cl_active')} + ${count('cl_waiting')})`;
}
