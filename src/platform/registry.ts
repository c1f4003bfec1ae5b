import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Guard } from '../internal/guard';
import { userPath } from '../internal/refusing';
import { rendered } from '../internal/rendered-object';
import { IMonitorable } from '../model/monitoring-plan';
import { findCredentials, findPlainSecrets } from '../secrets/clear-values';
import { SecretSource } from '../secrets/secret-source';
import { findRemoved } from './removed-versions';
import { RequiredObject, RequiredSecret, SecretRegistry } from './secret-registry';
import { defaultSettings, PlatformSettings } from './settings';

/** A warning about the output. */
export interface SynthWarning {
  /** The path of the construct that it is about. */
  readonly path: string;
  /** The warning, and what to do about it. */
  readonly text: string;
}

/** An edge of the connection graph, made by `connectTo` or `route`. */
export interface ConnectionEdge {
  /** The construct path of the client. */
  readonly client: string;
  /** The construct path of the target. */
  readonly target: string;
  /** The open TCP ports of the target's pods. */
  readonly ports: number[];
  /**
   * The host name of a target outside the cluster.
   *
   * @default - the target is in the cluster
   */
  readonly externalHost?: string;
}

/** Told of every component that can be watched, those from before included. */
export interface MonitorableListener {
  onMonitorable(part: IMonitorable): void;
}

const REGISTRY = Symbol.for('cdk8s-agent-platform.Registry');

/**
 * What the parts of one Platform know of each other: the meeting point that makes the order of construction irrelevant.
 */
export class Registry {
  /** The registry of the nearest Platform above, or of the whole app if there is none. */
  public static of(construct: IConstruct): Registry {
    const scopes = construct.node.scopes;
    for (let index = scopes.length - 1; index >= 0; index--) {
      const found = (scopes[index] as Registered)[REGISTRY];
      if (found) {
        return found;
      }
    }
    return Registry.attach(construct.node.root, defaultSettings());
  }

  public static attach(scope: IConstruct, settings: PlatformSettings): Registry {
    const registry = new Registry(scope, settings);
    Object.defineProperty(scope, REGISTRY, { value: registry });
    scope.node.addValidation({
      validate: () => {
        Registry.discover(scope);
        return [...registry.duplicates(), ...registry.problems()];
      },
    });
    return registry;
  }

  /** Finds what can be monitored by its method: users' own constructs know nothing of a registry. */
  public static discover(root: IConstruct): void {
    root.node.findAll().filter(isMonitorable).forEach((part) => Registry.of(part).addMonitorable(part));
  }

  private readonly parts = new Set<IMonitorable>();
  private readonly listeners: MonitorableListener[] = [];
  private readonly secrets: SecretRegistry;
  private readonly edges = new Map<string, ConnectionEdge>();
  private readonly claims = new Map<string, IConstruct>();
  private readonly notes = new Map<string, SynthWarning>();

  private constructor(private readonly scope: IConstruct, public readonly settings: PlatformSettings) {
    this.secrets = new SecretRegistry(settings);
  }

  public get requiredSecrets(): RequiredSecret[] {
    return this.secrets.requiredSecrets;
  }

  /** What operators need to make the Secrets that must not exist before. */
  public get requiredObjects(): RequiredObject[] {
    return this.secrets.requiredObjects;
  }

  public get warnings(): SynthWarning[] {
    return [...this.notes.values()].sort((a, b) => compare(a.path + a.text, b.path + b.text));
  }

  /** Who calls whom, in an order that does not depend on who was connected first. */
  public get connections(): ConnectionEdge[] {
    return [...this.edges.keys()].sort(compare).map((key) => this.edges.get(key)!);
  }

