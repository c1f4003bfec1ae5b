import { spawnSync } from 'child_process';
import { mkdirSync } from 'fs';
import { join } from 'path';
import { broken, podSpec } from '../../conformance/test/base';
import {
  AgentApi, DataLayer, Environment, MonitoringEngine, Namespace, ObservabilityStack, Permission, Platform, PlatformApp, PodSecurityLevel,
  PostgresEngine,
} from '../../src';
import { Json } from '../../src/catalog/rules/manifest';
import { silentApp } from '../support/platforms';
import { called, file, findings, folderOf, scratch } from './command-line';

const MANIFESTS = join(__dirname, '..', '..', 'dist', 'manifests');
const NAMES = ['quickstart/quickstart', 'agent-fleet/staging', 'agent-fleet/production'];
const EXAMPLES = NAMES.map((name) => join(MANIFESTS, name));

/** What is found more when the small manifests of the suite are broken in one place. */
function foundBy(kind: string, breakIt: (object: Json) => void): string[] {
  const before = findings(broken('bad'));
  return findings(broken('bad', kind, breakIt)).filter((line) => !before.includes(line));
}

describe('manifests of the library', () => {
  test.each(NAMES)('%s has no findings', (name) => {
    const { code, out } = called(join(MANIFESTS, name));
    expect(out).toEqual([expect.stringMatching(/^\d+ documents, 0 findings$/)]);
    expect(code).toBe(0);
  });

  test('several folders are judged one by one', () => {
    expect(called(...EXAMPLES)).toMatchObject({ code: 0, out: [expect.stringMatching(/^\d{3} documents, 0 findings$/)] });
  });

  test('two platforms in one folder are one cluster, where objects must not stand twice', () => {
    expect(called(join(MANIFESTS, 'agent-fleet')).out).toContainEqual(
      expect.stringMatching(/^B6: Deployment agents\/api \(.*staging\/agents\/api\.yaml\): it stands in the output twice$/),
    );
  });

  test('the hardened security profile asks more', () => {
    const { code, out } = called(EXAMPLES[0], '--security-profile', 'hardened');
    expect(out).toContainEqual(expect.stringMatching(/^A24: Deployment agents\/api \(.*api\.yaml\): priorityClassName undefined is not in the output$/));
    expect(code).toBe(1);
  });
});

describe('environments and namespaces that are open on purpose', () => {
  /** What the command says of a Platform of the library. */
  function checked(compose: (app: PlatformApp) => void): string[] {
    const app = silentApp(scratch('made'));
    compose(app);
    app.synth();
    return called(scratch('made')).out.slice(0, -1);
  }

  test('a development environment, whose network is open, has no findings', () => {
    expect(checked((app) => {
      const agents = new Namespace(new Platform(app, 'dev', { environment: Environment.development() }), 'agents');
      new AgentApi(agents, 'api', { image: 'ghcr.io/acme/agent-api:1.8.0' });
    })).toEqual([]);
  });

  test('a namespace for node agents has no findings', () => {
    expect(checked((app) => new Namespace(new Platform(app, 'production'), 'nodes', { podSecurity: PodSecurityLevel.PRIVILEGED }))).toEqual([]);
  });

  test('pods that an operator makes are found by their policies and monitors', () => {
    expect(checked((app) => {
      const platform = new Platform(app, 'production');
      new DataLayer(new Namespace(platform, 'agents'), 'data').addPostgres('customers', { engine: PostgresEngine.cloudNativePg() }).addPooler('pool');
      new ObservabilityStack(new Namespace(platform, 'monitoring'), 'stack', { engine: MonitoringEngine.prometheusOperator() });
    })).toEqual([]);
  });

  test('an image of one name with a tag has no findings', () => {
    expect(checked((app) => new AgentApi(new Namespace(new Platform(app, 'production'), 'agents'), 'api', { image: 'postgres:18.4' }))).toEqual([]);
  });

  test('a permission that is risky on purpose has no findings', () => {
    expect(checked((app) => {
      const api = new AgentApi(new Namespace(new Platform(app, 'production'), 'agents'), 'api', { image: 'ghcr.io/acme/agent-api:1.8.0' });
      api.allow(Permission.of({ apiGroups: ['batch'], resources: ['jobs'], verbs: ['create'], acceptedRisk: 'Each customer environment is set up by a Job.' }));
    })).toEqual([]);
  });
});

