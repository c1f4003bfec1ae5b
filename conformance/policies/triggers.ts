import { ApiObject } from 'cdk8s';
import * as library from '../../src';
import { Cluster } from '../cluster';
import { Version } from '../engines';
import { Json } from '../kubectl';
import { until } from '../wait';

const KINDS = ['Namespace', 'ServiceAccount', 'Role', 'RoleBinding', 'CronJob', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'];
const REFUSED = /ValidatingAdmissionPolicy/;
const SECONDS_UNTIL_IN_FORCE = 30;

type Change = (job: Json) => void;

/** What somebody who has the token of the api may try. */
const ATTACKS: Record<string, Change> = {
  'another image': (job) => { podOf(job).containers[0].image = 'ghcr.io/mallory/miner:1.0.0'; },
  'the image of a step': (job) => { podOf(job).initContainers[0].image = 'ghcr.io/mallory/miner:1.0.0'; },
  'another command': (job) => { podOf(job).containers[0].command = ['sh', '-c', 'env']; },
  'arguments': (job) => { podOf(job).containers[0].args = ['--dump']; },
  'a variable': (job) => { podOf(job).containers[0].env.push({ name: 'LD_PRELOAD', value: '/tmp/x.so' }); },
  'a secret in a variable': (job) => { podOf(job).containers[0].envFrom = [{ secretRef: { name: 'customers' } }]; },
  'a secret in a volume': (job) => { podOf(job).volumes.push({ name: 'stolen', secret: { secretName: 'customers' } }); },
  'a folder of the node': (job) => { podOf(job).volumes.push({ name: 'host', hostPath: { path: '/' } }); },
  'one container more': (job) => { podOf(job).containers.push({ name: 'more', image: 'ghcr.io/mallory/miner:1.0.0' }); },
  'one container less': (job) => { delete podOf(job).initContainers; },
  'the host network': (job) => { podOf(job).hostNetwork = true; },
  'the processes of the host': (job) => { podOf(job).hostPID = true; },
  'another service account': (job) => { podOf(job).serviceAccountName = podOf(job).serviceAccount = 'api'; },
  'a mounted token': (job) => { podOf(job).automountServiceAccountToken = true; },
  'root': (job) => { podOf(job).securityContext.runAsUser = 0; },
  'a privileged container': (job) => { podOf(job).containers[0].securityContext = { privileged: true }; },
  'more memory': (job) => { podOf(job).containers[0].resources.limits.memory = '64Gi'; },
  'a higher priority': (job) => { podOf(job).priorityClassName = 'system-cluster-critical'; },
  'a node': (job) => { podOf(job).nodeName = 'zone-a-0'; },
  'labels that a Service selects': (job) => { job.spec.template.metadata.labels['app.kubernetes.io/instance'] = 'api'; },
  'one label more': (job) => { job.spec.template.metadata.labels.mallory = 'yes'; },
  'one label more, without a value': (job) => { job.spec.template.metadata.labels.mallory = ''; },
  'one label less': (job) => { delete job.spec.template.metadata.labels['app.kubernetes.io/instance']; },
  'an annotation of the pods': (job) => { job.spec.template.metadata.annotations = { 'sidecar.istio.io/inject': 'false' }; },
  'a finalizer of the pods': (job) => { job.spec.template.metadata.finalizers = ['mallory.example/forever']; },
  'many pods at once': (job) => { Object.assign(job.spec, { parallelism: 100, completions: 100 }); },
  'no deadline': (job) => { delete job.spec.activeDeadlineSeconds; },
  'another deadline': (job) => { job.spec.activeDeadlineSeconds = 864000; },
  'many retries': (job) => { job.spec.backoffLimit = 1000; },
  'another controller': (job) => { job.spec.managedBy = 'mallory.example/controller'; },
  'pods of others': (job) => { job.spec.manualSelector = true; job.spec.selector = { matchLabels: job.spec.template.metadata.labels }; },
  'a suspended run': (job) => { job.spec.suspend = true; },
  'an end by itself': (job) => { job.spec.ttlSecondsAfterFinished = 0; },
  'no owner': (job) => { delete job.metadata.ownerReferences; },
  'an owner that does not control it': (job) => { job.metadata.ownerReferences[0].controller = false; },
  'an owner of another identity': (job) => { job.metadata.ownerReferences[0].uid = '0b8b1a9e-6d2c-4f5e-9f36-3c1f3f8b7a11'; },
  'the template of a task that it may not trigger': (job) => { job.metadata.ownerReferences[0].name = 'secret'; },
  'another task as the owner': (job) => { job.metadata.ownerReferences[0].name = 'digest'; },
  'two owners': (job) => { job.metadata.ownerReferences.push({ apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: '0b8b1a9e-6d2c-4f5e-9f36-3c1f3f8b7a11' }); },
  'a finalizer': (job) => { job.metadata.finalizers = ['mallory.example/forever']; },
  'a label': (job) => { job.metadata.labels.mallory = 'yes'; },
  'an annotation': (job) => { job.metadata.annotations = { 'argocd.argoproj.io/hook': 'Sync' }; },
  'an annotation without a value': (job) => { job.metadata.annotations = { 'argocd.argoproj.io/hook': '' }; },
  'another name': (job) => { job.metadata = { ...job.metadata, generateName: undefined, name: 'migrate' }; },
  'the name of a scheduled run': (job) => { job.metadata = { ...job.metadata, generateName: undefined, name: 'report-api-29402400' }; },
};

/** Kubernetes 1.31 drops the field. */
const NEWER = 'another controller';

/** The two requests of docs/scheduled-task.md. */
function runOf(cronJob: Json): Json {
  const { metadata: { name, namespace, uid }, spec: { jobTemplate } } = cronJob;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      namespace, generateName: `${name}-api-`, labels: jobTemplate.metadata.labels,
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name, uid, controller: true }],
    },
    spec: jobTemplate.spec,
  };
}

