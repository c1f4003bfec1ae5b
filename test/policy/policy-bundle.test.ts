import { App, Chart, Yaml } from 'cdk8s';
import { ServiceType } from 'cdk8s-plus-29';
import {
  ClusterProfile, Enforcement, Environment, Mesh, Namespace, Operator, Platform, PlatformProps, PolicyBundle, PolicyBundleProps, PolicyEngine,
} from '../../src';
import { Manifest, Manifests, yamlFiles } from '../support/manifests';
import { hardened, messageOf, silentApp, temporaryFolder } from '../support/platforms';
import { refusal } from '../support/refusals';

const STANDARD = ['A1', 'A3', 'A4', 'A5', 'A6', 'A7', 'A9', 'A11', 'A13', 'A14', 'A15', 'A26', 'A29', 'C3', 'C7', 'C11', 'C15'];
const ENGINES: [string, () => PolicyEngine][] = [
  ['validatingAdmissionPolicy', () => PolicyEngine.validatingAdmissionPolicy()],
  ['kyverno', () => PolicyEngine.kyverno()],
  ['gatekeeper', () => PolicyEngine.gatekeeper()],
];

function production(props: PlatformProps = {}, id: string = 'production'): Platform {
  return new Platform(silentApp(), id, props);
}

function policies(props: PolicyBundleProps = {}, platform: Platform = production()): Manifests {
  new PolicyBundle(platform, 'policies', props);
  return Manifests.of(platform);
}

/** What a policy says in CEL, whichever engine it is for. */
function cel(policy: Manifest): Manifest {
  return policy.spec.targets ? policy.spec.targets[0].code[0].source : policy.spec;
}

function policyKind(engine: string): string {
  return { validatingAdmissionPolicy: 'ValidatingAdmissionPolicy', kyverno: 'ValidatingPolicy', gatekeeper: 'ConstraintTemplate' }[engine]!;
}

/** The expression of a rule, which is a variable by its number. */
function rule(manifests: Manifests, id: string): string {
  const variables = manifests.all('ValidatingAdmissionPolicy').flatMap((policy) => policy.spec.variables);
  return variables.find((variable: Manifest) => variable.name === id)?.expression;
}

function findings(manifests: Manifests): string {
  return JSON.stringify(manifests.all('ValidatingAdmissionPolicy').map((policy) => policy.spec.variables));
}

describe('without props', () => {
  test('the API server itself refuses what breaks a rule', () => {
    const manifests = policies();
    expect(manifests.names()).toEqual(['disruption-budgets', 'ingresses', 'permissions', 'pod-security', 'services', 'workloads'].flatMap((name) => [
      `ValidatingAdmissionPolicy/production-${name}`, `ValidatingAdmissionPolicyBinding/production-${name}`,
    ]).sort());
    expect(manifests.all('ValidatingAdmissionPolicyBinding').map(({ spec }) => spec.validationActions)).toEqual(Array(6).fill(['Deny']));
  });

  test('every rule of the standard security profile is enforced', () => {
    expect(new PolicyBundle(production(), 'policies').rules).toEqual(STANDARD);
  });

  test('the hardened security profile adds its own', () => {
    const { rules } = new PolicyBundle(production(hardened()), 'policies');
    expect(rules.filter((id) => !STANDARD.includes(id))).toEqual(['A24', 'A27', 'A28']);
  });
});

describe.each(ENGINES)('%s', (name, engine) => {
  test('knows every rule of the hardened security profile by its number, and says it', () => {
    const platform = production(hardened());
    const bundle = new PolicyBundle(platform, 'policies', { engine: engine() });
    const all = Manifests.of(platform).all(policyKind(name)).flatMap((policy) => cel(policy).variables);
    for (const id of bundle.rules) {
      expect(all.filter((variable: Manifest) => variable.name === id)).toHaveLength(1);
      expect(all.filter((variable: Manifest) => variable.expression.includes(`"${id} ("`))).toHaveLength(1);
    }
  });

  test('judges only what a person writes or changes', () => {
    const [policy] = policies({ engine: engine() }).all(policyKind(name));
    const conditions = cel(policy).matchConditions ?? cel(policy).matchCondition;
    expect(conditions.map((condition: Manifest) => condition.name)).toEqual(['stays', 'written-by-hand', 'changed']);
  });

  test('holds in namespaces of this Platform only', () => {
    const text = JSON.stringify(policies({ engine: engine() }, production({ environment: Environment.staging() })).documents);
    const selectors = [...text.matchAll(/"namespaceSelector":(\{"matchLabels":\{[^}]*\}\})/g)].map((match) => JSON.parse(match[1]).matchLabels);
    expect(selectors).toHaveLength(6);
    for (const labels of selectors) {
      expect(labels).toMatchObject({ 'app.kubernetes.io/managed-by': 'cdk8s-agent-platform', 'env': 'staging' });
    }
  });

  test('renders as it always did', () => {
    expect(Yaml.stringify(...policies({ engine: engine() }).documents.filter(({ metadata }) => metadata.name.endsWith('services')))).toMatchSnapshot();
  });
});

