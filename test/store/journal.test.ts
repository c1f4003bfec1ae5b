import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { Size } from 'cdk8s';
import { Manifest } from '../support/manifests';
import { Composition, hardened, IMAGE, withPlatform } from '../support/platforms';
import { refusal } from '../support/refusals';
import { Journal, JournalProps } from './journal/journal';
import { JOURNAL_OPERATOR, JournalEngine } from './journal/journal-engine';
import { AgentApi, ClusterProfile, Mesh, Operator, PlatformProps, SecretSource } from 'cdk8s-agent-platform';

// A store on an operator, both from outside of src.

function compose(props: JournalProps = {}, platform: PlatformProps = {}): Composition<Journal> {
  return withPlatform((agents) => {
    const journal = new Journal(agents, 'journal', props);
    new AgentApi(agents, 'api', { image: IMAGE }).connectTo(journal);
    return journal;
  }, platform);
}

const policy = (props?: PlatformProps): Manifest => compose({}, props).manifests().one('NetworkPolicy', 'journal').spec;
const journal = (props?: PlatformProps): Manifest => compose({}, props).manifests().one('Journal', 'journal').spec;

test('it is two files, built on nothing but the package and its entry for stores', () => {
  const folder = join(__dirname, 'journal');
  const imports = readdirSync(folder).flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/from '([^']+)'/g)].map(([, from]) => from));
  expect(imports.filter((from) => !/^(\.\/journal.*|cdk8s|cdk8s-plus-29|constructs|cdk8s-agent-platform(\/store)?)$/.test(from))).toEqual([]);
  expect(readdirSync(folder)).toHaveLength(2);
});

test('the operator, the members and clients are let in, and nobody else', () => {
  const from = policy().ingress.map((rule: Manifest) => [rule.from[0].podSelector.matchLabels, rule.ports.map(({ port }: Manifest) => port)]);
  expect(from).toEqual(expect.arrayContaining([
    [{ app: 'journal-operator' }, [7001]],
    [{ 'journal.acme.io/journal': 'journal' }, [7000]],
    [{ 'app.kubernetes.io/instance': 'api' }, [7000]],
  ]));
  expect(from).toHaveLength(3);
  expect(policy().podSelector.matchLabels).toEqual({ 'journal.acme.io/journal': 'journal' });
});

test('members need neither the Kubernetes API nor a sidecar', () => {
  expect(policy({ mesh: Mesh.istio() }).egress).toHaveLength(2);
  expect(journal({ mesh: Mesh.istio() }).podLabels).toMatchObject({ 'sidecar.istio.io/inject': 'false', 'app.kubernetes.io/instance': 'journal' });
  expect(compose({}, { mesh: Mesh.istio() }).manifests().all('AuthorizationPolicy').map(({ metadata }: Manifest) => metadata.name)).not.toContain('journal');
});

test('spread over zones, counted in the quota, with a priority class where the profile is hardened', () => {
  expect(journal().topologySpreadConstraints).toEqual([{
    maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule', nodeTaintsPolicy: 'Honor', minDomains: 3,
    labelSelector: { matchLabels: { 'journal.acme.io/journal': 'journal' } },
  }]);
  expect(journal(hardened()).priorityClassName).toBe('production-data');
  expect(journal().priorityClassName).toBeUndefined();
  const resources = { memory: Size.gibibytes(4) };
  const quota = (members: number): Manifest => compose({ resources, engine: JournalEngine.operated({ members }) }).manifests().one('ResourceQuota', 'quota').spec.hard;
  // Two members more, with the headroom.
  expect(parseInt(quota(5)['requests.memory']) - parseInt(quota(3)['requests.memory'])).toBeGreaterThanOrEqual(9);
});

test('a Secret that its pods read is asked for', () => {
  expect(compose({ credentials: SecretSource.existing('journal') }).app.report().requiredSecrets).toEqual([expect.objectContaining({ name: 'journal', keys: ['password'] })]);
});

test('it is scraped', () => {
  expect(compose().made.toMonitoringPlan().scrapes).toMatchObject([{ port: 'metrics', portNumber: 7002, job: 'journal', podLabels: { 'journal.acme.io/journal': 'journal' } }]);
});

describe('the operator in the cluster', () => {
  const on = (...operators: Operator[]): PlatformProps => ({ cluster: ClusterProfile.generic({ operators }) });

  test('is let in where it runs', () => {
    const { ingress } = policy(on(Operator.custom(JOURNAL_OPERATOR, { namespace: 'operators' })));
    expect(JSON.stringify(ingress)).toContain('"kubernetes.io/metadata.name":"operators"');
  });

  test('must be listed where operators are', () => {
    expect(refusal(() => compose({}, on(Operator.keda())))).toBe('[production/agents/journal] "engine" (Unavailable)');
  });
});
