import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Guard } from '../internal/guard';
import { variablePrefix } from '../internal/naming';
import { Registry } from '../platform/registry';
import { SecretSource } from '../secrets/secret-source';
import { Binding, needsSecret, withCredentials } from './binding';
import { checkedConnectable } from './checked-connectable';
import { IConnectable } from './connectable';
import { Connections } from './connections';
import { checkPlatform } from './platform-rule';
import { checkZones } from './zone-rules';

/** The form in which the client receives the binding. */
export enum BindingForm {
  /** Environment variables `PREFIX_HOST`, `PREFIX_PORT`, ...; credentials by `secretKeyRef`, certificates as files. */
  VARIABLES = 'variables',
  /** Files below `/bindings/<prefix in lower case>`, as servicebinding.io lays them out; no secrets in the environment. */
  FILES = 'files',
}

/** Options of `connectTo`. */
export interface ConnectOptions {
  /**
   * The prefix of the client's variables, without the underscore.
   *
   * @default - the target's id, in upper case
   */
  readonly prefix?: string;
  /**
   * The client's own Secret with the target's credentials. A Secret can be read only in its own namespace, so a client in another one needs it.
   *
   * @default - the target's Secret
   */
  readonly credentials?: SecretSource;
  /**
   * The form in which the client receives the binding. Changing it changes what the application reads.
   *
   * @default - BindingForm.VARIABLES, in the hardened security profile BindingForm.FILES
   */
  readonly form?: BindingForm;
  /**
   * The container that receives the binding. Init containers are allowed. It may be added later.
   *
   * @default - the main container
   */
  readonly container?: string;
}

/** A connection from a client to a target, and the binding that the client receives. */
export interface Connection {
  /** The prefix of the client's variables. */
  readonly prefix: string;
  /** The binding that the client receives. */
  readonly binding: Binding;
  /** The ports that are open. */
  readonly ports: number[];
}

/** A connection that is known to be sound. */
export interface PreparedConnection {
  readonly connection: Connection;
  /** The form that was asked for. */
  readonly form?: BindingForm;
  /** The container that was asked for. */
  readonly container?: string;
  /** Opens the path in the policies of both. */
  readonly open: () => void;
}

/** Checks a path from a client to a target and resolves the client's binding; nothing is opened until both have succeeded. */
export function prepareConnection(client: IConstruct, connections: Connections, target: IConnectable, given: ConnectOptions): PreparedConnection {
  const guard = new Guard(client, 'connectTo.');
  if (typeof target?.toConnectable !== 'function') {
    guard.fail('target', target, 'a component that can be connected to', 'pass a construct such as an AgentApi, a store or an ExternalService');
  }
  if (target === client) {
    guard.fail('target', target.node.path, 'another component', 'a component reaches itself without a connection');
  }
  const options = guard.struct('options', given);
  checkPlatform(guard, 'target', client, target);
  checkZones(guard, 'target', client, target);
  const { peers, ports, connections: inbound, binding, prefix: theirs } = checkedConnectable(guard, target);
  const prefix = guard.variable('prefix', options.prefix ?? theirs ?? variablePrefix(target.node.id));
  const known = chooseCredentials(guard, client, target, binding, options);
  return {
    connection: { prefix, binding: known, ports },
    form: options.form,
    container: options.container === undefined ? undefined : guard.dnsLabel('container', options.container),
    open: () => {
      peers.forEach((peer) => connections.allowTo(peer, ports));
      inbound?.allowFrom(connections.peer, ports);
      Registry.of(client).addConnection(client, target, { ports, externalHost: inbound ? undefined : binding.literals.host });
    },
  };
}

/** Opens the path from a client to a target, without a binding. */
export function connect(client: IConstruct, connections: Connections, target: IConnectable, options: ConnectOptions): void {
  prepareConnection(client, connections, target, options).open();
}

function chooseCredentials(guard: Guard, client: IConstruct, target: IConnectable, binding: Binding, options: ConnectOptions): Binding {
  if (options.credentials !== undefined) {
    guard.instance('credentials', options.credentials, SecretSource, 'SecretSource.existing(\'customers-app\')')._validate(guard, 'credentials');
    return withCredentials(binding, options.credentials);
  }
  requireCredentials(guard, client, target, binding);
  return binding;
}

/** Refuses a target whose credentials are in another namespace: a pod reads the Secrets of its own namespace only. */
export function requireCredentials(guard: Guard, client: IConstruct, target: IConstruct, binding: Binding): void {
  const [own, theirs] = [Chart.of(client).namespace, Chart.of(target).namespace];
  if (needsSecret(binding) && own !== theirs) {
    guard.fail('credentials', undefined, `a Secret in the client's namespace ${own}`,
      `the credentials of ${target.node.path} are in ${theirs}, where this component cannot read them; copy them and pass SecretSource.existing(...)`);
  }
}
