import { ApiObject, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { PGBOUNCER } from '../../catalog/images';
import { CLOUD_NATIVE_PG } from '../../catalog/operators/cloud-native-pg';
import { connect } from '../../connections/connection';
import { Guard } from '../../internal/guard';
import { Platform, PriorityRole } from '../../platform/platform';
import { Store } from '../../store/store';
import { ResolvedResources, toRequirements } from '../../workload/compute-resources';
import { addDisruptionBudget } from '../../workload/disruption-budget';
import { OperatedPods } from '../../workload/operated-pods';
import { catalogueImage, versionOf } from '../../workload/pod-plan';
import { poolerMonitoring } from './pooler-monitoring';
import { DeployedPooler, PoolerRequest } from './postgres-provider';

const METRICS_PORT = 9127;
/** They come before the operator's own rule that takes any user by password. */
const TLS_ONLY = ['hostnossl all all 0.0.0.0/0 reject', 'hostnossl all all ::/0 reject'];

/** PgBouncer as a Pooler of the CloudNativePG operator, which reads the passwords from the server. */
export function addPooler(pooler: Construct, store: Store, request: PoolerRequest, requiresTls: boolean): DeployedPooler {
  const pods = new OperatedPods(pooler, {
    operator: CLOUD_NATIVE_PG,
    // It connects to the members, and not to these pods.
    operatorPorts: [],
    alternative: 'connect to the store itself',
    name: request.name,
    part: { name: request.componentName, component: 'pooler', version: versionOf(Platform.of(pooler).images._of(PGBOUNCER)) },
    members: request.replicas,
    resources: request.resources,
    role: PriorityRole.DATA,
    memberPorts: [],
    // The program in each pod reads the Pooler and its Secrets.
    usesApiServer: true,
  });
  new ApiObject(pooler, 'Default', {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Pooler',
    metadata: { name: request.name, labels: pods.labels },
    spec: {
      cluster: { name: store.name },
      type: 'rw',
      instances: request.replicas,
      deploymentStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      pgbouncer: {
        poolMode: request.mode,
        parameters: { default_pool_size: `${request.poolSize}`, max_client_conn: `${request.maxClients}` },
        ...requiresTls ? { pg_hba: TLS_ONLY } : {},
      },
      template: template(pooler, pods, request),
    },
  });
  const connections = pods.connect();
  connect(pooler, connections, store, {});
  addDisruptionBudget(pooler, pods.metadata, pods.selector, 'AlwaysAllow');
  const scrape = pods.scrape({ name: 'metrics', number: METRICS_PORT }, connections, { 'cnpg.io/poolerName': request.name });
  const { namespace } = Chart.of(pooler);
  return { connections, monitoring: poolerMonitoring({ namespace, name: request.name, maxClients: request.maxClients, scrape }) };
}

/** What the operator does not say of the pods by itself: it sets users, the read-only root, volumes and probes. */
function template(pooler: Construct, pods: OperatedPods, { resources }: PoolerRequest): object {
  const labelSelector = { matchLabels: pods.selector };
  return {
    metadata: { labels: pods.podLabels },
    spec: {
      priorityClassName: pods.priorityClassName,
      enableServiceLinks: false,
      topologySpreadConstraints: [
        { ...pods.zoneSpread(labelSelector), matchLabelKeys: ['pod-template-hash'] },
        { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector, matchLabelKeys: ['pod-template-hash'] },
      ],
      containers: [{
        name: 'pgbouncer',
        image: catalogueImage(new Guard(pooler), PGBOUNCER, Platform.of(pooler)),
        resources: amounts(resources),
      }],
    },
  };
}

function amounts(resources: ResolvedResources): object {
  const plain = (quantities: Record<string, k8s.Quantity> = {}): object =>
    Object.fromEntries(Object.entries(quantities).map(([name, { value }]) => [name, `${value}`]));
  const { requests, limits } = toRequirements(resources);
  return { requests: plain(requests), limits: plain(limits) };
}
