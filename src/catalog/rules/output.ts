import { inside, Json, ofKind } from './manifest';
import { findsPods } from './metadata';
import { of, ofWorkloads, Rule, unless } from './rule';

/** Where the API says something by an empty value. */
const MAY_BE_EMPTY = [
  /^NetworkPolicy\/spec\/(podSelector|(in|e)gress\/\d+(\/(from|to)\/\d+\/podSelector)?)$/, /^AuthorizationPolicy\/spec(\/rules\/\d+)?$/,
  // An empty matcher of Alertmanager matches alerts without the label.
  /\/emptyDir$/, /^(Cluster)?Role\/rules\/\d+\/apiGroups\/\d+$/,
];

function isHollow(value: Json): boolean {
  if (typeof value === 'string') {
    return value === '' || /\[object Object\]|^undefined$|^NaN$|^null$|\bundefined\.|\.undefined\b/.test(value);
  }
  return value === undefined || value === null || Number.isNaN(value) || (typeof value === 'object' && Object.keys(value).length === 0);
}

/** I2, I3 and I6: what the library promises of its own output besides. The check of references judges that of others. */
/** A policy on shared proxies is in their namespace, which is created elsewhere. */
function isOurs(namespace: string, documents: readonly { readonly object: Json }[]): boolean {
  return ofKind(documents, 'Namespace').some(({ metadata }) => metadata.name === namespace);
}

export const OUTPUT_RULES: Rule[] = [
  {
    id: 'I2',
    text: 'No field is empty, null or "undefined"',
    reason: 'An empty value means something different in every API, and a host named "undefined" does not exist.',
    ours: (object) => inside(object).filter(([path, value]) => isHollow(value) && !MAY_BE_EMPTY.some((pattern) => pattern.test(`${object.kind}${path}`)))
      .map(([path, value]) => `${path} is ${JSON.stringify(value)}`),
  },
  {
    id: 'I3',
    text: 'Every ConfigMap that pods read is in the output',
    reason: 'Otherwise the pod waits for it and never starts.',
    ours: ofWorkloads(({ spec, namespace, manifests }) => inside(spec).filter(([path]) => /\/configMap(KeyRef|Ref)?\/name$/.test(path)).map(([, name]) => name)
      .filter((name) => name !== 'kube-root-ca.crt'
        && !ofKind(manifests.documents, 'ConfigMap').some(({ metadata }) => metadata.namespace === namespace && metadata.name === name))
      .map((name) => `ConfigMap ${name} is not in the output`)),
  },
  {
    id: 'I6',
    text: 'Mesh policies and PodMonitors select pods of the output',
    reason: 'A policy that selects nothing protects nothing, and a monitor that selects nothing raises no alert.',
    ours: of(['AuthorizationPolicy', 'PeerAuthentication', 'PodMonitor'], ({ metadata, spec }, { documents }) =>
      unless(!spec.selector || !isOurs(metadata.namespace, documents) || findsPods(spec.selector, metadata.namespace, documents), 'it selects no pod of the output')),
  },
];
