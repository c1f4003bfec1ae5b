import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { parse, stringify } from 'yaml';
import { Cluster } from '../cluster';
import { Finding, Findings } from '../findings';
import { Json } from '../kubectl';
import { Document, Example, ofKind } from '../manifests';
import { pool } from '../wait';

const GOLDEN = join(__dirname, '..', 'golden', 'permissions');
/** An account that nothing is bound to: what it may do, every account may. */
const NOBODY = 'nobody-in-particular';

type Permissions = Record<string, string[]>;

/** One rule as one line, so that a change reads as one line in a review. */
function line(rule: Json): string {
  const resources = (rule.apiGroups ?? []).flatMap((group: string) =>
    rule.resources.map((resource: string) => (group ? `${resource}.${group}` : resource)),
  );
  const names = rule.resourceNames?.length ? ` named ${[...rule.resourceNames].sort().join(',')}` : '';
  const what = rule.nonResourceURLs ? rule.nonResourceURLs.join(',') : resources.sort().join(',');
  return `${[...rule.verbs].sort().join(',')} ${what}${names}`;
}

/** Asks the authorizer as the account itself, with a token of its own. */
async function ask(cluster: Cluster, home: string, account: string, namespace: string): Promise<string[]> {
  const token = (await cluster.kubectl.do(['create', 'token', account, '-n', home])).trim();
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } };
  const { status } = await cluster.kubectl.json(
    ['--token', token, 'create', '--validate=false', '-f', '-'],
    JSON.stringify(review),
  );
  return [...status.resourceRules, ...status.nonResourceRules].map(line).sort();
}

/** Its own namespace, and each other one where a binding names the account. */
function namespacesOfAccount(documents: Document[], { metadata }: Json): string[] {
  const bound = ofKind(documents, 'RoleBinding').filter(({ subjects }) =>
    (subjects ?? []).some(
      (subject: Json) =>
        subject.kind === 'ServiceAccount' && subject.name === metadata.name && subject.namespace === metadata.namespace,
    ),
  );
  return [...new Set([metadata.namespace, ...bound.map((binding) => binding.metadata.namespace)])];
}

/** What each account of the example may do beyond what everybody may. */
async function permissionsOf(cluster: Cluster, documents: Document[]): Promise<Permissions> {
  await cluster.kubectl.do(['create', 'serviceaccount', NOBODY, '-n', 'default']);
  const everybody = new Set(await ask(cluster, 'default', NOBODY, 'default'));
  await cluster.kubectl.do(['delete', 'serviceaccount', NOBODY, '-n', 'default']);
  const accounts = ofKind(documents, 'ServiceAccount').flatMap((account) =>
    namespacesOfAccount(documents, account).map((namespace) => ({
      ...account.metadata,
      home: account.metadata.namespace,
      namespace,
    })),
  );
  const rules = await pool(accounts, 3, ({ home, name, namespace }) => ask(cluster, home, name, namespace));
  const entries = accounts.map(
    ({ home, name, namespace }, index) =>
      [
        home === namespace ? `${home}/${name}` : `${home}/${name} in ${namespace}`,
        rules[index].filter((rule) => !everybody.has(rule)),
      ] as [string, string[]],
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function compare(expected: Permissions, actual: Permissions): Finding[] {
  const findings = new Findings('permissions');
  for (const account of [...new Set([...Object.keys(expected), ...Object.keys(actual)])].sort()) {
    const [before, now] = [expected[account] ?? [], actual[account] ?? []];
    now
      .filter((rule) => !before.includes(rule))
      .forEach((rule) => findings.add(`ServiceAccount ${account}`, `it may "${rule}", which the golden list does not grant`));
    before
      .filter((rule) => !now.includes(rule))
      .forEach((rule) => findings.add(`ServiceAccount ${account}`, `it may not "${rule}", which the golden list grants`));
    if (!(account in expected)) findings.add(`ServiceAccount ${account}`, 'it is not in the golden list');
    if (!(account in actual)) findings.add(`ServiceAccount ${account}`, 'it is in the golden list but not in the output');
  }
  return findings.all;
}

/** Where what an example's accounts may do is written down. What a component may do is the same in both security profiles. */
export const goldenPermissions = ({ id }: Example) => join(GOLDEN, `${id.replace('-hardened/', '/')}.yaml`);

/** The permissions of every ServiceAccount, asked from the real authorizer, equal the golden list of the repository. */
export async function permissions(cluster: Cluster, example: Example, update: boolean): Promise<Finding[]> {
  const file = goldenPermissions(example);
  const actual = await permissionsOf(cluster, example.documents);
  if (update) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, stringify(actual));
  }
  const expected = existsSync(file) ? (parse(readFileSync(file, 'utf8')) ?? {}) : {};
  return compare(expected, actual);
}
