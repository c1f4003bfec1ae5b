import { Size } from 'cdk8s';
import {
  AgentApi, AgentController, AgentGateway, Alerting, ClientCertificates, Coordination, DataLayer, GatewayEngine,
  Mesh, MonitoringEngine, Namespace, Objective, ObservabilityStack, Platform, PlatformApp, PostgresEngine, RateLimit,
  Scaling, SecretSource,
} from 'cdk8s-agent-platform';

const app = new PlatformApp({ outdir: 'dist/manifests' });
const production = new Platform(app, 'production', {
  mesh: Mesh.istio(),
  owner: { team: 'agents', email: 'agents@acme.io' },
});
const agents = new Namespace(production, 'agents');

const data = new DataLayer(agents, 'data');
const customers = data.addPostgres('customers', { engine: PostgresEngine.cloudNativePg(), storage: Size.gibibytes(50) });

const api = new AgentApi(agents, 'api', {
  image: 'ghcr.io/acme/agent-api:1.8.0',
  scaling: Scaling.horizontal({ minReplicas: 3, maxReplicas: 20, cpuUtilization: 70 }),
  objectives: [Objective.availability(99.9)],
});
api.connectTo(customers);

const controller = new AgentController(agents, 'controller', {
  image: 'ghcr.io/acme/agent-controller:1.8.0',
  coordination: Coordination.leaderElection(),
  scaling: Scaling.vertical(),
});
controller.connectTo(customers);

const gateway = new AgentGateway(agents, 'gateway', {
  host: 'agents.acme.io',
  engine: GatewayEngine.istio(),
  certificate: SecretSource.existing('agents-acme-io'),
  clientCertificates: ClientCertificates.required(SecretSource.existing('agent-ca')),
  rateLimit: RateLimit.perSecond(50),
});
gateway.route('/v1', api);

const monitoring = new Namespace(production, 'monitoring');
new ObservabilityStack(monitoring, 'observability', {
  engine: MonitoringEngine.prometheusOperator(),
  alerting: Alerting.webhook(SecretSource.existing('oncall-webhook')),
});

app.synth();
