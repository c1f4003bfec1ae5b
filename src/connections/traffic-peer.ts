import { k8s } from 'cdk8s-plus-29';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { PodLocation } from '../model/cluster-facts';

/** Ranges that are not the public internet: private, link-local (the clouds' metadata service), carrier-grade NAT, loopback. */
const NOT_PUBLIC = ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];

/** One end of a connection. */
export class TrafficPeer {
  /** Pods, by namespace and labels. */
  public static pods(location: PodLocation): TrafficPeer {
    return new TrafficPeer({ location: frozen(location) });
  }

  /** Addresses outside of the cluster, as IPv4 ranges. */
  public static cidrs(cidrs: string[]): TrafficPeer {
    return new TrafficPeer({ cidrs: frozen(cidrs) });
  }

  /** Every address except private, link-local and loopback ones. */
  public static publicInternet(): TrafficPeer {
    return new TrafficPeer({ cidrs: ['0.0.0.0/0'], except: NOT_PUBLIC });
  }

  /**
   * Pods of a workload, which a mesh knows by its service account.
   *
   * @internal
   */
  public static _workload(namespace: string | undefined, labels: Record<string, string>, principal?: string): TrafficPeer {
    return new TrafficPeer({ location: { namespace: namespace ?? '', labels }, principal });
  }

  /** How a mesh knows it: `<trust domain>/ns/<namespace>/sa/<service account>`; undefined if it is not in the mesh. */
  public readonly principal?: string;

  private constructor(private readonly facts: PeerFacts) {
    this.principal = facts.principal;
  }

  /** @internal */
  public _validate(guard: Guard): void {
    if ('cidrs' in this.facts) {
      guard.list('cidrs', this.facts.cidrs!, 1, 'an empty list would allow every address').forEach((cidr, index) => guard.cidr(`cidrs[${index}]`, cidr));
      return;
    }
    const { namespace, labels } = guard.struct('location', this.facts.location!);
    // Empty means the namespace of whoever is connected to it.
    if (namespace !== '') {
      guard.dnsLabel('location.namespace', namespace);
    }
    guard.labels('location.labels', labels ?? {});
  }

  /** The labels of pods. @internal */
  public _labels(): Record<string, string> {
    return this.facts.location?.labels ?? {};
  }

  /** @internal */
  public _toKube(ownNamespace: string | undefined): k8s.NetworkPolicyPeer[] {
    const { location, cidrs, except } = this.facts;
    if (cidrs) {
      return cidrs.map((cidr) => ({ ipBlock: { cidr, except } }));
    }
    const podSelector = Object.keys(location!.labels ?? {}).length > 0 ? { matchLabels: location!.labels } : undefined;
    if (!location!.namespace || location!.namespace === ownNamespace) {
      return [{ podSelector: podSelector ?? {} }];
    }
    return [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': location!.namespace } }, podSelector }];
  }
}

interface PeerFacts {
  readonly location?: PodLocation;
  readonly cidrs?: string[];
  readonly except?: string[];
  readonly principal?: string;
}
