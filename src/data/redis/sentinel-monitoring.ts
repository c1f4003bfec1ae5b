import { Duration } from 'cdk8s';
import { aggregate, Labels, rate, select } from '../../internal/promql';
import { Alert, IScrapeAccess, MonitoringPlan, Panel, ScrapeEndpoint, Severity } from '../../model/monitoring-plan';
import { selector } from '../../workload/pod-plan';
import { targetMissing, workloadAlerts } from '../../workload/workload-alerts';
import { volumeAlerts, volumePanel } from '../volume-watch';

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

/** By the metrics of redis_exporter 1.88 beside servers and Sentinels, and of HAProxy itself. */
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
      targetMissing('RedisSentinel', `the Sentinels of ${name}`, labels.sentinels),
      targetMissing('RedisProxy', `the proxies of ${name}`, labels.proxies),
      ...alerts(watch, labels),
      ...volumeAlerts('Redis', volumes),
      ...workloadAlerts({ namespace, name: servers.instance, kind: 'StatefulSet', autoscaled: false, prefix: 'Server' }),
      ...workloadAlerts({ namespace, name: sentinels.instance, kind: 'StatefulSet', autoscaled: false, prefix: 'Sentinel' }),
      ...workloadAlerts({ namespace, name: proxies.instance, kind: 'Deployment', autoscaled: false, prefix: 'Proxy' }),
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
      // Not an emergency by itself: where it is the master that is down and nobody takes over, RedisMasterUnreachable says so.
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A server of ${name} is down.`,
      description: 'The exporter in pod {{ $labels.pod }} cannot connect to its server. Read the log of the container valkey.',
    },
    {
      id: 'RedisMasterUnreachable',
      expr: `${aggregate('max', SET, select('haproxy_backend_active_servers', { ...proxies, proxy: 'master' }))} == 0`,
      for: Duration.minutes(1),
      severity: Severity.CRITICAL,
      summary: `${name} has no master.`,
      description: 'No proxy finds a server that is master, so clients are refused. The Sentinels should have elected one in 30 seconds: read their logs.',
    },
    {
      id: 'RedisMastersTooMany',
      expr: `${masters} > 1`,
      for: Duration.minutes(1),
      severity: Severity.CRITICAL,
      summary: `${name} has two masters.`,
      description: '{{ $value }} servers are master, and what is written to one is lost. Ask the Sentinels which is right, and delete the pod of the other.',
    },
    {
      id: 'RedisNoReplica',
      expr: `${connected} == 0`,
      for: Duration.minutes(2),
      severity: Severity.CRITICAL,
      summary: `No standby of ${name} follows the master.`,
      description: 'The master refuses writes until a standby is connected again. Look for pods that are pending or not ready.',
    },
    {
      id: 'RedisReplicaMissing',
      expr: `${connected} < ${standbys}`,
      for: Duration.minutes(10),
      severity: Severity.WARNING,
      summary: `A standby of ${name} does not follow the master.`,
      description: `{{ $value }} of ${standbys} standbys are connected. Look for a pod that is pending or not ready, or for redis_master_link_up at 0.`,
    },
    {
      id: 'RedisSentinelQuorumLost',
      expr: `${aggregate('min', SET, select('redis_sentinel_master_ckquorum_status', sentinels))} == 0`,
      for: Duration.minutes(2),
      severity: Severity.CRITICAL,
      summary: `The Sentinels of ${name} could not elect another master.`,
      description: 'A Sentinel does not see enough of the others: if the master is lost now, nobody takes over. Look at the pods of the Sentinels.',
    },
    {
      id: 'RedisMemoryNearMax',
      expr: `${memoryShare(servers)} > 0.9`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `${name} is running out of memory.`,
      description: 'Pod {{ $labels.pod }} uses {{ $value | humanizePercentage }} of its memory for data; at 100 percent writes are refused.',
    },
    {
      id: 'RedisConnectionsRejected',
      expr: `${aggregate('sum', BY, `increase(${select('redis_rejected_connections_total', servers)}[5m])`)} > 0`,
      severity: Severity.WARNING,
      summary: `${name} refuses connections.`,
      description: 'Pod {{ $labels.pod }} has refused {{ $value }} connections in 5 minutes because it has too many. Find who opens them: valkey-cli client list.',
    },
    {
      id: 'RedisPersistenceFailed',
      expr: `${aggregate('min', BY, select('redis_aof_last_write_status', servers))} == 0`,
      for: Duration.minutes(1),
      severity: Severity.CRITICAL,
      summary: `${name} cannot write to its volume.`,
      description: 'Pod {{ $labels.pod }} takes no writes until it can. Look whether its volume is full or broken.',
    },
  ];
}

function panels({ servers, sentinels, proxies }: LabelsBySet): Panel[] {
  return [
    {
      title: 'Who is master', description: 'One server is master; a change is a failover.', unit: 'short',
      queries: [{ expr: aggregate('max', ['pod', 'role'], select('redis_instance_info', servers)), legend: '{{pod}} {{role}}' }],
    },
    {
      title: 'Way to the master', description: 'How many masters each proxy leads to; it should be 1.', unit: 'short',
      queries: [{ expr: aggregate('max', ['pod'], select('haproxy_backend_active_servers', { ...proxies, proxy: 'master' })), legend: '{{pod}}' }],
    },
    {
      title: 'Commands', description: 'Commands a second, by server.', unit: 'ops',
      queries: [{ expr: aggregate('sum', ['pod'], rate('redis_commands_processed_total', servers, '$__rate_interval')), legend: '{{pod}}' }],
    },
    {
      title: 'Memory in use', description: 'The share of the memory for data that is used; writes are refused at 100 percent.', unit: 'percentunit',
      queries: [{ expr: memoryShare(servers), legend: '{{pod}}' }],
    },
    {
      title: 'Clients', description: 'Connections to each server, those of the proxies included.', unit: 'short',
      queries: [{ expr: aggregate('max', ['pod'], select('redis_connected_clients', servers)), legend: '{{pod}}' }],
    },
    {
      title: 'Standbys connected', description: 'How many standbys follow the master.', unit: 'short',
      queries: [{ expr: aggregate('max', ['job'], select('redis_connected_slaves', servers)), legend: 'standbys' }],
    },
    {
      title: 'Sentinels agree', description: 'Whether each Sentinel sees enough others to elect a master; each should be at 1.', unit: 'short',
      queries: [{ expr: aggregate('min', ['pod'], select('redis_sentinel_master_ckquorum_status', sentinels)), legend: '{{pod}}' }],
    },
  ];
}

function memoryShare(servers: Labels): string {
  const most = aggregate('max', BY, select('redis_memory_max_bytes', servers));
  return `${aggregate('max', BY, select('redis_memory_used_bytes', servers))} / (${most} > 0)`;
}
