import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { notesMonitoring } from './notes-monitoring';
import { Durability, Guarantees, Platform } from 'cdk8s-agent-platform';
import {
  addStoreService, componentLabels, DeployedStore, Guard, HealthCheck, PriorityRole, resolveImage, StatefulWorkload, StoreEngine,
  StoreProvider, StoreRequest,
} from 'cdk8s-agent-platform/store';

const PORT = { name: 'notes', number: 7000 };

export class NotesProvider implements StoreProvider {
  public constructor(public readonly call: string, private readonly members: number) {}

  public validate(guard: Guard): void {
    guard.integer('members', this.members, { min: 1, max: 3 }, 'leave it out');
  }

  public guarantees(): Guarantees {
    return {
      replicas: this.members,
      automaticFailover: this.members > 1,
      failoverTime: this.members > 1 ? Duration.seconds(10) : undefined,
      durability: Durability.ASYNCHRONOUS,
      pointInTimeRecovery: false,
      nodes: this.members,
      customResources: [],
    };
  }

  public deploy(store: Construct, request: StoreRequest): DeployedStore {
    const settings = Platform.of(store);
    const { connections, name, namespace } = new StatefulWorkload(store, 'server', {
      componentName: request.componentName,
      component: 'notes',
      role: PriorityRole.DATA,
      replicas: this.members,
      containers: [{
        name: 'notes',
        image: resolveImage(new Guard(store), 'image', 'ghcr.io/acme/notes:1.0.0', settings),
        ports: [PORT],
        resources: request.resources,
        checks: { startup: HealthCheck.tcp(PORT.name), liveness: HealthCheck.tcp(PORT.name), readiness: HealthCheck.tcp(PORT.name) },
        mounts: [{ name: 'data', mountPath: '/data' }],
      }],
      claims: [{ name: 'data', size: request.storage, storageClass: request.storageClass }],
      memberPorts: [{ name: 'tcp-notes', port: PORT.number, target: PORT }],
    });
    const labels = componentLabels(store, settings, name, { name: request.componentName, component: 'notes' });
    addStoreService(store, 'Service', { name: request.name, labels, instance: name, portName: 'tcp-notes', port: PORT.number, targetPort: PORT.name });
    return { connections, monitoring: notesMonitoring(request.name, name, namespace, connections) };
  }
}

export class NotesEngine implements StoreEngine<NotesProvider> {
  public static single(): NotesEngine {
    return new NotesEngine(new NotesProvider('NotesEngine.single()', 1));
  }

  public static pair(): NotesEngine {
    return new NotesEngine(new NotesProvider('NotesEngine.pair()', 2));
  }

  private constructor(public readonly _provider: NotesProvider) {}
}