test('all engines judge by the same expressions', () => {
  const [plain, kyverno, gatekeeper] = ENGINES.map(([name, engine]) => policies({ engine: engine() }).all(policyKind(name)).map((policy) =>
    ({ variables: cel(policy).variables, validations: cel(policy).validations })));
  expect(kyverno).toEqual(plain);
  expect(gatekeeper).toEqual(plain);
});

test('the policy for pods renders as it always did', () => {
  expect(Yaml.stringify(policies().one('ValidatingAdmissionPolicy', 'production-pod-security'))).toMatchSnapshot();
});

describe('the namespaces that a policy selects', () => {
  test('are those that Namespace makes', () => {
    const platform = production();
    new Namespace(platform, 'agents');
    new PolicyBundle(platform, 'policies');
    const manifests = Manifests.of(platform);
    const { labels } = manifests.one('Namespace').metadata;
    for (const { spec } of manifests.all('ValidatingAdmissionPolicyBinding')) {
      expect(labels).toMatchObject(spec.matchResources.namespaceSelector.matchLabels);
    }
  });

  test('are, for what keeps programs in their containers, only those that enforce "restricted"', () => {
    const level = (name: string) => policies().one('ValidatingAdmissionPolicyBinding', name).spec.matchResources.namespaceSelector.matchLabels;
    expect(level('production-pod-security')['pod-security.kubernetes.io/enforce']).toBe('restricted');
    expect(level('production-workloads')['pod-security.kubernetes.io/enforce']).toBeUndefined();
  });
});

describe('enforcement', () => {
  const actions = (engine: PolicyEngine, enforcement: Enforcement) => policies({ engine, enforcement });

  test.each([[Enforcement.deny(), 'Deny'], [Enforcement.warn(), 'Warn'], [Enforcement.audit(), 'Audit']])('%o in the API server', (enforcement, action) => {
    const [binding] = actions(PolicyEngine.validatingAdmissionPolicy(), enforcement).all('ValidatingAdmissionPolicyBinding');
    expect(binding.spec.validationActions).toEqual([action]);
  });

  test.each([
    [Enforcement.deny(), 'Deny', 'Fail'], [Enforcement.warn(), 'Warn', 'Ignore'], [Enforcement.audit(), 'Audit', 'Ignore'],
  ])('%o in Kyverno, whose absence stops only what it should refuse', (enforcement, action, failurePolicy) => {
    const [policy] = actions(PolicyEngine.kyverno(), enforcement).all('ValidatingPolicy');
    expect(policy.spec).toMatchObject({ validationActions: [action], failurePolicy });
  });

  test.each([[Enforcement.deny(), 'deny'], [Enforcement.warn(), 'warn'], [Enforcement.audit(), 'dryrun']])('%o in Gatekeeper', (enforcement, action) => {
    expect(actions(PolicyEngine.gatekeeper(), enforcement).one('ProductionServices').spec.enforcementAction).toBe(action);
  });
});

test('Gatekeeper\'s constraints come after the templates that make their kinds', () => {
  const { metadata } = policies({ engine: PolicyEngine.gatekeeper() }).one('ProductionPodSecurity');
  expect(metadata.annotations).toEqual({ 'argocd.argoproj.io/sync-options': 'SkipDryRunOnMissingResource=true', 'argocd.argoproj.io/sync-wave': '1' });
});

describe('exceptions', () => {
  test('leave a rule out', () => {
    const manifests = policies({ exceptions: ['A14'] });
    expect(rule(manifests, 'A13')).toBeDefined();
    expect(rule(manifests, 'A14')).toBeUndefined();
    expect(findings(manifests)).not.toContain('A14');
  });

  test('leave out a policy without rules', () => {
    expect(policies({ exceptions: ['C7'] }).names()).not.toContain('ValidatingAdmissionPolicy/production-services');
  });
});

test('imageUsers are users besides those above 10000', () => {
  expect(rule(policies({ imageUsers: [70] }), 'A1')).toContain('user > 10000 || user in [70]');
  expect(rule(policies(), 'A1')).toContain('user in [26, 99, 101, 999]');
});

test('without imageUsers the message names none', () => {
  expect(findings(policies({ imageUsers: [] }))).toContain('and a runAsUser above 10000\\"');
});

test('serviceTypes are what a Service may be', () => {
  expect(rule(policies({ serviceTypes: [ServiceType.CLUSTER_IP, ServiceType.LOAD_BALANCER] }), 'C7')).toContain('in ["ClusterIP", "LoadBalancer"]');
  expect(rule(policies(), 'C7')).toContain('in ["ClusterIP"]');
});

test('images need a digest in the hardened security profile only', () => {
  expect(rule(policies(), 'A11')).toContain('(@sha256:[0-9a-f]{64})?$');
  expect(rule(policies({}, production(hardened())), 'A11')).toContain(':[^:/@]+@sha256:[0-9a-f]{64}$');
});

