import { ApiObject, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { findExamples } from '../../examples/synth';
import {
  AgentApi, AgentController, Coordination, DataLayer, ObjectStorageBucket, Environment, ExternalProtocol, ExternalService, HealthCheck,
  Mesh, MonitoringEngine, Namespace, NodePool, ObservabilityStack, Platform, PlatformApp, PlatformProps, PostgresEngine, Scaling, SecretSource,
  TrafficPeer, AgentWorker, ScheduledTask, WorkerHealth, AgentGateway, EventTrigger, GatewayEngine, Uploads, WebService,
} from '../../src';
import { Json, Manifests } from '../../src/catalog/rules/manifest';
import { Rule } from '../../src/catalog/rules/rule';
import { PriorityRole } from '../../src/platform/platform';
import { ScheduledWorkload } from '../../src/workload/scheduled-workload';
import { StatefulWorkload } from '../../src/workload/stateful-workload';
import { fakeDigest, hardened, silentApp } from '../support/platforms';

type Compose = (app: PlatformApp, common: PlatformProps) => void;

/** Every kind of workload there is, in and out of the mesh: it stays when no example uses one. */
function workloads(app: PlatformApp, common: PlatformProps): void {
  const meshed = new Namespace(new Platform(app, 'meshed', { mesh: Mesh.istio(), ...common }), 'agents');
  const plain = new Namespace(new Platform(app, 'plain', { environment: Environment.staging(), ...common }), 'agents');
  const ambient = new Namespace(new Platform(app, 'ambient', { mesh: Mesh.istioAmbient(), ...common }), 'agents');
  for (const namespace of [meshed, plain, ambient]) {
    const api = new AgentApi(namespace, 'api', {
      image: 'ghcr.io/acme/agent-api:1.8.0', configFiles: { 'agent.yaml': 'log:\n  level: info\n' },
      secrets: { MODEL_ACCESS: SecretSource.existing('model-api').key('token') },
    });
    api.connectTo(new ExternalService(namespace, 'model', {
      host: 'api.model.example', port: 443, addresses: TrafficPeer.publicInternet(), credentials: { token: SecretSource.existing('model-api').key('token') },
    }));
    const lock = new ExternalService(namespace, 'etcd', {
      host: 'etcd.example', port: 2379, protocol: ExternalProtocol.TCP, type: 'etcd', addresses: TrafficPeer.cidrs(['192.0.2.0/24']),
    });
    const image = 'ghcr.io/acme/agent-controller:1.8.0';
    new AgentController(namespace, 'leader', { image, coordination: Coordination.leaderElection(), scaling: Scaling.vertical() }).connectTo(api);
    new AgentController(namespace, 'shards', { image, coordination: Coordination.sharded({ lock }) });
    if (namespace === plain) {
      const engine = GatewayEngine.gatewayApi({ className: 'eg', proxies: TrafficPeer.pods({ namespace: 'envoy-gateway-system' }) });
      new AgentGateway(namespace, 'edge', { host: 'plain.acme.io', certificate: SecretSource.existing('plain-acme-io'), engine }).route('/', api);
    }
    new WebService(namespace, 'web', { image, uploads: Uploads.volume({ size: Size.gibibytes(10) }) }).connectTo(api);
    const hours = EventTrigger.cron({ start: '0 8 * * 1-5', end: '0 18 * * 1-5', replicas: 4 });
    new AgentWorker(namespace, 'events', { image, health: WorkerHealth.heartbeat(), scaling: Scaling.events({ max: 8, triggers: [hours] }) });
    new AgentWorker(namespace, 'inference', { image, health: WorkerHealth.heartbeat(), nodePool: NodePool.gpu() });
    new AgentApi(namespace, 'pooled', { image, scaling: Scaling.recommend(), nodePool: NodePool.dedicated({ labels: { 'acme.io/pool': 'agents' }, taints: ['acme.io/pool'] }) });
    new AgentWorker(namespace, 'worker', { image, health: WorkerHealth.heartbeat(), metricsPort: 9090 }).connectTo(api);
    const report = new ScheduledTask(namespace, 'report', { image, schedule: '0 7 * * 1-5', firstSteps: [{ name: 'fetch', image }] });
    report.connectTo(api);
    report.allowTriggerBy(api);
    addStore(namespace);
    addDump(namespace);
  }
}

function withDigest(image: string): string {
  return `${image}@${fakeDigest(image)}`;
}

const RESOURCES = { cpu: Cpu.units(1), cpuLimit: Cpu.units(1), memory: Size.gibibytes(2), ephemeralStorage: Size.gibibytes(1), extended: {} };

function addStore(namespace: Namespace): void {
  const database = { name: 'database', number: 5432 };
  new StatefulWorkload(namespace, 'store', {
    componentName: 'store', component: 'database', role: PriorityRole.DATA, replicas: 3,
    claims: [{ name: 'data', size: Size.gibibytes(10) }],
    memberPorts: [{ name: 'database', port: 5432, target: database }],
    containers: [{
      name: 'store', image: withDigest('ghcr.io/acme/store:1.0.0'), ports: [database], resources: RESOURCES, mounts: [{ name: 'data', mountPath: '/data' }],
      checks: { startup: HealthCheck.tcp('database'), liveness: HealthCheck.tcp('database'), readiness: HealthCheck.command(['ready']) },
    }],
  });
}

function addDump(namespace: Namespace): void {
  new ScheduledWorkload(namespace, 'dump', {
    componentName: 'dump', component: 'backup', role: PriorityRole.BATCH, schedule: '0 2 * * *', deadline: Duration.hours(1),
    containers: [{
      name: 'dump', image: withDigest('ghcr.io/acme/dump:1.0.0'), resources: RESOURCES,
      checks: { liveness: HealthCheck.command(['alive']) },
    }],
  });
}

/** What operators run, and what runs elsewhere. */
function databases(app: PlatformApp, common: PlatformProps): void {
  const bucket = ObjectStorageBucket.s3({ bucket: 'acme-backups', region: 'eu-west-1', credentials: SecretSource.existing('backups') });
  for (const mesh of [Mesh.none(), Mesh.istio()]) {
    const namespace = new Namespace(new Platform(app, mesh.name, { mesh, ...common }), 'agents');
    const data = new DataLayer(namespace, 'data');
    const api = new AgentApi(namespace, 'api', { image: 'ghcr.io/acme/agent-api:1.8.0' });
    api.connectTo(data.addPostgres('customers', { engine: PostgresEngine.cloudNativePg({ backup: { bucket } }) }).addPooler('pool'));
    api.connectTo(data.addPostgres('ledger', { engine: PostgresEngine.external({ host: 'ledger.example', addresses: TrafficPeer.publicInternet() }) }));
    new ObservabilityStack(new Namespace(namespace.node.scope as Platform, 'monitoring'), 'stack', { engine: MonitoringEngine.prometheusOperator() });
  }
}

/** The compositions above, and every example by the name of its folder. */
export function compositions(): Map<string, Compose> {
  return new Map<string, Compose>([['workloads', workloads], ['databases', databases], ...findExamples()]);
}

export const SECURITY_PROFILES: Record<string, () => PlatformProps> = { standard: () => ({}), hardened };

/** What a rule finds wrong with an object of the library's own. */
export function problemsOf({ check, ours }: Rule, object: Json, manifests: Manifests): string[] {
  return [...check?.(object, manifests) ?? [], ...ours?.(object, manifests) ?? []];
}

/** What a composition makes, by Platform. */
export function worlds(compose: Compose, securityProfile: string): Map<string, Manifests> {
  const app = silentApp();
  compose(app, SECURITY_PROFILES[securityProfile]());
  const platforms = app.node.children.filter((child): child is Platform => child instanceof Platform);
  return new Map(platforms.map((platform) => [platform.node.id, {
    documents: platform.node.findAll().filter(ApiObject.isApiObject).map((object) => ({ object: object.toJson() })),
    securityProfile: securityProfile === 'hardened' ? 'hardened' : 'standard',
  }]));
}
