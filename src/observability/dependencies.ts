import { IConstruct } from 'constructs';
import { own } from '../internal/own';
import { OUTAGE, SYMPTOM } from '../model/alert-labels';
import { ConnectionEdge, Registry } from '../platform/registry';
import { MonitoredComponent } from './monitored-component';

/** A component, and those whose outage explains its symptoms: all that it reaches, directly or through others. */
export interface Dependency {
  readonly client: MonitoredComponent;
  readonly on: MonitoredComponent[];
}

/** Read from the connection graph, so at rendering only. */
export function dependencies(scope: IConstruct, components: MonitoredComponent[]): Dependency[] {
  const byPath = new Map(components.map((component) => [component.part.node.path, component]));
  const edges = Registry.of(scope).connections;
  return [...byPath.keys()].sort().map((path) => {
    const client = byPath.get(path)!;
    const reached = reachable(path, edges, byPath);
    return { client, on: [...reached].sort().map((one) => byPath.get(one)!).filter((one) => raises(one, OUTAGE)) };
  }).filter(({ client, on }) => on.length > 0 && raises(client, SYMPTOM));
}

function raises(component: MonitoredComponent, label: string): boolean {
  return component.plan().alerts.some(({ labels }) => labels !== undefined && own(labels, label) !== undefined);
}

function reachable(start: string, edges: ConnectionEdge[], byPath: Map<string, MonitoredComponent>): Set<string> {
  const found = new Set<string>();
  const visit = (path: string): void => edges.filter(({ client }) => client === path).forEach(({ target }) => {
    const component = owner(target, byPath);
    if (component !== undefined && component !== start && !found.has(component)) {
      found.add(component);
      visit(component);
    }
  });
  visit(start);
  return found;
}

/** The component that a target belongs to: `pg.readOnly` is a construct below its store. */
function owner(path: string, byPath: Map<string, MonitoredComponent>): string | undefined {
  const end = path.lastIndexOf('/');
  return byPath.has(path) ? path : end < 0 ? undefined : owner(path.slice(0, end), byPath);
}
