import { Guard } from '../internal/guard';

/** Where a component of the cluster runs: what network policies need to let traffic to and from it. */
export interface PodLocation {
  /** Its namespace. */
  readonly namespace: string;
  /**
   * The labels of its pods.
   *
   * @default - all pods of the namespace
   */
  readonly labels?: Record<string, string>;
}

/** What is true of a cluster. */
export interface ClusterFacts {
  /**
   * The addresses of the API server, as IPv4 ranges. A network policy judges the address behind `kubernetes.default`, so
   * this is where the control plane really listens: `kubectl get endpoints kubernetes`.
   *
   * @default - any address, on the API server's ports only; synthesis warns
   */
  readonly apiServerCidrs?: string[];
  /**
   * The ports of the API server.
   *
   * @default [443, 6443]
   */
  readonly apiServerPorts?: number[];
  /**
   * The cluster's DNS.
   *
   * @default - pods labelled `k8s-app: kube-dns` in `kube-system`
   */
  readonly dns?: PodLocation;
  /**
   * The domain of cluster addresses.
   *
   * @default cluster.local
   */
  readonly clusterDomain?: string;
  /**
   * The Istio control plane.
   *
   * @default - pods labelled `app: istiod` in `istio-system`
   */
  readonly istiod?: PodLocation;
  /**
   * The shared ingress gateway of Istio: the only part that the public network reaches.
   *
   * @default - pods labelled `istio: ingressgateway` in `istio-ingress`
   */
  readonly ingressGateway?: PodLocation;
  /**
   * The service account of the shared ingress gateway, by which parts in the mesh know it.
   *
   * @default istio-ingressgateway
   */
  readonly ingressGatewayServiceAccount?: string;
  /**
   * What scrapes metrics.
   *
   * @default - all pods of the namespace that the ObservabilityStack stands in
   */
  readonly monitoring?: PodLocation;
  /**
   * The CloudNativePG operator.
   *
   * @default - pods labelled `app.kubernetes.io/name: cloudnative-pg` in `cnpg-system`
   */
  readonly cloudNativePg?: PodLocation;
  /**
   * The operators that the cluster has. Once stated, a choice that needs another one is an error.
   *
   * @default - not stated: every choice is taken, and the operators it needs are the reader's to install
   */
  readonly operators?: Operator[];
}

/** An operator, or another extension, whose kinds a choice may need. */
export enum Operator {
  /** The CloudNativePG operator: `PostgresEngine.cloudNativePg()`. */
  CLOUD_NATIVE_PG = 'CloudNativePG',
  /** Istio's control plane: `Mesh.istio()` and `GatewayEngine.istio()`. */
  ISTIO = 'Istio',
  /** The Prometheus operator: `MonitoringEngine.prometheusOperator()`. */
  PROMETHEUS_OPERATOR = 'Prometheus operator',
  /** The vertical pod autoscaler: `Scaling.vertical()`. */
  VERTICAL_POD_AUTOSCALER = 'Vertical Pod Autoscaler',
}

/** Facts of the cluster that a Platform runs in. They are stated, never guessed. */
export class ClusterProfile {
  /** A conforming cluster with the usual names; every fact can be stated. */
  public static generic(facts: ClusterFacts = {}): ClusterProfile {
    return new ClusterProfile(facts);
  }

  /** The addresses of the API server; any where they are not stated. */
  public readonly apiServerCidrs: string[];
  /** The ports of the API server. */
  public readonly apiServerPorts: number[];
  /** The cluster's DNS. */
  public readonly dns: PodLocation;
  /** The domain of cluster addresses. */
  public readonly clusterDomain: string;
  /** The Istio control plane. */
  public readonly istiod: PodLocation;
  /** The shared ingress gateway of Istio. */
  public readonly ingressGateway: PodLocation;
  /** The service account of the shared ingress gateway. */
  public readonly ingressGatewayServiceAccount: string;
  /** What scrapes metrics, where it is stated. */
  public readonly monitoring?: PodLocation;
  /** The CloudNativePG operator. */
  public readonly cloudNativePg: PodLocation;

  private constructor(private readonly facts: ClusterFacts) {
    this.apiServerCidrs = facts.apiServerCidrs ?? ['0.0.0.0/0'];
    this.apiServerPorts = facts.apiServerPorts ?? [443, 6443];
    this.dns = facts.dns ?? { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
    this.clusterDomain = facts.clusterDomain ?? 'cluster.local';
    this.istiod = facts.istiod ?? { namespace: 'istio-system', labels: { app: 'istiod' } };
    this.ingressGateway = facts.ingressGateway ?? { namespace: 'istio-ingress', labels: { istio: 'ingressgateway' } };
    this.ingressGatewayServiceAccount = facts.ingressGatewayServiceAccount ?? 'istio-ingressgateway';
    this.monitoring = facts.monitoring;
    this.cloudNativePg = facts.cloudNativePg ?? { namespace: 'cnpg-system', labels: { 'app.kubernetes.io/name': 'cloudnative-pg' } };
  }

  /** Whether the addresses of the API server are stated. */
  public get isApiServerStated(): boolean {
    return this.facts.apiServerCidrs !== undefined;
  }

  /** @internal */
  public _requireOperator(guard: Guard, prop: string, operator: Operator, alternative: string): void {
    const { operators } = this.facts;
    if (operators && !operators.includes(operator)) {
      guard.fail(prop, `a choice that needs ${operator}`, `one that the cluster can run (stated operators: ${operators.join(', ') || 'none'})`,
        `add Operator.${operatorKey(operator)} to the ClusterProfile once it is installed, or use ${alternative}`);
    }
  }

  /** @internal */
  public _validate(guard: Guard): void {
    guard.list('apiServerCidrs', this.apiServerCidrs, 1, 'leave it out to allow any address')
      .forEach((cidr, index) => guard.cidr(`apiServerCidrs[${index}]`, cidr));
    guard.list('apiServerPorts', this.apiServerPorts, 1, 'leave it out for 443 and 6443')
      .forEach((port, index) => guard.port(`apiServerPorts[${index}]`, port));
    guard.host('clusterDomain', this.clusterDomain);
    guard.dnsLabel('ingressGatewayServiceAccount', this.ingressGatewayServiceAccount);
    const { dns, istiod, ingressGateway, monitoring, cloudNativePg } = this;
    for (const [prop, location] of Object.entries({ dns, istiod, ingressGateway, monitoring, cloudNativePg })) {
      if (location !== undefined) {
        validateLocation(guard.within(prop), location);
      }
    }
    for (const [index, operator] of guard.list('operators', this.facts.operators ?? [], 0, 'leave it out when unknown').entries()) {
      guard.oneOf(`operators[${index}]`, operator, Object.values(Operator), 'name one that the library knows');
    }
  }
}

function validateLocation(guard: Guard, location: PodLocation): void {
  guard.dnsLabel('namespace', guard.struct('', location).namespace);
  for (const [key, value] of Object.entries(location.labels ?? {})) {
    guard.labelValue(`labels.${key}`, value);
  }
}

function operatorKey(operator: Operator): string {
  return Object.keys(Operator).find((key) => Operator[key as keyof typeof Operator] === operator)!;
}
