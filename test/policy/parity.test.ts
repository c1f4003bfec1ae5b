import { spawnSync } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { Case, casesOf, NAMESPACES, RULES_TRIED, SECURITY_PROFILES, SURROUNDINGS } from '../../conformance/policies/cases';
import { compose } from '../../conformance/policies/compose';
import { rulesIn } from '../../conformance/policies/verdict';
import { RULES } from '../../src/catalog/rules';
import { Json, Manifests } from '../../src/catalog/rules/manifest';
import { matchedKinds } from './cel/kinds';

type SecurityProfile = Manifests['securityProfile'];

/** Policies do not judge these; where objects lie, and who made them, the engines decide by selectors and conditions. */
const JUDGED_ELSEWHERE = /made by an operator|namespace of others|another environment|node agents/;
const IN_CEL = RULES.filter(({ admission }) => admission);

function judged(securityProfile: SecurityProfile, mesh: boolean): Case[] {
  return casesOf(securityProfile, mesh).filter(({ name }) => !JUDGED_ELSEWHERE.test(name));
}

/** The rules that each case breaks by the checks of the catalogue. */
function byChecks({ object }: Case, securityProfile: SecurityProfile, mesh: boolean): string[] {
  const namespaces = NAMESPACES.map((namespace) => ({
    ...namespace, metadata: { ...namespace.metadata, labels: { ...namespace.metadata.labels, ...mesh ? { 'istio-injection': 'enabled' } : {} } },
  }));
  const others = casesOf(securityProfile, mesh).filter(({ name }) => name.startsWith('good ')).map((good) => good.object);
  const accounts = ['web', 'store', 'report', 'shell', 'naive'].map((name) =>
    ({ kind: 'ServiceAccount', apiVersion: 'v1', metadata: { name, namespace: 'agents' } }));
  const classes = ['serving', 'data', 'batch'].map((name) => ({ kind: 'PriorityClass', apiVersion: 'v1', metadata: { name: `production-${name}` } }));
  const documents = [object, ...namespaces, ...SURROUNDINGS, ...others, ...accounts, ...classes, budgetOf(object)].map((one) => ({ object: one }));
  return IN_CEL.filter(({ hardened }) => !hardened || securityProfile === 'hardened')
    .filter(({ check }) => check!(object, { documents, securityProfile }).length > 0).map(({ id }) => id);
}

/** What only the check of neighbours misses is there, so that both judge the object alone. */
function budgetOf({ metadata, spec }: Json): Json {
  return {
    apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'any', namespace: metadata.namespace }, spec: { selector: spec?.selector ?? {} },
  };
}

/** The rules that each case breaks by the CEL that the policy bundle renders. */
function byCel(cases: Case[], securityProfile: SecurityProfile, mesh: boolean): string[][] {
  const { file } = compose('validatingAdmissionPolicy', { securityProfile, environment: 'production', mesh, platform: 'production' });
  const policies = parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS()).filter((one) => one?.kind === 'ValidatingAdmissionPolicy');
  const questions = cases.flatMap(({ object }, index) => policies
    .filter(({ spec }) => matchedKinds(spec.matchConstraints.resourceRules).includes(object.kind))
    .map(({ spec }) => ({ index, object, variables: spec.variables })));
  const { stdout, stderr } = spawnSync(process.execPath, [join(__dirname, 'cel', 'evaluate.mjs')], { input: JSON.stringify(questions), encoding: 'utf8' });
  if (!stdout) {
    throw new Error(stderr);
  }
  const answers: string[][] = JSON.parse(stdout);
  return cases.map((_, index) => answers.filter((__, position) => questions[position].index === index).flatMap((found) => rulesIn(found.join('; '))));
}

test('every rule in CEL has a bad manifest, and a check beside it', () => {
  expect(IN_CEL.filter(({ id, check }) => !RULES_TRIED.has(id) || !check).map(({ id }) => id)).toEqual([]);
});

describe.each(SECURITY_PROFILES.flatMap((profile) => [[profile, false], [profile, true]] as [SecurityProfile, boolean][]))('%s, Istio: %s', (profile, mesh) => {
  const cases = judged(profile, mesh);
  let cel: string[][];

  beforeAll(() => {
    cel = byCel(cases, profile, mesh);
  });

  test.each(cases.map((one, index) => [one.name, index] as const))('%s', (_, index) => {
    const wanted = [...cases[index].broken].sort();
    expect({ cel: cel[index].sort(), checks: byChecks(cases[index], profile, mesh).sort() }).toEqual({ cel: wanted, checks: wanted });
  });
});
