import { ApiObject, App, Chart } from 'cdk8s';
import { AgentApi, Images, Namespace, Platform, PlatformApp, PlatformProps, Retired } from '../../src';
import { RETIRED, requireAccepted, retiredIn } from '../../src/catalog/retired';
import { Guard } from '../../src/internal/guard';
import { IMAGE, messageOf, silentApp, withPlatform } from '../support/platforms';
import { refusal, refusals } from '../support/refusals';

function pod(image: string): object {
  return { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { spec: { containers: [{ name: 'main', image }] } } } };
}

/** The names of what is retired in an object. */
function names(object: object): string[] {
  return retiredIn(object).map(({ entry }) => entry.name);
}

function warnings(object: object, props: PlatformProps = {}): string[] {
  const { app } = withPlatform((namespace) => new ApiObject(namespace, 'own', { ...object as { apiVersion: string; kind: string }, metadata: { name: 'own' } }), props);
  return app.report().warnings.filter(({ path }) => path === 'production/agents/own').map(({ text }) => text);
}

describe('what is retired', () => {
  test.each([
    ['docker.io/bitnami/redis:8.0', ['bitnami']],
    ['bitnami/redis:8.0', ['bitnami']],
    ['bitnamilegacy/redis:7.4.2', ['bitnamilegacy']],
    ['docker.io/bitnami/sealed-secrets-controller:0.36.6', []],
    ['quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z', ['minio']],
    ['minio/mc', ['minio']],
    ['registry.k8s.io/ingress-nginx/controller:v1.15.1@sha256:abc', ['ingress-nginx']],
    ['grafana/promtail:3.6.0', ['promtail']],
    ['registry.acme.io:5000/grafana/promtail:3.6.0', ['promtail']],
    ['jaegertracing/all-in-one:1.76.0', ['jaeger-v1']],
    ['jaegertracing/jaeger:2.20.0', []],
    ['grafana/oncall:v1.16.9', ['grafana-oncall']],
    ['confluentinc/cp-zookeeper:7.9.0', ['kafka-zookeeper']],
    ['ghcr.io/acme/minio/minio-like:1.0.0', []],
    [IMAGE, []],
  ])('image %s: %j', (image, found) => {
    expect(names(pod(image))).toEqual(found);
  });

  test.each([
    ['policy/v1beta1', 'PodDisruptionBudget', 1],
    ['policy/v1', 'PodDisruptionBudget', 0],
    ['batch/v1beta1', 'CronJob', 1],
    ['networking.k8s.io/v1beta1', 'Ingress', 1],
    ['flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', 1],
    ['storage.k8s.io/v1beta1', 'VolumeAttributesClass', 0],
    ['external-secrets.io/v1beta1', 'ExternalSecret', 1],
    ['kafka.strimzi.io/v1beta2', 'KafkaTopic', 1],
    ['opensearch.opster.io/v1', 'OpenSearchCluster', 1],
  ])('%s %s', (apiVersion, kind, count) => {
    expect(names({ apiVersion, kind })).toHaveLength(count);
  });

  test('stands in a List, in a CronJob and in custom resources too', () => {
    expect(names({ apiVersion: 'v1', kind: 'List', items: [pod('minio/minio:1'), null] })).toEqual(['minio']);
    expect(names({ apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: { spec: (pod('bitnami/kubectl:1') as { spec: object }).spec } } })).toEqual(['bitnami']);
    expect(names({ apiVersion: 'acme.io/v1', kind: 'Thing', spec: { imageName: 'bitnami/redis:8' } })).toEqual(['bitnami']);
  });

  test('has a name, a successor and a source, each once', () => {
    expect(new Set(RETIRED.map(({ name }) => name)).size).toBe(RETIRED.length);
    expect(RETIRED.filter(({ successor, source, fate }) => !successor || !fate || !source.startsWith('https://'))).toEqual([]);
  });

  test('is in no image of the catalogue', () => {
    expect(Images.catalogue().flatMap(({ repository, tag }) => names(pod(`${repository}:${tag}`)))).toEqual([]);
  });
});

