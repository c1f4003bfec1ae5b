import { Construct } from 'constructs';
import { ISTIO } from '../../catalog/operators/istio';
import { TrafficPeer } from '../../connections/traffic-peer';
import { bindings } from '../../internal/bindings';
import { Guard } from '../../internal/guard';
import { late } from '../../internal/late';
import { own } from '../../internal/own';
import { Platform } from '../../platform/platform';
import { GatewayCapabilities } from '../gateway-capabilities';
import { GatewayPlan, GatewayProvider, ProvidedGateway, RoutePlan } from '../gateway-provider';
import { istioGatewayMonitoring } from './istio-monitoring';
import { addRateLimit } from './rate-limit-filter';
import { addSourceRanges } from './source-ranges';

/** Failures before the request can have reached the program: only those are safe to try again, whatever the method. */
const RETRY_ON = 'connect-failure,refused-stream,reset-before-request';

/** The shared ingress gateway of Istio. */
export class IstioGatewayProvider implements GatewayProvider {
  public readonly call = 'GatewayEngine.istio()';
  public readonly capabilities: GatewayCapabilities = {
    additionalHosts: 'hosts of one Gateway and VirtualService',
    allowedSourceRanges: 'AuthorizationPolicy at the proxies',
    clientCertificatesRequired: 'TLS mode `MUTUAL`',
    clientCertificatesOptional: 'TLS mode `OPTIONAL_MUTUAL`',
    clientSubject: 'header `X-Forwarded-Client-Cert`, as the mesh is configured',
    rateLimit: 'EnvoyFilter, for each proxy and host',
    grpc: 'VirtualService',
    routeTimeout: 'VirtualService',
    grpcTimeout: 'VirtualService',
    routeRetries: 'VirtualService',
  };

  public validate(): void {
    return;
  }

  public provide(scope: Construct, plan: GatewayPlan): ProvidedGateway {
    const { cluster, mesh } = Platform.of(scope);
    cluster._requireOperator(new Guard(scope), 'engine', ISTIO, 'a cluster with Istio');
    const { namespace, labels = {} } = cluster.ingressGateway;
    if (Object.keys(labels).length === 0) {
      new Guard(scope).fail('engine', 'GatewayEngine.istio()', 'used with a cluster profile that says which pods the ingress gateway has',
        'without labels every proxy of the cluster would take the gateway\'s hosts: state ingressGateway: { namespace, labels }');
    }
    addGateway(scope, plan, labels);
    addVirtualService(scope, plan);
    if (plan.sourceRanges) {
      addSourceRanges(scope, plan, cluster.ingressGateway, plan.sourceRanges);
    }
    if (plan.rateLimit) {
      addRateLimit(scope, plan, cluster.ingressGateway, plan.rateLimit);
    }
    const principal = `${cluster.clusterDomain}/ns/${namespace}/sa/${cluster.ingressGatewayServiceAccount}`;
    return {
      proxies: TrafficPeer._workload(namespace, labels, mesh._provider.hasIdentities ? principal : undefined),
      secretNamespace: namespace,
      monitoring: () => istioGatewayMonitoring(plan, namespace),
    };
  }
}

function addGateway(scope: Construct, plan: GatewayPlan, selector: Record<string, string>): void {
  const { Gateway, GatewaySpecServersTlsMinProtocolVersion: Version } = bindings.gateway;
  new Gateway(scope, 'Gateway', {
    metadata: { name: plan.name, labels: plan.labels },
    spec: {
      selector,
      servers: [
        {
          name: 'https',
          port: { number: 443, name: 'https', protocol: 'HTTPS' },
          hosts: plan.hosts,
          tls: {
            mode: tlsMode(plan.clientCertificates.mode),
            credentialName: plan.certificate.secretName,
            caCertCredentialName: plan.clientCertificates.authority?.secretName,
            minProtocolVersion: Version.TLSV1_UNDERSCORE_2,
          },
        },
        // Plain HTTP is answered only with the way to HTTPS.
        { name: 'http', port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: plan.hosts, tls: { httpsRedirect: true } },
      ],
    },
  });
}

function tlsMode(mode: string): import('../../../imports/networking.istio.io/gateway').GatewaySpecServersTlsMode {
  const { GatewaySpecServersTlsMode: Mode } = bindings.gateway;
  const modes: Record<string, import('../../../imports/networking.istio.io/gateway').GatewaySpecServersTlsMode> = {
    none: Mode.SIMPLE, required: Mode.MUTUAL, optional: Mode.OPTIONAL_UNDERSCORE_MUTUAL,
  };
  return own(modes, mode)!;
}

function addVirtualService(scope: Construct, plan: GatewayPlan): void {
  const { VirtualService } = bindings.virtualService;
  new VirtualService(scope, 'VirtualService', {
    metadata: { name: plan.name, labels: plan.labels },
    spec: late(() => ({ gateways: [plan.name], hosts: plan.hosts, http: plan.routes().map(toHttpRoute) })),
  });
}

function toHttpRoute(route: RoutePlan): object {
  return {
    name: route.name,
    match: matches(route.path),
    route: [{ destination: { host: route.host, port: { number: route.port } } }],
    timeout: `${route.timeout.toSeconds()}s`,
    retries: { attempts: route.retries, retryOn: route.retries > 0 ? RETRY_ON : undefined },
  };
}

/** A prefix alone would let `/v1` take `/v10` as well. */
function matches(path: string): object[] | undefined {
  if (path === '/') {
    return [{ uri: { prefix: '/' } }];
  }
  return [{ uri: { exact: path } }, { uri: { prefix: `${path}/` } }];
}
