import { Size } from 'cdk8s';
import { Cpu, k8s } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { NGINX, NGINX_EXPORTER } from '../../catalog/images';
import { TrafficPeer } from '../../connections/traffic-peer';
import { cpuMillis } from '../../internal/cpu';
import { Guard } from '../../internal/guard';
import { late } from '../../internal/late';
import { checksum, limitName, NameLimit } from '../../internal/naming';
import { Platform, PriorityRole } from '../../platform/platform';
import { PlatformSettings } from '../../platform/settings';
import { credentialVolume } from '../../store/credential-volume';
import { ResolvedResources, resolveResources } from '../../workload/compute-resources';
import { HealthCheck } from '../../workload/health-check';
import { READ_ONLY_FILES } from '../../workload/pod-environment';
import { catalogueImage, ContainerPlan } from '../../workload/pod-plan';
import { ReplicatedWorkload } from '../../workload/replicated-workload';
import { Scaling } from '../../workload/scaling';
import { GatewayCapabilities } from '../gateway-capabilities';
import { GatewayPlan, GatewayProvider, ProvidedGateway } from '../gateway-provider';
import { CERTIFICATE_FOLDER, CLIENTS_FOLDER, CONFIG_FOLDER, DRAIN_SECONDS, HEALTH, HTTP, HTTPS, longestTimeout, nginxFiles, STATUS_PORT } from './nginx-files';
import { nginxMonitoring } from './nginx-monitoring';
import { GatewayExposure, NginxGatewayOptions } from './nginx-options';

const METRICS = { name: 'metrics', number: 9113 };
const EXPORTER_AMOUNTS = { cpu: Cpu.millis(50), memory: Size.mebibytes(64) };
const EVERYBODY = ['0.0.0.0/0'];

/** Stock NGINX in pods of its own: no custom resource, and nothing to install. */
export class NginxGatewayProvider implements GatewayProvider {
  public readonly call = 'GatewayEngine.nginx()';
  public readonly capabilities: GatewayCapabilities = {
    additionalHosts: 'names of one server',
    allowedSourceRanges: '`allow` and `deny`',
    clientCertificatesRequired: '`ssl_verify_client on`',
    clientCertificatesOptional: '`ssl_verify_client optional`',
    clientSubject: 'header `X-Client-Subject`, which callers cannot forge',
    rateLimit: '`limit_req`, for each proxy and host',
    clientRateLimit: '`limit_req`, for each proxy and address of a client',
    maxConnections: '`limit_conn`',
    maxConnectionsPerClient: '`limit_conn` by the address of the client',
    maxBodySize: '`client_max_body_size`, 10Mi where nothing is said',
    accessLog: 'JSON to the standard output, with the address of the client',
    grpc: '`grpc_pass`',
    routeTimeout: '`proxy_read_timeout`: the time without a byte from the target',
    grpcTimeout: '`grpc_read_timeout`: the same',
    routeRetries: 'of connections that the target refuses',
  };

  public constructor(private readonly options: NginxGatewayOptions) {}

  public validate(guard: Guard): void {
    const { scaling, exposure, trustedProxies } = guard.struct('options', this.options);
    if (exposure !== undefined) {
      guard.instance('exposure', exposure, GatewayExposure, 'GatewayExposure.clusterIp()')._validate(guard.within('exposure'));
    }
    if (scaling !== undefined && !['horizontal', 'fixed'].includes(guard.instance('scaling', scaling, Scaling, 'Scaling.horizontal()').kind)) {
      guard.notAllowed('scaling', 'proxies follow their own load, and callers are connected to each of them', 'use Scaling.horizontal() or Scaling.fixed(3)');
    }
    guard.list('trustedProxies', trustedProxies ?? [], 0, 'leave it out for none').forEach((range, index) => guard.cidr(`trustedProxies[${index}]`, range));
  }

  public provide(scope: Construct, plan: GatewayPlan): ProvidedGateway {
    const guard = new Guard(scope, 'engine.');
    const settings = Platform.of(scope);
    if (settings.mesh._provider.hasIdentities) {
      new Guard(scope).notAllowed('engine', `pods in the mesh take mutual TLS of the mesh only, and callers of ${this.call} have none`, 'use GatewayEngine.istio()');
    }
    const usual = { cpu: Cpu.millis(250), memory: Size.mebibytes(256) };
    const resources = resolveResources(guard, this.options.resources, usual, settings.securityProfile);
    const workers = Math.max(1, Math.ceil(cpuMillis(resources.cpuLimit) / 1000));
    const { trustedProxies = [] } = this.options;
    const files = (): Record<string, string> => nginxFiles(plan, { workers, trustedProxies });
    const workload = this.addWorkload(scope, plan, settings, resources, files);
    workload.connections.allowFrom(TrafficPeer.cidrs(trustedProxies.length > 0 ? trustedProxies : EVERYBODY), [HTTPS.number, HTTP.number]);
    this.addService(scope, plan, workload);
    return {
      proxies: workload.connections.peer,
      connections: workload.connections,
      secretNamespace: workload.namespace,
      monitoring: () => nginxMonitoring(plan.name, workers, workload.watched(), { ...workload.scrape(), job: workload.name }),
    };
  }

