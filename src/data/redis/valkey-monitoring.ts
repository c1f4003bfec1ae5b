import { Duration } from 'cdk8s';
import { aggregate, Labels, rate, select } from '../../internal/promql';
import { withThreshold } from '../../model/alert-threshold';
import { Alert, Panel, Severity } from '../../model/monitoring-plan';

const BY = ['namespace', 'job', 'pod'];

/** What can go wrong in any server, whichever engine runs it. From the metrics of redis_exporter 1.88. */
export function valkeyAlerts(name: string, servers: Labels): Alert[] {
  return [
    withThreshold({ usual: 0.9, unit: 'share', min: 0.1, max: 0.99 }, (limit) => ({
      id: 'RedisMemoryNearMax',
      expr: `${memoryShare(servers)} > ${limit.value}`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `${name} uses more than ${limit.text} of its memory for data.`,
      description: 'Pod {{ $labels.namespace }}/{{ $labels.pod }} uses {{ $value | humanizePercentage }} of maxmemory, and rejects writes at 100%.',
    })),
    {
      id: 'RedisConnectionsRejected',
      expr: `${aggregate('sum', BY, `increase(${select('redis_rejected_connections_total', servers)}[5m])`)} > 0`,
      severity: Severity.WARNING,
      summary: `${name} rejects connections.`,
      description: 'Pod {{ $labels.namespace }}/{{ $labels.pod }} rejected {{ $value | humanize }} connections in the last 5 minutes because of maxclients.',
    },
    {
      id: 'RedisPersistenceFailed',
      expr: `${aggregate('min', BY, select('redis_aof_last_write_status', servers))} == 0`,
      for: Duration.minutes(1),
      severity: Severity.CRITICAL,
      summary: `${name} cannot write to its volume.`,
      description: 'The last write to the append-only file of pod {{ $labels.namespace }}/{{ $labels.pod }} failed, so it rejects writes.',
    },
  ];
}

export function valkeyPanels(servers: Labels): Panel[] {
  return [
    {
      title: 'Commands', description: 'Commands per second, by server.', unit: 'ops',
      queries: [{ expr: aggregate('sum', ['pod'], rate('redis_commands_processed_total', servers, '$__rate_interval')), legend: '{{pod}}' }],
    },
    {
      title: 'Memory in use', description: 'Memory in use as a ratio of maxmemory; writes are rejected at 100%.', unit: 'percentunit',
      queries: [{ expr: memoryShare(servers), legend: '{{pod}}' }],
    },
    {
      title: 'Clients', description: 'Connections to each server, including those of the proxies.', unit: 'short',
      queries: [{ expr: aggregate('max', ['pod'], select('redis_connected_clients', servers)), legend: '{{pod}}' }],
    },
  ];
}

function memoryShare(servers: Labels): string {
  const most = aggregate('max', BY, select('redis_memory_max_bytes', servers));
  return `${aggregate('max', BY, select('redis_memory_used_bytes', servers))} / (${most} > 0)`;
}
