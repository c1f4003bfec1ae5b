import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Connectable, IConnectable } from '../../connections/connectable';
import { constructId } from '../../internal/construct-id';
import { Guard } from '../../internal/guard';
import { variablePrefix } from '../../internal/naming';
import { Registry } from '../../platform/registry';
import { SecretSource } from '../../secrets/secret-source';
import { Store } from '../../store/store';
import { Definitions } from './definitions';
import { MessageAccess } from './message-access';

/** Options of `RabbitMq.addUser`. */
export interface RabbitMqUserProps {
  /** What the user may do. */
  readonly access: MessageAccess;
  /**
   * The Secret of the user, with the keys `username` and `password`.
   *
   * @default - the Secret `<name of the store>-<id>`, which must exist
   */
  readonly credentials?: SecretSource;
}

/** Endings of Secrets that the store has itself. */
const OWN_SECRETS = ['app', 'cluster', 'erlang-cookie', 'default-user'];

/** A user of a broker, as a target of its own. */
export class RabbitMqUser extends Construct implements IConnectable {
  private readonly guard: Guard;
  private readonly credentials: SecretSource;

  public constructor(private readonly store: Store, id: string, given: RabbitMqUserProps, definitions: Definitions) {
    super(store, constructId(store, id));
    this.guard = new Guard(this);
    const props = this.guard.struct('props', given);
    const access = this.guard.instance('access', props.access, MessageAccess, 'MessageAccess.publishAndConsume()');
    const name = this.chooseName(definitions);
    this.credentials = this.chooseCredentials(name, props.credentials);
    definitions.addUser({ id: name, credentials: this.credentials, access, tags: [] });
    Registry.of(this).requireSecret(this, Chart.of(this).namespace, this.credentials, ['username', 'password']);
  }

  /** The broker as this user sees it, under the same names, so that a client need not know which user it has. */
  public toConnectable(): Connectable {
    const { binding, ...connectable } = this.store.toConnectable();
    const own = { username: this.credentials.key('username'), password: this.credentials.key('password') };
    return { ...connectable, binding: { ...binding, secrets: { ...binding.secrets, ...own } }, prefix: variablePrefix(this.store.node.id) };
  }

  private chooseName(definitions: Definitions): string {
    const { id } = this.node;
    const name = id.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
    if (name === '' || name.length > 63) {
      this.guard.fail('id', id, 'an id with 1 to 63 letters from a to z and digits', 'files are named after it; write it like worker');
    }
    if (OWN_SECRETS.includes(name)) {
      this.guard.notAllowed('id', `the broker has a Secret ${this.store.name}-${name} of its own`, 'choose another id, such as worker');
    }
    if (definitions.users.some((other) => other.id === name)) {
      this.guard.fail('id', id, 'an id that differs from those of other users by more than upper and lower case', 'choose another one', 'Duplicate');
    }
    return name;
  }

  private chooseCredentials(name: string, given: SecretSource | undefined): SecretSource {
    const secret = `${this.store.name}-${name}`;
    const source = given ?? SecretSource.existing(secret);
    this.guard.instance('credentials', source, SecretSource, `SecretSource.existing('${secret}')`)._validate(this.guard, 'credentials');
    return source;
  }
}
