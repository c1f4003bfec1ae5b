import { Guard } from '../internal/guard';
import { PodLocation } from '../model/cluster-facts';
import { ClusterProfile } from '../model/cluster-profile';

/**
 * Refuses the namespaces of Kubernetes and of the cluster's operators: a Namespace denies all traffic of its pods by default, and
 * those pods are not described here.
 */
export function refuseReserved(guard: Guard, prop: string, name: string, cluster: ClusterProfile): void {
  const owner = ownerOf(name, cluster);
  if (owner) {
    guard.fail(prop, name, 'a namespace of your own',
      `this one belongs to ${owner}, and a Namespace would deny all traffic of the pods that run there: choose another name`);
  }
}

function ownerOf(name: string, cluster: ClusterProfile): string | undefined {
  if (name === 'default' || name.startsWith('kube-')) {
    return 'Kubernetes';
  }
  if (cluster.name === 'openshift' && name.startsWith('openshift-')) {
    return 'OpenShift';
  }
  // Not what scrapes metrics: an ObservabilityStack is composed in that namespace.
  const { dns, dnsCache, ingressGateway } = cluster;
  const locations: [string, PodLocation | undefined][] = [
    ['the cluster\'s DNS', dns], ['the DNS cache', dnsCache], ['the ingress gateway', ingressGateway],
    ...cluster._operators().map((operator): [string, PodLocation | undefined] => [operator.name, cluster._locationOf(operator)]),
  ];
  return locations.find(([, location]) => location?.namespace === name)?.[0];
}