const podOf = (job: Json): Json => job.spec.template.spec;

function changed(job: Json, change: Change): Json {
  const copy = structuredClone(job);
  change(copy);
  return copy;
}

function compose(hardened: boolean, namespace: string): Json[] {
  const app = new library.PlatformApp({ reporting: library.SynthReporting.SILENT });
  const platform = new library.Platform(app, 'production', {
    securityProfile: hardened ? library.SecurityProfile.hardened() : library.SecurityProfile.standard(), owner: { team: 'agents', email: 'agents@example.com' },
  });
  const agents = new library.Namespace(platform, namespace);
  const image = `ghcr.io/acme/report:1.2.0@sha256:${'a'.repeat(64)}`;
  const [api, other] = ['api', 'other'].map((id) => new library.AgentApi(agents, id, { image }));
  const [report, digest, secret] = ['report', 'digest', 'secret'].map((id) =>
    new library.ScheduledTask(agents, id, { image, schedule: '0 7 * * *', firstSteps: [{ name: 'fetch' }], variables: { REPORT: 'daily' } }));
  report.allowTriggerBy(api);
  digest.allowTriggerBy(api);
  secret.allowTriggerBy(other);
  return app.node.findAll().filter(ApiObject.isApiObject).map((object) => object.toJson()).filter(({ kind }) => KINDS.includes(kind));
}

/** A program with the token of the api, against what `allowTriggerBy` emits: every run of a template is taken, and every other Job is refused. */
export async function tryTriggers(cluster: Cluster, version: Version, hardened: boolean): Promise<Record<string, string[]>> {
  const { kubectl } = cluster;
  const namespace = `triggers-${hardened ? 'hardened' : 'standard'}`;
  const objects = compose(hardened, namespace);
  for (const object of objects) await kubectl.do(['apply', '--server-side', '-f', '-'], JSON.stringify(object));
  const token = (await kubectl.do(['create', 'token', 'api', '--namespace', namespace])).trim();
  const asApi = (args: string[], input?: string) => kubectl.try(['--token', token, '--namespace', namespace, ...args], input);
  const create = (job: Json) => asApi(['create', '--validate=false', '-f', '-'], JSON.stringify(job));
  const templateOf = async (name: string) => JSON.parse((await asApi(['get', 'cronjob', name, '-o', 'json'])).stdout);
  const [report, digest] = [runOf(await templateOf('report')), runOf(await templateOf('digest'))];
  const secret = runOf((await kubectl.json(['get', 'cronjob', 'secret', '--namespace', namespace])));
  const inForce = async () => {
    const answers = await Promise.all([report, digest].map((job) => create(changed(job, ATTACKS['another image']))));
    return answers.every(({ stderr }) => REFUSED.test(stderr)) && !(await create(report)).stderr;
  };
  const found: Record<string, string[]> = {};
  if (!(await until(SECONDS_UNTIL_IN_FORCE, inForce))) found['is in force'] = [(await create(report)).stderr.trim() || 'another image is taken'];
  for (const [name, job] of Object.entries({ report, digest })) {
    const { code, stderr } = await create(job);
    found[`a run of ${name}`] = code === 0 ? [] : [stderr.trim()];
  }
  const byHand = await asApi(['create', 'job', 'report-api-by-hand', '--from', 'cronjob/report']);
  found['a run by kubectl'] = byHand.code === 0 ? [] : [byHand.stderr.trim()];
  const attacks = [...Object.entries(ATTACKS).filter(([name]) => version === 'newest' || name !== NEWER).map(([name, change]): [string, Json] => [name, changed(report, change)]), ['a task of another api', secret] as [string, Json]];
  for (const [name, job] of attacks) {
    const { code, stderr } = await create(job);
    found[`refuses ${name}`] = code !== 0 && REFUSED.test(stderr) ? [] : [stderr.trim() || 'it is taken'];
  }
  const forbidden = [
    ['get', 'jobs'], ['get', 'cronjob', 'secret'], ['get', 'cronjobs'], ['get', 'secrets'], ['delete', 'cronjob', 'report'], ['create', 'token', 'report'],
    ['patch', 'cronjob', 'report', '--patch', '{"spec":{"suspend":true}}'],
  ];
  for (const args of forbidden) {
    const { stderr } = await asApi(args);
    found[`may not ${args.slice(0, 3).join(' ')}`] = /Forbidden|forbidden/.test(stderr) ? [] : [stderr.trim() || 'it may'];
  }
  await kubectl.do(['patch', 'cronjob', 'report', '--namespace', namespace, '--type', 'merge', '--patch', '{"spec":{"jobTemplate":{"spec":{"backoffLimit":5}}}}']);
  const follows = await until(SECONDS_UNTIL_IN_FORCE, async () => {
    const answers = [await create(report), await create(runOf(await templateOf('report')))];
    return answers[0].code !== 0 && answers[1].code === 0;
  });
  found['follows the template'] = follows ? [] : ['a run of the old template is taken, or one of the new template is not'];
  return found;
}
