import { Duration } from 'cdk8s';
import {
  AcmeChallenge, AgentApi, AlertOverride, CertificateAuthority, CertificateIssuer, CertificateIssuerProps, CertificateUsage, IssuerRef,
  Namespace, SecretSource,
} from '../../src';
import { Manifest } from '../support/manifests';
import { Composition, IMAGE, withPlatform } from '../support/platforms';

const acme = (challenge: AcmeChallenge = AcmeChallenge.cloudDns('acme-dns')): CertificateAuthority => CertificateAuthority.acme({ email: 'sre@acme.io', challenge });

function compose(authority: CertificateAuthority, props: Partial<CertificateIssuerProps> = {}): Composition<CertificateIssuer> {
  return withPlatform((agents) => new CertificateIssuer(agents, 'public', { authority, ...props }));
}

const issuerOf = (authority: CertificateAuthority): Manifest => compose(authority).manifests().one('ClusterIssuer', 'production-public');

test('an issuer belongs to the cluster: no namespace, and a name that begins with the Platform\'s', () => {
  expect(issuerOf(acme()).metadata).toEqual({
    name: 'production-public',
    labels: expect.objectContaining({ 'app.kubernetes.io/name': 'public', 'app.kubernetes.io/component': 'certificates' }),
  });
});

test('ACME: the account has a Secret of its own, and Let\'s Encrypt is the default', () => {
  expect(issuerOf(acme()).spec).toEqual({
    acme: {
      email: 'sre@acme.io', server: 'https://acme-v02.api.letsencrypt.org/directory', privateKeySecretRef: { name: 'production-public-account' },
      solvers: [{ dns01: { cloudDNS: { project: 'acme-dns' } } }],
    },
  });
});

test.each<[string, AcmeChallenge, object]>([
  ['an Ingress', AcmeChallenge.httpIngress('nginx'), { http01: { ingress: { ingressClassName: 'nginx' } } }],
  ['a Gateway', AcmeChallenge.httpGateway({ name: 'edge', namespace: 'gateways' }), {
    http01: { gatewayHTTPRoute: { parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge', namespace: 'gateways' }] } },
  }],
  ['Route 53', AcmeChallenge.route53({ region: 'eu-west-1', hostedZoneId: 'Z1', role: 'arn:aws:iam::1:role/dns' }), {
    dns01: { route53: { region: 'eu-west-1', hostedZoneID: 'Z1', role: 'arn:aws:iam::1:role/dns' } },
  }],
])('a challenge through %s', (_, challenge, solver) => {
  expect(issuerOf(acme(challenge)).spec.acme.solvers).toEqual([solver]);
});

test('a root of its own is signed by itself, in cert-manager\'s namespace, and keeps its key', () => {
  const manifests = compose(CertificateAuthority.selfSigned({ commonName: 'Acme agents', duration: Duration.days(365) })).manifests();
  expect(manifests.one('ClusterIssuer', 'production-public-bootstrap').spec).toEqual({ selfSigned: {} });
  expect(manifests.one('ClusterIssuer', 'production-public').spec).toEqual({ ca: { secretName: 'production-public-root' } });
  const root = manifests.one('Certificate', 'production-public-root');
  expect(root.metadata.namespace).toBe('cert-manager');
  expect(root.spec).toMatchObject({
    isCA: true, commonName: 'Acme agents', duration: '8760h', issuerRef: { kind: 'ClusterIssuer', name: 'production-public-bootstrap' },
    privateKey: { rotationPolicy: 'Never' },
  });
});

test('an authority that exists: synthesis lists its Secret, in cert-manager\'s namespace', () => {
  const { app, manifests } = compose(CertificateAuthority.existing(SecretSource.existing('acme-intermediate')));
  expect(manifests().one('ClusterIssuer').spec).toEqual({ ca: { secretName: 'acme-intermediate' } });
  expect(app.report().requiredSecrets.map(({ namespace, name, keys }) => [namespace, name, keys])).toEqual([['cert-manager', 'acme-intermediate', ['tls.crt', 'tls.key']]]);
});

test('Vault: cert-manager shows the token of a service account', () => {
  expect(issuerOf(CertificateAuthority.vault({ server: 'https://vault.acme.io', path: 'pki/sign/agents', role: 'agents' })).spec.vault).toEqual({
    server: 'https://vault.acme.io', path: 'pki/sign/agents',
    auth: { kubernetes: { role: 'agents', mountPath: '/v1/auth/kubernetes', serviceAccountRef: { name: 'vault-issuer' } } },
  });
});

describe('a certificate', () => {
  const read = (namespace: Namespace, source: SecretSource): AgentApi => new AgentApi(namespace, 'api', { image: IMAGE, secrets: { CRT: source.key('tls.crt') } });

  test('is made where it is read, once, with a new key at each renewal', () => {
    const { manifests } = withPlatform((agents) => read(agents, SecretSource.certManager('agents-acme-io', {
      issuer: IssuerRef.namespaced('internal'), dnsNames: ['b.acme.io', '*.a.acme.io'],
    })));
    const [certificate, ...others] = manifests().all('Certificate');
    expect(others).toEqual([]);
    expect(certificate.metadata).toMatchObject({ name: 'agents-acme-io', namespace: 'agents' });
    expect(certificate.spec).toEqual({
      secretName: 'agents-acme-io', issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: 'internal' }, dnsNames: ['*.a.acme.io', 'b.acme.io'],
      duration: '2160h', renewBefore: '720h', privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      usages: ['digital signature', 'server auth'], revisionHistoryLimit: 1,
    });
  });

  test('lives as long as it is told to, for servers and clients', () => {
    const { manifests } = withPlatform((agents) => read(agents, SecretSource.certManager('short', {
      issuer: IssuerRef.cluster('internal'), dnsNames: ['a.acme.io'], duration: Duration.hours(24), renewBefore: Duration.hours(6),
      usages: [CertificateUsage.SERVER, CertificateUsage.CLIENT],
    })));
    expect(manifests().one('Certificate').spec).toMatchObject({ duration: '24h', renewBefore: '6h', usages: ['digital signature', 'server auth', 'client auth'] });
  });

  test('an issuer that exists is listed as needed, one of the Platform is not', () => {
    const needs = (issuer: (namespace: Namespace) => IssuerRef): string[] => withPlatform((agents) =>
      read(agents, SecretSource.certManager('agents', { issuer: issuer(agents), dnsNames: ['a.acme.io'] }))).app.report().requiredObjects.map(({ kind, name }) => `${kind} ${name}`);
    expect(needs(() => IssuerRef.cluster('letsencrypt'))).toEqual(['ClusterIssuer letsencrypt']);
    expect(needs((agents) => new CertificateIssuer(agents, 'public', { authority: acme() }).ref)).toEqual([]);
  });
});

test('its alerts can be changed by their id', () => {
  const alerts = { CertificateRenewalOverdue: AlertOverride.threshold(0.5), CertificateNotReady: AlertOverride.silence() };
  const { made } = compose(acme(), { alerts });
  expect(made.alerts.map(({ id, threshold }) => [id, threshold])).toEqual([['CertificateRenewalOverdue', 0.5], ['CertificateExpiringSoon', 0.75]]);
});
