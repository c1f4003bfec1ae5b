import { groupOf, Json, Manifests, matches, namespacesOf, ofKind, operatedPodLabels, podTemplateOf } from '../catalog/rules/manifest';
import { Rule, unless } from '../catalog/rules/rule';

type Documents = Manifests['documents'];
type InNamespace = (namespace: string) => boolean;

/**
 * Pods that an operator makes stand in no manifest. They carry a label of its domain with the name of the custom resource
 * (`cnpg.io/cluster: customers`), and the labels that the resource hands down.
 */
function operatorMakes(documents: Documents, namespace: string, selector: Json): boolean {
  const isNamed = ({ metadata, ...object }: Json): boolean => Object.entries(selector?.matchLabels ?? {}).some(([label, name]) =>
    metadata.name === name && groupOf(object).endsWith(label.split('/')[0]));
  const handsDown = ({ spec }: Json): boolean => spec?.inheritedMetadata !== undefined && matches(selector, spec.inheritedMetadata.labels);
  return documents.map(({ object }) => object).filter(({ metadata }) => metadata.namespace === namespace)
    .some((object) => isNamed(object) || matchesOperated(object, selector) || handsDown(object));
}

function matchesOperated(object: Json, selector: Json): boolean {
  const labels = operatedPodLabels(object);
  return labels !== undefined && matches(selector, labels);
}

/** Whether a monitor looks into a namespace: its own unless it says otherwise. */
function isMonitored({ metadata, spec }: Json, namespace: string): boolean {
  const { any, matchNames } = spec.namespaceSelector ?? {};
  return any || (matchNames ?? [metadata.namespace]).includes(namespace);
}

function picksPods(selector: Json, documents: Documents, isIn: InNamespace): boolean {
  const picked = ({ object }: { object: Json }): boolean => {
    const labels = podTemplateOf(object)?.metadata?.labels;
    return isIn(object.metadata.namespace) && labels && matches(selector, labels);
  };
  return documents.some(picked) || namespacesOf(documents).some((namespace) => isIn(namespace) && operatorMakes(documents, namespace, selector));
}

function picksService(monitor: Json, documents: Documents): boolean {
  return ofKind(documents, 'Service').some(({ metadata }) => isMonitored(monitor, metadata.namespace) && matches(monitor.spec.selector, metadata.labels));
}

/** Each selector that others rely on picks at least one object of the output. */
export const SELECTOR_RULE: Rule = {
  id: 'selectors',
  text: 'Services, network policies and monitors select something of the output',
  reason: 'A selector that matches nothing serves, protects or monitors nothing, and no error says so.',
  check: (object, { documents }) => {
    const isOwn: InNamespace = (namespace) => namespace === object.metadata.namespace;
    const picked = (selector: Json, isIn: InNamespace): string[] => unless(picksPods(selector, documents, isIn), 'its selector matches no pod of the output');
    switch (object.kind) {
      case 'NetworkPolicy':
        return picked(object.spec.podSelector, isOwn);
      case 'Service':
        return object.spec.selector ? picked({ matchLabels: object.spec.selector }, isOwn) : [];
      case 'PodMonitor':
        return picked(object.spec.selector, (namespace) => isMonitored(object, namespace));
      case 'ServiceMonitor':
        return unless(picksService(object, documents), 'its selector matches no Service of the output');
      default:
        return [];
    }
  },
};
