import { Duration, Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { Severity, TrafficPeer } from 'cdk8s-agent-platform';
import { GatewayCapabilities, gatewayEngine, GatewayPlan, GatewayProvider, Guard, ProvidedGateway } from 'cdk8s-agent-platform/gateway';

/** An engine that this library does not know: an Ingress of a class that somebody else runs. */
class TunnelEngine implements GatewayProvider {
  public readonly call = 'TunnelEngine.of()';
  public readonly capabilities: GatewayCapabilities = { additionalHosts: 'rules of one Ingress' };

  public constructor(private readonly className: string) {}

  public validate(guard: Guard): void {
    guard.dnsLabel('className', this.className);
  }

  public provide(scope: Construct, plan: GatewayPlan): ProvidedGateway {
    new k8s.KubeIngress(scope, 'Ingress', {
      metadata: { name: plan.name, labels: plan.labels },
      spec: {
        ingressClassName: this.className,
        tls: [{ hosts: plan.hosts, secretName: plan.certificate.secretName }],
        rules: Lazy.any({ produce: () => plan.hosts.map((host) => ({ host, http: { paths: paths(plan) } })) }) as never,
      },
    });
    return {
      proxies: TrafficPeer.pods({ namespace: 'tunnel', labels: { app: 'tunnel' } }),
      monitoring: () => ({
        title: plan.name, scrapes: [], recordings: [], panels: [],
        alerts: [{
          id: 'TunnelDown', expr: `tunnel_up{host="${plan.hosts[0]}"} == 0`, for: Duration.minutes(5), severity: Severity.CRITICAL,
          summary: `The tunnel of gateway ${plan.name} is down.`, description: `No request reaches gateway ${plan.name}.`,
        }],
      }),
    };
  }
}

function paths(plan: GatewayPlan): object[] {
  return plan.routes().map(({ path, host, port }) =>
    ({ path, pathType: 'Prefix', backend: { service: { name: host.split('.')[0], port: { number: port } } } }));
}

export const tunnel = (className: string) => gatewayEngine(new TunnelEngine(className));
