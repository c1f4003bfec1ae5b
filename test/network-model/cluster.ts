import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Manifest } from '../support/manifests';

/** A rendered object, and the construct that made it. */
export interface Document {
  readonly path: string;
  readonly object: Manifest;
}

/** One end of a path: pods that are all alike, or something at an address. */
export interface Peer {
  /** `namespace/name` of our own pods, a phrase for what is outside. */
  readonly name: string;
  /** Whether it is in a namespace whose network isolation is ours: only paths that touch such pods are of interest. */
  readonly own: boolean;
  /** The namespace of pods; of an address there is none. */
  readonly namespace?: string;
  readonly labels: Record<string, string>;
  /** A policy by address meets pods too, in most networks. */
  readonly address: string;
  readonly inMesh: boolean;
  readonly serviceAccount?: string;
  /** The ports of its containers by name. */
  readonly namedPorts: Record<string, number>;
  readonly ports: number[];
  /** The construct that made it; nothing for what others made. */
  readonly path: string;
  /** Whether it holds a token of the Kubernetes API. */
  readonly usesApi: boolean;
  /** Whether it keeps backups in a bucket on the internet. */
  readonly usesBucket?: boolean;
  /** Whether it reads a Secret: an Alertmanager the address of its webhook. */
  readonly readsSecrets?: boolean;
  /** Whether nothing listens in it: who reaches it reaches nothing. */
  readonly onlyCalls?: boolean;
}

/** What a CloudNativePG operator makes of a Cluster listens here: PostgreSQL, its status, its metrics. */
const CLOUD_NATIVE_PG_PORTS = { postgresql: 5432, status: 8000, metrics: 9187 };

/** And here what it makes of a Pooler. */
const PGBOUNCER_PORTS = { pgbouncer: 5432, metrics: 9127 };

export function documentsOf(root: IConstruct): Document[] {
  return root.node.findAll().filter(ApiObject.isApiObject).map((object) => ({ path: object.node.path, object: object.toJson() }));
}

/** The pods that the documents make, one peer a pod template. */
export function podsOf(documents: Document[]): Peer[] {
  const namespaces = new Map(documents.filter(({ object }) => object.kind === 'Namespace').map(({ object }) => [object.metadata.name, object]));
  return documents.flatMap((document) => [...templates(document)]).map((template, index) => {
    const inMesh = isMeshed(namespaces.get(template.namespace))
      && template.labels['sidecar.istio.io/inject'] !== 'false' && template.labels['istio.io/dataplane-mode'] !== 'none';
    return { ...template, own: true, inMesh, address: `10.244.${index}.10` };
  });
}

function* templates({ path, object }: Document): Generator<Omit<Peer, 'own' | 'inMesh' | 'address'> & { namespace: string }> {
  const { kind, metadata, spec } = object;
  const base = { name: `${metadata.namespace}/${metadata.name}`, namespace: metadata.namespace, path };
  const template = kind === 'CronJob' ? spec.jobTemplate.spec.template : spec?.template;
  if (['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'].includes(kind)) {
    const ports = template.spec.containers.flatMap((container: Manifest) => container.ports ?? []);
    yield {
      ...base,
      labels: template.metadata.labels,
      serviceAccount: template.spec.serviceAccountName,
      namedPorts: Object.fromEntries(ports.map((port: Manifest) => [port.name, port.containerPort])),
      ports: ports.map((port: Manifest) => port.containerPort),
      usesApi: (template.spec.volumes ?? []).some((volume: Manifest) =>
        volume.projected?.sources.some((source: Manifest) => source.serviceAccountToken)),
      readsSecrets: (template.spec.volumes ?? []).some((volume: Manifest) => volume.projected?.sources.some((source: Manifest) => source.secret)),
    };
  }
  if (kind === 'Pooler' && object.apiVersion.startsWith('postgresql.cnpg.io/')) {
    yield { ...base, ...poolerOf(object) };
  }
  if (kind === 'Cluster' && object.apiVersion.startsWith('postgresql.cnpg.io/')) {
    const made = { ...base, serviceAccount: metadata.name, namedPorts: CLOUD_NATIVE_PG_PORTS, usesApi: true };
    const operators = { 'cnpg.io/cluster': metadata.name, 'app.kubernetes.io/instance': metadata.name };
    const labels = { ...spec.inheritedMetadata?.labels, ...operators };
    // The plugin's container in each member.
    const usesBucket = spec.plugins !== undefined;
    yield { ...made, labels: { ...labels, 'cnpg.io/podRole': 'instance' }, ports: Object.values(CLOUD_NATIVE_PG_PORTS), usesBucket };
    // Jobs that create members: their pods inherit labels too (inheritJobMetadata in the operator's cluster_create.go).
    yield { ...made, name: `${base.name} (bootstrap)`, labels, ports: [], onlyCalls: true, usesBucket };
  }
}

/** The pods of PgBouncer carry the labels of the template and the operator's own (pkg/specs/pgbouncer/deployments.go). */
function poolerOf({ metadata, spec }: Manifest): { labels: Record<string, string>; ports: number[] } & Pick<Peer, 'namedPorts' | 'usesApi' | 'serviceAccount'> {
  return {
    labels: { ...spec.template.metadata.labels, 'cnpg.io/cluster': spec.cluster.name, 'cnpg.io/poolerName': metadata.name, 'cnpg.io/podRole': 'pooler' },
    ports: Object.values(PGBOUNCER_PORTS), namedPorts: PGBOUNCER_PORTS, usesApi: true, serviceAccount: metadata.name,
  };
}

/** Whether pods of the namespace are in Istio's mesh, by sidecars or in ambient mode. */
function isMeshed(namespace: Manifest | undefined): boolean {
  const labels = namespace?.metadata.labels ?? {};
  return labels['istio-injection'] === 'enabled' || labels['istio.io/rev'] !== undefined || labels['istio.io/dataplane-mode'] === 'ambient';
}

/** Pods of others, in a namespace of the cluster. */
export function strangePods(name: string, namespace: string, labels: Record<string, string> = {}, more: Partial<Peer> = {}): Peer {
  return { ...NOBODY, name, namespace, labels, address: '10.244.250.10', ...more };
}

/** Something at an address outside of the cluster. */
export function address(name: string, ip: string): Peer {
  return { ...NOBODY, name, address: ip };
}

const NOBODY: Peer = { name: '', own: false, labels: {}, address: '', inMesh: false, namedPorts: {}, ports: [], path: '', usesApi: false };
