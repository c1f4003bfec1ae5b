import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Connectable, IConnectable } from '../connections/connectable';
import { addHostToMesh, addressesOf } from '../connections/external-host';
import { TrafficPeer } from '../connections/traffic-peer';
import { apiObjectsOf } from '../internal/api-objects';
import { componentId } from '../internal/construct-id';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { objectName } from '../internal/naming';
import { SecretKey } from '../secrets/secret-source';

/** What is spoken to an external service. */
export enum ExternalProtocol {
  /** TLS, as of HTTPS; a mesh reads the host name from it. */
  TLS = 'TLS',
  /** Plain HTTP. */
  HTTP = 'HTTP',
  /** Anything else over TCP. */
  TCP = 'TCP',
}

/** Options of an ExternalService. */
export interface ExternalServiceProps {
  /** Its host name, or its IPv4 address if it has no name, without scheme, port or path. */
  readonly host: string;
  /** Its port, 1 to 65535. */
  readonly port: number;
  /**
   * The protocol.
   *
   * @default ExternalProtocol.TLS
   */
  readonly protocol?: ExternalProtocol;
  /**
   * Its addresses: `TrafficPeer.cidrs([...])` or `TrafficPeer.publicInternet()`. Network policies match addresses only, so it is required without a mesh and in ambient mode.
   *
   * @default - the address that `host` is; else under Mesh.istio(), which tells hosts apart, TrafficPeer.publicInternet()
   */
  readonly addresses?: TrafficPeer;
  /**
   * The `type` of its binding: `https`, `etcd`, ...
   *
   * @default - the protocol in lower case; `https` for TLS
   */
  readonly type?: string;
  /**
   * Further entries of the binding that are not secret, such as `{ database: 'customers' }` of a managed PostgreSQL.
   *
   * @default - `host`, `port` and, where no credential of that name is given, `uri`
   */
  readonly entries?: Record<string, string>;
  /**
   * Credentials by entry, such as `{ token: SecretSource.existing('model-api').key('token') }`: variable `<PREFIX>_TOKEN`.
   *
   * @default - none
   */
  readonly credentials?: Record<string, SecretKey>;
}

/**
 * A service outside the cluster that components connect to, such as a model API.
 *
 * @example
 * const modelApi = new ExternalService(agents, 'model', {
 *   host: 'api.model.example',
 *   port: 443,
 *   addresses: TrafficPeer.publicInternet(),
 *   credentials: { token: SecretSource.existing('model-api').key('token') },
 * });
 * api.connectTo(modelApi);
 */
export class ExternalService extends Construct implements IConnectable {
  private readonly addresses: TrafficPeer;

  private readonly props: ExternalServiceProps;

  public constructor(scope: Construct, id: string, given: ExternalServiceProps) {
    super(scope, componentId(scope, id));
    const props = this.props = frozen(given);
    const guard = new Guard(this);
    guard.struct('props', props);
    objectName(this); // An id that names nothing is found here, and not with Istio only.
    this.addresses = addressesOf(guard, this, { ...props, protocol: this.protocol });
    guard.oneOf('protocol', this.protocol, Object.values(ExternalProtocol), 'leave it out for TLS');
    if (props.type !== undefined) {
      guard.dnsLabel('type', props.type);
    }
    guard.struct('credentials', props.credentials ?? {});
    validateEntries(guard, props.entries ?? {});
    addHostToMesh(this, 'Default', objectName(this), { ...props, protocol: this.protocol });
  }

  /** The Kubernetes objects that it is made of, for what its options do not say: each takes `addJsonPatch`. */
  public get apiObjects(): ApiObject[] {
    return apiObjectsOf(this);
  }

  public toConnectable(): Connectable {
    const { host, port, credentials } = this.props;
    return {
      peers: [this.addresses],
      ports: [port],
      binding: {
        type: this.props.type ?? this.scheme,
        literals: { host, port: `${port}`, ...credentials?.uri ? {} : { uri: `${this.scheme}://${host}:${port}` }, ...this.props.entries },
        secrets: credentials,
      },
    };
  }

  private get protocol(): ExternalProtocol {
    return this.props.protocol ?? ExternalProtocol.TLS;
  }

  private get scheme(): string {
    return this.protocol === ExternalProtocol.TLS ? 'https' : this.protocol.toLowerCase();
  }
}

function validateEntries(guard: Guard, entries: Record<string, string>): void {
  for (const [entry, value] of Object.entries(guard.struct('entries', entries))) {
    guard.secretKey('entries', entry);
    guard.text(`entries.${entry}`, value);
  }
}
