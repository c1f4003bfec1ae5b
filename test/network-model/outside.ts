import { address, Document, Peer, strangePods } from './cluster';
import { ObservabilityStack, Operator, Platform } from 'cdk8s-agent-platform';

export const DNS = 'DNS';
export const DNS_CACHE = 'DNS cache';
export const API_SERVER = 'API server';
export const NODE = 'a node';
export const ISTIOD = 'istiod';
export const INGRESS_GATEWAY = 'ingress gateway';
export const POSTGRES_OPERATOR = 'CloudNativePG operator';
export const KEDA_OPERATOR = 'KEDA operator';
export const PROMETHEUS = 'Prometheus';
export const PUBLIC_INTERNET = 'public internet';

/** What our policies must not open: others in the same places, and addresses that no connection names. */
const ADDRESSES = {
  'another address in 10.0.0.0/8': '10.200.0.10',
  'an address in 172.16.0.0/12': '172.20.0.10',
  'an address in 192.168.0.0/16': '192.168.7.7',
  'an address in 100.64.0.0/10': '100.64.0.10',
  'metadata service': '169.254.169.254',
};

/** Everything else there is, as the ClusterProfile states it; in our namespaces a pod that somebody put there by hand. */
export function outside(platform: Platform, documents: Document[], isolated: Set<string>): Peer[] {
  const { cluster, mesh } = platform.settings;
  const [istiod, postgresOperator] = [Operator.istio(), Operator.cloudNativePg()].map((operator) => cluster._locationOf(operator._descriptor)!);
  const at = (name: string, location: { namespace: string; labels?: Record<string, string> }, more: Partial<Peer> = {}): Peer =>
    strangePods(name, location.namespace, location.labels, more);
  const namespaces = documents.filter(({ object }) => object.kind === 'Namespace').map(({ object }) => object.metadata.name as string);
  const monitoring = monitoringLocation(platform);
  return [
    at(DNS, cluster.dns),
    at(ISTIOD, istiod),
    at(INGRESS_GATEWAY, cluster.ingressGateway, { inMesh: mesh.name !== 'none', serviceAccount: cluster.ingressGatewayServiceAccount }),
    at(POSTGRES_OPERATOR, postgresOperator),
    ...documents.some(({ object }) => object.kind === 'ScaledObject') ? kedaPods(platform) : [],
    ...monitoring ? [at(PROMETHEUS, monitoring)] : [],
    ...cluster.dnsCache ? [at(DNS_CACHE, cluster.dnsCache)] : [],
    ...cluster.dnsCidrs.map((cidr) => address(`${DNS_CACHE} at ${cidr}`, first(cidr))),
    ...[cluster.dns, istiod, cluster.ingressGateway, postgresOperator].map(({ namespace }) => strangePods(`a stranger in ${namespace}`, namespace)),
    ...[...namespaces, 'elsewhere'].filter((namespace) => namespace !== monitoring?.namespace)
      .map((namespace) => strangePods(`a stranger in ${namespace}`, namespace, {}, {
        own: isolated.has(namespace), inMesh: mesh.name !== 'none', serviceAccount: 'default',
      })),
    address(API_SERVER, first(cluster.apiServerCidrs[0]).replace(/0$/, '2')),
    ...runsPrometheus(platform) ? [address(NODE, first(cluster.nodeCidrs[0]).replace(/0$/, '7'))] : [],
    address(PUBLIC_INTERNET, '203.0.113.10'),
    ...Object.entries(ADDRESSES).map(([name, ip]) => address(name, ip)),
  ];
}

function kedaPods(platform: Platform): Peer[] {
  const { namespace, labels } = platform.settings.cluster._locationOf(Operator.keda()._descriptor)!;
  return [strangePods(KEDA_OPERATOR, namespace, labels), strangePods(`a stranger in ${namespace}`, namespace)];
}

/** Pods of somebody else with the labels of ours: a policy that forgets the namespace lets them in. */
export function twinOf({ name, labels, namespace, inMesh, serviceAccount }: Peer): Peer[] {
  const isLabelled = namespace !== undefined && Object.keys(labels).length > 0;
  return isLabelled ? [strangePods(`a twin of ${name} elsewhere`, 'elsewhere', labels, { inMesh, serviceAccount })] : [];
}

/** Whether the stack runs a Prometheus of its own. */
function runsPrometheus(platform: Platform): boolean {
  return platform.node.findAll().some((construct) => construct instanceof ObservabilityStack && construct.node.tryFindChild('prometheus') !== undefined);
}

function monitoringLocation(platform: Platform): { namespace: string; labels?: Record<string, string> } | undefined {
  const stack = platform.node.findAll().find((construct) => construct instanceof ObservabilityStack);
  return stack && !runsPrometheus(platform) ? platform.settings.cluster.monitoring ?? { namespace: stack.node.scopes[2].node.id } : undefined;
}

/** The address that a range begins with. */
export function first(cidr: string): string {
  return cidr.split('/')[0];
}
