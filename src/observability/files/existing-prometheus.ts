import { k8s } from 'cdk8s-plus-29';
import { late } from '../../internal/late';
import { stringify } from '../../internal/yaml';
import { Registry } from '../../platform/registry';
import { dependencyInhibitions } from '../alert-routing';
import { dependencies } from '../dependencies';
import { MonitoredComponent } from '../monitored-component';
import { MonitoringBackend, MonitoringProvider, StackPlan } from '../monitoring-provider';
import { alertmanagerConfig } from './alertmanager';
import { prometheusConfig, scrapeFile } from './prometheus';

/** Files for a Prometheus of your own: no custom resource is needed. */
export class ExistingPrometheus implements MonitoringProvider {
  public validate(): void {
    // Whatever the cluster has, it can hold a ConfigMap.
  }

  public install(stack: StackPlan): MonitoringBackend {
    const { scope, name, namespace, labels, routing: { platform, receivers } } = stack;
    const watched: MonitoredComponent[] = [];
    receivers.forEach(({ secret, kind }) => Registry.of(scope).requireSecret(scope, namespace, secret, [kind.key]));
    new k8s.KubeConfigMap(scope, 'Configuration', {
      metadata: { name, labels },
      data: late(() => ({
        'prometheus.yaml': document(prometheusConfig(platform)),
        ...receivers.length > 0 ? { 'alertmanager.yaml': document(alertmanagerConfig(receivers, dependencyInhibitions(dependencies(scope, watched)))) } : {},
      })),
    });
    return {
      watch: (component) => {
        watched.push(component);
        addComponentFiles(stack, component);
      },
    };
  }
}

/** What Prometheus reads of one component, by itself: a fleet does not fit into one ConfigMap. */
export function addComponentFiles({ scope, name, labels }: StackPlan, part: MonitoredComponent): void {
  new k8s.KubeConfigMap(scope, `Files-${part.part.node.path}`, {
    metadata: { name: part.nameBelow(name), labels },
    data: late(() => {
      const scrapes = scrapeFile(part);
      return {
        ...scrapes.scrape_configs.length > 0 ? { 'scrapes.yaml': document(scrapes) } : {},
        'rules.yaml': document({ groups: part.ruleGroups() }),
      };
    }),
  });
}

/** One YAML document, without what is undefined. */
export function document(content: object): string {
  return stringify(JSON.parse(JSON.stringify(content)));
}
