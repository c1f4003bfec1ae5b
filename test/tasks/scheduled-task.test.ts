import { Duration } from 'cdk8s';
import {
  AgentApi, AlertOverride, DataLayer, Mesh, Namespace, OverlappingRuns, Permission, ScheduledTask, ScheduledTaskProps, SecretSource,
} from '../../src';
import { Manifest, Manifests } from '../support/manifests';
import { Composition, IMAGE, withHardenedPlatform, withPlatform } from '../support/platforms';

function compose(props: Partial<ScheduledTaskProps> = {}): Composition<ScheduledTask> {
  return withPlatform((agents) => new ScheduledTask(agents, 'report', { image: IMAGE, schedule: '0 7 * * 1-5', ...props }));
}

const cronJobOf = (props?: Partial<ScheduledTaskProps>): Manifest => compose(props).manifests().one('CronJob', 'report').spec;
const podOf = (manifests: Manifests): Manifest => manifests.one('CronJob', 'report').spec.jobTemplate.spec.template.spec;
const variables = (container: Manifest): Record<string, string> =>
  Object.fromEntries(container.env.map(({ name, value }: Manifest) => [name, value]));

test('with an image and a schedule alone: UTC, never twice at once, not for ever', () => {
  const spec = cronJobOf();
  expect(spec).toMatchObject({
    schedule: '0 7 * * 1-5', timeZone: 'Etc/UTC', concurrencyPolicy: 'Forbid', startingDeadlineSeconds: 300,
    successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 3,
  });
  expect(spec.jobTemplate.spec).toMatchObject({ backoffLimit: 2, activeDeadlineSeconds: 3600 });
});

test('every option of a run is written', () => {
  const spec = cronJobOf({
    timeZone: 'America/Argentina/Buenos_Aires', overlappingRuns: OverlappingRuns.REPLACE, startingDeadline: Duration.minutes(10),
    deadline: Duration.minutes(20), retries: 0, keptRuns: 5,
  });
  expect(spec).toMatchObject({
    timeZone: 'America/Argentina/Buenos_Aires', concurrencyPolicy: 'Replace', startingDeadlineSeconds: 600,
    successfulJobsHistoryLimit: 5, failedJobsHistoryLimit: 5,
  });
  expect(spec.jobTemplate.spec).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 1200 });
});

test('first steps run in order before the program, with its image, variables and secrets, and share /tmp', () => {
  const { initContainers, containers } = podOf(compose({
    variables: { REPORT: 'daily' }, secrets: { MAIL: SecretSource.existing('mail').key('login') },
    firstSteps: [{ name: 'fetch', command: ['fetch'] }, { name: 'render', image: 'ghcr.io/acme/render:2.0.0', args: ['--pdf'] }],
  }).manifests());
  expect(initContainers.map(({ name, image, command, args }: Manifest) => [name, image, command ?? args])).toEqual([
    ['fetch', IMAGE, ['fetch']], ['render', 'ghcr.io/acme/render:2.0.0', ['--pdf']],
  ]);
  for (const container of [...initContainers, ...containers]) {
    expect(variables(container)).toMatchObject({ REPORT: 'daily' });
    expect(Object.keys(variables(container))).toContain('MAIL');
    expect(container.volumeMounts).toContainEqual({ mountPath: '/tmp', name: 'tmp' });
  }
});

test('a heartbeat counts once it is there', () => {
  const [container] = podOf(compose({ heartbeat: { file: '/tmp/beat', maxAge: Duration.minutes(2) } }).manifests()).containers;
  expect(container.livenessProbe.exec.command).toEqual(['sh', '-c', expect.stringMatching(/^test ! -e "\$0" \|\| /), '/tmp/beat', '120']);
  expect(variables(container)).toMatchObject({ HEARTBEAT_FILE: '/tmp/beat' });
});

test('it connects, also from a step, in both security profiles and under a mesh', () => {
  const connect = (agents: Namespace): void => {
    const task = new ScheduledTask(agents, 'report', { image: IMAGE, schedule: '0 7 * * *', firstSteps: [{ name: 'fetch' }] });
    task.connectTo(new DataLayer(agents, 'data').addRedis('locks'));
    task.connectTo(new AgentApi(agents, 'api', { image: IMAGE }), { container: 'fetch' });
  };
  const manifests = withPlatform(connect, { mesh: Mesh.istio() }).manifests();
  expect(variables(podOf(manifests).containers[0])).toHaveProperty('LOCKS_HOST');
  expect(variables(podOf(manifests).initContainers.find(({ name }: Manifest) => name === 'fetch'))).toHaveProperty('API_HOST');
  expect(podOf(withHardenedPlatform(connect).manifests()).volumes.some(({ name }: Manifest) => name.startsWith('binding'))).toBe(true);
});

test('nobody is let in, and it may do what it is allowed', () => {
  const { made, manifests } = compose();
  made.allow(Permission.of({ apiGroups: [''], resources: ['pods'], verbs: ['list'] }));
  expect(manifests().one('Role', 'report').rules).toEqual([{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }]);
  expect(manifests().one('NetworkPolicy', 'report').spec.ingress).toEqual([{ from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'report' } } }] }]);
});

