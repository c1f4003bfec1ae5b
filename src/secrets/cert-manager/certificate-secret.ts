import { Construct } from 'constructs';
import { CERT_MANAGER } from '../../catalog/operators/cert-manager';
import { bindings } from '../../internal/bindings';
import { Guard } from '../../internal/guard';
import { SecretChange } from '../secret-options';
import { interval, NeededObject, ProvisionedSecret, SecretProvider, SecretRequest } from '../secret-provider';
import { CertificateUsage, CertManagerOptions, covers, IssuerRef, lifetimeOf, validateCertificate } from './certificate-options';

/** What cert-manager writes into a Secret; the authority only where the issuer knows it. */
const KEYS = ['tls.crt', 'tls.key', 'ca.crt'];

/** cert-manager, which has a certificate signed and renews it. */
export class CertificateSecret implements SecretProvider {
  public readonly call = 'SecretSource.certManager';
  public readonly operator = CERT_MANAGER;
  public readonly mustExist = false;

  public constructor(public readonly options: CertManagerOptions) {}

  public get onChange(): SecretChange | undefined {
    return this.options.onChange;
  }

  public validate(guard: Guard): void {
    validateCertificate(guard, this.options);
  }

  public covers(host: string): boolean {
    return covers(this.options.dnsNames, host);
  }

  public provision(scope: Construct, id: string, { name, namespace }: SecretRequest): ProvisionedSecret {
    const {
      Certificate, CertificateSpecPrivateKeyAlgorithm: Algorithm, CertificateSpecPrivateKeyRotationPolicy: Rotation, CertificateSpecUsages: Usage,
    } = bindings.certificate;
    const { issuer, dnsNames, usages = [CertificateUsage.SERVER] } = this.options;
    const { duration, renewBefore } = lifetimeOf(this.options);
    const usage = { [CertificateUsage.SERVER]: Usage.SERVER_AUTH, [CertificateUsage.CLIENT]: Usage.CLIENT_AUTH };
    new Certificate(scope, id, {
      metadata: { name, namespace },
      spec: {
        secretName: name,
        issuerRef: { group: 'cert-manager.io', kind: issuer.kind, name: issuer.name },
        dnsNames: [...dnsNames].sort(),
        duration: interval(duration),
        renewBefore: interval(renewBefore),
        // A key that is used for years is a key that has leaked when somebody looks.
        privateKey: { algorithm: Algorithm.ECDSA, size: 256, rotationPolicy: Rotation.ALWAYS },
        usages: [Usage.DIGITAL_SIGNATURE, ...usages.map((one) => usage[one])],
        revisionHistoryLimit: 1,
      },
    });
    return { checkKey: (guard, key) => checkKey(guard, name, key), objects: issuer._isMade ? [] : [needed(issuer, namespace)] };
  }
}

function checkKey(guard: Guard, name: string, key: string): void {
  if (!KEYS.includes(key)) {
    guard.fail('key', key, `one of ${KEYS.join(', ')}`, `cert-manager makes the Secret ${name} and writes only these`);
  }
}

function needed({ kind, name }: IssuerRef, namespace: string | undefined): NeededObject {
  return { kind, name, namespace: kind === 'Issuer' ? namespace : undefined };
}