test('Istio answers for its own containers', () => {
  const containers = (mesh: Mesh) => rule(policies({}, production({ mesh })), 'containers');
  expect(containers(Mesh.istio())).toContain('!(c.name in ["istio-proxy", "istio-init", "istio-validation"])');
  expect(containers(Mesh.none())).not.toContain('istio');
});

describe('output', () => {
  test('is a file of the Platform', () => {
    const outdir = temporaryFolder();
    const app = silentApp(outdir);
    new PolicyBundle(new Platform(app, 'production'), 'policies');
    app.synth();
    expect(yamlFiles(outdir)).toEqual(['production/kustomization.yaml', 'production/policies.yaml']);
  });

  test('has no namespace', () => {
    expect(policies().documents.map(({ metadata }) => metadata.namespace)).toEqual(Array(12).fill(undefined));
  });

  test('says whose it is', () => {
    expect(policies({}, production(hardened())).one('ValidatingAdmissionPolicy', 'production-services').metadata.labels).toEqual({
      'app.kubernetes.io/managed-by': 'cdk8s-agent-platform', 'app.kubernetes.io/part-of': 'production', 'env': 'production', 'owner': 'agents',
    });
  });

  test('keeps to the limit of names', () => {
    const id = 'p'.repeat(60);
    const names = policies({ engine: PolicyEngine.gatekeeper() }, production({}, id)).documents.map(({ metadata }) => metadata.name);
    expect(names.filter((name) => name.length > 63)).toEqual([]);
    expect(new Set(names).size).toBe(12);
  });

  test('of two engines stands side by side', () => {
    const platform = production();
    new PolicyBundle(platform, 'policies');
    new PolicyBundle(platform, 'kyverno', { engine: PolicyEngine.kyverno(), enforcement: Enforcement.audit() });
    expect(Manifests.of(platform).all('ValidatingPolicy')).toHaveLength(6);
  });
});

describe('refuses', () => {
  const refused = (props: PolicyBundleProps, platform: PlatformProps = {}) => refusal(() => policies(props, production(platform)));

  test('a namespace as its scope', () => {
    expect(refusal(() => new PolicyBundle(new Namespace(production(), 'agents'), 'policies'))).toBe('[production/agents/policies] "scope" (Invalid)');
  });

  test('a stock Chart as its scope', () => {
    expect(refusal(() => new PolicyBundle(new Chart(new App(), 'mine'), 'policies'))).toBe('[mine/policies] "scope" (Invalid)');
  });

  test('an unknown rule', () => {
    expect(refused({ exceptions: ['A99'] })).toBe('[production/policies] "exceptions[0]" (NotSupported)');
  });

  test('exceptions that are no list', () => {
    expect(refused({ exceptions: 'A14' as never }))
      .toBe('[production/policies] "exceptions" (TypeInvalid)');
  });

  test('root among the users of images', () => {
    expect(refused({ imageUsers: [0] })).toBe('[production/policies] "imageUsers[0]" (OutOfRange)');
  });

  test('no type of Service at all', () => {
    expect(refused({ serviceTypes: [] }))
      .toBe('[production/policies] "serviceTypes" (Required)');
  });

  test('an unknown type of Service', () => {
    expect(refused({ serviceTypes: ['Balancer' as never] })).toBe('[production/policies] "serviceTypes[0]" (NotSupported)');
  });

  test('an engine by its name', () => {
    expect(refused({ engine: 'kyverno' as never }))
      .toBe('[production/policies] "engine" (TypeInvalid)');
  });

  test('an enforcement by its name', () => {
    expect(refused({ enforcement: 'deny' as never }))
      .toBe('[production/policies] "enforcement" (TypeInvalid)');
  });

  test('props that are none', () => {
    expect(refused(null as never)).toBe('[production/policies] "props" (TypeInvalid)');
  });

  test.each([
    ['Kyverno', PolicyEngine.kyverno()], ['Gatekeeper', PolicyEngine.gatekeeper()],
  ])('%s where the cluster lacks it', (_, engine) => {
    expect(refused({ engine }, { cluster: ClusterProfile.generic({ operators: [Operator.istio()] }) })).toBe('[production/policies] "engine" (Unavailable)');
  });

  test('Gatekeeper for a Platform whose id begins with a digit', () => {
    expect(refusal(() => policies({ engine: PolicyEngine.gatekeeper() }, production({}, '1a')))).toBe('[1a/policies] "engine" (Invalid)');
  });

  test('the same engine twice', () => {
    const platform = production();
    new PolicyBundle(platform, 'policies');
    expect(refusal(() => policies({}, platform))).toBe('[production] "id" (Duplicate)');
    new PolicyBundle(platform, 'again');
    expect(messageOf(() => Manifests.of(platform))).toContain('production/policies/pod-security/Policy and production/again/pod-security/Policy both make it');
  });
});
