import { Construct } from 'constructs';
import { AgentApi, Alerting, DataLayer, MatcherStrategy, MonitoringEngine, Namespace, ObjectStorageBucket, ObservabilityStack, Platform, SecretSource } from '../../src';
import { Manifest, Manifests, parse } from '../support/manifests';
import { IMAGE, silentApp } from '../support/platforms';

const BUCKET = ObjectStorageBucket.s3({ bucket: 'acme-dumps', region: 'eu-west-1', credentials: SecretSource.existing('dump-bucket') });
const alerting = Alerting.webhook(SecretSource.existing('oncall-webhook'));

/** front -> api -> customers and, in a namespace of its own, shared; a cycle between front and api; lone depends on nothing. */
function compose(engine: MonitoringEngine, arrange: (steps: (() => void)[]) => void = (steps) => steps.forEach((step) => step())): Manifests {
  const platform = new Platform(silentApp(), 'production');
  const [agents, common, monitoring] = ['agents', 'common', 'monitoring'].map((name) => new Namespace(platform, name));
  const api = (scope: Construct, id: string): AgentApi => new AgentApi(scope, id, { image: IMAGE });
  const [front, middle, shared] = [api(agents, 'front'), api(agents, 'api'), api(common, 'shared')];
  api(agents, 'lone');
  const customers = new DataLayer(agents, 'data').addPostgres('customers');
  // Reaches the store, but has no symptoms of its own.
  customers.addDump('nightly', { bucket: BUCKET, schedule: '0 2 * * *' });
  arrange([
    () => front.connectTo(middle), () => middle.connectTo(front), () => middle.connectTo(customers.readOnly), () => middle.connectTo(shared),
    () => new ObservabilityStack(monitoring, 'observability', { engine, alerting }),
  ]);
  return Manifests.of(platform);
}

/** `service of the source -> service of the target`. */
function explained(rules: Manifest[], conditions: (rule: Manifest) => [Manifest[], Manifest[]]): string[] {
  const value = (match: Manifest[], label: string): string => match.find(({ name }) => name === label)?.value;
  return rules.map(conditions).filter(([source]) => value(source, 'service')).map(([source, target]) =>
    `${value(source, 'namespace')}/${value(source, 'service')} -> ${value(target, 'namespace')}/${value(target, 'service')}`);
}

const ofOperator = (config: Manifest): string[] => explained(config.spec.inhibitRules, ({ sourceMatch, targetMatch }) => [sourceMatch, targetMatch]);

test('symptoms are inhibited by the outage of what a component reaches, within the namespace that its AlertmanagerConfig sees', () => {
  const configs = compose(MonitoringEngine.prometheusOperator()).all('AlertmanagerConfig');
  expect(Object.fromEntries(configs.map((config) => [config.metadata.namespace, ofOperator(config)]))).toEqual({
    agents: ['agents/data-customers|front -> agents/api', 'agents/api|data-customers -> agents/front'],
    common: [],
  });
});

test('a single AlertmanagerConfig sees other namespaces too', () => {
  const engine = MonitoringEngine.prometheusOperator({ alertmanagerMatcherStrategy: MatcherStrategy.NONE });
  expect(ofOperator(compose(engine).one('AlertmanagerConfig'))).toEqual([
    'agents/data-customers|front -> agents/api', 'common/shared -> agents/api',
    'agents/api|data-customers -> agents/front', 'common/shared -> agents/front',
  ]);
});

test('the plain engine says the same', () => {
  const [config] = parse(compose(MonitoringEngine.existingPrometheus()).one('ConfigMap', 'observability').data['alertmanager.yaml']);
  const conditions = (matchers: string[]): Manifest[] => matchers.map((text) => /^(\w+)=~?"(.*)"$/.exec(text) ?? []).map(([, name, value]) => ({ name, value }) as Manifest);
  expect(explained(config.inhibit_rules, (rule) => [conditions(rule.source_matchers), conditions(rule.target_matchers)])).toContain(
    'common/shared -> agents/front');
});

test('whatever was connected first, the rules are the same', () => {
  const rules = (arrange?: (steps: (() => void)[]) => void): string[] => ofOperator(compose(MonitoringEngine.prometheusOperator(), arrange).all('AlertmanagerConfig')[0]);
  expect(rules((steps) => [...steps].reverse().forEach((step) => step()))).toEqual(rules());
});
