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

/** Nodes of one kind, by what tells them from others. */
export interface NodeSelection {
  /** Their labels. A node must have all of them. */
  readonly labels: Record<string, string>;
  /**
   * The keys of their taints, which pods on these nodes tolerate, whatever the value and effect.
   *
   * @default - none
   */
  readonly taints?: string[];
}

/** Facts about a cluster. */
export interface ClusterFacts {
  /**
   * The addresses of the API server, as IPv4 ranges. Network policies apply to the addresses behind `kubernetes.default`, so these are the addresses of the control
   * plane: `kubectl get endpoints kubernetes`.
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
   * The ports of the DNS pods. Network policies apply to the port of the pod, not of the Service.
   *
   * @default [53]
   */
  readonly dnsPorts?: number[];
  /**
   * A DNS cache that runs as a pod on every node.
   *
   * @default - none
   */
  readonly dnsCache?: PodLocation;
  /**
   * Further addresses of DNS servers, as IPv4 ranges: a DNS cache in the host network, which policies cannot
   * select by labels.
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
   * The shared ingress gateway of Istio: the only component that is reachable from outside.
   *
   * @default - pods labelled `istio: ingressgateway` in `istio-ingress`
   */
  readonly ingressGateway?: PodLocation;
  /**
   * The service account of the shared ingress gateway, by which components in the mesh authorize it.
   *
   * @default istio-ingressgateway
   */
  readonly ingressGatewayServiceAccount?: string;
  /**
   * What scrapes metrics.
   *
   * @default - all pods in the namespace of the ObservabilityStack
   */
  readonly monitoring?: PodLocation;
  /**
   * The operators that are installed: `[Operator.cloudNativePg(), Operator.istio({ namespace: 'istio-control' })]`. If set, a choice that needs another one is an error, and so is a version that is too old.
   *
   * @default - every choice is allowed; installing the operators, in their usual namespaces, is up to you
   */
  readonly operators?: Operator[];
  /**
   * The security context constraints of OpenShift that pods run under. Every namespace grants them to its service accounts.
   *
   * @default - none
   */
  readonly securityContextConstraints?: string;
  /**
   * The spot or preemptible nodes, for `NodePool.spot()`.
   *
   * @default - GKE: `cloud.google.com/gke-spot: "true"`, with a taint of that key; EKS: `eks.amazonaws.com/capacityType: SPOT` or
   * `karpenter.sh/capacity-type: spot`; OpenShift: `machine.openshift.io/interruptible-instance: ""`; elsewhere none are known
   */
  readonly spotNodes?: NodeSelection;
  /**
   * The label of nodes that says the type of their GPUs.
   *
   * @default - nvidia.com/gpu.product, which NVIDIA's GPU feature discovery sets; on GKE cloud.google.com/gke-accelerator
   */
  readonly gpuTypeLabel?: string;
}
