import { readFileSync } from 'fs';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { Json } from '../kubectl';
import { yamlFiles } from '../manifests';

const MANIFESTS = join(__dirname, '..', '..', 'dist', 'manifests', 'agent-fleet', 'production');
const KINDS = ['PrometheusRule', 'PodMonitor', 'AlertmanagerConfig'];
const RELEASE = 'kube-prometheus-stack';

/** An alerting rule as it is emitted. */
export interface Rule {
  readonly alert: string;
  readonly labels: Record<string, string>;
}

/**
 * The Prometheus and Alertmanager of the chart, as far as they select: what `helm template kube-prometheus-stack` of Helm 4.3.1 makes of chart 88.5.3 with
 * its default values. The chart is in no package registry, so it is not rendered here.
 */
export const STACK = [
  ...['agents', 'monitoring'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
  {
    apiVersion: 'monitoring.coreos.com/v1', kind: 'Prometheus', metadata: { name: 'stack', namespace: 'monitoring' },
    spec: {
      ruleSelector: { matchLabels: { release: RELEASE } }, ruleNamespaceSelector: {},
      podMonitorSelector: { matchLabels: { release: RELEASE } }, podMonitorNamespaceSelector: {},
    },
  },
  {
    apiVersion: 'monitoring.coreos.com/v1', kind: 'Alertmanager', metadata: { name: 'stack', namespace: 'monitoring' },
    spec: { replicas: 1, alertmanagerConfigSelector: {}, alertmanagerConfigNamespaceSelector: {} },
  },
];

/** What the example emits for the operator. */
export function ours(): Json[] {
  return yamlFiles(MANIFESTS).flatMap((file) => parseAllDocuments(readFileSync(file, 'utf8')).map((one) => one.toJSON() as Json))
    .filter((one) => one && KINDS.includes(one.kind));
}

/** Wrong on purpose: without the label of the release it must not be loaded, or this run proves nothing. */
export function unlabelled(documents: Json[]): Json[] {
  return documents.filter(({ kind, metadata }) => kind !== 'AlertmanagerConfig' && metadata.name === 'api').map((one) => {
    const { release, ...labels } = one.metadata.labels as Record<string, string>;
    return { ...one, metadata: { ...one.metadata, name: 'unlabelled', labels } };
  });
}

/** The rule of an alert of a component. */
export function rule(documents: Json[], service: string, alert: string): Rule {
  const rules: Rule[] = documents.filter(({ kind }) => kind === 'PrometheusRule')
    .flatMap(({ spec }) => spec.groups.flatMap((group: Json) => group.rules));
  const found = rules.find((one) => one.alert === alert && one.labels.service === service);
  if (!found) throw new Error(`there is no alert ${alert} of ${service}`);
  return found;
}