  private addWorkload(
    scope: Construct, plan: GatewayPlan, settings: PlatformSettings, resources: ResolvedResources, files: () => Record<string, string>,
  ): ReplicatedWorkload {
    const guard = new Guard(scope);
    const configMap = limitName(`${plan.name}-config`, NameLimit.DEFAULT);
    new k8s.KubeConfigMap(scope, 'ConfigMap', { metadata: { name: configMap, labels: plan.labels }, data: late(files) });
    return new ReplicatedWorkload(scope, 'Default', {
      componentName: scope.node.id,
      component: 'gateway',
      role: PriorityRole.SERVING,
      containers: [this.proxy(guard, plan, settings, resources), exporter(guard, settings)],
      scaling: (this.options.scaling ?? Scaling.horizontal())._resolve(new Guard(scope, 'engine.scaling.')),
      ownNode: false,
      servicePorts: [],
      volumes: volumes(plan, configMap),
      // Routes are known when rendering: only then is there a fingerprint.
      annotations: { get 'checksum/config'() { return checksum(files()); } },
      get graceSeconds() { return DRAIN_SECONDS + longestTimeout(plan.routes()) + 5; },
      metricsPort: METRICS,
      user: NGINX.user,
    });
  }

  private proxy(guard: Guard, plan: GatewayPlan, settings: PlatformSettings, resources: ResolvedResources): ContainerPlan {
    const alive = HealthCheck.tcp(HEALTH.name);
    return {
      name: 'nginx',
      image: catalogueImage(guard, NGINX, settings),
      command: ['sh', `${CONFIG_FOLDER}/start.sh`],
      ports: [HTTPS, HTTP, HEALTH],
      resources,
      checks: { startup: alive, liveness: alive, readiness: HealthCheck.http('/healthz', { port: HEALTH.name }) },
      stopCommand: ['sh', `${CONFIG_FOLDER}/stop.sh`],
      mounts: [
        { name: 'config', mountPath: CONFIG_FOLDER, readOnly: true },
        { name: 'certificate', mountPath: CERTIFICATE_FOLDER, readOnly: true },
        ...plan.clientCertificates.authority ? [{ name: 'clients', mountPath: CLIENTS_FOLDER, readOnly: true }] : [],
      ],
    };
  }

  private addService(scope: Construct, plan: GatewayPlan, workload: ReplicatedWorkload): void {
    const { _type: type, _options: { annotations, loadBalancerClass } } = this.options.exposure ?? GatewayExposure.loadBalancer();
    const port = (name: string, number: number, target: string): k8s.ServicePort =>
      ({ name, port: number, protocol: 'TCP', targetPort: k8s.IntOrString.fromString(target) });
    new k8s.KubeService(scope, 'Service', {
      metadata: { name: plan.name, labels: plan.labels, annotations },
      spec: {
        type,
        loadBalancerClass,
        // Otherwise every request comes from the address of a node, and limits by client count all of them as one.
        externalTrafficPolicy: type === 'LoadBalancer' ? 'Local' : undefined,
        selector: workload.connections.peer._labels(),
        ports: [port('https', 443, HTTPS.name), port('http', 80, HTTP.name)],
      },
    });
  }
}

function volumes(plan: GatewayPlan, configMap: string): k8s.Volume[] {
  const { certificate, clientCertificates: { authority } } = plan;
  return [
    { name: 'config', projected: { defaultMode: READ_ONLY_FILES, sources: [{ configMap: { name: configMap } }] } },
    credentialVolume('certificate', { 'tls.crt': certificate.key('tls.crt'), 'tls.key': certificate.key('tls.key') }),
    ...authority ? [credentialVolume('clients', { 'ca.crt': authority.key('ca.crt') })] : [],
  ];
}

/** Beside each proxy, because the status port listens for its own pod only. */
function exporter(guard: Guard, settings: PlatformSettings): ContainerPlan {
  return {
    name: 'exporter',
    image: catalogueImage(guard, NGINX_EXPORTER, settings),
    args: [`--nginx.scrape-uri=http://127.0.0.1:${STATUS_PORT}/stub_status`],
    ports: [METRICS],
    resources: resolveResources(guard, { ephemeralStorage: Size.mebibytes(64) }, EXPORTER_AMOUNTS, settings.securityProfile),
    checks: { startup: HealthCheck.tcp(METRICS.name), liveness: HealthCheck.tcp(METRICS.name), readiness: HealthCheck.http('/') },
  };
}