  /** Two connections between the same components are one arrow. */
  public addConnection(client: IConstruct, target: IConstruct, { ports, externalHost }: { ports: number[]; externalHost?: string }): void {
    const key = `${client.node.path} -> ${target.node.path}`;
    const all = new Set([...this.edges.get(key)?.ports ?? [], ...ports]);
    this.edges.set(key, {
      client: client.node.path, target: target.node.path, ports: [...all].sort((a, b) => a - b), ...externalHost ? { externalHost } : {},
    });
  }

  /** Takes something that only one construct of the Platform may have. Returns who has it: the first that asked. */
  public claim(user: IConstruct, what: string): IConstruct {
    const holder = this.claims.get(what) ?? user;
    this.claims.set(what, holder);
    return holder;
  }

  public addMonitorable(part: IMonitorable): void {
    if (!this.parts.has(part)) {
      this.parts.add(part);
      this.listeners.forEach((listener) => listener.onMonitorable(part));
    }
  }

  public listen(listener: MonitorableListener): void {
    this.listeners.push(listener);
    this.parts.forEach((part) => listener.onMonitorable(part));
  }

  public requireSecret(user: IConstruct, namespace: string | undefined, source: SecretSource, keys: string[]): void {
    this.secrets.require(user, namespace, source, keys);
  }

  /** What a pod says of the Secrets that it reads, so that it is replaced when their values change. */
  public secretAnnotations(namespace: string | undefined, sources: SecretSource[]): Record<string, string> {
    return this.secrets.restartAnnotations(namespace, sources);
  }

  /** A warning about the cluster, said once of the Platform however many components it concerns. */
  public warnOfCluster(text: string | undefined): void {
    if (text !== undefined) {
      this.warn(this.scope, text);
    }
  }

  public warn(about: IConstruct, text: string): void {
    this.notes.set(`${userPath(about)}\n${text}`, { path: userPath(about), text });
  }

  /** Two objects with one kind, namespace and name overwrite each other in the cluster, whatever file they are in. */
  private duplicates(): string[] {
    const first = new Map<string, ApiObject>();
    const errors: string[] = [];
    for (const object of this.objects()) {
      const id = `${object.apiGroup}/${object.kind} ${object.metadata.namespace ?? ''}/${object.name}`;
      const other = first.get(id);
      if (other) {
        errors.push(Guard.message('id', object.name, `a name that no other ${object.kind} of the ${object.metadata.namespace ? 'namespace' : 'Platform'} has`,
          `${other.node.path} and ${object.node.path} both make it; rename one of the constructs`));
      }
      first.set(id, other ?? object);
    }
    return errors;
  }

  /**
   * A Platform's output holds no credential in clear, and nothing that API servers refuse. Outside of one, an app may hold
   * charts that are not ours to judge.
   */
  private problems(): string[] {
    const isPlatform = this.scope.node.scope !== undefined;
    const everything = (): ApiObject[] => this.scope.node.root.node.findAll().filter(ApiObject.isApiObject);
    return [...isPlatform ? this.problemsOfObjects() : [], ...this.secrets.leaks(everything)];
  }

  private problemsOfObjects(): string[] {
    const [secrets, credentials, removed]: string[][] = [[], [], []];
    for (const object of this.objects()) {
      const objects = [rendered(object)];
      secrets.push(...findPlainSecrets(objects));
      credentials.push(...findCredentials(objects));
      removed.push(...findRemoved(objects));
    }
    return [...secrets, ...credentials, ...removed];
  }

  private objects(): ApiObject[] {
    const found: ApiObject[] = [];
    const visit = (construct: IConstruct): void => {
      if (ApiObject.isApiObject(construct)) {
        found.push(construct);
      }
      construct.node.children.filter((child) => !(child as Registered)[REGISTRY]).forEach(visit);
    };
    visit(this.scope);
    return found;
  }
}

function isMonitorable(construct: IConstruct): construct is IMonitorable {
  return typeof (construct as IMonitorable).toMonitoringPlan === 'function';
}

interface Registered extends IConstruct {
  readonly [REGISTRY]?: Registry;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
