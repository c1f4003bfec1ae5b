import { writeFileSync } from 'fs';
import { join } from 'path';
import { engines } from '../engines';
import { Json } from '../kubectl';
import { run } from '../process';
import { addMessage, Verdicts } from './verdict';

/** Kyverno's own judgement, without a cluster: all objects at once. */
async function judge(policies: string, objects: Json[], folder: string): Promise<Verdicts> {
  const [resources, values] = [join(folder, 'objects.yaml'), join(folder, 'values.yaml')];
  writeFileSync(resources, objects.map((object) => `---\n${JSON.stringify(object)}\n`).join(''));
  // It does not look for the labels of namespaces among the objects.
  writeFileSync(values, JSON.stringify({
    apiVersion: 'cli.kyverno.io/v1alpha1',
    kind: 'Value',
    metadata: { name: 'values' },
    namespaceSelector: objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata: { name, labels } }) => ({ name, labels })),
  }));
  const output = await run(engines.kyverno(), [
    'apply', policies, '--resource', resources, '--values-file', values, '--policy-report', '--output-format', 'json', '--remove-color',
  ]);
  const report = output.stdout.split('\n').find((line) => line.startsWith('{'));
  if (!report) throw new Error(`kyverno: ${output.stderr.trim() || output.stdout.trim()}`);
  const verdicts: Verdicts = new Map();
  for (const { result, message, resources: [{ kind, namespace, name }] } of JSON.parse(report).results as Json[]) {
    if (!['pass', 'skip'].includes(result)) addMessage(verdicts, { kind, metadata: { namespace, name } }, message);
  }
  return verdicts;
}

export const kyverno = { binary: engines.kyverno, judge };
