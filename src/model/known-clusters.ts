import { ClusterFacts, NodeSelection } from './cluster-facts';
import { Operator } from './operator';

/** What is true of every cluster of a kind, and how its owner finds what is not. */
export interface KnownCluster {
  readonly name: string;
  readonly facts: ClusterFacts;
  /** Where operators run, where that is not their usual namespace. */
  readonly operators?: Operator[];
  /** Spot nodes by their labels: alternatives, where nodes come from several places. */
  readonly spotNodes?: NodeSelection[];
  /** How to find `apiServerCidrs`. */
  readonly findApiServer?: string;
  /** What to say where `dnsCidrs` are not stated. */
  readonly unsureDns?: string;
}

export const GENERIC: KnownCluster = { name: 'generic', facts: {} };

/** kubeadm's port; the address is that of the control-plane container, which Docker assigns. */
export const KIND: KnownCluster = {
  name: 'kind',
  facts: { apiServerPorts: [6443] },
  findApiServer: 'kubectl get endpoints kubernetes',
};

export const GKE: KnownCluster = {
  name: 'gke',
  facts: {
    apiServerPorts: [443],
    // With Dataplane V2 queries are handed to this pod, and the policy judges it by its labels.
    dnsCache: { namespace: 'kube-system', labels: { 'k8s-app': 'node-local-dns' } },
    // Without it the cache runs in the node's network at the first address; Cloud DNS answers at the second.
    dnsCidrs: ['169.254.20.10/32', '169.254.169.254/32'],
    gpuTypeLabel: 'cloud.google.com/gke-accelerator',
  },
  // Autopilot sets the taint; the owner of a node pool may.
  spotNodes: [{ labels: { 'cloud.google.com/gke-spot': 'true' }, taints: ['cloud.google.com/gke-spot'] }],
  findApiServer: 'kubectl get endpoints kubernetes, or privateClusterConfig of gcloud container clusters describe',
  unsureDns: 'with NodeLocal DNSCache and without Dataplane V2, pods ask the address of the Service kube-dns, which no policy by labels meets;'
    + ' state dnsCidrs: that address as /32, or 169.254.20.10/32 where that is not so',
};

export const EKS: KnownCluster = {
  name: 'eks',
  facts: { apiServerPorts: [443] },
  // Of managed node groups, and of Karpenter and Auto Mode; neither is tainted by itself.
  spotNodes: [{ labels: { 'eks.amazonaws.com/capacityType': 'SPOT' } }, { labels: { 'karpenter.sh/capacity-type': 'spot' } }],
  findApiServer: 'the ranges of the subnets that the control plane has its network interfaces in: aws eks describe-cluster',
};

export const OPENSHIFT: KnownCluster = {
  name: 'openshift',
  facts: {
    apiServerPorts: [6443],
    dns: { namespace: 'openshift-dns', labels: { 'dns.operator.openshift.io/daemonset-dns': 'default' } },
    // The Service listens on 53 and its pods on 5353, and a policy judges the pods' port.
    dnsPorts: [5353],
    monitoring: { namespace: 'openshift-user-workload-monitoring', labels: { 'app.kubernetes.io/name': 'prometheus' } },
    securityContextConstraints: 'nonroot-v2',
  },
  operators: [Operator.cloudNativePg({ namespace: 'openshift-operators' })],
  spotNodes: [{ labels: { 'machine.openshift.io/interruptible-instance': '' } }],
  findApiServer: 'the range of the control-plane machines: oc get endpoints kubernetes',
};
