import { Duration } from 'cdk8s';
import { aggregate, Labels, select } from '../../internal/promql';
import { OF_COMPONENT, OUTAGE } from '../../model/alert-labels';
import { Alert, IScrapeAccess, MonitoringPlan, Panel, ScrapeEndpoint, Severity } from '../../model/monitoring-plan';
import { selector } from '../../workload/pod-plan';
import { volumeAlerts, volumePanel } from '../../workload/volume-watch';
import { targetMissing, workloadAlerts } from '../../workload/workload-alerts';
import { valkeyAlerts, valkeyPanels } from './valkey-monitoring';

/** One of the three pod sets. */
export interface WatchedSet {
  readonly instance: string;
  readonly port: number;
  readonly scrapeAccess: IScrapeAccess;
}

/** What is watched of the engine. */
export interface SentinelWatch {
  readonly namespace?: string;
  readonly name: string;
  readonly standbys: number;
  readonly servers: WatchedSet;
  readonly sentinels: WatchedSet;
  readonly proxies: WatchedSet;
}

interface LabelsBySet {
  readonly servers: Labels;
  readonly sentinels: Labels;
  readonly proxies: Labels;
}

const SET = ['namespace', 'job'];
const BY = [...SET, 'pod'];

/** From the metrics of redis_exporter 1.88 beside servers and Sentinels, and of HAProxy itself. */
export function sentinelMonitoring(watch: SentinelWatch): MonitoringPlan {
  const { namespace, name, servers, sentinels, proxies } = watch;
  const of = ({ instance }: WatchedSet): Labels => ({ ...namespace ? { namespace } : {}, job: instance });
  const labels = { servers: of(servers), sentinels: of(sentinels), proxies: of(proxies) };
  const volumes = { namespace, name, claims: `data-${servers.instance}-[0-9]+` };
  return {
    title: name,
    scrapes: [servers, sentinels, proxies].map(scrape),
    alerts: [
      targetMissing('Redis', name, labels.servers),
      targetMissing('RedisSentinel', `the sentinels of ${name}`, labels.sentinels),
      targetMissing('RedisProxy', `the proxies of ${name}`, labels.proxies),
      ...alerts(watch, labels),
      ...volumeAlerts('Redis', volumes),
      ...workloadAlerts({ namespace, name: servers.instance, kind: 'StatefulSet', autoscaled: false, prefix: 'Server', essential: true }),
      ...workloadAlerts({ namespace, name: sentinels.instance, kind: 'StatefulSet', autoscaled: false, prefix: 'Sentinel' }),
      ...workloadAlerts({ namespace, name: proxies.instance, kind: 'Deployment', autoscaled: false, prefix: 'Proxy', essential: true }),
    ],
    recordings: [],
    panels: [...panels(labels), volumePanel(volumes)],
  };
}

function scrape({ instance, port, scrapeAccess }: WatchedSet): ScrapeEndpoint {
  return { port: 'metrics', portNumber: port, podLabels: selector(instance), job: instance, scrapeAccess };
}

function alerts({ name, standbys }: SentinelWatch, { servers, sentinels, proxies }: LabelsBySet): Alert[] {
  const up = aggregate('max', BY, select('redis_up', servers));
  const masters = `count by (${SET.join(', ')}) (${select('redis_instance_info', { ...servers, role: 'master' })})`;
  const connected = aggregate('max', SET, select('redis_connected_slaves', servers));
  return [
    {
      id: 'RedisDown',
      expr: `${up} == 0`,
      // No emergency by itself: if it is the master and no standby is promoted, RedisMasterUnreachable fires.
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A server of ${name} is down.`,
      description: 'Valkey in pod {{ $labels.namespace }}/{{ $labels.pod }} does not accept connections.',
    },
    {
      id: 'RedisMasterUnreachable',
      expr: `${aggregate('max', SET, select('haproxy_backend_active_servers', { ...proxies, proxy: 'master' }))} == 0`,
      for: Duration.minutes(1),
      severity: Severity.CRITICAL,
      summary: `${name} has no master.`,
      description: 'No proxy has a server that is master, so clients cannot connect. The sentinels should have promoted a standby within 30 seconds.',
      labels: { [OUTAGE]: OF_COMPONENT },
    },
    {
      id: 'RedisMastersTooMany',
      expr: `${masters} > 1`,
      for: Duration.minutes(1),
      severity: Severity.CRITICAL,
      summary: `${name} has more than one master.`,
      description: '{{ $value }} servers of {{ $labels.namespace }}/{{ $labels.job }} act as master. Writes to all but one of them will be lost.',
    },
    {
      id: 'RedisNoReplica',
      expr: `${connected} == 0`,
      for: Duration.minutes(2),
      severity: Severity.CRITICAL,
      summary: `No standby of ${name} is replicating.`,
      description: 'No standby is connected to the master, which rejects writes until one is back.',
    },
    {
      id: 'RedisReplicaMissing',
      expr: `${connected} < ${standbys}`,
      for: Duration.minutes(10),
      severity: Severity.WARNING,
      summary: `A standby of ${name} is not replicating.`,
      description: `{{ $value }} of ${standbys} standbys are connected to the master.`,
    },
    {
      id: 'RedisSentinelQuorumLost',
      expr: `${aggregate('min', SET, select('redis_sentinel_master_ckquorum_status', sentinels))} == 0`,
      for: Duration.minutes(2),
      severity: Severity.CRITICAL,
      summary: `The sentinels of ${name} cannot fail over.`,
      description: 'A sentinel does not see enough of the others for a quorum. If the master is lost now, no standby is promoted.',
    },
    ...valkeyAlerts(name, servers),
  ];
}

function panels({ servers, sentinels, proxies }: LabelsBySet): Panel[] {
  return [
    {
      title: 'Roles', description: 'Role of each server; exactly one is master.', unit: 'short',
      queries: [{ expr: aggregate('max', ['pod', 'role'], select('redis_instance_info', servers)), legend: '{{pod}} {{role}}' }],
    },
    {
      title: 'Masters by proxy', description: 'Servers that each proxy considers master; it should be 1.', unit: 'short',
      queries: [{ expr: aggregate('max', ['pod'], select('haproxy_backend_active_servers', { ...proxies, proxy: 'master' })), legend: '{{pod}}' }],
    },
    ...valkeyPanels(servers),
    {
      title: 'Standbys connected', description: 'Standbys that are connected to the master.', unit: 'short',
      queries: [{ expr: aggregate('max', ['job'], select('redis_connected_slaves', servers)), legend: 'standbys' }],
    },
    {
      title: 'Sentinel quorum', description: 'Whether each sentinel sees enough others to fail over; each should be at 1.', unit: 'short',
      queries: [{ expr: aggregate('min', ['pod'], select('redis_sentinel_master_ckquorum_status', sentinels)), legend: '{{pod}}' }],
    },
  ];
}
