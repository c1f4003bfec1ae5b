import { AgentApi, CloudIdentity } from '../../src';
import { IMAGE, withPlatform } from '../support/platforms';
import { refusal } from '../support/refusals';

const withIdentity = (cloudIdentity: CloudIdentity) =>
  withPlatform((namespace) => new AgentApi(namespace, 'api', { image: IMAGE, cloudIdentity })).manifests();

const annotations = (cloudIdentity: CloudIdentity) => withIdentity(cloudIdentity).one('ServiceAccount', 'api').metadata.annotations;
const egress = (cloudIdentity: CloudIdentity) => withIdentity(cloudIdentity).one('NetworkPolicy', 'api').spec.egress.slice(1);

test('GKE: the annotation, and the way to the metadata server', () => {
  const identity = CloudIdentity.gkeWorkloadIdentity('agents@my-project.iam.gserviceaccount.com');
  expect(annotations(identity)).toEqual({ 'iam.gke.io/gcp-service-account': 'agents@my-project.iam.gserviceaccount.com' });
  expect(egress(identity)).toEqual([{
    to: [{ ipBlock: { cidr: '169.254.169.254/32' } }, { ipBlock: { cidr: '169.254.169.252/32' } }],
    ports: [{ port: 80, protocol: 'TCP' }, { port: 988, protocol: 'TCP' }],
  }]);
});

test('EKS roles for service accounts: the annotation alone', () => {
  const identity = CloudIdentity.eksIrsa('arn:aws:iam::123456789012:role/agents');
  expect(annotations(identity)).toEqual({ 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/agents' });
  expect(egress(identity)).toEqual([]);
});

test('EKS Pod Identity: the way to the agent alone', () => {
  const identity = CloudIdentity.eksPodIdentity();
  expect(annotations(identity)).toBeUndefined();
  expect(egress(identity)).toEqual([{ to: [{ ipBlock: { cidr: '169.254.170.23/32' } }], ports: [{ port: 80, protocol: 'TCP' }] }]);
});

test('no token is mounted for it', () => {
  expect(withIdentity(CloudIdentity.eksPodIdentity()).podSpec('Deployment').automountServiceAccountToken).toBe(false);
});

test('an account that is none', () => {
  expect(refusal(() => withIdentity(CloudIdentity.gkeWorkloadIdentity('agents@example.com')))).toBe(
    '[production/agents/api] "cloudIdentity.googleServiceAccount" (Invalid)');
});

test('a role that is none', () => {
  expect(refusal(() => withIdentity(CloudIdentity.eksIrsa('agents')))).toBe(
    '[production/agents/api] "cloudIdentity.roleArn" (Invalid)');
});
