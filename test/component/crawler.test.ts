import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { AgentApi, AlertOverride, DataLayer, MonitoringEngine, ObservabilityStack } from '../../src';
import { Manifest } from '../support/manifests';
import { IMAGE, withPlatform } from '../support/platforms';
import { refusal, refusals } from '../support/refusals';
import { Crawler, CrawlerProps } from './crawler/crawler';

const compose = (props: Partial<CrawlerProps> = {}) => withPlatform((namespace) => {
  const store = new DataLayer(namespace, 'data').addRedis('pages');
  const crawler = new Crawler(namespace, 'crawler', { image: 'ghcr.io/acme/crawler:1.0.0', store, ...props });
  new AgentApi(namespace, 'api', { image: IMAGE }).connectTo(crawler);
  new ObservabilityStack(namespace, 'observability', { engine: MonitoringEngine.prometheusOperator() });
});

describe('a construct of a user, from outside of the library', () => {
  test('is one file, and uses exports only', () => {
    const folder = join(__dirname, 'crawler');
    expect(readdirSync(folder)).toHaveLength(1);
    expect(readFileSync(join(folder, 'crawler.ts'), 'utf8')).not.toMatch(/from '\.\./);
  });

  test('is a client', () => {
    expect(compose().manifests().container('Deployment', 'crawler').env.map(({ name }: Manifest) => name)).toContain('PAGES_HOST');
  });

  test('is a target, under its own id', () => {
    expect(compose().manifests().container('Deployment', 'api').env.map(({ name }: Manifest) => name)).toContain('CRAWLER_URI');
    expect(JSON.stringify(compose().manifests().one('NetworkPolicy', 'crawler').spec.ingress)).toContain('"app.kubernetes.io/instance":"api"');
  });

  test('is monitored, with alerts and panels of its own', () => {
    const { manifests, app } = compose();
    expect(refusals(app)).toEqual([]);
    const rules = manifests().one('PrometheusRule', 'crawler').spec.groups.flatMap((group: Manifest) => group.rules.map(({ alert }: Manifest) => alert));
    expect(rules).toEqual(expect.arrayContaining(['CrawlerQueueDeep', 'PodCrashLooping', 'AllReplicasDown']));
    expect(manifests().names()).toContain('PodMonitor/crawler');
  });

  test('has alerts that can be changed, and names those that do not exist', () => {
    const rules = JSON.stringify(compose({ alerts: { CrawlerQueueDeep: AlertOverride.silence() } }).manifests().one('PrometheusRule', 'crawler'));
    expect(rules).not.toContain('CrawlerQueueDeep');
    expect(refusal(() => compose({ alerts: { Unknown: AlertOverride.silence() } }))).toBe('[production/agents/crawler] "alerts" (NotSupported)');
  });
});
