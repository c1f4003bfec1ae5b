import { Json, Manifests, namespaceOf } from './manifest';

/** Whether Pod Security keeps programs within their containers there; assumed where the manifests do not hold the Namespace. */
export function isRestricted(object: Json, manifests: Manifests): boolean {
  const level = namespaceOf(object, manifests)?.metadata.labels?.['pod-security.kubernetes.io/enforce'];
  return level === undefined || level === 'restricted';
}

/** Whether Istio adds containers to the pods of that namespace. */
export function isInjected(object: Json, manifests: Manifests): boolean {
  const labels = namespaceOf(object, manifests)?.metadata.labels ?? {};
  return labels['istio-injection'] === 'enabled' || labels['istio.io/rev'] !== undefined;
}

/**
 * Whether the namespace, given as itself or as an object in it, is of a development environment, where everything
 * may talk to everything.
 */
export function isOpen(object: Json, manifests: Manifests): boolean {
  const { labels } = (object.kind === 'Namespace' ? object : namespaceOf(object, manifests))?.metadata ?? {};
  return labels?.['app.kubernetes.io/managed-by'] === 'cdk8s-agent-platform' && labels.env === 'development';
}
