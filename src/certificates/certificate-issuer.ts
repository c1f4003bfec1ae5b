import { Construct } from 'constructs';
import { CERT_MANAGER } from '../catalog/operators/cert-manager';
import { Component } from '../component/component';
import { bindings } from '../internal/bindings';
import { clusterScoped } from '../internal/cluster-scoped';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { limitName, NameLimit, objectName } from '../internal/naming';
import { AlertOverride } from '../model/alert-override';
import { MonitoringPlan } from '../model/monitoring-plan';
import { componentLabels } from '../platform/labels';
import { Platform } from '../platform/platform';
import { Registry } from '../platform/registry';
import { IssuerRef } from '../secrets/cert-manager/certificate-options';
import { interval } from '../secrets/secret-provider';
import { AuthorityPlan, CertificateAuthority } from './certificate-authority';
import { issuerMonitoring } from './issuer-monitoring';

/** Options of a CertificateIssuer. */
export interface CertificateIssuerProps {
  /** Who signs. */
  readonly authority: CertificateAuthority;
  /**
   * Overrides of single alerts, by alert id.
   *
   * @default - no overrides
   */
  readonly alerts?: Record<string, AlertOverride>;
}

/**
 * Signs the certificates of gateways and stores with a ClusterIssuer of cert-manager, and alerts if a certificate is not renewed.
 *
 * @example
 * const issuer = new CertificateIssuer(agents, 'public', {
 *   authority: CertificateAuthority.acme({ email: 'sre@acme.io', challenge: AcmeChallenge.cloudDns('acme-dns') }),
 * });
 * new AgentGateway(agents, 'gateway', {
 *   host: 'agents.acme.io',
 *   engine: GatewayEngine.istio(),
 *   certificate: SecretSource.certManager('agents-acme-io', { issuer: issuer.ref, dnsNames: ['agents.acme.io'] }),
 * });
 */
export class CertificateIssuer extends Component {
  /** What `SecretSource.certManager` takes. */
  public readonly ref: IssuerRef;

  private readonly labels: Record<string, string>;

  public constructor(scope: Construct, id: string, given: CertificateIssuerProps) {
    super(scope, id);
    const props = frozen(given);
    const guard = new Guard(this);
    guard.struct('props', props);
    guard.instance('authority', props.authority, CertificateAuthority, 'CertificateAuthority.selfSigned()')._validate(guard.within('authority'));
    const settings = Platform.of(this);
    settings.cluster._requireOperator(guard, 'authority', CERT_MANAGER, 'SecretSource.existing(...)');
    // A ClusterIssuer is known to the whole cluster, so its name begins with the Platform's.
    const name = limitName(`${settings.name}-${objectName(this)}`, NameLimit.DEFAULT);
    this.labels = componentLabels(this, settings, name, { name: this.node.id, component: 'certificates' });
    this.ref = IssuerRef._made(name);
    const plan = props.authority._plan(name);
    this.addClusterIssuer('Default', name, plan.spec);
    this.addRoot(name, plan);
    if (plan.signingKey) {
      Registry.of(this).requireSecret(this, this.managerNamespace, plan.signingKey, ['tls.crt', 'tls.key']);
    }
    this.monitor(props.alerts);
  }

  protected describeMonitoring(): MonitoringPlan {
    return issuerMonitoring(this.ref.name);
  }

  /** Where cert-manager looks for what a ClusterIssuer needs. */
  private get managerNamespace(): string {
    return CERT_MANAGER_NAMESPACE;
  }

  private addClusterIssuer(id: string, name: string, spec: object): void {
    clusterScoped(new bindings.clusterIssuer.ClusterIssuer(this, id, { metadata: { name, labels: this.labels }, spec }));
  }

  /** A root signs itself: that takes an issuer of its own. */
  private addRoot(name: string, { root }: AuthorityPlan): void {
    if (root === undefined) {
      return;
    }
    const { Certificate, CertificateSpecPrivateKeyAlgorithm: Algorithm, CertificateSpecPrivateKeyRotationPolicy: Rotation } = bindings.certificate;
    const bootstrap = `${name}-bootstrap`;
    this.addClusterIssuer('Bootstrap', bootstrap, { selfSigned: {} });
    new Certificate(this, 'Root', {
      metadata: { name: root.secretName, namespace: this.managerNamespace, labels: this.labels },
      spec: {
        isCa: true,
        commonName: root.commonName,
        secretName: root.secretName,
        issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: bootstrap },
        duration: interval(root.duration),
        // Clients that trust the root keep trusting it: its key stays when the root is renewed.
        privateKey: { algorithm: Algorithm.ECDSA, size: 256, rotationPolicy: Rotation.NEVER },
        revisionHistoryLimit: 1,
      },
    });
  }
}

const CERT_MANAGER_NAMESPACE = 'cert-manager';
