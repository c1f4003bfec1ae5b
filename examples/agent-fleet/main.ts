import { Duration, Size } from 'cdk8s';
import {
  AgentApi, AgentController, AgentGateway, AgentGatewayProps, Alerting, AntiAffinity, ApiPort, ClientCertificates, ClusterProfile, Coordination,
  DataLayer, Environment, ExternalService, GatewayEngine, Mesh, MonitoringEngine, Namespace, Objective, ObjectStorageBucket,
  ObservabilityStack, Platform, PlatformApp, PlatformProps, PodSecurityLevel, PostgresEngine, RateLimit, Scaling, SecretSource,
  TrafficPeer,
} from 'cdk8s-agent-platform';

/** What differs between the platforms of the fleet. */
interface FleetOptions {
  readonly database: PostgresEngine;
  readonly storage: Size;
  /** One leading controller, or all of them with a share of the environments each. */
  readonly controllers: 'leader' | 'shards';
  readonly maxReplicas: number;
  /** The host name of the gateway; without one the API is reached from inside the cluster only. */
  readonly host?: string;
  /** Further host names of the gateway. */
  readonly additionalHosts?: string[];
  /** Who may call the gateway, as address ranges; everybody if left out. */
  readonly allowedSourceRanges?: string[];
  /** Limits that not every gateway engine can set. */
  readonly limits?: Partial<AgentGatewayProps>;
}

/**
 * Agents run in customers' environments and call an API. Controllers own the environments, and one environment is
 * handled by exactly one controller at a time.
 */
function fleet(platform: Platform, options: FleetOptions): void {
  const agents = new Namespace(platform, 'agents');

  const data = new DataLayer(agents, 'data');
  const customers = data.addPostgres('customers', { engine: options.database, storage: options.storage });
  customers.addDump('nightly', {
    bucket: ObjectStorageBucket.s3({
      bucket: 'acme-dumps', region: 'eu-west-1', credentials: SecretSource.existing('dump-bucket'),
    }),
    schedule: '0 2 * * *',
  });
  const locks = data.addRedis('locks');

  const model = new ExternalService(agents, 'model', {
    host: 'api.model.example',
    port: 443,
    addresses: TrafficPeer.publicInternet(),
    credentials: { token: SecretSource.existing('model-api').key('token') },
  });

  const api = new AgentApi(agents, 'api', {
    image: 'ghcr.io/acme/agent-api:1.8.0',
    scaling: Scaling.horizontal({ minReplicas: 3, maxReplicas: options.maxReplicas }),
    additionalPorts: [ApiPort.grpc('runs', 9000)],
    antiAffinity: AntiAffinity.required(),
    objectives: [Objective.availability(99.9), Objective.latency({ threshold: Duration.millis(500), target: 99 })],
  });
  api.connectTo(customers);
  api.connectTo(locks);
  api.connectTo(model);

  const leads = options.controllers === 'leader';
  const controller = new AgentController(agents, 'controller', {
    image: 'ghcr.io/acme/agent-controller:1.8.0',
    coordination: leads ? Coordination.leaderElection() : Coordination.sharded({ lock: locks }),
    scaling: leads ? Scaling.vertical() : Scaling.horizontal({ minReplicas: 3, maxReplicas: options.maxReplicas }),
  });
  controller.connectTo(customers);
  controller.connectTo(api);
  controller.connectTo(api.port('runs'));

  if (options.host) {
    const gateway = new AgentGateway(agents, 'gateway', {
      host: options.host,
      additionalHosts: options.additionalHosts,
      allowedSourceRanges: options.allowedSourceRanges,
      certificate: SecretSource.existing('agents-acme-io'),
      clientCertificates: ClientCertificates.required(SecretSource.existing('agent-ca')),
      rateLimit: RateLimit.perSecond(50),
      ...options.limits,
    });
    gateway.route('/v1', api, { timeout: Duration.seconds(30), retries: 2 });
    gateway.route('/acme.runs.v1.Runs', api.port('runs'));
  }

  // kube-prometheus-stack runs here too, and its node exporters need the host.
  const monitoring = new Namespace(platform, 'monitoring', { podSecurity: PodSecurityLevel.PRIVILEGED });
  new ObservabilityStack(monitoring, 'observability', {
    engine: MonitoringEngine.prometheusOperator(),
    alerting: Alerting.webhook(SecretSource.existing('oncall-webhook')),
  });
}

/** The same function for every platform; what differs is what is passed. */
export function agentFleet(app: PlatformApp, common: PlatformProps = {}): void {
  const owner = { team: 'agents', email: 'agents@acme.io' };
  const cluster = ClusterProfile.generic({ apiServerCidrs: ['10.0.0.0/28'] });
  const meshed: PlatformProps = { owner, cluster, mesh: Mesh.istio(), ...common };
  const database = PostgresEngine.cloudNativePg();

  fleet(new Platform(app, 'production', meshed), {
    database, storage: Size.gibibytes(50), controllers: 'leader', maxReplicas: 20, host: 'agents.acme.io',
  });

  // A smaller production: the same engines, mesh, gateway and coordination, so that what pages there fails here first.
  fleet(new Platform(app, 'staging', { ...meshed, environment: Environment.staging() }), {
    database, storage: Size.gibibytes(10), controllers: 'leader', maxReplicas: 6, host: 'staging.agents.acme.io',
    additionalHosts: ['staging.agents.acme.eu'], allowedSourceRanges: ['203.0.113.0/24'],
  });

  // A variant for more environments than one controller can hold: every controller takes a share of them.
  fleet(new Platform(app, 'sharded', meshed), {
    database, storage: Size.gibibytes(50), controllers: 'shards', maxReplicas: 6, host: 'sharded.agents.acme.io',
  });

  // A variant for a cluster without a mesh and without the database's operator: NGINX is the gateway.
  fleet(new Platform(app, 'plain', { owner, cluster, ...common }), {
    database: PostgresEngine.plain(), storage: Size.gibibytes(50), controllers: 'shards', maxReplicas: 6, host: 'plain.agents.acme.io',
    limits: {
      engine: GatewayEngine.nginx({ scaling: Scaling.horizontal({ minReplicas: 3, maxReplicas: 10 }) }),
      rateLimit: RateLimit.perSecond(2000), clientRateLimit: RateLimit.perSecond(20),
      maxConnections: 2000, maxConnectionsPerClient: 50, maxBodySize: Size.mebibytes(5),
    },
  });
}

if (require.main === module) {
  const app = new PlatformApp(); // Into the folder that cdk8s.yaml names.
  agentFleet(app);
  app.synth();
}