describe('broken manifests', () => {
  test('an alias bomb is a finding of its file', () => {
    const names = 'abcdefgh'.split('');
    const lines = names.slice(1).map((name, index) => `${name}: &${name} [${Array(9).fill(`*${names[index]}`).join(', ')}]`);
    file('all/bomb.yaml', ['apiVersion: v1', 'kind: ConfigMap', 'metadata: {name: x, namespace: y}', 'a: &a [x, x, x, x, x, x, x, x, x]', ...lines].join('\n'));
    expect(called(scratch('all')).out).toContainEqual(expect.stringMatching(/^yaml: all\/bomb\.yaml: Excessive alias count/));
  });

  test('a budget that lets nothing go', () => {
    expect(foundBy('PodDisruptionBudget', ({ spec }) => {
      delete spec.maxUnavailable;
      spec.minAvailable = 3;
    })).toEqual(['C3: PodDisruptionBudget bad/web (all/all.yaml): minAvailable is 3, which is every pod']);
  });

  test('a selector that matches nothing', () => {
    expect(foundBy('Service', ({ spec }) => {
      spec.selector = { app: 'nobody' };
    })).toContain('selectors: Service bad/web (all/all.yaml): its selector matches no pod of the output');
  });

  test('a Role too wide', () => {
    expect(foundBy('Role', ({ rules }) => rules.push({ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] })))
      .toEqual(['C11: Role bad/web (all/all.yaml): it grants get, list secrets: it reads every Secret that the verb reaches; mount the one Secret instead']);
  });

  test('a pod on the network of its host', () => {
    expect(foundBy('Deployment', (object) => {
      podSpec(object).hostNetwork = true;
    })).toEqual(['A7: Deployment bad/web (all/all.yaml): hostNetwork is set']);
  });

  test('a spread that hangs after the loss of a zone', () => {
    expect(foundBy('Deployment', (object) => {
      delete podSpec(object).topologySpreadConstraints[0].nodeTaintsPolicy;
    })).toEqual([
      'A20: Deployment bad/web (all/all.yaml): nodeTaintsPolicy is not Honor: after the loss of a zone its replacements stay pending',
    ]);
  });

  test('a reference to nothing', () => {
    expect(foundBy('Deployment', (object) => {
      podSpec(object).volumes = [{ name: 'config', configMap: { name: 'absent' } }];
    })).toEqual([
      'references: Deployment bad/web (all/all.yaml): it names ConfigMap bad/absent, which is neither in the output nor declared as external',
    ]);
  });

  test('a workload without containers is a finding, not a crash', () => {
    expect(foundBy('Deployment', (object) => {
      delete podSpec(object).containers;
    })).toContainEqual(expect.stringMatching(
      /^A14: Deployment bad\/web \(all\/all\.yaml\): it cannot be judged: a field that the rule reads is missing or malformed \(TypeError: .*\)$/,
    ));
  });

  test('what is no YAML', () => {
    file('all/broken.yaml', 'kind: [Deployment\n');
    expect(called(scratch('all')).out).toContainEqual(expect.stringMatching(/^yaml: all\/broken\.yaml: Flow sequence in block collection/));
  });

  test.each(['hello', '- kind: Service', '{apiVersion: v1, kind: Service}', '{kind: Service, metadata: {name: web}}'])('what is no object: %s', (text) => {
    file('all/other.yaml', text);
    expect(called(scratch('all'))).toMatchObject({
      code: 1,
      out: ['yaml: all/other.yaml: a document without apiVersion, kind or metadata.name is no Kubernetes object', '0 documents, 1 findings'],
    });
  });
});

describe('exceptions', () => {
  const wide = () => folderOf(broken('bad', 'Role', ({ rules }) => rules.push({ apiGroups: [''], resources: ['secrets'], verbs: ['get'] })));
  const withExceptions = (text: string) => called(wide(), '--exceptions', file('exceptions.yaml', text));

  test('cover a rule on the objects that they name', () => {
    const { out } = withExceptions('- {rule: C11, objects: Role bad/.*, reason: test}');
    expect(out.filter((line) => /^(C11|exceptions): /.test(line))).toEqual([]);
  });

  test('that cover nothing are findings', () => {
    expect(withExceptions('- {rule: C11, objects: Role good/.*, reason: test}').out)
      .toContain('exceptions: exceptions.yaml: C11 for Role good/.* matches nothing: delete it');
  });

  test('are a list', () => {
    expect(withExceptions('C11: test')).toEqual({
      code: 2, out: [], err: ['cdk8s-agent-platform-conformance: exceptions.yaml: it must be a list of {rule, objects, reason}'],
    });
  });

  test('need a reason', () => {
    expect(withExceptions('- {rule: C11}')).toEqual({
      code: 2, out: [], err: ['cdk8s-agent-platform-conformance: exceptions.yaml: an exception needs a rule and a reason, and this one does not have both: {"rule":"C11"}'],
    });
  });
});

describe('the command', () => {
  test('says how it is used, and what it does not judge', () => {
    const { code, out } = called('--help');
    expect(out[0]).toContain('Usage: npx cdk8s-agent-platform-conformance <folder>...');
    expect(out[0]).toContain('Not judged:');
    expect(code).toBe(0);
  });

  test('lists its rules, each once', () => {
    const ids = called('--rules').out.map((line) => line.split(': ')[0]);
    expect(ids).toEqual(expect.arrayContaining(['A20', 'C11', 'selectors', 'references', 'schema']));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each([
    [[], 'name a folder; see --help'],
    [['dist', '--security-profile', 'strict'], '--security-profile is strict, but must be standard or hardened'],
  ])('refuses %j', (args, message) => {
    expect(called(...args)).toEqual({ code: 2, out: [], err: [`cdk8s-agent-platform-conformance: ${message}`] });
  });

  test('does not call an empty folder good', () => {
    mkdirSync(scratch('empty'));
    expect(called(scratch('empty'))).toEqual({ code: 2, out: [], err: ['cdk8s-agent-platform-conformance: empty: it holds no manifests'] });
  });
});

describe('its executable', () => {
  const execute = (...args: string[]) =>
    spawnSync(process.execPath, [join(__dirname, '..', '..', 'bin', 'cdk8s-agent-platform-conformance'), ...args], { encoding: 'utf8' });

  test('returns 0 without findings', () => {
    expect(execute(EXAMPLES[0])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+ documents, 0 findings\n$/), stderr: '' });
  });

  test('returns 1 with findings', () => {
    expect(execute(folderOf(broken('bad')))).toMatchObject({ status: 1, stdout: expect.stringMatching(/\n\d+ documents, \d+ findings\n$/), stderr: '' });
  });

  test('returns 2 and no stack where it cannot judge', () => {
    const { status, stdout, stderr } = execute(scratch('absent'));
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^cdk8s-agent-platform-conformance: ENOENT: no such file or directory, .*absent'\n$/);
    expect(execute('--unknown').stderr).toMatch(/^cdk8s-agent-platform-conformance: Unknown option '--unknown'/);
  });
});
