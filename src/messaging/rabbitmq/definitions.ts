import { SecretSource } from '../../secrets/secret-source';
import { MessageAccess } from './message-access';

export const VIRTUAL_HOST = '/';

/** A queue, by its name in RabbitMQ. */
export interface QueueDefinition {
  readonly name: string;
  readonly type: string;
}

/** A policy: what holds of queues whose name matches. */
export interface PolicyDefinition {
  readonly name: string;
  readonly pattern: string;
  readonly applyTo: string;
  readonly priority: number;
  readonly definition: Record<string, string | number>;
}

/** A user, whose name and password are in a Secret. */
export interface UserDefinition {
  /** What its files are called. */
  readonly id: string;
  readonly credentials: SecretSource;
  readonly access: MessageAccess;
  /** `administrator`, `monitoring` and the like. */
  readonly tags: string[];
}

/** What a broker is to hold. Users, queues and policies are added to a store that is deployed already, so it is read when rendering. */
export class Definitions {
  private readonly queueList: QueueDefinition[] = [];
  private readonly policyList: PolicyDefinition[] = [];
  private readonly userList: UserDefinition[] = [];

  public get queues(): QueueDefinition[] {
    return byKey(this.queueList, ({ name }) => name);
  }

  public get policies(): PolicyDefinition[] {
    return byKey(this.policyList, ({ name }) => name);
  }

  public get users(): UserDefinition[] {
    return byKey(this.userList, ({ id }) => id);
  }

  public addQueue(queue: QueueDefinition): void {
    this.queueList.push(queue);
  }

  public addPolicy(policy: PolicyDefinition): void {
    this.policyList.push(policy);
  }

  public addUser(user: UserDefinition): void {
    this.userList.push(user);
  }
}

function byKey<T>(list: T[], key: (entry: T) => string): T[] {
  return [...list].sort((a, b) => key(a) < key(b) ? -1 : 1);
}
