import { Duration } from 'cdk8s';
import { AcmeChallenge, CertificateAuthority, IssuerRef, SecretSource } from '../../../src';
import { Cases } from '../case';
import { acme, certified, issuer, reads, text, vault, wild } from '../compose';

const API = 'production/agents/api';
const ISSUER = 'production/agents/public';
const certificate = (options: Parameters<typeof certified>[0]): unknown => reads(certified(options));
const root = (options: object): unknown => issuer({ authority: CertificateAuthority.selfSigned(options) });
const challenge = (given: AcmeChallenge): unknown => acme({ challenge: given });

export const certificatesCases: Cases = {
  'SecretSource.certManager.name': [
    ['malformed', () => reads(SecretSource.certManager('Agents', { issuer: IssuerRef.cluster('x'), dnsNames: ['a.acme.io'] })), API, 'secrets.TOKEN', 'Invalid'],
  ],
  'CertManagerOptions.issuer': [['malformed', () => certificate({ issuer: 'letsencrypt' }), API, 'secrets.TOKEN.issuer', 'TypeInvalid']],
  'CertManagerOptions.dnsNames': [
    ['malformed', () => certificate({ dnsNames: [] }), API, 'secrets.TOKEN.dnsNames', 'Required'],
    ['malformed', () => certificate({ dnsNames: ['https://agents.acme.io'] }), API, 'secrets.TOKEN.dnsNames[0]', 'Invalid'],
    ['malformed', () => certificate({ dnsNames: ['a.*.acme.io'] }), API, 'secrets.TOKEN.dnsNames[0]', 'Invalid'],
  ],
  'CertManagerOptions.duration': [
    ['low', () => certificate({ duration: Duration.minutes(59) }), API, 'secrets.TOKEN.duration', 'OutOfRange'],
    ['high', () => certificate({ duration: Duration.days(3651) }), API, 'secrets.TOKEN.duration', 'OutOfRange'],
    ['malformed', () => certificate({ duration: '90d' }), API, 'secrets.TOKEN.duration', 'TypeInvalid'],
  ],
  'CertManagerOptions.renewBefore': [
    ['low', () => certificate({ renewBefore: Duration.minutes(4) }), API, 'secrets.TOKEN.renewBefore', 'OutOfRange'],
    ['high', () => certificate({ duration: Duration.hours(1), renewBefore: Duration.hours(2) }), API, 'secrets.TOKEN.renewBefore', 'OutOfRange'],
    ['malformed', () => certificate({ renewBefore: 30 }), API, 'secrets.TOKEN.renewBefore', 'TypeInvalid'],
  ],
  'CertManagerOptions.usages': [
    ['malformed', () => certificate({ usages: ['signing'] }), API, 'secrets.TOKEN.usages[0]', 'NotSupported'],
    ['malformed', () => certificate({ usages: [] }), API, 'secrets.TOKEN.usages', 'Required'],
  ],
  'CertManagerOptions.onChange': [['malformed', () => certificate({ onChange: 'restart' }), API, 'secrets.TOKEN.onChange', 'NotSupported']],
  'IssuerRef.cluster.name': [['malformed', () => certificate({ issuer: IssuerRef.cluster('Lets Encrypt') }), API, 'secrets.TOKEN.issuer.name', 'Invalid']],
  'IssuerRef.namespaced.name': [['malformed', () => certificate({ issuer: IssuerRef.namespaced(wild(undefined)) }), API, 'secrets.TOKEN.issuer.name', 'Required']],
  'CertificateIssuerProps.authority': [['malformed', () => issuer({ authority: text }), ISSUER, 'authority', 'TypeInvalid']],
  'CertificateIssuerProps.alerts': [['malformed', () => issuer({ alerts: { Nothing: wild({}) } }), ISSUER, 'alerts', 'NotSupported']],
  'AcmeOptions.email': [['malformed', () => acme({ email: 'sre' }), ISSUER, 'authority.email', 'Invalid']],
  'AcmeOptions.challenge': [['malformed', () => acme({ challenge: 'http01' }), ISSUER, 'authority.challenge', 'TypeInvalid']],
  'AcmeOptions.server': [['malformed', () => acme({ server: 'letsencrypt' }), ISSUER, 'authority.server', 'Invalid']],
  'AcmeChallenge.httpIngress.ingressClassName': [
    ['malformed', () => challenge(AcmeChallenge.httpIngress('My Class')), ISSUER, 'authority.challenge.ingressClassName', 'Invalid'],
  ],
  'HttpGatewayChallengeOptions.name': [
    ['malformed', () => challenge(AcmeChallenge.httpGateway({ name: 'My Gateway', namespace: 'edge' })), ISSUER, 'authority.challenge.name', 'Invalid'],
  ],
  'HttpGatewayChallengeOptions.namespace': [
    ['malformed', () => challenge(AcmeChallenge.httpGateway({ name: 'edge', namespace: wild(undefined) })), ISSUER, 'authority.challenge.namespace', 'Required'],
  ],
  'Route53ChallengeOptions.region': [['malformed', () => challenge(AcmeChallenge.route53({ region: '' })), ISSUER, 'authority.challenge.region', 'Invalid']],
  'Route53ChallengeOptions.hostedZoneId': [
    ['malformed', () => challenge(AcmeChallenge.route53({ region: 'eu-west-1', hostedZoneId: '' })), ISSUER, 'authority.challenge.hostedZoneId', 'Invalid'],
  ],
  'Route53ChallengeOptions.role': [
    ['malformed', () => challenge(AcmeChallenge.route53({ region: 'eu-west-1', role: wild(5) })), ISSUER, 'authority.challenge.role', 'Invalid'],
  ],
  'AcmeChallenge.cloudDns.project': [['malformed', () => challenge(AcmeChallenge.cloudDns('')), ISSUER, 'authority.challenge.project', 'Invalid']],
  'SelfSignedOptions.commonName': [['malformed', () => root({ commonName: 'x'.repeat(65) }), ISSUER, 'authority.commonName', 'Invalid']],
  'SelfSignedOptions.duration': [
    ['low', () => root({ duration: Duration.days(89) }), ISSUER, 'authority.duration', 'OutOfRange'],
    ['high', () => root({ duration: Duration.days(3651) }), ISSUER, 'authority.duration', 'OutOfRange'],
    ['malformed', () => root({ duration: 365 }), ISSUER, 'authority.duration', 'TypeInvalid'],
  ],
  'CertificateAuthority.existing.signingKey': [
    ['malformed', () => issuer({ authority: CertificateAuthority.existing(wild('root')) }), ISSUER, 'authority.signingKey', 'TypeInvalid'],
  ],
  'VaultOptions.server': [['malformed', () => vault({ server: 'http://vault.acme.io' }), ISSUER, 'authority.server', 'Invalid']],
  'VaultOptions.path': [['malformed', () => vault({ path: '' }), ISSUER, 'authority.path', 'Invalid']],
  'VaultOptions.role': [['malformed', () => vault({ role: undefined }), ISSUER, 'authority.role', 'Required']],
  'VaultOptions.serviceAccount': [['malformed', () => vault({ serviceAccount: 'My Account' }), ISSUER, 'authority.serviceAccount', 'Invalid']],
};
