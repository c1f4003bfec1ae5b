import { ApiObject, Duration, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { Durability, Guarantees, OperatorDescriptor } from 'cdk8s-agent-platform';
import { DeployedStore, Guard, OperatedPods, PriorityRole, StoreEngine, StoreProvider, StoreRequest, targetMissing } from 'cdk8s-agent-platform/store';

/** An operator that this library does not know. */
export const JOURNAL_OPERATOR: OperatorDescriptor = {
  name: 'Journal operator', apiVersions: ['journal.acme.io/v1'], namespace: 'journal-system', labels: { app: 'journal-operator' }, podPorts: [7001],
};

export class JournalProvider implements StoreProvider {
  public readonly call = 'JournalEngine.operated()';

  public constructor(private readonly members: number) {}

  public validate(guard: Guard): void {
    guard.integer('members', this.members, { min: 1, max: 5 }, 'leave it out for 3');
  }

  public guarantees(): Guarantees {
    return {
      replicas: this.members,
      automaticFailover: true,
      failoverTime: Duration.seconds(30),
      durability: Durability.SYNCHRONOUS,
      pointInTimeRecovery: false,
      nodes: this.members,
      customResources: ['journals.journal.acme.io'],
    };
  }

  public deploy(store: Construct, request: StoreRequest): DeployedStore {
    const pods = new OperatedPods(store, {
      operator: JOURNAL_OPERATOR,
      alternative: 'another store',
      name: request.name,
      part: { name: request.componentName, component: 'journal' },
      members: this.members,
      resources: request.resources,
      role: PriorityRole.DATA,
      selector: { 'journal.acme.io/journal': request.name },
      memberPorts: [7000],
    });
    pods.requireSecret(request.credentials, ['password']);
    const journal = new ApiObject(store, 'Default', {
      apiVersion: 'journal.acme.io/v1',
      kind: 'Journal',
      metadata: { name: request.name, labels: pods.labels },
      spec: Lazy.any({
        produce: () => ({
          members: this.members, podLabels: pods.podLabels, priorityClassName: pods.priorityClassName, topologySpreadConstraints: [pods.zoneSpread()],
        }),
      }),
    });
    const connections = pods.connect();
    return {
      connections,
      monitoring: {
        title: request.name,
        scrapes: [pods.scrape({ name: 'metrics', number: 7002 }, connections)],
        alerts: [targetMissing('Journal', journal.name, { job: request.name })],
        recordings: [],
        panels: [],
      },
    };
  }
}

export class JournalEngine implements StoreEngine<JournalProvider> {
  public static operated(options: { members?: number } = {}): JournalEngine {
    return new JournalEngine(new JournalProvider(options.members ?? 3));
  }

  private constructor(public readonly _provider: JournalProvider) {}
}
