import { join } from 'path';
import { parseArgs } from 'util';
import { Cluster } from '../cluster';
import { installCrds, unknownKinds } from '../crds';
import { engines, isBuilt, Version, kubernetesVersion } from '../engines';
import { Json } from '../kubectl';
import { asStream, Document, Example, findExamples, groupOf, nameOf, ofKind, readDocuments } from '../manifests';
import { secondsSince } from '../wait';
import { answer, apiServer, enforce, grandfathered, relax, typeErrors } from './api-server';
import { Case, casesOf, NAMESPACES, SECURITY_PROFILES, SecurityProfile, RULES_TRIED, SURROUNDINGS } from './cases';
import { Action, compose, SCRATCH, Setting } from './compose';
import { gator } from './gator';
import { kyverno } from './kyverno';
import { tryTriggers } from './triggers';
import { Verdicts } from './verdict';

const ROOT = join(__dirname, '..', '..');
const { values: flags } = parseArgs({
  options: {
    manifests: { type: 'string', default: join(ROOT, 'dist', 'manifests') },
    help: { type: 'boolean', default: false },
  },
});

const HELP = `Tries the policy bundle with good and bad manifests, in the API server, in gator and in the Kyverno command line, and
with everything that the examples emit. Build the engines first: conformance/engines/build.sh etcd kubernetes-1.36 kubernetes-1.31 gator kyverno

  --manifests DIR   another folder than dist/manifests`;

/** Counts what was asked, and tells what was not as it should be. */
class Tally {
  passed = 0;
  failed = 0;

  take(engine: string, what: string, problems: string[]): void {
    if (problems.length === 0) this.passed++;
    else this.failed++;
    problems.forEach((problem) => console.log(`FAIL ${engine}: ${what}: ${problem}`));
  }
}

/** An engine that answers at once for all objects. */
interface Judge {
  readonly name: string;
  judge(setting: Setting, objects: Json[]): Promise<Verdicts>;
}

/** The API server answers with the first policy that says no, so what it names is a part of what is broken. */
function compare({ object, broken }: Case, verdicts: Verdicts, namesAll: boolean): string[] {
  const verdict = verdicts.get(nameOf(object)) ?? { rules: [] };
  if (verdict.refusal) return [verdict.refusal];
  const found = [...verdict.rules].sort();
  const wanted = [...broken].sort();
  const asWanted = namesAll
    ? String(found) === String(wanted)
    : (found.length > 0) === (wanted.length > 0) && found.every((rule) => wanted.includes(rule));
  return asWanted ? [] : [`it should break ${wanted.join(', ') || 'nothing'}, and breaks ${found.join(', ') || 'nothing'}`];
}

const setting = (securityProfile: SecurityProfile, mesh = false): Setting => ({ securityProfile, environment: 'production', mesh, platform: 'production' });

/** What the bundle must be told to be the one of this example. */
function settingOf(example: Example): Setting {
  const labels = ofKind(example.documents, 'Namespace').map((namespace) => namespace.metadata.labels);
  const environment = labels.map(({ env }) => env).find((name) => name !== undefined);
  const classes = ofKind(example.documents, 'PriorityClass').map(({ metadata }) => metadata.name);
  return {
    securityProfile: example.securityProfile,
    environment,
    mesh: labels.some((label) => label['istio-injection'] || label['istio.io/rev']),
    platform: classes[0]?.replace(/-[a-z]+$/, '') ?? 'production',
  };
}

const isManaged = ({ object }: Document) => object.kind === 'Namespace' && object.metadata.labels?.env !== undefined;

async function tryCases(judge: Judge, tally: Tally): Promise<void> {
  for (const [securityProfile, mesh] of [['standard', false], ['hardened', false], ['standard', true]] as [SecurityProfile, boolean][]) {
    const cases = casesOf(securityProfile, mesh);
    const verdicts = await judge.judge(setting(securityProfile, mesh), [...NAMESPACES, ...cases.map(({ object }) => object)]);
    for (const one of cases) tally.take(`${judge.name}, ${securityProfile}${mesh ? ', Istio' : ''}`, one.name, compare(one, verdicts, true));
  }
}

