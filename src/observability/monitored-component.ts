import { Chart } from 'cdk8s';
import { limitName, NameLimit, objectName } from '../internal/naming';
import { IMonitorable, MonitoringPlan, ScrapeEndpoint } from '../model/monitoring-plan';
import { componentLabels } from '../platform/labels';
import { Platform } from '../platform/platform';
import { PlatformSettings } from '../platform/settings';
import { RuleGroup, ruleGroups } from './rules';
import { Runbooks } from './runbooks';

/** A port that is scraped, with every default filled in. */
export interface NamedEndpoint {
  readonly port: string;
  readonly path: string;
  /** The label `job` of everything that is scraped there. */
  readonly job: string;
}

/** A set of pods with one or more ports that are scraped. */
export interface PodSet {
  /** The name of the pods and of their PodMonitor: several sets of a component may share a job. */
  readonly name: string;
  readonly podLabels: Record<string, string>;
  readonly endpoints: NamedEndpoint[];
}

const INSTANCE = 'app.kubernetes.io/instance';

/** A component as engines see it: its plan, and the names of its objects. */
export class MonitoredComponent {
  public readonly name: string;
  public readonly namespace?: string;
  public readonly settings: PlatformSettings;

  public constructor(public readonly part: IMonitorable, private readonly runbooks: Runbooks) {
    this.settings = Platform.of(part);
    this.name = objectName(part);
    this.namespace = Chart.of(part).namespace;
  }

  /** A name for objects in another namespace, unique among those of other components. */
  public nameBelow(prefix: string): string {
    return limitName([prefix, this.namespace, this.name].filter((word) => word !== undefined).join('-'), NameLimit.DEFAULT);
  }

  /** The labels of objects in the component's own namespace. */
  public get labels(): Record<string, string> {
    return componentLabels(this.part, this.settings, this.name, { name: this.part.node.id, component: 'monitoring' });
  }

  public plan(): MonitoringPlan {
    return this.part.toMonitoringPlan();
  }

  public ruleGroups(): RuleGroup[] {
    const { namespace, settings } = this;
    return ruleGroups(this.plan(), {
      name: this.name,
      labels: {
        platform: settings.name,
        ...namespace === undefined ? {} : { namespace },
        service: this.name,
        ...settings.owner ? { team: settings.owner.team } : {},
      },
      runbooks: this.runbooks,
    });
  }

  public podSets(): PodSet[] {
    const sets = new Map<string, PodSet>();
    for (const scrape of this.plan().scrapes) {
      const { podLabels } = scrape;
      const endpoint = this.named(scrape);
      const key = JSON.stringify(podLabels);
      const known = sets.get(key) ?? { name: podLabels[INSTANCE] ?? endpoint.job, podLabels, endpoints: [] };
      sets.set(key, { ...known, endpoints: [...known.endpoints, endpoint] });
    }
    return [...sets.values()];
  }

  private named({ port, path, job, podLabels }: ScrapeEndpoint): NamedEndpoint {
    return { port, path: path ?? '/metrics', job: job ?? podLabels[INSTANCE] ?? this.name };
  }
}
