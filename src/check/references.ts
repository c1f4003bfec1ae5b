import { isClusterScoped, Json, Manifests, ofKind, podTemplateOf } from '../catalog/rules/manifest';
import { Rule } from '../catalog/rules/rule';

type Documents = Manifests['documents'];

/** That one object names another. */
export interface Reference {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  /** Keys of a ConfigMap or Secret that are asked for. */
  readonly keys: string[];
}

/** Something that the manifests need and another team or an operator makes. */
export interface External {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

type Wanted = Omit<Reference, 'namespace'>;

function one(kind: string, name: string | undefined, keys: string[] = []): Wanted[] {
  return name ? [{ kind, name, keys }] : [];
}

function itemKeys(source: Json): string[] {
  return (source.items ?? []).map((item: Json) => item.key);
}

function ofVolume(volume: Json): Wanted[] {
  const sources = [volume, ...(volume.projected?.sources ?? [])];
  return [
    // A plain volume names its Secret by secretName, a projected one by name; optional ones may be absent.
    ...sources
      .filter(({ secret }) => secret && !secret.optional)
      .flatMap(({ secret }) => one('Secret', secret.secretName ?? secret.name, itemKeys(secret))),
    ...sources
      .filter(({ configMap }) => configMap && !configMap.optional)
      .flatMap(({ configMap }) => one('ConfigMap', configMap.name, itemKeys(configMap))),
    ...one('PersistentVolumeClaim', volume.persistentVolumeClaim?.claimName),
  ];
}

function ofContainer(container: Json): Wanted[] {
  const env = (container.env ?? []).map((variable: Json) => variable.valueFrom ?? {});
  const from = container.envFrom ?? [];
  return [
    ...env
      .filter(({ secretKeyRef: ref }: Json) => ref && !ref.optional)
      .flatMap(({ secretKeyRef: ref }: Json) => one('Secret', ref.name, [ref.key])),
    ...env
      .filter(({ configMapKeyRef: ref }: Json) => ref && !ref.optional)
      .flatMap(({ configMapKeyRef: ref }: Json) => one('ConfigMap', ref.name, [ref.key])),
    ...from
      .filter(({ secretRef: ref }: Json) => ref && !ref.optional)
      .flatMap(({ secretRef: ref }: Json) => one('Secret', ref.name)),
    ...from
      .filter(({ configMapRef: ref }: Json) => ref && !ref.optional)
      .flatMap(({ configMapRef: ref }: Json) => one('ConfigMap', ref.name)),
  ];
}

function ofPod(spec: Json): Wanted[] {
  return [
    ...(spec.volumes ?? []).flatMap(ofVolume),
    ...[...(spec.initContainers ?? []), ...spec.containers].flatMap(ofContainer),
    ...one('ServiceAccount', spec.serviceAccountName),
    ...one('PriorityClass', spec.priorityClassName),
    ...one('RuntimeClass', spec.runtimeClassName),
    ...(spec.imagePullSecrets ?? []).flatMap(({ name }: Json) => one('Secret', name)),
  ];
}

function istioHosts(object: Json): string[] {
  const routes = [...(object.spec.http ?? []), ...(object.spec.tcp ?? []), ...(object.spec.tls ?? [])];
  return routes.flatMap((route) => (route.route ?? []).map(({ destination }: Json) => destination.host as string));
}

/** A host of the cluster's own DNS names a Service; any other host is the world's. */
function ofHost(host: string, namespace: string): Reference[] {
  const [name, other, svc] = host.split('.');
  return other !== undefined && svc !== 'svc' ? [] : [{ kind: 'Service', namespace: other ?? namespace, name, keys: [] }];
}

/** `ns/name`, or a name of the same namespace. */
function ofGateway(gateway: string, namespace: string): Reference[] {
  if (gateway === 'mesh') {
    return [];
  }
  const [first, second] = gateway.split('/');
  return [{ kind: 'Gateway', namespace: second ? first : namespace, name: second ?? first, keys: [] }];
}

function ofRoute(spec: Json, namespace: string): Reference[] {
  const parents = (spec.parentRefs ?? []).map((parent: Json) => ({
    kind: parent.kind ?? 'Gateway',
    name: parent.name,
    namespace: parent.namespace ?? namespace,
  }));
  const backends = (spec.rules ?? [])
    .flatMap((rule: Json) => rule.backendRefs ?? [])
    .map((backend: Json) => ({ kind: backend.kind ?? 'Service', name: backend.name, namespace: backend.namespace ?? namespace }));
  return [...parents, ...backends].map((reference) => ({ ...reference, keys: [] }));
}

/** Kinds whose references stand in fields of their own. */
const BY_KIND: Record<string, (object: Json) => Wanted[]> = {
  StatefulSet: ({ spec }) => [
    ...one('Service', spec.serviceName),
    ...(spec.volumeClaimTemplates ?? []).flatMap((claim: Json) => one('StorageClass', claim.spec.storageClassName)),
  ],
  HorizontalPodAutoscaler: ({ spec }) => one(spec.scaleTargetRef.kind, spec.scaleTargetRef.name),
  VerticalPodAutoscaler: ({ spec }) => one(spec.targetRef.kind, spec.targetRef.name),
  RoleBinding: ({ roleRef }) => one(roleRef.kind, roleRef.name),
  ClusterRoleBinding: ({ roleRef }) => one(roleRef.kind, roleRef.name),
  Ingress: ({ spec }) => [
    ...(spec.tls ?? []).flatMap((tls: Json) => one('Secret', tls.secretName)),
    ...(spec.rules ?? [])
      .flatMap((rule: Json) => rule.http?.paths ?? [])
      .flatMap((path: Json) => one('Service', path.backend.service?.name)),
  ],
  // Istio's Gateway names Secrets too, but of the proxies' namespace, which no manifest says.
  Gateway: ({ spec }) => (spec.listeners ?? [])
    .flatMap((listener: Json) => listener.tls?.certificateRefs ?? [])
    .flatMap((ref: Json) => one('Secret', ref.name)),
  Certificate: ({ spec }) => one(spec.issuerRef.kind ?? 'Issuer', spec.issuerRef.name),
};

function referencesOf(object: Json): Reference[] {
  const { namespace } = object.metadata;
  const template = podTemplateOf(object);
  const wanted = [...(BY_KIND[object.kind]?.(object) ?? []), ...(template ? ofPod(template.spec) : [])];
  const found: Reference[] = wanted.map((item) => ({
    ...item,
    namespace: isClusterScoped(item) ? undefined : namespace,
  }));
  (object.subjects ?? [])
    .filter((subject: Json) => subject.kind === 'ServiceAccount')
    .forEach((subject: Json) =>
      found.push({ kind: 'ServiceAccount', namespace: subject.namespace ?? namespace, name: subject.name, keys: [] }),
    );
  if (object.kind === 'VirtualService') {
    found.push(...istioHosts(object).flatMap((host) => ofHost(host, namespace)));
    found.push(...(object.spec.gateways ?? []).flatMap((gateway: string) => ofGateway(gateway, namespace)));
  }
  if (/^(HTTP|GRPC|TCP|TLS|UDP)Route$/.test(object.kind)) {
    found.push(...ofRoute(object.spec, namespace));
  }
  return found;
}

/** A subset that a VirtualService routes to must be declared by a DestinationRule of the same host. */
function missingSubsets(service: Json, documents: Documents): string[] {
  const declared = new Set(
    ofKind(documents, 'DestinationRule').flatMap((rule) =>
      (rule.spec.subsets ?? []).map((subset: Json) => `${rule.spec.host.split('.')[0]}/${subset.name}`),
    ),
  );
  return (service.spec.http ?? [])
    .flatMap((http: Json) => http.route ?? [])
    .filter(
      ({ destination }: Json) => destination.subset && !declared.has(`${destination.host.split('.')[0]}/${destination.subset}`),
    )
    .map(
      ({ destination }: Json) =>
        `it routes to the subset ${destination.subset} of ${destination.host}, which no DestinationRule declares`,
    );
}

function key(reference: { kind: string; namespace?: string; name: string }): string {
  return `${reference.kind} ${reference.namespace ? `${reference.namespace}/` : ''}${reference.name}`;
}

/** What every cluster has without anybody's doing. */
function isBuiltIn({ kind, name }: Reference): boolean {
  return (kind === 'ConfigMap' && name === 'kube-root-ca.crt')
    || (kind === 'ServiceAccount' && name === 'default')
    || (kind === 'ClusterRole' && /^(system:|view$|edit$|admin$)/.test(name))
    || (kind === 'PriorityClass' && name.startsWith('system-'));
}

type Emitted = Map<string, Json>;

function emittedBy(documents: Documents): Emitted {
  return new Map(documents.map(({ object }) => [key({ ...object.metadata, kind: object.kind }), object]));
}

function openOf(object: Json, emitted: Emitted): Reference[] {
  return referencesOf(object).filter((reference) => !isBuiltIn(reference) && !emitted.has(key(reference)));
}

/** References to objects that the output does not hold. */
export function openReferences(documents: Documents): Reference[] {
  const emitted = emittedBy(documents);
  return documents.flatMap(({ object }) => openOf(object, emitted));
}

/** Secrets that must exist before the manifests are applied, each with the keys that are asked of it. */
export function externalSecrets(documents: Documents): { namespace: string; name: string; keys: string[] }[] {
  const secrets = new Map<string, { namespace: string; name: string; keys: string[] }>();
  for (const reference of openReferences(documents).filter(({ kind }) => kind === 'Secret')) {
    const known = secrets.get(key(reference));
    const keys = [...new Set([...(known?.keys ?? []), ...reference.keys])].sort();
    secrets.set(key(reference), { namespace: reference.namespace!, name: reference.name, keys });
  }
  return [...secrets.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, secret]) => secret);
}

