import { OPERATORS } from '../catalog/operators';
import { OperatorDescriptor } from '../catalog/operators/operator-descriptor';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { isOlder, isVersion } from './operator-version';

/** What is particular about an operator in one cluster. */
export interface OperatorOptions {
  /**
   * The namespace that it runs in.
   *
   * @default - that of its own installation, see the page on cluster profiles
   */
  readonly namespace?: string;
  /**
   * The labels of its pods. An empty set means all pods of the namespace.
   *
   * @default - those of its default installation
   */
  readonly labels?: Record<string, string>;
  /**
   * The installed version: `1.30.0`. A version that is too old is an error.
   *
   * @default - a version that is recent enough
   */
  readonly version?: string;
}

/** An operator, or another extension of a cluster, whose resources a choice may need. */
export class Operator {
  /** AWS Controllers for Kubernetes, which create resources of AWS. */
  public static ack(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.ack, options);
  }

  /** Argo Rollouts, for canary and blue/green releases. */
  public static argoRollouts(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.argoRollouts, options);
  }

  /** Argo Workflows, for scheduled workflows. */
  public static argoWorkflows(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.argoWorkflows, options);
  }

  /** The Barman Cloud plugin of CloudNativePG, for backups to object storage. */
  public static barmanCloud(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.barmanCloud, options);
  }

  /** cert-manager: `SecretSource.certManager()` and `CertificateIssuer`. */
  public static certManager(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.certManager, options);
  }

  /** CloudNativePG: `PostgresEngine.cloudNativePg()`. */
  public static cloudNativePg(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.cloudNativePg, options);
  }

  /** Config Connector, which creates resources of Google Cloud. */
  public static configConnector(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.configConnector, options);
  }

  /** Elastic Cloud on Kubernetes, for Elasticsearch and Kibana. */
  public static eck(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.eck, options);
  }

  /** External Secrets: `SecretSource.externalSecrets()`. */
  public static externalSecrets(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.externalSecrets, options);
  }

  /** Flagger, for canary releases. */
  public static flagger(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.flagger, options);
  }

  /** Gatekeeper: `PolicyEngine.gatekeeper()`. */
  public static gatekeeper(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.gatekeeper, options);
  }

  /** The resources of the Gateway API, and a controller that serves them. */
  public static gatewayApi(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.gatewayApi, options);
  }

  /** The Grafana operator, for dashboards and data sources. */
  public static grafana(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.grafana, options);
  }

  /** The Infisical operator: `SecretSource.infisical()`. */
  public static infisical(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.infisical, options);
  }

  /** Istio's control plane: `Mesh.istio()` and `GatewayEngine.istio()`. */
  public static istio(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.istio, options);
  }

  /** KEDA, which scales by events. */
  public static keda(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.keda, options);
  }

  /** Kyverno: `PolicyEngine.kyverno()`. */
  public static kyverno(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.kyverno, options);
  }

  /** The MariaDB operator. */
  public static mariaDb(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.mariaDb, options);
  }

  /** The OpenSearch operator. */
  public static openSearch(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.openSearch, options);
  }

  /** The OpenTelemetry operator. */
  public static openTelemetry(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.openTelemetry, options);
  }

  /** Percona's operator for MongoDB. */
  public static perconaMongoDb(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.perconaMongoDb, options);
  }

  /** Percona's operator for MySQL. */
  public static perconaMySql(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.perconaMySql, options);
  }

  /** The Prometheus operator: `MonitoringEngine.prometheusOperator()`. */
  public static prometheus(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.prometheus, options);
  }

  /** The RabbitMQ cluster operator. */
  public static rabbitMq(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.rabbitMq, options);
  }

  /** The RabbitMQ messaging topology operator, for queues, users and policies. */
  public static rabbitMqTopology(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.rabbitMqTopology, options);
  }

  /** The Redis operator of OT-CONTAINER-KIT. */
  public static redis(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.redis, options);
  }

  /** Stakater's Reloader: `SecretChange.RESTART_BY_RELOADER`. */
  public static reloader(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.reloader, options);
  }

  /** The Sealed Secrets controller: `SecretSource.sealed()`. */
  public static sealedSecrets(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.sealedSecrets, options);
  }

  /** The SeaweedFS operator, for object storage. */
  public static seaweedFs(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.seaweedFs, options);
  }

  /** Strimzi, for Kafka. */
  public static strimzi(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.strimzi, options);
  }

  /** trust-manager, which distributes the certificates of authorities. */
  public static trustManager(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.trustManager, options);
  }

  /** Velero, which backs up the cluster. */
  public static velero(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.velero, options);
  }

  /** The vertical pod autoscaler: `Scaling.vertical()`. */
  public static verticalPodAutoscaler(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.verticalPodAutoscaler, options);
  }

  /** The Postgres operator of Zalando. */
  public static zalandoPostgres(options: OperatorOptions = {}): Operator {
    return new Operator(OPERATORS.zalandoPostgres, options);
  }

  /** An operator that this library does not know: for stores and engines of your own. */
  public static custom(descriptor: OperatorDescriptor, options: OperatorOptions = {}): Operator {
    return new Operator(frozen(descriptor ?? {}), options);
  }

  /**
   * How a user writes it: `Operator.cloudNativePg()`.
   *
   * @internal
   */
  public static _factoryOf(descriptor: OperatorDescriptor): string {
    const known = Object.entries(OPERATORS).find(([, one]) => one === descriptor);
    return known ? `Operator.${known[0]}()` : `Operator.custom({ name: '${descriptor.name}', ... })`;
  }

  /** @internal */
  public readonly _options: OperatorOptions;

  private constructor(
    /** @internal */
    public readonly _descriptor: OperatorDescriptor,
    options: OperatorOptions,
  ) {
    this._options = frozen(options ?? {});
  }

  /** @internal */
  public _validate(guard: Guard): void {
    validateDescriptor(guard, this._descriptor);
    const { namespace, labels, version } = guard.struct('options', this._options);
    if (namespace !== undefined) {
      guard.dnsLabel('namespace', namespace);
    }
    guard.labels('labels', labels ?? {});
    if (version !== undefined) {
      this.validateVersion(guard, version);
    }
  }

  private validateVersion(guard: Guard, version: string): void {
    const { name, minimumVersion } = this._descriptor;
    if (!isVersion(version)) {
      guard.fail('version', version, 'a version', 'write it like 1.30.0, as the tag of its image says');
    }
    if (minimumVersion !== undefined && isOlder(version, minimumVersion)) {
      guard.fail('version', version, `${name} ${minimumVersion} or later`, 'older versions do not accept the resources that this library generates: upgrade the operator', 'OutOfRange');
    }
  }
}

