import { OPERATORS } from '../catalog/operators';
import { OperatorDescriptor } from '../catalog/operators/operator-descriptor';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { checkNodes } from './check-nodes';
import { ClusterFacts, NodeSelection, PodLocation } from './cluster-facts';
import { EKS, GENERIC, GKE, KIND, KnownCluster, OPENSHIFT } from './known-clusters';
import { Operator } from './operator';

/** The facts about the cluster that a Platform runs in. */
export class ClusterProfile {
  /** A conformant cluster with the usual names. */
  public static generic(facts: ClusterFacts = {}): ClusterProfile {
    return new ClusterProfile(GENERIC, frozen(facts));
  }

  /**
   * A cluster of containers on one machine. Its API server listens on 6443, at an address of the container network.
   *
   * @see https://kind.sigs.k8s.io/docs/design/initial/
   */
  public static kind(facts: ClusterFacts = {}): ClusterProfile {
    return new ClusterProfile(KIND, frozen(facts));
  }

  /**
   * Google Kubernetes Engine. Its API server listens on 443; set the range of the control plane. DNS is kube-dns, the
   * pods of NodeLocal DNSCache under Dataplane V2, and the addresses 169.254.20.10 (the cache in the node's network) and
   * 169.254.169.254 (Cloud DNS), on port 53 only.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/nodelocal-dns-cache
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/cloud-dns
   */
  public static gke(facts: ClusterFacts = {}): ClusterProfile {
    return new ClusterProfile(GKE, frozen(facts));
  }

  /**
   * Amazon EKS. Its API server listens on 443, on network interfaces in the subnets of the cluster: set their ranges. DNS is CoreDNS under the labels of kube-dns. In Auto Mode, CoreDNS runs in the host network: set `dnsCidrs`.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
   * @see https://docs.aws.amazon.com/eks/latest/userguide/managing-coredns.html
   */
  public static eks(facts: ClusterFacts = {}): ClusterProfile {
    return new ClusterProfile(EKS, frozen(facts));
  }

  /**
   * OpenShift 4.11 or later. Its API server listens on 6443; its DNS pods listen on 5353. Metrics of user workloads are scraped from
   * `openshift-user-workload-monitoring`.
   *
   * Its default constraints, restricted-v2, assign pods a user and reject the fixed ones in our manifests. So every namespace grants its service accounts
   * nonroot-v2, which allows any user but root and is otherwise as strict.
   *
   * @see https://docs.redhat.com/en/documentation/openshift_container_platform/4.18/html/networking_operators/dns-operator
   * @see https://docs.redhat.com/en/documentation/openshift_container_platform/4.18/html/authentication_and_authorization/managing-pod-security-policies
   */
  public static openshift(facts: ClusterFacts = {}): ClusterProfile {
    return new ClusterProfile(OPENSHIFT, frozen(facts));
  }

  /** `generic`, `kind`, `gke`, `eks` or `openshift`. */
  public readonly name: string;
  /** The addresses of the API server; any address if they are not set. */
  public readonly apiServerCidrs: string[];
  /** The ports of the API server. */
  public readonly apiServerPorts: number[];
  /** The addresses of the nodes; any address if they are not set. */
  public readonly nodeCidrs: string[];
  /** The cluster's DNS. */
  public readonly dns: PodLocation;
  /** The ports of the DNS pods. */
  public readonly dnsPorts: number[];
  /** A DNS cache that runs as a pod on every node. */
  public readonly dnsCache?: PodLocation;
  /** Further addresses of DNS servers. */
  public readonly dnsCidrs: string[];
  /** The domain of cluster addresses. */
  public readonly clusterDomain: string;
  /** The shared ingress gateway of Istio. */
  public readonly ingressGateway: PodLocation;
  /** The service account of the shared ingress gateway. */
  public readonly ingressGatewayServiceAccount: string;
  /** What scrapes metrics, if it is set. */
  public readonly monitoring?: PodLocation;
  /** The security context constraints of OpenShift that pods run under, if any. */
  public readonly securityContextConstraints?: string;
  /** The label of nodes that says the type of their GPUs. */
  public readonly gpuTypeLabel: string;

  private readonly facts: ClusterFacts;