/** The custom resources of the two other engines, by their own definitions; Gatekeeper makes those of constraints itself. */
async function trySchemas(cluster: Cluster, name: string, tally: Tally): Promise<void> {
  for (const engine of ['kyverno', 'gatekeeper'] as const) {
    const documents = readDocuments(compose(engine, setting('hardened')).file).filter(({ object }) => groupOf(object) !== 'constraints.gatekeeper.sh');
    const unknown = unknownKinds(documents).map(({ object }) => `there is no definition of ${nameOf(object)}`);
    if (unknown.length === 0) await installCrds(cluster, documents);
    const { code, stderr } = await cluster.kubectl.try(['create', '--dry-run=server', '--validate=strict', '-f', '-'], asStream(documents));
    tally.take(name, `the schema of what ${engine} reads`, code === 0 ? unknown : [...unknown, stderr.trim()]);
  }
}

/** Without a rule, its bad manifests pass, and no others: each is refused for the reason that it is there for. */
async function tryWithout(rule: string, folder: string, tally: Tally): Promise<void> {
  const cases = casesOf('hardened').filter(({ broken }) => broken.length === 1);
  const policies = compose('gatekeeper', setting('hardened'), 'deny', [rule]).file;
  const verdicts = await gator(policies, [...NAMESPACES, ...cases.map(({ object }) => object)], folder);
  for (const { name, object, broken } of cases) {
    const passes = !verdicts.has(nameOf(object));
    tally.take(`gator, without ${rule}`, name, passes === (broken[0] === rule) ? [] : [passes ? 'it is let through' : 'it is still refused']);
  }
}

/** Everything that the library itself emits must pass. */
async function tryExample(judge: Judge, example: Example, tally: Tally): Promise<void> {
  const verdicts = await judge.judge(settingOf(example), example.documents.map(({ object }) => object));
  for (const { object } of example.documents) {
    tally.take(`${judge.name}, ${example.id}`, nameOf(object), compare({ name: '', object, broken: [] }, verdicts, true));
  }
}

/** The policies see only these kinds; the rest of an example needs definitions that are not theirs to judge. */
const JUDGED = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Pod', 'PodDisruptionBudget', 'Service', 'Role', 'RoleBinding', 'Ingress'];

async function onCluster(version: Version, examples: Example[], tally: Tally): Promise<void> {
  const cluster = version === 'newest' ? await Cluster.start() : await Cluster.startControlPlane(version);
  const name = `kube-apiserver ${kubernetesVersion(version)}`;
  try {
    await cluster.create([...NAMESPACES, ...SURROUNDINGS]);
    const naive = casesOf('standard').find(({ object }) => object.metadata.name === 'naive')!.object;
    await cluster.create([{ ...naive, metadata: { ...naive.metadata, name: 'from-before' } }]);
    for (const securityProfile of SECURITY_PROFILES) {
      const { file } = compose('validatingAdmissionPolicy', setting(securityProfile));
      await enforce(cluster, file, naive);
      const cases = casesOf(securityProfile);
      const verdicts = await apiServer(cluster, cases.map(({ object }) => object));
      for (const one of cases) tally.take(`${name}, ${securityProfile}`, one.name, compare(one, verdicts, false));
      // Only the controller manager checks types.
      if (version === 'newest') tally.take(`${name}, ${securityProfile}`, 'type check', await typeErrors(cluster));
      if (securityProfile === 'hardened') tally.take(name, 'what is there from before', await grandfathered(cluster, { ...naive, metadata: { ...naive.metadata, name: 'from-before' } }));
      await relax(cluster, file, naive);
    }
    for (const securityProfile of SECURITY_PROFILES) {
      const found = await tryTriggers(cluster, version, securityProfile === 'hardened');
      Object.entries(found).forEach(([what, problems]) => tally.take(`${name}, ${securityProfile}, a trigger`, what, problems));
    }
    if (version === 'newest') tally.take(name, 'type check of triggers', await typeErrors(cluster));
    if (version === 'newest') await trySchemas(cluster, name, tally);
    for (const action of ['warn', 'audit'] as Action[]) await tryAction(cluster, name, action, naive, tally);
    for (const example of examples) await applyExample(cluster, name, example, naive, tally);
  } finally {
    await cluster.stop();
  }
}