function validateDescriptor(guard: Guard, descriptor: OperatorDescriptor): void {
  const { name, apiVersions, namespace, labels, podPorts, minimumVersion, docs } = guard.struct('descriptor', descriptor);
  guard.text('name', name, 63);
  guard.list('apiVersions', apiVersions ?? [], 0, 'leave it out for none').forEach((apiVersion, index) => validateApiVersion(guard, `apiVersions[${index}]`, apiVersion));
  if (namespace !== undefined) {
    guard.dnsLabel('namespace', namespace);
  }
  guard.labels('labels', labels ?? {});
  guard.list('podPorts', podPorts ?? [], 0, 'leave it out for none').forEach((port, index) => guard.port(`podPorts[${index}]`, port));
  if (minimumVersion !== undefined && !isVersion(minimumVersion)) {
    guard.fail('minimumVersion', minimumVersion, 'a version', 'write it like 1.28');
  }
  if (docs !== undefined) {
    guard.withoutCredentials('docs', guard.text('docs', docs, 255));
  }
}

function validateApiVersion(guard: Guard, prop: string, apiVersion: string): void {
  const [group, version, ...more] = typeof apiVersion === 'string' ? apiVersion.split('/') : [];
  if (!version || more.length > 0) {
    guard.fail(prop, apiVersion, 'an API group and version', 'write it like postgresql.cnpg.io/v1');
  }
  guard.host(prop, group);
  guard.dnsLabel(prop, version);
}
