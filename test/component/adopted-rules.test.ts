import { Cron, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-29';
import { AdoptedWorkload, AgentApi, Mesh, Namespace, PlatformProps, Quota } from '../../src';
import { RULES } from '../../src/catalog/rules';
import { nameOf } from '../../src/catalog/rules/manifest';
import { hardened, IMAGE, withPlatform } from '../support/platforms';

const CONTAINER: kplus.ContainerProps = {
  image: 'ghcr.io/acme/legacy:4.2.0',
  ports: [{ name: 'http', number: 8080 }, { name: 'metrics', number: 9100 }],
  resources: { cpu: { request: kplus.Cpu.millis(200) }, memory: { limit: Size.mebibytes(512) } },
  readiness: kplus.Probe.fromHttpGet('/readyz', { port: 8080 }),
  liveness: kplus.Probe.fromTcpSocket({ port: 8080 }),
  startup: kplus.Probe.fromTcpSocket({ port: 8080 }),
};

const TASK = { activeDeadline: Duration.hours(1), backoffLimit: 2 };
/** A namespace with a DaemonSet has no quota: nobody can count its pods. */
const WITHOUT_QUOTA = 'C10';

function compose(namespace: Namespace): void {
  const deployment = new kplus.Deployment(namespace, 'legacy', { containers: [CONTAINER] });
  const legacy = AdoptedWorkload.of(deployment, { service: deployment.exposeViaService({ ports: [{ name: 'http', port: 80, targetPort: 8080 }] }) });
  const members = new kplus.Service(namespace, 'members', { ports: [{ name: 'http', port: 8080 }], clusterIP: 'None' });
  const others = [
    new kplus.StatefulSet(namespace, 'store', { containers: [CONTAINER], service: members }),
    new kplus.DaemonSet(namespace, 'node', { containers: [CONTAINER] }),
    new kplus.Job(namespace, 'migrate', { containers: [CONTAINER], ttlAfterFinished: Duration.days(7), ...TASK }),
    new kplus.CronJob(namespace, 'report', { containers: [CONTAINER], ...TASK, schedule: Cron.schedule({ minute: '0', hour: '4' }) }),
  ];
  others.forEach((workload) => AdoptedWorkload.of(workload).connectTo(legacy));
  legacy.connectTo(new AgentApi(namespace, 'api', { image: IMAGE }));
}

const SETTINGS: [string, () => PlatformProps][] = [
  ['standard', () => ({})], ['hardened', hardened], ['in the mesh', () => ({ mesh: Mesh.istio() })], ['in an ambient mesh', () => ({ mesh: Mesh.istioAmbient() })],
];

/** What a rule asks of everybody's manifests, and not what it asks of the library's own. */
describe.each(SETTINGS)('adopted workloads, %s', (setting, props) => {
  const { documents } = withPlatform(compose, props(), { quota: Quota.none() }).manifests();
  const securityProfile = setting === 'hardened' ? 'hardened' as const : 'standard' as const;
  const manifests = { documents: documents.map((object) => ({ object })), securityProfile };
  const rules = RULES.filter(({ id, check, hardened: isStrict }) => check && id !== WITHOUT_QUOTA && (!isStrict || setting === 'hardened'));

  test.each(rules.map((rule) => [rule.id, rule] as const))('keep rule %s', (_, { check }) => {
    expect(documents.flatMap((object) => check!(object, manifests).map((problem) => `${nameOf(object)}: ${problem}`))).toEqual([]);
  });
});
