import { Cluster } from '../cluster';
import { Json } from '../kubectl';
import { nameOf } from '../manifests';
import { pool, until } from '../wait';
import { Action } from './compose';
import { addMessage, Verdicts } from './verdict';

const AT_ONCE = 3;
const SECONDS_UNTIL_IN_FORCE = 30;

/** Puts the policies in force: the API server reads new ones a moment after it has stored them. */
export async function enforce(cluster: Cluster, policies: string, canary: Json): Promise<void> {
  await cluster.kubectl.do(['apply', '--server-side', '-f', policies]);
  if (!(await until(SECONDS_UNTIL_IN_FORCE, async () => /denied request|Validation failed/.test((await send(cluster, canary)).stderr)))) {
    throw new Error(`the policies are not in force after ${SECONDS_UNTIL_IN_FORCE} s`);
  }
}

/** Takes the policies away again, and waits until nothing is refused any more. */
export async function relax(cluster: Cluster, policies: string, canary: Json): Promise<void> {
  await cluster.kubectl.do(['delete', '-f', policies]);
  await until(SECONDS_UNTIL_IN_FORCE, async () => !/denied request|Validation failed/.test((await send(cluster, canary)).stderr));
}

/** What the API server would say if each object were created. */
export async function apiServer(cluster: Cluster, objects: Json[]): Promise<Verdicts> {
  const verdicts: Verdicts = new Map();
  const answers = await pool(objects, AT_ONCE, async (object) => ({ object, ...(await send(cluster, object)) }));
  for (const { object, code, stderr } of answers) if (code !== 0) addMessage(verdicts, object, stderr.trim());
  return verdicts;
}

const send = (cluster: Cluster, object: Json) =>
  cluster.kubectl.try(['create', '--dry-run=server', '-f', '-'], JSON.stringify(object));

/** What whoever applies it hears of an object that breaks rules, and whether it is taken. */
export async function answer(cluster: Cluster, object: Json): Promise<Action | 'silent'> {
  const { code, stderr } = await send(cluster, object);
  if (code !== 0) return 'deny';
  return stderr.includes('Validation failed') ? 'warn' : 'silent';
}

/** Faults that the API server's type checker finds in the expressions themselves. */
export async function typeErrors(cluster: Cluster): Promise<string[]> {
  const policies = () => cluster.kubectl.list('validatingadmissionpolicies');
  await until(30, async () => (await policies()).every(({ metadata, status }) => status?.observedGeneration === metadata.generation));
  return (await policies()).flatMap(({ metadata, status }) =>
    status?.observedGeneration === metadata.generation
      ? (status?.typeChecking?.expressionWarnings ?? []).map((found: Json) => `${metadata.name}: ${found.fieldRef}: ${found.warning}`)
      : [`${metadata.name}: was not checked`],
  );
}

/**
 * What stands in the cluster from before the rules: it may be labelled and deleted, and only a change of what is judged is
 * judged. Returns what was not so.
 */
export async function grandfathered(cluster: Cluster, object: Json): Promise<string[]> {
  const { kubectl } = cluster;
  const it = ['--namespace', object.metadata.namespace, 'deployment', object.metadata.name];
  const patch = (change: Json) => kubectl.try(['patch', ...it, '--type', 'merge', '--patch', JSON.stringify(change)]);
  const problems: string[] = [];
  const expect = (what: string, code: number, allowed: boolean) => (code === 0) === allowed || problems.push(`${what} was ${allowed ? 'refused' : 'allowed'}`);
  expect('a label on it', (await patch({ metadata: { labels: { note: 'x' }, finalizers: ['example.com/wait'] } })).code, true);
  expect('scaling it', (await kubectl.try(['scale', ...it, '--replicas=2'])).code, true);
  expect('a change of its spec', (await patch({ spec: { minReadySeconds: 5 } })).code, false);
  await kubectl.do(['delete', ...it, '--wait=false']);
  expect('the removal of its finalizer', (await patch({ metadata: { finalizers: null } })).code, true);
  const gone = async () => (await kubectl.try(['get', ...it])).code !== 0;
  if (!(await until(10, gone))) problems.push(`${nameOf(object)} could not be deleted`);
  return problems;
}
