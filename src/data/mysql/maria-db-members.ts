import { Duration, Size } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { MARIADB } from '../../catalog/images';
import { Guard } from '../../internal/guard';
import { memoryVolume } from '../../internal/plus/memory-volume';
import { componentLabels } from '../../platform/labels';
import { Platform, PriorityRole } from '../../platform/platform';
import { Registry } from '../../platform/registry';
import { PlatformSettings } from '../../platform/settings';
import { SecretKey, SecretSource } from '../../secrets/secret-source';
import { credentialVolume } from '../../store/credential-volume';
import { addStoreService } from '../../store/store-service';
import { HealthCheck } from '../../workload/health-check';
import { memberNames } from '../../workload/member-names';
import { ContainerPlan, resolveImage, selector } from '../../workload/pod-plan';
import { serviceHost } from '../../workload/service-host';
import { StatefulWorkload } from '../../workload/stateful-workload';
import {
  CERTIFICATE_FOLDER, CONFIG_FOLDER, CREDENTIAL_FOLDER, MariaDbConfiguration, SOCKET_FOLDER, VOLUME_FOLDER,
} from './maria-db-configuration';
import { mariaDbMonitoring } from './maria-db-monitoring';
import { primaryFiles, standbyFiles } from './maria-db-scripts';
import { OWNER } from './maria-db-users';
import { DeployedMySql, MYSQL_PORT, MySqlRequest, MySqlUserRequest, primaryService, standbyService } from './mysql-provider';
import { METRICS, mysqldExporter } from './mysqld-exporter';

export interface ResolvedMariaDbOptions {
  readonly image: string;
  readonly standbys: number;
  /** Whether no standby may be in the primary's zone. */
  readonly standApart: boolean;
  readonly synchronous: boolean;
  readonly requiresTls: boolean;
  readonly certificate: SecretSource;
}

const SERVER = { name: 'mysql', number: MYSQL_PORT };
/** A Service's port name tells a mesh that it carries bytes: it would wait for the client, but the server speaks first. */
const PORT_NAME = 'tcp-mysql';
const CERTIFICATE_KEYS = ['ca.crt', 'tls.crt', 'tls.key'];

export class MariaDbMembers {
  private readonly settings: PlatformSettings;
  private readonly owner: SecretSource;
  private readonly replication: SecretSource;
  private readonly users: MySqlUserRequest[] = [];

  public constructor(private readonly store: Construct, private readonly request: MySqlRequest, private readonly options: ResolvedMariaDbOptions) {
    this.settings = Platform.of(store);
    this.owner = request.credentials ?? SecretSource.existing(`${request.name}-app`);
    this.replication = SecretSource.existing(`${request.name}-replication`);
  }

  public deploy(): DeployedMySql {
    const { options, request } = this;
    const primary = this.addMembers('primary', 1);
    const standbys = options.standbys > 0 ? this.addMembers('replica', options.standbys, primary) : undefined;
    const members = standbys ? [primary, standbys] : [primary];
    this.addServices(primary, standbys);
    this.requireSecrets(primary.namespace);
    this.warn();
    if (standbys) {
      connectMembers(primary, standbys);
    }
    return {
      peers: members.map((member) => member.connections.peer),
      connections: primary.connections,
      certificateAuthority: options.certificate.key('ca.crt'),
      credentials: this.owner,
      clientImage: options.image,
      addUser: (user) => this.users.push(user),
      monitoring: mariaDbMonitoring({
        namespace: primary.namespace,
        name: request.name,
        primary: primary.name,
        replica: standbys?.name,
        standbys: options.standbys,
        synchronous: options.synchronous,
        metricsPort: METRICS.number,
        scrapeAccess: Object.fromEntries(members.map((member) => [member.name, member.connections])),
      }),
    };
  }

  private addMembers(id: string, replicas: number, primary?: StatefulWorkload): StatefulWorkload {
    const { request, options, settings, store } = this;
    const members = new StatefulWorkload(store, id, {
      componentName: request.componentName,
      component: 'database',
      role: PriorityRole.DATA,
      replicas,
      containers: [this.server(), mysqldExporter(new Guard(store, 'engine.'), settings)],
      claims: [{ name: 'data', size: request.storage, storageClass: request.storageClass }],
      memberPorts: [{ name: PORT_NAME, port: MYSQL_PORT, target: SERVER }],
      configFiles: [{
        name: 'config',
        path: CONFIG_FOLDER,
        files: () => primary ? standbyFiles(this.configuration()) : primaryFiles(this.configuration(), this.users),
      }],
      volumes: () => [
        this.credentials(primary === undefined),
        credentialVolume('certificate', Object.fromEntries(CERTIFICATE_KEYS.map((key) => [key, options.certificate.key(key)]))),
        memoryVolume('socket', Size.mebibytes(16)),
      ],
      apartFrom: primary && options.standApart ? selector(primary.name) : undefined,
      metricsPort: METRICS,
      user: MARIADB.user,
      graceSeconds: 120,
    });
    members.environment.addField('POD_NAME', 'metadata.name');
    return members;
  }

