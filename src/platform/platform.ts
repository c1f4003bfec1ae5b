import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { Construct, IConstruct } from 'constructs';
import { constructId } from '../internal/construct-id';
import { Guard } from '../internal/guard';
import { claimFolder } from './output-names';
import { Registry } from './registry';
import { PlatformProps, PlatformSettings, resolveSettings, validateSettings } from './settings';

/**
 * One environment in one cluster. Everything below it shares its mesh, security profile, network isolation and observability; an app may hold
 * several, which know nothing of each other.
 *
 * @example
 * const staging = new Platform(app, 'staging', {
 *   environment: Environment.staging(),
 *   owner: { team: 'agents', email: 'agents@acme.io' },
 *   cluster: ClusterProfile.generic({ apiServerCidrs: ['10.0.0.0/28'] }),
 * });
 */
export class Platform extends Construct {
  /** The settings that hold for a construct: those of the nearest Platform above, or the defaults. */
  public static of(construct: IConstruct): PlatformSettings {
    return Registry.of(construct).settings;
  }

  /** The settings of this Platform, defaults filled in. */
  public readonly settings: PlatformSettings;

  public constructor(scope: Construct, id: string, props: PlatformProps = {}) {
    super(scope, constructId(scope, id));
    const guard = new Guard(this);
    guard.dnsLabel('id', id);
    this.refuseNesting(guard);
    claimFolder(guard, this, 'id', id);
    this.settings = resolveSettings(id, guard.struct('props', props));
    validateSettings(guard, this.settings);
    Registry.attach(this, this.settings);
    if (this.settings.securityProfile._demands.priorityClasses) {
      this.addPriorityClasses();
    }
    Registry.of(this).warnOfCluster(this.settings.cluster._unstatedDns());
  }

  private refuseNesting(guard: Guard): void {
    const above = this.node.scopes.slice(0, -1).find((scope) => scope instanceof Platform || Chart.isChart(scope));
    if (above) {
      guard.fail('scope', above.node.path, 'an app', 'a Platform is one environment in one cluster and holds namespaces; create it in the app');
    }
  }

  /** Three classes are enough to say who goes first when room is short; none is above the system's own. */
  private addPriorityClasses(): void {
    const labels = { 'app.kubernetes.io/part-of': this.node.id, 'app.kubernetes.io/managed-by': 'cdk8s-agent-platform' };
    const { owner, environment } = this.settings;
    const cluster = new Chart(this, 'Cluster', { labels: { ...labels, env: environment.name, ...owner ? { owner: owner.team } : {} } });
    for (const [role, value, description] of PRIORITIES) {
      new k8s.KubePriorityClass(cluster, role, {
        metadata: { name: priorityClassName(this.settings, role) },
        value, description, globalDefault: false, preemptionPolicy: 'PreemptLowerPriority',
      });
    }
  }
}

/** What a workload is for, as far as it decides who goes first when room is short. */
export enum PriorityRole {
  SERVING = 'serving',
  DATA = 'data',
  BATCH = 'batch',
}

const PRIORITIES: [PriorityRole, number, string][] = [
  [PriorityRole.SERVING, 100000, 'answers requests'],
  [PriorityRole.DATA, 200000, 'keeps data'],
  [PriorityRole.BATCH, 1000, 'can wait'],
];

/** Priority classes are known to the whole cluster, so their names begin with the Platform's. */
export function priorityClassName(settings: PlatformSettings, role: PriorityRole): string {
  return `${settings.name}-${role}`;
}
