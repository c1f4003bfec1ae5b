import { TrafficPeer } from '../connections/traffic-peer';
import { frozen } from '../internal/frozen';
import { GatewayApiProvider } from './gateway-api/gateway-api';
import { GatewayApiOptions } from './gateway-api/gateway-api-options';
import { GatewayProvider } from './gateway-provider';
import { IstioGatewayProvider } from './istio/istio-gateway';
import { NginxGatewayProvider } from './nginx/nginx-gateway';
import { NginxGatewayOptions } from './nginx/nginx-options';

/** The implementation of a gateway. */
export class GatewayEngine {
  /**
   * NGINX in pods of the gateway's own, reached by a load balancer: no custom resource, and nothing to install. For clusters without a mesh.
   *
   * @see https://nginx.org/en/docs/
   */
  public static nginx(options: NginxGatewayOptions = {}): GatewayEngine {
    return new GatewayEngine(new NginxGatewayProvider(frozen(options)));
  }

  /**
   * Istio: a Gateway and a VirtualService for the shared ingress gateway, whose namespace and labels are in the ClusterProfile.
   *
   * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/
   */
  public static istio(): GatewayEngine {
    return new GatewayEngine(new IstioGatewayProvider());
  }

  /**
   * The Gateway API: a Gateway of a GatewayClass, with an HTTPRoute or GRPCRoute for each route. It says only what the standard
   * channel says; what an implementation adds by resources of its own is not used.
   *
   * @see https://gateway-api.sigs.k8s.io
   */
  public static gatewayApi(options: GatewayApiOptions): GatewayEngine {
    return new GatewayEngine(new GatewayApiProvider(frozen(options)));
  }

  /**
   * An engine from outside of this library.
   *
   * @internal
   */
  public static _of(provider: GatewayProvider): GatewayEngine {
    return new GatewayEngine(provider);
  }

  /**
   * One of each, without options: what an error names, and the columns of the table in the docs.
   *
   * @internal
   */
  public static _all(): GatewayProvider[] {
    const gatewayApi = GatewayEngine.gatewayApi({ className: 'any', proxies: TrafficPeer.publicInternet() });
    return [GatewayEngine.nginx(), GatewayEngine.istio(), gatewayApi].map(({ _provider }) => _provider);
  }

  private constructor(
    /** @internal */
    public readonly _provider: GatewayProvider,
  ) {}
}
