import { Operator } from './operator';

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
   * The addresses of the nodes, as IPv4 ranges: a Prometheus that the stack runs reads the use of containers and volumes from the kubelet of each,
   * on port 10250.
   *
   * @default - any address, on the kubelet's port only; synthesis warns
   */
  readonly nodeCidrs?: string[];
  /**
   * The cluster's DNS.
   *
   * @default - pods labelled `k8s-app: kube-dns` in `kube-system`
   */
  readonly dns?: PodLocation;
  /**
   * The ports that the DNS pods listen on. A network policy judges the pod's port, and not that of the Service.
   *
   * @default [53]
   */
  readonly dnsPorts?: number[];
  /**
   * A DNS cache on every node, where network policies see it as pods.
   *
   * @default - none
   */
  readonly dnsCache?: PodLocation;
  /**
   * Addresses that are asked for names on port 53 besides, as IPv4 ranges: a cache in the node's own network, which no policy
   * by labels meets.
   *
   * @default - none
   * @see https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/
   */
  readonly dnsCidrs?: string[];
  /**
   * The domain of cluster addresses.
   *
   * @default cluster.local
   */
  readonly clusterDomain?: string;
  /**
   * The shared ingress gateway of Istio: the only component that the public network reaches.
   *
   * @default - pods labelled `istio: ingressgateway` in `istio-ingress`
   */
  readonly ingressGateway?: PodLocation;
  /**
   * The service account of the shared ingress gateway, by which components in the mesh know it.
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
   * The operators that the cluster has: `[Operator.cloudNativePg(), Operator.istio({ namespace: 'istio-control' })]`. Once stated, a choice that
   * needs another one is an error, and so is a version that is too old.
   *
   * @default - not stated: every choice is taken, and the operators it needs are yours to install, in their usual namespaces
   */
  readonly operators?: Operator[];
  /**
   * The security context constraints of OpenShift that pods run under. Every namespace grants them to its service accounts.
   *
   * @default - none: the cluster has no such thing
   */
  readonly securityContextConstraints?: string;
}