describe('in a program', () => {
  test('an object of the user is a warning with the successor', () => {
    expect(warnings(pod('grafana/promtail:3.6.0'))).toEqual([expect.stringMatching(/^image grafana\/promtail:3\.6\.0 .*Grafana Alloy.*Retired\.accept\('promtail'/)]);
  });

  test('so is an image of a component', () => {
    const { app } = withPlatform((namespace) => new AgentApi(namespace, 'api', { image: 'docker.io/bitnami/nginx:1.29.0' }));
    expect(app.report().warnings).toContainEqual({ path: 'production/agents/api', text: expect.stringContaining('bitnami') });
  });

  test('what the Platform accepts is none', () => {
    expect(warnings(pod('grafana/promtail:3.6.0'), { retired: [Retired.accept('promtail', 'until the nodes run Alloy')] })).toEqual([]);
    expect(warnings(pod('minio/minio:1.0.0'), { retired: [Retired.accept('promtail', 'until the nodes run Alloy')] })).toHaveLength(1);
  });

  test('an API version that Kubernetes no longer serves is an error, and nothing is written', () => {
    const { app } = withPlatform((namespace) => new ApiObject(namespace, 'own', { apiVersion: 'batch/v1beta1', kind: 'CronJob', metadata: { name: 'own' } }));
    expect(refusals(app)).toEqual(['[production] "apiVersion" (Invalid)']);
    expect(messageOf(() => app.synth())).toMatch(/batch\/v1beta1 CronJob.*1\.25.*batch\/v1/);
  });

  test('outside of a Platform it is a warning: those charts may be for another cluster', () => {
    const app = silentApp();
    new ApiObject(new Chart(app, 'old'), 'own', { apiVersion: 'batch/v1beta1', kind: 'CronJob', metadata: { name: 'own' } });
    expect(app.report().warnings).toEqual([{ path: 'old/own', text: expect.stringContaining('batch/v1') }]);
    app.synth();
  });

  test('an app of cdk8s is judged as well', () => {
    const namespace = new Namespace(new Platform(new App(), 'production'), 'agents');
    new ApiObject(namespace, 'own', { apiVersion: 'batch/v1beta1', kind: 'CronJob', metadata: { name: 'own' } });
    expect(refusals(namespace.node.root)).toEqual(['[production] "apiVersion" (Invalid)']);
  });
});

describe('a choice of the library that is retired', () => {
  const choose = (accepted: Retired[]): void => requireAccepted(new Guard(new PlatformApp({ outdir: 'unused' })), 'engine', 'ingress-nginx', accepted);

  test('is refused with the successor', () => {
    expect(refusal(() => choose([]))).toBe('[] "engine" (Forbidden)');
    expect(messageOf(() => choose([]))).toMatch(/Gateway API.*Retired\.accept\('ingress-nginx'/);
  });

  test('is taken where the Platform accepts it', () => {
    expect(() => choose([Retired.accept('ingress-nginx', 'until June, when the gateway moves')])).not.toThrow();
  });
});

describe('the report', () => {
  test('lists every image, with its name in the catalogue and who runs it', () => {
    const { app } = withPlatform((namespace) => {
      new AgentApi(namespace, 'api', { image: IMAGE });
      new ApiObject(namespace, 'own', { ...pod('docker.io/library/haproxy:3.2.26') as { apiVersion: string; kind: string }, metadata: { name: 'own' } });
    });
    expect(app.report().images).toEqual([
      { image: 'docker.io/library/haproxy:3.2.26', name: 'haproxy', users: ['production/agents/own'] },
      { image: IMAGE, name: undefined, users: [expect.stringMatching(/^production\/agents\/api/)] },
    ]);
  });
});