describe('monitoring', () => {
  const exprOf = (id: string, props?: Partial<ScheduledTaskProps>): string => compose(props).made.alerts.find((alert) => alert.id === id)!.expr;

  test('failed, late, never succeeded, running long', () => {
    expect(compose().made.alerts.map(({ id }) => id)).toEqual(['TaskFailed', 'TaskLate', 'TaskNeverSucceeded', 'TaskRunningLong']);
  });

  test('thresholds follow from the schedule and the deadlines', () => {
    // From Friday to Monday, and a run; an hour more where clocks change.
    expect(exprOf('TaskNeverSucceeded')).toContain(`> ${3 * 86400 + 3600}`);
    expect(exprOf('TaskNeverSucceeded', { timeZone: 'Europe/Berlin' })).toContain(`> ${3 * 86400 + 2 * 3600}`);
    expect(exprOf('TaskLate', { startingDeadline: Duration.minutes(10) })).toContain('> 1200');
    expect(exprOf('TaskRunningLong', { deadline: Duration.minutes(10) })).toContain('> 480');
  });

  test('alerts are changed by their id', () => {
    expect(exprOf('TaskLate', { alerts: { TaskLate: AlertOverride.threshold(3600) } })).toContain('> 3600');
  });
});

describe('triggered by an API', () => {
  const triggers = (agents: Namespace): void => {
    const [api, other] = ['api', 'other'].map((id) => new AgentApi(agents, id, { image: IMAGE }));
    const [report, digest] = ['report', 'digest'].map((id) => new ScheduledTask(agents, id, { image: IMAGE, schedule: '0 7 * * *' }));
    report.allowTriggerBy(other);
    report.allowTriggerBy(api);
    report.allowTriggerBy(api);
    digest.allowTriggerBy(api);
  };
  const manifests = withPlatform(triggers).manifests();
  const policyOf = (task: string): Manifest => manifests.one('ValidatingAdmissionPolicy', `production-agents-${task}-trigger`);

  test('it may read the template and create Jobs, and the Role says why that is no risk', () => {
    const { metadata, rules } = manifests.one('Role', 'report-trigger');
    expect(rules).toEqual([
      { apiGroups: ['batch'], resources: ['cronjobs'], resourceNames: ['report'], verbs: ['get'] },
      { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create'] },
    ]);
    expect(metadata.annotations['cdk8s-agent-platform.dev/accepted-risks']).toMatch(/^jobs\.batch: .*production-agents-report-trigger$/);
    expect(manifests.one('RoleBinding', 'report-trigger').subjects).toEqual(['api', 'other'].map((name) => ({ kind: 'ServiceAccount', name, namespace: 'agents' })));
  });

  test('a policy of the cluster compares each Job of the callers with the CronJob', () => {
    const { metadata, spec } = policyOf('report');
    expect(metadata.namespace).toBeUndefined();
    expect(spec).toMatchObject({ failurePolicy: 'Fail', paramKind: { apiVersion: 'batch/v1', kind: 'CronJob' } });
    expect(spec.matchConditions[0].expression).toBe('request.userInfo.username in ["system:serviceaccount:agents:api", "system:serviceaccount:agents:other"]');
    expect(manifests.one('ValidatingAdmissionPolicyBinding', 'production-agents-report-trigger').spec).toEqual({
      policyName: 'production-agents-report-trigger', validationActions: ['Deny'],
      paramRef: { namespace: 'agents', name: 'report', parameterNotFoundAction: 'Deny' },
    });
  });

  test('a Job of another task is left to the policy of that task, where the caller may trigger both', () => {
    expect(policyOf('report').spec.matchConditions[1].expression).toContain('{"system:serviceaccount:agents:api": ["digest"]}');
    expect(policyOf('digest').spec.matchConditions[1].expression).toContain('{"system:serviceaccount:agents:api": ["report"]}');
  });

  test('only the main container of the api gets the token, and it reaches the API server', () => {
    const pod = manifests.one('Deployment', 'api').spec.template.spec;
    expect(pod.containers.map(({ volumeMounts }: Manifest) => volumeMounts.some(({ name }: Manifest) => name === 'kube-api'))).toEqual([true]);
    expect(manifests.one('NetworkPolicy', 'api').spec.egress.flatMap(({ ports }: Manifest) => ports.map(({ port }: Manifest) => port))).toContain(6443);
    expect(podOf(manifests).volumes.map(({ name }: Manifest) => name)).not.toContain('kube-api');
  });

  test('the quota has room for a run that is triggered', () => {
    const quotaOf = (fill: (agents: Namespace) => void): number =>
      Number.parseFloat(withPlatform(fill).manifests().all('ResourceQuota')[0].spec.hard['limits.memory']);
    const both = (agents: Namespace): [ScheduledTask, AgentApi] =>
      [new ScheduledTask(agents, 'report', { image: IMAGE, schedule: '0 7 * * *' }), new AgentApi(agents, 'api', { image: IMAGE })];
    const without = quotaOf((agents) => void both(agents));
    expect(quotaOf((agents) => { const [task, api] = both(agents); task.allowTriggerBy(api); })).toBeGreaterThan(without);
  });
});
