import { Construct } from 'constructs';
import { GATEWAY_API } from '../../catalog/operators/gateway-api';
import { TrafficPeer } from '../../connections/traffic-peer';
import { bindings } from '../../internal/bindings';
import { Guard } from '../../internal/guard';
import { Platform } from '../../platform/platform';
import { GatewayCapabilities } from '../gateway-capabilities';
import { GatewayPlan, GatewayProvider, ProvidedGateway } from '../gateway-provider';
import { GatewayApiOptions } from './gateway-api-options';
import { addApiRoute, addRedirect, listenersOf } from './routes';

/** A controller of the Gateway API: what its standard channel says, and nothing that only some implementations have. */
export class GatewayApiProvider implements GatewayProvider {
  public readonly call = 'GatewayEngine.gatewayApi({ ... })';
  public readonly capabilities: GatewayCapabilities = {
    additionalHosts: 'a listener for each',
    clientCertificatesRequired: '`tls.frontend` with the authority in a Secret, which the implementation must take',
    grpc: 'GRPCRoute',
    routeTimeout: '`timeouts.request` of an HTTPRoute',
  };

  public constructor(private readonly options: GatewayApiOptions) {}

  public validate(guard: Guard): void {
    const { className, proxies } = guard.struct('options', this.options);
    guard.objectName('className', className);
    guard.instance('proxies', proxies, TrafficPeer, 'TrafficPeer.pods({ namespace: \'envoy-gateway-system\' })')._validate(guard.within('proxies'));
  }

  public provide(scope: Construct, plan: GatewayPlan): ProvidedGateway {
    const { cluster, mesh } = Platform.of(scope);
    const guard = new Guard(scope);
    cluster._requireOperator(guard, 'engine', GATEWAY_API, 'GatewayEngine.nginx()');
    if (mesh._provider.hasIdentities) {
      guard.notAllowed('engine', 'pods in the mesh take mutual TLS of the mesh only, and its proxies are not in the mesh', 'use GatewayEngine.istio()');
    }
    this.addGateway(scope, plan);
    addRedirect(scope, plan);
    return {
      proxies: this.options.proxies,
      addRoute: (route) => addApiRoute(scope, plan, route),
      monitoring: () => ({ title: plan.name, scrapes: [], alerts: [], recordings: [], panels: [] }),
    };
  }

  private addGateway(scope: Construct, plan: GatewayPlan): void {
    const { Gateway, GatewaySpecListenersTlsMode: TlsMode, GatewaySpecTlsFrontendDefaultValidationMode: Mode } = bindings.apiGateway;
    const { certificate, clientCertificates: { authority } } = plan;
    const validation = authority && { caCertificateRefs: [{ group: '', kind: 'Secret', name: authority.secretName }], mode: Mode.ALLOW_VALID_ONLY };
    new Gateway(scope, 'Gateway', {
      metadata: { name: plan.name, labels: plan.labels },
      spec: {
        gatewayClassName: this.options.className,
        listeners: [
          ...listenersOf(plan).map((listener) => ({
            ...listener, port: 443, protocol: 'HTTPS', tls: { mode: TlsMode.TERMINATE, certificateRefs: [{ kind: 'Secret', name: certificate.secretName }] },
          })),
          { name: 'http', port: 80, protocol: 'HTTP' },
        ],
        tls: validation && { frontend: { default: { validation } } },
      },
    });
  }
}
