import { AgentApi, PlatformProps, SecretSource, SecurityProfile } from '../../src';
import { SecurityDemands } from '../../src/model/security/security-demands';
import { IMAGE, withPlatform } from '../support/platforms';
import { refusal } from '../support/refusals';

const OWNER = { team: 'agents', email: 'agents@example.com' };

/** A profile with one demand more than the standard one: whoever adds a profile writes a record like this. */
function only(demand: keyof SecurityDemands): SecurityProfile {
  const profile = SecurityProfile.standard();
  return Object.assign(Object.create(SecurityProfile.prototype), profile, { _demands: { ...profile._demands, name: 'own', [demand]: true } });
}

function compose(props: PlatformProps) {
  return withPlatform((agents) => new AgentApi(agents, 'api', { image: IMAGE, secrets: { TOKEN: SecretSource.existing('model').key('token') } }), props);
}

const deployment = (props: PlatformProps) => compose(props).manifests().one('Deployment', 'api');
const pod = (demand: keyof SecurityDemands) => deployment({ securityProfile: only(demand) }).spec.template.spec;

test('a profile of its own demands one thing and leaves the rest as it is', () => {
  const standard = deployment({}).spec.template.spec;
  expect(pod('hardenedRules')).toEqual(standard);
  expect(pod('shortLookups')).toEqual({ ...standard, dnsConfig: { options: [{ name: 'ndots', value: '2' }] } });
  expect(pod('priorityClasses')).toEqual({ ...standard, priorityClassName: expect.stringContaining('production') });
});

test('requestsEqualLimits', () => {
  const { requests, limits } = pod('requestsEqualLimits').containers[0].resources;
  expect(requests).toEqual(limits);
});

test('credentialsAsFiles', () => {
  expect(pod('credentialsAsFiles').containers[0].env).toContainEqual({ name: 'TOKEN_FILE', value: expect.stringMatching(/\/token$/) });
});

test('imagesByDigest', () => {
  expect(refusal(() => compose({ securityProfile: only('imagesByDigest') }))).toMatch(/"image" \(Invalid\)$/);
});

test('ownedObjects', () => {
  expect(refusal(() => compose({ securityProfile: only('ownedObjects') }))).toBe('[production] "owner" (Required)');
  expect(deployment({ securityProfile: only('ownedObjects'), owner: OWNER }).metadata.labels.owner).toBe('agents');
});
