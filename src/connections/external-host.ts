import { Chart } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { isAddress, looksLikeAddress } from '../internal/address';
import { Guard } from '../internal/guard';
import { componentLabels } from '../platform/labels';
import { Platform } from '../platform/platform';
import { Registry } from '../platform/registry';
import { TrafficPeer } from './traffic-peer';

/** A host outside of the cluster, as policies and a mesh know it. */
export interface ExternalHostProps {
  readonly host: string;
  readonly port: number;
  /** `TLS`, `HTTP` or `TCP`. */
  readonly protocol: string;
  /** Its addresses, where they are stated. */
  readonly addresses?: TrafficPeer;
}

/** Checks a host outside of the cluster, and says by which addresses a network policy knows it. */
export function addressesOf(guard: Guard, scope: IConstruct, { host, port, addresses: stated }: ExternalHostProps): TrafficPeer {
  validateHost(guard, 'host', host);
  guard.port('port', port);
  const addresses = stated ?? (isAddress(host) ? TrafficPeer.cidrs([`${host}/32`]) : undefined);
  if (addresses === undefined && !Platform.of(scope).mesh._provider.controlsHosts) {
    guard.fail('addresses', addresses, 'given unless a mesh controls egress by host name',
      'a network policy cannot name a host: pass TrafficPeer.cidrs([...]), or TrafficPeer.publicInternet() for every public address on this port');
  }
  const chosen = guard.instance('addresses', addresses ?? TrafficPeer.publicInternet(), TrafficPeer, 'TrafficPeer.publicInternet()');
  chosen._validate(guard.within('addresses'));
  return chosen;
}

export function validateHost(guard: Guard, prop: string, host: string): void {
  guard.host(prop, host);
  if (looksLikeAddress(host) && !isAddress(host)) {
    guard.fail(prop, host, 'a host name or an IPv4 address', 'write an address like 203.0.113.7, four numbers from 0 to 255');
  }
}

/** Makes a host known to the mesh, if there is one that lets traffic out by host name, in the namespaces that are connected to `target`. */
export function addHostToMesh(target: Construct, id: string, name: string, { host, port, protocol }: ExternalHostProps): void {
  const settings = Platform.of(target);
  if (settings.mesh._provider.controlsHosts) {
    settings.mesh._provider.addHost(target, id, {
      metadata: { name, labels: componentLabels(target, settings, name, { name: target.node.id, component: 'external' }) },
      host,
      port,
      protocol,
      exportTo: () => clientNamespaces(target),
    });
  }
}

function clientNamespaces(construct: Construct): string[] {
  const { path } = construct.node;
  const clients = Registry.of(construct).connections.filter(({ target }) => target === path || target.startsWith(`${path}/`)).map(({ client }) => client);
  const namespaces = clients.map((client) => Chart.of(findByPath(construct.node.root, client)).namespace ?? '.');
  const own = Chart.of(construct).namespace;
  return [...new Set(['.', ...namespaces.filter((namespace) => namespace !== own)])].sort();
}

function findByPath(root: IConstruct, path: string): IConstruct {
  return path.split('/').reduce((construct, id) => construct.node.findChild(id), root);
}