  private constructor(private readonly known: KnownCluster, private readonly stated: ClusterFacts) {
    const facts = this.facts = frozen({ ...known.facts, ...stated });
    this.name = known.name;
    this.apiServerCidrs = frozen(facts.apiServerCidrs ?? ['0.0.0.0/0']);
    this.apiServerPorts = frozen(facts.apiServerPorts ?? [443, 6443]);
    this.nodeCidrs = frozen(facts.nodeCidrs ?? ['0.0.0.0/0']);
    this.dns = frozen(facts.dns ?? { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } });
    this.dnsPorts = frozen(facts.dnsPorts ?? [53]);
    this.dnsCache = facts.dnsCache;
    this.dnsCidrs = frozen(facts.dnsCidrs ?? []);
    this.clusterDomain = facts.clusterDomain ?? 'cluster.local';
    this.ingressGateway = frozen(facts.ingressGateway ?? { namespace: 'istio-ingress', labels: { istio: 'ingressgateway' } });
    this.ingressGatewayServiceAccount = facts.ingressGatewayServiceAccount ?? 'istio-ingressgateway';
    this.monitoring = facts.monitoring;
    this.securityContextConstraints = facts.securityContextConstraints;
    this.gpuTypeLabel = facts.gpuTypeLabel ?? 'nvidia.com/gpu.product';
  }

  /** Whether the addresses of the API server are stated. */
  public get isApiServerStated(): boolean {
    return this.facts.apiServerCidrs !== undefined;
  }

  /**
   * The remedy to show if the addresses of the API server are needed but not set.
   *
   * @internal
   */
  public _unstatedApiServer(): string | undefined {
    const { findApiServer } = this.known;
    return this.isApiServerStated ? undefined : 'the cluster profile does not say where the API server listens: components that need it may reach any'
      + ` address on port ${this.apiServerPorts.join(' and ')}; state apiServerCidrs${findApiServer ? ` (${findApiServer})` : ''}`;
  }

  /**
   * The remedy to show if the addresses of the nodes are needed but not set.
   *
   * @internal
   */
  public _unstatedNodes(): string | undefined {
    return this.facts.nodeCidrs ? undefined
      : 'the cluster profile does not say where the nodes are: Prometheus may reach any address on port 10250; state nodeCidrs (kubectl get nodes -o wide)';
  }

  /**
   * What to say where the addresses of the cluster's DNS are not stated and cannot be known.
   *
   * @internal
   */
  public _unstatedDns(): string | undefined {
    const { unsureDns } = this.known;
    return unsureDns && !this.stated.dnsCidrs ? `the cluster profile does not say which addresses answer DNS: ${unsureDns}` : undefined;
  }

  /**
   * Where an operator runs in this cluster; undefined where it has no usual namespace and none is stated.
   *
   * @internal
   */
  public _locationOf(descriptor: OperatorDescriptor): PodLocation | undefined {
    const [stated, known] = [this.facts.operators, this.known.operators].map((operators) => find(operators ?? [], descriptor)?._options ?? {});
    const namespace = stated.namespace ?? known.namespace ?? descriptor.namespace;
    return namespace === undefined ? undefined : frozen({ namespace, labels: stated.labels ?? known.labels ?? descriptor.labels });
  }

  /**
   * The spot nodes, by one or several sets of labels; empty where none are known.
   *
   * @internal
   */
  public _spotNodes(): readonly NodeSelection[] {
    return this.facts.spotNodes ? [this.facts.spotNodes] : this.known.spotNodes ?? [];
  }

  /**
   * The operators that are listed; where none are, all that the library knows may be there.
   *
   * @internal
   */
  public _operators(): OperatorDescriptor[] {
    return this.facts.operators?.map(({ _descriptor }) => _descriptor) ?? Object.values(OPERATORS);
  }

  /** @internal */
  public _requireOperator(guard: Guard, prop: string, descriptor: OperatorDescriptor, alternative: string): void {
    const { operators } = this.facts;
    if (operators && !find(operators, descriptor)) {
      const { name, apiVersions = [], docs } = descriptor;
      const serves = apiVersions.length > 0 ? ` (${apiVersions.join(', ')})` : '';
      const listed = operators.map(({ _descriptor }) => _descriptor.name).join(', ') || 'none';
      guard.needs(prop, `${name}${serves}, which the ClusterProfile does not list (it lists ${listed})`,
        `add ${Operator._factoryOf(descriptor)} to its operators once it is installed${docs ? ` (${docs})` : ''}, or use ${alternative}`);
    }
  }

  /** @internal */
  public _validate(guard: Guard): void {
    guard.struct('facts', this.stated);
    guard.list('apiServerCidrs', this.apiServerCidrs, 1, 'leave it out to allow any address')
      .forEach((cidr, index) => guard.cidr(`apiServerCidrs[${index}]`, cidr));
    guard.list('apiServerPorts', this.apiServerPorts, 1, 'leave it out for 443 and 6443')
      .forEach((port, index) => guard.port(`apiServerPorts[${index}]`, port));
    guard.list('nodeCidrs', this.nodeCidrs, 1, 'leave it out to allow any address').forEach((cidr, index) => guard.cidr(`nodeCidrs[${index}]`, cidr));
    guard.list('dnsPorts', this.dnsPorts, 1, 'leave it out for 53').forEach((port, index) => guard.port(`dnsPorts[${index}]`, port));
    guard.list('dnsCidrs', this.dnsCidrs, 0, 'leave it out for none').forEach((cidr, index) => guard.cidr(`dnsCidrs[${index}]`, cidr));
    guard.host('clusterDomain', this.clusterDomain);
    guard.dnsLabel('ingressGatewayServiceAccount', this.ingressGatewayServiceAccount);
    if (this.securityContextConstraints !== undefined) {
      guard.objectName('securityContextConstraints', this.securityContextConstraints);
    }
    guard.labelKey('gpuTypeLabel', this.gpuTypeLabel);
    if (this.facts.spotNodes !== undefined) {
      checkNodes(guard.within('spotNodes'), guard.struct('spotNodes', this.facts.spotNodes));
    }
    const { dns, dnsCache, ingressGateway, monitoring } = this;
    for (const [prop, location] of Object.entries({ dns, dnsCache, ingressGateway, monitoring })) {
      if (location !== undefined) {
        guard.dnsLabel(`${prop}.namespace`, guard.struct(prop, location).namespace);
        guard.labels(`${prop}.labels`, location.labels ?? {});
      }
    }
    this.validateOperators(guard);
  }

  private validateOperators(guard: Guard): void {
    const operators = guard.list('operators', this.facts.operators ?? [], 0, 'leave it out when unknown');
    for (const [index, operator] of operators.entries()) {
      const prop = `operators[${index}]`;
      guard.instance(prop, operator, Operator, 'Operator.cloudNativePg()')._validate(guard.within(prop));
      if (find(operators.slice(0, index), operator._descriptor)) {
        guard.fail(prop, operator._descriptor.name, 'listed once', 'state its namespace, labels and version in one place', 'Duplicate');
      }
    }
  }
}

function find(operators: readonly Operator[], { name }: OperatorDescriptor): Operator | undefined {
  return operators.find(({ _descriptor }) => _descriptor.name === name);
}
