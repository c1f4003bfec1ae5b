import { Size } from 'cdk8s';
import { Cpu, k8s } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { ALERTMANAGER } from '../../catalog/images/catalogue';
import { Component } from '../../component/component';
import { TrafficPeer } from '../../connections/traffic-peer';
import { Guard } from '../../internal/guard';
import { late } from '../../internal/late';
import { checksum, objectName } from '../../internal/naming';
import { MonitoringPlan } from '../../model/monitoring-plan';
import { Platform, PriorityRole } from '../../platform/platform';
import { Registry } from '../../platform/registry';
import { credentialVolume } from '../../store/credential-volume';
import { resolveResources } from '../../workload/compute-resources';
import { HealthCheck } from '../../workload/health-check';
import { memberNames } from '../../workload/member-names';
import { NamedPort } from '../../workload/pod-plan';
import { StatefulWorkload } from '../../workload/stateful-workload';
import { Notified } from '../alert-routing';
import { SECRETS_FOLDER } from '../files/alertmanager';
import { alertmanagerMonitoring } from './alertmanager-monitoring';
import { configurationVolume } from './configuration-volume';

export interface AlertmanagerClusterProps {
  readonly image: string;
  readonly storageClass?: string;
  readonly receivers: Notified[];
  /** The ConfigMap with `alertmanager.yaml`, and what is in it when everything is composed. */
  readonly configuration: string;
  readonly content: () => string;
}

const WEB: NamedPort = { name: 'web', number: 9093 };
const GOSSIP: NamedPort = { name: 'gossip', number: 9094 };
/** One may be lost while another is drained, and notifications still go out once. */
const MEMBERS = 3;
const CONFIG_FOLDER = '/etc/alertmanager/config';
const DATA_FOLDER = '/alertmanager';

/** Pods of Alertmanager that agree among themselves who notifies. */
export class AlertmanagerCluster extends Component {
  public readonly port = WEB.number;

  private readonly workload: StatefulWorkload;

  public constructor(scope: Construct, id: string, private readonly props: AlertmanagerClusterProps) {
    super(scope, id);
    this.workload = this.addWorkload();
    const { connections, environment, namespace } = this.workload;
    environment.addField('POD_IP', 'status.podIP');
    connections._allowGossip([GOSSIP.number]);
    props.receivers.forEach(({ secret, kind, destination }) => {
      Registry.of(this).requireSecret(this, namespace, secret, [kind.key]);
      connections.allowTo(destination.peer, [destination.port]);
    });
    this.monitor();
  }

  public get peer(): TrafficPeer {
    return this.workload.connections.peer;
  }

  /** Where Prometheus sends alerts: to every member, as each may be the one that is cut off. */
  public get targets(): string[] {
    return this.workload.memberNames().hosts.map((host) => `${host}:${WEB.number}`);
  }

  /** Lets a program send alerts, or read and silence them. */
  public admit(peer: TrafficPeer): void {
    this.workload.connections.allowFrom(peer, [WEB.number]);
  }

  protected describeMonitoring(): MonitoringPlan {
    const { name, namespace, connections } = this.workload;
    return alertmanagerMonitoring({ namespace, name, metricsPort: WEB, scrapeAccess: connections, members: MEMBERS });
  }

  private addWorkload(): StatefulWorkload {
    const { props } = this;
    const usual = { cpu: Cpu.millis(50), memory: Size.mebibytes(128) };
    const resources = resolveResources(new Guard(this), undefined, usual, Platform.of(this).securityProfile);
    const checks = { startup: HealthCheck.http('/-/ready'), liveness: HealthCheck.http('/-/healthy'), readiness: HealthCheck.http('/-/ready') };
    return new StatefulWorkload(this, 'Default', {
      componentName: this.node.id,
      component: 'alertmanager',
      role: PriorityRole.SERVING,
      replicas: MEMBERS,
      containers: [{
        name: 'alertmanager', image: props.image, args: this.arguments(), ports: [WEB, GOSSIP], resources, checks,
        mounts: [
          { name: 'data', mountPath: DATA_FOLDER },
          { name: 'configuration', mountPath: CONFIG_FOLDER, readOnly: true },
          ...props.receivers.map(({ volume, secret }) => ({ name: volume, mountPath: `${SECRETS_FOLDER}/${secret.secretName}`, readOnly: true })),
        ],
      }],
      claims: [{ name: 'data', size: Size.gibibytes(1), storageClass: props.storageClass }],
      memberPorts: [{ name: 'http-web', port: WEB.number, target: WEB }, { name: 'tcp-gossip', port: GOSSIP.number, target: GOSSIP }],
      volumes: this.volumes(),
      // It reads its configuration once.
      annotations: { 'checksum/configuration': late(() => checksum({ 'alertmanager.yaml': props.content() })) },
      user: ALERTMANAGER.user,
      // Gossip is UDP, which sidecars do not carry.
      outsideMesh: true,
    });
  }

  private volumes(): k8s.Volume[] {
    const { configuration, receivers } = this.props;
    return [
      configurationVolume(configuration, 'alertmanager.yaml'),
      ...receivers.map(({ volume, kind, secret }) => credentialVolume(volume, { [kind.key]: secret.key(kind.key) })),
    ];
  }

  private arguments(): string[] {
    const { hosts } = memberNames(this, objectName(this), MEMBERS);
    return [
      `--config.file=${CONFIG_FOLDER}/alertmanager.yaml`,
      `--storage.path=${DATA_FOLDER}`,
      `--cluster.listen-address=0.0.0.0:${GOSSIP.number}`,
      `--cluster.advertise-address=$(POD_IP):${GOSSIP.number}`,
      ...hosts.map((host) => `--cluster.peer=${host}:${GOSSIP.number}`),
      // A member that was away for a rollout or a lost zone joins again by itself.
      '--cluster.reconnect-timeout=5m',
    ];
  }
}
