import { Document, groupOf, Json, namespacesOf, ofKind } from './documents';
import { matches, podTemplateOf } from './pods';
import { Rule, unless } from './rules/rule';

/**
 * Pods that an operator makes stand in no manifest. They carry a label of its domain with the name of the custom resource
 * (`cnpg.io/cluster: customers`), and the labels that the resource hands down.
 */
function operatorMakes(documents: Document[], namespace: string, selector: Json): boolean {
  const named = ({ metadata, ...object }: Json) =>
    Object.entries(selector?.matchLabels ?? {}).some(
      ([label, name]) => metadata.name === name && groupOf(object).endsWith(label.split('/')[0]),
    );
  return documents
    .map(({ object }) => object)
    .filter((object) => object.metadata.namespace === namespace)
    .some(
      (object) =>
        named(object) || (object.spec?.inheritedMetadata && matches(selector, object.spec.inheritedMetadata.labels ?? {})),
    );
}

/** The namespaces that a monitor looks into: its own unless it says otherwise. */
function monitored({ metadata, spec }: Json, namespace: string): boolean {
  const { any, matchNames } = spec.namespaceSelector ?? {};
  return any || (matchNames ?? [metadata.namespace]).includes(namespace);
}

function picksPods(selector: Json, documents: Document[], where: (namespace: string) => boolean): boolean {
  return (
    documents.some(
      ({ object }) =>
        where(object.metadata.namespace) &&
        podTemplateOf(object)?.metadata?.labels &&
        matches(selector, podTemplateOf(object).metadata.labels),
    ) || namespacesOf(documents).some((namespace) => where(namespace) && operatorMakes(documents, namespace, selector))
  );
}

function picksService(monitor: Json, documents: Document[]): boolean {
  return ofKind(documents, 'Service').some(
    ({ metadata }) => monitored(monitor, metadata.namespace) && matches(monitor.spec.selector, metadata.labels ?? {}),
  );
}

/** Each selector that others rely on picks at least one object of the output. */
export const SELECTOR_RULE: Rule = {
  id: 'selectors',
  states: 'a selector picks something of the output',
  check: (object, { documents }) => {
    const own = (namespace: string) => namespace === object.metadata.namespace;
    const picked = (selector: Json, where: (namespace: string) => boolean) =>
      unless(picksPods(selector, documents, where), 'its selector matches no pod of the output');
    switch (object.kind) {
      case 'NetworkPolicy':
        return picked(object.spec.podSelector, own);
      case 'Service':
        return object.spec.selector ? picked({ matchLabels: object.spec.selector }, own) : [];
      case 'PodMonitor':
        return picked(object.spec.selector, (namespace) => monitored(object, namespace));
      case 'ServiceMonitor':
        return unless(picksService(object, documents), 'its selector matches no Service of the output');
      default:
        return [];
    }
  },
};
