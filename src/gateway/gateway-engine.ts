import { GatewayProvider } from './gateway-plan';
import { IstioGatewayProvider } from './istio/istio-gateway';

/** What carries a gateway. */
export class GatewayEngine {
  /**
   * Istio: a Gateway and a VirtualService for the shared ingress gateway, whose namespace and labels the ClusterProfile states.
   *
   * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/
   */
  public static istio(): GatewayEngine {
    return new GatewayEngine('istio', new IstioGatewayProvider());
  }

  private constructor(
    /** `istio`. */
    public readonly name: string,
    /** @internal */
    public readonly _provider: GatewayProvider,
  ) {}
}