  private server(): ContainerPlan {
    return {
      name: 'mariadb',
      image: resolveImage(new Guard(this.store, 'engine.'), 'image', this.options.image, this.settings),
      command: ['bash', `${CONFIG_FOLDER}/start.sh`],
      ports: [SERVER],
      resources: this.request.resources,
      checks: {
        // A clone or a recovery of a large database takes hours, and a restart would begin it anew.
        startup: HealthCheck.tcp(SERVER.name, { period: Duration.seconds(10), failureThreshold: 1000 }),
        liveness: HealthCheck.tcp(SERVER.name),
        readiness: HealthCheck.command(['bash', `${CONFIG_FOLDER}/ready.sh`], { timeout: Duration.seconds(5) }),
      },
      mounts: [
        { name: 'data', mountPath: VOLUME_FOLDER },
        { name: 'credentials', mountPath: CREDENTIAL_FOLDER, readOnly: true },
        { name: 'certificate', mountPath: CERTIFICATE_FOLDER, readOnly: true },
        { name: 'socket', mountPath: SOCKET_FOLDER },
      ],
    };
  }

  private configuration(): MariaDbConfiguration {
    const { request, options, store } = this;
    return {
      databases: request.databases,
      primaryHost: serviceHost(store, primaryService(request.name)),
      standbyHosts: memberNames(store, `${request.name}-replica`, options.standbys).hosts,
      synchronous: options.synchronous,
      requiresTls: options.requiresTls,
      memory: request.resources.memory,
      storage: request.storage,
    };
  }

  /** Standbys get the users by replication, so they are given none of their passwords. */
  private credentials(ofPrimary: boolean): k8s.Volume {
    const others = this.users.map(({ id, credentials }): [string, SecretSource] => [id, credentials]);
    const users: [string, SecretSource][] = ofPrimary ? [[OWNER, this.owner], ...others] : [];
    const files = users.flatMap(([id, source]) => ['username', 'password'].map((key): [string, SecretKey] => [`${id}.${key}`, source.key(key)]));
    const replication: [string, SecretKey][] = this.options.standbys > 0 ? [['replication', this.replication.key('password')]] : [];
    return credentialVolume('credentials', Object.fromEntries([...files, ...replication]));
  }

  private addServices(primary: StatefulWorkload, standbys: StatefulWorkload | undefined): void {
    const { request, settings, store } = this;
    const roles: [string, string, StatefulWorkload | undefined][] = [
      ['ReadWrite', primaryService(request.name), primary], ['ReadOnly', standbyService(request.name), standbys],
    ];
    for (const [id, name, members] of roles) {
      if (members) {
        addStoreService(store, id, {
          name,
          labels: componentLabels(store, settings, members.name, { name: request.componentName, component: 'database' }),
          instance: members.name,
          portName: PORT_NAME,
          port: MYSQL_PORT,
          targetPort: SERVER.name,
          // No other pod could answer in its place, and a pod also counts as not ready when only its exporter is not ready.
          onlyMember: members === primary,
        });
      }
    }
  }

  private requireSecrets(namespace: string | undefined): void {
    const registry = Registry.of(this.store);
    registry.requireSecret(this.store, namespace, this.owner, ['username', 'password', 'uri']);
    registry.requireSecret(this.store, namespace, this.options.certificate, CERTIFICATE_KEYS);
    if (this.options.standbys > 0) {
      registry.requireSecret(this.store, namespace, this.replication, ['password']);
    }
  }

  private warn(): void {
    const registry = Registry.of(this.store);
    if (this.settings.environment.name === 'production') {
      registry.warn(this.store, 'this engine does not fail over: when its primary is lost, writes wait until a person promotes a standby');
    }
    if (this.options.synchronous && this.options.standbys === 1) {
      registry.warn(this.store, 'writes wait for the only standby: they hang while it is restarted; give it two, or Durability.ASYNCHRONOUS');
    }
  }
}

function connectMembers(primary: StatefulWorkload, standbys: StatefulWorkload): void {
  primary.connections.allowFrom(standbys.connections.peer, [MYSQL_PORT]);
  standbys.connections.allowTo(primary.connections.peer, [MYSQL_PORT]);
  // A primary that starts asks whether a standby was promoted, or holds data that it has lost.
  primary.connections.allowTo(standbys.connections.peer, [MYSQL_PORT]);
  standbys.connections.allowFrom(primary.connections.peer, [MYSQL_PORT]);
  // After a standby was promoted, clients and the other standbys talk to it.
  standbys.connections._admitLike(primary.connections);
  standbys.connections.allowTo(standbys.connections.peer, [MYSQL_PORT]);
  standbys.connections.allowFrom(standbys.connections.peer, [MYSQL_PORT]);
}
