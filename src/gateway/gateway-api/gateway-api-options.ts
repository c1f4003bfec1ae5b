import { TrafficPeer } from '../../connections/traffic-peer';

/** Options of `GatewayEngine.gatewayApi`. */
export interface GatewayApiOptions {
  /** The GatewayClass, such as `eg` for Envoy Gateway. */
  readonly className: string;
  /**
   * Where the requests of its proxies come from, for the policies of the components behind them: `TrafficPeer.pods({ namespace, labels })` for
   * proxies in the cluster, `TrafficPeer.cidrs([...])` for a load balancer of the cloud.
   */
  readonly proxies: TrafficPeer;
}