async function tryAction(cluster: Cluster, name: string, action: Action, naive: Json, tally: Tally): Promise<void> {
  const { file } = compose('validatingAdmissionPolicy', setting('standard'), action);
  const expected = action === 'audit' ? 'silent' : action;
  await cluster.kubectl.do(['apply', '--server-side', '-f', file]);
  const deadline = Date.now() + 15_000;
  let said = await answer(cluster, naive);
  while (said !== expected && Date.now() < deadline) said = await answer(cluster, naive);
  tally.take(name, `Enforcement.${action}()`, said === expected ? [] : [`the answer was ${said}`]);
  await cluster.kubectl.do(['delete', '-f', file]);
}

async function applyExample(cluster: Cluster, name: string, example: Example, naive: Json, tally: Tally): Promise<void> {
  const { file } = compose('validatingAdmissionPolicy', settingOf(example));
  const known = new Set((await cluster.kubectl.list('namespaces')).map(({ metadata }) => metadata.name));
  const namespaces = example.documents.filter(isManaged).map(({ object }) => object);
  await cluster.create(namespaces.filter(({ metadata }) => !known.has(metadata.name)));
  for (const { metadata } of namespaces.filter((namespace) => known.has(namespace.metadata.name))) {
    await cluster.kubectl.do(['label', '--overwrite', 'namespace', metadata.name, ...Object.entries(metadata.labels).map(([key, value]) => `${key}=${value}`)]);
  }
  const canary = { ...naive, metadata: { ...naive.metadata, namespace: namespaces[0].metadata.name } };
  await enforce(cluster, file, canary);
  const objects = ofKind(example.documents, ...JUDGED).filter(({ metadata }) =>
    namespaces.some((namespace) => namespace.metadata.name === metadata.namespace));
  const verdicts = await apiServer(cluster, objects);
  for (const object of objects) tally.take(`${name}, ${example.id}`, nameOf(object), compare({ name: '', object, broken: [] }, verdicts, true));
  await relax(cluster, file, canary);
}

async function main(): Promise<void> {
  if (flags.help) return console.log(HELP);
  const start = Date.now();
  const tally = new Tally();
  const say = (what: string) => console.log(`policies: ${what} (${secondsSince(start)} s)`);
  const examples = findExamples(flags.manifests!);
  const untried = compose('validatingAdmissionPolicy', setting('hardened')).rules.filter((rule) => !RULES_TRIED.has(rule));
  tally.take('cases', 'a bad manifest for every rule', untried.map((rule) => `there is none for ${rule}`));
  const folder = SCRATCH;
  const judges: Judge[] = [{ name: 'gator', judge: (of, objects) => gator(compose('gatekeeper', of).file, objects, folder) }];
  const versions = (['newest', 'oldest'] as Version[]).filter((version) => isBuilt(() => engines.apiServer(version)));
  if (versions.length < 2) console.log('policies: NOT TRIED in every API server, because not all are built');
  if (isBuilt(kyverno.binary)) judges.push({ name: 'kyverno', judge: (of, objects) => kyverno.judge(compose('kyverno', of).file, objects, folder) });
  else console.log('policies: NOT TRIED in the Kyverno command line, which is not built; its policies were only rendered');
  for (const rule of RULES_TRIED) await tryWithout(rule, folder, tally);
  for (const judge of judges) {
    await tryCases(judge, tally);
    for (const example of examples) await tryExample(judge, example, tally);
    say(`${judge.name} is done`);
  }
  for (const version of versions) {
    await onCluster(version, examples, tally);
    say(`kube-apiserver ${kubernetesVersion(version)} is done`);
  }
  console.log(`policies: ${tally.passed} passed, ${tally.failed} failed`);
  process.exitCode = tally.failed > 0 ? 1 : 0;
}

main().catch((error) => {
  console.error(`policies: ${error instanceof Error ? error.stack : error}`);
  process.exit(1);
});