function missingKeys(object: Json, emitted: Emitted): string[] {
  return referencesOf(object)
    .filter((reference) => reference.kind === 'ConfigMap' && emitted.has(key(reference)))
    .flatMap((reference) => {
      const target = emitted.get(key(reference));
      const keys = Object.keys({ ...target.data, ...target.binaryData });
      return reference.keys
        .filter((name) => !keys.includes(name))
        .map((name) => `it asks for the key ${name} of ${key(reference)}, which has ${keys.join(', ')}`);
    });
}

/** Each reference exists in the output or is declared as external. Secrets are never emitted: they are listed, not judged. */
export function referenceRule(documents: Documents, externals: External[]): Rule {
  const emitted = emittedBy(documents);
  const declared = new Set(externals.map(key));
  return {
    id: 'references',
    text: 'What an object names is in the output, or declared as somebody else\'s',
    reason: 'A pod waits for a ConfigMap that does not exist, and a route to a missing Service answers 503.',
    check: (object) => [
      ...openOf(object, emitted)
        .filter((reference) => reference.kind !== 'Secret' && !declared.has(key(reference)))
        .map((reference) => `it names ${key(reference)}, which is neither in the output nor declared as external`),
      ...(object.kind === 'VirtualService' ? missingSubsets(object, documents) : []),
      ...missingKeys(object, emitted),
    ],
  };
}
