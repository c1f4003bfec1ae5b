import { deepEqual, equal, match } from 'assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { after, before, describe, test } from 'node:test';
import { tmpdir } from 'os';
import { join } from 'path';
import { stringify } from 'yaml';
import { references, selectors } from '../checks/references';
import { retag } from '../checks/rollout';
import { checkov } from '../judges/checkov';
import { readExceptions, sort, unused } from '../judges/exceptions';
import { ToolFinding, Verdict } from '../judges/finding';
import { istioctl } from '../judges/istioctl';
import { kubeScore } from '../judges/kube-score';
import { ownRules } from '../judges/own';
import { promtool } from '../judges/promtool';
import { Json } from '../kubectl';
import { Document, Example, readExample } from '../manifests';
import { broken, lines, podSpec } from './base';

const said = ({ findings }: Verdict) => findings.map(({ rule, object, message }) => `${rule}: ${object}: ${message}`).join('\n');
const added = (object: Json): Document => ({ object, source: JSON.stringify(object), file: '' });

describe('the judges find', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'conformance-test-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** The documents as a folder of an example, because that is what the tools read. */
  const example = (documents: Document[]): Example => {
    writeFileSync(join(folder, 'all.yaml'), documents.map(({ source }) => `---\n${source}\n`).join(''));
    return readExample('test/test', folder);
  };

  test('a privileged container', async () => {
    const bad = example(
      broken('bad', 'Deployment', (object) => {
        podSpec(object).containers[0].securityContext.privileged = true;
      }),
    );
    match(said(await kubeScore(bad)), /container-security-context-privileged: Deployment bad\/web: web /);
    match(said(await checkov(bad)), /CKV_K8S_16: Deployment bad\/web: /);
  });

  test('a rule that an annotation asks to skip', async () => {
    const bad = example(
      broken('bad', 'Deployment', (object) => {
        podSpec(object).containers[0].securityContext.privileged = true;
        object.spec.template.metadata.annotations = {
          'checkov.io/skip1': 'CKV_K8S_16=quiet',
          'kube-score/ignore': 'container-security-context-privileged',
        };
        object.metadata.annotations = object.spec.template.metadata.annotations;
      }),
    );
    match(said(await kubeScore(bad)), /container-security-context-privileged: Deployment bad\/web/);
    match(said(await checkov(bad)), /CKV_K8S_16: Deployment bad\/web/);
  });

  test('a credential in a file of which another line is excepted', async () => {
    const folderOfAgents = join(folder, 'agents');
    mkdirSync(folderOfAgents);
    const data = { 'server.conf': "password_encryption = 'scram-sha-256'\napi_password = 'hX93kdPq0zLwT4vB'\n" };
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'store', namespace: 'agents' }, data };
    writeFileSync(join(folderOfAgents, 'data.yaml'), stringify(object));
    const bad = readExample('test/test', folder);
    const { open, excepted } = sort((await checkov(bad)).findings, readExceptions(), bad);
    rmSync(folderOfAgents, { recursive: true });
    const secrets = (findings: ToolFinding[]) => findings.filter(({ rule }) => rule.startsWith('CKV_SECRET')).map((finding) => finding.object);
    deepEqual(secrets(open), ["agents/data.yaml: api_password = 'hX93kdPq0zLwT4vB'"]);
    deepEqual(secrets(excepted), ["agents/data.yaml: password_encryption = 'scram-sha-256'"]);
  });

  test('a route to a gateway that is not there', async () => {
    const route = {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'web', namespace: 'bad' },
      spec: {
        hosts: ['web.example'],
        gateways: ['absent'],
        http: [{ route: [{ destination: { host: 'web', subset: 'blue' } }] }],
      },
    };
    const documents = [...broken('bad'), added(route)];
    match(
      said(await istioctl(example(documents))),
      /IST0101: VirtualService bad\/web: Error: Referenced gateway not found: "absent"/,
    );
    const found = lines(references(documents, [])).join('\n');
    match(found, /VirtualService bad\/web: it names Gateway bad\/absent, which is neither in the output nor declared/);
    match(found, /VirtualService bad\/web: it routes to the subset blue of web, which no DestinationRule declares/);
  });

  test('a rule of Prometheus that means nothing', async () => {
    const rule = {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: 'web', namespace: 'bad' },
      spec: { groups: [{ name: 'web', rules: [{ alert: 'Down', expr: 'up == ' }] }] },
    };
    match(said(await promtool(example([added(rule)]))), /check rules: PrometheusRule bad\/web: .*parse error/);
    const file = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'rules', namespace: 'bad' },
      data: { 'web.yaml': JSON.stringify(rule.spec) },
    };
    const yaml = { ...file, data: { 'web.yaml': 'groups:\n- name: web\n  rules:\n  - alert: Down\n    expr: rate(up)\n' } };
    match(said(await promtool(example([added(yaml)]))), /check rules: ConfigMap bad\/rules web\.yaml: /);
  });

  test('a Role that is too wide', () => {
    const bad = example(
      broken('bad', 'Role', (object) => {
        object.rules.push(
          { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] },
          { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
        );
      }),
    );
    match(said(ownRules(bad)), /C11: Role bad\/web: it grants get, list secrets/);
    match(said(ownRules(bad)), /C11: Role bad\/web: it grants a wildcard/);
  });

  test('spread that hangs after the loss of a zone', () => {
    const bad = example(
      broken('bad', 'Deployment', (object) => {
        delete podSpec(object).topologySpreadConstraints[0].nodeTaintsPolicy;
      }),
    );
    match(said(ownRules(bad)), /A20: Deployment bad\/web: nodeTaintsPolicy is not Honor/);
  });

  test('selectors and references without a target', () => {
    const service = broken('bad', 'Service', ({ spec }) => {
      spec.selector = { app: 'nobody' };
    });
    match(lines(selectors(service)).join('\n'), /Service bad\/web: its selector matches no pod of the output/);
    const config = broken('bad', 'Deployment', (object) => {
      podSpec(object).volumes = [{ name: 'config', configMap: { name: 'absent' } }];
    });
    match(lines(references(config, [])).join('\n'), /Deployment bad\/web: it names ConfigMap bad\/absent, which is neither/);
    equal(references(config, [{ kind: 'ConfigMap', namespace: 'bad', name: 'absent' }]).length, 0);
  });

  test('an exception that nothing needs any more', () => {
    const exceptions = [
      { tool: 'own rules', rule: 'C11', reason: 'test' },
      { tool: 'own rules', rule: 'none', reason: 'test' },
    ];
    const bad = example(
      broken('bad', 'Role', (object) => object.rules.push({ apiGroups: [''], resources: ['secrets'], verbs: ['get'] })),
    );
    const { findings } = ownRules(bad);
    const { excepted, used } = sort(findings, exceptions, bad);
    equal(excepted.length, 1);
    equal(
      lines(unused(exceptions, used)).join(),
      'exceptions.yaml: own rules none: this exception no longer applies to any example: delete it',
    );
  });

  test('nothing in a new tag, whatever the registry', () => {
    equal(retag('localhost:5000/web', 'next'), 'localhost:5000/web:next');
    equal(retag('ghcr.io/acme/web:1.0@sha256:00', 'next'), 'ghcr.io/acme/web:next');
  });
});
