import { frozen } from '../../internal/frozen';
import { Guard } from '../../internal/guard';
import { ComputeResources } from '../../workload/compute-resources';
import { Scaling } from '../../workload/scaling';

/** Options of `GatewayExposure.loadBalancer`. */
export interface LoadBalancerOptions {
  /**
   * Annotations of the Service, which the cloud's controller reads.
   *
   * @default - none
   */
  readonly annotations?: Record<string, string>;
  /**
   * The class of the load balancer, such as `service.k8s.aws/nlb`. It cannot be changed later.
   *
   * @default - the cluster's own
   */
  readonly loadBalancerClass?: string;
}

/** By what Service a gateway's own pods are reached. */
export class GatewayExposure {
  /** A load balancer of the cloud that passes TCP on, and leaves the address of the client as it is (`externalTrafficPolicy: Local`). */
  public static loadBalancer(options: LoadBalancerOptions = {}): GatewayExposure {
    return new GatewayExposure('LoadBalancer', frozen(options));
  }

  /** Only from within the cluster, for example through a load balancer that is managed elsewhere, or over a VPN. */
  public static clusterIp(): GatewayExposure {
    return new GatewayExposure('ClusterIP', {});
  }

  private constructor(
    /** @internal */
    public readonly _type: string,
    /** @internal */
    public readonly _options: LoadBalancerOptions,
  ) {}

  /** @internal */
  public _validate(guard: Guard): void {
    const { annotations, loadBalancerClass } = guard.struct('options', this._options);
    Object.entries(guard.struct('annotations', annotations ?? {})).forEach(([name, value]) => guard.text(`annotations["${name}"]`, value, 4096));
    if (loadBalancerClass !== undefined) {
      guard.text('loadBalancerClass', loadBalancerClass, 253);
    }
  }
}

/** Options of `GatewayEngine.nginx`. */
export interface NginxGatewayOptions {
  /**
   * How many pods there are: `Scaling.horizontal()` or `Scaling.fixed(3)`. Others would restart or stop pods that callers are connected to.
   *
   * @default Scaling.horizontal()
   */
  readonly scaling?: Scaling;
  /**
   * Requests and limits of each proxy.
   *
   * @default - 250m CPU and 256Mi memory
   */
  readonly resources?: ComputeResources;
  /**
   * By what Service it is reached.
   *
   * @default GatewayExposure.loadBalancer()
   */
  readonly exposure?: GatewayExposure;
  /**
   * Proxies in front of the gateway whose `X-Forwarded-For` is trusted, as IPv4 ranges. Only these proxies can then reach the gateway.
   *
   * @default - none: the client is the peer of the connection
   */
  readonly trustedProxies?: string[];
}
