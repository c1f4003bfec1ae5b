import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Connectable, IConnectable } from '../../connections/connectable';
import { constructId } from '../../internal/construct-id';
import { Guard } from '../../internal/guard';
import { variablePrefix } from '../../internal/naming';
import { Registry } from '../../platform/registry';
import { SecretSource } from '../../secrets/secret-source';
import { Store } from '../../store/store';
import { DatabaseAccess } from './database-access';
import { PostgresRole } from './postgres-provider';
import { IDENTIFIER, isReservedRole, OPERATOR_SECRETS } from './role-names';

/** Options of `Postgres.addUser`. */
export interface PostgresUserProps {
  /** What the user may do. */
  readonly access: DatabaseAccess;
  /**
   * The Secret of the user, with the keys `username` (the name of the role), `password` and, for clients, `uri`.
   *
   * @default - the Secret `<name of the store>-<id>`, which must exist
   */
  readonly credentials?: SecretSource;
}

/** A role that is not the owner of the database, as a target of its own. */
export class PostgresUser extends Construct implements IConnectable {
  public readonly role: PostgresRole;

  private readonly guard: Guard;
  private readonly credentials: SecretSource;

  public constructor(private readonly store: Store, id: string, given: PostgresUserProps, owner: string) {
    super(store, constructId(store, id));
    this.guard = new Guard(this);
    const props = this.guard.struct('props', given);
    const { _memberOf: memberOf } = this.guard.instance('access', props.access, DatabaseAccess, 'DatabaseAccess.readOnly()');
    const name = this.chooseName(owner);
    this.credentials = this.chooseCredentials(props.credentials);
    this.role = { name, memberOf, credentials: this.credentials };
    Registry.of(this).requireSecret(this, Chart.of(this).namespace, this.credentials, ['username', 'password']);
  }

  /** The store as this user sees it, under the same names, so that a client need not know which role it has. */
  public toConnectable(): Connectable {
    const { binding, ...connectable } = this.store.toConnectable();
    // A client certificate names the owner.
    const { 'tls.crt': certificate, 'tls.key': key, ...secrets } = binding.secrets!;
    const own = Object.fromEntries(['username', 'password', 'uri'].map((entry) => [entry, this.credentials.key(entry)]));
    return { ...connectable, binding: { ...binding, secrets: { ...secrets, ...own } }, prefix: variablePrefix(this.store.node.id) };
  }

  private chooseName(owner: string): string {
    const name = this.safeId.replace(/-/g, '_').replace(/^(?=[0-9])/, '_');
    const { id } = this.node;
    if (!IDENTIFIER.test(name)) {
      this.guard.fail('id', id, 'an id with 1 to 63 letters from a to z and digits', 'the role is named after it; write it like reporting');
    }
    if (isReservedRole(name) || name === owner) {
      this.guard.notAllowed('id', `the role "${name}" ${name === owner ? 'owns the database' : 'is reserved'}`, 'choose another id, such as reporting');
    }
    if (this.store.node.children.some((other) => other !== this && other instanceof PostgresUser && other.role.name === name)) {
      this.guard.fail('id', id, 'an id whose role is not taken', `another user has the role ${name}: choose another one`, 'Duplicate');
    }
    return name;
  }

  private chooseCredentials(given: SecretSource | undefined): SecretSource {
    const secret = `${this.store.name}-${this.safeId}`;
    if (given === undefined && OPERATOR_SECRETS.includes(this.safeId)) {
      this.guard.notAllowed('id', `the operator has a Secret ${secret} of its own`, 'choose another id, or name a Secret with "credentials"');
    }
    const source = given ?? SecretSource.existing(secret);
    this.guard.instance('credentials', source, SecretSource, `SecretSource.existing('${secret}')`)._validate(this.guard, 'credentials');
    return source;
  }

  private get safeId(): string {
    return this.node.id.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  }
}
