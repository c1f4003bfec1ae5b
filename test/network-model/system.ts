import { Document, documentsOf, Peer, podsOf } from './cluster';
import { Port, portsOfInterest, Reach } from './evaluator';
import { Declared } from './expected';
import { outside, twinOf } from './outside';
import { StoreReachability, STORES } from './store-reachability';
import { ConnectionEdge, Platform, PlatformApp } from 'cdk8s-agent-platform';

/** One Platform as the model sees it: what was declared, and the documents that were made of it. */
export interface System {
  readonly documents: Document[];
  readonly peers: Peer[];
  readonly ports: Port[];
  /** What was declared, and nothing else. */
  readonly expected: Reach;
  /** What sidecars alone let through besides: metrics are read without mutual TLS, so they cannot know who reads. */
  readonly meshOnly: Reach;
  /** What NetworkPolicies let through and the mesh refuses: in staging, neighbours outside of the mesh. */
  readonly networkOnly: Reach;
  readonly connections: ConnectionEdge[];
}

/** Reads a Platform as its parts declared it. Of the policies it reads nothing but which ports they name. */
export function systemOf(app: PlatformApp, platform: Platform, otherStores: StoreReachability[] = []): System {
  const documents = documentsOf(platform);
  const pods = podsOf(documents);
  const others = [...pods, ...outside(platform, documents, new Set(pods.map(({ namespace }) => namespace!)))];
  const peers = [...others, ...others.flatMap(twinOf)];
  const ports = portsOfInterest(documents, peers, [22, 53, 80, 443, 6443, 15012, 15017]);
  const connections = app.report().connections.filter(({ client }) => client.startsWith(`${platform.node.path}/`));
  const { reach: expected, meshOnly, networkOnly } = new Declared(platform, pods, peers, ports, connections, [...STORES, ...otherStores]);
  return { documents, peers, ports, expected, meshOnly, networkOnly, connections };
}
