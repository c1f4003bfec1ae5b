import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Connectable, IConnectable } from '../../connections/connectable';
import { constructId } from '../../internal/construct-id';
import { Guard } from '../../internal/guard';
import { variablePrefix } from '../../internal/naming';
import { Registry } from '../../platform/registry';
import { SecretSource } from '../../secrets/secret-source';
import { Store } from '../../store/store';
import { MySqlAccess } from './mysql-access';
import { OWN_SECRETS } from './mysql-names';
import { MySqlUserRequest } from './mysql-provider';

/** Options of `MySql.addUser`. */
export interface MySqlUserProps {
  /** What the user may do. */
  readonly access: MySqlAccess;
  /**
   * The databases that the user may do it in, all of which the store must have. Clients are given the first.
   *
   * @default - the first database of the store
   */
  readonly databases?: string[];
  /**
   * The Secret of the user, with the keys `username`, `password` and, for clients, `uri`. No two users may have the same `username`.
   *
   * @default - the Secret `<name of the store>-<id>`, which must exist
   */
  readonly credentials?: SecretSource;
}

/** A user that is not the owner of the databases, as a target of its own. */
export class MySqlUser extends Construct implements IConnectable {
  /** @internal */
  public readonly _request: MySqlUserRequest;

  private readonly guard: Guard;

  public constructor(private readonly store: Store, id: string, given: MySqlUserProps, databases: string[]) {
    super(store, constructId(store, id));
    this.guard = new Guard(this);
    const props = this.guard.struct('props', given);
    const { _privileges: privileges } = this.guard.instance('access', props.access, MySqlAccess, 'MySqlAccess.readOnly()');
    const name = this.chooseName();
    this._request = {
      id: name, privileges, databases: this.chooseDatabases(props.databases, databases), credentials: this.chooseCredentials(name, props.credentials),
    };
    Registry.of(this).requireSecret(this, Chart.of(this).namespace, this._request.credentials, ['username', 'password']);
  }

  /** The store as this user sees it, under the same names, so that a client need not know which user it has. */
  public toConnectable(): Connectable {
    const { binding, ...connectable } = this.store.toConnectable();
    const { credentials, databases: [database] } = this._request;
    const own = Object.fromEntries(['username', 'password', 'uri'].map((entry) => [entry, credentials.key(entry)]));
    return {
      ...connectable,
      binding: { ...binding, literals: { ...binding.literals, database }, secrets: { ...binding.secrets, ...own } },
      prefix: variablePrefix(this.store.node.id),
    };
  }

  private chooseName(): string {
    const { id } = this.node;
    const name = id.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
    if (name === '' || name.length > 63) {
      this.guard.fail('id', id, 'an id with 1 to 63 letters from a to z and digits', 'files are named after it; write it like reporting');
    }
    if (OWN_SECRETS.includes(name)) {
      this.guard.notAllowed('id', `the store has a Secret ${this.store.name}-${name} of its own`, 'choose another id, such as reporting');
    }
    if (this.store.node.children.some((other) => other !== this && other instanceof MySqlUser && other._request.id === name)) {
      this.guard.fail('id', id, 'an id that differs from those of other users by more than upper and lower case', 'choose another one', 'Duplicate');
    }
    return name;
  }

  private chooseDatabases(given: string[] | undefined, databases: string[]): string[] {
    const asked = given === undefined ? databases.slice(0, 1) : this.guard.list('databases', given, 1, 'leave it out for the first database of the store');
    const unknown = asked.find((name) => !databases.includes(name));
    if (unknown !== undefined) {
      this.guard.fail('databases', unknown, `a database of the store (${databases.join(', ')})`, 'add it to "databases" of the store');
    }
    return asked;
  }

  private chooseCredentials(name: string, given: SecretSource | undefined): SecretSource {
    const secret = `${this.store.name}-${name}`;
    const source = given ?? SecretSource.existing(secret);
    this.guard.instance('credentials', source, SecretSource, `SecretSource.existing('${secret}')`)._validate(this.guard, 'credentials');
    return source;
  }
}
